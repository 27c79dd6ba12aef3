"""Fetching one file: it has its final name only when it is whole, and on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.storage import StorageClient, StoredObject
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LengthMismatch, StorageError
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.transfer.disk import PartFile, find_name
from toptickets_desktop.transfer.job import Watch
from toptickets_desktop.transfer.local_names import safe_name
from toptickets_desktop.transfer.off_loop import OffLoop, settle

WRITE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """What to fetch and where to put it.

    Attributes:
        target: the exact path that the user chose, and agreed to replace; None to use the folder and the attachment's own name.
    """

    attachment: Attachment
    folder: Path
    if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """Where the file is now. `sha256` is None when a file was there already and nothing was fetched."""

    path: Path
    sha256: str | None


async def fetch_file(client: ApiClient, storage: StorageClient, disk: OffLoop, request: DownloadRequest, watch: Watch) -> FetchedFile:
    """Download an attachment.

    Raises:
        LengthMismatch: what came is longer or shorter than announced; it was thrown away.
        LocalFileError: it cannot be written.
        ServiceError: the service gave no link.
        StorageError: the storage did not give the file.
    """
    attachment, target = request.attachment, request.target
    folder, name = (target.parent, target.name) if target is not None else (request.folder, safe_name(attachment.filename))
    is_skipping = request.if_exists is ConflictPolicy.SKIP and target is None
    if is_skipping and (existing := await disk.run(find_name, folder, name)) is not None:
        return FetchedFile(existing, None)
    async with disk.held(lambda: PartFile(folder, name, make_folder=target is None), PartFile.discard) as part:
        # Asked for only now: the link lives an hour, and the queue may have been longer.
        signed_url = await client.get_download_url(attachment.ticket_id, attachment.id)
        async with storage.open(signed_url) as stored:
            await _receive(stored, attachment, part, disk, watch)
        watch.on_all_moved()
        sha256 = await disk.run(part.finish)
        watch.on_committing()
        published = await disk.run(_publishing(part, request, name))
        if published is None:
            return FetchedFile(folder / name, None)
        return FetchedFile(published, sha256)


def _publishing(part: PartFile, request: DownloadRequest, name: str) -> Callable[[], Path | None]:
    if request.target is not None or request.if_exists is ConflictPolicy.REPLACE:
        return lambda: part.publish_over(name)
    if request.if_exists is ConflictPolicy.SKIP:
        return lambda: part.publish_if_free(name)
    return lambda: part.publish_numbered(name)


async def _receive(stored: StoredObject, attachment: Attachment, part: PartFile, disk: OffLoop, watch: Watch) -> None:
    length = BodyLength(stored, attachment)
    watch.on_total(length.expected_bytes)
    writer = _Writer(part, disk)
    try:
        async with aclosing(length.watched(stored.chunks())) as chunks:
            async for chunk in chunks:
                await writer.write(chunk)
                watch.on_bytes(length.received_bytes)
        await writer.flush()
    finally:
        await writer.settle()


class BodyLength:
    """Holds a body to the length announced for it: by the storage, by the service, or by both.

    Raises:
        LengthMismatch: the two do not agree.
        StorageError: nobody said how long it is, so a body cut short could not be told from a whole one.
    """

    def __init__(self, stored: StoredObject, attachment: Attachment) -> None:
        announced = {size for size in (stored.length_bytes, stored.total_bytes, attachment.size_bytes) if size is not None}
        if not announced:
            raise StorageError(stored.status, "no_length")
        self.expected_bytes = attachment.size_bytes if attachment.size_bytes is not None else min(announced)
        self.received_bytes = 0
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

    def __init__(self, part: PartFile, disk: OffLoop) -> None:
        self._part = part
        self._disk = disk
        self._gathered = bytearray()
        self._writing: asyncio.Future[None] | None = None

    async def write(self, chunk: bytes) -> None:
        self._gathered += chunk
        if len(self._gathered) >= WRITE_BYTES:
            await self._finish_block()
            self._writing = self._disk.start(self._part.write, self._gathered)
            self._gathered = bytearray()

    async def flush(self) -> None:
        await self._finish_block()
        await self._disk.run(self._part.write, self._gathered)

    async def settle(self) -> None:
        """Wait until no thread uses the part."""
        if self._writing is not None:
            await settle(self._writing)

    async def _finish_block(self) -> None:
        writing = self._writing
        if writing is not None:
            await settle(writing)
            self._writing = None
            writing.result()
