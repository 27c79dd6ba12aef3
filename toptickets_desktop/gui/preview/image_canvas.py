"""Paints a decoded picture: fitted or enlarged, turned, moved with the pointer or the keys; and plays it when it moves."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from toptickets_desktop.decoding.image_decoder import DecodedImage, fitted
from toptickets_desktop.gui.motion import reduces_motion
from toptickets_desktop.gui.theme import SPACING

ZOOM_STEP = 1.25
ZOOM_MAX = 32.0
"""Device pixels for one pixel of the picture."""

ZOOM_MIN = 1 / 64
DECODED_PIXELS_MAX = 24_000_000
"""An enlarged picture is decoded up to this size, about 96 MB, and scaled up from there on."""

_SHARP_EDGES_FROM = 3.0  # who enlarges as much wants to see the pixels
_RESIZE_SETTLES_MS = 200
_SIDE_MIN_PX = 12 * SPACING
_KEY_STEP_PX = 6 * SPACING
_PAN_KEYS = {
    Qt.Key.Key_Left: QPointF(_KEY_STEP_PX, 0),
    Qt.Key.Key_Right: QPointF(-_KEY_STEP_PX, 0),
    Qt.Key.Key_Up: QPointF(0, _KEY_STEP_PX),
    Qt.Key.Key_Down: QPointF(0, -_KEY_STEP_PX),
}


class ImageCanvas(QWidget):
    """A picture in its place: at first as large as it fits but no larger than it is; sharp on every screen.

    Signals:
        view_resized(): the picture is to be shown at another size, and stays so for a moment.
        view_changed(): zoom, place or turn are others.
        frame_changed(): another frame is shown, or playing began or ended.
    """

    view_resized = Signal()
    view_changed = Signal()
    frame_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: DecodedImage | None = None
        self._frame = 0
        self._plays = 0
        self._is_paused = False
        self._scale: float | None = None  # device pixels for a pixel of the picture; None to fit
        self._centre = QPointF(0.5, 0.5)  # what stands in the middle of the view, as parts of the picture's sides
        self._quarter_turns = 0
        self._drag_from: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(_SIDE_MIN_PX, _SIDE_MIN_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._frame_timer = QTimer(self, singleShot=True)
        self._frame_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._frame_timer.timeout.connect(self._on_frame_timer_timeout)
        self._settle_timer = QTimer(self, singleShot=True, interval=_RESIZE_SETTLES_MS)
        self._settle_timer.timeout.connect(self.view_resized)

    # --- what is shown --------------------------------------------------------------------------------------------------

    @property
    def image(self) -> DecodedImage | None:
        """What is shown."""
        return self._image

    @property
    def is_settled(self) -> bool:
        """Whether its size has not changed for a moment, so that `view_resized` is not to come."""
        return not self._settle_timer.isActive()

    def set_image(self, image: DecodedImage | None, *, is_same_picture: bool = False) -> None:
        """Show a picture, or nothing; the same one decoded anew goes on where it was, as it was placed."""
        self._image = image
        if image is None or not is_same_picture:
            self._is_paused = reduces_motion(self)
            self._scale, self._centre, self._quarter_turns = None, QPointF(0.5, 0.5), 0
        if image is None or not is_same_picture or self._frame >= len(image.frames):
            self._frame = self._plays = 0
        self._go_on()
        self._show_cursor()
        self.update()
        self.view_changed.emit()

    def view_size(self) -> QSize:
        """The place for the picture, in device pixels."""
        return (self.size() * self.devicePixelRatioF()).expandedTo(QSize(1, 1))

    def decode_box(self) -> QSize:
        """The size to decode the picture for, in device pixels, before it is turned."""
        image = self._image
        if image is None or self._scale is None:
            return self._upright(self.view_size())
        wanted = self._upright(self.shown_size(image))
        pixels = wanted.width() * wanted.height()
        return wanted if pixels <= DECODED_PIXELS_MAX else wanted * math.sqrt(DECODED_PIXELS_MAX / pixels)

    def shown_size(self, image: DecodedImage) -> QSize:
        """The size that a picture has on the screen, in device pixels, turned as it is."""
        turned = self._upright(image.pixel_size)
        scale = self._scale
        if scale is None:  # one of its pixels is at most one logical pixel
            return fitted(turned * self.devicePixelRatioF(), self.view_size())
        return QSize(max(1, round(turned.width() * scale)), max(1, round(turned.height() * scale)))

    def needs_sharper(self, image: DecodedImage) -> bool:
        """Whether decoding it anew would show it better than it is."""
        wanted, has = fitted(image.pixel_size, self.decode_box()), image.size
        if self._scale is None:
            return not image.is_full_size and (abs(wanted.width() - has.width()) > 1 or abs(wanted.height() - has.height()) > 1)
        return wanted.width() > has.width() + 1

    # --- zoom and place -------------------------------------------------------------------------------------------------

    @property
    def is_fitted(self) -> bool:
        """Whether the picture follows the size of its place."""
        return self._scale is None

    @property
    def zoom(self) -> float:
        """Device pixels for one pixel of the picture."""
        if self._scale is not None:
            return self._scale
        image = self._image
        return 1.0 if image is None else self.shown_size(image).width() / max(1, self._upright(image.pixel_size).width())

    @property
    def centre(self) -> QPointF:
        """What stands in the middle, as parts of the picture's sides."""
        return QPointF(self._centre)

    @property
    def quarter_turns(self) -> int:
        """How often it was turned to the right, 0 to 3."""
        return self._quarter_turns

    def fit(self) -> None:
        """Show the whole picture."""
        self._place(None, QPointF(0.5, 0.5))

    def zoom_to(self, zoom: float, around: QPointF | None = None) -> None:
        """Enlarge or shrink; the point of the picture at `around` (logical pixels, the middle by default) stays where it is."""
        if self._image is None:
            return
        zoom = min(max(zoom, ZOOM_MIN), ZOOM_MAX)
        if around is None:
            self._place(zoom, self._centre)
            return
        ratio = self.devicePixelRatioF()
        offset = (around - QRectF(self.rect()).center()) * ratio
        before, turned = self.shown_size(self._image), self._upright(self._image.pixel_size)
        pointed_at = self._centre + QPointF(offset.x() / before.width(), offset.y() / before.height())
        self._place(zoom, pointed_at - QPointF(offset.x() / (turned.width() * zoom), offset.y() / (turned.height() * zoom)))

    def zoom_in(self, around: QPointF | None = None) -> None:
        """One step larger."""
        self.zoom_to(self.zoom * ZOOM_STEP, around)

    def zoom_out(self, around: QPointF | None = None) -> None:
        """One step smaller."""
        self.zoom_to(self.zoom / ZOOM_STEP, around)

    def turn(self, quarters: int) -> None:
        """Turn by so many quarters to the right."""
        self._quarter_turns = (self._quarter_turns + quarters) % 4
        x, y = self._centre.x(), self._centre.y()
        for _ in range(quarters % 4):
            x, y = 1 - y, x
        self._place(self._scale, QPointF(x, y))

    def pan(self, by: QPointF) -> None:
        """Move the picture by logical pixels, as far as there is more of it."""
        if self._image is None:
            return
        shown, ratio = self.shown_size(self._image), self.devicePixelRatioF()
        self._place(self._scale, self._centre - QPointF(by.x() * ratio / shown.width(), by.y() * ratio / shown.height()))

    def show_same_part(self, scale: float | None, centre: QPointF) -> None:
        """Show what another canvas shows, without saying so; for two that move together."""
        was_blocked = self.blockSignals(True)
        self._place(scale, centre)
        self.blockSignals(was_blocked)

    @property
    def fixed_zoom(self) -> float | None:
        """The zoom that was chosen; None while the picture is fitted."""
        return self._scale

    @property
    def can_pan(self) -> bool:
        """Whether a part of the picture lies outside."""
        if self._image is None:
            return False
        shown, view = self.shown_size(self._image), self.view_size()
        return shown.width() > view.width() or shown.height() > view.height()

    def _place(self, scale: float | None, centre: QPointF) -> None:
        self._scale = scale
        self._centre = self._clamped(centre)
        self._show_cursor()
        self._settle_timer.start()
        self.update()
        self.view_changed.emit()

    def _clamped(self, centre: QPointF) -> QPointF:
        """No empty margin where there is picture to fill it."""
        if self._image is None:
            return centre
        shown, view = self.shown_size(self._image), self.view_size()

        def part(value: float, length: int, room: int) -> float:
            margin = room / 2 / length
            return 0.5 if length <= room else min(max(value, margin), 1 - margin)

        return QPointF(part(centre.x(), shown.width(), view.width()), part(centre.y(), shown.height(), view.height()))

    def _upright(self, size: QSize) -> QSize:
        return size.transposed() if self._quarter_turns % 2 else size

    def _show_cursor(self) -> None:
        if self._drag_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.can_pan:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    # --- frames ---------------------------------------------------------------------------------------------------------

    @property
    def frame_index(self) -> int:
        """Which frame is shown."""
        return self._frame

    @property
    def frame_count(self) -> int:
        """How many there are to show."""
        return 0 if self._image is None else len(self._image.frames)

    @property
    def is_playing(self) -> bool:
        """Whether another frame comes by itself."""
        return self._frame_timer.isActive()

    def set_playing(self, is_playing: bool) -> None:
        """Go on, from the beginning when it has ended, or stand still."""
        self._is_paused = not is_playing
        if is_playing and self._frame == self.frame_count - 1:
            self._frame = self._plays = 0
        self._go_on()
        self.update()
        self.frame_changed.emit()

    def step(self, frames: int) -> None:
        """Stand still, so many frames further or back."""
        if self.frame_count:
            self._is_paused = True
            self._frame = (self._frame + frames) % self.frame_count
            self._go_on()
            self.update()
            self.frame_changed.emit()

    def _go_on(self) -> None:
        """Wait for the next frame, if there is one and somebody sees it."""
        self._frame_timer.stop()
        image = self._image
        if image is None or not image.is_complete or len(image.frames) < 2 or not self.isVisible() or self._is_paused:
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
        if not self.is_playing:
            self.frame_changed.emit()

    # --- events ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Notice that the window moved to a screen of another density, and fingers that spread on a touchpad."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle_timer.start()
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre = self._clamped(self._centre)
        self._show_cursor()
        self._settle_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frame_timer.stop()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, around the pointer; move the picture without."""
        degrees = event.angleDelta() / 8
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * ZOOM_STEP ** (degrees.y() / 15), event.position())
        elif self.can_pan:
            self.pan(QPointF(event.pixelDelta() if not event.pixelDelta().isNull() else degrees * 4))
        else:
            event.ignore()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.can_pan:
            self._drag_from = event.position()
            self._show_cursor()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            self.pan(event.position() - self._drag_from)
            self._drag_from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self._show_cursor()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole picture and its own size, around the pointer."""
        if self.is_fitted:
            self.zoom_to(1.0, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move a picture that is larger than its place; else they are for whoever shows it."""
        step = _PAN_KEYS.get(Qt.Key(event.key()))
        if step is None or not self.can_pan or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.pan(step)

    # --- painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        if self._image is None:
            return
        place = self.picture_rect()
        frame = self._image.frames[self._frame].image
        painter = QPainter(self)
        if frame.hasAlphaChannel():
            painter.drawTiledPixmap(place.intersected(QRectF(self.rect())), self._checkerboard(), QPointF(0, 0))
        self.paint_frame(painter, place)
        edge = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        edge.setAlphaF(0.16)
        painter.setPen(QPen(edge, 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def picture_rect(self) -> QRectF:
        """Where the picture is, in logical pixels; on whole device pixels, or one of the right size would be blurred all the same."""
        if self._image is None:
            return QRectF()
        ratio, view, shown = self.devicePixelRatioF(), self.view_size(), self.shown_size(self._image)
        corner = QPoint(
            round(view.width() / 2 - self._centre.x() * shown.width()), round(view.height() / 2 - self._centre.y() * shown.height())
        )
        return QRectF(QPointF(corner) / ratio, QSizeF(shown) / ratio)

    def paint_frame(self, painter: QPainter, place: QRectF) -> None:
        """Paint the frame that is shown, turned as it is, into a place."""
        if self._image is None:
            return
        frame = self._image.frames[self._frame].image
        is_enlarged = self._image.is_full_size and self.zoom >= _SHARP_EDGES_FROM
        is_scaled = frame.size() != self._upright(self.shown_size(self._image))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_scaled and not is_enlarged)
        size = place.size().transposed() if self._quarter_turns % 2 else place.size()
        painter.save()
        painter.translate(place.center())
        painter.rotate(90 * self._quarter_turns)
        painter.drawImage(QRectF(QPointF(-size.width() / 2, -size.height() / 2), size), frame)
        painter.restore()

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
