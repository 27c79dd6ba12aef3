"""A transfer inside the engine: its picture, its attempts, and the only way in which its state changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.transfer import FIRST_STATES, NEXT_STATES, ArchiveMember, Direction, Transfer, TransferState, WaitReason
from toptickets_desktop.transfer.backoff import ONCE, Retries
from toptickets_desktop.transfer.bandwidth import BandwidthLimit
from toptickets_desktop.transfer.progress import SpeedMeter
from toptickets_desktop.transfer.schedule import Clock
from toptickets_desktop.transfer.stalls import StallWatch


class Watch(Protocol):
    """Told by an upload or a download how it gets on."""

    @property
    def keeps_part(self) -> bool:
        """Whether a download that is broken off now leaves its part for later: pause and quitting do, the user's cancel does not."""

    def on_kept(self, bytes_kept: int) -> None:
        """So many bytes are there from an earlier attempt (or none any more): progress starts there, speed does not count them."""

    def on_total(self, bytes_total: int) -> None:
        """The size is known, or known better."""

    def on_bytes(self, bytes_done: int) -> None:
        """So many bytes have moved since the first one."""

    def on_all_moved(self) -> None:
        """Nothing more to move; what is missing is the other side's word, or the disk's."""

    def on_committing(self) -> None:
        """The file gets its final name next: from here on it is too late to cancel."""


class Job:
    """One transfer.

    Args:
        transfer: how it begins.
        work: one attempt at it; ends with the state DONE or SKIPPED, or raises.
        on_change: called after each change of state.
        search: of an upload, looking for what an earlier attempt may have stored.
        forget: removes what it has left on the disk; None when it leaves nothing.
        retries: what is tried without being asked.
        now_s: seconds that only grow, for noticing stalls.
        bandwidth: the limit on the speed of all transfers.
    """

    def __init__(
        self,
        transfer: Transfer,
        work: Callable[[Attempt], Awaitable[None]] | None,
        on_change: Callable[[Job], None],
        *,
        search: Callable[[Attempt], Awaitable[None]] | None = None,
        forget: Callable[[], Awaitable[None]] | None = None,
        retries: Retries | None = None,
        now_s: Clock = time.monotonic,
        bandwidth: BandwidthLimit | None = None,
    ) -> None:
        if transfer.state not in FIRST_STATES:
            raise RuntimeError(f"no transfer begins as {transfer.state}")
        self.work = work
        self.search = search
        self.forget = forget
        self.retries = retries or Retries(ONCE, lambda low, _high: low)
        self.now_s = now_s
        self.bandwidth = bandwidth
        self.not_before_s = float("-inf")  # by the engine's clock: what the service asked for
        self.attempt: Attempt | None = None
        self.attempts_made = 0
        self.task: asyncio.Task[None] | None = None
        self._transfer = transfer
        self._on_change = on_change
        self.key_number = 0  # which of the keys that the engine has had this attempt began with
        self.rank = 0  # higher ones go first; what the user clicked last is highest
        self._rested = asyncio.Event()
        self.note_rest()

    @property
    def id(self) -> int:
        return self._transfer.id

    @property
    def state(self) -> TransferState:
        return self._transfer.state

    @property
    def is_running(self) -> bool:
        return self.state in {TransferState.RUNNING, TransferState.VERIFYING}

    def picture(self) -> Transfer:
        """How it stands now."""
        attempt = self.attempt
        if attempt is None or not self.is_running:
            return self._transfer
        is_moving = self.state is TransferState.RUNNING
        return replace(
            self._transfer,
            bytes_done=attempt.bytes_done,
            bytes_per_s=attempt.meter.bytes_per_s() if is_moving else None,
            seconds_left=attempt.meter.seconds_left(self._transfer.bytes_total) if is_moving else None,
        )

    def hold(self, reason: WaitReason, *, until: datetime | None = None, error: TopTicketsError | None = None) -> None:
        """Wait.

        Args:
            reason: what for.
            until: when it goes on; None when that does not depend on time.
            error: what it met; None keeps what is known.
        """
        self._require_next(TransferState.WAITING)
        self._rest_in(TransferState.WAITING, reason, until, error or self._transfer.error)

    def pause(self) -> None:
        """Rest until the user says otherwise."""
        self._require_next(TransferState.PAUSED)
        self._rest_in(TransferState.PAUSED, None, None, self._transfer.error)

    def _rest_in(self, state: TransferState, reason: WaitReason | None, until: datetime | None, error: TopTicketsError | None) -> None:
        bytes_done = self.picture().bytes_done
        self.attempt = None
        self._transfer = replace(self._transfer, state=state, bytes_done=bytes_done, wait_reason=reason, waiting_until=until, error=error)
        self._on_change(self)

    def queue_again(self) -> None:
        """Back into the queue: as if it had never been tried when it had ended, else to go on where it was.

        Raises:
            RuntimeError: it cannot be tried again from where it stands.
        """
        self._require_next(TransferState.QUEUED)
        transfer = self._transfer
        is_upload = transfer.direction is Direction.UPLOAD
        self.attempt = None
        self._transfer = replace(
            transfer,
            state=TransferState.QUEUED,
            bytes_done=0 if is_upload or transfer.state.is_final else transfer.bytes_done,
            started_at=None,
            finished_at=None,
            sha256=None,
            error=None,
            attachment=None if is_upload else transfer.attachment,
            attachment_id=None if is_upload else transfer.attachment_id,
            waiting_until=None,
            wait_reason=None,
        )
        self._rested.clear()
        self._on_change(self)

    def begin_attempt(self) -> Attempt:
        """Start to run."""
        self._require_next(TransferState.RUNNING)
        self.attempts_made += 1
        self.attempt = Attempt(self)
        self._transfer = replace(self._transfer, state=TransferState.RUNNING, started_at=_now())
        self._on_change(self)
        return self.attempt

    def begin_search(self) -> Attempt:
        """Start to look for what an earlier attempt may have stored; nothing is sent."""
        self._require_next(TransferState.VERIFYING)
        self.attempt = Attempt(self)
        self._transfer = replace(self._transfer, state=TransferState.VERIFYING, started_at=_now(), finished_at=None)
        self._rested.clear()
        self._on_change(self)
        return self.attempt

    def begin_verifying(self) -> None:
        """All bytes have moved."""
        self._require_next(TransferState.VERIFYING)
        self._transfer = replace(self._transfer, state=TransferState.VERIFYING)
        self._on_change(self)

    def end(
        self,
        state: TransferState,
        *,
        error: TopTicketsError | None = None,
        path: Path | None = None,
        sha256: str | None = None,
        attachment: Attachment | None = None,
    ) -> None:
        """Come to a final state.

        Raises:
            RuntimeError: `state` cannot follow: a defect of ours.
        """
        self._require_next(state)
        transfer = self._transfer
        self._transfer = replace(
            transfer,
            state=state,
            bytes_done=self.picture().bytes_done,
            finished_at=_now(),
            error=error,
            path=path or transfer.path,
            sha256=sha256,
            attachment=attachment or transfer.attachment,
            attachment_id=attachment.id if attachment else transfer.attachment_id,
            waiting_until=None,
            wait_reason=None,
        )
        self.note_rest()
        self._on_change(self)

    def note_total(self, bytes_total: int) -> None:
        """The size is known, or known better."""
        self._transfer = replace(self._transfer, bytes_total=bytes_total)

    def note_members(self, members: tuple[ArchiveMember, ...]) -> None:
        """What is in an archive by now."""
        self._transfer = replace(self._transfer, members=members)

    def note_rest(self) -> None:
        """Let those who wait go on if nothing happens any more: the state is final, and its task has tidied up."""
        if self.state.is_final and (self.task is None or self.task.done()):
            self._rested.set()

    async def wait(self) -> None:
        """Until nothing happens any more."""
        await self._rested.wait()

    def _require_next(self, state: TransferState) -> None:
        if state not in NEXT_STATES[self.state]:
            raise RuntimeError(f"a transfer does not go from {self.state} to {state}")


