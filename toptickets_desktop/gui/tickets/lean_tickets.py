"""Tickets as the list keeps them: a hundred thousand of them must not weigh more than what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from toptickets_desktop.domain.ticket import Ticket

_SHARED_MAX = 10_000


class LeanTickets:
    """Leaves out what no list shows, and has tickets share the texts that many of them have. To be used on one thread."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def lean(self, tickets: Iterable[Ticket]) -> list[Ticket]:
        """The same tickets, without descriptions and customers."""
        if len(self._texts) > _SHARED_MAX:
            self._texts.clear()
        return [self._lean(ticket) for ticket in tickets]

    def _lean(self, ticket: Ticket) -> Ticket:
        return replace(
            ticket,
            description=None,
            customer_id=None,
            status=self._shared(ticket.status),
            priority=self._shared(ticket.priority),
            category=None if ticket.category is None else self._shared(ticket.category),
            assigned_user_id=None if ticket.assigned_user_id is None else self._shared(ticket.assigned_user_id),
            assigned_team_id=None if ticket.assigned_team_id is None else self._shared(ticket.assigned_team_id),
        )

    def _shared(self, text: str) -> str:
        return self._texts.setdefault(text, text)
