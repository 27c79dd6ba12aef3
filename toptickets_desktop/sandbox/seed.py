"""Filling an empty service: the same people, tickets and attachments every time, with times relative to now."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.ticket import TicketPriority, TicketStatus
from toptickets_desktop.sandbox.database import AttachmentRow, Database, TicketRow, UserRow, time_text
from toptickets_desktop.sandbox.samples import Sample, make_samples
from toptickets_desktop.sandbox.seed_texts import CUSTOMERS, FIRST_NAMES, HEADLINES, LAST_NAMES, PRODUCTS, STORIES, TEAMS

NEWEST_NUMBER = 1042
_NAMESPACE = uuid.UUID("6f1c0c8e-6a5e-4c0b-9d2e-7a1f3b8c4d50")
_RANDOM_SEED = 1042
_AGENTS = 8  # of the staff, those who are assigned tickets


def _id(of: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, of))


USER_OF_KIND = {KeyKind.ADMIN: _id("user 0"), KeyKind.READ_ONLY: _id("user 1"), KeyKind.AGENT: _id("user 2"), KeyKind.LIVE: None}
"""In whose name a key of each kind acts; an integration acts for nobody."""


def seed_database(database: Database, tickets: int, *, now: datetime | None = None) -> None:
    """Fill an empty database.

    Args:
        database: what to fill.
        tickets: how many tickets; attachments come with the most recent ones only.
        now: what the times are relative to.
    """
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    database.add_users(_users())
    rows = list(_tickets(tickets, moment))
    database.add_tickets(rows)
    database.add_attachments(_attachments(database, sorted(rows, key=lambda row: row.updated_at, reverse=True), moment))


def _users() -> Iterator[UserRow]:
    # More than a page of the service holds, so that a client has to ask twice.
    pairs = [(first, last) for last in LAST_NAMES for first in FIRST_NAMES]
    for place, (first, last) in enumerate(pairs):
        role = ("admin", "read_only_admin", "agent")[place] if place < 3 else ("agent", "agent", "read_only_agent")[place % 3]
        yield UserRow(_id(f"user {place}"), f"user{place}@toptickets.example", f"{first} {last}", role, is_active=place % 11 != 10)


def _tickets(count: int, now: datetime) -> Iterator[TicketRow]:
    numbers = _numbers(count)
    chance = random.Random(_RANDOM_SEED)  # noqa: S311  # repeatable on purpose
    statuses, priorities = tuple(TicketStatus), tuple(TicketPriority)
    for place, number in enumerate(numbers):
        # The most recent half an hour ago, then ever farther apart.
        updated_at = now - timedelta(minutes=4 + 7 * place + place * place // 9 % 50_000, seconds=chance.randrange(60))
        created_at = updated_at - timedelta(hours=chance.randrange(1, 400))
        if place < len(HEADLINES):
            subject, status, priority, category, description = HEADLINES[place]
            customer = CUSTOMERS[place]
        else:
            story, customer = chance.choice(STORIES), chance.choice(CUSTOMERS)
            words = {"product": chance.choice(PRODUCTS), "customer": customer}
            subject = story.subject.format(**words)
            subject = subject[0].upper() + subject[1:]
            status, priority, category = chance.choice(statuses), chance.choice(priorities), story.category
            description = story.description.format(**words)
        is_assigned = status != TicketStatus.NEW and chance.random() < 0.8
        is_done = status in {TicketStatus.RESOLVED, TicketStatus.CLOSED}
        yield TicketRow(
            id=_id(f"ticket {number}"),
            ticket_number=number,
            customer_id=_id(f"customer {customer}"),
            subject=subject,
            description=None if place % 17 == 16 else description,
            status=status,
            priority=priority,
            category=None if place % 13 == 12 else category,
            assigned_user_id=_id(f"user {chance.randrange(_AGENTS)}") if is_assigned else None,
            assigned_team_id=_id(f"team {chance.choice(TEAMS)}") if is_assigned or place % 3 == 0 else None,
            due_date=time_text(now + timedelta(hours=chance.randrange(-24, 120)))
            if priority in {"high", "urgent"} and not is_done
            else None,
            created_at=time_text(created_at),
            updated_at=time_text(updated_at),
            resolved_at=time_text(updated_at) if is_done else None,
            closed_at=time_text(updated_at) if status == TicketStatus.CLOSED else None,
        )


def _numbers(count: int) -> list[int]:
    """TKT-1042 first, then downwards; what does not fit below it stands above it."""
    down = list(range(NEWEST_NUMBER, max(0, NEWEST_NUMBER - count), -1))
    return down + list(range(NEWEST_NUMBER + 1, NEWEST_NUMBER + 1 + count - len(down)))


def _attachments(database: Database, tickets: list[TicketRow], now: datetime) -> list[AttachmentRow]:
    chance = random.Random(_RANDOM_SEED)  # noqa: S311  # repeatable on purpose
    rows = []
    for place, (ticket, samples) in enumerate(zip(tickets, make_samples(now), strict=False)):
        newest = datetime.fromisoformat(ticket.updated_at)
        for turn, sample in enumerate(samples):
            created_at = newest - timedelta(minutes=11 * (len(samples) - 1 - turn), seconds=chance.randrange(60))
            rows.append(
                _stored(database, ticket, sample, created_at, f"attachment {place} {turn}", uploader=chance.choice([None, *range(_AGENTS)]))
            )
    return rows


def _stored(database: Database, ticket: TicketRow, sample: Sample, created_at: datetime, of: str, *, uploader: int | None) -> AttachmentRow:
    return database.store(
        ticket.id,
        filename=sample.filename,
        content_type=sample.content_type,
        content=sample.content,
        uploaded_by_user_id=None if uploader is None else _id(f"user {uploader}"),
        attachment_id=_id(of),
        created_at=created_at,
        is_uploader_listed=uploader != _AGENTS - 1,  # the service's lists may leave it out
    )
