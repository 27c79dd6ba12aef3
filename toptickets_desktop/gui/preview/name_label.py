"""A file's name on a few lines: broken anywhere, because names have no spaces to break at, and shortened in the middle."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.plain_text import tool_tip

_PREFERRED_WIDTH_PX = 240
_LINE_FILL = 0.9  # what a line holds at least when it is broken at the end of a word


class NameLabel(QWidget):
    """Plain text only; the whole name is in the tooltip when it is shortened, and always in the accessible name."""

    def __init__(self, lines_max: int, alignment: Qt.AlignmentFlag, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines_max = lines_max
        self._alignment = alignment
        self._text = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """The name as it is shown when there is room for it."""
        return self._text

    def set_name(self, name: str) -> None:
        """Show a foreign name, or our own words."""
        self._text = visible_name(name)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout, _is_whole = self._layout(width)
        return round(layout.boundingRect().height() + 0.5)

    def sizeHint(self) -> QSize:
        return QSize(_PREFERRED_WIDTH_PX, self.heightForWidth(_PREFERRED_WIDTH_PX))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("MMMM"), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        layout, is_whole = self._layout(self.width())
        self.setToolTip("" if is_whole else tool_tip(self._text))
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        layout.draw(painter, QPointF(0, 0))

    def _layout(self, width: int) -> tuple[QTextLayout, bool]:
        whole = self._lay_out(self._text, width)
        if whole.lineCount() <= self._lines_max:
            return whole, True
        metrics = QFontMetricsF(self.font())
        room = width * (self._lines_max if self._lines_max == 1 else self._lines_max * _LINE_FILL)
        while True:
            shortened = self._lay_out(metrics.elidedText(self._text, Qt.TextElideMode.ElideMiddle, room), width)
            if shortened.lineCount() <= self._lines_max or room < width / 2:
                return shortened, False
            room *= _LINE_FILL

    def _lay_out(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text, self.font())
        layout.setTextOption(_text_option(self._alignment))
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout


def _text_option(alignment: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
