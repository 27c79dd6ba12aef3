"""How the row of a batch is painted: an arrow and a title, a bar or a mark with what has become of it, and a button with a word."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from toptickets_desktop.gui.status_line import ICON_PX, paint_icon
from toptickets_desktop.gui.theme import SPACING, Tone, tone_color
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.batch_words import batch_status, batch_title, retry_text, troubles
from toptickets_desktop.gui.transfers.cell_painting import (
    BUTTON_PX,
    faded,
    is_selected,
    paint_bar,
    paint_hover,
    paint_mark,
    paint_text,
    text_color,
)

INDENT_PX = SPACING * 3
"""How far the names of a batch's transfers stand in."""

_OUTLINE_ALPHA = 0.35


def fold_rect(option: QStyleOptionViewItem) -> QRect:
    """Where the arrow is clicked."""
    place = QRect(option.rect.left(), option.rect.top(), ICON_PX + SPACING * 2, option.rect.height())
    return QStyle.visualRect(option.direction, option.rect, place)


def retry_rect(option: QStyleOptionViewItem, batch: Batch) -> QRect:
    """Where "Retry 2" is clicked; empty when there is nothing to try again."""
    text = retry_text(batch)
    if not text:
        return QRect()
    width = QFontMetrics(option.font).horizontalAdvance(text) + ICON_PX + SPACING * 3
    place = QRect(option.rect.right() - width - SPACING, 0, width, BUTTON_PX)
    place.moveTop(option.rect.center().y() - BUTTON_PX // 2 + 1)
    return QStyle.visualRect(option.direction, option.rect, place)


def paint_title(painter: QPainter, option: QStyleOptionViewItem, batch: Batch) -> None:
    """Paint the arrow, the way the bytes go, and where."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    closed = "chevron-left" if option.direction is Qt.LayoutDirection.RightToLeft else "chevron-right"
    place = QRect(0, 0, ICON_PX, ICON_PX)
    place.moveCenter(fold_rect(option).center())
    paint_icon(painter, closed if batch.is_collapsed else "chevron-down", place, text_color(option, Tone.NEUTRAL))
    font = QFont(option.font)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    area = QStyle.visualRect(option.direction, option.rect, option.rect.adjusted(ICON_PX + SPACING * 2, 0, -SPACING, 0))
    paint_text(painter, option, area, batch_title(batch), text_color(option, None))
    painter.restore()


def paint_status(painter: QPainter, option: QStyleOptionViewItem, batch: Batch, *, is_pressed: bool) -> None:
    """Paint how the batch stands, and the button that tries again what failed."""
    area = option.rect.adjusted(SPACING, 0, -SPACING, 0)
    retry = retry_rect(option, batch)
    if not retry.isEmpty():
        _paint_retry(painter, option, retry, retry_text(batch), is_pressed=is_pressed)
        taken_px = retry.width() + SPACING * 2
        area = QStyle.visualRect(option.direction, area, area.adjusted(0, 0, -taken_px, 0))
    color = text_color(option, None)
    if batch.is_active:
        area = paint_bar(painter, option, area, batch.tally.fraction)
    elif troubles(batch.tally):
        tone = Tone.DANGER if batch.failed_count else Tone.WARNING
        area = paint_mark(painter, option, area, "circle-alert" if batch.failed_count else "triangle-alert", tone)
        if not is_selected(option) and batch.failed_count:
            color = tone_color(tone, option.palette)
    else:
        area = paint_mark(painter, option, area, "circle-check", Tone.SUCCESS)
    paint_text(painter, option, area, batch_status(batch), color)


def _paint_retry(painter: QPainter, option: QStyleOptionViewItem, place: QRect, text: str, *, is_pressed: bool) -> None:
    painter.save()
    ink = text_color(option, None)
    if option.state & QStyle.StateFlag.State_MouseOver:
        paint_hover(painter, option, place, is_pressed=is_pressed)
    painter.setPen(faded(ink, _OUTLINE_ALPHA))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), SPACING / 2, SPACING / 2)
    icon_place = QRect(place.left() + SPACING, place.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
    paint_icon(painter, "rotate-cw", QStyle.visualRect(option.direction, place, icon_place), ink)
    inner = place.adjusted(ICON_PX + SPACING * 3 // 2, 0, -SPACING, 0)
    paint_text(painter, option, QStyle.visualRect(option.direction, place, inner), text, ink)
    painter.restore()
