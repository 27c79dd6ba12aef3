"""What the window remembers of how somebody finds tickets, for one key at one service. No subject or name is among it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

PINNED_MAX = 30
RECENT_MAX = 20
_TEXT_LENGTH_MAX = 200


@dataclass(frozen=True, slots=True)
class TicketReference:
    """A ticket by its id and by the number that people know it by."""

    id: str
    display_id: str


@dataclass(frozen=True, slots=True)
class FindingMemory:
    """Pinned and recent tickets, newest first, who the user is, and the filters that were on.

    Attributes:
        user_id: the user that "mine" means; empty when nobody was chosen.
        filters: the chips that were on, by the name of their group.
    """

    pinned: tuple[TicketReference, ...] = ()
    recent: tuple[TicketReference, ...] = ()
    user_id: str = ""
    filters: tuple[tuple[str, str], ...] = ()

    def is_pinned(self, ticket_id: str) -> bool:
        return any(each.id == ticket_id for each in self.pinned)

    def with_pin(self, ticket: TicketReference) -> FindingMemory:
        """Pin a ticket; of too many the oldest pin goes."""
        return replace(self, pinned=_first(ticket, self.pinned, PINNED_MAX))

    def without_pin(self, ticket_id: str) -> FindingMemory:
        """Let a ticket go."""
        return replace(self, pinned=tuple(each for each in self.pinned if each.id != ticket_id))

    def with_recent(self, ticket: TicketReference) -> FindingMemory:
        """Note that a ticket was opened."""
        return replace(self, recent=_first(ticket, self.recent, RECENT_MAX))

    def to_stored(self) -> dict[str, object]:
        """As JSON holds it."""
        return {
            "pinned": [[each.id, each.display_id] for each in self.pinned],
            "recent": [[each.id, each.display_id] for each in self.recent],
            "user_id": self.user_id,
            "filters": dict(self.filters),
        }

    @classmethod
    def from_stored(cls, stored: Any) -> FindingMemory:
        """Take what is usable of what a file said."""
        if not isinstance(stored, dict):
            return cls()
        user_id, filters = stored.get("user_id"), stored.get("filters")
        return cls(
            pinned=_references(stored.get("pinned"), PINNED_MAX),
            recent=_references(stored.get("recent"), RECENT_MAX),
            user_id=user_id[:_TEXT_LENGTH_MAX] if isinstance(user_id, str) else "",
            filters=tuple((name, value) for name, value in filters.items() if _are_texts(name, value)) if isinstance(filters, dict) else (),
        )


def _first(ticket: TicketReference, others: tuple[TicketReference, ...], count_max: int) -> tuple[TicketReference, ...]:
    return (ticket, *(each for each in others if each.id != ticket.id))[:count_max]


def _references(stored: object, count_max: int) -> tuple[TicketReference, ...]:
    found: dict[str, TicketReference] = {}
    for each in stored if isinstance(stored, list) else []:
        if isinstance(each, list) and len(each) == 2 and _are_texts(*each) and each[0]:
            found.setdefault(each[0], TicketReference(*each))
    return tuple(found.values())[:count_max]


def _are_texts(*values: object) -> bool:
    return all(isinstance(value, str) and len(value) <= _TEXT_LENGTH_MAX for value in values)
