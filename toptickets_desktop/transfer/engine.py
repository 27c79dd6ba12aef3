"""The engine: a queue of uploads and downloads, a few at a time, each with a row that always says how it stands.

Lives on one event loop; all methods are to be called there. Which state follows which is written down in domain/transfer.py.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import count
from pathlib import Path

import structlog

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import AnswerLost, FileRefused, TopTicketsError, TransferCancelled
from toptickets_desktop.domain.transfer import ConflictPolicy, Direction, Transfer, TransferState
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.download import DownloadRequest, fetch_file
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.news import Listener, News
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.upload import Upload

_log = structlog.get_logger(__name__)


class TransferEngine:
    """Moves files.

    Args:
        client: the service.
        storage: where downloads come from.
        concurrency: how many transfers run at the same time.
        reconciler: finds uploads whose answer was lost; None for one of its own.
    """

    def __init__(self, client: ApiClient, storage: StorageClient, *, concurrency: int = 4, reconciler: Reconciler | None = None) -> None:
        self._client = client
        self._storage = storage
        self._concurrency = concurrency
        self._reconciler = reconciler or Reconciler(client, fingerprint=partial(sha256_of_stored, client, storage))
        self._disk = OffLoop(threads=concurrency)
        self._news = News(self._running_pictures)
        self._ids = count(1)
        self._jobs: dict[int, Job] = {}
        self._queue: deque[Job] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def add_listener(self, listener: Listener) -> None:
        """Have `listener` called on the engine's loop: at each change of state at once, with progress at most ten times a second."""
        self._news.add_listener(listener)

    def upload(self, ticket_id: str, file: CheckedFile) -> int:
        """Queue a checked file for sending.

        Returns:
            The transfer's id.
        """
        upload = Upload(self._client, self._disk, self._reconciler, ticket_id, file)

        async def attempt(attempt: Attempt) -> None:
            await self._upload(attempt, upload)

        transfer = Transfer(
            id=next(self._ids),
            direction=Direction.UPLOAD,
            ticket_id=ticket_id,
            name=file.name,
            state=TransferState.QUEUED,
            path=file.path,
            bytes_total=file.size_bytes,
        )
        return self._add(transfer, attempt)

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
        return self._add(transfer, None)

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
        request = DownloadRequest(attachment, folder, if_exists, target)

        async def attempt(attempt: Attempt) -> None:
            await self._download(attempt, request)

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
        return self._add(transfer, attempt)

    def cancel(self, transfer_id: int) -> None:
        """Stop a transfer, now.

        Nothing happens to one that has ended, or whose file is getting its final name at this moment.

        An upload whose bytes have all gone becomes unconfirmed: the service may have stored it already.
        """
        job = self._jobs[transfer_id]
        if job.state is TransferState.QUEUED:
            self._queue.remove(job)
            _end_cancelled(job)
        elif job.is_running and job.task is not None and job.attempt is not None and not job.attempt.is_committing:
            job.task.cancel()
            _end_cancelled(job)

    def retry(self, transfer_id: int) -> None:
        """Try a failed, cancelled or unconfirmed transfer again, under the same id; an upload's file is checked anew. Else do nothing."""
        job = self._jobs[transfer_id]
        if job.state.can_retry and not self._is_closed:
            job.queue_again()
            self._queue.append(job)
            self._fill_slots()

    def clear_finished(self) -> list[int]:
        """Forget all transfers that have ended.

        Returns:
            Their ids.
        """
        finished = [transfer_id for transfer_id, job in self._jobs.items() if job.state.is_final]
        for transfer_id in finished:
            del self._jobs[transfer_id]
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
        """Cancel what runs, remove parts, let the threads end. What gets its final name at this moment is finished first."""
        self._is_closed = True
        for job in list(self._jobs.values()):
            self.cancel(job.id)
        while self._tasks:
            await asyncio.wait(self._tasks)
        await self._news.close()
        self._disk.close()

    def _add(self, transfer: Transfer, work: Callable[[Attempt], Awaitable[None]] | None) -> int:
        if self._is_closed:
            raise RuntimeError("the engine is closed")
        job = Job(transfer, work, self._on_job_changed)
        self._jobs[job.id] = job
        self._on_job_changed(job)
        if job.state is TransferState.QUEUED:
            self._queue.append(job)
            self._fill_slots()
        return job.id

    def _fill_slots(self) -> None:
        while self._queue and len(self._tasks) < self._concurrency and not self._is_closed:
            job = self._queue.popleft()
            previous_task = job.task
            attempt = job.begin_attempt()
            job.task = asyncio.get_running_loop().create_task(self._run(attempt, previous_task), name=f"transfer-{job.id}")
            self._tasks.add(job.task)
            job.task.add_done_callback(partial(self._on_task_done, attempt))
            self._news.watch_progress()

    async def _run(self, attempt: Attempt, previous_task: asyncio.Task[None] | None) -> None:
        if previous_task is not None and not previous_task.done():
            await asyncio.wait({previous_task})  # cancelled and begun anew: first let it close its files
        work = attempt.job.work
        try:
            if work is not None:
                await work(attempt)
        except AnswerLost as exc:
            attempt.end(TransferState.UNCONFIRMED, error=without_origins(exc))
        except FileRefused as exc:
            attempt.end(TransferState.REFUSED, error=without_origins(exc))
        except TopTicketsError as exc:
            attempt.end(TransferState.FAILED, error=without_origins(exc))
        except Exception:  # noqa: BLE001  # a defect in one transfer must not end the others
            _log.exception("a transfer met a defect", transfer_id=attempt.job.id)
            attempt.end(TransferState.FAILED, error=TopTicketsError("internal error"))

    async def _upload(self, attempt: Attempt, upload: Upload) -> None:
        sent = await upload.attempt(attempt)
        attempt.end(TransferState.DONE, sha256=sent.sha256, attachment=sent.attachment)

    async def _download(self, attempt: Attempt, request: DownloadRequest) -> None:
        fetched = await fetch_file(self._client, self._storage, self._disk, request, attempt)
        state = TransferState.SKIPPED if fetched.sha256 is None else TransferState.DONE
        attempt.end(state, path=fetched.path, sha256=fetched.sha256)

    def _running_pictures(self) -> list[Transfer]:
        return [job.picture() for job in self._jobs.values() if job.is_running]

    def _on_job_changed(self, job: Job) -> None:
        self._news.tell([job.picture()])

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
