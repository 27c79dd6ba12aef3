"""The entries that the filter lets through, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.log_viewer.log_tail import LogEntry
from toptickets_desktop.gui.theme import Tone, tone_color

ENTRIES_MAX = 20_000
LEVELS = ("debug", "info", "warning", "error", "critical")

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_TONES = {"debug": Tone.NEUTRAL, "warning": Tone.WARNING, "error": Tone.DANGER, "critical": Tone.DANGER}


class LogColumn(IntEnum):
    """The columns."""

    TIME = 0
    LEVEL = 1
    TEXT = 2
    LOGGER = 3


class LogModel(QAbstractTableModel):
    """Keeps the newest `ENTRIES_MAX` entries and shows those at or above a level that hold a text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[LogEntry] = []
        self._rows: list[LogEntry] = []
        self._least_level = 0
        self._text = ""

    @property
    def rows(self) -> Sequence[LogEntry]:
        """What is shown, oldest first."""
        return self._rows

    def append(self, entries: Sequence[LogEntry]) -> None:
        """Add entries that are newer than those that are there."""
        self._entries += entries
        if len(self._entries) > ENTRIES_MAX:
            del self._entries[: len(self._entries) - ENTRIES_MAX]
            self._refill()
            return
        new = [entry for entry in entries if self._fits(entry)]
        if new:
            self.beginInsertRows(_NONE, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def set_filter(self, *, least_level: str, text: str) -> None:
        """Show only entries at or above a level (of `LEVELS`; lines that are none of ours count as the lowest) that hold a text."""
        self._least_level, self._text = LEVELS.index(least_level), text.casefold()
        self._refill()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(LogColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return [self.tr("Time"), self.tr("Level"), self.tr("What happened"), self.tr("Part")][section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._text_of(entry, LogColumn(index.column()), is_whole=role == Qt.ItemDataRole.ToolTipRole)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == LogColumn.LEVEL and entry.level in _TONES:
            return tone_color(_TONES[entry.level])
        return None

    def _text_of(self, entry: LogEntry, column: LogColumn, *, is_whole: bool) -> str:
        match column:
            case LogColumn.TIME:
                return "" if entry.at is None else entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S" if is_whole else "%H:%M:%S")
            case LogColumn.LEVEL:
                return self.level_text(entry.level)
            case LogColumn.TEXT:
                return visible_name(entry.text) if entry.text else ""
            case LogColumn.LOGGER:
                return entry.logger if is_whole else entry.logger.rpartition(".")[2]

    def level_text(self, level: str) -> str:
        """A level in the user's language."""
        return {
            "debug": self.tr("Detail"),
            "info": self.tr("Information"),
            "warning": self.tr("Warning"),
            "error": self.tr("Error"),
            "critical": self.tr("Error"),
        }.get(level, level)

    def _fits(self, entry: LogEntry) -> bool:
        rank = LEVELS.index(entry.level) if entry.level in LEVELS else 0
        if rank < self._least_level:
            return False
        return not self._text or any(self._text in part.casefold() for part in (entry.text, entry.logger, entry.details))

    def _refill(self) -> None:
        self.beginResetModel()
        self._rows = [entry for entry in self._entries if self._fits(entry)]
        self.endResetModel()


def entry_text(entry: LogEntry) -> str:
    """An entry as it is copied."""
    at = "-" if entry.at is None else entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = f"{at} {entry.level or '-'} {entry.logger or '-'}: {entry.text}"
    return "\n".join([head, *(f"    {line}" for line in entry.details.splitlines())])
