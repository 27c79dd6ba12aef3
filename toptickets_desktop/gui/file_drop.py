"""Files dropped on a widget: the paths are copied inside the drop event, everything else happens after it has returned.

The source of a drag waits for the drop handler, so a dialog or a slow check inside it would freeze another program.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from toptickets_desktop.gui.theme import SPACING


def local_paths(data: QMimeData) -> list[Path]:
    """The local files that a drag or the clipboard holds; links to other places are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class FileDrop(QObject):
    """Watches a widget for files dropped on it.

    Args:
        target: the widget; its drops go here from now on (for an item view: its viewport).
        key_at: tells at a position what the drop would be for (a ticket's id), or None where it is not wanted.
        rect_at: the part of the target to mark while files hover over a position; all of it when not given.

    Signals:
        files_dropped(str, list[Path]): what `key_at` said, and the paths.
        hovered(str): files hover over another key.
    """

    files_dropped = Signal(str, object)
    hovered = Signal(str)

    def __init__(
        self,
        target: QWidget,
        key_at: Callable[[QPoint], str | None],
        rect_at: Callable[[QPoint], QRect] | None = None,
    ) -> None:
        super().__init__(target)
        self._target = target
        self._key_at = key_at
        self._rect_at = rect_at
        self._mark = _DropMark(target)
        self._hovered_key: str | None = None
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drag and drop events of the target; let everything else pass."""
        if watched is self._target:
            if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
                return self._on_drop(event)
            if isinstance(event, QDragMoveEvent):
                return self._on_drag_move(event)
            if event.type() == QEvent.Type.DragLeave:
                self._leave()
                return True
        return super().eventFilter(watched, event)

    def _on_drag_move(self, event: QDragMoveEvent) -> bool:
        position = event.position().toPoint()
        key = self._key_at(position) if event.mimeData().hasUrls() and local_paths(event.mimeData()) else None
        if key is None:
            self._leave()
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._mark.show_at(self._rect_at(position) if self._rect_at else self._target.rect())
        if key != self._hovered_key:
            self._hovered_key = key
            self.hovered.emit(key)
        return True

    def _on_drop(self, event: QDropEvent) -> bool:
        key = self._key_at(event.position().toPoint())
        paths = local_paths(event.mimeData())
        self._leave()
        if key is None or not paths:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        QTimer.singleShot(0, self, lambda: self.files_dropped.emit(key, paths))
        return True

    def _leave(self) -> None:
        self._hovered_key = None
        self._mark.hide()


class _DropMark(QWidget):
    """A dashed frame in the accent colour around the place where the files would go."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, rect: QRect) -> None:
        self.setGeometry(rect)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().highlight().color()
        wash = QColor(accent)
        wash.setAlpha(28)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        painter.setBrush(wash)
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), SPACING // 2, SPACING // 2)
