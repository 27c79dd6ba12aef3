"""A table model over frozen rows that keeps the view's place: rows are told apart by id, sorted and filtered in plain Python.

A proxy model over Python data takes seconds for what this does in milliseconds, and a model reset would lose the selection and
the scroll position at each refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import groupby, repeat
from operator import indexOf, is_, itemgetter
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from toptickets_desktop.gui.plain_text import isolated, tool_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_INVALID = QModelIndex()
_RUNS_BEFORE_RESET = 200
_CHANGES_FOUND_ONE_BY_ONE = 4


class RowModel(QAbstractTableModel, Generic[Row]):
    """Rows with stable identity.

    Subclasses name the columns and answer `text`, and where they want `decoration`, `tool_tip`, `alignment` and `sort_key_of`.
    """

    column_count: ClassVar[int] = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, Row] = {}
        self._shown: list[Row] = []
        self._sort_column: int | None = None
        self._sort_order = Qt.SortOrder.AscendingOrder
        self._accepts: Callable[[Row], bool] | None = None

    # --- what a subclass says -------------------------------------------------------------------------------------------

    def row_id(self, row: Row) -> str:
        raise NotImplementedError

    def header(self, column: int) -> str:
        raise NotImplementedError

    def text(self, row: Row, column: int) -> str:
        raise NotImplementedError

    def sort_key_of(self, column: int) -> Callable[[Row], Any]:
        """What tells for a row what to sort it by: a native value, never None."""
        return lambda row: self.text(row, column).casefold()

    def decoration(self, row: Row, column: int) -> object:  # noqa: ARG002  # the base class has none
        return None

    def tool_tip(self, row: Row, column: int) -> str:
        return self.text(row, column)

    def foreground(self, row: Row, column: int) -> object:  # noqa: ARG002  # the base class has none
        return None

    def font(self, row: Row, column: int) -> object:  # noqa: ARG002  # the base class has none
        return None

    def alignment(self, column: int) -> Qt.AlignmentFlag:  # noqa: ARG002  # the base class aligns all alike
        return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter

    # --- rows -----------------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> Sequence[Row]:
        """The rows as they are shown."""
        return self._shown

    @property
    def total_count(self) -> int:
        """How many rows there are, shown or filtered away."""
        return len(self._all)

    def all_rows(self) -> list[Row]:
        """Every row, shown or filtered away."""
        return list(self._all.values())

    def row_of(self, row_id: str) -> int | None:
        """Where the row of that id is shown, or None."""
        row = self._all.get(row_id)
        with suppress(ValueError):  # filtered away
            return None if row is None else indexOf(map(is_, self._shown, repeat(row)), True)
        return None

    def row(self, row_id: str) -> Row | None:
        """The row of that id, shown or not."""
        return self._all.get(row_id)

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Take these rows as all there are; what stays keeps its place and its selection."""
        known = self._all
        self._all = {}
        for row in rows:
            row_id = self.row_id(row)
            old = known.get(row_id)
            self._all[row_id] = old if old is not None and old == row else row  # the same object is the same row
        self._show_again()

    def upsert(self, rows: Iterable[Row]) -> None:
        """Add rows, or put them in the place of those with the same id. What it costs does not grow with the rows that are there."""
        fresh = {self.row_id(row): row for row in rows}
        known = {row_id: self._all[row_id] for row_id in fresh.keys() & self._all.keys()}
        new = [row for row_id, row in fresh.items() if row_id not in known]
        changed = {row_id for row_id, row in known.items() if row != fresh[row_id]}
        places = [(self.row_of(row_id), fresh[row_id]) for row_id in changed] if len(changed) <= _CHANGES_FOUND_ONE_BY_ONE else None
        self._all.update((row_id, fresh[row_id]) for row_id in fresh if row_id not in known or row_id in changed)
        if places is None or self._accepts is not None or (changed and self._sort_column is not None):
            self._show_again()
            return
        self._replace(sorted(((place, row) for place, row in places if place is not None), key=itemgetter(0)))
        if new and self._sort_column is None:
            self._insert(len(self._shown), new)
        elif new and self._sort_column is not None:
            self._insert_sorted(new, self._sort_column)

    def remove(self, row_ids: Iterable[str]) -> None:
        """Take rows away."""
        for row_id in row_ids:
            self._all.pop(row_id, None)
        self._show_again()

    def set_filter(self, accepts: Callable[[Row], bool] | None) -> None:
        """Show only rows that `accepts` says yes to; None shows all."""
        self._accepts = accepts
        self._show_again()

    def repaint_rows(self) -> None:
        """Say that what is shown of the rows changed, though the rows did not (times relative to now, names of people)."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, self.column_count - 1))

    # --- QAbstractTableModel --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _INVALID) -> int:
        return 0 if parent.isValid() else self.column_count

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.column_count:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.header(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return isolated(self.text(row, column))
        if role == Qt.ItemDataRole.DecorationRole:
            return self.decoration(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(self.tool_tip(row, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self.foreground(row, column)
        if role == Qt.ItemDataRole.FontRole:
            return self.font(row, column)
        if role == ROW_ROLE:
            return row
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one keeps the order in which the rows came."""
        was_sorted_so = self._sort_column == column
        self._sort_column = column if column >= 0 else None
        self._sort_order = order
        if was_sorted_so:  # turning the order round costs less than making it
            self._reorder(sorted(self._shown, key=self.sort_key_of(column), reverse=self._is_descending))
        else:
            self._reorder(self._wanted())

    # --- from what is shown to what should be ---------------------------------------------------------------------------

    def _wanted(self) -> list[Row]:
        rows: list[Row] = list(self._all.values()) if self._accepts is None else list(filter(self._accepts, self._all.values()))
        if self._sort_column is not None:
            rows.sort(key=self.sort_key_of(self._sort_column), reverse=self._is_descending)
        return rows

    @property
    def _is_descending(self) -> bool:
        return self._sort_order is Qt.SortOrder.DescendingOrder

    def _show_again(self) -> None:
        """Show what should be shown; what is the same at both ends costs next to nothing, however much it is."""
        shown, wanted = self._shown, self._wanted()
        head = _same_count(shown, wanted)
        tail = min(_same_count(reversed(shown), reversed(wanted)), min(len(shown), len(wanted)) - head)
        new = wanted[head : len(wanted) - tail]
        wanted_ids = set(map(self.row_id, new))
        last = len(shown) - tail
        gone = [i for i in range(head, last) if self.row_id(shown[i]) not in wanted_ids]
        if len(gone) == len(shown) > 0 or _count_runs(gone) > _RUNS_BEFORE_RESET:
            self.beginResetModel()
            self._shown = wanted
            self.endResetModel()
            return
        for first, end in reversed(_runs(gone)):
            self.beginRemoveRows(_INVALID, first, end)
            del shown[first : end + 1]
            self.endRemoveRows()
        self._reorder_and_replace(head, last - len(gone), new)
        self._insert_missing(head, last - len(gone), new)

    def _reorder_and_replace(self, first: int, end: int, wanted: list[Row]) -> None:
        """Bring the rows that stay between two places into the wanted order, with their new values."""
        old_ids = [self.row_id(row) for row in self._shown[first:end]]
        staying = set(old_ids)
        new_rows = [row for row in wanted if self.row_id(row) in staying]
        new_ids = [self.row_id(row) for row in new_rows]
        if new_ids != old_ids:
            old_rows = dict(zip(old_ids, self._shown[first:end], strict=True))
            self._reorder([*self._shown[:first], *(old_rows[row_id] for row_id in new_ids), *self._shown[end:]])
        self._replace([(first + i, new) for i, new in enumerate(new_rows) if self._shown[first + i] is not new])

    def _reorder(self, rows: list[Row]) -> None:
        """Show the rows that are shown in another order."""
        self.layoutAboutToBeChanged.emit()
        old_indexes = self.persistentIndexList()
        held = {id(self._shown[index.row()]) for index in old_indexes}
        position = {id(row): i for i, row in enumerate(rows) if id(row) in held} if held else {}
        new_indexes = [self.index(position[id(self._shown[index.row()])], index.column()) for index in old_indexes]
        self._shown = rows
        self.changePersistentIndexList(old_indexes, new_indexes)
        self.layoutChanged.emit()

    def _replace(self, changed: list[tuple[int, Row]]) -> None:
        for i, row in changed:
            self._shown[i] = row
        for first, last in _runs([i for i, _ in changed]):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.column_count - 1))

    def _insert_missing(self, first: int, end: int, wanted: list[Row]) -> None:
        shown = set(map(self.row_id, self._shown[first:end]))
        missing = [i for i, row in enumerate(wanted) if self.row_id(row) not in shown]
        for begin, last in _runs(missing):
            self._insert(first + begin, wanted[begin : last + 1])

    def _insert(self, place: int, rows: list[Row]) -> None:
        self.beginInsertRows(_INVALID, place, place + len(rows) - 1)
        self._shown[place:place] = rows
        self.endInsertRows()

    def _insert_sorted(self, rows: list[Row], column: int) -> None:
        """Each in its place among the others, behind those with the same key, as sorting everything anew would have it."""
        key, is_descending = self.sort_key_of(column), self._is_descending
        rows.sort(key=key, reverse=is_descending)

        def is_before(shown: Row, wanted: Any) -> bool:
            value = key(shown)
            return bool(value >= wanted if is_descending else value <= wanted)

        places = []
        least = 0
        for row in rows:
            wanted, low, high = key(row), least, len(self._shown)
            while low < high:
                middle = (low + high) // 2
                if is_before(self._shown[middle], wanted):
                    low = middle + 1
                else:
                    high = middle
            places.append(low)
            least = low
        runs = [(place, [row for _, row in group]) for place, group in groupby(zip(places, rows, strict=True), key=itemgetter(0))]
        for place, group in reversed(runs):
            self._insert(place, group)


def _same_count(ones: Iterable[object], others: Iterable[object]) -> int:
    """How many objects two sequences have in common from their beginning."""
    count = -1
    for count, is_same in enumerate(map(is_, ones, others)):  # used after the loop
        if not is_same:
            return count
    return count + 1


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Group growing numbers into runs of neighbours: [1, 2, 5] → [(1, 2), (5, 5)]."""
    grouped = (list(group) for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in grouped]


def _count_runs(numbers: list[int]) -> int:
    return sum(1 for i, number in enumerate(numbers) if i == 0 or number != numbers[i - 1] + 1)
