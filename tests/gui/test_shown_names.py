"""No view shows a stranger's name raw: what is hidden in it is visible wherever the window says it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QMessageBox, QWidget

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

HOSTILE = "invoice\u202egpj\u200b.exe"
MADE_VISIBLE = "⟨U+202E⟩"
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.StatusTipRole)


def shown_texts(window: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that a window and its dialogs say to eyes and screen readers, with what says it."""
    for widget in [window, *window.findChildren(QWidget)]:
        who = f"{type(widget).__name__} {widget.objectName()}"
        yield from ((who, text) for text in (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.statusTip()))
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield who, widget.text()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((who, text) for text in model_texts(widget.model()))
    for action in window.findChildren(QAction):
        yield f"action {action.objectName()}", action.text()
        yield f"action {action.objectName()}", action.toolTip()


def model_texts(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield from (str(model.index(row, column).data(role) or "") for role in _TEXT_ROLES)


def hidden(text: str) -> bool:
    return any(unicodedata.category(character) in {"Cf", "Cs"} or character == "\u200b" for character in text)


def check(window: QWidget) -> int:
    """Fail on any text that holds what cannot be seen; how many made the hostile name visible."""
    texts = list(shown_texts(window))
    raw = [(who, ascii(text)) for who, text in texts if hidden(text)]
    assert not raw
    return sum(MADE_VISIBLE in text for _who, text in texts)


def test_a_hostile_name_is_made_visible_everywhere(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    ticket = window.attachments.ticket
    assert ticket is not None
    row_id = sandbox.add_attachment(ticket.id, filename=HOSTILE, content_type="text/plain", content=b"MZ\x90\0" + bytes(99))
    window.actions_.refresh.trigger()
    driver.until(lambda: window.attachment_model.row(row_id) is not None)
    window.attachment_pane.select([row_id])
    driver.until(lambda: check(window) >= 2)  # the row and the preview

    window.actions_.show_gallery.trigger()
    check(window)
    window.actions_.show_gallery.trigger()

    window.actions_.download.trigger()
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
    before = check(window)
    window.actions_.copy_link.trigger()
    driver.until(lambda: check(window) > before)  # the message
    window.actions_.open_file.trigger()
    driver.until(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox, "openingSheet")))
    check(window)
    next(box for box in window.findChildren(QMessageBox, "openingSheet") if box.isVisible()).reject()
    window.actions_.copy_name.trigger()
    assert not hidden(QApplication.clipboard().text())
    window.actions_.delete_now.trigger()
    driver.until(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox, "deleteQuestion")))
    check(window)
    next(box for box in window.findChildren(QMessageBox, "deleteQuestion") if box.isVisible()).reject()
    window.actions_.delete.trigger()
    check(window)
    window.actions_.undo_delete.trigger()
    QApplication.clipboard().clear()
