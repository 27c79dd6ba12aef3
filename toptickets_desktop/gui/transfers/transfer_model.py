"""The rows of the Transfers panel, told apart by transfer id, in the order in which they were asked for.

Written for ten changes a second among ten thousand rows: an update costs what changed, not what there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.plain_text import tool_tip
from toptickets_desktop.gui.transfers import transfer_words
from toptickets_desktop.gui.transfers.transfer_summary import TransferSummary

Index = QModelIndex | QPersistentModelIndex

TRANSFER_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2

_INVALID = QModelIndex()
_RUNS_BEFORE_RESET = 200


class TransferColumn(IntEnum):
    """The columns."""

    NAME = 0
    STATUS = 1
    BUTTON = 2


class TransferModel(QAbstractTableModel):
    """Frozen transfers as rows.

    `TRANSFER_ROLE` gives the transfer itself, `SORT_ROLE` a native value to sort by.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Transfer] = []
        self._row_of_id: dict[int, int] = {}
        self._active_ids: set[int] = set()
        self._states: Counter[TransferState] = Counter()
        self._directions: Counter[Direction] = Counter()

    # --- rows -----------------------------------------------------------------------------------------------------------

    @property
    def transfers(self) -> Sequence[Transfer]:
        """All transfers, in the order of asking."""
        return tuple(self._rows)

    @property
    def active_ids(self) -> list[int]:
        """Those that wait or run, in the order of asking."""
        return sorted(self._active_ids)

    def transfer_at(self, row: int) -> Transfer:
        """The transfer in a row."""
        return self._rows[row]

    def row_of(self, transfer_id: int) -> int | None:
        """Where a transfer is shown, or None."""
        return self._row_of_id.get(transfer_id)

    def first_active_row(self) -> int | None:
        """The first row that runs; when none does, the first that waits."""
        first = min(self._active_ids, key=lambda transfer_id: (self._is_waiting(transfer_id), transfer_id), default=None)
        return None if first is None else self._row_of_id[first]

    def _is_waiting(self, transfer_id: int) -> bool:
        return self._rows[self._row_of_id[transfer_id]].state in {TransferState.QUEUED, TransferState.WAITING, TransferState.PAUSED}

    def summary(self) -> TransferSummary:
        """All of them in one line."""
        active = (self._rows[self._row_of_id[transfer_id]] for transfer_id in self._active_ids)
        return TransferSummary.of(Counter(self._states), Counter(self._directions), active)

    def update(self, transfers: Iterable[Transfer]) -> None:
        """Take newer pictures of transfers: known ones change in place, others are added."""
        newest = {transfer.id: transfer for transfer in transfers}
        moved: list[int] = []
        changed: list[int] = []
        for transfer_id in sorted(newest.keys() & self._row_of_id.keys()):
            row = self._row_of_id[transfer_id]
            old, new = self._rows[row], newest[transfer_id]
            if old == new:
                continue
            self._rows[row] = new
            self._uncount(old)
            self._count(new)
            is_progress_only = (old.state, old.name, old.path) == (new.state, new.name, new.path)
            (moved if is_progress_only else changed).append(row)
        for first, last in _runs(sorted(moved)):
            self.dataChanged.emit(self.index(first, TransferColumn.STATUS), self.index(last, TransferColumn.STATUS))
        for first, last in _runs(sorted(changed)):
            self.dataChanged.emit(self.index(first, TransferColumn.NAME), self.index(last, TransferColumn.BUTTON))
        self._insert(sorted((newest[transfer_id] for transfer_id in newest.keys() - self._row_of_id.keys()), key=_id_of))

    def remove(self, transfer_ids: Iterable[int]) -> None:
        """Take transfers away; unknown ids are no matter."""
        runs = _runs(sorted(self._row_of_id[transfer_id] for transfer_id in set(transfer_ids) & self._row_of_id.keys()))
        if len(runs) > _RUNS_BEFORE_RESET:
            self.beginResetModel()
            for first, last in reversed(runs):
                self._drop(first, last)
            self._index_again()
            self.endResetModel()
            return
        for first, last in reversed(runs):
            self.beginRemoveRows(_INVALID, first, last)
            self._drop(first, last)
            self._index_again(first)
            self.endRemoveRows()

    def _insert(self, new: list[Transfer]) -> None:
        """Add rows where their ids belong: nearly always at the end."""
        while new:
            first = len(self._rows)
            while first and self._rows[first - 1].id > new[0].id:
                first -= 1
            limit = self._rows[first].id if first < len(self._rows) else None
            count = next((i for i, transfer in enumerate(new) if limit is not None and transfer.id > limit), len(new))
            together, new = new[:count], new[count:]
            self.beginInsertRows(_INVALID, first, first + count - 1)
            self._rows[first:first] = together
            self._index_again(first)
            for transfer in together:
                self._count(transfer)
            self.endInsertRows()

    def _drop(self, first: int, last: int) -> None:
        for transfer in self._rows[first : last + 1]:
            self._uncount(transfer)
            del self._row_of_id[transfer.id]
        del self._rows[first : last + 1]

    def _index_again(self, first: int = 0) -> None:
        for row in range(first, len(self._rows)):
            self._row_of_id[self._rows[row].id] = row

    def _count(self, transfer: Transfer) -> None:
        self._states[transfer.state] += 1
        self._directions[transfer.direction] += 1
        if not transfer.state.is_final:
            self._active_ids.add(transfer.id)

    def _uncount(self, transfer: Transfer) -> None:
        self._states[transfer.state] -= 1
        self._directions[transfer.direction] -= 1
        self._active_ids.discard(transfer.id)

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
        transfer, column = self._rows[index.row()], TransferColumn(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._display(transfer, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._tool_tip(transfer, column))
            case Qt.ItemDataRole.DecorationRole:
                return self._decoration(transfer, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible_text(transfer, column)
            case _ if role == TRANSFER_ROLE:
                return transfer
            case _ if role == SORT_ROLE:
                return self._sort_value(transfer, column)
            case _:
                return None

    def _display(self, transfer: Transfer, column: TransferColumn) -> str:
        match column:
            case TransferColumn.NAME:
                return visible_name(transfer.name)
            case TransferColumn.STATUS:
                return transfer_words.status_text(transfer)
            case TransferColumn.BUTTON:
                return ""

    def _tool_tip(self, transfer: Transfer, column: TransferColumn) -> str:
        match column:
            case TransferColumn.NAME:
                return transfer_words.name_tool_tip(transfer)
            case TransferColumn.STATUS:
                return transfer_words.status_tool_tip(transfer)
            case TransferColumn.BUTTON:
                return self._button_text(transfer)

    def _decoration(self, transfer: Transfer, column: TransferColumn) -> object:
        if column is not TransferColumn.NAME:
            return None
        return icon("arrow-up" if transfer.direction is Direction.UPLOAD else "arrow-down")

    def _accessible_text(self, transfer: Transfer, column: TransferColumn) -> str:
        return self._button_text(transfer) if column is TransferColumn.BUTTON else self._display(transfer, column)

    def _button_text(self, transfer: Transfer) -> str:
        action = transfer_words.row_button(transfer)
        return transfer_words.action_text(action) if action else ""

    def _sort_value(self, transfer: Transfer, column: TransferColumn) -> str | float | int:
        match column:
            case TransferColumn.NAME:
                return transfer.name.casefold()
            case TransferColumn.STATUS:
                return list(TransferState).index(transfer.state) + (transfer_words.fraction_done(transfer) or 0.0) / 2
            case TransferColumn.BUTTON:
                return transfer.id


def _id_of(transfer: Transfer) -> int:
    return transfer.id


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Group growing numbers into runs of neighbours: [1, 2, 5] → [(1, 2), (5, 5)]."""
    grouped = (list(group) for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in grouped]
