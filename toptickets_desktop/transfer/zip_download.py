"""Several attachments into one archive: it has its final name only when it is whole, and on the disk.

What has come is kept from one attempt to the next as long as the program runs, in the middle of a member, too. The next run begins anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    LengthMismatch,
    LocalFileError,
    MembersMissing,
    NotFound,
    Rejected,
    ServerFault,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import ArchiveMember, ConflictPolicy
from toptickets_desktop.transfer.backoff import wait_reason
from toptickets_desktop.transfer.disk import find_name
from toptickets_desktop.transfer.download import fetch_bytes
from toptickets_desktop.transfer.job import Watch
from toptickets_desktop.transfer.kept_errors import without_origins
from toptickets_desktop.transfer.link import Link
from toptickets_desktop.transfer.local_names import unique_names
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.zip_archive import ArchivePart, MemberSink, forget_archive

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient

# What is wrong with one file, and need not be with the next. Everything else holds up or ends the whole archive.
_OF_ONE_MEMBER = (NotFound, Rejected, ServerFault, UnexpectedAnswer, StorageError, LengthMismatch)

_TOKEN_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    """What to fetch and where to put the archive.

    Attributes:
        target: the archive; its folder must be there.
        if_exists: what to do when a file of that name is there.
        keep_incomplete: save the archive even if some attachments could not be fetched.
    """

    ticket_id: str
    attachments: tuple[Attachment, ...]
    target: Path
    if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH
    keep_incomplete: bool = False


class ArchiveWatch(Watch, Protocol):
    """Told by an archive how it gets on."""

    def on_members(self, members: tuple[ArchiveMember, ...]) -> None:
        """What is in by now, and what could not be put in."""

    def on_progress_made(self) -> None:
        """A member is over: what fails next has nothing to do with what failed before."""


@dataclass(frozen=True, slots=True)
class SavedArchive:
    """Where the archive is now.

    Attributes:
        sha256: of the archive, as hex; None when a file was there already and nothing was saved.
        missing: what is not in it; None when it is complete.
    """

    path: Path
    sha256: str | None
    missing: MembersMissing | None = None


def members_of(attachments: Sequence[Attachment]) -> tuple[ArchiveMember, ...]:
    """The members that an archive will have, each under its name."""
    names = unique_names(attachment.filename for attachment in attachments)
    return tuple(ArchiveMember(attachment, name) for attachment, name in zip(attachments, names, strict=True))


class ZipDownload:
    """One archive on its way, over all attempts at it.

    Args:
        client: gives the links.
        storage: gives the bytes.
        disk: threads for writing.
        request: what to fetch.
        job_id: the same in every run of the program; names the hidden part.
        tries_max: how often one member is tried before the archive goes on without it.
    """

    def __init__(
        self, client: ApiClient, storage: StorageClient, disk: OffLoop, request: ArchiveRequest, *, job_id: str, tries_max: int
    ) -> None:
        self.request = request
        self._client = client
        self._storage = storage
        self._disk = disk
        self._token = job_id[:_TOKEN_CHARACTERS]
        self._tries_max = tries_max
        self._members = list(members_of(request.attachments))
        self._part: ArchivePart | None = None
        self._sink: MemberSink | None = None
        self._link = Link()
        self._tries = 0
        self._is_ended_early = False

    def end_early(self) -> None:
        """The user wants the archive without the members that could not be fetched: the next attempt does not ask for them again."""
        self.request = replace(self.request, keep_incomplete=True)
        self._is_ended_early = self._part is not None

    async def attempt(
        self, watch: ArchiveWatch, if_exists: ConflictPolicy, *, before_publishing: Callable[[str], Awaitable[None]]
    ) -> SavedArchive:
        """Fetch what is missing, and publish the archive when nothing is.

        Args:
            watch: told how it gets on.
            if_exists: what to do when a file of that name is there.
            before_publishing: told the SHA-256 of an archive that is complete, and awaited, before it gets its final name: for a journal.

        Raises:
            MembersMissing: some could not be fetched, and the archive is not wanted without them, or has nothing else in it.
            LocalFileError: it cannot be written; what had come is thrown away.
            ServiceError: the service does not answer, or not to this key.
        """
        if if_exists is ConflictPolicy.SKIP:
            existing = await self._disk.run(find_name, self.request.target.parent, self.request.target.name)
            if existing is not None:
                return SavedArchive(existing, None)
        try:
            return await self._fetch_and_publish(watch, if_exists, before_publishing)
        except BaseException as exc:
            self._link.drop()
            is_kept = watch.keeps_part if isinstance(exc, asyncio.CancelledError) else isinstance(exc, TopTicketsError)
            if not is_kept or isinstance(exc, LocalFileError):
                await self.discard()
            raise

    async def discard(self) -> None:
        """Throw away what has come. Never raises."""
        part, self._part, self._sink = self._part, None, None
        self._link.drop()
        self._is_ended_early = False
        self._members = [replace(member, size_bytes=None, sha256=None, error=None) for member in self._members]
        if part is not None:
            await self._disk.run(part.discard)
        else:
            await self._disk.run(forget_archive, self.request.target.parent, self.request.target.name, self._token)

    async def _fetch_and_publish(
        self, watch: ArchiveWatch, if_exists: ConflictPolicy, before_publishing: Callable[[str], Awaitable[None]]
    ) -> SavedArchive:
        folder, name = self.request.target.parent, self.request.target.name
        if self._part is None:
            await self._disk.run(self._open_part)
        watch.on_kept(self._bytes_in + (self._sink.size_bytes if self._sink is not None else 0))
        if not self._is_ended_early:
            await self._fetch_members(watch)
        missing = [member for member in self._members if not member.is_in]
        if missing and (not self.request.keep_incomplete or len(missing) == len(self._members)):
            raise self._missing(missing, is_saved=False)
        part = self._part
        if part is None:
            raise RuntimeError("the part is gone")
        watch.on_total(self._bytes_in)
        watch.on_all_moved()
        await self._disk.run(part.finish_archive, self._client.attachments_url(self.request.ticket_id))
        for member in self._members:
            if member.sha256 is not None and member.size_bytes is not None:
                await self._disk.run(part.verify_member, member.name, member.size_bytes, member.sha256)
        sha256 = await self._disk.run(part.sum)
        if not missing:  # one that is not complete is never to be taken for done, whatever happens next
            await before_publishing(sha256)
        watch.on_committing()
        published = await self._disk.run(part.publish, name, if_exists)
        await self._disk.run(part.discard)
        self._part = None
        self._is_ended_early = False
        if published is None:
            return SavedArchive(folder / name, None)
        return SavedArchive(published, sha256, self._missing(missing, is_saved=True) if missing else None)

    async def _fetch_members(self, watch: ArchiveWatch) -> None:
        if all(member.is_in or member.error is not None for member in self._members):  # the user tries those again that failed
            self._members = [replace(member, error=None) for member in self._members]
            watch.on_members(tuple(self._members))
        for index, member in enumerate(self._members):
            if not member.is_in and member.error is None:
                await self._fetch_member(index, watch)

    async def _fetch_member(self, index: int, watch: ArchiveWatch) -> None:
        member = self._members[index]
        if self._sink is None:
            self._sink = MemberSink(self._opened_part(), member.name, member.attachment)
        sink = self._sink
        try:
            if not sink.is_whole:
                told = _MemberWatch(watch, self._bytes_in)
                await fetch_bytes(self._client, self._storage, self._disk, member.attachment, self._link, sink, told)
            sha256 = await self._disk.run(sink.finish)
        except _OF_ONE_MEMBER as exc:
            self._tries += 1
            if wait_reason(exc) is not None and self._tries < self._tries_max:
                raise
            await self._disk.run(sink.drop)
            watch.on_kept(self._bytes_in)
            member = replace(member, error=without_origins(exc))
        else:
            member = replace(member, size_bytes=sink.size_bytes, sha256=sha256, error=None)
        self._sink = None
        self._link.drop()
        self._tries = 0
        self._set(index, member, watch)
        watch.on_progress_made()

    def _set(self, index: int, member: ArchiveMember, watch: ArchiveWatch) -> None:
        self._members[index] = member
        watch.on_members(tuple(self._members))

    def _open_part(self) -> None:
        self._part = ArchivePart(self.request.target.parent, self.request.target.name, self._token)

    def _opened_part(self) -> ArchivePart:
        if self._part is None:
            raise RuntimeError("there is no part")
        return self._part

    @property
    def _bytes_in(self) -> int:
        return sum(member.size_bytes or 0 for member in self._members)

    def _missing(self, missing: Sequence[ArchiveMember], *, is_saved: bool) -> MembersMissing:
        names = [member.attachment.filename for member in missing]
        return MembersMissing(names, total=len(self._members), is_saved=is_saved, first_error=missing[0].error)


class _MemberWatch:
    """Passes on how one member gets on, as part of the whole."""

    def __init__(self, watch: Watch, bytes_before: int) -> None:
        self._watch = watch
        self._bytes_before = bytes_before

    @property
    def keeps_part(self) -> bool:
        return self._watch.keeps_part

    def on_kept(self, bytes_kept: int) -> None:
        self._watch.on_kept(self._bytes_before + bytes_kept)

    def on_total(self, bytes_total: int) -> None:
        """The whole has a total of its own."""

    def on_bytes(self, bytes_done: int) -> None:
        self._watch.on_bytes(self._bytes_before + bytes_done)

    def on_all_moved(self) -> None:
        """There may be further members."""

    def on_committing(self) -> None:
        """That is the archive's to say."""
