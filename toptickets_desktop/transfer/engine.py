"""The engine: a queue of uploads and downloads, a few at a time, each with a row that always says how it stands.

Lives on one event loop; all methods are to be called there. Which state follows which is written down in domain/transfer.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import FileRefused
from toptickets_desktop.domain.transfer import NEXT_STATES, ConflictPolicy, Transfer, TransferState, WaitReason
from toptickets_desktop.transfer.backoff import DEFAULT_POLICY, Retries, RetryPolicy
from toptickets_desktop.transfer.bandwidth import BandwidthLimit
from toptickets_desktop.transfer.batches import Batches
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.conflicts import AskConflict, Conflicts
from toptickets_desktop.transfer.download import DownloadRequest
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.job_queue import JobQueue
from toptickets_desktop.transfer.journal import Journal, NoJournal
from toptickets_desktop.transfer.memory import Memory
from toptickets_desktop.transfer.news import Listener, News
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.pictures import archive_picture, download_picture, refused_picture, upload_picture
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.records import Record, picture_to_keep, restored_picture, state_to_restore
from toptickets_desktop.transfer.runner import Runner, Work, end_cancelled
from toptickets_desktop.transfer.schedule import REAL_TIMING, Timing
from toptickets_desktop.transfer.works import Works
from toptickets_desktop.transfer.zip_download import ArchiveRequest, ZipDownload

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient

CONCURRENCY_MAX = 16


class TransferEngine:
    """Moves files.

    Args:
        client: the service.
        storage: where downloads come from.
        concurrency: how many transfers run at the same time, 1 to `CONCURRENCY_MAX`.
        reconciler: finds uploads whose answer was lost; None for one of its own.
        journal: remembers transfers from one run to the next; closed with the engine.
        policy: what is tried again without being asked.
        timing: clock, sleep and chance.
    """

    def __init__(
        self,
        client: ApiClient,
        storage: StorageClient,
        *,
        concurrency: int = 4,
        reconciler: Reconciler | None = None,
        journal: Journal | None = None,
        policy: RetryPolicy = DEFAULT_POLICY,
        timing: Timing = REAL_TIMING,
    ) -> None:
        self._concurrency = concurrency
        self._policy = policy
        self._timing = timing
        self._disk = OffLoop(threads=CONCURRENCY_MAX)
        self._news = News(self._running_pictures)
        self._memory = Memory(journal or NoJournal())
        self._ids = count(1)
        self._ranks = count(1)
        self._batches = Batches()
        self._jobs: dict[int, Job] = {}
        self._queue = JobQueue(self._jobs.values, client.is_reached, self._fill_slots, policy=policy, timing=timing)
        self._runner = Runner(self._jobs.values, self._queue, self._fill_slots, timing=timing)
        self._conflicts = Conflicts(self._disk, self._on_conflict_decided)
        self._works = Works(
            client,
            storage,
            self._disk,
            self._memory,
            self._conflicts,
            reconciler or Reconciler(client, fingerprint=partial(sha256_of_stored, client, storage)),
            tries_max=policy.attempts_max,
            picture=self._picture,
        )
        self._archives: dict[int, ZipDownload] = {}
        self._bandwidth = BandwidthLimit(now_s=timing.now_s, sleep=timing.sleep)
        self._is_closed = False

    def add_listener(self, listener: Listener) -> None:
        """Have `listener` called on the engine's loop: at each change of state at once, with progress at most ten times a second."""
        self._news.add_listener(listener)

    def set_conflict_asker(self, ask: AskConflict | None) -> None:
        """Who is asked about files in the way of a transfer with `ConflictPolicy.ASK`; None for nobody: then both files are kept."""
        self._conflicts.ask = ask

    def new_batch(self) -> int:
        """A number for what is asked for together."""
        return self._batches.new()

    def upload(self, ticket_id: str, file: CheckedFile, *, batch_id: int | None = None) -> int:
        """Queue a checked file for sending.

        Args:
            ticket_id: whose attachment it becomes.
            file: what to send.
            batch_id: the same for all that was asked for together, from `new_batch`.

        Returns:
            The transfer's id.
        """
        return self._add(upload_picture(next(self._ids), ticket_id, file, batch_id), Record(file=file)).id

    def refuse(self, ticket_id: str, refusal: FileRefused, *, batch_id: int | None = None) -> int:
        """Make a row for a file that is not sent.

        Returns:
            The transfer's id.
        """
        return self._add(refused_picture(next(self._ids), ticket_id, refusal, batch_id), None).id

    def download(
        self,
        attachment: Attachment,
        folder: Path,
        *,
        if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH,
        target: Path | None = None,
        batch_id: int | None = None,
    ) -> int:
        """Queue an attachment for saving.

        Args:
            attachment: what to fetch.
            folder: where to save it, under a safe name of its own; made when it is not there.
            if_exists: what to do when a file of that name is there.
            target: instead of both: the exact path that the user chose and agreed to replace.
            batch_id: the same for all that was asked for together, from `new_batch`.

        Returns:
            The transfer's id.
        """
        record = Record(request=DownloadRequest(attachment, folder, if_exists, target))
        return self._add(download_picture(next(self._ids), attachment, batch_id), record).id

    def download_zip(
        self,
        ticket_id: str,
        attachments: Sequence[Attachment],
        target: Path,
        *,
        if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH,
        keep_incomplete: bool = False,
        batch_id: int | None = None,
    ) -> int:
        """Queue attachments for saving into one ZIP archive: one transfer, with a picture of each file in `Transfer.members`.

        When some of them cannot be fetched, it ends as failed with `MembersMissing`. Without `keep_incomplete` no archive is there then,
        but what has come is kept for `retry`, which asks for the missing ones again, and for `keep_incomplete`, which saves the rest.

        Args:
            ticket_id: whose attachments they are.
            attachments: what to fetch, at least one.
            target: the archive; its folder must be there.
            if_exists: what to do when a file of that name is there; REPLACE only if the user chose to replace it.
            keep_incomplete: save the archive even if some attachments could not be fetched; it is failed all the same.
            batch_id: the same for all that was asked for together, from `new_batch`.

        Returns:
            The transfer's id.
        """
        record = Record(archive=ArchiveRequest(ticket_id, tuple(attachments), target, if_exists, keep_incomplete))
        return self._add(archive_picture(next(self._ids), ticket_id, attachments, target.name, batch_id), record).id

    def keep_incomplete(self, transfer_id: int) -> None:
        """Save a failed archive without the files that could not be fetched; nothing happens to other transfers."""
        archive, job = self._archives.get(transfer_id), self._jobs[transfer_id]
        if archive is not None and job.state is TransferState.FAILED:
            archive.end_early()
            self.retry(transfer_id)

    async def restore(self, *, paused: bool = False) -> list[int]:
        """Take up what earlier runs left unfinished. To be called once, before anything else is asked for.

        Downloads go on where they were. Uploads that were not begun are queued; those that were are unconfirmed and looked for: nothing is
        sent a second time unasked.

        Args:
            paused: whether transfers wait for the user to resume them.

        Returns:
            The ids of what came back.
        """
        restored = []
        for entry in await self._memory.load():
            record = Record.of(entry)
            if not record.is_empty:
                picture = restored_picture(entry, next(self._ids), state_to_restore(entry, paused=paused))
                restored.append(self._add(picture, record).id)
        for job in [self._jobs[transfer_id] for transfer_id in restored]:
            if job.state is TransferState.UNCONFIRMED and job.search is not None:
                self._start(job, job.begin_search(), job.search)
        return restored

    def cancel(self, transfer_id: int) -> None:
        """Stop a transfer, now.

        Nothing happens to one that has ended, or whose file is getting its final name at this moment.

        An upload whose bytes have all gone becomes unconfirmed: the service may have stored it already.
        """
        job = self._jobs[transfer_id]
        if job.is_running:
            if job.task is not None and job.attempt is not None and not job.attempt.is_committing:
                job.task.cancel()
                end_cancelled(job)
        elif not job.state.is_final:
            self._take_out(job)
            self._forget_part(job)
            end_cancelled(job)

    def retry(self, transfer_id: int) -> None:
        """Try a failed, cancelled or unconfirmed transfer again, under the same id, or go on with a paused one.

        An upload's file is checked anew. One that waits after a failure goes on at once, unless the service asked for the wait.
        Else nothing happens.
        """
        job = self._jobs[transfer_id]
        if not job.state.can_retry or self._is_closed:
            return
        if job.state is TransferState.WAITING and job.picture().wait_reason is not WaitReason.BACKOFF:
            return
        job.retries.reset()
        self._queue.add_again(job)
        self._fill_slots()

    def pause(self, transfer_id: int) -> None:
        """Let a transfer rest until it is resumed; what a download has fetched is kept. Nothing happens to one in its last step."""
        job = self._jobs[transfer_id]
        if TransferState.PAUSED not in NEXT_STATES[job.state]:
            return
        if job.is_running and job.task is not None and job.attempt is not None:
            job.attempt.keeps_part = True
            job.task.cancel()
        else:
            self._take_out(job)
        job.pause()

    def resume(self, transfer_id: int) -> None:
        """Go on with a paused transfer; nothing happens to others."""
        if self._jobs[transfer_id].state is TransferState.PAUSED:
            self.retry(transfer_id)

    def pause_all(self) -> None:
        """Let everything rest that has not ended."""
        for job in reversed(self._jobs.values()):  # the newest first, so that none of them starts in between
            self.pause(job.id)

    def resume_all(self) -> None:
        """Go on with all that is paused."""
        for transfer_id in list(self._jobs):
            self.resume(transfer_id)

    def prioritise(self, transfer_id: int) -> None:
        """Make a waiting transfer the next to start: the user has just asked for it."""
        self._queue.prioritise(self._jobs[transfer_id], next(self._ranks))

    def set_concurrency(self, concurrency: int) -> None:
        """Have so many transfers run at the same time, 1 to `CONCURRENCY_MAX`; what runs already goes on."""
        self._concurrency = min(max(1, concurrency), CONCURRENCY_MAX)
        self._fill_slots()

    def set_bandwidth_limit(self, bytes_per_s: int | None) -> None:
        """Let all transfers together move so many bytes a second at most; None for no limit. Holds at once."""
        self._bandwidth.set(bytes_per_s)

    def resume_after_sign_in(self) -> None:
        """The client has a key again that is accepted: go on with all that waits for one."""
        self._queue.resume_after_sign_in()

    def clear_finished(self) -> list[int]:
        """Forget all transfers that have ended, and remove what failed downloads have kept.

        Returns:
            Their ids.
        """
        finished = [transfer_id for transfer_id, job in self._jobs.items() if job.state.is_final]
        for transfer_id in finished:
            job = self._jobs.pop(transfer_id)
            if job.state is TransferState.FAILED:
                self._forget_part(job)
            self._archives.pop(transfer_id, None)
        self._memory.forget(finished)
        return finished

    def snapshot(self, transfer_id: int) -> Transfer:
        """How a transfer stands.

        Raises:
            KeyError: there is none of that id (any more).
        """
        return self._jobs[transfer_id].picture()

    def snapshots(self) -> list[Transfer]:
        """How all transfers stand, oldest first."""
        return [job.picture() for job in self._jobs.values()]

    async def wait(self, transfer_id: int) -> Transfer:
        """Wait until a transfer has ended and has tidied up after itself."""
        job = self._jobs[transfer_id]
        await job.wait()
        return job.picture()

    async def close(self) -> None:
        """Cancel what runs and let the threads end. What gets its final name at this moment is finished first.

        With a journal, the parts of downloads stay for the next run; without one they are removed.
        """
        self._is_closed = True
        self._queue.close()
        await self._conflicts.close()
        before = {transfer.id: transfer for transfer in self.snapshots()}
        for job in list(self._jobs.values()):
            if job.attempt is not None:
                job.attempt.keeps_part = self._memory.lasts
            self.cancel(job.id)
        await self._runner.close()
        for archive in self._archives.values():
            await archive.discard()  # the next run begins it anew
        await self._news.close()
        await self._memory.close(picture_to_keep(before[job.id], job.picture()) for job in self._jobs.values() if job.id in before)
        self._disk.close()

    # --- the queue ------------------------------------------------------------------------------------------------------

    def _add(self, transfer: Transfer, record: Record | None) -> Job:
        if self._is_closed:
            raise RuntimeError("the engine is closed")
        if record is not None:
            transfer = self._batches.joined(transfer, record)
            self._memory.begin(transfer.id, record)
        plan = None if record is None else self._works.plan(transfer, record)
        job = Job(
            transfer,
            None if plan is None else plan.work,
            self._on_job_changed,
            search=None if plan is None else plan.search,
            forget=None if plan is None else plan.forget,
            retries=Retries(self._policy, self._timing.uniform),
            now_s=self._timing.now_s,
            bandwidth=self._bandwidth,
        )
        self._jobs[job.id] = job
        if plan is not None and plan.archive is not None:
            self._archives[job.id] = plan.archive
        self._on_job_changed(job)
        if job.state is TransferState.QUEUED:
            self._queue.add(job)
            self._fill_slots()
        return job

    def _fill_slots(self) -> None:
        while self._runner.count < self._concurrency and (job := self._queue.next()) is not None:
            attempt = job.begin_attempt()
            if job.work is not None:
                self._start(job, attempt, job.work)

    def _start(self, job: Job, attempt: Attempt, work: Work) -> None:
        self._runner.start(job, attempt, work)
        self._news.watch_progress()

    def _take_out(self, job: Job) -> None:
        self._conflicts.withdraw(job)
        self._queue.take_out(job)

    def _forget_part(self, job: Job) -> None:
        """Remove what a download that nobody wants any more has left on the disk."""
        if job.forget is not None and not self._is_closed:
            self._runner.tidy_up(job, job.forget)

    def _on_conflict_decided(self, job: Job) -> None:
        if job.state is TransferState.WAITING and not self._is_closed:
            self._queue.add_again(job)
            self._fill_slots()

    def _picture(self, transfer_id: int) -> Transfer | None:
        job = self._jobs.get(transfer_id)
        return None if job is None else job.picture()

    def _running_pictures(self) -> list[Transfer]:
        return [job.picture() for job in self._jobs.values() if job.is_running]

    def _on_job_changed(self, job: Job) -> None:
        picture = job.picture()
        if not self._is_closed:
            self._memory.note(picture)
        self._news.tell([picture])
