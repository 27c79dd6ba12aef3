"""Sending one file, and being honest about what is known of it afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    AnswerLost,
    FileChanged,
    FileRefused,
    LengthMismatch,
    LocalFileError,
    NotReached,
    NotReachedReason,
    ServerFault,
    ServiceError,
    UnexpectedAnswer,
)
from toptickets_desktop.transfer.block_size import BLOCK_BYTES_MAX, BlockSize
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.disk import SourceFile
from toptickets_desktop.transfer.job import Watch
from toptickets_desktop.transfer.off_loop import OffLoop, settle
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.sending import Baseline, Sending, Stage

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient

_log = structlog.get_logger(__name__)

_NEVER_CONNECTED = frozenset({NotReachedReason.NAME, NotReachedReason.CONNECT, NotReachedReason.TLS, NotReachedReason.PROXY})


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that the service has: it said so, or it is in the ticket's list.

    Attributes:
        sha256: of the local file, as hex; None when it was sent by an earlier run and is not there to be read any more.
    """

    attachment: Attachment
    sha256: str | None


class Upload:
    """One file on its way to one ticket, over all its attempts: each knows what may have become of those before it.

    Args:
        client: the service.
        disk: threads for reading.
        reconciler: the one of this client.
        ticket_id: where the file goes.
        file: what to send.
        before_first_byte: told what the outcome will be compared with, and awaited, before anything is sent; and again whenever that
            grows, however long after: for a journal.
    """

    def __init__(
        self,
        client: ApiClient,
        disk: OffLoop,
        reconciler: Reconciler,
        ticket_id: str,
        file: CheckedFile,
        *,
        before_first_byte: Callable[[CheckedFile, Baseline | None], Awaitable[None]] | None = None,
    ) -> None:
        self._client = client
        self._disk = disk
        self._reconciler = reconciler
        self._ticket_id = ticket_id
        self._before_first_byte = before_first_byte
        self._sending: Sending | None = None
        self._is_checked_anew = True
        self.file = file

    def restore(self, baseline: Baseline | None) -> None:
        """Say that an earlier run of the program may have sent the file. To be called for all such uploads before any is tried or found."""
        self._sending = self._reconciler.restore(self._ticket_id, self.file, baseline)
        self._sending.remember = self._remember
        self._is_checked_anew = False

    async def attempt(self, watch: Watch) -> SentFile:
        """Send the file, unless it is found to be there from an earlier attempt.

        May be called again after any error. After `AnswerLost` only when the user asks for it; after other errors nothing is stored, or
        the next attempt looks first.

        Raises:
            AnswerLost: everything was sent, nobody said clearly that it is stored, and it was not found: it may be. The cause says what
                came instead.
            FileChanged: it is not, or no longer, the file that was checked.
            FileRefused: at a further attempt: it must not be sent any more.
            LocalFileError: it cannot be read.
            ServiceError: a definite no, or it never got there in full.
        """
        found = await self._found_before_trying_again(watch)
        if found is not None:
            return found
        earlier = self._sending
        self._sending = sending = await self._reconciler.begin(self._ticket_id, self.file, after=earlier)
        try:
            sending.remember = self._remember
            await self._remember()
            return await self._send(sending, watch)
        finally:
            # Cancelled, or the file was at fault.
            if sending.stage is Stage.HANDED_OVER:
                self._reconciler.give_up(sending)
            elif sending.stage is Stage.UNDER_WAY:
                self._reconciler.note_broken_off(sending)

    async def find(self, watch: Watch) -> SentFile:
        """Look for what an earlier run sent; send nothing.

        Raises:
            AnswerLost: it was not found.
            FileChanged: it was found, but the local file is not the one that was checked any more.
        """
        sending = self._sending
        found = None if sending is None else await self._reconciler.settle(sending)
        if sending is None or found is None:
            raise AnswerLost
        return await self._found(found, sending, watch)

    async def _found_before_trying_again(self, watch: Watch) -> SentFile | None:
        """Look for what an earlier attempt may have stored, after checking the file anew; None when it is to be sent."""
        earlier, self._is_checked_anew, is_first = self._sending, False, self._is_checked_anew
        if is_first:
            return None
        refusal: FileRefused | None = None
        try:
            file = await self._disk.run(check_file, self.file.path, self.file.name)
            if file != self.file:
                self.file, self._sending = file, None  # What was sent before was another file.
                return None
        except FileRefused as exc:
            refusal = exc  # Gone, say; but it may have been stored all the same.
        found = None if earlier is None else await self._reconciler.look_again(earlier)
        if earlier is not None and found is not None:
            return await self._found(found, earlier, watch)
        if refusal is not None:
            raise refusal
        return None

    async def _remember(self) -> None:
        if self._before_first_byte is not None and self._sending is not None:
            await self._before_first_byte(self.file, self._sending.baseline)

    async def _send(self, sending: Sending, watch: Watch) -> SentFile:
        file = self.file
        watch.on_total(file.size_bytes)
        async with self._disk.held(lambda: SourceFile(file), SourceFile.close) as source:
            body = _Body(source, self._disk, watch, sending)

            def note_hash() -> None:
                sending.sha256 = source.sha256 if source.is_at_end else None

            try:
                attachment = await self._client.upload_attachment(
                    self._ticket_id, filename=file.name, content_type=file.content_type, size_bytes=file.size_bytes, chunks=body
                )
            except ServiceError as exc:
                await body.settle()
                note_hash()
                attachment = await self._after_failure(sending, exc)
            finally:
                await body.settle()
                note_hash()
            if attachment.size_bytes not in {None, file.size_bytes}:
                # Something is there, but not this file as it is. Sending it again unasked would make a second one.
                await self._reconciler.note_stored(sending, attachment)
                raise AnswerLost from LengthMismatch(expected_bytes=file.size_bytes, received_bytes=attachment.size_bytes or 0)
            await self._reconciler.note_stored(sending, attachment)
            await self._disk.run(source.check_unchanged)
            return SentFile(attachment, source.sha256)

    async def _after_failure(self, sending: Sending, error: ServiceError) -> Attachment:
        """Find out what became of a sending without a clear answer.

        Raises:
            AnswerLost: it may be stored.
            ServiceError: `error` itself: nothing is stored, as far as anybody can tell.
        """
        is_handed_over = sending.stage is Stage.HANDED_OVER
        if not _may_be_stored(error, is_handed_over=is_handed_over):
            if is_handed_over or _cannot_have_arrived(error):
                self._reconciler.note_not_stored(sending)
            else:
                self._reconciler.note_broken_off(sending)
            raise error
        if not is_handed_over:
            self._reconciler.give_up(sending)  # "Stored", before it can have been: nothing that is found could be trusted.
            raise AnswerLost from error
        found = await self._reconciler.settle(sending)
        if found is None:
            raise AnswerLost from error
        return found

    async def _found(self, attachment: Attachment, sending: Sending, watch: Watch) -> SentFile:
        """Nothing needs to be sent; make sure that the local file, if it is still there, is the one that was."""
        watch.on_total(self.file.size_bytes)
        watch.on_bytes(self.file.size_bytes)
        watch.on_all_moved()
        try:
            sha256 = await self._disk.run(_sha256_of_unchanged, self.file)
        except LocalFileError:
            _log.info("a file found on the ticket is not there to be compared any more")
            return SentFile(attachment, sending.sha256)
        if sending.sha256 not in {None, sha256}:
            raise FileChanged
        return SentFile(attachment, sha256)