class Attempt:
    """One try at a job. What an attempt says after the job was cancelled or begun anew is not heard."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.number = job.attempts_made
        self.bytes_done = 0
        self.meter = SpeedMeter()
        self.stalls = StallWatch(job.now_s)
        self.is_committing = False
        self.keeps_part = False

    @property
    def is_current(self) -> bool:
        """Whether the job is still running, and by this attempt."""
        return self.job.attempt is self and self.job.is_running

    def on_total(self, bytes_total: int) -> None:
        if self.is_current:
            self.job.note_total(bytes_total)

    def on_members(self, members: tuple[ArchiveMember, ...]) -> None:
        if self.is_current:
            self.job.note_members(members)

    def on_progress_made(self) -> None:
        """What fails next has nothing to do with what failed before."""
        self.job.retries.reset()

    def on_kept(self, bytes_kept: int) -> None:
        self.bytes_done = bytes_kept
        self.meter = SpeedMeter(first_bytes=bytes_kept)
        self.stalls.restart()

    def on_bytes(self, bytes_done: int) -> None:
        self.bytes_done = bytes_done
        self.meter.record(bytes_done)
        self.stalls.on_bytes(bytes_done)

    def on_hold(self) -> None:
        """Held back by a limit of our own: not a stall."""
        self.stalls.on_hold()

    def on_going(self) -> None:
        """Not held back any more."""
        self.stalls.on_going()

    async def pace(self, size_bytes: int) -> None:
        """Wait until so many bytes may pass."""
        bandwidth = self.job.bandwidth
        wait_s = 0.0 if bandwidth is None else bandwidth.reserve(size_bytes)
        if bandwidth is not None and wait_s > 0:
            self.on_hold()
            try:
                await bandwidth.wait(wait_s)
            finally:
                self.on_going()

    def on_all_moved(self) -> None:
        if self.is_current and self.job.state is TransferState.RUNNING:
            self.job.begin_verifying()

    def on_committing(self) -> None:
        self.is_committing = True

    def end(
        self,
        state: TransferState,
        *,
        error: TopTicketsError | None = None,
        path: Path | None = None,
        sha256: str | None = None,
        attachment: Attachment | None = None,
    ) -> None:
        """Bring the job to a final state, if it is still this attempt's to bring."""
        if self.is_current:
            self.job.end(state, error=error, path=path, sha256=sha256, attachment=attachment)


def _now() -> datetime:
    return datetime.now(UTC)
