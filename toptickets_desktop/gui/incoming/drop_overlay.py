"""Drops anywhere in the window: while files hover, a line at the lower edge says where they would go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from toptickets_desktop.gui.file_drop import FileDrop
from toptickets_desktop.gui.status_line import ICON_PX, paint_icon
from toptickets_desktop.gui.theme import SPACING, title_font

_PADDING_PX = SPACING * 2
_DISTANCE_PX = SPACING * 5


class DropOverlay(QWidget):
    """A floating line that takes no events of its own.

    Args:
        window: lies over it.
        number_of: tells the number of the ticket with this id, such as TKT-1042; foreign text, made visible.
    """

    def __init__(self, window: QWidget, number_of: Callable[[str], str]) -> None:
        super().__init__(window)
        self.setObjectName("dropOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(title_font(self.font()))
        self._window = window
        self._number_of = number_of
        self.text = ""
        self._owner: QObject | None = None
        window.installEventFilter(self)
        self.hide()

    def watch(self, drop: FileDrop) -> None:
        """Speak for the drops of this part of the window."""
        drop.came.connect(lambda ticket_id, count: self._show(drop, ticket_id, count))
        drop.left.connect(lambda: self._leave(drop))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # installed on one object only
        """Stay at the lower edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Highlight)
        words = self.palette().color(QPalette.ColorRole.HighlightedText)
        painter.setPen(QPen(QColor(words.red(), words.green(), words.blue(), 60), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), SPACING, SPACING)
        paint_icon(painter, "upload", QRect(_PADDING_PX, (self.height() - ICON_PX) // 2, ICON_PX, ICON_PX), words)
        painter.setPen(words)
        start = _PADDING_PX + ICON_PX + SPACING
        room = self.rect().adjusted(start, 0, -_PADDING_PX, 0)
        text = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)

    def _show(self, drop: FileDrop, ticket_id: str, count: int) -> None:
        self._owner = drop
        ticket = self._number_of(ticket_id)
        if not count:
            text = self.tr("Drop to attach the picture to {ticket}")
        elif count == 1:
            text = self.tr("Drop to attach it to {ticket}")
        else:
            text = self.tr("Drop to attach %n items to {ticket}", "", count)
        self.text = text.format(ticket=ticket)
        self.setAccessibleName(self.text)
        self._place()
        self.raise_()
        self.show()
        self.update()

    def _leave(self, drop: FileDrop) -> None:
        if self._owner is drop:
            self._owner = None
            self.hide()

    def _place(self) -> None:
        window = self._window
        width = min(
            self.fontMetrics().horizontalAdvance(self.text) + 2 * _PADDING_PX + ICON_PX + SPACING * 2, window.width() - _DISTANCE_PX
        )
        height = self.fontMetrics().height() + 2 * SPACING + SPACING // 2
        self.setGeometry((window.width() - width) // 2, window.height() - height - _DISTANCE_PX, width, height)
