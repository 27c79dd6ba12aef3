"""What the window knew before: read when there is nothing newer to show yet, and kept up to date with each answer of the service."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.attachment import Attachment, User
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.gui.formats import clock_text, when_text
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.settings import Settings
from toptickets_desktop.store.database import DatabaseTrouble
from toptickets_desktop.store.metadata import Known, MetadataStore

CLOSE_LIMIT_S = 2.0


class KnownLists(QObject):
    """Stands between the cache's file and the lists. Nothing waits for it that the service has answered, and nothing here fails.

    Args:
        path: the file; None for nothing to be known or kept.
        settings: say whether anything is kept at all, and beyond the end of the program.
        account: tells under which name the lists of who is signed in are kept.

    Signals:
        status_said(str): a sentence for the status line.
    """

    status_said = Signal(str)

    def __init__(self, path: Path | None, settings: Settings, account: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._store = None if path is None else MetadataStore(path)
        self._settings = settings
        self._account = account
        self._shown_account = ""
        self._said_trouble: DatabaseTrouble | None = None
        self._numbers = itertools.count(1)
        self.tasks = TaskOwner(self)

    def begin(self) -> None:
        """From now on what is known of the account may be shown: the key that goes with it has been found."""
        self._shown_account = self._account()

    def end(self) -> None:
        """Nobody's lists may be shown any more."""
        self._shown_account = ""

    def is_begun(self) -> bool:
        """Whether what is known of the account may be shown."""
        return self._shown_account == self._account() != ""

    # --- what is known --------------------------------------------------------------------------------------------------

    async def tickets(self, query: TicketQuery, *, limit: int) -> Known[Ticket] | None:
        """The tickets that fit a question; None when nothing is known of any."""
        store = self._readable()
        found = None if store is None else await store.tickets(self._shown_account, query, limit=limit)
        self._say_trouble()
        return found

    async def tickets_by_id(self, ticket_ids: Sequence[str]) -> list[Ticket]:
        """Those of these tickets that are known, in no order."""
        store = self._readable()
        return [] if store is None else await store.tickets_by_id(self._shown_account, ticket_ids)

    async def attachments(self, ticket_id: str) -> Known[Attachment] | None:
        """A ticket's attachments; None when they were never listed."""
        store = self._readable()
        return None if store is None else await store.attachments(self._shown_account, ticket_id)

    async def users(self) -> list[User]:
        """People whose names are known."""
        store = self._readable()
        return [] if store is None else await store.users(self._shown_account)

    # --- what comes -----------------------------------------------------------------------------------------------------

    def keep_tickets(self, tickets: Sequence[Ticket], *, is_all: bool = False) -> None:
        """Remember tickets that came just now; `is_all` says that there are no others."""
        if (store := self._writable()) is not None and (tickets or is_all):
            self._do(store.keep_tickets(self._account(), list(tickets), is_all=is_all))

    def keep_attachments(self, ticket_id: str, attachments: Sequence[Attachment]) -> None:
        """Remember all attachments of a ticket, as they came just now."""
        if (store := self._writable()) is not None:
            self._do(store.keep_attachments(self._account(), ticket_id, list(attachments)))

    def keep_users(self, users: Iterable[User]) -> None:
        """Remember all people's names."""
        if (store := self._writable()) is not None:
            self._do(store.keep_users(self._account(), list(users)))

    # --- forgetting -----------------------------------------------------------------------------------------------------

    def forget(self, account: str) -> None:
        """Drop what is known of an account: its key is gone, or it is another's now."""
        if account == self._shown_account:
            self.end()
        if self._store is not None:
            self._do(self._store.forget_account(account))

    async def size_bytes(self) -> int:
        """How much is kept, for the page that shows and clears it."""
        return 0 if self._path is None else await asyncio.to_thread(_size_bytes, self._path)

    async def clear(self) -> None:
        """Drop everything, and what earlier had to be set aside."""
        if self._store is not None and self._path is not None:
            await self._store.clear()
            await asyncio.to_thread(_remove_set_aside, self._path)

    async def close(self) -> None:
        """Write what is still to be written, and let go of the file."""
        await self.tasks.finish(limit_s=CLOSE_LIMIT_S)
        if self._store is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_LIMIT_S):
                if self._settings.clears_cache_at_quit or not self._settings.cache_limit_bytes:
                    await self.clear()
                await self._store.close()

    def _readable(self) -> MetadataStore | None:
        return self._store if self._settings.cache_limit_bytes and self.is_begun() else None

    def _writable(self) -> MetadataStore | None:
        return self._store if self._settings.cache_limit_bytes and self._account() else None

    def _do(self, work: Coroutine[object, object, None]) -> None:
        self.tasks.start(f"known lists {next(self._numbers)}", self._done(work))

    async def _done(self, work: Coroutine[object, object, None]) -> None:
        await work
        self._say_trouble()

    def _say_trouble(self) -> None:
        trouble = None if self._store is None else self._store.trouble
        if trouble is self._said_trouble or trouble is None:
            return
        self._said_trouble = trouble
        self.status_said.emit(
            {
                DatabaseTrouble.DAMAGED: self.tr("What was known of tickets was damaged and has been set aside; it is fetched anew."),
                DatabaseTrouble.NEWER: self.tr("What was known of tickets is from a later release and has been set aside."),
                DatabaseTrouble.IN_USE: self.tr("Another program has the list of known tickets: this window does without it."),
                DatabaseTrouble.UNUSABLE: self.tr("What is known of tickets cannot be kept on this computer."),
            }[trouble]
        )


def as_of_text(moment: datetime) -> str:
    """When something was known: 14:02 of today, else with the day."""
    is_today = moment.astimezone().date() == datetime.now(UTC).astimezone().date()
    return clock_text(moment) if is_today else when_text(moment)


def _size_bytes(path: Path) -> int:
    total = 0
    for each in path.parent.glob(f"{path.name}*"):
        with contextlib.suppress(OSError):
            total += each.stat().st_size
    return total


def _remove_set_aside(path: Path) -> None:
    for trouble in (DatabaseTrouble.DAMAGED, DatabaseTrouble.NEWER):
        for each in path.parent.glob(f"{path.name}.{trouble.value}*"):
            with contextlib.suppress(OSError):
                each.unlink()
