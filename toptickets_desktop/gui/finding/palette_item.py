"""One line of the palette, and how it is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from toptickets_desktop.domain.fuzzy import marks
from toptickets_desktop.gui.theme import SPACING, muted_color

ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ICON_PX = SPACING * 2

_Role = QPalette.ColorRole
_Index = QModelIndex | QPersistentModelIndex


class PaletteKind(Enum):
    """What choosing an item does."""

    TICKET = auto()
    ATTACHMENT = auto()
    COMMAND = auto()


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One line.

    Attributes:
        text: what is searched and shown; safe to be shown.
        detail: what it is, in a word or two.
        keys: the shortcut that does the same.
        why_not: why it cannot be chosen now.
        run: does it.
    """

    kind: PaletteKind
    text: str
    detail: str
    shown_icon: QIcon
    run: Callable[[], object] = field(compare=False)
    keys: str = ""
    why_not: str = ""
    is_enabled: bool = True
    identity: str = ""


def spoken(item: PaletteItem) -> str:
    """An item in one sentence for screen readers."""
    return ", ".join(part for part in (item.text, item.detail, item.keys, item.why_not) if part)


class PaletteDelegate(QStyledItemDelegate):
    """Icon, text with the found letters set off, and at the end the shortcut or what it is."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.query = ""

    def row_height_px(self) -> int:
        return self._view.fontMetrics().height() + SPACING * 2

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002  # all rows are alike
        return QSize(SPACING * 20, self.row_height_px())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, PaletteItem):
            return
        painter.save()
        palette = option.palette
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        place = option.rect.adjusted(SPACING // 2, 0, -SPACING // 2, 0)
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(_Role.Highlight))
            painter.drawRoundedRect(place, SPACING / 2, SPACING / 2)
        ink = palette.color(_Role.HighlightedText if is_current else _Role.Text)
        quiet = ink if is_current else muted_color(palette)
        metrics = option.fontMetrics
        left = place.left() + SPACING
        room = place.adjusted(SPACING, 0, -SPACING, 0)
        icon_mode = QIcon.Mode.Selected if is_current else (QIcon.Mode.Normal if item.is_enabled else QIcon.Mode.Disabled)
        icon_place = QRect(left, place.center().y() - _ICON_PX // 2, _ICON_PX, _ICON_PX)
        item.shown_icon.paint(painter, QStyle.visualRect(option.direction, place, icon_place), mode=icon_mode)
        end_text = (item.why_not or item.detail) if not item.is_enabled else item.keys or item.detail
        end_px = min(metrics.horizontalAdvance(end_text) + 2, room.width() // 2)
        end_place = QRect(room.right() - end_px, place.top(), end_px, place.height())
        painter.setPen(quiet)
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
        shown_end = metrics.elidedText(end_text, Qt.TextElideMode.ElideRight, end_px)
        mirrored = QStyle.visualRect(option.direction, place, end_place)
        painter.drawText(mirrored, int(QStyle.visualAlignment(option.direction, Qt.AlignmentFlag(align))), shown_end)
        text_left = left + _ICON_PX + SPACING
        text_place = QRect(text_left, place.top(), end_place.left() - SPACING * 2 - text_left, place.height())
        painter.setPen(ink if item.is_enabled else quiet)
        self._paint_text(painter, QStyle.visualRect(option.direction, place, text_place), option, item)
        painter.restore()

    def _paint_text(self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, item: PaletteItem) -> None:
        shown = option.fontMetrics.elidedText(item.text, Qt.TextElideMode.ElideRight, place.width())
        layout = QTextLayout(shown, option.font)
        text_option = layout.textOption()
        text_option.setTextDirection(option.direction)
        layout.setTextOption(text_option)
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.Bold)
        ranges = []
        for position in marks(self.query, item.text):
            if position < len(shown):
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = position, 1, strong
                ranges.append(part)
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(place.width())
        layout.endLayout()
        painter.save()
        painter.setClipRect(place)
        layout.draw(painter, place.topLeft().toPointF() + QRect(0, (place.height() - round(line.height())) // 2, 0, 0).topLeft().toPointF())
        painter.restore()
