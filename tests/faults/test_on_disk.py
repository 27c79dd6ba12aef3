"""Seen from the operating system: a file is on the disk before it gets its name, and many transfers need little memory."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

from .bench import Row, random_gzip

SIZE_BYTES = 30 * 1024 * 1024
MEMORY_BOUND_MB = 64.0

MOVE_ALL = """
import asyncio, sys
from pathlib import Path
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.workspace import Workspace

def memory_kb(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1])

async def main(base_url, key, ticket_id, folder, archive, *paths):
    workspace = await Workspace.open(BaseUrl.parse(base_url), ApiKey(key), concurrency=8)
    attachments = [each for each in await workspace.client.list_attachments(ticket_id) if each.filename.startswith("mine")]
    files = [check_file(Path(path)) for path in paths]
    idle_kb = memory_kb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew: proc(5)
    if archive:
        ids = [workspace.engine.download_zip(ticket_id, attachments, Path(archive))]
    else:
        ids = [workspace.engine.download(each, Path(folder)) for each in attachments]
    ids += [workspace.engine.upload(ticket_id, file) for file in files]
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


def move_all(
    sandbox: Sandbox, ticket_id: str, folder: Path, *before: str, paths: Sequence[Path] = (), archive: Path | str = ""
) -> list[str]:
    """Fetch what is called mine, as files or as an archive, and send files, all at once, in a process of its own.

    Returns:
        Its growth in KB, and the states.
    """
    arguments = [sandbox.base_url.text, sandbox.keys[KeyKind.ADMIN].reveal(), ticket_id, str(folder), str(archive), *map(str, paths)]
    ended = subprocess.run([*before, sys.executable, "-c", MOVE_ALL, *arguments], capture_output=True, text=True, timeout=110)
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
@pytest.mark.parametrize("as_archive", [False, True], ids=["files", "an archive"])
def test_bytes_are_on_the_disk_before_the_name_is(sandbox: Sandbox, tmp_path: Path, as_archive: bool, fault_rows: list[Row]) -> None:
    ticket_id = some_ticket_id(sandbox)
    for number in range(3):
        sandbox.add_attachment(ticket_id, filename=f"mine {number}.txt", content_type="text/plain", content=b"x" * 200_000)
    folder, log = tmp_path / "saved", tmp_path / "calls"
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat"
    folder.mkdir()
    archive = folder / "all.zip" if as_archive else ""
    said = move_all(sandbox, ticket_id, folder, "strace", "-f", "-y", "-z", "-e", calls, "-o", str(log), archive=archive)
    names = ["all.zip"] if as_archive else [f"mine {number}.txt" for number in range(3)]
    assert said[1:] == ["done"] * len(names)

    found = [match.groups() for line in log.read_text().splitlines() if (match := _CALL.search(line))]
    for name in names:
        target = folder / name
        named = next(index for index, (call, what) in enumerate(found) if call.startswith(("rename", "link")) and str(target) in what)
        part = re.findall(r'"([^"]*\.part)"', found[named][1])[0]
        assert any(call in {"fsync", "fdatasync"} and f"<{part}>" in what for call, what in found[:named])
        assert any(call in {"fsync", "fdatasync"} and f"<{folder}>" in what for call, what in found[named:])
    fault_rows.append(Row(f"bar: fsync before each rename, {'an archive' if as_archive else '3 files'}", "seen by strace", "", 3, 0))


@pytest.mark.parametrize(("down", "up"), [(8, 0), (0, 8), (4, 4)], ids=["8 down", "8 up", "4 down, 4 up"])
def test_eight_of_the_largest_files_at_once(sandbox: Sandbox, tmp_path: Path, fault_rows: list[Row], down: int, up: int) -> None:
    ticket_id = some_ticket_id(sandbox)
    content = random_gzip(SIZE_BYTES)
    for number in range(down):
        sandbox.add_attachment(ticket_id, filename=f"mine {number}.gz", content_type="application/gzip", content=content)
    paths = [tmp_path / f"sent {number}.gz" for number in range(up)]
    for path in paths:
        path.write_bytes(content)
    growth_kb, *states = move_all(sandbox, ticket_id, tmp_path / "saved", paths=paths)
    growth_mb = int(growth_kb) / 1024
    print(f"\n{down} downloads and {up} uploads of 30 MB at once: +{growth_mb:.1f} MB")
    assert states == ["done"] * 8
    if down:
        assert [path.read_bytes() == content for path in (tmp_path / "saved").iterdir()] == [True] * down
    assert growth_mb < MEMORY_BOUND_MB
    fault_rows.append(Row(f"bar: {down} down and {up} up of 30 MB at once", f"+{growth_mb:.1f} MB above idle", "", 8, 0))


def test_an_archive_of_eight_of_the_largest_files(sandbox: Sandbox, tmp_path: Path, fault_rows: list[Row]) -> None:
    ticket_id = some_ticket_id(sandbox)
    content = random_gzip(SIZE_BYTES)
    for number in range(8):
        sandbox.add_attachment(ticket_id, filename=f"mine {number}.gz", content_type="application/gzip", content=content)
    growth_kb, *states = move_all(sandbox, ticket_id, tmp_path, archive=tmp_path / "all.zip")
    growth_mb = int(growth_kb) / 1024
    assert states == ["done"]
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == 8
    assert growth_mb < MEMORY_BOUND_MB
    fault_rows.append(Row("bar: a ZIP of 8 times 30 MB", f"+{growth_mb:.1f} MB above idle", "", 8, 0))
