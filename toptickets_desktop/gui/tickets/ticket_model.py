"""The table of tickets, fetched page by page while the user scrolls."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Signal

from toptickets_desktop.domain.ticket import Ticket, TicketPriority, TicketStatus
from toptickets_desktop.gui.formats import full_when_text, visible_name, when_text
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.row_model import RowModel
from toptickets_desktop.gui.theme import priority_color, status_color, tabular_font

_LONG_AGO_S = float("-inf")
_PRIORITY_RANK = {priority.value: rank for rank, priority in enumerate(TicketPriority)}
_STATUS_RANK = {status.value: rank for rank, status in enumerate(TicketStatus)}
_INVALID = QModelIndex()
translate = QCoreApplication.translate


class TicketColumn(IntEnum):
    """Columns, in their first order."""

    NUMBER = 0
    SUBJECT = 1
    STATUS = 2
    PRIORITY = 3
    ASSIGNEE = 4
    UPDATED = 5


class TicketModel(RowModel[Ticket]):
    """Tickets by id.

    Signals:
        more_requested(): the view came to the end and there is more to fetch.
    """

    column_count = len(TicketColumn)
    more_requested = Signal()

    def __init__(self, people: People, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people = people
        self._has_more = False
        people.changed.connect(self.repaint_rows)

    def set_has_more(self, has_more: bool) -> None:
        """Whether the service has more rows than we do."""
        self._has_more = has_more

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex = _INVALID) -> bool:
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex = _INVALID) -> None:  # noqa: ARG002  # Qt's signature
        self._has_more = False  # once per page; the controller says anew
        self.more_requested.emit()

    def row_id(self, row: Ticket) -> str:
        return row.id

    def header(self, column: int) -> str:
        return {
            TicketColumn.NUMBER: self.tr("Number"),
            TicketColumn.SUBJECT: self.tr("Subject"),
            TicketColumn.STATUS: self.tr("Status"),
            TicketColumn.PRIORITY: self.tr("Priority"),
            TicketColumn.ASSIGNEE: self.tr("Assignee"),
            TicketColumn.UPDATED: self.tr("Updated"),
        }[TicketColumn(column)]

    def text(self, row: Ticket, column: int) -> str:
        match TicketColumn(column):
            case TicketColumn.NUMBER:
                return visible_name(row.display_id)
            case TicketColumn.SUBJECT:
                return visible_name(row.subject)
            case TicketColumn.STATUS:
                return status_text(row.status)
            case TicketColumn.PRIORITY:
                return priority_text(row.priority)
            case TicketColumn.ASSIGNEE:
                return self._people.name(row.assigned_user_id)
            case TicketColumn.UPDATED:
                return when_text(row.updated_at)

    def sort_key_of(self, column: int) -> Callable[[Ticket], Any]:
        match TicketColumn(column):
            case TicketColumn.NUMBER:
                return attrgetter("number")
            case TicketColumn.SUBJECT:
                return lambda row: row.subject.casefold()
            case TicketColumn.STATUS:
                return lambda row: _STATUS_RANK.get(row.status, len(_STATUS_RANK))
            case TicketColumn.PRIORITY:
                return lambda row: _PRIORITY_RANK.get(row.priority, -1)
            case TicketColumn.ASSIGNEE:
                name = self._people.name
                return lambda row: name(row.assigned_user_id).casefold()
            case TicketColumn.UPDATED:
                return lambda row: row.updated_at.timestamp() if row.updated_at else _LONG_AGO_S

    def tool_tip(self, row: Ticket, column: int) -> str:
        if column == TicketColumn.UPDATED:
            return full_when_text(row.updated_at)
        if column == TicketColumn.ASSIGNEE and not row.assigned_user_id:
            return self.tr("Nobody is assigned")
        return self.text(row, column)

    def foreground(self, row: Ticket, column: int) -> object:
        if column == TicketColumn.STATUS:
            return status_color(row.status)
        if column == TicketColumn.PRIORITY:
            return priority_color(row.priority)
        return None

    def font(self, row: Ticket, column: int) -> object:  # noqa: ARG002  # the same for all rows
        return tabular_font() if column in {TicketColumn.NUMBER, TicketColumn.UPDATED} else None


def status_text(status: str) -> str:
    """A status in words; one that we do not know is shown as it stands."""
    words = {
        TicketStatus.NEW.value: translate("Tickets", "New"),
        TicketStatus.OPEN.value: translate("Tickets", "Open"),
        TicketStatus.PENDING.value: translate("Tickets", "Pending"),
        TicketStatus.RESOLVED.value: translate("Tickets", "Resolved"),
        TicketStatus.CLOSED.value: translate("Tickets", "Closed"),
    }
    return words.get(status) or visible_name(status)


def priority_text(priority: str) -> str:
    """A priority in words; one that we do not know is shown as it stands."""
    words = {
        TicketPriority.LOW.value: translate("Tickets", "Low"),
        TicketPriority.MEDIUM.value: translate("Tickets", "Medium"),
        TicketPriority.HIGH.value: translate("Tickets", "High"),
        TicketPriority.URGENT.value: translate("Tickets", "Urgent"),
    }
    return words.get(priority) or visible_name(priority)
