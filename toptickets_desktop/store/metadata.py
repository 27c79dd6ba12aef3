"""What the service said of tickets, attachments and people, for the next start and for when it is not reached. Never the last word.

Texts of one account are never given to another. Everything here may be thrown away at any time: the service has it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

from toptickets_desktop.domain.attachment import Attachment, User
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.store.database import DatabaseTrouble, PrivateDatabase, transaction
from toptickets_desktop.store.metadata_schema import METADATA_SCHEMA
from toptickets_desktop.store.metadata_search import find_rows

T = TypeVar("T")

TICKETS_MAX = 100_000
ATTACHMENTS_MAX = 200_000
AGE_MAX_S = 90 * 24 * 3600.0

_TICKET_COLUMNS = (
    "id, number, display_id, subject, status, priority, category, customer_id, assigned_user_id, assigned_team_id,"
    " due_date, created_at, updated_at, resolved_at, closed_at"
)
_ATTACHMENT_COLUMNS = "id, ticket_id, filename, content_type, size_bytes, uploaded_by_user_id, created_at"


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """Rows as the service gave them at some time.

    Attributes:
        as_of: when that was, by our clock.
    """

    rows: list[T]
    as_of: datetime


class MetadataStore:
    """The file and what is asked of it. Methods never fail; what cannot be read is not known.

    Args:
        path: the file.
        now_s: the time, in seconds since 1970.
    """

    def __init__(self, path: Path, *, now_s: Callable[[], float] = time.time) -> None:
        self._now_s = now_s
        self._database = PrivateDatabase(path, METADATA_SCHEMA, busy_timeout_s=0.5, on_open=self._prune)

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """Why what was known is not known any more; known once the file was used."""
        return self._database.trouble

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    # --- tickets --------------------------------------------------------------------------------------------------------

    async def keep_tickets(self, account: str, tickets: Sequence[Ticket], *, is_all: bool = False) -> None:
        """Remember tickets as they came just now.

        Args:
            account: whose they are.
            tickets: any number of them.
            is_all: there are no others, so those that were known are gone.
        """
        await self._database.run(lambda connection: self._keep_tickets(connection, account, list(map(_ticket_row, tickets)), is_all))

    async def tickets(self, account: str, query: TicketQuery, *, limit: int) -> Known[Ticket] | None:
        """The tickets that fit a question, those updated last first; None when tickets were never listed."""
        return await self._database.run(lambda connection: _read_tickets(connection, account, query, limit))

    async def tickets_by_id(self, account: str, ticket_ids: Sequence[str]) -> list[Ticket]:
        """Those of these tickets that are known, in no order."""
        return await self._database.run(lambda connection: _read_tickets_by_id(connection, account, ticket_ids)) or []

    # --- attachments ----------------------------------------------------------------------------------------------------

    async def keep_attachments(self, account: str, ticket_id: str, attachments: Sequence[Attachment]) -> None:
        """Remember the whole list of a ticket's attachments as it came just now."""
        await self._database.run(
            lambda connection: self._keep_attachments(connection, account, ticket_id, list(map(_attachment_row, attachments)))
        )

    async def attachments(self, account: str, ticket_id: str) -> Known[Attachment] | None:
        """The attachments of a ticket; None when they were never listed."""
        return await self._database.run(lambda connection: _read_attachments(connection, account, ticket_id))

    # --- people ---------------------------------------------------------------------------------------------------------

    async def keep_users(self, account: str, users: Iterable[User]) -> None:
        """Remember people's names: all that there are. Their addresses are nobody's business here."""
        rows = [(account, user.id, user.full_name) for user in users]
        await self._database.run(lambda connection: _keep_users(connection, account, rows))

    async def users(self, account: str) -> list[User]:
        """People whose names are known."""
        return await self._database.run(lambda connection: _read_users(connection, account)) or []

    # --- tidying up -----------------------------------------------------------------------------------------------------

    async def forget_account(self, account: str) -> None:
        """Drop everything of an account."""
        await self._database.run(lambda connection: _forget(connection, account))

    async def clear(self) -> None:
        """Drop everything, and give the room back."""
        await self._database.run(_clear)

    def _keep_tickets(self, connection: sqlite3.Connection, account: str, rows: list[tuple[object, ...]], is_all: bool) -> None:
        now_s = self._now_s()
        names = [name.strip() for name in _TICKET_COLUMNS.split(",")]
        updates = ", ".join(f"{name} = excluded.{name}" for name in ("seen_at_s", "words", *names[1:]))
        with transaction(connection):
            connection.executemany(
                f"INSERT INTO tickets (account, seen_at_s, words, {_TICKET_COLUMNS}) VALUES ({', '.join('?' * (len(names) + 3))})"  # noqa: S608  # names of ours
                f" ON CONFLICT (account, id) DO UPDATE SET {updates}",
                [(account, now_s, *row) for row in rows],
            )
            if is_all:
                connection.execute("DELETE FROM tickets WHERE account = ? AND seen_at_s < ?", [account, now_s])
            _note_list(connection, account, "tickets", now_s)
            connection.execute(
                "DELETE FROM tickets WHERE row IN (SELECT row FROM tickets ORDER BY seen_at_s DESC LIMIT -1 OFFSET ?)", [TICKETS_MAX]
            )

    def _keep_attachments(self, connection: sqlite3.Connection, account: str, ticket_id: str, rows: list[tuple[object, ...]]) -> None:
        now_s = self._now_s()
        with transaction(connection):
            connection.execute("DELETE FROM attachments WHERE account = ? AND ticket_id = ?", [account, ticket_id])
            connection.executemany(
                f"INSERT OR REPLACE INTO attachments (account, seen_at_s, {_ATTACHMENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # names of ours
                [(account, now_s, *row) for row in rows],
            )
            _note_list(connection, account, f"attachments {ticket_id}", now_s)

    def _prune(self, connection: sqlite3.Connection) -> None:
        oldest_s = self._now_s() - AGE_MAX_S
        for table, column in (("tickets", "seen_at_s"), ("attachments", "seen_at_s"), ("lists", "fetched_at_s")):
            connection.execute(f"DELETE FROM {table} WHERE {column} < ?", [oldest_s])  # noqa: S608  # names of ours
        connection.execute(
            "DELETE FROM lists WHERE (account, name) IN (SELECT account, 'attachments ' || ticket_id FROM attachments"
            " ORDER BY seen_at_s DESC LIMIT -1 OFFSET ?)",
            [ATTACHMENTS_MAX],
        )
        connection.execute(
            "DELETE FROM attachments WHERE NOT EXISTS (SELECT 1 FROM lists WHERE lists.account = attachments.account"
            " AND lists.name = 'attachments ' || attachments.ticket_id)"
        )


