"""The table of states is the only way, and an attempt that is over is not heard."""

from __future__ import annotations

import itertools

import pytest

from toptickets_desktop.domain.errors import TopTicketsError, TransferCancelled
from toptickets_desktop.domain.transfer import FIRST_STATES, NEXT_STATES, Direction, Transfer, TransferState, WaitReason
from toptickets_desktop.transfer.job import Attempt, Job

STATES = list(TransferState)


def make_job(state: TransferState = TransferState.QUEUED) -> Job:
    async def work(_attempt: Attempt) -> None:
        return

    return Job(Transfer(id=1, direction=Direction.UPLOAD, ticket_id="t", name="a.gz", state=state, bytes_total=10), work, lambda _job: None)


def bring_to(state: TransferState) -> Job:
    """A job led to `state` by a shortest allowed way."""
    if state in FIRST_STATES:
        return make_job(state)
    for way in itertools.chain.from_iterable(itertools.product(STATES, repeat=length) for length in range(3)):
        steps = [TransferState.QUEUED, *way, state]
        if all(after in NEXT_STATES[before] for before, after in itertools.pairwise(steps)):
            job = make_job()
            for step in steps[1:]:
                go(job, step)
            return job
    raise AssertionError(f"no way leads to {state}")


def go(job: Job, state: TransferState) -> None:
    match state:
        case TransferState.QUEUED:
            job.queue_again()
        case TransferState.WAITING:
            job.hold(WaitReason.BACKOFF)
        case TransferState.PAUSED:
            job.pause()
        case TransferState.RUNNING:
            job.begin_attempt()
        case TransferState.VERIFYING:
            job.begin_verifying()
        case _:
            job.end(state)


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_only_the_table_leads_from_state_to_state(before: TransferState, after: TransferState) -> None:
    job = bring_to(before)
    assert job.state is before
    if after in NEXT_STATES[before]:
        go(job, after)
        assert job.state is after
    else:
        with pytest.raises(RuntimeError):
            go(job, after)
        assert job.state is before


@pytest.mark.parametrize("state", [state for state in STATES if state not in FIRST_STATES])
def test_no_transfer_begins_in_the_middle(state: TransferState) -> None:
    with pytest.raises(RuntimeError):
        make_job(state)


def test_an_attempt_that_is_over_is_not_heard() -> None:
    job = make_job()
    first = job.begin_attempt()
    job.end(TransferState.CANCELLED, error=TransferCancelled())
    job.queue_again()
    second = job.begin_attempt()
    first.on_bytes(7)
    first.on_total(99)
    first.on_all_moved()
    first.end(TransferState.FAILED, error=TopTicketsError())
    assert (job.state, job.picture().bytes_done, job.picture().bytes_total) == (TransferState.RUNNING, 0, 10)
    second.on_total(12)
    second.on_bytes(12)
    second.on_all_moved()
    assert (job.state, job.picture().bytes_done, job.picture().bytes_total) == (TransferState.VERIFYING, 12, 12)
    second.end(TransferState.DONE, sha256="ab")
    assert job.picture().sha256 == "ab"
