"""Whether a failed transfer is tried again by itself, and after what wait. Decides only; the engine does the waiting."""

from __future__ import annotations

from dataclasses import dataclass

from toptickets_desktop.domain.errors import (
    LengthMismatch,
    NotReached,
    NotReachedReason,
    RateLimited,
    ServerFault,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import WaitReason
from toptickets_desktop.transfer.schedule import Uniform

# Not TLS and PROXY: they stay as they are until somebody mends them.
_OFFLINE_REASONS = frozenset({NotReachedReason.NAME, NotReachedReason.CONNECT})
_PASSING_REASONS = _OFFLINE_REASONS | {NotReachedReason.TIMEOUT, NotReachedReason.CONNECTION_LOST}
_PASSING_STORAGE_STATUSES = frozenset({429, 502, 503, 504})  # not 500: that is how the storage says that a file is lost


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How much is tried without being asked.

    Attributes:
        attempts_max: the first one included.
        total_s_max: from the first failure to the beginning of the last attempt; a longer Retry-After is not waited for.
        wait_initial_s: the longest wait before the second attempt; doubles with each further one.
        wait_max_s: the longest wait of our own choosing.
        waits_when_offline: a host that cannot be reached is waited for without end; else that is a failure like others.
        waits_for_sign_in: a key that is not accepted any more holds everything up until there is a new one; else that is a failure.
    """

    attempts_max: int = 6
    total_s_max: float = 900.0
    wait_initial_s: float = 1.0
    wait_max_s: float = 60.0
    waits_when_offline: bool = True
    waits_for_sign_in: bool = True


DEFAULT_POLICY = RetryPolicy()
UNATTENDED = RetryPolicy(attempts_max=4, waits_when_offline=False, waits_for_sign_in=False)
"""Comes to an end by itself: for the command, which nobody may be watching."""
ONCE = RetryPolicy(attempts_max=1, waits_when_offline=False, waits_for_sign_in=False)
"""Nothing is tried again by itself."""


@dataclass(frozen=True, slots=True)
class Wait:
    """What a transfer waits for, and how long at least."""

    reason: WaitReason
    wait_s: float


class Retries:
    """The budget of one transfer.

    Args:
        policy: how large it is.
        uniform: randomness.
    """

    def __init__(self, policy: RetryPolicy, uniform: Uniform) -> None:
        self._policy = policy
        self._uniform = uniform
        self._failures = 0
        self._first_failure_at: float | None = None

    def next_wait(self, error: TopTicketsError, now_s: float) -> Wait | None:
        """The wait before the next attempt; None when trying again cannot help, or the budget is spent.

        Full jitter (Exponential Backoff And Jitter, AWS Architecture Blog, 2015): anything between nothing and the bound, so that many
        transfers that fail together do not come back together. What the service asks for comes on top of nothing: never less.
        """
        reason = wait_reason(error)
        if reason is None:
            return None
        self._failures += 1
        if self._first_failure_at is None:
            self._first_failure_at = now_s
        policy = self._policy
        if self._failures >= policy.attempts_max:
            return None
        wait_s = self._uniform(0.0, min(policy.wait_max_s, policy.wait_initial_s * 2.0 ** (self._failures - 1)))
        if isinstance(error, RateLimited) and error.retry_after_s is not None:
            wait_s += error.retry_after_s
        return Wait(reason, wait_s) if now_s + wait_s - self._first_failure_at <= policy.total_s_max else None

    def reset(self) -> None:
        """Start with a whole budget: the user asked for it, or the failures were nobody's but the network's that was away."""
        self._failures = 0
        self._first_failure_at = None


def wait_reason(error: TopTicketsError) -> WaitReason | None:
    """What an error that may pass by itself makes a transfer wait for; None when trying again by itself cannot help."""
    match error:
        case RateLimited():
            return WaitReason.RATE_LIMIT
        case NotReached(reason=reason):
            if reason in _OFFLINE_REASONS:
                return WaitReason.OFFLINE
            return WaitReason.BACKOFF if reason in _PASSING_REASONS else None
        case ServerFault():
            return WaitReason.BACKOFF
        case UnexpectedAnswer():
            return WaitReason.BACKOFF if error.status is not None and error.status >= 500 else None
        case StorageError():
            return WaitReason.BACKOFF if error.status in _PASSING_STORAGE_STATUSES else None
        case LengthMismatch():
            return WaitReason.BACKOFF if error.received_bytes < error.expected_bytes else None  # cut short; a longer one stays so
        case _:
            return None
