"""The jobs that are to run: in which order, and what holds them up.

What can pass by itself is waited for; what holds up one because the service's host, the key or the number of requests is at fault
holds up all.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta

from toptickets_desktop.domain.errors import NotReached, NotReachedReason, RateLimited, Stalled, TopTicketsError, Unauthorized
from toptickets_desktop.domain.transfer import TransferState, WaitReason
from toptickets_desktop.transfer.backoff import RetryPolicy
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.reachability import Reachability
from toptickets_desktop.transfer.schedule import Schedule, Timing
from toptickets_desktop.transfer.stalls import STILL_S


class JobQueue:
    """Holds the jobs of one engine that are to run.

    Args:
        jobs: all jobs of the engine.
        probe: whether the service's host is reached; one cheap request.
        on_ready: called when some that waited may run.
        policy: what is waited for.
        timing: clock, sleep and chance.
    """

    def __init__(
        self,
        jobs: Callable[[], Iterable[Job]],
        probe: Callable[[], Awaitable[bool]],
        on_ready: Callable[[], None],
        *,
        policy: RetryPolicy,
        timing: Timing,
    ) -> None:
        self._jobs = jobs
        self._on_ready = on_ready
        self._policy = policy
        self._timing = timing
        self._queue: list[Job] = []
        self._waiting: Schedule[Job] = Schedule(self._on_wait_over, now_s=timing.now_s, sleep=timing.sleep)
        self._reachability = Reachability(probe, self._on_reached_again, sleep=timing.sleep, uniform=timing.uniform)
        self._refused_until_s = float("-inf")  # by the clock: before that, the service wants no requests
        self._needs_sign_in = False
        self._key_number = 0
        self._is_closed = False

    def add(self, job: Job) -> None:
        """Put a queued job where it belongs: by rank, then in the order of asking."""
        insort(self._queue, job, key=lambda each: (-each.rank, each.id))

    def add_again(self, job: Job) -> None:
        """Put back a job that has ended, waits or is paused."""
        self._waiting.discard(job)
        job.queue_again()
        self.add(job)

    def take_out(self, job: Job) -> None:
        """Out of the queue and of whatever it waits in."""
        self._waiting.discard(job)
        if job in self._queue:
            self._queue.remove(job)

    def prioritise(self, job: Job, rank: int) -> None:
        """Let a job go before all of a lower rank."""
        job.rank = rank
        if job in self._queue:
            self._queue.remove(job)
            self.add(job)

    def next(self) -> Job | None:
        """The job whose turn it is, out of the queue; None when there is none, or all are held up."""
        if self._is_closed or self._hold_queued() or not self._queue:
            return None
        job = self._queue.pop(0)
        job.key_number = self._key_number
        return job

    def resume_after_sign_in(self) -> None:
        """There is a key again that is accepted."""
        self._needs_sign_in = False
        self._key_number += 1
        self._release(WaitReason.SIGN_IN)

    def close(self) -> None:
        """Let nothing go on any more."""
        self._is_closed = True
        self._waiting.close()
        self._reachability.close()

    def after_failure(self, attempt: Attempt, error: TopTicketsError) -> None:
        """Let it wait for what can help, or say that it has failed."""
        job, now_s = attempt.job, self._timing.now_s()
        if not attempt.is_current:
            return
        if isinstance(error, Unauthorized) and job.key_number != self._key_number:
            job.hold(WaitReason.BACKOFF)  # it was the key before this one that was refused
            self.add_again(job)
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

    def _on_wait_over(self, job: Job) -> None:
        if job.state is TransferState.WAITING and not self._is_closed:
            self.add_again(job)
            self._on_ready()

    def _on_reached_again(self, was_away: bool) -> None:
        for job in self._jobs():
            if job.state is TransferState.WAITING and job.picture().wait_reason is WaitReason.OFFLINE:
                if was_away:
                    job.retries.reset()
                else:  # the service was there all the time: it is something else that this one cannot reach
                    self._waiting.add(job, job.not_before_s)
        if was_away:
            self._release(WaitReason.OFFLINE)
        self._on_ready()

    def _release(self, reason: WaitReason) -> None:
        for job in self._jobs():
            if job.state is TransferState.WAITING and job.picture().wait_reason is reason:
                self.add_again(job)
        self._on_ready()


def _is_stall(error: TopTicketsError) -> bool:
    return isinstance(error, NotReached) and error.reason is NotReachedReason.TIMEOUT
