"""What another start hands over is asked about, and nothing happens before the user's click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from tests.gui.driving import Driver, attachment_names
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.hand_over import HandOver
from toptickets_desktop.gui.incoming.ticket_sheet import TicketSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


def sheet_of(driver: Driver, window: MainWindow) -> TicketSheet:
    driver.until(lambda: any(sheet.isVisible() for sheet in window.findChildren(TicketSheet)))
    return next(sheet for sheet in window.findChildren(TicketSheet) if sheet.isVisible())


def text(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x\n", encoding="utf-8")
    return path


def posts(sandbox: Sandbox) -> int:
    return sum(1 for request in sandbox.requests if request.method == "POST")


def test_the_ticket_in_the_name_is_proposed_and_waits_for_a_click(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    file = text(tmp_path / "TKT-1030 case" / "handed.txt")
    window.incoming.receive(HandOver((file,)))
    sheet = sheet_of(driver, window)
    driver.until(lambda: sheet.attach_button.text() == "Attach to TKT-1030")
    driver.until(lambda: sheet.list.count() > 3)
    assert sheet.ticket is not None
    assert sheet.ticket.display_id == "TKT-1030"
    assert posts(sandbox) == 0
    driver.press(sheet.search_field, Qt.Key.Key_Return)
    driver.until(lambda: window.windowTitle() == "TopTickets · TKT-1030" and "handed.txt" in attachment_names(window))


def test_another_ticket_can_be_searched_and_chosen_with_the_keyboard(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    window.incoming.receive(HandOver((text(tmp_path / "handed.txt"),), "TKT-1042"))
    sheet = sheet_of(driver, window)
    driver.until(lambda: sheet.attach_button.text() == "Attach to TKT-1042" and not sheet.status.text())
    driver.press(sheet.search_field, Qt.Key.Key_Down)
    assert sheet.attach_button.text() != "Attach to TKT-1042"
    driver.type(sheet.search_field, "no such words at all")
    driver.until(lambda: sheet.status.text() == "No ticket fits these words.")
    assert not sheet.attach_button.isEnabled()
    sheet.search_field.clear()
    driver.until(sheet.attach_button.isEnabled)
    driver.press(sheet, Qt.Key.Key_Escape)
    assert posts(sandbox) == 0


def test_a_ticket_alone_is_shown_and_nothing_else(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    window.incoming.receive(HandOver(ticket="TKT-1031"))
    driver.until(lambda: window.windowTitle() == "TopTickets · TKT-1031")
    assert {request.method for request in sandbox.requests} == {"GET"}


def test_what_comes_before_anybody_is_signed_in_waits(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open(sandbox.base_url, None)
    driver.until(lambda: window.session.dialog is not None)
    window.incoming.receive(HandOver((text(tmp_path / "early.txt"),)))
    assert not window.findChildren(TicketSheet)
    dialog = window.session.dialog
    assert dialog is not None
    dialog.key_field.line.setText(sandbox.keys[KeyKind.ADMIN].reveal())
    driver.click(dialog.sign_in_button)
    driver.until(lambda: bool(window.findChildren(TicketSheet)) or dialog.session_button.isVisible())
    if dialog.session_button.isVisible():
        driver.click(dialog.session_button)
    assert sheet_of(driver, window).isVisible()
    assert posts(sandbox) == 0
