"""How a row of the Transfers panel is painted: a bar with figures while it runs, a mark and a sentence afterwards, a button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionFocusRect, QStyleOptionViewItem, QWidget

from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.status_line import ICON_PX, paint_icon
from toptickets_desktop.gui.theme import SPACING, Tone, tabular_font, tone_color
from toptickets_desktop.gui.transfers.transfer_model import TRANSFER_ROLE
from toptickets_desktop.gui.transfers.transfer_words import TransferAction, fraction_done, row_button, status_text

Index = QModelIndex | QPersistentModelIndex

BUTTON_PX = SPACING * 3

_BAR_HEIGHT_PX = 6
_BAR_WIDTH_MAX_PX = SPACING * 20
_BAR_WIDTH_MIN_PX = SPACING * 5
_BAR_SHARE = 0.35  # of the cell
_TRACK_ALPHA = 0.16
_HOVER_ALPHA = 0.10
_PRESSED_ALPHA = 0.22

_MARKS = {
    TransferState.DONE: ("circle-check", Tone.SUCCESS),
    TransferState.SKIPPED: ("circle-slash", Tone.NEUTRAL),
    TransferState.REFUSED: ("ban", Tone.DANGER),
    TransferState.UNCONFIRMED: ("circle-help", Tone.WARNING),
    TransferState.FAILED: ("circle-alert", Tone.DANGER),
    TransferState.CANCELLED: ("circle-x", Tone.NEUTRAL),
}
_RESTING_STATES = frozenset({TransferState.QUEUED, TransferState.WAITING, TransferState.PAUSED, TransferState.CANCELLED})
_BUTTON_ICONS = {
    TransferAction.RESUME: "play",
    TransferAction.CANCEL: "x",
    TransferAction.RETRY: "rotate-cw",
    TransferAction.SHOW_IN_FOLDER: "folder-open",
}


class NameDelegate(QStyledItemDelegate):
    """Paints direction and name in line with the panel's title."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        _paint_ground(painter, option)
        inner = QStyleOptionViewItem(option)
        inner.rect = QStyle.visualRect(option.direction, option.rect, option.rect.adjusted(SPACING // 2, 0, 0, 0))
        super().paint(painter, inner, index)


class StatusDelegate(QStyledItemDelegate):
    """Paints where a transfer stands."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        transfer: Transfer = index.data(TRANSFER_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        area = option.rect.adjusted(SPACING, 0, -SPACING, 0)
        color = _text_color(option, Tone.NEUTRAL if transfer.state in _RESTING_STATES else None)
        if transfer.state.is_final:
            area = self._paint_mark(painter, option, area, transfer.state)
            if not _is_selected(option) and transfer.state in {TransferState.FAILED, TransferState.REFUSED, TransferState.UNCONFIRMED}:
                color = tone_color(_MARKS[transfer.state][1], option.palette)
        else:
            area = self._paint_bar(painter, option, area, transfer)
        painter.setFont(tabular_font(option.font))
        painter.setPen(color)
        painter.setLayoutDirection(option.direction)
        text = painter.fontMetrics().elidedText(status_text(transfer), Qt.TextElideMode.ElideRight, area.width())
        alignment = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(area, int(alignment | Qt.AlignmentFlag.AlignAbsolute) | int(Qt.TextFlag.TextSingleLine), text)
        painter.restore()

    def _paint_mark(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, state: TransferState) -> QRect:
        """Paint the mark of a final state; what is left of the area is for the text."""
        name, tone = _MARKS[state]
        place = QRect(area.left(), area.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
        paint_icon(painter, name, QStyle.visualRect(option.direction, area, place), _text_color(option, tone))
        return QStyle.visualRect(option.direction, area, area.adjusted(ICON_PX + SPACING, 0, 0, 0))

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, transfer: Transfer) -> QRect:
        """Paint how much is done; what is left of the area is for the figures."""
        width = min(int(area.width() * _BAR_SHARE), _BAR_WIDTH_MAX_PX)
        if width < _BAR_WIDTH_MIN_PX:
            return area
        track = QRect(area.left(), area.center().y() - _BAR_HEIGHT_PX // 2 + 1, width, _BAR_HEIGHT_PX)
        fraction = fraction_done(transfer) or 0.0
        filled = QRect(track.left(), track.top(), max(round(width * fraction), _BAR_HEIGHT_PX), _BAR_HEIGHT_PX)
        ink = _text_color(option, None)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(ink, _TRACK_ALPHA))
        radius = _BAR_HEIGHT_PX / 2
        painter.drawRoundedRect(QStyle.visualRect(option.direction, area, track), radius, radius)
        if fraction > 0:
            painter.setBrush(ink if _is_selected(option) else option.palette.color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(QStyle.visualRect(option.direction, area, filled), radius, radius)
        return QStyle.visualRect(option.direction, area, area.adjusted(width + SPACING * 2, 0, 0, 0))


class ButtonDelegate(QStyledItemDelegate):
    """Paints the one button of a row and answers the mouse; the keyboard has the context menu and its keys.

    Signals:
        clicked(int, TransferAction): the button of the transfer of that id.
    """

    clicked = Signal(int, object)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._pressed_id: int | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, option)
        transfer: Transfer = index.data(TRANSFER_ROLE)
        action = row_button(transfer)
        if action is not None:
            place, ink = _button_rect(option.rect), _text_color(option, None)
            is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            if is_hovered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_faded(ink, _PRESSED_ALPHA if self._pressed_id == transfer.id else _HOVER_ALPHA))
                painter.drawRoundedRect(place, SPACING / 2, SPACING / 2)
            margin = (BUTTON_PX - ICON_PX) // 2
            color = ink if is_hovered else _text_color(option, Tone.NEUTRAL)
            paint_icon(painter, _BUTTON_ICONS[action], place.adjusted(margin, margin, -margin, -margin), color)
        painter.restore()

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: ARG002  # Qt's signature
        transfer: Transfer = index.data(TRANSFER_ROLE)
        action = row_button(transfer)
        if not isinstance(event, QMouseEvent) or event.button() is not Qt.MouseButton.LeftButton or action is None:
            return False
        is_inside = _button_rect(option.rect).contains(event.position().toPoint())
        if event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            self._pressed_id = transfer.id if is_inside else None
            return is_inside
        if event.type() == QEvent.Type.MouseButtonRelease:
            # Rows move while transfers come and go: only a press and a release on the same transfer are a click.
            is_click = is_inside and self._pressed_id == transfer.id
            self._pressed_id = None
            if is_click:
                self.clicked.emit(transfer.id, action)
            return is_click
        return False


def _button_rect(cell: QRect) -> QRect:
    place = QRect(0, 0, BUTTON_PX, BUTTON_PX)
    place.moveCenter(cell.center())
    return place


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The row's own background, as the style paints it under any other cell."""
    style = option.widget.style()
    style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
    if option.state & QStyle.StateFlag.State_HasFocus:
        focus = QStyleOptionFocusRect()
        focus.rect, focus.state, focus.palette = option.rect, option.state, option.palette
        style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, option.widget)


def _is_selected(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Selected)


def _text_color(option: QStyleOptionViewItem, tone: Tone | None) -> QColor:
    """The colour of a meaning, or of the text; on a selected row that of selected text, which alone can be read there."""
    if _is_selected(option):
        is_active = option.state & QStyle.StateFlag.State_Active
        group = QPalette.ColorGroup.Active if is_active else QPalette.ColorGroup.Inactive
        return option.palette.color(group, QPalette.ColorRole.HighlightedText)
    return tone_color(tone, option.palette) if tone else option.palette.color(QPalette.ColorRole.Text)


def _faded(color: QColor, alpha: float) -> QColor:
    faded = QColor(color)
    faded.setAlphaF(alpha)
    return faded
