"""The members of an archive as rows that can be sorted and filtered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimeZone

from toptickets_desktop.gui.formats import UNKNOWN, size_text, visible_name
from toptickets_desktop.gui.icons import file_type_icon, icon

AnyIndex = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole


class MemberColumn(IntEnum):
    """The columns, from the left."""

    NAME = 0
    SIZE = 1
    PACKED = 2
    WHEN = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One member; `index` is its place in the archive. The name was chosen by a stranger."""

    index: int
    name: str
    size_bytes: int
    packed_bytes: int | None
    modified_s: int | None
    is_folder: bool
    is_encrypted: bool


class MemberModel(QAbstractTableModel):
    """Members by name, size, packed size and time; rows are sorted and filtered here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Member] = []
        self.rows: list[Member] = []
        self._filter = ""
        self._column, self._order = MemberColumn.NAME, Qt.SortOrder.AscendingOrder

    @property
    def total_count(self) -> int:
        return len(self._all)

    def set_members(self, members: list[Member]) -> None:
        self._all = members
        self._rebuild()

    def filter_by_text(self, text: str) -> None:
        """Show members whose names have all these words."""
        self._filter = text
        self._rebuild()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column >= 0:
            self._column, self._order = MemberColumn(column), order
            self._rebuild()

    def _rebuild(self) -> None:
        words = self._filter.casefold().split()
        rows = [member for member in self._all if all(word in member.name.casefold() for word in words)]
        rows.sort(key=lambda member: _sort_key(member, self._column), reverse=self._order is Qt.SortOrder.DescendingOrder)
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(MemberColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        words = (self.tr("Name"), self.tr("Size"), self.tr("Packed"), self.tr("Changed"))
        return words[section] if 0 <= section < len(words) else None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        member, column = self.rows[index.row()], MemberColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(member, column)
        if role == SORT_ROLE:
            return _sort_key(member, column)
        if role == Qt.ItemDataRole.DecorationRole and column is MemberColumn.NAME:
            if member.is_folder:
                return icon("folder")
            return icon("key-round") if member.is_encrypted else file_type_icon("", member.name)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in {MemberColumn.SIZE, MemberColumn.PACKED}:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole and column is MemberColumn.NAME and member.is_encrypted:
            return self.tr("{name}, protected by a password").format(name=visible_name(member.name))
        return None

    def _text(self, member: Member, column: MemberColumn) -> str:
        if column is MemberColumn.NAME:
            return visible_name(member.name)
        if column is MemberColumn.SIZE:
            return "" if member.is_folder else size_text(member.size_bytes)
        if column is MemberColumn.PACKED:
            return "" if member.is_folder else size_text(member.packed_bytes)
        return _time_text(member.modified_s)


def _sort_key(member: Member, column: MemberColumn) -> Any:
    if column is MemberColumn.SIZE:
        return member.size_bytes
    if column is MemberColumn.PACKED:
        return -1 if member.packed_bytes is None else member.packed_bytes
    if column is MemberColumn.WHEN:
        return -1 if member.modified_s is None else member.modified_s
    return member.name.casefold()


def _time_text(modified_s: int | None) -> str:
    """By the clock of whoever packed it: archives know no time zones."""
    if not modified_s:
        return UNKNOWN
    when = QDateTime.fromSecsSinceEpoch(max(-(2**40), min(modified_s, 2**40)), QTimeZone.utc())
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)
