"""The file that remembers transfers: SQLite, private to the user, held by one program at a time, used on one thread of its own.

Nothing here fails to its caller: a program that cannot remember still has to move files. What went wrong is logged, and `trouble` says it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import structlog

T = TypeVar("T")

SCHEMA_VERSION = 1
ENDED_ROWS_MAX = 2_000
ENDED_AGE_MAX_S = 30 * 24 * 3600.0

_APPLICATION_ID = 0x5454_4A31  # "TTJ1": https://www.sqlite.org/pragma.html#pragma_application_id
_SET_ASIDE_MAX = 9

_SCHEMA = f"""
CREATE TABLE transfers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    has_ended INTEGER NOT NULL,
    updated_at_s REAL NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX transfers_by_age ON transfers (has_ended, updated_at_s);
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""

_log = structlog.get_logger(__name__)


class JournalTrouble(StrEnum):
    """Why earlier transfers are not known, or these will not be."""

    DAMAGED = "damaged"  # set aside; a new one was begun
    NEWER = "newer"  # written by a later release; set aside; a new one was begun
    IN_USE = "in_use"  # another window of this program has it
    UNUSABLE = "unusable"  # cannot be made, opened or set aside


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One remembered thing.

    Attributes:
        has_ended: whether it may be dropped when it is old, or when there are too many like it.
        content: what it is, as its owner writes it.
    """

    id: str
    has_ended: bool
    content: str


class JournalStore:
    """Rows in a file, each replaced or removed by its id. A row that was written is on the disk.

    Rows that have ended are dropped when they are older than `ENDED_AGE_MAX_S`, and the oldest of them when there are more than
    `ended_rows_max`. Those that have not are never dropped.

    Args:
        path: the file; made when first used, with the folder it is in.
        account: whose rows these are; others' in the same file are not touched, except that old ones are dropped.
        ended_rows_max: how many rows that have ended are kept.
        busy_timeout_s: how long is waited for another program that has it.
        now_s: the time, in seconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        account: str,
        *,
        ended_rows_max: int = ENDED_ROWS_MAX,
        busy_timeout_s: float = 2.0,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self.trouble: JournalTrouble | None = None
        self.set_aside: Path | None = None
        self._account = account
        self._ended_rows_max = ended_rows_max
        self._busy_timeout_s = busy_timeout_s
        self._now_s = now_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._connection: sqlite3.Connection | None = None
        self._is_opened = False
        self._is_closed = False

    async def read(self) -> list[JournalRow]:
        """All rows, in the order in which they were first written."""
        return await self._run(self._read) or []

    async def write(self, rows: Sequence[JournalRow]) -> None:
        """Write or replace rows, all or none."""
        if rows:
            await self._run(lambda connection: self._write(connection, rows))

    async def remove(self, ids: Iterable[str]) -> None:
        """Drop rows."""
        gone = list(ids)
        if gone:
            await self._run(lambda connection: self._remove(connection, gone))

    async def forget_account(self, account: str) -> None:
        """Drop all rows of an account, whose profile is gone."""
        await self._run(lambda connection: self._forget_account(connection, account))

    async def close(self) -> None:
        """Let go of the file. What is asked for after that is not done."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        finally:
            self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._is_closed:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._attempt, work)

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        if not self._is_opened:
            self._is_opened = True
            self._connection = self._open()
        if self._connection is None:
            return None
        try:
            return work(self._connection)
        except sqlite3.Error as exc:
            _log.warning("journal not used", error=_name_of(exc))
            return None

    def _read(self, connection: sqlite3.Connection) -> list[JournalRow]:
        found = connection.execute("SELECT id, has_ended, content FROM transfers WHERE account = ? ORDER BY number", [self._account])
        return [JournalRow(row_id, bool(has_ended), content) for row_id, has_ended, content in found]

    def _write(self, connection: sqlite3.Connection, rows: Sequence[JournalRow]) -> None:
        now_s = self._now_s()
        with _transaction(connection):
            connection.executemany(
                "INSERT INTO transfers (id, account, has_ended, updated_at_s, content) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET"
                " has_ended = excluded.has_ended, updated_at_s = excluded.updated_at_s, content = excluded.content",
                [(row.id, self._account, row.has_ended, now_s, row.content) for row in rows],
            )
            if any(row.has_ended for row in rows):
                self._prune(connection)

    def _forget_account(self, connection: sqlite3.Connection, account: str) -> None:
        with _transaction(connection):
            connection.execute("DELETE FROM transfers WHERE account = ?", [account])

    def _remove(self, connection: sqlite3.Connection, ids: Sequence[str]) -> None:
        with _transaction(connection):
            connection.executemany("DELETE FROM transfers WHERE id = ? AND account = ?", [(row_id, self._account) for row_id in ids])

    def _prune(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM transfers WHERE has_ended AND updated_at_s < ?", [self._now_s() - ENDED_AGE_MAX_S])
        connection.execute(
            "DELETE FROM transfers WHERE number IN"
            " (SELECT number FROM transfers WHERE has_ended ORDER BY updated_at_s DESC, number DESC LIMIT -1 OFFSET ?)",
            [self._ended_rows_max],
        )

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except sqlite3.Error as exc:
                _log.warning("journal not closed", error=_name_of(exc))

    def _open(self) -> sqlite3.Connection | None:
        try:
            try:
                return self._connected()
            except _SetAside as exc:
                self.trouble = exc.trouble
                self.set_aside = _move_aside(self.path, exc.trouble)
                _log.warning("journal set aside", trouble=exc.trouble.value)
                return self._connected()
        except (sqlite3.Error, OSError, _SetAside) as exc:
            is_in_use = isinstance(exc, sqlite3.OperationalError) and getattr(exc, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            self.trouble = JournalTrouble.IN_USE if is_in_use else JournalTrouble.UNUSABLE
            _log.warning("no journal", trouble=self.trouble.value, error=_name_of(exc))
            return None

    def _connected(self) -> sqlite3.Connection:
        """The file, made if it is not there, checked, and held by us alone.

        Raises:
            _SetAside: it cannot be used as it is.
            sqlite3.Error: it is in use, or the disk is at fault.
            OSError: it cannot be made private.
        """
        _make_private(self.path)
        connection = sqlite3.connect(self.path, timeout=self._busy_timeout_s, isolation_level=None)
        try:
            # Held until the connection is closed or the program ends, however it does, and without a file of shared memory beside it:
            # https://www.sqlite.org/pragma.html#pragma_locking_mode. Two programs would take up the same transfers twice.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            with _transaction(connection):
                self._check(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            with _transaction(connection):
                self._prune(connection)
        except sqlite3.DatabaseError as exc:
            connection.close()
            # Those of the subclasses are about the disk, the lock or our SQL; damage is reported as the class itself.
            if type(exc) is sqlite3.DatabaseError:
                raise _SetAside(JournalTrouble.DAMAGED) from exc
            raise
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (table_count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (version, application_id, table_count) == (0, 0, 0):
            for statement in _SCHEMA.split(";"):  # not executescript(): that ends the transaction
                connection.execute(statement)
            return
        if application_id == _APPLICATION_ID and version > SCHEMA_VERSION:
            raise _SetAside(JournalTrouble.NEWER)
        is_ours = application_id == _APPLICATION_ID and version == SCHEMA_VERSION
        if not is_ours or connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise _SetAside(JournalTrouble.DAMAGED)
        try:
            connection.execute("SELECT number, id, account, has_ended, updated_at_s, content FROM transfers LIMIT 1")
        except sqlite3.OperationalError as exc:
            raise _SetAside(JournalTrouble.DAMAGED) from exc


class _SetAside(Exception):
    """The file must make room for a new one."""

    def __init__(self, trouble: JournalTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class _transaction:  # noqa: N801  # used like a function
    """All or nothing, and ours alone from its beginning."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._connection.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error:
            with suppress(sqlite3.Error):  # SQLite may have rolled it back already
                self._connection.execute("ROLLBACK")
            if kind is None:
                raise


def _make_private(path: Path) -> None:
    """SQLite gives the files that it makes beside this one the same permissions."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))
    path.chmod(0o600)


def _move_aside(path: Path, trouble: JournalTrouble) -> Path:
    """Rename the file and the log that belongs to it. The last name is used again when all are taken."""
    names = [path.name + f".{trouble.value}" + (f"-{number}" if number > 1 else "") for number in range(1, _SET_ASIDE_MAX + 1)]
    free = [path.with_name(name) for name in names if not path.with_name(name).exists()]
    aside = free[0] if free else path.with_name(names[-1])
    # The log first: without its file it is nothing, but beside a new file it would be taken for that one's.
    with suppress(FileNotFoundError):
        path.with_name(f"{path.name}-wal").replace(aside.with_name(f"{aside.name}-wal"))
    with suppress(FileNotFoundError):
        path.with_name(f"{path.name}-shm").unlink()
    path.replace(aside)
    return aside


def _name_of(exc: Exception) -> str:
    return getattr(exc, "sqlite_errorname", "") or type(exc).__name__
