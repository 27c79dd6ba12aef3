"""A real file manager, a real pointer, the real program: what is dropped on the attachments is uploaded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.drag import drag
from tests.desktop.screen_reader import ScreenReader
from tests.desktop.waiting import wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
ATTEMPTS = [pytest.param(1), *(pytest.param(attempt, marks=pytest.mark.soak) for attempt in range(2, 11))]


@pytest.mark.desktop
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_file_dragged_from_thunar_is_uploaded_and_its_row_appears(
    attempt: int, desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram
) -> None:
    outbox = desk.home / "outbox"
    outbox.mkdir()
    file = outbox / f"crash report {attempt}.txt"
    file.write_text(f"the log of attempt {attempt}\n" * 1000, encoding="utf-8")
    service = ServiceView(sandbox)
    ticket_id = service.ticket_id(TICKET)
    before = service.attachments(ticket_id)
    start_program("--ticket", TICKET)
    desk.start(["thunar", outbox])
    manager, window = desk.wait_for_window("outbox"), desk.wait_for_window("TopTickets")
    desk.place_window(manager, Rectangle(0, 40, 520, 700))
    desk.place_window(window, Rectangle(540, 40, 1360, 900))

    wait_for("the program lists the attachments", lambda: len(_attachment_rows(screen_reader)) == len(before))
    desk.xdotool("windowfocus", "--sync", manager, "key", "ctrl+2")  # the view as a list, whose rows a screen reader can place
    source = screen_reader.wait_for("thunar", "table cell", file.name)
    target = screen_reader.wait_for(PROGRAM, "table", "Attachments")
    drag(desk, source.place.centre, target.place.centre)

    wait_for("the program shows the new row", lambda: file.name in _first_column(screen_reader))
    new = {attachment_id: name for attachment_id, name in service.attachments(ticket_id).items() if attachment_id not in before}
    assert list(new.values()) == [file.name]
    content = service.content(ticket_id, *new)
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(Path(file).read_bytes()).hexdigest()
    uploads = [request.status for request in sandbox.requests if request.method == "POST"]
    assert uploads == [201], "sent once, and taken"
    assert sorted(_first_column(screen_reader)) == sorted(service.attachments(ticket_id).values())


def _attachment_rows(screen_reader: ScreenReader) -> tuple[tuple[str, ...], ...]:
    tables = screen_reader.find(PROGRAM, "table", "Attachments")
    return tables[0].cells if tables else ()


def _first_column(screen_reader: ScreenReader) -> list[str]:
    return [row[0] for row in _attachment_rows(screen_reader)]
