"""Ten thousand retries without waiting for one: never before the time asked for, never over budget."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.errors import (
    FileRefused,
    Forbidden,
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    NotReached,
    NotReachedReason,
    ObjectMissing,
    RateLimited,
    ReceivedInstead,
    RefusalReason,
    Rejected,
    ServerFault,
    SignedUrlRefused,
    Stalled,
    StorageError,
    TopTicketsError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import WaitReason
from toptickets_desktop.transfer.backoff import ONCE, Retries, RetryPolicy, wait_reason


@given(failures=st.integers(1, 12), seed=st.integers(0, 1000))
def test_the_wait_is_anything_up_to_a_bound_that_doubles(failures: int, seed: int) -> None:
    policy = RetryPolicy(attempts_max=100, total_s_max=1e9, wait_initial_s=1, wait_max_s=60)
    retries = Retries(policy, random.Random(seed).uniform)
    waits = [retries.next_wait(ServerFault(status=500), 0.0) for _ in range(failures)]
    assert all(wait is not None and 0 <= wait.wait_s <= min(60, 2**index) for index, wait in enumerate(waits))


def test_transfers_that_fail_together_do_not_come_back_together() -> None:
    chance = random.Random(1)
    waits = {Retries(RetryPolicy(), chance.uniform).next_wait(ServerFault(), 0.0) for _ in range(100)}
    assert len(waits) == 100


def test_a_new_budget_is_a_whole_one() -> None:
    retries = Retries(RetryPolicy(attempts_max=2), lambda low, _high: low)
    assert retries.next_wait(ServerFault(), 0) is not None
    assert retries.next_wait(ServerFault(), 1) is None
    retries.reset()
    assert retries.next_wait(ServerFault(), 5000) is not None


@pytest.mark.parametrize(
    "error",
    [
        Unauthorized(status=401),
        Forbidden(),
        Rejected(status=413),
        NotReached(NotReachedReason.TLS),
        NotReached(NotReachedReason.PROXY),
        UnexpectedAnswer(ReceivedInstead.HTML, status=200),
        StorageError(500),
        SignedUrlRefused(400),
        ObjectMissing(400),
        LengthMismatch(expected_bytes=5, received_bytes=6),
        LocalFileError(Path("a"), LocalFileReason.NO_SPACE),
        FileRefused(Path("a"), RefusalReason.EMPTY),
        Stalled(moved_bytes=0, window_s=30),
    ],
    ids=repr,
)
def test_what_trying_again_cannot_help_is_not_tried_again(error: TopTicketsError) -> None:
    assert wait_reason(error) is None
    assert Retries(RetryPolicy(), random.Random(0).uniform).next_wait(error, 0) is None


def test_reasons() -> None:
    assert wait_reason(RateLimited()) is WaitReason.RATE_LIMIT
    assert wait_reason(NotReached(NotReachedReason.NAME)) is WaitReason.OFFLINE
    assert wait_reason(NotReached(NotReachedReason.TIMEOUT)) is WaitReason.BACKOFF
    assert wait_reason(LengthMismatch(expected_bytes=5, received_bytes=4)) is WaitReason.BACKOFF


def test_once_is_once() -> None:
    assert Retries(ONCE, random.Random(0).uniform).next_wait(ServerFault(), 0) is None
