"""The numbers of the tickets that transfers belong to."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.tasks import TaskOwner


class TicketNumbers(QObject):
    """Knows numbers such as TKT-1042 by the tickets' ids. Those that no list has shown are asked for, once.

    Signals:
        changed(): more of them are known.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, tasks: TaskOwner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tasks = tasks
        self._known: dict[str, str] = {}
        self._asked: set[str] = set()

    def note(self, tickets: Iterable[Ticket]) -> None:
        """Take the numbers of tickets that are shown."""
        before = len(self._known)
        self._known.update((ticket.id, ticket.display_id) for ticket in tickets)
        if len(self._known) != before:
            self.changed.emit()

    def number(self, ticket_id: str) -> str:
        """The number of a ticket; empty while unknown, with `changed` to come."""
        if ticket_id not in self._known and ticket_id not in self._asked and self._bridge.has_workspace:
            self._asked.add(ticket_id)
            self._tasks.start(f"ticket {ticket_id}", self._ask(ticket_id), on_error=_ignore)
        return self._known.get(ticket_id, "")

    def forget(self) -> None:
        """Another key may not see these."""
        self._known.clear()
        self._asked.clear()

    async def _ask(self, ticket_id: str) -> None:
        self.note([await self._bridge.call(lambda workspace: workspace.client.get_ticket(ticket_id))])


def _ignore(error: TopTicketsError) -> None:
    """A batch can do without the number of its ticket."""
