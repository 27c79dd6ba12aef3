"""What one attempt at a transfer does, for each kind of transfer; what it comes to goes to the attempt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.conflicts import Conflicts
from toptickets_desktop.transfer.download import DownloadRequest, fetch_file, forget_download
from toptickets_desktop.transfer.job import Attempt
from toptickets_desktop.transfer.memory import Memory
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.published import find_published
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.records import Record
from toptickets_desktop.transfer.runner import Work
from toptickets_desktop.transfer.sending import Baseline
from toptickets_desktop.transfer.upload import Upload
from toptickets_desktop.transfer.zip_download import ZipDownload

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient

# What may have got a number because its name was taken.
_NUMBERED = frozenset({ConflictPolicy.KEEP_BOTH, ConflictPolicy.ASK})


@dataclass(frozen=True, slots=True)
class Plan:
    """How one transfer is carried out.

    Attributes:
        work: one attempt at it.
        search: of an upload, looking for what an earlier attempt may have stored; nothing is sent.
        forget: removes what it has left on the disk; None when it leaves nothing.
        archive: what is made, when it is an archive.
    """

    work: Work
    search: Work | None = None
    forget: Callable[[], Awaitable[None]] | None = None
    archive: ZipDownload | None = None


class Works:
    """Holds what all transfers of an engine share.

    Args:
        client: the service.
        storage: where downloads come from.
        disk: threads for file work.
        memory: remembers transfers.
        conflicts: knows, or asks, what to do about a file in the way.
        reconciler: finds uploads whose answer was lost.
        tries_max: how often one member of an archive is tried.
        picture: how a transfer stands; None when the user wants to see no more of it.
    """

    def __init__(
        self,
        client: ApiClient,
        storage: StorageClient,
        disk: OffLoop,
        memory: Memory,
        conflicts: Conflicts,
        reconciler: Reconciler,
        *,
        tries_max: int,
        picture: Callable[[int], Transfer | None],
    ) -> None:
        self._client = client
        self._storage = storage
        self._disk = disk
        self._memory = memory
        self._conflicts = conflicts
        self._reconciler = reconciler
        self._tries_max = tries_max
        self._picture = picture

    def plan(self, transfer: Transfer, record: Record) -> Plan:
        """What is to be done for a transfer.

        Raises:
            RuntimeError: nothing is: a defect of ours.
        """
        if record.file is not None:
            upload = self._upload_of(transfer, record, record.file)
            return Plan(partial(self.upload, upload), partial(self.search, upload))
        if record.archive is not None:
            archive = ZipDownload(self._client, self._storage, self._disk, record.archive, job_id=record.id, tries_max=self._tries_max)
            return Plan(partial(self.archive, record, archive), forget=archive.discard, archive=archive)
        if record.request is None:
            raise RuntimeError("a transfer needs something to do")
        forget = partial(self._disk.run, forget_download, record.request)
        return Plan(partial(self.download, record, record.request), forget=forget)

    def _upload_of(self, transfer: Transfer, record: Record, file: CheckedFile) -> Upload:
        async def remember(file: CheckedFile, baseline: Baseline | None) -> None:
            record.file, record.baseline = file, baseline.to_text() if baseline is not None else ""
            picture = self._picture(transfer.id)
            if picture is not None:
                await self._memory.put(picture)

        upload = Upload(self._client, self._disk, self._reconciler, transfer.ticket_id, file, before_first_byte=remember)
        # An attempt of an earlier run that failed before is looked for, too, before the next one sends.
        if transfer.state is TransferState.UNCONFIRMED or record.baseline:
            upload.restore(Baseline.from_text(record.baseline))
        return upload

    async def upload(self, upload: Upload, attempt: Attempt) -> None:
        """Send a file."""
        sent = await upload.attempt(attempt)
        attempt.end(TransferState.DONE, sha256=sent.sha256, attachment=sent.attachment)

    async def search(self, upload: Upload, attempt: Attempt) -> None:
        """Look for what an earlier attempt may have stored; nothing is sent."""
        sent = await upload.find(attempt)
        attempt.end(TransferState.DONE, sha256=sent.sha256, attachment=sent.attachment)

    async def download(self, record: Record, request: DownloadRequest, attempt: Attempt) -> None:
        """Fetch a file."""
        await self._memory.put(attempt.job.picture())
        folder, name = request.place
        is_numbered = request.target is None and request.if_exists in _NUMBERED
        published = await self._published(record, folder, name, is_numbered=is_numbered)
        if published is not None:
            await self._disk.run(forget_download, request)
            _end_published(attempt, published, record.sha256)
            return
        policy = request.if_exists
        if request.target is None:
            settled = await self._conflicts.settle(attempt, folder, name, policy)
            if settled is None:
                return
            policy = settled

        is_replacing = request.target is None and policy is ConflictPolicy.REPLACE
        is_second = is_replacing and not self._conflicts.is_own_name(attempt, folder, name)
        wish = replace(request, if_exists=ConflictPolicy.KEEP_BOTH if is_second else policy, leaves_name=is_second)

        async def remember(sha256: str) -> None:
            await self._remember(record, sha256, attempt)

        fetched = await fetch_file(self._client, self._storage, self._disk, wish, attempt, before_publishing=remember)
        state = TransferState.SKIPPED if fetched.sha256 is None else TransferState.DONE
        attempt.end(state, path=fetched.path, sha256=fetched.sha256)

    async def archive(self, record: Record, archive: ZipDownload, attempt: Attempt) -> None:
        """Fetch several files into one archive."""
        await self._memory.put(attempt.job.picture())
        target, policy = archive.request.target, archive.request.if_exists
        published = await self._published(record, target.parent, target.name, is_numbered=policy in _NUMBERED)
        if published is not None:
            await archive.discard()
            _end_published(attempt, published, record.sha256)
            return
        settled = await self._conflicts.settle(attempt, target.parent, target.name, policy)
        if settled is None:
            return

        async def remember(sha256: str) -> None:
            await self._remember(record, sha256, attempt)

        saved = await archive.attempt(attempt, settled, before_publishing=remember)
        if saved.missing is not None:
            attempt.end(TransferState.FAILED, error=saved.missing, path=saved.path)
        else:
            attempt.end(TransferState.SKIPPED if saved.sha256 is None else TransferState.DONE, path=saved.path, sha256=saved.sha256)

    async def _remember(self, record: Record, sha256: str, attempt: Attempt) -> None:
        record.sha256 = sha256
        await self._memory.put(attempt.job.picture())

    async def _published(self, record: Record, folder: Path, name: str, *, is_numbered: bool) -> Path | None:
        """Where the file is if an earlier run was killed after it had given it its name."""
        if not record.may_be_published or record.sha256 is None:
            return None
        record.may_be_published = False
        return await self._disk.run(find_published, folder, name, record.sha256, record.created_at, is_numbered=is_numbered)


def _end_published(attempt: Attempt, path: Path, sha256: str | None) -> None:
    attempt.on_bytes(attempt.job.picture().bytes_total or 0)
    attempt.on_all_moved()
    attempt.end(TransferState.DONE, path=path, sha256=sha256)
