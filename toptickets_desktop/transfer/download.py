"""Fetching one file: it has its final name only when it is whole, and on the disk; what came before a failure is not fetched again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    LengthMismatch,
    NotFound,
    NotReached,
    NotReachedReason,
    ObjectMissing,
    SignedUrlRefused,
    StorageError,
)
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.transfer.disk import find_name
from toptickets_desktop.transfer.job import Watch
from toptickets_desktop.transfer.kept_part import KeptPart, forget_part
from toptickets_desktop.transfer.link import Link
from toptickets_desktop.transfer.local_names import safe_name
from toptickets_desktop.transfer.off_loop import OffLoop, settle

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient, StoredObject

WRITE_BYTES = 1024 * 1024
SYNC_AHEAD_BYTES = 8 * 1024 * 1024
"""Of a large file, so much at a time is brought onto the disk while the rest still comes, so that at the end little is left to wait for."""

# Answers to "from there on" that say nothing about the object: another slice than asked for, a compressed one, no such range.
_USELESS_STATUSES = frozenset({200, 206, 416})

# A link that did not even lead to a storage may be what is wrong; one that did is good for the next attempt.
_STORAGE_WAS_THERE = frozenset({NotReachedReason.TIMEOUT, NotReachedReason.CONNECTION_LOST})


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """What to fetch and where to put it.

    Attributes:
        target: the exact path that the user chose, and agreed to replace; None to use the folder and the attachment's own name.
        leaves_name: the attachment's own name belongs to another of the same name: this one gets a number.
        link: where the bytes come from; goes on from one attempt to the next.
    """

    attachment: Attachment
    folder: Path
    if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH
    target: Path | None = None
    leaves_name: bool = False
    link: Link = field(default_factory=Link, repr=False, compare=False)

    @property
    def place(self) -> tuple[Path, str]:
        """The folder and the wanted name."""
        if self.target is not None:
            return self.target.parent, self.target.name
        return self.folder, safe_name(self.attachment.filename)


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """Where the file is now. `sha256` is None when a file was there already and nothing was fetched."""

    path: Path
    sha256: str | None


async def fetch_file(
    client: ApiClient,
    storage: StorageClient,
    disk: OffLoop,
    request: DownloadRequest,
    watch: Watch,
    *,
    before_publishing: Callable[[str], Awaitable[None]] | None = None,
) -> FetchedFile:
    """Download an attachment, from where an earlier attempt at the same name broke off.

    What has come is kept when this fails and trying again may help, and when it is cancelled while `watch.keeps_part`.

    Args:
        client: gives the links.
        storage: gives the bytes.
        disk: threads for writing.
        request: what to fetch.
        watch: told how it gets on.
        before_publishing: told the file's SHA-256, and awaited, before it gets its final name: for a journal.

    Raises:
        LengthMismatch: what came is longer or shorter than announced; it was thrown away.
        LocalFileError: it cannot be written.
        ServiceError: the service gave no link.
        StorageError: the storage did not give the file.
    """
    folder, name = request.place
    if request.if_exists is ConflictPolicy.SKIP and request.target is None:
        existing = await disk.run(find_name, folder, name)
        if existing is not None:
            return FetchedFile(existing, None)
    is_kept: bool | None = None  # undecided: nothing has gone wrong by itself

    def release(part: KeptPart) -> None:
        part.release(keep=watch.keeps_part if is_kept is None else is_kept)

    async with disk.held(lambda: KeptPart(folder, name, request.attachment, make_folder=request.target is None), release) as part:
        try:
            await fetch_bytes(client, storage, disk, request.attachment, request.link, part, watch)
            watch.on_all_moved()
            sha256 = await disk.run(part.finish, client.attachment_url(request.attachment.ticket_id, request.attachment.id))
            if before_publishing is not None:
                await before_publishing(sha256)
            watch.on_committing()
            policy = request.if_exists if request.target is None else ConflictPolicy.REPLACE
            published = await disk.run(part.publish, name, policy, leaves_name=request.leaves_name)
            is_kept = False
        except Exception as exc:
            if not _is_cancelled():
                is_kept = not isinstance(exc, (LengthMismatch, NotFound, ObjectMissing))
            if not (isinstance(exc, NotReached) and exc.reason in _STORAGE_WAS_THERE):
                request.link.drop()
            raise
    request.link.drop()
    if published is None:
        return FetchedFile(folder / name, None)
    return FetchedFile(published, sha256)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def forget_download(request: DownloadRequest) -> None:
    """Remove what earlier attempts at a download have kept: the user does not want it any more. Blocking; never raises."""
    forget_part(*request.place, request.attachment)


class Sink(Protocol):
    """Where the bytes of one object go: a part, or a place in an archive. Blocks; raises `LocalFileError` when the disk fails."""

    @property
    def size_bytes(self) -> int:
        """How much of the object is there, from its first byte on."""

    @property
    def total_bytes(self) -> int | None:
        """Of the whole object, as it was announced; None while unknown."""

    def begin(self, *, etag: str | None, total_bytes: int | None) -> None:
        """Forget the bytes that are there, if any: those of this object come now, from the first one on."""

    def is_of(self, etag: str | None, total_bytes: int | None) -> bool:
        """Whether the bytes are of the object described; never when it cannot be told."""

    def write(self, block: bytes | bytearray) -> None:
        """Append a block."""

    def sync(self) -> None:
        """Bring what has been written onto the disk; more may be written meanwhile."""


async def fetch_bytes(
    client: ApiClient, storage: StorageClient, disk: OffLoop, attachment: Attachment, link: Link, part: Sink, watch: Watch
) -> None:
    """Bring the part up to the whole object. Ends, because a link is renewed once, and an object is begun anew once."""
    is_renewed = False
    if part.size_bytes:
        watch.on_kept(part.size_bytes)
    while True:
        signed_url = await link.current(lambda: client.get_download_url(attachment.ticket_id, attachment.id))
        asked_from = part.size_bytes
        try:
            async with storage.open(signed_url, first_byte=asked_from) as stored:
                if asked_from == 0 or _goes_on(part, stored):
                    await _receive(stored, attachment, part, disk, watch)
                    return
                await _begin_anew(part, disk, watch)
                if stored.first_byte == 0:
                    await _receive(stored, attachment, part, disk, watch)
                    return
        except SignedUrlRefused:
            link.drop()
            if is_renewed:
                raise
            is_renewed = True
        except StorageError as exc:
            if asked_from == 0 or part.size_bytes == 0 or exc.status not in _USELESS_STATUSES:
                raise
            await _begin_anew(part, disk, watch)


def _goes_on(part: Sink, stored: StoredObject) -> bool:
    """Whether an answer begins where the part ends, goes to the end, and is of the same object.

    The storage ignores If-Range (contract.md), so only this comparison tells.
    """
    end_byte = None if stored.length_bytes is None else stored.first_byte + stored.length_bytes
    return (stored.first_byte, end_byte) == (part.size_bytes, part.total_bytes) and part.is_of(stored.etag, stored.total_bytes)


async def _begin_anew(part: Sink, disk: OffLoop, watch: Watch) -> None:
    await disk.run(part.begin, etag=None, total_bytes=None)
    watch.on_kept(0)


async def _receive(stored: StoredObject, attachment: Attachment, part: Sink, disk: OffLoop, watch: Watch) -> None:
    length = BodyLength(stored, attachment)
    watch.on_total(length.expected_bytes)
    if stored.first_byte == 0:
        await disk.run(part.begin, etag=stored.etag, total_bytes=length.expected_bytes)
    writer = _Writer(part, disk)
    try:
        async with aclosing(length.watched(stored.chunks())) as chunks:
            async for chunk in chunks:
                await writer.write(chunk)
                watch.on_bytes(length.received_bytes)
    finally:
        # Also what was received just before a failure: it need not come twice.
        await writer.close()


class BodyLength:
    """Holds a body to the length announced for the object: by the storage, by the service, or by both.

    Attributes:
        expected_bytes: of the whole object.
        received_bytes: how much of it is there, counted from its first byte even when the body begins later.

    Raises:
        LengthMismatch: the two do not agree.
        StorageError: nobody said how long it is, so a body cut short could not be told from a whole one.
    """

    def __init__(self, stored: StoredObject, attachment: Attachment) -> None:
        end_byte = None if stored.length_bytes is None else stored.first_byte + stored.length_bytes
        announced = {size for size in (end_byte, stored.total_bytes, attachment.size_bytes) if size is not None}
        if not announced:
            raise StorageError(stored.status, "no_length")
        self.expected_bytes = attachment.size_bytes if attachment.size_bytes is not None else min(announced)
        self.received_bytes = stored.first_byte
        for size in announced - {self.expected_bytes}:
            raise LengthMismatch(expected_bytes=self.expected_bytes, received_bytes=size)

    async def watched(self, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        """Pass the chunks on, and end well only when there were as many bytes as announced.

        Raises:
            LengthMismatch: more came, and there is no telling how much more would; or fewer.
        """
        try:
            async for chunk in chunks:
                self.received_bytes += len(chunk)
                if self.received_bytes > self.expected_bytes:
                    raise self._mismatch()
                yield chunk
        finally:
            if isinstance(chunks, AsyncGenerator):
                await chunks.aclose()
        if self.received_bytes != self.expected_bytes:
            raise self._mismatch()

    def _mismatch(self) -> LengthMismatch:
        return LengthMismatch(expected_bytes=self.expected_bytes, received_bytes=self.received_bytes)


class _Writer:
    """Gathers chunks and writes them in large blocks in a thread, while the next ones come in: at most two blocks are in memory."""

    def __init__(self, part: Sink, disk: OffLoop) -> None:
        self._part = part
        self._disk = disk
        self._gathered = bytearray()
        self._writing: asyncio.Future[None] | None = None
        self._syncing: asyncio.Future[None] | None = None
        self._unsynced_bytes = 0

    async def write(self, chunk: bytes) -> None:
        self._gathered += chunk
        if len(self._gathered) >= WRITE_BYTES:
            await self._finish_block()
            await self._sync_ahead()
            self._writing = self._disk.start(self._part.write, self._gathered)
            self._unsynced_bytes += len(self._gathered)
            self._gathered = bytearray()

    async def close(self) -> None:
        """Write what is left, and wait until no thread uses the part.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        try:
            await self._finish_block()
            if self._gathered:
                await self._disk.run(self._part.write, self._gathered)
        finally:
            await self._finish_sync()

    async def _finish_block(self) -> None:
        writing = self._writing
        if writing is not None:
            await settle(writing)
            self._writing = None
            if writing.exception() is not None:
                self._gathered = bytearray()  # It would come after a gap.
            writing.result()

    async def _sync_ahead(self) -> None:
        if self._unsynced_bytes >= SYNC_AHEAD_BYTES and (self._syncing is None or self._syncing.done()):
            await self._finish_sync()
            self._syncing = self._disk.start(self._part.sync)
            self._unsynced_bytes = 0

    async def _finish_sync(self) -> None:
        syncing, self._syncing = self._syncing, None
        if syncing is not None:
            await settle(syncing)
            syncing.result()  # The system tells of a failure once: it must not be lost.
