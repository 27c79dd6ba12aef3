"""The engine: a queue of uploads and downloads, a few at a time, each with a row that always says how it stands.

Lives on one event loop; all methods are to be called there. Which state follows which is written down in domain/transfer.py.
"""

from __future__ import annotations

import asyncio
import contextlib
from bisect import insort
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
    NotReached,
    NotReachedReason,
    RateLimited,
    Stalled,
    TopTicketsError,
    TransferCancelled,
    Unauthorized,
)
from toptickets_desktop.domain.transfer import NEXT_STATES, ConflictPolicy, Direction, Transfer, TransferState, WaitReason
from toptickets_desktop.transfer.backoff import DEFAULT_POLICY, Retries, RetryPolicy
from toptickets_desktop.transfer.bandwidth import BandwidthLimit
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.download import DownloadRequest, fetch_file, forget_download
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.journal import Journal, JournalEntry, NoJournal
from toptickets_desktop.transfer.memory import Memory
from toptickets_desktop.transfer.news import Listener, News
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.reachability import Reachability
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.records import Record
from toptickets_desktop.transfer.schedule import REAL_TIMING, Schedule, Timing
from toptickets_desktop.transfer.sending import Baseline
from toptickets_desktop.transfer.stalls import STILL_S
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
        self._jobs: dict[int, Job] = {}
        self._queue: list[Job] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._waiting: Schedule[Job] = Schedule(self._on_wait_over, now_s=timing.now_s, sleep=timing.sleep)
        self._reachability = Reachability(client.is_reached, self._on_reached_again, sleep=timing.sleep, uniform=timing.uniform)
        self._refused_until_s = float("-inf")  # by the clock: before that, the service wants no requests
        self._needs_sign_in = False
        self._bandwidth = BandwidthLimit(now_s=timing.now_s, sleep=timing.sleep)
        self._watchdog: asyncio.Task[None] | None = None
        self._is_closed = False

    def add_listener(self, listener: Listener) -> None:
        """Have `listener` called on the engine's loop: at each change of state at once, with progress at most ten times a second."""
        self._news.add_listener(listener)

    def upload(self, ticket_id: str, file: CheckedFile) -> int:
        """Queue a checked file for sending.

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
        )
        return self._add_upload(transfer, Record(file=file)).id

    def refuse(self, ticket_id: str, refusal: FileRefused) -> int:
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
        )
        return self._add(transfer, None, None).id

    def download(
        self,
        attachment: Attachment,
        folder: Path,
        *,
        if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH,
        target: Path | None = None,
    ) -> int:
        """Queue an attachment for saving.

        Args:
            attachment: what to fetch.
            folder: where to save it, under a safe name of its own; made when it is not there.
            if_exists: what to do when a file of that name is there.
            target: instead of both: the exact path that the user chose and agreed to replace.

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
                state = TransferState.UNCONFIRMED if was_begun else _restored_state(entry.state, paused=paused)
                job, upload = self._restore_upload(_restored(entry, next(self._ids), state), record)
                if was_begun or entry.baseline:  # an attempt that failed before is looked for, too, before the next one sends
                    upload.restore(Baseline.from_text(entry.baseline))
                if was_begun:
                    searches.append((job, upload))
            elif record.request is not None:
                job = self._add_download(_restored(entry, next(self._ids), _restored_state(entry.state, paused=paused)), record)
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
            self._take_out(job)
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
        self._enqueue_again(job)
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
        job = self._jobs[transfer_id]
        job.rank = next(self._ranks)
        if job in self._queue:
            self._queue.remove(job)
            self._enqueue(job)

    def set_concurrency(self, concurrency: int) -> None:
        """Have so many transfers run at the same time, 1 to `CONCURRENCY_MAX`; what runs already goes on."""
        self._concurrency = min(max(1, concurrency), CONCURRENCY_MAX)
        self._fill_slots()

    def set_bandwidth_limit(self, bytes_per_s: int | None) -> None:
        """Let all transfers together move so many bytes a second at most; None for no limit. Holds at once."""
        self._bandwidth.set(bytes_per_s)

    def resume_after_sign_in(self) -> None:
        """The client has a key again that is accepted: go on with all that waits for one."""
        self._needs_sign_in = False
        self._release(WaitReason.SIGN_IN)

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
        self._waiting.close()
        self._reachability.close()
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
        await self._memory.close(_unfinished(before[job.id], job.picture()) for job in self._jobs.values() if job.id in before)
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
        return self._add(transfer, record, partial(self._download, record.request))

    def _add(self, transfer: Transfer, record: Record | None, work: Callable[[Attempt], Awaitable[None]] | None) -> Job:
        if self._is_closed:
            raise RuntimeError("the engine is closed")
        if record is not None:
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
            self._enqueue(job)
            self._fill_slots()
        return job

    def _enqueue(self, job: Job) -> None:
        insort(self._queue, job, key=lambda each: (-each.rank, each.id))

    def _enqueue_again(self, job: Job) -> None:
        self._waiting.discard(job)
        job.queue_again()
        self._enqueue(job)

    def _take_out(self, job: Job) -> None:
        """Out of the queue and of whatever it waits in."""
        self._waiting.discard(job)
        if job in self._queue:
            self._queue.remove(job)

    def _fill_slots(self) -> None:
        if self._hold_queued():
            return
        while self._queue and len(self._tasks) < self._concurrency and not self._is_closed:
            job = self._queue.pop(0)
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

    # --- waiting --------------------------------------------------------------------------------------------------------

    def _hold_queued(self) -> bool:
        """Let the queue wait while nobody would get through; whether it has to."""
        now_s = self._timing.now_s()
        if self._needs_sign_in:
            reason = WaitReason.SIGN_IN
        elif self._reachability.is_away and self._policy.waits_when_offline:
            reason = WaitReason.OFFLINE
        elif now_s < self._refused_until_s:
            reason = WaitReason.RATE_LIMIT
        else:
            return False
        queued, self._queue = self._queue, []
        for job in queued:
            if reason is WaitReason.RATE_LIMIT:
                self._hold_until(job, reason, self._refused_until_s)
            else:
                job.hold(reason)
        return True

    def _hold_until(self, job: Job, reason: WaitReason, due_at_s: float, error: TopTicketsError | None = None) -> None:
        wait_s = max(0.0, due_at_s - self._timing.now_s())
        job.hold(reason, until=datetime.now(UTC) + timedelta(seconds=wait_s), error=error)
        self._waiting.add(job, due_at_s)

    def _on_failure(self, attempt: Attempt, error: TopTicketsError) -> None:
        """Let it wait for what can help, or say that it has failed."""
        job, now_s = attempt.job, self._timing.now_s()
        if not attempt.is_current:
            return
        if isinstance(error, Unauthorized) and self._policy.waits_for_sign_in:
            self._needs_sign_in = True
            job.hold(WaitReason.SIGN_IN, error=error)
            self._hold_queued()
            return
        if _is_stall(error) and attempt.stalls.has_begun and job.state is TransferState.RUNNING:
            error = Stalled(moved_bytes=0, window_s=STILL_S)  # The network's own time limit was a little faster than ours.
        wait = job.retries.next_wait(error, now_s)
        if wait is None:
            attempt.end(TransferState.FAILED, error=error)
            return
        due_at_s = now_s + wait.wait_s
        if wait.reason is WaitReason.OFFLINE and self._policy.waits_when_offline:
            job.not_before_s = due_at_s
            job.hold(WaitReason.OFFLINE, error=error)
            self._reachability.note_away()
        else:
            reason = WaitReason.BACKOFF if wait.reason is WaitReason.OFFLINE else wait.reason
            self._hold_until(job, reason, due_at_s, error)
            if isinstance(error, RateLimited) and error.retry_after_s is not None:
                self._refused_until_s = max(self._refused_until_s, now_s + error.retry_after_s)
        self._hold_queued()

    def _on_wait_over(self, job: Job) -> None:
        if job.state is TransferState.WAITING and not self._is_closed:
            self._enqueue_again(job)
            self._fill_slots()

    def _on_reached_again(self, was_away: bool) -> None:
        for job in self._jobs.values():
            if job.state is TransferState.WAITING and job.picture().wait_reason is WaitReason.OFFLINE:
                if was_away:
                    job.retries.reset()
                else:  # the service was there all the time: it is something else that this one cannot reach
                    self._waiting.add(job, job.not_before_s)
        if was_away:
            self._release(WaitReason.OFFLINE)
        self._fill_slots()

    def _release(self, reason: WaitReason) -> None:
        for job in self._jobs.values():
            if job.state is TransferState.WAITING and job.picture().wait_reason is reason:
                self._enqueue_again(job)
        self._fill_slots()

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
            self._on_failure(attempt, without_origins(exc))
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

    async def _download(self, request: DownloadRequest, attempt: Attempt) -> None:
        await self._memory.put(attempt.job.picture())
        fetched = await fetch_file(self._client, self._storage, self._disk, request, attempt)
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


