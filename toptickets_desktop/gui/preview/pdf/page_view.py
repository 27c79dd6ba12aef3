"""The pages of a document below each other: painted as far as they are seen, with marks on what is found and selected."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from toptickets_desktop.gui.preview.pdf.page_store import PageStore
from toptickets_desktop.gui.theme import SPACING, Tone, tone_color

ZOOM_MIN, ZOOM_MAX = 0.1, 8.0
_POINTS_PER_INCH = 72.0
_GAP_PX = SPACING
Place = tuple[int, int]
"""A page and a word on it."""


class Fit(StrEnum):
    """How large pages are shown."""

    WIDTH = "width"
    PAGE = "page"
    ZOOM = "zoom"


class PageView(QAbstractScrollArea):
    """Pages of a store.

    Args:
        is_small: a strip of thumbnails, where a click chooses a page.

    Signals:
        page_changed(int): another page is in the middle.
        page_clicked(int): a thumbnail was chosen.
        zoom_changed(): the pages are shown at another size.
    """

    page_changed = Signal(int)
    page_clicked = Signal(int)
    zoom_changed = Signal()

    def __init__(self, store: PageStore, *, is_small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._is_small = is_small
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self._tops: list[int] = [0]
        self._page = 0
        self._anchor: Place | None = None
        self._end: Place | None = None
        self._is_selecting = False
        self._matches: dict[int, list[list[QRectF]]] = {}
        self._current_match: tuple[int, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Midlight)
        if is_small:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.viewport().setMouseTracking(True)
        store.picture_came.connect(self._on_store_picture_came)
        store.text_came.connect(lambda _page: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(self._on_bar_value_changed)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    # --- what is asked of it --------------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page in the middle, from 0; of a strip the one that is marked."""
        return self._page

    @property
    def fit(self) -> Fit:
        return self._fit

    def reset(self) -> None:
        """The store has another document."""
        self._page = 0
        self._anchor = self._end = None
        self._matches, self._current_match = {}, None
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def set_fit(self, fit: Fit) -> None:
        self._fit = fit
        self._lay_out()
        self.zoom_changed.emit()

    def zoom(self, factor: float) -> None:
        """Show pages so many times as large."""
        self._zoom = max(ZOOM_MIN, min(ZOOM_MAX, self.scale_of(self._page) / self._dots_per_point() * factor))
        self.set_fit(Fit.ZOOM)

    def go_to(self, page: int) -> None:
        """Bring a page to the top; a strip marks it and brings it into view."""
        if not self._store.sizes:
            return
        page = max(0, min(page, len(self._store.sizes) - 1))
        bar = self.verticalScrollBar()
        if self._is_small:
            self._page = page
            top, bottom = self._tops[page], self._tops[page + 1]
            if top < bar.value():
                bar.setValue(top)
            elif bottom > bar.value() + self.viewport().height():
                bar.setValue(bottom - self.viewport().height())
            self.viewport().update()
        else:
            bar.setValue(self._tops[page])

    def set_matches(self, matches: dict[int, list[list[QRectF]]], current: tuple[int, int] | None) -> None:
        """Mark what was found, by page; and one of them, as page and number on the page, more than the others."""
        self._matches, self._current_match = matches, current
        self.viewport().update()

    def show_place(self, page: int, box: QRectF) -> None:
        """Bring a part of a page (in points) into view."""
        place = self._on_screen(page, box)
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if not self.viewport().rect().contains(place):
            bar.setValue(bar.value() + place.center().y() - self.viewport().height() // 3)
            across.setValue(across.value() + place.center().x() - self.viewport().width() // 2)

    @property
    def selected_text(self) -> str:
        """The selected words as they stand in the document."""
        if self._anchor is None or self._end is None:
            return ""
        first, last = sorted((self._anchor, self._end))
        parts = []
        for page in range(first[0], last[0] + 1):
            text = self._store.text(page)
            if text is None or not text.spans:
                continue
            start = text.spans[first[1]][0] if page == first[0] else 0
            end = sum(text.spans[min(last[1], len(text.spans) - 1)]) if page == last[0] else len(text.text)
            parts.append(text.text[start:end])
        return "\n".join(parts).replace("\r\n", "\n")

    def copy(self) -> None:
        """Put the selected words on the clipboard."""
        if text := self.selected_text:
            QGuiApplication.clipboard().setText(text)

    # --- layout ---------------------------------------------------------------------------------------------------------

    @property
    def pages_seen(self) -> range:
        if not self._store.sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        return range(self._page_at(top), self._page_at(top + self.viewport().height() - 1) + 1)

    def scale_of(self, page: int) -> float:
        """Pixels a point, for this page."""
        if not self._store.sizes:
            return 1.0
        size = self._store.sizes[page]
        room = self.viewport().size()
        across = max(1.0, (room.width() - 2 * _GAP_PX) / max(1.0, size.width()))
        if self._is_small or self._fit is Fit.WIDTH:
            return across
        if self._fit is Fit.PAGE:
            return min(across, max(1.0, room.height() - 2 * _GAP_PX) / max(1.0, size.height()))
        return self._zoom * self._dots_per_point()

    def _dots_per_point(self) -> float:
        return self.logicalDpiX() / _POINTS_PER_INCH

    def _lay_out(self) -> None:
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        within = (bar.value() - self._tops[self._page]) / max(1, self._height_of(self._page)) if self._page < len(self._tops) - 1 else 0.0
        tops, widest = [0], 0.0
        for page, size in enumerate(self._store.sizes):
            scale = self.scale_of(page)
            tops.append(tops[-1] + round(size.height() * scale) + _GAP_PX)
            widest = max(widest, size.width() * scale)
        self._tops = tops
        page = self._page
        bar.setRange(0, max(0, tops[-1] + _GAP_PX - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(SPACING * 5)
        across.setRange(0, max(0, round(widest) + 2 * _GAP_PX - self.viewport().width()))
        across.setPageStep(self.viewport().width())
        if not self._is_small and page < len(tops) - 1:
            bar.setValue(round(tops[page] + within * self._height_of(page)))
        self._want_pictures()
        self.viewport().update()

    def _height_of(self, page: int) -> int:
        return self._tops[page + 1] - self._tops[page] if page + 1 < len(self._tops) else 1

    def _page_at(self, y: int) -> int:
        return max(0, min(len(self._store.sizes) - 1, bisect_right(self._tops, y) - 1))

    def _page_rect(self, page: int) -> QRect:
        size, scale = self._store.sizes[page], self.scale_of(page)
        width, height = round(size.width() * scale), round(size.height() * scale)
        x = max(_GAP_PX, (self.viewport().width() - width) // 2) - self.horizontalScrollBar().value()
        return QRect(x, self._tops[page] + _GAP_PX - self.verticalScrollBar().value(), width, height)

    def _on_screen(self, page: int, box: QRectF) -> QRect:
        scale, page_rect = self.scale_of(page), self._page_rect(page)
        return QRectF(
            page_rect.x() + box.x() * scale, page_rect.y() + box.y() * scale, box.width() * scale, box.height() * scale
        ).toAlignedRect()

    def _want_pictures(self) -> None:
        seen = self.pages_seen
        if not self._is_small:
            self._store.drop_unseen(range(seen.start - 1, seen.stop + 1))
        if not self.isVisible():
            return
        for page in (*seen, *range(seen.stop, min(seen.stop + 1, len(self._store.sizes)))):
            width = round(self._store.sizes[page].width() * self.scale_of(page) * self.devicePixelRatioF())
            self._store.want_picture(page, max(1, width), is_small=self._is_small)

    # --- events ---------------------------------------------------------------------------------------------------------

    def _on_store_picture_came(self, _page: int) -> None:
        self._want_pictures()
        self.viewport().update()

    def _on_bar_value_changed(self, value: int) -> None:
        self._want_pictures()
        self.viewport().update()
        if not self._is_small and self._store.sizes:
            page = self._page_at(value + self.viewport().height() // 3)
            if page != self._page:
                self._page = page
                self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._want_pictures()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._is_small and event.angleDelta().y():
            self.zoom(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        if key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif self._is_small and key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.page_clicked.emit(max(0, min(self._page + (1 if key == Qt.Key.Key_Down else -1), len(self._store.sizes) - 1)))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._store.sizes:
            return
        position = event.position().toPoint()
        if self._is_small:
            self.page_clicked.emit(self._page_at(position.y() + self.verticalScrollBar().value()))
            return
        self._anchor = self._end = None
        self._anchor = self._word_at(position, is_exact=False)
        self._is_selecting = True
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_small or not self._store.sizes:
            return
        position = event.position().toPoint()
        over_word = self._word_at(position, is_exact=True) is not None
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over_word else Qt.CursorShape.ArrowCursor)
        if self._is_selecting and self._anchor is not None:
            self._end = self._word_at(position, is_exact=False) or self._end
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # any button ends it
        self._is_selecting = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._is_small:
            self._anchor = self._end = self._word_at(event.position().toPoint(), is_exact=True)
            self.viewport().update()

    def _word_at(self, position: QPoint, *, is_exact: bool) -> Place | None:
        page = self._page_at(position.y() + self.verticalScrollBar().value())
        self._store.want_text(page)
        text = self._store.text(page)
        if text is None or not text.boxes:
            return None
        scale, rect = self.scale_of(page), self._page_rect(page)
        point = QPointF((position.x() - rect.x()) / scale, (position.y() - rect.y()) / scale)
        distances = [_distance(box, point) for box in text.boxes]
        nearest = min(range(len(distances)), key=distances.__getitem__)
        return None if is_exact and distances[nearest] > 0 else (page, nearest)

    # --- painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # a few pages: all of them are painted each time
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        palette = self.palette()
        for page in self.pages_seen:
            rect = self._page_rect(page)
            painter.fillRect(rect, Qt.GlobalColor.white)  # paper is white in both themes
            picture = self._store.picture(page, is_small=self._is_small)
            if picture is not None:
                painter.drawImage(rect, picture)
            elif self._store.has_failed(page):
                painter.setPen(QColor(Qt.GlobalColor.darkGray))
                painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.tr("This page cannot be drawn."))
            self._paint_marks(painter, page)
            is_marked = self._is_small and page == self._page
            painter.setPen(palette.color(QPalette.ColorRole.Highlight if is_marked else QPalette.ColorRole.Mid))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
            if is_marked:
                painter.drawRect(rect.adjusted(-2, -2, 1, 1))

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for number, boxes in enumerate(self._matches.get(page, [])):
            color = QColor("#ffb347" if (page, number) == self._current_match else "#ffe9a8")  # on white paper, in both themes
            for box in boxes:
                painter.fillRect(self._on_screen(page, box).adjusted(-1, -1, 1, 1), color)
        if self._anchor is not None and self._end is not None:
            first, last = sorted((self._anchor, self._end))
            text = self._store.text(page)
            if text is not None and first[0] <= page <= last[0]:
                start = first[1] if page == first[0] else 0
                end = last[1] if page == last[0] else len(text.boxes) - 1
                self._paint_selection(painter, page, text.boxes[start : end + 1])
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _paint_selection(self, painter: QPainter, page: int, boxes: list[QRectF]) -> None:
        color = tone_color(Tone.INFO).lighter(170)
        for box, following in pairwise([*boxes, QRectF()]):
            # To the next word of the same line, so that a line is one mark.
            is_same_line = following.left() >= box.right() and following.top() < box.bottom() and following.bottom() > box.top()
            painter.fillRect(
                self._on_screen(page, QRectF(box.topLeft(), QPointF(following.left(), box.bottom())) if is_same_line else box), color
            )


def _distance(box: QRectF, point: QPointF) -> float:
    """From a point to a box: lines count more than columns, as in reading."""
    across = max(box.left() - point.x(), 0.0, point.x() - box.right())
    down = max(box.top() - point.y(), 0.0, point.y() - box.bottom())
    return across + down * 10
