"""A pasted picture is shown, named and held; nothing is sent before the time is over or the user says so."""

from __future__ import annotations

import io
import re
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from tests.gui.driving import Driver, attachment_names
from tests.gui.window_fixtures import driver
from tests.support.service_view import ServiceView
from tests.transfer.privacy.photos import photo
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.incoming.paste_bar import HOLD_MS, PasteBar
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


def open_ticket(driver: Driver, sandbox: Sandbox, hold_ms: int = 60_000) -> MainWindow:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    window.incoming.pasting.hold_ms = hold_ms
    window.attachment_pane.table.setFocus()
    return window


def copy_picture() -> None:
    image = QImage(320, 200, QImage.Format.Format_ARGB32)
    image.fill(0x80336699)
    image.setText("Author", "somebody else")
    QGuiApplication.clipboard().setImage(image)


def paste(driver: Driver, window: MainWindow) -> PasteBar:
    driver.press(window.attachment_pane.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: bool(window.incoming.pasting.bars) and window.incoming.pasting.bars[-1].send_button.isEnabled())
    return window.incoming.pasting.bars[-1]


def posts(sandbox: Sandbox) -> int:
    return sum(1 for request in sandbox.requests if request.method == "POST")


def prepared(driver: Driver) -> list[Path]:
    return [path for path in (driver.folder / "prepared").rglob("*") if path.is_file()]


def sent(sandbox: Sandbox, name: str) -> bytes:
    service = ServiceView(sandbox)
    ticket_id = service.ticket_id("TKT-1042")
    return service.content(ticket_id, next(key for key, value in service.attachments(ticket_id).items() if value == name))


def drop(target: QWidget, data: QMimeData) -> None:
    place = QPointF(target.rect().center())
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, enter)
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, event)


def test_it_is_named_after_ticket_and_time_and_sent_when_the_time_is_over(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox, hold_ms=1_500)
    copy_picture()
    bar = paste(driver, window)
    name = bar.name_field.text()
    assert re.fullmatch(r"TKT-1042 \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png", name)
    assert "Goes to TKT-1042 in" in bar.status.text()
    assert not bar.thumbnail.pixmap().isNull()
    assert posts(sandbox) == 0
    driver.until(lambda: name in attachment_names(window))
    with Image.open(io.BytesIO(sent(sandbox, name))) as image:
        assert (image.format, image.size, image.getpixel((5, 5))) == ("PNG", (320, 200), (0x33, 0x66, 0x99, 0x80))
        assert not image.info.get("Author")
    assert HOLD_MS == 5_000
    driver.until(lambda: not prepared(driver))


def test_cancel_and_escape_send_nothing_and_leave_nothing(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    copy_picture()
    driver.click(paste(driver, window).cancel_button)
    assert not window.incoming.pasting.bars
    driver.press(paste(driver, window), Qt.Key.Key_Escape)
    assert not window.incoming.pasting.bars
    driver.until(lambda: not prepared(driver))
    assert window.statusBar().currentMessage() == "The picture was not sent."
    assert posts(sandbox) == 0


def test_editing_the_name_stops_the_clock_and_enter_sends(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    copy_picture()
    bar = paste(driver, window)
    bar.name_field.clear()
    driver.type(bar.name_field, "a/b.png")
    assert not bar.is_counting
    assert bar.countdown.isHidden()
    assert not bar.send_button.isEnabled()
    bar.name_field.clear()
    driver.type(bar.name_field, "what I see.png")
    driver.press(bar.name_field, Qt.Key.Key_Return)
    driver.until(lambda: "what I see.png" in attachment_names(window))


def test_two_pictures_are_held_side_by_side_and_go_to_their_own_tickets(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    copy_picture()
    first = paste(driver, window)
    other = next(row for row in window.ticket_model.rows if row.display_id != "TKT-1042")
    window.ticket_pane.choose(other.id)
    second = paste(driver, window)
    assert second is not first
    assert other.display_id in second.name_field.text()
    name = first.name_field.text()
    driver.click(first.send_button)
    driver.until(lambda: name in ServiceView(sandbox).attachments(ServiceView(sandbox).ticket_id("TKT-1042")).values())
    second.cancel()


def test_in_a_text_field_it_stays_text(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    QGuiApplication.clipboard().setText("words")
    driver.press(window.attachment_pane.filter_field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.attachment_pane.filter_field.text() == "words"
    copy_picture()
    driver.press(window.attachment_pane.filter_field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not window.incoming.pasting.bars


def test_a_picture_dragged_out_of_a_web_page_is_held_like_a_pasted_one(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    data = QMimeData()
    data.setHtml("<img src='https://example.com/a.png'>")
    data.setData("image/png", photo("PNG"))
    drop(window.preview_pane, data)
    driver.until(lambda: len(window.incoming.pasting.bars) == 1)
    file = tmp_path / "of the browser.jpg"
    file.write_bytes(photo("JPEG", place=False))
    data = QMimeData()
    data.setHtml("<img src='https://example.com/a.jpg'>")
    data.setUrls([QUrl.fromLocalFile(str(file))])
    drop(window.preview_pane, data)
    driver.until(lambda: len(window.incoming.pasting.bars) == 2 and window.incoming.pasting.bars[1].send_button.isEnabled())
    content = file.read_bytes()
    file.unlink()
    driver.click(window.incoming.pasting.bars[1].send_button)
    driver.until(lambda: "of the browser.jpg" in attachment_names(window))
    assert sent(sandbox, "of the browser.jpg") == content
    window.incoming.pasting.forget()


def test_what_is_no_picture_is_said(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    data = QMimeData()
    data.setData("image/png", b"no picture")
    QGuiApplication.clipboard().setMimeData(data)
    driver.press(window.attachment_pane.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: window.statusBar().currentMessage() == "What was pasted cannot be read as a picture.")
    assert not window.incoming.pasting.bars
