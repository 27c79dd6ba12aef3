"""Paints a decoded picture, and plays it when it moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from toptickets_desktop.decoding.image_decoder import DecodedImage, fitted
from toptickets_desktop.gui.theme import SPACING

_RESIZE_SETTLES_MS = 200
_SIDE_MIN_PX = 12 * SPACING


class ImageCanvas(QWidget):
    """A picture in the middle of its place, as large as it fits but no larger than it is; sharp on every screen.

    Signals:
        view_resized(): the place for the picture has another size now, and stays so for a moment.
    """

    view_resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: DecodedImage | None = None
        self._frame = 0
        self._plays = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(_SIDE_MIN_PX, _SIDE_MIN_PX)
        self._frame_timer = QTimer(self, singleShot=True)
        self._frame_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._on_frame_timer_timeout)
        self._settle_timer = QTimer(self, singleShot=True, interval=_RESIZE_SETTLES_MS)
        self._settle_timer.timeout.connect(self.view_resized)

    @property
    def image(self) -> DecodedImage | None:
        """What is shown."""
        return self._image

    @property
    def frame_index(self) -> int:
        """Which frame is shown."""
        return self._frame

    @property
    def is_playing(self) -> bool:
        """Whether another frame comes by itself."""
        return self._frame_timer.isActive()

    @property
    def is_settled(self) -> bool:
        """Whether its size has not changed for a moment, so that `view_resized` is not to come."""
        return not self._settle_timer.isActive()

    def set_image(self, image: DecodedImage | None, *, is_same_picture: bool = False) -> None:
        """Show a picture, or nothing; the same one decoded anew goes on where it was."""
        self._image = image
        if image is None or not is_same_picture or self._frame >= len(image.frames):
            self._frame = self._plays = 0
        self._go_on()
        self.update()

    def view_size(self) -> QSize:
        """The place for the picture, in device pixels."""
        return (self.size() * self.devicePixelRatioF()).expandedTo(QSize(1, 1))

    def shown_size(self, image: DecodedImage) -> QSize:
        """The size that a picture has on the screen, in device pixels: one of its pixels is at most one logical pixel."""
        return fitted(image.pixel_size * self.devicePixelRatioF(), self.view_size())

    def needs_sharper(self, image: DecodedImage) -> bool:
        """Whether decoding it anew would show it better than it is."""
        if image.is_full_size:
            return False
        shown, has = fitted(image.pixel_size, self.view_size()), image.size
        return abs(shown.width() - has.width()) > 1 or abs(shown.height() - has.height()) > 1

    def event(self, event: QEvent) -> bool:
        """Notice that the window moved to a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle_timer.start()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frame_timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        if self._image is None:
            return
        frame = self._image.frames[self._frame].image
        ratio = self.devicePixelRatioF()
        shown = self.shown_size(self._image)
        # On whole device pixels, or a picture of the right size would be blurred all the same.
        left = (self.view_size().width() - shown.width()) // 2 / ratio
        top = (self.view_size().height() - shown.height()) // 2 / ratio
        place = QRectF(left, top, shown.width() / ratio, shown.height() / ratio)
        painter = QPainter(self)
        if frame.hasAlphaChannel():
            painter.drawTiledPixmap(place, self._checkerboard(), QPointF(0, 0))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, frame.size() != shown)
        painter.drawImage(place, frame)
        edge = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        edge.setAlphaF(0.16)
        painter.setPen(QPen(edge, 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _checkerboard(self) -> QPixmap:
        """What transparency looks like, in the colours of the palette."""
        palette = self.palette()
        tile = QPixmap(2 * SPACING, 2 * SPACING)
        tile.fill(palette.color(QPalette.ColorRole.Base))
        painter = QPainter(tile)
        for x, y in ((0, 0), (SPACING, SPACING)):
            painter.fillRect(x, y, SPACING, SPACING, palette.color(QPalette.ColorRole.Midlight))
        painter.end()
        return tile

    def _go_on(self) -> None:
        """Wait for the next frame, if there is one and somebody sees it."""
        self._frame_timer.stop()
        image = self._image
        if image is None or not image.is_complete or len(image.frames) < 2 or not self.isVisible():
            return
        is_last = self._frame == len(image.frames) - 1
        if not is_last or image.play_count is None or self._plays + 1 < image.play_count:
            self._frame_timer.start(image.frames[self._frame].delay_ms)

    def _on_frame_timer_timeout(self) -> None:
        if self._image is None:
            return
        self._frame += 1
        if self._frame >= len(self._image.frames):
            self._frame = 0
            self._plays += 1
        self._go_on()
        self.update()
