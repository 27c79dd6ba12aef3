"""Paints two pictures in one place: one up to a line and the other behind it, or what differs between them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from toptickets_desktop.decoding.image_decoder import DecodedImage
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.gui.theme import SPACING

_GRIP_PX = 2 * SPACING


class CompareMode(StrEnum):
    """How two pictures are compared."""

    SIDE_BY_SIDE = "side_by_side"
    SWIPE = "swipe"
    DIFFERENCE = "difference"


class CompareCanvas(ImageCanvas):
    """Two pictures, the second of which is brought to the size of the first.

    Signals:
        swiped(float): the line was dragged to this part of the width.
    """

    swiped = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._second: DecodedImage | None = None
        self._mode = CompareMode.SWIPE
        self._line = 0.5
        self._is_swiping = False
        self.setMouseTracking(True)

    @property
    def line(self) -> float:
        """Where the first picture ends and the second begins, as a part of the width."""
        return self._line

    def set_second(self, image: DecodedImage | None) -> None:
        """The picture behind."""
        self._second = image
        self.update()

    def set_mode(self, mode: CompareMode) -> None:
        """Swipe or difference."""
        self._mode = mode
        self.update()

    def set_line(self, line: float) -> None:
        """Move the line."""
        self._line = min(max(line, 0.0), 1.0)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_on_line(event.position()) and event.button() == Qt.MouseButton.LeftButton:
            self._is_swiping = True
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_swiping:
            self.set_line(event.position().x() / max(1, self.width()))
            self.swiped.emit(self._line)
        elif event.buttons() == Qt.MouseButton.NoButton and self._is_on_line(event.position()):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self._show_cursor()
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_swiping = False
        super().mouseReleaseEvent(event)

    def _is_on_line(self, position: QPointF) -> bool:
        return self._mode is CompareMode.SWIPE and abs(position.x() - self._line * self.width()) <= _GRIP_PX

    def paint_frame(self, painter: QPainter, place: QRectF) -> None:
        if self._second is None:
            super().paint_frame(painter, place)
        elif self._mode is CompareMode.DIFFERENCE:
            self._paint_difference(painter, place, self._second.frames[0].image)
        else:
            self._paint_swipe(painter, place, self._second.frames[0].image)

    def _paint_swipe(self, painter: QPainter, place: QRectF, second: QImage) -> None:
        line = self._line * self.width()
        super().paint_frame(painter, place)
        painter.save()
        painter.setClipRect(QRectF(line, 0, self.width() - line, self.height()))
        painter.fillRect(place, self.palette().color(QPalette.ColorRole.Window))
        self._paint_second(painter, place, second)
        painter.restore()
        painter.save()
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, 2))
        painter.drawLine(QPointF(line, 0), QPointF(line, self.height()))
        painter.setBrush(accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawEllipse(QPointF(line, self.height() / 2), SPACING, SPACING)
        painter.restore()

    def _paint_difference(self, painter: QPainter, place: QRectF, second: QImage) -> None:
        """What is the same is black: |first − second| for each colour."""
        ratio = self.devicePixelRatioF()
        ground = QImage(self.view_size(), QImage.Format.Format_ARGB32_Premultiplied)
        ground.setDevicePixelRatio(ratio)
        ground.fill(Qt.GlobalColor.black)
        inner = QPainter(ground)
        super().paint_frame(inner, place)
        inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
        self._paint_second(inner, place, second)
        inner.end()
        painter.save()
        painter.setClipRect(place)
        painter.drawImage(QPointF(0, 0), ground)
        painter.restore()

    def _paint_second(self, painter: QPainter, place: QRectF, second: QImage) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = place.size().transposed() if self.quarter_turns % 2 else place.size()
        painter.save()
        painter.translate(place.center())
        painter.rotate(90 * self.quarter_turns)
        painter.drawImage(QRectF(QPointF(-size.width() / 2, -size.height() / 2), size), second)
        painter.restore()
