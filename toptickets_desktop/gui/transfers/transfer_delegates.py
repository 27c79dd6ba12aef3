"""How a row of the Transfers panel is painted: a bar with figures while it runs, a mark and a sentence afterwards, a button."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.status_line import ICON_PX, paint_icon
from toptickets_desktop.gui.theme import SPACING, Tone, tone_color
from toptickets_desktop.gui.transfers import batch_painting
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.batch_words import batch_button
from toptickets_desktop.gui.transfers.cell_painting import (
    BUTTON_PX,
    is_selected,
    paint_bar,
    paint_ground,
    paint_hover,
    paint_mark,
    paint_text,
    text_color,
)
from toptickets_desktop.gui.transfers.clicks import Click
from toptickets_desktop.gui.transfers.transfer_model import BATCH_ROLE, FRACTION_ROLE, STATUS_ROLE, TRANSFER_ROLE
from toptickets_desktop.gui.transfers.transfer_words import TransferAction, row_button

Index = QModelIndex | QPersistentModelIndex

_MARKS = {
    TransferState.DONE: ("circle-check", Tone.SUCCESS),
    TransferState.SKIPPED: ("circle-slash", Tone.NEUTRAL),
    TransferState.REFUSED: ("ban", Tone.DANGER),
    TransferState.UNCONFIRMED: ("circle-help", Tone.WARNING),
    TransferState.FAILED: ("circle-alert", Tone.DANGER),
    TransferState.CANCELLED: ("circle-x", Tone.NEUTRAL),
}
_RESTING_STATES = frozenset({TransferState.QUEUED, TransferState.WAITING, TransferState.PAUSED, TransferState.CANCELLED})
_LOUD_STATES = frozenset({TransferState.FAILED, TransferState.REFUSED, TransferState.UNCONFIRMED})
_BUTTON_ICONS = {
    TransferAction.RESUME: "play",
    TransferAction.CANCEL: "x",
    TransferAction.RETRY: "rotate-cw",
    TransferAction.SHOW_IN_FOLDER: "folder-open",
}


class NameDelegate(QStyledItemDelegate):
    """Paints direction and name in line with the panel's title, or a batch's title with the arrow that folds it away.

    Signals:
        fold_clicked(int): the arrow of the batch of that number.
    """

    fold_clicked = Signal(int)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._click = Click()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        transfer, batch = index.data(TRANSFER_ROLE), index.data(BATCH_ROLE)
        paint_ground(painter, option)
        if transfer is None:
            batch_painting.paint_title(painter, option, batch)
            return
        inner = QStyleOptionViewItem(option)
        indent_px = batch_painting.INDENT_PX if batch is not None else SPACING // 2
        inner.rect = QStyle.visualRect(option.direction, option.rect, option.rect.adjusted(indent_px, 0, 0, 0))
        super().paint(painter, inner, index)

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: ARG002  # Qt's signature
        if index.data(TRANSFER_ROLE) is not None or not isinstance(event, QMouseEvent):
            return False
        batch: Batch = index.data(BATCH_ROLE)
        is_heard, is_click = self._click.follow(event, batch.batch_id, batch_painting.fold_rect(option))
        if is_click:
            self.fold_clicked.emit(batch.batch_id)
        return is_heard


class StatusDelegate(QStyledItemDelegate):
    """Paints where a transfer or a batch stands.

    Signals:
        retry_clicked(int): the button that tries again what failed in the batch of that number.
    """

    retry_clicked = Signal(int)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._click = Click()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        transfer: Transfer | None = index.data(TRANSFER_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        paint_ground(painter, option)
        if transfer is None:
            batch: Batch = index.data(BATCH_ROLE)
            batch_painting.paint_status(painter, option, batch, is_pressed=self._click.is_on(batch.batch_id))
        else:
            self._paint_transfer(painter, option, transfer, index)
        painter.restore()

    def _paint_transfer(self, painter: QPainter, option: QStyleOptionViewItem, transfer: Transfer, index: Index) -> None:
        area = option.rect.adjusted(SPACING, 0, -SPACING, 0)
        color = text_color(option, Tone.NEUTRAL if transfer.state in _RESTING_STATES else None)
        if transfer.state.is_final:
            area = paint_mark(painter, option, area, *_MARKS[transfer.state])
            if not is_selected(option) and transfer.state in _LOUD_STATES:
                color = tone_color(_MARKS[transfer.state][1], option.palette)
        else:
            area = paint_bar(painter, option, area, index.data(FRACTION_ROLE) or 0.0)
        paint_text(painter, option, area, index.data(STATUS_ROLE), color)

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: ARG002  # Qt's signature
        if index.data(TRANSFER_ROLE) is not None or not isinstance(event, QMouseEvent):
            return False
        batch: Batch = index.data(BATCH_ROLE)
        is_heard, is_click = self._click.follow(event, batch.batch_id, batch_painting.retry_rect(option, batch))
        if is_click:
            self.retry_clicked.emit(batch.batch_id)
        return is_heard


class ButtonDelegate(QStyledItemDelegate):
    """Paints the one button of a row and answers the mouse; the keyboard has the context menu and its keys.

    Signals:
        clicked(int, TransferAction): the button of the transfer of that id.
        batch_clicked(int, TransferAction): the button of the batch of that number.
    """

    clicked = Signal(int, object)
    batch_clicked = Signal(int, object)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._click = Click()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option)
        identity, action = _button(index)
        if action is not None:
            place = _button_rect(option.rect)
            is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            if is_hovered:
                paint_hover(painter, option, place, is_pressed=self._click.is_on(identity))
            margin = (BUTTON_PX - ICON_PX) // 2
            color = text_color(option, None if is_hovered else Tone.NEUTRAL)
            paint_icon(painter, _BUTTON_ICONS[action], place.adjusted(margin, margin, -margin, -margin), color)
        painter.restore()

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: ARG002  # Qt's signature
        identity, action = _button(index)
        if not isinstance(event, QMouseEvent) or action is None:
            return False
        is_heard, is_click = self._click.follow(event, identity, _button_rect(option.rect))
        if is_click:
            transfer: Transfer | None = index.data(TRANSFER_ROLE)
            if transfer is not None:
                self.clicked.emit(transfer.id, action)
            else:
                self.batch_clicked.emit(index.data(BATCH_ROLE).batch_id, action)
        return is_heard


def _button(index: Index) -> tuple[Hashable, TransferAction | None]:
    """Whose button it is, and what it does."""
    transfer: Transfer | None = index.data(TRANSFER_ROLE)
    if transfer is not None:
        return ("transfer", transfer.id), row_button(transfer)
    batch: Batch = index.data(BATCH_ROLE)
    return ("batch", batch.batch_id), batch_button(batch)


def _button_rect(cell: QRect) -> QRect:
    place = QRect(0, 0, BUTTON_PX, BUTTON_PX)
    place.moveCenter(cell.center())
    return place
