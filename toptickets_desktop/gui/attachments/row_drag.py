"""Dragging attachments out of a view: the files are on the disk before the drag starts, since file managers ask for them while hovering.

When they are there at once, the drag starts with the gesture. When they must be fetched first, it starts as soon as they are there, if
the button is still down; else they are kept, and the next gesture starts it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDrag, QGuiApplication, QIcon, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.row_model import ROW_ROLE
from toptickets_desktop.gui.theme import SPACING

_PICTURE_PX = SPACING * 4


class RowDrag(QObject):
    """Watches one view of attachments.

    Args:
        view: its model gives attachments under `ROW_ROLE`.
        ready_paths: the files of these attachments, if they are there to be dragged at once.

    Signals:
        wanted(list[Attachment]): a drag has begun and the files are not there yet; `start` when they are.
        dragged(): files were dragged somewhere that took them.
    """

    wanted = Signal(object)
    dragged = Signal()

    def __init__(self, view: QAbstractItemView, ready_paths: Callable[[Sequence[Attachment]], list[Path] | None]) -> None:
        super().__init__(view)
        self._view = view
        self._ready_paths = ready_paths
        self._pressed_at: QPoint | None = None
        self._is_gesture = False
        self._is_waiting = False
        # Else a press on one of several selected rows would deselect the others at once.
        view.setDragEnabled(True)
        view.viewport().installEventFilter(self)

    @property
    def is_button_down(self) -> bool:
        """Whether the hand is still at the gesture that asked for files."""
        return self._is_waiting and bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)

    def start(self, paths: Sequence[Path]) -> None:
        """Drag files, from a place of their own in the event loop: the drag has a loop of its own, in which tasks go on."""
        self._is_waiting = False
        self._view.viewport().unsetCursor()
        QTimer.singleShot(0, self, lambda: self._drag(list(paths)))

    def give_up(self) -> None:
        """The files do not come, or come too late for this gesture."""
        self._is_waiting = False
        self._view.viewport().unsetCursor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the moves of the pointer that would make a drag."""
        if isinstance(event, QMouseEvent):
            match event.type():
                case QEvent.Type.MouseButtonPress:
                    is_on_row = event.button() == Qt.MouseButton.LeftButton and self._view.indexAt(event.position().toPoint()).isValid()
                    self._pressed_at = event.position().toPoint() if is_on_row else None
                    self._is_gesture = False
                case QEvent.Type.MouseButtonRelease:
                    # The view would take it for a click, and deselect all rows but one.
                    was_gesture, self._is_gesture, self._pressed_at = self._is_gesture, False, None
                    return was_gesture
                case QEvent.Type.MouseMove:
                    return self._on_move(event)
        return super().eventFilter(watched, event)

    def _on_move(self, event: QMouseEvent) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        if self._is_gesture:
            return True
        pressed_at = self._pressed_at
        if pressed_at is None:
            return False
        if (event.position().toPoint() - pressed_at).manhattanLength() < QApplication.startDragDistance():
            return True
        self._pressed_at = None
        attachments = self._attachments()
        if not attachments:
            return False
        self._is_gesture = True
        paths = self._ready_paths(attachments)
        if paths is not None:
            self._drag(paths)
            return True
        self._is_waiting = True
        self._view.viewport().setCursor(Qt.CursorShape.BusyCursor)
        self.wanted.emit(attachments)
        return True

    def _attachments(self) -> list[Attachment]:
        indexes = self._view.selectionModel().selectedIndexes()
        rows = {index.row(): index.data(ROW_ROLE) for index in indexes}
        return [rows[number] for number in sorted(rows) if isinstance(rows[number], Attachment)]

    def _drag(self, paths: list[Path]) -> None:
        drag = QDrag(self._view)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        drag.setMimeData(data)
        icon = self._view.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            drag.setPixmap(icon.pixmap(_PICTURE_PX, _PICTURE_PX))
        # A copy only: these files are ours, and whoever takes them gets files of his own.
        if run_drag(drag) == Qt.DropAction.CopyAction:
            self.dragged.emit()


def run_drag(drag: QDrag) -> Qt.DropAction:
    """Drag until the button is let go, in an event loop of its own."""
    return drag.exec(Qt.DropAction.CopyAction)
