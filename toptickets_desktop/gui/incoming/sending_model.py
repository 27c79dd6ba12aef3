"""The rows of the sheet that shows what will be sent."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from toptickets_desktop.gui import messages
from toptickets_desktop.gui.formats import size_text, visible_name
from toptickets_desktop.gui.icons import file_type_icon
from toptickets_desktop.gui.plain_text import tool_tip
from toptickets_desktop.gui.theme import muted_color
from toptickets_desktop.transfer.chosen_files import ChosenFile

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class SendingColumn(IntEnum):
    """The columns, in their first order."""

    NAME = 0
    SIZE = 1
    NOTE = 2


class SendingModel(QAbstractTableModel):
    """Files with a tick each; those that cannot be sent have none.

    Signals:
        ticks_changed(): others are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, files: Sequence[ChosenFile]) -> None:
        super().__init__()
        self._files = list(files)
        # What file managers do not show is left out unless the user says otherwise.
        self._ticks = [file.refusal is None and not file.is_hidden for file in files]

    @property
    def files(self) -> list[ChosenFile]:
        """All of them."""
        return self._files

    def ticked(self) -> list[ChosenFile]:
        """Those that are to be sent."""
        return [file for file, is_ticked in zip(self._files, self._ticks, strict=True) if is_ticked]

    def tick_all(self, is_ticked: bool) -> None:
        """Tick everything that can be sent, or nothing."""
        self._ticks = [is_ticked and file.refusal is None for file in self._files]
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0), [_Role.CheckStateRole])
        self.ticks_changed.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  # as in Qt's own signature
        return 0 if parent.isValid() else len(self._files)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(SendingColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        return [self.tr("Name"), self.tr("Size"), self.tr("Note")][section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        file = self._files[index.row()]
        if file.refusal is not None:
            return flags & ~Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == SendingColumn.NAME else flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        file, column = self._files[index.row()], index.column()
        match role:
            case _Role.DisplayRole:
                return self._text(file, column)
            case _Role.ToolTipRole:
                return tool_tip(self._text(file, column))
            case _Role.CheckStateRole if column == SendingColumn.NAME and file.refusal is None:
                return Qt.CheckState.Checked if self._ticks[index.row()] else Qt.CheckState.Unchecked
            case _Role.DecorationRole if column == SendingColumn.NAME:
                return file_type_icon("", file.path.name)
            case _Role.TextAlignmentRole if column == SendingColumn.SIZE:
                return int(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            case _Role.ForegroundRole if column == SendingColumn.NOTE:
                return muted_color()
        return None

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        if role != _Role.CheckStateRole or self._files[index.row()].refusal is not None:
            return False
        self._ticks[index.row()] = Qt.CheckState(value) == Qt.CheckState.Checked
        self.dataChanged.emit(index, index, [role])
        self.ticks_changed.emit()
        return True

    def _text(self, file: ChosenFile, column: int) -> str:
        if column == SendingColumn.NAME:
            return visible_name(file.label)
        if column == SendingColumn.SIZE:
            return size_text(file.size_bytes) if file.size_bytes is not None else ""
        if file.refusal is not None:
            return messages.sentence(file.refusal)
        notes = [self.tr("hidden")] if file.is_hidden else []
        if file.is_link:
            notes.append(self.tr("link: the file it points to is sent"))
        return ", ".join(notes)