def _is_stall(error: TopTicketsError) -> bool:
    return isinstance(error, NotReached) and error.reason is NotReachedReason.TIMEOUT


def _restored_state(state: TransferState, *, paused: bool) -> TransferState:
    if state in {TransferState.FAILED, TransferState.PAUSED}:
        return state
    return TransferState.PAUSED if paused else TransferState.QUEUED


def _restored(entry: JournalEntry, transfer_id: int, state: TransferState) -> Transfer:
    is_upload = entry.file is not None
    return Transfer(
        id=transfer_id,
        direction=entry.direction,
        ticket_id=entry.ticket_id,
        name=entry.name,
        state=state,
        path=entry.file.path if entry.file is not None else None,
        attachment_id=None if is_upload or entry.attachment is None else entry.attachment.id,
        bytes_done=0 if is_upload else entry.bytes_done,
        bytes_total=entry.bytes_total,
        error=AnswerLost() if state is TransferState.UNCONFIRMED else None,
        attachment=None if is_upload else entry.attachment,
    )


def _unfinished(before: Transfer, after: Transfer) -> Transfer:
    """How a transfer goes into the journal that the end of the program stopped: as something to go on with, not as cancelled."""
    if before.state.is_final or after.state is not TransferState.CANCELLED:
        return after
    is_broken_off = before.state is TransferState.RUNNING  # in part only, so nothing is stored
    return replace(before, state=TransferState.QUEUED) if is_broken_off else before


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
