"""Seen from the operating system: a file is on the disk before it gets its name, and many transfers need little memory."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

SIZE_BYTES = 30 * 1024 * 1024
MEMORY_BOUND_MB = 64.0

DOWNLOAD_ALL = """
import asyncio, sys
from pathlib import Path
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.transfer.workspace import Workspace

def memory_kb(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])

async def main(base_url, key, ticket_id, folder):
    workspace = await Workspace.open(BaseUrl.parse(base_url), ApiKey(key), concurrency=8)
    attachments = [each for each in await workspace.client.list_attachments(ticket_id) if each.filename.startswith("mine")]
    idle_kb = memory_kb("VmRSS")
    ids = [workspace.engine.download(each, Path(folder)) for each in attachments]
    rows = [await workspace.engine.wait(each) for each in ids]
    print(memory_kb("VmHWM") - idle_kb, *(row.state.value for row in rows))
    await workspace.close()

asyncio.run(main(*sys.argv[1:]))
"""

_CALL = re.compile(r"(fsync|fdatasync|rename|renameat|renameat2|link|linkat)\((.*)\) = 0$")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc and strace are Linux's")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(tickets=1) as running:
        yield running


def download_all(sandbox: Sandbox, ticket_id: str, folder: Path, *before: str) -> list[str]:
    """Fetch what is called mine, in a process of its own; returns its growth in KB and the states."""
    arguments = [sandbox.base_url.text, sandbox.keys[KeyKind.ADMIN].reveal(), ticket_id, str(folder)]
    ended = subprocess.run([*before, sys.executable, "-c", DOWNLOAD_ALL, *arguments], capture_output=True, text=True, timeout=110)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def some_ticket_id(sandbox: Sandbox) -> str:
    async def first() -> str:
        client = ApiClient(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
        try:
            return (await client.list_tickets(limit=1)).tickets[0].id
        finally:
            await client.aclose()

    return asyncio.run(first())


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_bytes_are_on_the_disk_before_the_name_is(sandbox: Sandbox, tmp_path: Path) -> None:
    ticket_id = some_ticket_id(sandbox)
    for number in range(3):
        sandbox.add_attachment(ticket_id, filename=f"mine {number}.txt", content_type="text/plain", content=b"x" * 200_000)
    folder, log = tmp_path / "saved", tmp_path / "calls"
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat"
    said = download_all(sandbox, ticket_id, folder, "strace", "-f", "-y", "-z", "-e", calls, "-o", str(log))
    assert said[1:] == ["done"] * 3

    found = [match.groups() for line in log.read_text().splitlines() if (match := _CALL.search(line))]
    for number in range(3):
        target = folder / f"mine {number}.txt"
        named = next(index for index, (call, what) in enumerate(found) if call.startswith(("rename", "link")) and str(target) in what)
        part = re.findall(r'"([^"]*\.part)"', found[named][1])[0]
        assert any(call in {"fsync", "fdatasync"} and f"<{part}>" in what for call, what in found[:named])
        assert any(call in {"fsync", "fdatasync"} and f"<{folder}>" in what for call, what in found[named:])


def test_eight_of_the_largest_files_at_once(sandbox: Sandbox, tmp_path: Path) -> None:
    ticket_id = some_ticket_id(sandbox)
    content = os.urandom(SIZE_BYTES)
    for number in range(8):
        sandbox.add_attachment(ticket_id, filename=f"mine {number}.gz", content_type="application/gzip", content=content)
    growth_kb, *states = download_all(sandbox, ticket_id, tmp_path / "saved")
    print(f"\n8 downloads of 30 MB at once: +{int(growth_kb) / 1024:.1f} MB")
    assert states == ["done"] * 8
    assert all(path.read_bytes() == content for path in (tmp_path / "saved").iterdir())
    assert int(growth_kb) / 1024 < MEMORY_BOUND_MB
