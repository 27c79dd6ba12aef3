"""Runs attempts as tasks, and looks after them: a defect, a failure, a stall, the end of a task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

import structlog

from toptickets_desktop.api.lane import transfer_lane
from toptickets_desktop.domain.errors import AnswerLost, FileRefused, TopTicketsError, TransferCancelled
from toptickets_desktop.domain.transfer import Direction, TransferState
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.job_queue import JobQueue
from toptickets_desktop.transfer.kept_errors import without_origins
from toptickets_desktop.transfer.schedule import Timing

STALL_CHECK_INTERVAL_S = 1.0

Work = Callable[[Attempt], Awaitable[None]]

_log = structlog.get_logger(__name__)


class Runner:
    """The tasks of one engine.

    Args:
        jobs: all jobs of the engine.
        queue: decides what a failed attempt waits for.
        on_place_free: called when a task has ended.
        timing: clock, sleep and chance.
    """

    def __init__(self, jobs: Callable[[], Iterable[Job]], queue: JobQueue, on_place_free: Callable[[], None], *, timing: Timing) -> None:
        self._jobs = jobs
        self._queue = queue
        self._on_place_free = on_place_free
        self._timing = timing
        self._tasks: set[asyncio.Task[None]] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._watchdog: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """How many attempts run."""
        return len(self._tasks)

    def start(self, job: Job, attempt: Attempt, work: Work) -> None:
        """Let an attempt run."""
        previous_task = job.task
        job.task = asyncio.get_running_loop().create_task(self._run(attempt, work, previous_task), name=f"transfer-{job.id}")
        self._tasks.add(job.task)
        job.task.add_done_callback(partial(self._on_task_done, attempt))
        if self._watchdog is None or self._watchdog.done():
            self._watchdog = asyncio.get_running_loop().create_task(self._watch_for_stalls(), name="transfer-stalls")

    def tidy_up(self, job: Job, forget: Callable[[], Awaitable[None]]) -> None:
        """Remove what a job that nobody wants any more has left, once its task has ended."""
        previous_task = job.task
        job.task = asyncio.get_running_loop().create_task(_after(previous_task, forget), name=f"transfer-{job.id}-tidy")
        self._chores.add(job.task)
        job.task.add_done_callback(self._chores.discard)
        job.task.add_done_callback(lambda _task: job.note_rest())

    async def close(self) -> None:
        """Wait for what has been stopped."""
        if self._watchdog is not None:
            self._watchdog.cancel()
        while self._tasks or self._chores:
            await asyncio.wait(self._tasks | self._chores)

    async def _run(self, attempt: Attempt, work: Work, previous_task: asyncio.Task[None] | None) -> None:
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
        while running := [job for job in self._jobs() if job.is_running]:
            for job in running:
                attempt = job.attempt
                stall = attempt.stalls.stall() if attempt is not None and job.state is TransferState.RUNNING else None
                if stall is not None and attempt is not None and job.task is not None:
                    attempt.keeps_part = True
                    job.task.cancel()
                    attempt.end(TransferState.FAILED, error=stall)
            await self._timing.sleep(STALL_CHECK_INTERVAL_S)

    def _on_task_done(self, attempt: Attempt, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if attempt.is_current:  # cancelled, but not by us: the loop is being closed
            end_cancelled(attempt.job)
        attempt.job.note_rest()
        self._on_place_free()


async def _after(previous_task: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
    if previous_task is not None and not previous_task.done():
        await asyncio.wait({previous_task})
    await work()


def end_cancelled(job: Job) -> None:
    """Bring a job to the state of one that was stopped: an upload whose bytes have all gone may be stored."""
    transfer = job.picture()
    error = TransferCancelled()
    if transfer.direction is Direction.UPLOAD and transfer.state is TransferState.VERIFYING:
        answer_lost = AnswerLost()
        answer_lost.__cause__ = error
        job.end(TransferState.UNCONFIRMED, error=answer_lost)
    else:
        job.end(TransferState.CANCELLED, error=error)
