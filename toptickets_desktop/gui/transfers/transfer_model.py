"""The rows of the Transfers panel: batches in the order in which they were asked for, and the transfers below each.

Written for ten changes a second among ten thousand rows: an update costs what changed, not what there is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.plain_text import tool_tip
from toptickets_desktop.gui.transfers import batch_words, transfer_words
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.batch_rows import BatchRows, runs_of
from toptickets_desktop.gui.transfers.steady_figures import Figures, SteadyFigures
from toptickets_desktop.gui.transfers.tally import Tally

Index = QModelIndex | QPersistentModelIndex

TRANSFER_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
BATCH_ROLE = int(Qt.ItemDataRole.UserRole) + 3
STATUS_ROLE = int(Qt.ItemDataRole.UserRole) + 4
FRACTION_ROLE = int(Qt.ItemDataRole.UserRole) + 5

_INVALID = QModelIndex()
_RESTING_STATES = frozenset({TransferState.QUEUED, TransferState.WAITING, TransferState.PAUSED})


class TransferColumn(IntEnum):
    """The columns."""

    NAME = 0
    STATUS = 1
    BUTTON = 2


class TransferModel(QAbstractTableModel):
    """Frozen transfers as rows, and a row over those of a batch.

    `TRANSFER_ROLE` gives the transfer itself, `BATCH_ROLE` the batch of a row that is one or that belongs to one, `STATUS_ROLE` the
    sentence of a transfer, `FRACTION_ROLE` how much of it the same sentence says is done, and `SORT_ROLE` a native value to sort by.

    Args:
        now_s: seconds that only grow.
    """

    def __init__(self, parent: QObject | None = None, *, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._now_s = now_s
        self._tally = Tally()
        self._figures: dict[int, SteadyFigures] = {}
        self._rows = BatchRows(self._inserting, self._removing, self._resetting)
        self._ticket_number: Callable[[str], str] = lambda _ticket_id: ""

    # --- rows -----------------------------------------------------------------------------------------------------------

    @property
    def transfers(self) -> Sequence[Transfer]:
        """All transfers, in the order of asking."""
        return tuple(sorted(self._rows.transfers.values(), key=lambda transfer: transfer.id))

    @property
    def active_ids(self) -> list[int]:
        """Those that wait or run, in the order of asking."""
        return sorted(self._tally.active_ids)

    @property
    def tally(self) -> Tally:
        """Numbers over all of them."""
        return self._tally

    def ids_in(self, state: TransferState) -> list[int]:
        """Those in a state, in the order of asking."""
        return [transfer.id for transfer in self.transfers if transfer.state is state] if self._tally.counts[state] else []

    def transfers_at(self, row: int) -> list[Transfer]:
        """The transfer in a row, or all those of the batch in it."""
        shown = self._rows[row]
        return [shown] if isinstance(shown, Transfer) else self.transfers_of(shown)

    def transfers_of(self, batch: Batch) -> list[Transfer]:
        """Those of a batch, in the order of asking."""
        return [self._rows.transfers[transfer_id] for transfer_id in batch.ids]

    def transfer(self, transfer_id: int) -> Transfer | None:
        """The newest picture of a transfer, shown or folded away with its batch."""
        return self._rows.transfers.get(transfer_id)

    def batch_at(self, row: int) -> Batch | None:
        """The batch that a row is; None for that of a transfer."""
        shown = self._rows[row]
        return shown if isinstance(shown, Batch) else None

    def batch(self, batch_id: int) -> Batch | None:
        """The batch of that number."""
        return self._rows.batch(batch_id)

    def batch_of(self, transfer: Transfer) -> Batch | None:
        """What a transfer was asked for with."""
        return self._rows.batch_of(transfer)

    def row_of(self, transfer_id: int) -> int | None:
        """Where a transfer is shown, or None."""
        return self._rows.row_of(transfer_id)

    def row_of_batch(self, batch: Batch) -> int | None:
        """Where a batch's own row is; that of its transfer when it is one alone."""
        row = self._rows.row_of_batch(batch)
        return row if row is not None or not batch.ids else self._rows.row_of(batch.ids[0])

    def first_active_row(self) -> int | None:
        """The first row that runs; when none does, the first that waits; the batch's when they are folded away."""
        first = min(self._tally.active_ids, key=lambda transfer_id: (self._is_waiting(transfer_id), transfer_id), default=None)
        if first is None:
            return None
        row = self._rows.row_of(first)
        batch = self._rows.batch_of(self._rows.transfers[first])
        return row if row is not None or batch is None else self._rows.row_of_batch(batch)

    def _is_waiting(self, transfer_id: int) -> bool:
        return self._rows.transfers[transfer_id].state in _RESTING_STATES

    def update(self, transfers: Iterable[Transfer]) -> None:
        """Take newer pictures of transfers: known ones change in place, others are added."""
        newest = {transfer.id: transfer for transfer in transfers}
        known = self._rows.transfers
        moved: list[int] = []
        changed: list[int] = []
        touched: dict[int, Batch] = {}
        for transfer_id in sorted(newest.keys() & known.keys()):
            old, new = known[transfer_id], newest[transfer_id]
            if old == new:
                continue
            row = self._rows.replace(new)
            self._tally.take(old)
            self._tally.add(new)
            self._look(new)
            batch = self._rows.batch_of(new)
            if batch is not None:
                touched[id(batch)] = batch
            is_progress_only = (old.state, old.name, old.path) == (new.state, new.name, new.path)
            if row is not None:
                (moved if is_progress_only else changed).append(row)
        for first, last in runs_of(sorted(moved)):
            self.dataChanged.emit(self.index(first, TransferColumn.STATUS), self.index(last, TransferColumn.STATUS))
        for first, last in runs_of(sorted(changed)):
            self.dataChanged.emit(self.index(first, TransferColumn.NAME), self.index(last, TransferColumn.BUTTON))
        added = [newest[transfer_id] for transfer_id in newest.keys() - known.keys()]
        for transfer in added:
            self._tally.add(transfer)
            self._look(transfer)
        self._rows.add(added)
        for transfer in added:
            batch = self._rows.batch_of(transfer)
            if batch is not None:
                touched[id(batch)] = batch
        self._tell_batches(touched.values())

    def remove(self, transfer_ids: Iterable[int]) -> None:
        """Take transfers away; unknown ids are no matter."""
        gone = [self._rows.transfers[each] for each in set(transfer_ids) if each in self._rows.transfers]
        left = {id(batch): batch for transfer in gone if (batch := self._rows.batch_of(transfer)) is not None}
        self._rows.remove([transfer.id for transfer in gone])
        for transfer in gone:
            self._tally.take(transfer)
            self._figures.pop(transfer.id, None)
        self._tell_batches(batch for batch in left.values() if batch.ids)

    def set_collapsed(self, batch: Batch, is_collapsed: bool) -> None:
        """Show only the row of a batch, or those of its transfers, too."""
        self._rows.set_collapsed(batch, is_collapsed)
        self._tell_batches([batch])

    def set_ticket_numbers(self, number_of: Callable[[str], str]) -> None:
        """Have `number_of` tell the number of a ticket, such as TKT-1042, by its id; empty while unknown."""
        self._ticket_number = number_of
        self.show_ticket_numbers()

    def show_ticket_numbers(self) -> None:
        """Numbers of tickets have become known."""
        self._tell_batches([batch for batch in self._rows.batches if not batch.ticket])

    def _look(self, transfer: Transfer) -> None:
        if transfer.state is TransferState.RUNNING:
            figures = self._figures.setdefault(transfer.id, SteadyFigures(self._now_s))
            figures.look(transfer.bytes_done, transfer.bytes_per_s, transfer.seconds_left)
        else:
            self._figures.pop(transfer.id, None)

    def _tell_batches(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            batch.ticket = batch.ticket or self._ticket_number(batch.ticket_id)
            batch.look(self._now_s)
            row = self._rows.row_of_batch(batch)
            if row is not None:
                self.dataChanged.emit(self.index(row, TransferColumn.NAME), self.index(row, TransferColumn.BUTTON))

    @contextmanager
    def _inserting(self, first: int, last: int) -> Iterator[None]:
        self.beginInsertRows(_INVALID, first, last)
        yield
        self.endInsertRows()

    @contextmanager
    def _removing(self, first: int, last: int) -> Iterator[None]:
        self.beginRemoveRows(_INVALID, first, last)
        yield
        self.endRemoveRows()

    @contextmanager
    def _resetting(self) -> Iterator[None]:
        self.beginResetModel()
        yield
        self.endResetModel()

    # --- QAbstractTableModel --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(TransferColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole or section not in set(TransferColumn):
            return None
        return (self.tr("File"), self.tr("Status"), self.tr("Action"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        shown, column = self._rows[index.row()], TransferColumn(index.column())
        if role == BATCH_ROLE:
            return self._headed_batch(shown)
        if isinstance(shown, Batch):
            return self._batch_data(shown, column, role)
        return self._transfer_data(shown, column, role)

    def _headed_batch(self, shown: Transfer | Batch) -> Batch | None:
        batch = shown if isinstance(shown, Batch) else self._rows.batch_of(shown)
        return batch if batch is not None and batch.has_header else None

    def _transfer_data(self, transfer: Transfer, column: TransferColumn, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._display(transfer, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._tool_tip(transfer, column))
            case Qt.ItemDataRole.DecorationRole:
                return self._decoration(transfer, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _button_text(transfer) if column is TransferColumn.BUTTON else self._display(transfer, column)
            case _ if role == TRANSFER_ROLE:
                return transfer
            case _ if role == STATUS_ROLE:
                return self._status(transfer)
            case _ if role == FRACTION_ROLE:
                return transfer_words.fraction_done(transfer, self._shown_figures(transfer))
            case _ if role == SORT_ROLE:
                return _sort_value(transfer, column)
            case _:
                return None

    def _batch_data(self, batch: Batch, column: TransferColumn, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._batch_text(batch, column, is_spoken=role == Qt.ItemDataRole.AccessibleTextRole)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._batch_text(batch, column, is_spoken=True))
            case _:
                return None

    def _batch_text(self, batch: Batch, column: TransferColumn, *, is_spoken: bool) -> str:
        match column:
            case TransferColumn.NAME:
                return batch_words.batch_title(batch)
            case TransferColumn.STATUS:
                return batch_words.batch_status(batch)
            case TransferColumn.BUTTON:
                action = batch_words.batch_button(batch)
                words = [batch_words.retry_text(batch), transfer_words.action_text(action) if action else ""]
                return ", ".join(word for word in words if word) if is_spoken else ""

    def _status(self, transfer: Transfer) -> str:
        return transfer_words.status_text(transfer, self._shown_figures(transfer))

    def _shown_figures(self, transfer: Transfer) -> Figures | None:
        steady = self._figures.get(transfer.id)
        return None if steady is None else steady.figures

    def _display(self, transfer: Transfer, column: TransferColumn) -> str:
        match column:
            case TransferColumn.NAME:
                return visible_name(transfer.name)
            case TransferColumn.STATUS:
                return self._status(transfer)
            case TransferColumn.BUTTON:
                return ""

    def _tool_tip(self, transfer: Transfer, column: TransferColumn) -> str:
        match column:
            case TransferColumn.NAME:
                return transfer_words.name_tool_tip(transfer)
            case TransferColumn.STATUS:
                return transfer_words.status_tool_tip(transfer)
            case TransferColumn.BUTTON:
                return _button_text(transfer)

    def _decoration(self, transfer: Transfer, column: TransferColumn) -> object:
        if column is not TransferColumn.NAME:
            return None
        return icon("arrow-up" if transfer.direction is Direction.UPLOAD else "arrow-down")


def _button_text(transfer: Transfer) -> str:
    action = transfer_words.row_button(transfer)
    return transfer_words.action_text(action) if action else ""


def _sort_value(transfer: Transfer, column: TransferColumn) -> str | float | int:
    match column:
        case TransferColumn.NAME:
            return transfer.name.casefold()
        case TransferColumn.STATUS:
            return list(TransferState).index(transfer.state) + (transfer_words.fraction_done(transfer) or 0.0) / 2
        case TransferColumn.BUTTON:
            return transfer.id