def _note_list(connection: sqlite3.Connection, account: str, name: str, now_s: float) -> None:
    connection.execute("INSERT OR REPLACE INTO lists (account, name, fetched_at_s) VALUES (?, ?, ?)", [account, name, now_s])


def _as_of(connection: sqlite3.Connection, account: str, name: str) -> datetime | None:
    found = connection.execute("SELECT fetched_at_s FROM lists WHERE account = ? AND name = ?", [account, name]).fetchone()
    return None if found is None else datetime.fromtimestamp(found[0], UTC)


def _read_tickets(connection: sqlite3.Connection, account: str, query: TicketQuery, limit: int) -> Known[Ticket] | None:
    as_of = _as_of(connection, account, "tickets")
    if as_of is None:
        return None
    conditions: list[str] = []
    values: list[str] = []
    for column in ("status", "priority", "assigned_user_id", "assigned_team_id", "customer_id", "category"):
        wanted = getattr(query, column)
        if wanted is not None:
            conditions.append(f"{column} = ?")
            values.append(_storable(wanted))
    if query.unassigned:
        conditions.append("assigned_user_id IS NULL")
    found = find_rows(connection, account, _storable(query.search), conditions, values, limit=limit)
    rows = connection.execute(
        f"SELECT {_TICKET_COLUMNS} FROM tickets WHERE row IN (SELECT value FROM json_each(?)) ORDER BY updated_at DESC",  # noqa: S608  # names of ours
        [json.dumps(found)],
    )
    return Known([_ticket(row) for row in rows], as_of)


def _read_tickets_by_id(connection: sqlite3.Connection, account: str, ticket_ids: Sequence[str]) -> list[Ticket]:
    select = f"SELECT {_TICKET_COLUMNS} FROM tickets WHERE account = ? AND id = ?"  # noqa: S608  # names of ours
    found = (connection.execute(select, [account, _storable(ticket_id)]).fetchone() for ticket_id in ticket_ids)
    return [_ticket(row) for row in found if row is not None]


