"""What the delegates of the Transfers panel paint with: the ground of a row, bars, marks, and colours that can be read on it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionFocusRect, QStyleOptionViewItem

from toptickets_desktop.gui.status_line import ICON_PX, paint_icon
from toptickets_desktop.gui.theme import SPACING, Tone, tabular_font, tone_color

BUTTON_PX = SPACING * 3

_BAR_HEIGHT_PX = 6
_BAR_WIDTH_MAX_PX = SPACING * 20
_BAR_WIDTH_MIN_PX = SPACING * 5
_BAR_SHARE = 0.35  # of the cell
_TRACK_ALPHA = 0.16
_HOVER_ALPHA = 0.10
_PRESSED_ALPHA = 0.22


def paint_mark(painter: QPainter, option: QStyleOptionViewItem, area: QRect, icon_name: str, tone: Tone) -> QRect:
    """Paint the mark of an end; what is left of the area is for the text."""
    place = QRect(area.left(), area.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
    paint_icon(painter, icon_name, QStyle.visualRect(option.direction, area, place), text_color(option, tone))
    return QStyle.visualRect(option.direction, area, area.adjusted(ICON_PX + SPACING, 0, 0, 0))


def paint_bar(painter: QPainter, option: QStyleOptionViewItem, area: QRect, fraction: float) -> QRect:
    """Paint how much is done; what is left of the area is for the figures."""
    width = min(int(area.width() * _BAR_SHARE), _BAR_WIDTH_MAX_PX)
    if width < _BAR_WIDTH_MIN_PX:
        return area
    track = QRect(area.left(), area.center().y() - _BAR_HEIGHT_PX // 2 + 1, width, _BAR_HEIGHT_PX)
    filled = QRect(track.left(), track.top(), max(round(width * fraction), _BAR_HEIGHT_PX), _BAR_HEIGHT_PX)
    ink = text_color(option, None)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(ink, _TRACK_ALPHA))
    radius = _BAR_HEIGHT_PX / 2
    painter.drawRoundedRect(QStyle.visualRect(option.direction, area, track), radius, radius)
    if fraction > 0:
        painter.setBrush(ink if is_selected(option) else option.palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(QStyle.visualRect(option.direction, area, filled), radius, radius)
    return QStyle.visualRect(option.direction, area, area.adjusted(width + SPACING * 2, 0, 0, 0))


def paint_text(painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, color: QColor) -> None:
    """Paint one line of figures and words, shortened where there is no room."""
    painter.setFont(tabular_font(painter.font()))
    painter.setPen(color)
    painter.setLayoutDirection(option.direction)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    alignment = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(area, int(alignment | Qt.AlignmentFlag.AlignAbsolute) | int(Qt.TextFlag.TextSingleLine), shown)


def paint_hover(painter: QPainter, option: QStyleOptionViewItem, place: QRect, *, is_pressed: bool) -> None:
    """Paint the ground of a button that the pointer is over."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(text_color(option, None), _PRESSED_ALPHA if is_pressed else _HOVER_ALPHA))
    painter.drawRoundedRect(place, SPACING / 2, SPACING / 2)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The row's own background, as the style paints it under any other cell."""
    style = option.widget.style()
    style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
    if option.state & QStyle.StateFlag.State_HasFocus:
        focus = QStyleOptionFocusRect()
        focus.rect, focus.state, focus.palette = option.rect, option.state, option.palette
        style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, option.widget)


def is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def text_color(option: QStyleOptionViewItem, tone: Tone | None) -> QColor:
    """The colour of a meaning, or of the text; on a selected row that of selected text, which alone can be read there."""
    if is_selected(option):
        is_active = option.state & QStyle.StateFlag.State_Active
        group = QPalette.ColorGroup.Active if is_active else QPalette.ColorGroup.Inactive
        return option.palette.color(group, QPalette.ColorRole.HighlightedText)
    return tone_color(tone, option.palette) if tone else option.palette.color(QPalette.ColorRole.Text)


def faded(color: QColor, alpha: float) -> QColor:
    faded = QColor(color)
    faded.setAlphaF(alpha)
    return faded
