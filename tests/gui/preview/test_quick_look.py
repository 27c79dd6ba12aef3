"""The quick look in a real window on a real service."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.driving import Driver
from tests.gui.preview.pictures import picture
from tests.gui.window_fixtures import driver
from tests.support.service_view import ServiceView
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.preview.image_viewer import ImageViewer
from toptickets_desktop.gui.preview.text.text_viewer import TextViewer
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

TICKET = "TKT-1042"
Key = Qt.Key


def open_window(driver: Driver, sandbox: Sandbox) -> MainWindow:
    ticket_id = ServiceView(sandbox).ticket_id(TICKET)
    for name, content_type, content in (
        ("zz one.log", "text/plain", b"INFO fine\nERROR broken\n" * 300),
        ("zz two.png", "image/png", picture("PNG", (400, 300))),
    ):
        sandbox.add_attachment(ticket_id, filename=name, content_type=content_type, content=content)
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.AGENT], TICKET)
    window.attachment_pane.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    driver.until(lambda: window.attachment_model.rows[0].filename == "zz two.png")
    return window


def selected(window: MainWindow) -> list[str]:
    return [attachment.filename for attachment in window.attachment_pane.selected()]


def press(driver: Driver, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    driver.press(focused, key)


def test_arrows_go_through_the_table_and_esc_comes_back(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    look = window.quick_look
    window.activateWindow()
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    window.attachment_pane.table.setFocus()

    window.actions_.quick_look.trigger()
    driver.until(lambda: look.host.is_showing_content)
    count = len(window.attachment_model.rows)
    assert look.geometry() == window.floors.geometry()
    assert look.position.text() == f"1 of {count}"
    image = look.host.viewer
    assert isinstance(image, ImageViewer)

    press(driver, Key.Key_Left)
    assert look.position.text() == f"1 of {count}", "it stays at the end"
    press(driver, Key.Key_Plus)
    driver.until(lambda: not image.canvas.is_fitted)
    press(driver, Key.Key_Right)
    assert selected(window) == ["zz one.log"]
    driver.until(lambda: isinstance(look.host.viewer, TextViewer) and look.host.is_showing_content)
    assert look.position.text() == f"2 of {count}"

    text: object = look.host.viewer
    assert isinstance(text, TextViewer)
    driver.until(text.view.hasFocus)
    press(driver, Key.Key_Down)
    assert text.view.caret_row == 1, "the text has the other arrow keys"
    text.open_find()
    press(driver, Key.Key_Space)
    assert look.is_open, "a space is typed there"
    press(driver, Key.Key_Escape)
    assert look.is_open, "the find bar is closed first"
    press(driver, Key.Key_Escape)
    assert look.isHidden()
    assert window.attachment_pane.table.isEnabled()
    assert window.attachment_pane.table.hasFocus()
    assert selected(window) == ["zz one.log"]


def test_it_follows_what_happens_to_the_list(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    look = window.quick_look
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    look.open_look()

    window.attachment_pane.filter_field.setText("one")
    driver.until(lambda: look.position.text() == "1 of 1")
    assert selected(window) == ["zz one.log"]
    window.resize(900, 640)
    driver.until(lambda: look.geometry() == window.floors.geometry())
    window.attachment_pane.filter_field.setText("nothing of the sort")
    driver.until(look.isHidden)


def test_space_is_the_key_of_the_table_alone(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    action = window.actions_.quick_look

    assert action in window.attachment_pane.table.actions()
    assert action.shortcutContext() is Qt.ShortcutContext.WidgetShortcut
    assert action.shortcut().toString() == "Space"
