"""A table model over frozen rows that keeps the view's place: rows are told apart by id, sorted and filtered in plain Python.

A proxy model over Python data takes seconds for what this does in milliseconds, and a model reset would lose the selection and
the scroll position at each refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from toptickets_desktop.gui.plain_text import isolated, tool_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_INVALID = QModelIndex()
_RUNS_BEFORE_RESET = 200


class RowModel(QAbstractTableModel, Generic[Row]):
    """Rows with stable identity.

    Subclasses name the columns and answer `text`, and where they want `decoration`, `tool_tip`, `alignment` and `sort_key`.
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

    def sort_key(self, row: Row, column: int) -> Any:
        """What to sort by: a native value, never None."""
        return self.text(row, column).casefold()

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
        return next((i for i, row in enumerate(self._shown) if self.row_id(row) == row_id), None)

    def row(self, row_id: str) -> Row | None:
        """The row of that id, shown or not."""
        return self._all.get(row_id)

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Take these rows as all there are; what stays keeps its place and its selection."""
        self._all = {self.row_id(row): row for row in rows}
        self._show_again()

    def upsert(self, rows: Iterable[Row]) -> None:
        """Add rows, or put them in the place of those with the same id."""
        self._all.update((self.row_id(row), row) for row in rows)
        self._show_again()

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
        self._sort_column = column if column >= 0 else None
        self._sort_order = order
        self._show_again()

    # --- from what is shown to what should be ---------------------------------------------------------------------------

    def _wanted(self) -> list[Row]:
        rows: list[Row] = list(self._all.values()) if self._accepts is None else [row for row in self._all.values() if self._accepts(row)]
        column = self._sort_column
        if column is not None:
            rows.sort(key=lambda row: self.sort_key(row, column), reverse=self._sort_order is Qt.SortOrder.DescendingOrder)
        return rows

    def _show_again(self) -> None:
        wanted = self._wanted()
        wanted_ids = {self.row_id(row) for row in wanted}
        gone = [i for i, row in enumerate(self._shown) if self.row_id(row) not in wanted_ids]
        if len(gone) == len(self._shown) > 0 or _count_runs(gone) > _RUNS_BEFORE_RESET:
            self.beginResetModel()
            self._shown = wanted
            self.endResetModel()
            return
        for first, last in reversed(_runs(gone)):
            self.beginRemoveRows(_INVALID, first, last)
            del self._shown[first : last + 1]
            self.endRemoveRows()
        self._reorder_and_replace(wanted)
        self._insert_missing(wanted)

    def _reorder_and_replace(self, wanted: list[Row]) -> None:
        """Bring the rows that stay into the wanted order, with their new values."""
        old_ids = [self.row_id(row) for row in self._shown]
        staying = set(old_ids)
        new_rows = [row for row in wanted if self.row_id(row) in staying]
        new_ids = [self.row_id(row) for row in new_rows]
        if new_ids != old_ids:
            self.layoutAboutToBeChanged.emit()
            position = {row_id: i for i, row_id in enumerate(new_ids)}
            old_indexes = self.persistentIndexList()
            new_indexes = [self.index(position[old_ids[index.row()]], index.column()) for index in old_indexes]
            old_rows = {self.row_id(row): row for row in self._shown}
            self._shown = [old_rows[row_id] for row_id in new_ids]
            self.changePersistentIndexList(old_indexes, new_indexes)
            self.layoutChanged.emit()
        changed = [i for i, (old, new) in enumerate(zip(self._shown, new_rows, strict=True)) if old != new]
        for i in changed:
            self._shown[i] = new_rows[i]
        for first, last in _runs(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.column_count - 1))

    def _insert_missing(self, wanted: list[Row]) -> None:
        shown = {self.row_id(row) for row in self._shown}
        for first, last in _runs([i for i, row in enumerate(wanted) if self.row_id(row) not in shown]):
            self.beginInsertRows(_INVALID, first, last)
            self._shown[first:first] = wanted[first : last + 1]
            self.endInsertRows()


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Group growing numbers into runs of neighbours: [1, 2, 5] → [(1, 2), (5, 5)]."""
    grouped = (list(group) for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in grouped]


def _count_runs(numbers: list[int]) -> int:
    return sum(1 for i, number in enumerate(numbers) if i == 0 or number != numbers[i - 1] + 1)
