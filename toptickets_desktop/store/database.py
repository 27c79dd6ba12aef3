"""One SQLite file of this program's: private to the user, held by one program at a time, used on one thread of its own.

Nothing here fails to its caller: a program that cannot remember still has to work. What went wrong is logged, and `trouble` says it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import structlog

T = TypeVar("T")

_SET_ASIDE_MAX = 9

_log = structlog.get_logger(__name__)


class DatabaseTrouble(StrEnum):
    """Why what was kept earlier is not known, or what comes now will not be."""

    DAMAGED = "damaged"  # set aside; a new one was begun
    NEWER = "newer"  # written by a later release; set aside; a new one was begun
    IN_USE = "in_use"  # another program has it
    UNUSABLE = "unusable"  # cannot be made, opened or set aside


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file is to hold.

    Attributes:
        name: for logs and the thread.
        application_id: tells the file from others: https://www.sqlite.org/pragma.html#pragma_application_id.
        version: of the tables; a file with a higher one is from a later release.
        statements: make the tables.
        probe: a query that only works when the tables are as they should be.
        is_synchronous: whether what was written is on the disk before the call ends (FULL), or soon after (NORMAL).
        is_checked_whole: whether all of the file is read when it is opened; else damage shows when it is met.
    """

    name: str
    application_id: int
    version: int
    statements: tuple[str, ...]
    probe: str
    is_synchronous: bool = True
    is_checked_whole: bool = True


class PrivateDatabase:
    """A file and the thread that uses it.

    Args:
        path: the file; made when first used, with the folder it is in.
        schema: what it holds.
        busy_timeout_s: how long is waited for another program that has it.
        on_open: called once the file is open, in a transaction: the place for tidying up.
    """

    def __init__(
        self,
        path: Path,
        schema: Schema,
        *,
        busy_timeout_s: float = 2.0,
        on_open: Callable[[sqlite3.Connection], None] | None = None,
    ) -> None:
        self.path = path
        self.trouble: DatabaseTrouble | None = None
        self.set_aside: Path | None = None
        self._schema = schema
        self._busy_timeout_s = busy_timeout_s
        self._on_open = on_open
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=schema.name)
        self._connection: sqlite3.Connection | None = None
        self._is_opened = False
        self._is_closed = False

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Do something with the file; None when it cannot be done."""
        if self._is_closed:
            return None
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._attempt, work)

    async def close(self) -> None:
        """Let go of the file. What is asked for after that is not done."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        finally:
            self._thread.shutdown(wait=False)

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        if not self._is_opened:
            self._is_opened = True
            self._connection = self._open()
        if self._connection is None:
            return None
        try:
            return work(self._connection)
        except sqlite3.Error as exc:
            _log.warning("database not used", database=self._schema.name, error=_name_of(exc))
            if type(exc) is sqlite3.DatabaseError:
                self._begin_anew()
            return None

    def _begin_anew(self) -> None:
        """The file turned out to be damaged while it was used."""
        self._close()
        self.trouble = DatabaseTrouble.DAMAGED
        try:
            self.set_aside = _move_aside(self.path, DatabaseTrouble.DAMAGED)
        except OSError as exc:
            self.trouble = DatabaseTrouble.UNUSABLE
            _log.warning("database not set aside", database=self._schema.name, error=_name_of(exc))
            return
        self._connection = self._open()

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except sqlite3.Error as exc:
                _log.warning("database not closed", database=self._schema.name, error=_name_of(exc))

    def _open(self) -> sqlite3.Connection | None:
        try:
            try:
                return self._connected()
            except _SetAside as exc:
                self.trouble = exc.trouble
                self.set_aside = _move_aside(self.path, exc.trouble)
                _log.warning("database set aside", database=self._schema.name, trouble=exc.trouble.value)
                return self._connected()
        except (sqlite3.Error, OSError, _SetAside) as exc:
            is_in_use = isinstance(exc, sqlite3.OperationalError) and getattr(exc, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            self.trouble = DatabaseTrouble.IN_USE if is_in_use else DatabaseTrouble.UNUSABLE
            _log.warning("no database", database=self._schema.name, trouble=self.trouble.value, error=_name_of(exc))
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
            # https://www.sqlite.org/pragma.html#pragma_locking_mode.
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            with transaction(connection):
                self._check(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {'FULL' if self._schema.is_synchronous else 'NORMAL'}")
            if self._on_open is not None:
                with transaction(connection):
                    self._on_open(connection)
        except sqlite3.DatabaseError as exc:
            connection.close()
            # Those of the subclasses are about the disk, the lock or our SQL; damage is reported as the class itself.
            if type(exc) is sqlite3.DatabaseError:
                raise _SetAside(DatabaseTrouble.DAMAGED) from exc
            raise
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        schema = self._schema
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (table_count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (version, application_id, table_count) == (0, 0, 0):
            for statement in schema.statements:  # not executescript(): that ends the transaction
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {schema.application_id}")
            connection.execute(f"PRAGMA user_version = {schema.version}")
            return
        if application_id == schema.application_id and version > schema.version:
            raise _SetAside(DatabaseTrouble.NEWER)
        is_ours = application_id == schema.application_id and version == schema.version
        if not is_ours or (schema.is_checked_whole and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",)):
            raise _SetAside(DatabaseTrouble.DAMAGED)
        try:
            connection.execute(schema.probe)
        except sqlite3.OperationalError as exc:
            raise _SetAside(DatabaseTrouble.DAMAGED) from exc


class _SetAside(Exception):
    """The file must make room for a new one."""

    def __init__(self, trouble: DatabaseTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class transaction:  # noqa: N801  # used like a function
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


def _move_aside(path: Path, trouble: DatabaseTrouble) -> Path:
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