def _read_attachments(connection: sqlite3.Connection, account: str, ticket_id: str) -> Known[Attachment] | None:
    as_of = _as_of(connection, account, f"attachments {ticket_id}")
    if as_of is None:
        return None
    rows = connection.execute(
        f"SELECT {_ATTACHMENT_COLUMNS} FROM attachments WHERE account = ? AND ticket_id = ? ORDER BY row",  # noqa: S608  # names of ours
        [account, ticket_id],
    )
    return Known([_attachment(row) for row in rows], as_of)


def _keep_users(connection: sqlite3.Connection, account: str, rows: list[tuple[str, str, str]]) -> None:
    with transaction(connection):
        connection.execute("DELETE FROM users WHERE account = ?", [account])
        connection.executemany("INSERT OR REPLACE INTO users (account, id, full_name) VALUES (?, ?, ?)", rows)


def _read_users(connection: sqlite3.Connection, account: str) -> list[User]:
    found = connection.execute("SELECT id, full_name FROM users WHERE account = ?", [account])
    return [User(id=user_id, full_name=full_name) for user_id, full_name in found]


def _forget(connection: sqlite3.Connection, account: str) -> None:
    with transaction(connection):
        for table in ("tickets", "attachments", "users", "lists"):
            connection.execute(f"DELETE FROM {table} WHERE account = ?", [account])  # noqa: S608  # names of ours


def _clear(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        for table in ("tickets", "attachments", "users", "lists"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of ours
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ticket_row(ticket: Ticket) -> tuple[object, ...]:
    """In the order of `words` and `_TICKET_COLUMNS`. The description is not kept: nothing shows it."""
    return (
        _storable(f"{ticket.display_id} {ticket.subject}"),
        _storable(ticket.id),
        ticket.number if -(2**63) <= ticket.number < 2**63 else 0,
        _storable(ticket.display_id),
        _storable(ticket.subject),
        _storable(ticket.status),
        _storable(ticket.priority),
        *(
            None if text is None else _storable(text)
            for text in (ticket.category, ticket.customer_id, ticket.assigned_user_id, ticket.assigned_team_id)
        ),
        *(_text_of(time) for time in (ticket.due_date, ticket.created_at, ticket.updated_at, ticket.resolved_at, ticket.closed_at)),
    )


def _ticket(row: tuple[object, ...]) -> Ticket:
    ticket_id, number, display_id, subject, status, priority, *rest = row
    category, customer_id, assigned_user_id, assigned_team_id, *times = rest
    due_date, created_at, updated_at, resolved_at, closed_at = map(_time_of, times)
    return Ticket(
        id=str(ticket_id),
        number=int(str(number)),
        display_id=str(display_id),
        subject=str(subject),
        status=str(status),
        priority=str(priority),
        category=_optional(category),
        customer_id=_optional(customer_id),
        assigned_user_id=_optional(assigned_user_id),
        assigned_team_id=_optional(assigned_team_id),
        due_date=due_date,
        created_at=created_at,
        updated_at=updated_at,
        resolved_at=resolved_at,
        closed_at=closed_at,
    )


def _attachment_row(attachment: Attachment) -> tuple[object, ...]:
    """In the order of `_ATTACHMENT_COLUMNS`."""
    size_bytes = attachment.size_bytes
    return (
        _storable(attachment.id),
        _storable(attachment.ticket_id),
        _storable(attachment.filename),
        _storable(attachment.content_type),
        size_bytes if size_bytes is None or size_bytes < 2**63 else None,
        None if attachment.uploaded_by_user_id is None else _storable(attachment.uploaded_by_user_id),
        _text_of(attachment.created_at),
    )


def _attachment(row: tuple[object, ...]) -> Attachment:
    attachment_id, ticket_id, filename, content_type, size_bytes, user_id, created_at = row
    return Attachment(
        id=str(attachment_id),
        ticket_id=str(ticket_id),
        filename=str(filename),
        content_type=str(content_type),
        size_bytes=size_bytes if isinstance(size_bytes, int) else None,
        uploaded_by_user_id=_optional(user_id),
        created_at=_time_of(created_at),
    )


def _storable(text: str) -> str:
    """SQLite takes no half surrogates, which JSON may hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _text_of(moment: datetime | None) -> str | None:
    """In UTC, so that texts sort as times do."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def _time_of(text: object) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(str(text))
    except ValueError:
        return None
