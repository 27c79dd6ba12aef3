"""The program is told to end in the middle of its work."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk
from tests.desktop.screen_reader import ScreenReader
from tests.desktop.waiting import TIMEOUT_S, wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
SLOW_BYTES_PER_S = 20_000
MUCH = b"much of it\n" * 100_000


@pytest.mark.desktop
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_a_download_ends_cleanly_and_the_next_start_finishes_it(
    signal_number: signal.Signals, desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram, tmp_path: Path
) -> None:
    ticket_id = ServiceView(sandbox).ticket_id(TICKET)
    sandbox.add_attachment(ticket_id, filename="much.txt", content_type="text/plain", content=MUCH)
    sandbox.limit_speed(SLOW_BYTES_PER_S)
    program = start_program("--ticket", TICKET)
    download_dir = AppPaths.under(tmp_path / "kept").download_dir
    cell = screen_reader.wait_for(PROGRAM, "table cell", "much.txt")

    desk.xdotool("mousemove", "--sync", *cell.place.centre, "click", "--repeat", 2, "--delay", 50, 1)
    wait_for("the download has begun", lambda: download_dir.is_dir() and list(download_dir.iterdir()))
    program.send_signal(signal_number)

    assert program.wait(TIMEOUT_S) == 0
    assert not [path for path in download_dir.iterdir() if not path.name.startswith(".")], "nothing incomplete under a file's name"

    sandbox.limit_speed(None)
    again = start_program("--ticket", TICKET)
    wait_for("the download is whole", lambda: [path.name for path in download_dir.iterdir()] == ["much.txt"])
    assert (download_dir / "much.txt").read_bytes() == MUCH
    again.send_signal(signal.SIGTERM)
    assert again.wait(TIMEOUT_S) == 0


@pytest.mark.desktop
def test_a_second_start_opens_the_ticket_of_the_first(
    desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram
) -> None:
    names = sorted(ServiceView(sandbox).attachments(ServiceView(sandbox).ticket_id(TICKET)).values())
    for arguments in (["--ticket", TICKET], []):
        program = start_program(*arguments)
        desk.wait_for_window(f"TopTickets · {TICKET}")
        wait_for("its attachments are listed", lambda: _listed(screen_reader) == names)

        program.send_signal(signal.SIGTERM)

        assert program.wait(TIMEOUT_S) == 0


def _listed(screen_reader: ScreenReader) -> list[str]:
    return sorted(row[0] for table in screen_reader.find(PROGRAM, "table", "Attachments") for row in table.cells)
