"""Keeping the journal up with the transfers: in order, and without anyone waiting for it but a transfer about to begin."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.transfer.journal import Journal, JournalEntry, NoJournal
from toptickets_desktop.transfer.records import Record

_FORGOTTEN = frozenset({TransferState.DONE, TransferState.SKIPPED, TransferState.REFUSED, TransferState.CANCELLED})


class Memory:
    """What is remembered of the transfers of one engine.

    Args:
        journal: where it is written; closed with this.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._records: dict[int, Record] = {}
        self._news: dict[int, Transfer] = {}
        self._writer: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def lasts(self) -> bool:
        """Whether anything is remembered after the program's end."""
        return not isinstance(self._journal, NoJournal)

    async def load(self) -> list[JournalEntry]:
        """What earlier runs left, oldest first."""
        return await self._journal.load()

    def begin(self, transfer_id: int, record: Record) -> None:
        """Remember a transfer from now on."""
        self._records[transfer_id] = record

    def record(self, transfer_id: int) -> Record:
        """What is known of a transfer besides its picture."""
        return self._records[transfer_id]

    def note(self, transfer: Transfer) -> None:
        """A transfer has changed: to be written soon."""
        if self._is_closed or transfer.id not in self._records:
            return
        self._news[transfer.id] = transfer
        if self._writer is None or self._writer.done():
            self._writer = asyncio.get_running_loop().create_task(self._write(), name="transfer-journal")

    async def put(self, transfer: Transfer) -> None:
        """Write how a transfer stands; it is on the disk when this returns."""
        self._news.pop(transfer.id, None)
        await self._journal.put(self._records[transfer.id].entry(transfer))

    def forget(self, transfer_ids: Iterable[int]) -> None:
        """The user does not want to see these any more."""
        for transfer_id in transfer_ids:
            if transfer_id in self._records:
                self.note(Transfer(transfer_id, Direction.UPLOAD, "", "", TransferState.CANCELLED))

    async def close(self, unfinished: Iterable[Transfer]) -> None:
        """Write how things stand in the end, so that the next run can go on, and let go of the journal."""
        await self._settle()
        self._is_closed = True
        left = [transfer for transfer in unfinished if transfer.id in self._records]
        gone = [transfer for transfer in left if transfer.state in _FORGOTTEN]
        await self._journal.put_many([self._records[transfer.id].entry(transfer) for transfer in left if transfer not in gone])
        await self._journal.remove([self._records[transfer.id].id for transfer in gone])
        await self._journal.close()

    async def _settle(self) -> None:
        while self._writer is not None and not self._writer.done():
            await asyncio.wait({self._writer})

    async def _write(self) -> None:
        while self._news:
            news, self._news = self._news, {}
            gone = [transfer_id for transfer_id, transfer in news.items() if transfer.state in _FORGOTTEN]
            await self._journal.put_many(
                [self._records[transfer_id].entry(transfer) for transfer_id, transfer in news.items() if transfer_id not in gone]
            )
            if gone:
                await self._journal.remove([self._records[transfer_id].id for transfer_id in gone])
