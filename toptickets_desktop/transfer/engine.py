"""The engine: a queue of uploads and downloads, a few at a time, each with a row that always says how it stands.

Lives on one event loop; all methods are to be called there. Which state follows which is written down in domain/transfer.py.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from pathlib import Path

import structlog

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.lane import transfer_lane
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    AnswerLost,
    FileRefused,
    LocalFileError,
    TopTicketsError,
    TransferCancelled,
)
from toptickets_desktop.domain.transfer import NEXT_STATES, ConflictPolicy, Direction, Transfer, TransferState, WaitReason
from toptickets_desktop.transfer.backoff import DEFAULT_POLICY, Retries, RetryPolicy
from toptickets_desktop.transfer.bandwidth import BandwidthLimit
from toptickets_desktop.transfer.batches import Batches
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.download import DownloadRequest, fetch_file, forget_download
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.job_queue import JobQueue
from toptickets_desktop.transfer.journal import Journal, NoJournal
from toptickets_desktop.transfer.memory import Memory
from toptickets_desktop.transfer.news import Listener, News
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.published import find_published
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.records import Record, picture_to_keep, restored_picture, state_to_restore
from toptickets_desktop.transfer.schedule import REAL_TIMING, Timing
from toptickets_desktop.transfer.sending import Baseline
from toptickets_desktop.transfer.upload import Upload

CONCURRENCY_MAX = 16
STALL_CHECK_INTERVAL_S = 1.0

_log = structlog.get_logger(__name__)


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
        self._client = client
        self._storage = storage
        self._concurrency = concurrency
        self._reconciler = reconciler or Reconciler(client, fingerprint=partial(sha256_of_stored, client, storage))
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
        self._tasks: set[asyncio.Task[None]] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._bandwidth = BandwidthLimit(now_s=timing.now_s, sleep=timing.sleep)
        self._watchdog: asyncio.Task[None] | None = None
        self._is_closed = False

    def add_listener(self, listener: Listener) -> None:
        """Have `listener` called on the engine's loop: at each change of state at once, with progress at most ten times a second."""
        self._news.add_listener(listener)

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
        transfer = Transfer(
            id=next(self._ids),
            direction=Direction.UPLOAD,
            ticket_id=ticket_id,
            name=file.name,
            state=TransferState.QUEUED,
            path=file.path,
            bytes_total=file.size_bytes,
            batch_id=batch_id,
        )
        return self._add_upload(transfer, Record(file=file)).id

    def refuse(self, ticket_id: str, refusal: FileRefused, *, batch_id: int | None = None) -> int:
        """Make a row for a file that is not sent.

        Returns:
            The transfer's id.
        """
        transfer = Transfer(
            id=next(self._ids),
            direction=Direction.UPLOAD,
            ticket_id=ticket_id,
            name=refusal.path.name,
            state=TransferState.REFUSED,
            path=refusal.path,
            bytes_total=refusal.size_bytes,
            error=refusal,
            batch_id=batch_id,
        )
        return self._add(transfer, None, None).id

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
        transfer = Transfer(
            id=next(self._ids),
            direction=Direction.DOWNLOAD,
            ticket_id=attachment.ticket_id,
            name=attachment.filename,
            state=TransferState.QUEUED,
            attachment_id=attachment.id,
            attachment=attachment,
            bytes_total=attachment.size_bytes,
            batch_id=batch_id,
        )
        return self._add_download(transfer, Record(request=DownloadRequest(attachment, folder, if_exists, target))).id

    async def restore(self, *, paused: bool = False) -> list[int]:
        """Take up what earlier runs left unfinished. To be called once, before anything else is asked for.

        Downloads go on where they were. Uploads that were not begun are queued; those that were are unconfirmed and looked for: nothing is
        sent a second time unasked.

        Args:
            paused: whether transfers wait for the user to resume them.

        Returns:
            The ids of what came back.
        """
        restored: list[int] = []
        searches: list[tuple[Job, Upload]] = []
        for entry in await self._memory.load():
            record = Record.of(entry)
            if entry.file is not None:
                was_begun = entry.state in {TransferState.RUNNING, TransferState.VERIFYING, TransferState.UNCONFIRMED}
                state = TransferState.UNCONFIRMED if was_begun else state_to_restore(entry.state, paused=paused)
                job, upload = self._restore_upload(restored_picture(entry, next(self._ids), state), record)
                if was_begun or entry.baseline:  # an attempt that failed before is looked for, too, before the next one sends
                    upload.restore(Baseline.from_text(entry.baseline))
                if was_begun:
                    searches.append((job, upload))
            elif record.request is not None:
                job = self._add_download(restored_picture(entry, next(self._ids), state_to_restore(entry.state, paused=paused)), record)
            else:
                continue
            restored.append(job.id)
        for job, upload in searches:
            self._start(job, job.begin_search(), partial(self._search, upload))
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
                _end_cancelled(job)
        elif not job.state.is_final:
            self._queue.take_out(job)
            self._forget_part(job)
            _end_cancelled(job)

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
            self._queue.take_out(job)
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
        if self._watchdog is not None:
            self._watchdog.cancel()
        before = {transfer.id: transfer for transfer in self.snapshots()}
        for job in list(self._jobs.values()):
            if job.attempt is not None:
                job.attempt.keeps_part = self._memory.lasts
            self.cancel(job.id)
        while self._tasks or self._chores:
            await asyncio.wait(self._tasks | self._chores)
        await self._news.close()
        await self._memory.close(picture_to_keep(before[job.id], job.picture()) for job in self._jobs.values() if job.id in before)
        self._disk.close()

    # --- the queue ------------------------------------------------------------------------------------------------------

    def _add_upload(self, transfer: Transfer, record: Record) -> Job:
        return self._restore_upload(transfer, record)[0]

    def _restore_upload(self, transfer: Transfer, record: Record) -> tuple[Job, Upload]:
        if record.file is None:
            raise RuntimeError("an upload needs a file")

        async def remember(file: CheckedFile, baseline: Baseline | None) -> None:
            record.file, record.baseline = file, baseline.to_text() if baseline is not None else ""
            if transfer.id in self._jobs:  # else the user wants to see no more of it
                await self._memory.put(self._jobs[transfer.id].picture())

        upload = Upload(self._client, self._disk, self._reconciler, transfer.ticket_id, record.file, before_first_byte=remember)
        return self._add(transfer, record, partial(self._upload, upload)), upload

    def _add_download(self, transfer: Transfer, record: Record) -> Job:
        if record.request is None:
            raise RuntimeError("a download needs a request")
        return self._add(transfer, record, partial(self._download, record, record.request))

    def _add(self, transfer: Transfer, record: Record | None, work: Callable[[Attempt], Awaitable[None]] | None) -> Job:
        if self._is_closed:
            raise RuntimeError("the engine is closed")
        if record is not None:
            transfer = self._batches.joined(transfer, record)
            self._memory.begin(transfer.id, record)
        job = Job(
            transfer,
            work,
            self._on_job_changed,
            retries=Retries(self._policy, self._timing.uniform),
            now_s=self._timing.now_s,
            bandwidth=self._bandwidth,
        )
        self._jobs[job.id] = job
        self._on_job_changed(job)
        if job.state is TransferState.QUEUED:
            self._queue.add(job)
            self._fill_slots()
        return job

    def _fill_slots(self) -> None:
        while len(self._tasks) < self._concurrency and (job := self._queue.next()) is not None:
            attempt = job.begin_attempt()
            if job.work is not None:
                self._start(job, attempt, job.work)

    def _start(self, job: Job, attempt: Attempt, work: Callable[[Attempt], Awaitable[None]]) -> None:
        previous_task = job.task
        job.task = asyncio.get_running_loop().create_task(self._run(attempt, work, previous_task), name=f"transfer-{job.id}")
        self._tasks.add(job.task)
        job.task.add_done_callback(partial(self._on_task_done, attempt))
        self._news.watch_progress()
        if self._watchdog is None or self._watchdog.done():
            self._watchdog = asyncio.get_running_loop().create_task(self._watch_for_stalls(), name="transfer-stalls")

    def _forget_part(self, job: Job) -> None:
        """Remove what a download that nobody wants any more has left on the disk."""
        request = self._memory.record(job.id).request if job.picture().direction is Direction.DOWNLOAD else None
        if request is None or self._is_closed:
            return
        job.task = asyncio.get_running_loop().create_task(self._remove_part(request, job.task), name=f"transfer-{job.id}-tidy")
        self._chores.add(job.task)
        job.task.add_done_callback(self._chores.discard)
        job.task.add_done_callback(lambda _task: job.note_rest())

    async def _remove_part(self, request: DownloadRequest, previous_task: asyncio.Task[None] | None) -> None:
        if previous_task is not None and not previous_task.done():
            await asyncio.wait({previous_task})
        with contextlib.suppress(LocalFileError):  # It is hidden and of no use to anybody, but the disk will not let it go.
            await self._disk.run(forget_download, request)

    # --- one attempt ----------------------------------------------------------------------------------------------------

    async def _run(self, attempt: Attempt, work: Callable[[Attempt], Awaitable[None]], previous_task: asyncio.Task[None] | None) -> None:
        if previous_task is not None and not previous_task.done():
            await asyncio.wait({previous_task})  # cancelled and begun anew: first let it close its files
        try:
            with transfer_lane(attempt):
                await work(attempt)
        except AnswerLost as exc:
            attempt.end(TransferState.UNCONFIRMED, error=without_origins(exc))
        except FileRefused as exc:
            attempt.end(TransferState.REFUSED, error=without_origins(exc))
        except TopTicketsError as exc:
            self._queue.after_failure(attempt, without_origins(exc))
        except Exception:  # noqa: BLE001  # a defect in one transfer must not end the others
            _log.exception("a transfer met a defect", transfer_id=attempt.job.id)
            attempt.end(TransferState.FAILED, error=TopTicketsError("internal error"))

    async def _watch_for_stalls(self) -> None:
        while running := [job for job in self._jobs.values() if job.is_running]:
            for job in running:
                attempt = job.attempt
                stall = attempt.stalls.stall() if attempt is not None and job.state is TransferState.RUNNING else None
                if stall is not None and attempt is not None and job.task is not None:
                    attempt.keeps_part = True
                    job.task.cancel()
                    attempt.end(TransferState.FAILED, error=stall)
            await self._timing.sleep(STALL_CHECK_INTERVAL_S)

    async def _upload(self, upload: Upload, attempt: Attempt) -> None:
        sent = await upload.attempt(attempt)
        attempt.end(TransferState.DONE, sha256=sent.sha256, attachment=sent.attachment)

    async def _search(self, upload: Upload, attempt: Attempt) -> None:
        sent = await upload.find(attempt)
        attempt.end(TransferState.DONE, sha256=sent.sha256, attachment=sent.attachment)

    async def _download(self, record: Record, request: DownloadRequest, attempt: Attempt) -> None:
        async def remember(sha256: str) -> None:
            record.sha256 = sha256
            await self._memory.put(attempt.job.picture())

        await self._memory.put(attempt.job.picture())
        if record.may_be_published and record.sha256 is not None:
            published = await self._disk.run(find_published, request, record.sha256, record.created_at)
            record.may_be_published = False
            if published is not None:
                await self._disk.run(forget_download, request)
                attempt.on_bytes(attempt.job.picture().bytes_total or 0)
                attempt.on_all_moved()
                attempt.end(TransferState.DONE, path=published, sha256=record.sha256)
                return
        fetched = await fetch_file(self._client, self._storage, self._disk, request, attempt, before_publishing=remember)
        state = TransferState.SKIPPED if fetched.sha256 is None else TransferState.DONE
        attempt.end(state, path=fetched.path, sha256=fetched.sha256)

    def _running_pictures(self) -> list[Transfer]:
        return [job.picture() for job in self._jobs.values() if job.is_running]

    def _on_job_changed(self, job: Job) -> None:
        picture = job.picture()
        if not self._is_closed:
            self._memory.note(picture)
        self._news.tell([picture])

    def _on_task_done(self, attempt: Attempt, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if attempt.is_current:  # cancelled, but not by us: the loop is being closed
            _end_cancelled(attempt.job)
        attempt.job.note_rest()
        self._fill_slots()


def _end_cancelled(job: Job) -> None:
    transfer = job.picture()
    error = TransferCancelled()
    if transfer.direction is Direction.UPLOAD and transfer.state is TransferState.VERIFYING:
        answer_lost = AnswerLost()
        answer_lost.__cause__ = error
        job.end(TransferState.UNCONFIRMED, error=answer_lost)
    else:
        job.end(TransferState.CANCELLED, error=error)


def without_origins(error: TopTicketsError) -> TopTicketsError:
    """Make an error fit to be kept: no traces, and no causes but domain errors.

    The traces' frames hold blocks of files, and the network library's errors hold the request with the signed URL or the key in it.
    """
    link: BaseException = error
    while True:
        link.__traceback__ = None
        cause = link.__cause__
        link.__context__ = None
        if not isinstance(cause, TopTicketsError):
            link.__cause__ = None
            return error
        link = cause
