"""The main job without eyes and without a pointer: everything through AT-SPI, by accessible names alone."""

from __future__ import annotations

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk
from tests.desktop.screen_reader import ScreenReader
from tests.desktop.waiting import wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"


def cells(reader: ScreenReader, table: str) -> list[str]:
    """All that is read from a table."""
    return [cell for found in reader.find(PROGRAM, "table", table) for row in found.cells for cell in row]


@pytest.mark.desktop
def test_a_ticket_is_read_and_a_file_saved_deleted_and_brought_back(
    desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram
) -> None:
    service = ServiceView(sandbox)
    ticket_id = service.ticket_id(TICKET)
    names = set(service.attachments(ticket_id).values())
    start_program()
    desk.wait_for_window("TopTickets")

    screen_reader.select_row(PROGRAM, "Tickets", TICKET)
    wait_for("the attachments are read", lambda: names <= set(cells(screen_reader, "Attachments")))

    screen_reader.select_row(PROGRAM, "Attachments", "browser.log")
    screen_reader.press(PROGRAM, "Download")
    wait_for("the state of the transfer is read", lambda: any("Saved" in cell for cell in cells(screen_reader, "Transfers")))
    assert any("browser.log" in cell for cell in cells(screen_reader, "Transfers"))

    screen_reader.select_row(PROGRAM, "Attachments", "browser.log")
    screen_reader.press(PROGRAM, "Delete")
    wait_for("the row is gone", lambda: "browser.log" not in cells(screen_reader, "Attachments"))
    screen_reader.press(PROGRAM, "Undo")
    wait_for("the row is back", lambda: "browser.log" in cells(screen_reader, "Attachments"))
    assert set(service.attachments(ticket_id).values()) == names
    assert not any(request.method == "DELETE" for request in sandbox.requests)
