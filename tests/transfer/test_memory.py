"""Large files do not grow the program: measured in a process of its own, as the system sees it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.sandbox.server import Sandbox

MIB = 1024 * 1024

# Prints how far the peak of resident memory went above what it was after a first small transfer of the same kind.
PROGRAM = """
import asyncio, os, sys
from pathlib import Path
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.workspace import Workspace

def resident_bytes(field):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))

async def main(base_url, ticket_id, direction, small, large, folder):
    workspace = await Workspace.open(BaseUrl.parse(base_url), ApiKey(os.environ["TEST_KEY"]))
    engine = workspace.engine

    async def move(what):
        if direction == "up":
            transfer_id = engine.upload(ticket_id, check_file(Path(what)))
        else:
            transfer_id = engine.download(await workspace.client.get_attachment(ticket_id, what), Path(folder))
        row = await engine.wait(transfer_id)
        assert row.state is TransferState.DONE, row

    await move(small)
    idle_bytes = resident_bytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    await asyncio.gather(*[move(large) for _ in range(4)])
    print(resident_bytes("VmHWM") - idle_bytes)
    await workspace.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("direction", ["up", "down"])
async def test_four_transfers_of_30_mib_at_once_need_little_memory(
    sandbox: Sandbox, ticket: Ticket, tmp_path: Path, direction: str
) -> None:
    contents = {"small.gz": b"\x1f\x8b\x08" + bytes(1000), "large.gz": b"\x1f\x8b\x08" + os.urandom(MAX_UPLOAD_BYTES - 3)}
    names = []
    for name, content in contents.items():
        if direction == "up":
            (tmp_path / name).write_bytes(content)
            names.append(str(tmp_path / name))
        else:
            names.append(sandbox.add_attachment(ticket.id, filename=name, content_type="application/gzip", content=content))
    result = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", PROGRAM, sandbox.base_url.text, ticket.id, direction, *names, str(tmp_path / "saved")],
        env={**os.environ, "TEST_KEY": sandbox.keys[KeyKind.ADMIN].reveal()},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) < 32 * MIB  # measured: about 10
