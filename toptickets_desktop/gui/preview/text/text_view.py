"""Shows a text of any size: only the rows that can be seen are decoded, laid out and painted."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from toptickets_desktop.gui.preview.text.log_lines import LogLevel, level_of
from toptickets_desktop.gui.preview.text.row_layouts import RowLayout, RowLayouts
from toptickets_desktop.gui.preview.text.text_document import TextDocument
from toptickets_desktop.gui.theme import CONTRAST_MIN, SPACING, Tone, contrast_ratio, tone_color

COPY_BYTES_MAX = 32 * 1024 * 1024
_WHEEL_LINES = 3
_WHEEL_STEP = 120  # what a notch of a wheel turns, in eighths of a degree (QWheelEvent)
_TONES = {LogLevel.ERROR: Tone.DANGER, LogLevel.WARNING: Tone.WARNING}
_FIND_MARK, _FIND_MARK_CURRENT = 0.35, 0.75


class TextView(QAbstractScrollArea):
    """A text with line numbers, a caret, a selection, and matches that are marked.

    Places are byte offsets into the document. The keyboard and the mouse are read in `text_keys.py`.

    Signals:
        caret_moved(): the caret is in another place.
        scrolled(): other rows are seen.
    """

    caret_moved = Signal()
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._document: TextDocument | None = None
        self._layouts = RowLayouts()
        self._is_wrapped = False
        self._top_row, self._top_line = 0, 0  # the first line on the screen, and which of its row's it is
        self._caret = self._anchor = 0
        self._matches: tuple[array[int], array[int]] = (array("Q"), array("Q"))
        self._current_match = -1
        self._is_placing_bars = False
        self._turned = 0  # of the wheel, since the last whole line
        self.verticalScrollBar().valueChanged.connect(self._on_vertical_bar_value_changed)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        self._reshape()

    # --- what it shows --------------------------------------------------------------------------------------------------

    @property
    def document(self) -> TextDocument | None:
        return self._document

    def set_document(self, document: TextDocument | None) -> None:
        """Show a text from its beginning."""
        self._document = document
        self._layouts.set_document(document)
        self._top_row = self._top_line = 0
        self._caret = self._anchor = 0
        self.set_matches(array("Q"), array("Q"))
        self.horizontalScrollBar().setValue(0)
        self._reshape()
        self.caret_moved.emit()

    @property
    def is_wrapped(self) -> bool:
        return self._is_wrapped

    def set_wrapped(self, is_wrapped: bool) -> None:
        """Break lines at the edge, or let them be as long as they are."""
        if is_wrapped != self._is_wrapped:
            self._is_wrapped = is_wrapped
            self._top_line = 0
            self._reshape()

    def zoom(self, steps: int) -> None:
        """Make the letters larger, or smaller; 0 makes them what they were."""
        own = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font = self.font()
        size = own.pointSizeF() if steps == 0 else min(40.0, max(5.0, font.pointSizeF() + steps))
        font.setPointSizeF(size)
        self.setFont(font)

    def set_matches(self, starts: array[int], ends: array[int], current: int = -1) -> None:
        """Mark these byte ranges, which are in order, and one of them more than the others."""
        self._matches = (starts, ends)
        self._current_match = current
        self.viewport().update()

    # --- caret and selection --------------------------------------------------------------------------------------------

    @property
    def caret(self) -> int:
        """The byte offset that the caret stands before."""
        return self._caret

    @property
    def caret_row(self) -> int:
        return self._document.row_at(self._caret) if self._document else 0

    @property
    def selection_start(self) -> int:
        """Where the selection begins; the caret when nothing is selected."""
        return min(self._anchor, self._caret)

    @property
    def has_selection(self) -> bool:
        return self._caret != self._anchor

    @property
    def selected_text(self) -> str:
        """What is selected, as it is in the file; empty when that is more than a clipboard should hold."""
        start, end = sorted((self._anchor, self._caret))
        return self._document.text_between(start, end) if self._document and end - start <= COPY_BYTES_MAX else ""

    def move_caret(self, offset: int, *, keeps_anchor: bool = False) -> None:
        """Put the caret somewhere and scroll to it; the selection ends, or reaches from its anchor to there."""
        if self._document is None:
            return
        self._caret = max(0, min(offset, len(self._document.data)))
        if not keeps_anchor:
            self._anchor = self._caret
        self._show_caret()
        self.viewport().update()
        self.caret_moved.emit()

    def select(self, start: int, end: int) -> None:
        """Select a range and scroll to it."""
        self._anchor = start
        self.move_caret(end, keeps_anchor=True)

    def select_all(self) -> None:
        if self._document is not None:
            self._anchor, self._caret = 0, len(self._document.data)
            self.viewport().update()
            self.caret_moved.emit()

    def copy(self) -> None:
        """Put what is selected on the clipboard."""
        if self.has_selection:
            QGuiApplication.clipboard().setText(self.selected_text)

    def offset_at(self, position: QPoint) -> int:
        """The byte offset nearest to a place in the viewport."""
        if self._document is None:
            return 0
        row, line = self._walk(self._top_row, self._top_line, position.y() // self._layouts.line_height_px)
        character = self._layouts.row(row).character_at(position.x() - self._text_left_px() + self._scrolled_px(), line)
        return self._document.offset_of(row, character)

    def is_in_gutter(self, position: QPoint) -> bool:
        """Whether a place in the viewport is where the line numbers are."""
        return position.x() < self._text_left_px() - SPACING // 2

    def offset_lines_away(self, lines: int) -> int:
        """Where the caret would be after going up (less than 0) or down by lines on the screen."""
        if self._document is None:
            return 0
        layout, character = self._caret_place()
        row, line = self._walk(self.caret_row, layout.line_of(character), lines)
        return self._document.offset_of(row, self._layouts.row(row).character_at(layout.x_of(character), line))

    # --- scrolling ------------------------------------------------------------------------------------------------------

    @property
    def lines_per_page(self) -> int:
        """Whole lines that have room."""
        return max(1, self.viewport().height() // self._layouts.line_height_px)

    @property
    def rows_seen(self) -> range:
        """The rows that can be seen."""
        if self._document is None:
            return range(0)
        last, _line = self._walk(self._top_row, self._top_line, self.lines_per_page - 1)
        return range(self._top_row, last + 1)

    def scroll_lines(self, lines: int) -> None:
        """Scroll by lines on the screen, down or (less than 0) up."""
        self._set_top(*self._walk(self._top_row, self._top_line, lines))

    def scroll_to_row(self, row: int) -> None:
        """Bring a row into view, a third below the top when it was not seen."""
        seen = self.rows_seen
        if row not in seen[: max(1, len(seen) - 1)]:
            self._set_top(*self._walk(row, 0, -(self.lines_per_page // 3)))

    def _walk(self, row: int, line: int, lines: int) -> tuple[int, int]:
        """The line on the screen that is so many lines away, as its row and which of the row's lines it is."""
        if self._document is None:
            return 0, 0
        last = self._document.row_count - 1
        if not self._is_wrapped:
            return max(0, min(last, row + lines)), 0
        line += lines
        while line < 0 and row > 0:
            row -= 1
            line += self._layouts.row(row).line_count
        while row < last and line >= (count := self._layouts.row(row).line_count):
            row += 1
            line -= count
        return row, max(0, min(line, self._layouts.row(row).line_count - 1))

    def _last_top(self) -> tuple[int, int]:
        if self._document is None:
            return 0, 0
        last = self._document.row_count - 1
        return self._walk(last, self._layouts.row(last).line_count - 1 if self._is_wrapped else 0, 1 - self.lines_per_page)

    def _set_top(self, row: int, line: int) -> None:
        top = min((row, line), self._last_top())
        if top != (self._top_row, self._top_line):
            self._top_row, self._top_line = top
            self._place_bars()
            self.viewport().update()
            self.scrolled.emit()

    def _on_vertical_bar_value_changed(self, value: int) -> None:
        if not self._is_placing_bars:
            self._set_top(value, 0)

    def _place_bars(self) -> None:
        self._is_placing_bars = True
        bar = self.verticalScrollBar()
        last_row, last_line = self._last_top()
        bar.setRange(0, last_row + bool(last_line))
        bar.setPageStep(self.lines_per_page)
        at_end = (self._top_row, self._top_line) >= (last_row, last_line)
        bar.setValue(bar.maximum() if at_end else self._top_row)
        across = self.horizontalScrollBar()
        text_px = 0 if self._is_wrapped or self._document is None else self._document.longest_row_bytes * self._character_px()
        across.setRange(0, max(0, round(text_px) + self._text_left_px() + SPACING - self.viewport().width()))
        across.setPageStep(self.viewport().width())
        across.setSingleStep(round(self._character_px() * 4))
        self._is_placing_bars = False

    def _show_caret(self) -> None:
        row = self.caret_row
        self.scroll_to_row(row)
        layout, character = self._caret_place()
        if self._is_wrapped:
            while (line := self._y_lines(row, layout.line_of(character))) >= self.lines_per_page and self._scroll_one(1):
                pass
            while line < 0 and self._scroll_one(-1):
                line = self._y_lines(row, layout.line_of(character))
            return
        bar, x = self.horizontalScrollBar(), round(layout.x_of(character))
        room = self.viewport().width() - self._text_left_px() - SPACING
        if x < bar.value():
            bar.setValue(max(0, x - room // 4))
        elif x > bar.value() + room:
            bar.setValue(x - room * 3 // 4)

    def _scroll_one(self, lines: int) -> bool:
        before = (self._top_row, self._top_line)
        self.scroll_lines(lines)
        return before != (self._top_row, self._top_line)

    def _y_lines(self, row: int, line: int) -> int:
        """How many lines on the screen below the top a line is; far above or below, some number beyond the page."""
        if row < self._top_row or (row == self._top_row and line < self._top_line):
            return -1
        lines = -self._top_line
        for above in range(self._top_row, row):
            lines += self._layouts.row(above).line_count
            if lines > self.lines_per_page:
                break
        return lines + line

    # --- painting -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # a few dozen lines: all of them are painted each time
        painter = QPainter(self.viewport())
        palette, width, height = self.palette(), self.viewport().width(), self.viewport().height()
        gutter = self._text_left_px() - SPACING // 2
        if self._document is None:
            return
        painter.setFont(self.font())
        step = self._layouts.line_height_px
        row, y = self._top_row, -self._top_line * step
        number_rights: list[tuple[int, int, int, str]] = []
        painter.setClipRect(QRect(gutter, 0, width - gutter, height))
        while row < self._document.row_count and y < height:
            layout = self._layouts.row(row)
            row_height = layout.line_count * step
            level = level_of(layout.text) if not self._document.is_continuation(row) else None
            if level is not None:
                painter.fillRect(QRect(gutter, y, width - gutter, row_height), tint(level, palette))
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            left = self._text_left_px() - self._scrolled_px()
            layout.layout.draw(painter, QPointF(left, y), self._marks(row, layout))
            if self.hasFocus() and row == self.caret_row:
                _layout, character = self._caret_place()
                layout.layout.drawCursor(painter, QPointF(left, y), layout.shown_position(character), 1)
            number = "" if self._document.is_continuation(row) else str(self._document.line_number(row))
            number_rights.append((row, y, row_height, number))
            row, y = row + 1, y + row_height
        painter.setClipping(False)
        self._paint_gutter(painter, gutter, height, number_rights)

    def _paint_gutter(self, painter: QPainter, gutter: int, height: int, numbers: list[tuple[int, int, int, str]]) -> None:
        palette = self.palette()
        painter.fillRect(0, 0, gutter, height, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        for row, y, row_height, number in numbers:
            level = level_of(self._layouts.row(row).text) if number else None
            if level is not None:
                painter.fillRect(QRect(gutter - 3, y, 3, row_height), tone_color(_TONES[level], palette))
            place = QRect(0, y, gutter - SPACING, self._layouts.line_height_px)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number)

    def _marks(self, row: int, layout: RowLayout) -> list[QTextLayout.FormatRange]:
        document = self._document
        if document is None:
            return []
        palette = self.palette()
        marks = []
        start, end = document.row_start(row), document.row_end(row)
        starts, ends = self._matches
        i = max(0, bisect_left(starts, start) - 1)
        while i < len(starts) and starts[i] < end:
            strength = _FIND_MARK_CURRENT if i == self._current_match else _FIND_MARK
            ground = readable_ground(tone_color(Tone.WARNING, palette), strength, palette)
            marks.append(self._mark(document, row, layout, starts[i], ends[i], ground, palette.color(QPalette.ColorRole.Text)))
            i += 1
        first, last = sorted((self._anchor, self._caret))
        if first < end and last > start and first != last:
            colors = (palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.HighlightedText))
            marks.append(self._mark(document, row, layout, first, last, *colors))
        return [mark for mark in marks if mark.length > 0]

    @staticmethod
    def _mark(
        document: TextDocument, row: int, layout: RowLayout, start: int, end: int, ground: QColor, text: QColor
    ) -> QTextLayout.FormatRange:
        first = layout.shown_position(document.character_at(row, max(start, document.row_start(row))))
        last = layout.shown_position(document.character_at(row, end))
        look = QTextCharFormat()
        look.setBackground(ground)
        look.setForeground(text)
        mark = QTextLayout.FormatRange()
        mark.start, mark.length, mark.format = first, last - first, look
        return mark

    # --- sizes ----------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(round(self._character_px() * 80), self._layouts.line_height_px * 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(SPACING * 12, SPACING * 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reshape(keeps_layouts=not self._is_wrapped)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_layouts"):
            self._reshape()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """By lines on the screen, since the bar counts rows; a wheel with Ctrl makes the letters larger."""
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and delta.y():
            self.zoom(1 if delta.y() > 0 else -1)
        elif abs(delta.x()) > abs(delta.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (delta.x() or delta.y()) * bar.singleStep() // _WHEEL_STEP)
        else:
            self._turned += delta.y() * _WHEEL_LINES
            lines = int(self._turned / _WHEEL_STEP)
            self._turned -= lines * _WHEEL_STEP
            self.scroll_lines(-lines)
        event.accept()

    def _reshape(self, *, keeps_layouts: bool = False) -> None:
        if not keeps_layouts:
            width = self.viewport().width() - self._text_left_px() - SPACING
            self._layouts.set_shape(self.font(), float(width) if self._is_wrapped else None)
        self._top_row, self._top_line = min((self._top_row, self._top_line), self._last_top())
        self._place_bars()
        self.viewport().update()

    def _caret_place(self) -> tuple[RowLayout, int]:
        row = self.caret_row
        return self._layouts.row(row), self._document.character_at(row, self._caret) if self._document else 0

    def _character_px(self) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance("0")

    def _text_left_px(self) -> int:
        digits = max(3, len(str(self._document.line_count))) if self._document else 3
        return round(digits * self._character_px()) + SPACING * 2 + SPACING // 2

    def _scrolled_px(self) -> int:
        return 0 if self._is_wrapped else self.horizontalScrollBar().value()


def tint(level: LogLevel, palette: QPalette) -> QColor:
    """The ground of a line that tells of this."""
    return readable_ground(tone_color(_TONES[level], palette), 0.14, palette)


def readable_ground(color: QColor, strength: float, palette: QPalette) -> QColor:
    """The colour laid over the ground of texts, as strong as wanted (0 to 1) but never so that the text on it is hard to read."""
    base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    while True:
        mixed = QColor(
            *(
                round(own + (other - own) * strength)
                for own, other in ((base.red(), color.red()), (base.green(), color.green()), (base.blue(), color.blue()))
            )
        )
        if contrast_ratio(mixed, text) >= CONTRAST_MIN or strength <= 0.02:
            return mixed
        strength -= 0.02
