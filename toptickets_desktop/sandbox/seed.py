"""Filling an empty service: the same people, tickets and attachments every time, with times relative to now."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.ticket import TicketPriority, TicketStatus
from toptickets_desktop.sandbox.database import AttachmentRow, Database, TicketRow, UserRow, time_text
from toptickets_desktop.sandbox.samples import Samples, Story, Texts

NEWEST_NUMBER = 1042
_TICKETS_WITH_ATTACHMENTS = 40
_AGENTS = 8  # of the staff, those who are assigned tickets
_NAMESPACE = uuid.UUID("6f1c0c8e-6a5e-4c0b-9d2e-7a1f3b8c4d50")
_RANDOM_SEED = 1042


def _id(of: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, of))


USER_OF_KIND = {KeyKind.ADMIN: _id("user 0"), KeyKind.READ_ONLY: _id("user 1"), KeyKind.AGENT: _id("user 2"), KeyKind.LIVE: None}
"""In whose name a key of each kind acts; an integration acts for nobody."""


def seed_database(database: Database, tickets: int, *, samples: Samples | None = None, now: datetime | None = None) -> None:
    """Fill an empty database.

    Args:
        database: what to fill.
        tickets: how many tickets; only the most recent ones have attachments.
        samples: the words and files to use.
        now: what the times are relative to.
    """
    samples = samples or Samples()
    texts = samples.texts()
    recent: list[TicketRow] = []
    rows = _kept(_tickets(texts, tickets, (now or datetime.now(UTC)).replace(microsecond=0)), recent)
    database.fill(_users(texts), rows, _attachments(database, recent, samples))


def _kept(tickets: Iterator[TicketRow], first: list[TicketRow]) -> Iterator[TicketRow]:
    """Pass the tickets on, one at a time, and keep the first ones: 100,000 need not be in memory at once."""
    for ticket in tickets:
        if len(first) < _TICKETS_WITH_ATTACHMENTS:
            first.append(ticket)
        yield ticket


def _users(texts: Texts) -> Iterator[UserRow]:
    # More than a page of the service holds, so that a client has to ask twice.
    pairs = [(first, last) for last in texts.last_names for first in texts.first_names]
    for place, (first, last) in enumerate(pairs):
        role = ("admin", "read_only_admin", "agent")[place] if place < 3 else ("agent", "agent", "read_only_agent")[place % 3]
        yield UserRow(_id(f"user {place}"), f"user{place}@toptickets.example", f"{first} {last}", role, is_active=place % 11 != 10)


def _tickets(texts: Texts, count: int, now: datetime) -> Iterator[TicketRow]:
    chance = random.Random(_RANDOM_SEED)  # noqa: S311  # repeatable on purpose
    for place, number in enumerate(_numbers(count)):
        # The first some minutes ago, then ever farther apart, as far back as some years.
        updated_at = now - timedelta(minutes=4 + 7 * place + min(place * place // 9, 500_000), seconds=chance.randrange(60))
        story, customer = _story(texts, place, chance)
        status = TicketStatus(story.status) if story.status else chance.choice(tuple(TicketStatus))
        priority = TicketPriority(story.priority) if story.priority else chance.choice(tuple(TicketPriority))
        is_assigned = status != TicketStatus.NEW and chance.random() < 0.8
        is_done = status in {TicketStatus.RESOLVED, TicketStatus.CLOSED}
        is_pressing = priority in {TicketPriority.HIGH, TicketPriority.URGENT} and not is_done
        due_at = now + timedelta(hours=chance.randrange(-24, 120))
        yield TicketRow(
            id=_id(f"ticket {number}"),
            ticket_number=number,
            customer_id=_id(f"customer {customer}"),
            subject=story.subject,
            description=None if place % 17 == 16 else story.description,
            status=status,
            priority=priority,
            category=None if place % 13 == 12 else story.category,
            assigned_user_id=_id(f"user {chance.randrange(_AGENTS)}") if is_assigned else None,
            assigned_team_id=_id(f"team {chance.choice(texts.teams)}") if is_assigned or place % 3 == 0 else None,
            due_date=time_text(due_at) if is_pressing else None,
            created_at=time_text(updated_at - timedelta(hours=chance.randrange(1, 400))),
            updated_at=time_text(updated_at),
            resolved_at=time_text(updated_at) if is_done else None,
            closed_at=time_text(updated_at) if status == TicketStatus.CLOSED else None,
        )


def _numbers(count: int) -> Iterator[int]:
    """TKT-1042 first, then downwards; what does not fit below it stands above it."""
    below = min(count, NEWEST_NUMBER)
    yield from range(NEWEST_NUMBER, NEWEST_NUMBER - below, -1)
    yield from range(NEWEST_NUMBER + 1, NEWEST_NUMBER + 1 + count - below)


def _story(texts: Texts, place: int, chance: random.Random) -> tuple[Story, str]:
    """What the ticket at this place is about, and which customer wrote it."""
    if place < len(texts.headlines):
        return texts.headlines[place], texts.customers[place % len(texts.customers)]
    template, customer = chance.choice(texts.stories), chance.choice(texts.customers)
    words = {"product": chance.choice(texts.products), "customer": customer}
    subject = template.subject.format(**words)
    return template._replace(subject=subject[0].upper() + subject[1:], description=template.description.format(**words)), customer


def _attachments(database: Database, tickets: list[TicketRow], samples: Samples) -> Iterator[AttachmentRow]:
    # Asked for only after the tickets were added, when it is known which ones are recent.
    chance = random.Random(_RANDOM_SEED)  # noqa: S311  # repeatable on purpose
    for ticket, files in zip(tickets, samples.attachments(), strict=False):
        newest = datetime.fromisoformat(ticket.updated_at)
        for turn, sample in enumerate(files):
            uploader = chance.choice((None, *range(_AGENTS)))
            yield database.store(
                ticket.id,
                filename=sample.filename,
                content_type=sample.content_type,
                content=sample.content,
                uploaded_by_user_id=None if uploader is None else _id(f"user {uploader}"),
                attachment_id=_id(f"attachment {turn} of ticket {ticket.ticket_number}"),
                created_at=newest - timedelta(minutes=11 * (len(files) - 1 - turn), seconds=chance.randrange(60)),
                is_uploader_listed=uploader != _AGENTS - 1,  # the service's lists may leave it out
            )
