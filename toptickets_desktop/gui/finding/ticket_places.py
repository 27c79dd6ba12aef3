"""Pinned and recent tickets, who "mine" is, and the filters that were on: of the account that is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.finding import FindingMemory, TicketReference
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.settings import Settings


class TicketPlaces(QObject):
    """Keeps what the settings remember for the account.

    Args:
        account: tells under which name the settings keep it now.

    Signals:
        changed(): something of it changed, and the settings with it.
    """

    changed = Signal()

    def __init__(self, settings: Settings, account: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._account = account

    @property
    def memory(self) -> FindingMemory:
        """What is remembered for the account."""
        return self._settings.finding.get(self._account(), FindingMemory())

    def is_pinned(self, ticket_id: str) -> bool:
        return self.memory.is_pinned(ticket_id)

    def set_pinned(self, ticket: Ticket, is_pinned: bool) -> None:
        """Pin a ticket, or let it go."""
        reference = TicketReference(ticket.id, ticket.display_id)
        self._remember(self.memory.with_pin(reference) if is_pinned else self.memory.without_pin(ticket.id))

    def note_opened(self, ticket: Ticket) -> None:
        """A ticket was opened: it is the most recent one now."""
        self._remember(self.memory.with_recent(TicketReference(ticket.id, ticket.display_id)))

    def set_user_id(self, user_id: str) -> None:
        """Say who the user is."""
        self._remember(replace(self.memory, user_id=user_id))

    def set_filters(self, filters: dict[str, str]) -> None:
        """Note which filters are on."""
        self._remember(replace(self.memory, filters=tuple(sorted(filters.items()))))

    def _remember(self, memory: FindingMemory) -> None:
        if memory != self.memory:
            self._settings.finding[self._account()] = memory
            self.changed.emit()