def _sha256_of_unchanged(file: CheckedFile) -> str:
    with closing(SourceFile(file)) as source:
        while not source.is_at_end:
            source.read(BLOCK_BYTES_MAX)
        return source.sha256


def _cannot_have_arrived(error: ServiceError) -> bool:
    """Whether an upload that was not sent in full did not even begin to arrive, or was clearly refused."""
    match error:
        case NotReached():
            return error.reason in _NEVER_CONNECTED
        case ServerFault():
            return False
        case UnexpectedAnswer():
            return error.status is not None and 400 <= error.status < 500 and error.status != 408
        case _:
            return True


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

    def __init__(self, source: SourceFile, disk: OffLoop, watch: Watch, sending: Sending) -> None:
        self._source = source
        self._disk = disk
        self._watch = watch
        self._sending = sending
        self._block = BlockSize(time.monotonic)
        self._reading: asyncio.Future[bytes] | None = self._disk.start(self._source.read, self._block.size_bytes)
        self._given_bytes = 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        # Whoever asks for the next block has handed the last one to the socket.
        self._watch.on_bytes(self._given_bytes)
        reading = self._reading
        if reading is None:
            self._sending.note_handed_over()
            self._watch.on_all_moved()
            raise StopAsyncIteration
        self._block.note_taken()
        await settle(reading)
        self._reading = None
        block = reading.result()
        if not self._source.is_at_end:
            self._reading = self._disk.start(self._source.read, self._block.size_bytes)
        self._given_bytes += len(block)
        self._block.note_given()
        return block

    async def settle(self) -> None:
        """Wait until no thread uses the file."""
        if self._reading is not None:
            await settle(self._reading)
