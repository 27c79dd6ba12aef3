"""Rows of a text laid out for painting, each when it is first seen; what cannot be seen in it is made visible."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from toptickets_desktop.domain.visible_names import visible_characters
from toptickets_desktop.gui.preview.text.text_document import TextDocument

_ROWS_KEPT = 512
_TAB_COLUMNS = 8
_LEADING = 1.2  # of a line's height: dense logs are read more easily with some air
UNWRAPPED_WIDTH_PX = 1_000_000.0


class RowLayout:
    """One row: its text, its lines on the screen, and which place on the screen is which character."""

    def __init__(self, text: str, font: QFont, option: QTextOption, width_px: float, line_height_px: int, baseline_px: float) -> None:
        self.text = text
        self._offsets: Sequence[int] | None = None  # of each character in what is shown, in UTF-16 units as Qt counts
        if text.isascii() and text.replace("\t", "").isprintable():
            shown = text
        else:
            pieces = ["\t" if character == "\t" else piece for character, piece in zip(text, visible_characters(text), strict=True)]
            shown = "".join(pieces)
            self._offsets = [*accumulate((len(piece.encode("utf-16-le", "replace")) // 2 for piece in pieces), initial=0)]
        self.layout = QTextLayout(shown, font)
        self.layout.setTextOption(option)
        self.layout.setCacheEnabled(True)
        self.layout.beginLayout()
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width_px)
            # All on one baseline, whatever other fonts a line needs.
            line.setPosition(QPointF(0, (self.layout.lineCount() - 1) * line_height_px + baseline_px - line.ascent()))
        self.layout.endLayout()

    @property
    def line_count(self) -> int:
        """Lines on the screen: more than one when the row is wrapped."""
        return max(1, self.layout.lineCount())

    @property
    def width_px(self) -> float:
        return max((self.layout.lineAt(i).naturalTextWidth() for i in range(self.layout.lineCount())), default=0.0)

    def shown_position(self, character: int) -> int:
        """Where a character begins in what is shown, in Qt's units."""
        if self._offsets is None:
            return min(character, len(self.text))
        return self._offsets[min(character, len(self._offsets) - 1)]

    def character_at(self, x_px: float, line: int) -> int:
        """The character nearest to a place in a line of this row."""
        if not self.layout.lineCount():
            return 0
        position = int(self.layout.lineAt(max(0, min(line, self.layout.lineCount() - 1))).xToCursor(x_px))
        return min(position, len(self.text)) if self._offsets is None else min(bisect_right(self._offsets, position) - 1, len(self.text))

    def line_of(self, character: int) -> int:
        """Which of the row's lines on the screen a character stands in."""
        line = self.layout.lineForTextPosition(self.shown_position(character))
        return line.lineNumber() if line.isValid() else 0

    def x_of(self, character: int) -> float:
        """How far from the left a character begins, in pixels."""
        if not self.layout.lineCount():
            return 0.0
        x: Any = self.layout.lineAt(self.line_of(character)).cursorToX(self.shown_position(character))
        return float(x[0] if isinstance(x, tuple | list) else x)  # with the position, in the PySide of today


class RowLayouts:
    """The rows of a document that were looked at last, laid out."""

    def __init__(self) -> None:
        self._document: TextDocument | None = None
        self._rows: OrderedDict[int, RowLayout] = OrderedDict()
        self._font = QFont()
        self._width_px = UNWRAPPED_WIDTH_PX
        self._option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        self.line_height_px = 1
        self._baseline_px = 0.0

    def set_document(self, document: TextDocument | None) -> None:
        self._document = document
        self._rows.clear()

    def set_shape(self, font: QFont, width_px: float | None) -> None:
        """Which font, and how wide a line may become in pixels; None when nothing is wrapped."""
        metrics = QFontMetricsF(font)
        self._font = QFont(font)
        self._width_px = UNWRAPPED_WIDTH_PX if width_px is None else max(width_px, metrics.averageCharWidth() * 8)
        self.line_height_px = max(1, round(metrics.lineSpacing() * _LEADING))
        self._baseline_px = round((self.line_height_px - metrics.height()) / 2 + metrics.ascent())
        self._option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self._option.setTabStopDistance(metrics.horizontalAdvance(" ") * _TAB_COLUMNS)
        mode = QTextOption.WrapMode.NoWrap if width_px is None else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self._option.setWrapMode(mode)
        self._rows.clear()

    def row(self, row: int) -> RowLayout:
        """A row of the document, laid out."""
        layout = self._rows.get(row)
        if layout is None:
            text = self._document.row_text(row) if self._document else ""
            layout = RowLayout(text, self._font, self._option, self._width_px, self.line_height_px, self._baseline_px)
            self._rows[row] = layout
            if len(self._rows) > _ROWS_KEPT:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(row)
        return layout
