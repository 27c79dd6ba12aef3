"""Sending one file, and being honest about what is known of it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import AnswerLost, LengthMismatch, NotReached, ServerFault, ServiceError, UnexpectedAnswer
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.disk import SourceFile
from toptickets_desktop.transfer.job import Watch
from toptickets_desktop.transfer.off_loop import OffLoop, settle

BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that the service has confirmed."""

    attachment: Attachment
    sha256: str


async def send_file(client: ApiClient, disk: OffLoop, ticket_id: str, file: CheckedFile, watch: Watch) -> SentFile:
    """Upload a checked file.

    Raises:
        AnswerLost: everything was sent and nobody said clearly that it is stored: it may be. The cause says what came instead.
        FileChanged: it is not, or no longer, the file that was checked.
        LocalFileError: it cannot be read.
        ServiceError: a definite no, or it never got there in full; nothing is stored.
    """
    watch.on_total(file.size_bytes)
    async with disk.held(lambda: SourceFile(file), SourceFile.close) as source:
        body = _Body(source, disk, watch)
        try:
            attachment = await client.upload_attachment(
                ticket_id, filename=file.name, content_type=file.content_type, size_bytes=file.size_bytes, chunks=body
            )
        except ServiceError as exc:
            if _may_be_stored(exc, is_handed_over=body.is_handed_over):
                raise AnswerLost from exc
            raise
        finally:
            await body.settle()
        await disk.run(source.check_unchanged)
        sha256 = source.sha256
    if attachment.size_bytes not in {None, file.size_bytes}:
        # Something is there, but not this file as it is. Sending it again unasked would make a second one.
        raise AnswerLost from LengthMismatch(expected_bytes=file.size_bytes, received_bytes=attachment.size_bytes or 0)
    return SentFile(attachment, sha256)


def _may_be_stored(error: ServiceError, *, is_handed_over: bool) -> bool:
    """Whether an upload that ended so may have happened all the same.

    Args:
        error: how it ended.
        is_handed_over: all of the file went to the socket; before that, the service cannot have it.
    """
    if isinstance(error, UnexpectedAnswer) and error.status is not None and 200 <= error.status < 300:
        return True  # It says so itself, if in words that we do not understand.
    if not is_handed_over:
        return False
    match error:
        case NotReached():
            return error.request_sent
        case ServerFault():
            return True
        case UnexpectedAnswer():
            # A page about a 4xx is a no as well, except 408: the time that ran out may have been that of the service behind a proxy.
            return error.status is None or not 400 <= error.status < 500 or error.status == 408
        case _:
            return False


class _Body:
    """The file's blocks, each read in a thread while the one before is being sent.

    Not a generator: one that is dropped half-way would be tidied up later, by chance, and the file must not be closed while it is read.
    """

    def __init__(self, source: SourceFile, disk: OffLoop, watch: Watch) -> None:
        self._source = source
        self._disk = disk
        self._watch = watch
        self._reading: asyncio.Future[bytes] | None = self._disk.start(self._source.read, BLOCK_BYTES)
        self._given_bytes = 0
        self.is_handed_over = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        # Whoever asks for the next block has handed the last one to the socket.
        self._watch.on_bytes(self._given_bytes)
        reading = self._reading
        if reading is None:
            self.is_handed_over = True
            self._watch.on_all_moved()
            raise StopAsyncIteration
        await settle(reading)
        self._reading = None
        block = reading.result()
        if not self._source.is_at_end:
            self._reading = self._disk.start(self._source.read, BLOCK_BYTES)
        self._given_bytes += len(block)
        return block

    async def settle(self) -> None:
        """Wait until no thread uses the file."""
        if self._reading is not None:
            await settle(self._reading)
