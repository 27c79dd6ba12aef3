"""Files dropped on a widget: the paths are copied inside the drop event, everything else happens after it has returned.

The source of a drag waits for the drop handler, so a dialog or a slow check inside it would freeze another program.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.file_rules import type_of_name
from toptickets_desktop.gui.theme import SPACING

LINGER_MS = 700
"""Over the row of a ticket: long enough not to happen on the way past it."""

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def local_paths(data: QMimeData) -> list[Path]:
    """The local files that a drag or the clipboard holds; links to other places are left out."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


_RAW_IMAGE_FORMATS = ("image/png", "image/jpeg", "image/webp", "image/bmp", "image/tiff")
_BROWSER_FORMATS = ("text/html", "text/x-moz-url", "_NETSCAPE_URL")

ImageSource = bytes | QImage
"""A picture as a file of some kind, or decoded already."""


def image_in(data: QMimeData) -> ImageSource | None:
    """The picture that a drag or the clipboard holds; as bytes where possible, since decoding can be left to another thread."""
    for name in _RAW_IMAGE_FORMATS:
        if data.hasFormat(name) and (raw := bytes(data.data(name).data())):
            return raw
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def is_from_browser(data: QMimeData) -> bool:
    """Whether a web page is where it comes from; a file dropped from there may be gone in a moment."""
    return any(data.hasFormat(name) for name in _BROWSER_FORMATS)


class FileDrop(QObject):
    """Watches a widget for files and pictures dropped on it.

    Args:
        target: the widget; its drops go here from now on (for an item view: its viewport).
        key_at: tells at a position what the drop would be for (a ticket's id), or None where it is not wanted.
        rect_at: the part of the target to mark while files hover over a position; all of it when not given.

    Signals:
        files_dropped(str, list[Path]): what `key_at` said, and the paths.
        image_dropped(str, ImageSource | Path): a picture from a web page: its content, or a file of the browser's that may go at any time.
        hovered(str): files hover over another key.
        lingered(str): they have stayed over it for a moment.
        came(str, int): they hover over this key; so many files, 0 for a picture.
        left(): they hover no more.
    """

    files_dropped = Signal(str, object)
    image_dropped = Signal(str, object)
    hovered = Signal(str)
    lingered = Signal(str)
    came = Signal(str, int)
    left = Signal()

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
        self._linger_timer = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger_timer.timeout.connect(self._on_linger_timer_timeout)
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
        is_foreign = event.source() is None  # what is dragged out of this window is attached already
        key = self._key_at(position) if is_foreign and _is_wanted(event.mimeData()) else None
        if key is None:
            self._leave()
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._mark.show_at(self._rect_at(position) if self._rect_at else self._target.rect())
        if key != self._hovered_key:
            self._hovered_key = key
            self._linger_timer.start()
            self.hovered.emit(key)
            self.came.emit(key, len(local_paths(event.mimeData())))
        return True

    def _on_drop(self, event: QDropEvent) -> bool:
        key = self._key_at(event.position().toPoint())
        data = event.mimeData()
        paths = local_paths(data)
        image: ImageSource | Path | None = None if paths else image_in(data)
        if len(paths) == 1 and is_from_browser(data) and type_of_name(paths[0].name) in _PICTURES:
            image = paths[0]
        self._leave()
        if key is None or not (paths or image):
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if image is not None:
            QTimer.singleShot(0, self, lambda: self.image_dropped.emit(key, image))
        else:
            QTimer.singleShot(0, self, lambda: self.files_dropped.emit(key, paths))
        return True

    def _leave(self) -> None:
        self._linger_timer.stop()
        if self._hovered_key is not None:
            self._hovered_key = None
            self.left.emit()
        self._mark.hide()

    def _on_linger_timer_timeout(self) -> None:
        if self._hovered_key is not None:
            self.lingered.emit(self._hovered_key)


def _is_wanted(data: QMimeData) -> bool:
    return bool(local_paths(data)) or data.hasImage() or any(data.hasFormat(name) for name in _RAW_IMAGE_FORMATS)


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
