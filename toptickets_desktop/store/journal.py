"""The file that remembers transfers. Two programs would take up the same ones twice, so only one can have it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toptickets_desktop.store.database import DatabaseTrouble, PrivateDatabase, Schema, transaction

SCHEMA_VERSION = 1
ENDED_ROWS_MAX = 2_000
ENDED_AGE_MAX_S = 30 * 24 * 3600.0

_SCHEMA = Schema(
    name="journal",
    application_id=0x5454_4A31,  # "TTJ1"
    version=SCHEMA_VERSION,
    statements=(
        """
CREATE TABLE transfers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    has_ended INTEGER NOT NULL,
    updated_at_s REAL NOT NULL,
    content TEXT NOT NULL
)
""",
        "CREATE INDEX transfers_by_age ON transfers (has_ended, updated_at_s)",
    ),
    probe="SELECT number, id, account, has_ended, updated_at_s, content FROM transfers LIMIT 1",
)


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
        self._account = account
        self._ended_rows_max = ended_rows_max
        self._now_s = now_s
        self._database = PrivateDatabase(path, _SCHEMA, busy_timeout_s=busy_timeout_s, on_open=self._prune)

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """Why earlier rows are not known, or these will not be; known once the file was used."""
        return self._database.trouble

    @property
    def set_aside(self) -> Path | None:
        """Where a file went that could not be used."""
        return self._database.set_aside

    async def read(self) -> list[JournalRow]:
        """All rows, in the order in which they were first written."""
        return await self._database.run(self._read) or []

    async def write(self, rows: Sequence[JournalRow]) -> None:
        """Write or replace rows, all or none."""
        if rows:
            await self._database.run(lambda connection: self._write(connection, rows))

    async def remove(self, ids: Iterable[str]) -> None:
        """Drop rows."""
        gone = list(ids)
        if gone:
            await self._database.run(lambda connection: self._remove(connection, gone))

    async def forget_account(self, account: str) -> None:
        """Drop all rows of an account, whose profile is gone."""
        await self._database.run(lambda connection: self._forget_account(connection, account))

    async def close(self) -> None:
        """Let go of the file. What is asked for after that is not done."""
        await self._database.close()

    def _read(self, connection: sqlite3.Connection) -> list[JournalRow]:
        found = connection.execute("SELECT id, has_ended, content FROM transfers WHERE account = ? ORDER BY number", [self._account])
        return [JournalRow(row_id, bool(has_ended), content) for row_id, has_ended, content in found]

    def _write(self, connection: sqlite3.Connection, rows: Sequence[JournalRow]) -> None:
        now_s = self._now_s()
        with transaction(connection):
            connection.executemany(
                "INSERT INTO transfers (id, account, has_ended, updated_at_s, content) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET"
                " has_ended = excluded.has_ended, updated_at_s = excluded.updated_at_s, content = excluded.content",
                [(row.id, self._account, row.has_ended, now_s, row.content) for row in rows],
            )
            if any(row.has_ended for row in rows):
                self._prune(connection)

    def _forget_account(self, connection: sqlite3.Connection, account: str) -> None:
        with transaction(connection):
            connection.execute("DELETE FROM transfers WHERE account = ?", [account])

    def _remove(self, connection: sqlite3.Connection, ids: Sequence[str]) -> None:
        with transaction(connection):
            connection.executemany("DELETE FROM transfers WHERE id = ? AND account = ?", [(row_id, self._account) for row_id in ids])

    def _prune(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM transfers WHERE has_ended AND updated_at_s < ?", [self._now_s() - ENDED_AGE_MAX_S])
        connection.execute(
            "DELETE FROM transfers WHERE number IN"
            " (SELECT number FROM transfers WHERE has_ended ORDER BY updated_at_s DESC, number DESC LIMIT -1 OFFSET ?)",
            [self._ended_rows_max],
        )
