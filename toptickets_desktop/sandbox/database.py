"""The sandbox's data: tickets, attachments and users in SQLite, and the bytes of the attachments in files beside it.

All methods block and may be called from any thread; they take turns on one connection.
"""

from __future__ import annotations

import errno
import hashlib
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toptickets_desktop.sandbox.private_files import make_private_file, make_private_folder, write_private

_SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY, email TEXT NOT NULL, full_name TEXT NOT NULL, role TEXT NOT NULL, is_active INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tickets (
    id TEXT PRIMARY KEY, ticket_number INTEGER NOT NULL UNIQUE, customer_id TEXT NOT NULL, subject TEXT NOT NULL, description TEXT,
    status TEXT NOT NULL, priority TEXT NOT NULL, category TEXT, assigned_user_id TEXT, assigned_team_id TEXT, due_date TEXT,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, resolved_at TEXT, closed_at TEXT, search_text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS tickets_by_update ON tickets (updated_at DESC, ticket_number DESC);
CREATE TABLE IF NOT EXISTS attachments (
    id TEXT PRIMARY KEY, ticket_id TEXT NOT NULL REFERENCES tickets (id), filename TEXT NOT NULL, content_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL, uploaded_by_user_id TEXT, created_at TEXT NOT NULL, md5 TEXT NOT NULL, is_uploader_listed INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS attachments_by_ticket ON attachments (ticket_id, created_at);
"""

_LOCK_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class UserRow:
    """A member of the staff."""

    id: str
    email: str
    full_name: str
    role: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as it is stored; times are ISO 8601 in UTC."""

    id: str
    ticket_number: int
    customer_id: str
    subject: str
    description: str | None
    status: str
    priority: str
    category: str | None
    assigned_user_id: str | None
    assigned_team_id: str | None
    due_date: str | None
    created_at: str
    updated_at: str
    resolved_at: str | None = None
    closed_at: str | None = None

    @property
    def display_id(self) -> str:
        return f"TKT-{self.ticket_number}"

    @property
    def search_text(self) -> str:
        """What a search looks through, folded so that case does not matter in any script."""
        return f"{self.display_id}\n{self.subject}\n{self.description or ''}".casefold()


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """An attachment as it is stored. `md5` is the storage's ETag; the service may leave the uploader out of its lists."""

    id: str
    ticket_id: str
    filename: str
    content_type: str
    size_bytes: int
    uploaded_by_user_id: str | None
    created_at: str
    md5: str
    is_uploader_listed: bool = True

    def to_json(self, *, with_uploader: bool = True) -> dict[str, Any]:
        """The attachment in the API's words."""
        hidden = {"md5", "is_uploader_listed"} | (set() if with_uploader else {"uploaded_by_user_id"})
        return {name: value for name, value in asdict(self).items() if name not in hidden}


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets to list; None does not filter."""

    columns: Mapping[str, str | None]
    unassigned: bool | None = None
    search: str | None = None

    def to_sql(self) -> tuple[str, list[object]]:
        conditions: list[str] = []
        values: list[object] = []
        for column, value in self.columns.items():
            if value is not None:
                conditions.append(f"{column} = ?")
                values.append(value)
        if self.unassigned is not None:
            conditions.append(f"assigned_user_id IS {'' if self.unassigned else 'NOT '}NULL")
        for word in (self.search or "").casefold().split():
            conditions.append("instr(search_text, ?) > 0")
            values.append(word)
        return (f"WHERE {' AND '.join(conditions)}" if conditions else ""), values


class Database:
    """The store of one sandbox.

    Args:
        folder: where `sandbox.sqlite3` and the folder `objects` lie; made when missing.

    Raises:
        OSError: the folder cannot be used, or another sandbox uses it.
    """

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "objects"
        make_private_folder(folder)
        make_private_folder(self._objects)
        file = folder / "sandbox.sqlite3"
        make_private_file(file)  # before SQLite does, which would ask for mode 0644; its journal takes the same mode
        self._lock = threading.Lock()
        self._connection = _opened(file)
        try:
            self._remove_orphans()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @property
    def is_empty(self) -> bool:
        return not self._rows("SELECT 1 FROM users LIMIT 1") and not self._rows("SELECT 1 FROM tickets LIMIT 1")

    def fill(self, users: Iterable[UserRow], tickets: Iterable[TicketRow], attachments: Iterable[AttachmentRow]) -> None:
        """Add users, then tickets, then attachments: all of them or, when something fails, none."""
        with self._lock, self._transaction():
            self._insert("users", [field.name for field in fields(UserRow)], map(astuple, users))
            columns = [*(field.name for field in fields(TicketRow)), "search_text"]
            self._insert("tickets", columns, ((*astuple(ticket), ticket.search_text) for ticket in tickets))
            self._insert("attachments", [field.name for field in fields(AttachmentRow)], map(astuple, attachments))

    def add_attachment(self, attachment: AttachmentRow) -> None:
        """Add a row whose object is stored already."""
        self.fill((), (), (attachment,))

    def users(self, *, offset: int, limit: int) -> list[UserRow]:
        rows = self._rows("SELECT * FROM users ORDER BY full_name, id LIMIT ? OFFSET ?", limit, offset)
        return [UserRow(*(*row[:-1], bool(row[-1]))) for row in rows]

    def tickets(self, wanted: TicketFilter, *, offset: int, limit: int) -> list[TicketRow]:
        """One page, the most recently updated first."""
        where, values = wanted.to_sql()
        columns = ", ".join(field.name for field in fields(TicketRow))
        # The names of columns are our own; every value is bound.
        statement = f"SELECT {columns} FROM tickets {where} ORDER BY updated_at DESC, ticket_number DESC LIMIT ? OFFSET ?"  # noqa: S608
        return [TicketRow(*row) for row in self._rows(statement, *values, limit, offset)]

    def ticket(self, ticket_id: str) -> TicketRow | None:
        found = self.tickets(TicketFilter({"id": ticket_id}), offset=0, limit=1)
        return found[0] if found else None

    def attachments(self, ticket_id: str) -> list[AttachmentRow]:
        rows = self._rows("SELECT * FROM attachments WHERE ticket_id = ? ORDER BY created_at, id", ticket_id)
        return [_attachment(row) for row in rows]

    def attachment(self, ticket_id: str, attachment_id: str) -> AttachmentRow | None:
        rows = self._rows("SELECT * FROM attachments WHERE id = ? AND ticket_id = ?", attachment_id, ticket_id)
        return _attachment(rows[0]) if rows else None

    def delete_attachment(self, ticket_id: str, attachment_id: str) -> bool:
        """Delete an attachment and its object; False when there is none."""
        if not self._rows("DELETE FROM attachments WHERE id = ? AND ticket_id = ? RETURNING id", attachment_id, ticket_id):
            return False
        # Windows keeps a file that is being sent; the next start removes it.
        with suppress(OSError):
            self.object_file(attachment_id).unlink()
        return True

    def object_file(self, attachment_id: str) -> Path:
        """Where the bytes of an attachment lie; the name has nothing to do with the name that somebody gave the file."""
        return self._objects / attachment_id

    def new_part_file(self) -> Path:
        """A path for bytes on their way in; removed at the next start when it stays behind."""
        return self._objects / f"{uuid.uuid4()}.part"

    def store(
        self,
        ticket_id: str,
        *,
        filename: str,
        content_type: str,
        content: bytes,
        uploaded_by_user_id: str | None = None,
        attachment_id: str | None = None,
        created_at: datetime | None = None,
        is_uploader_listed: bool = True,
    ) -> AttachmentRow:
        """Write an object; the caller adds the row that is returned."""
        row = AttachmentRow(
            id=attachment_id or str(uuid.uuid4()),
            ticket_id=ticket_id,
            filename=filename,
            content_type=content_type,
            size_bytes=len(content),
            uploaded_by_user_id=uploaded_by_user_id,
            created_at=time_text(created_at or datetime.now(UTC)),
            md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            is_uploader_listed=is_uploader_listed,
        )
        write_private(self.object_file(row.id), content)
        return row

    def _remove_orphans(self) -> None:
        known = {row[0] for row in self._rows("SELECT id FROM attachments")}
        for file in self._objects.iterdir():
            if file.name not in known:
                file.unlink()

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def _insert(self, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(columns))
        # Table and columns are our own names.
        self._connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)  # noqa: S608

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=_LOCK_WAIT_S)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # two sandboxes in one folder would remove each other's files
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.executescript(_SCHEMA)
    except sqlite3.Error as exc:
        connection.close()
        if exc.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise OSError(errno.EBUSY, "another sandbox is using it", str(file.parent)) from exc
        raise OSError(errno.EIO, f"it cannot be used ({exc})", str(file)) from exc
    return connection


def time_text(moment: datetime) -> str:
    """A time as the service writes it: UTC with a `Z`, and a fraction only where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _attachment(row: tuple[Any, ...]) -> AttachmentRow:
    return AttachmentRow(*(*row[:-1], bool(row[-1])))
