"""A ticket, and the question one asks to get a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TicketStatus(StrEnum):
    """The documented values; a ticket may carry another, which is shown as it stands."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"


class TicketPriority(StrEnum):
    """The documented values, lowest first; a ticket may carry another, which is shown as it stands."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket. All text is foreign; the customer's tracking token is a secret and has no place here."""

    id: str
    number: int
    display_id: str
    subject: str
    status: str
    priority: str
    description: str | None = None
    category: str | None = None
    customer_id: str | None = None
    assigned_user_id: str | None = None
    assigned_team_id: str | None = None
    due_date: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketQuery:
    """What to list. Empty values do not filter."""

    search: str = ""
    status: str | None = None
    priority: str | None = None
    unassigned: bool = False
    assigned_user_id: str | None = None
    assigned_team_id: str | None = None
    customer_id: str | None = None
    category: str | None = None
