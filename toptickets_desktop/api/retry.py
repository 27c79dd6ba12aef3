"""When a request is sent again: reading, a few times; writing, never, unless the service has clearly not begun with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from toptickets_desktop.api.network import NetworkSettings
from toptickets_desktop.domain.errors import (
    NotReached,
    NotReachedReason,
    RateLimited,
    ServerFault,
    StorageError,
    UnexpectedAnswer,
)

_Answer = TypeVar("_Answer")

# Not TIMEOUT: whoever has waited that long should hear about it. Not TLS and PROXY: they stay as they are.
_PASSING_REASONS = frozenset({NotReachedReason.NAME, NotReachedReason.CONNECT, NotReachedReason.CONNECTION_LOST})
_PASSING_STORAGE_STATUSES = frozenset({429, 502, 503, 504})  # Not 500: that is how the storage says that a file is lost.


async def repeat_reading(send: Callable[[], Awaitable[_Answer]], network: NetworkSettings) -> _Answer:
    """Send a request that changes nothing; again after a failure that may pass, or when the service said when."""
    return await _repeat(send, network, lambda error: _is_passing(error) or _is_refused_for_now(error, network))


async def repeat_when_refused_for_now(send: Callable[[], Awaitable[_Answer]], network: NetworkSettings) -> _Answer:
    """Send a request that changes something; again only after 429, which says that it was not begun."""
    return await _repeat(send, network, lambda error: _is_refused_for_now(error, network))


async def _repeat(
    send: Callable[[], Awaitable[_Answer]], network: NetworkSettings, is_worth_it: Callable[[Exception], bool | float]
) -> _Answer:
    async for attempt in stamina.retry_context(
        on=is_worth_it,
        attempts=network.attempts,
        timeout=None,  # Attempts and waits are bounded each.
        wait_initial=network.retry_wait_initial_s,
        wait_max=network.retry_wait_max_s,
        wait_jitter=network.retry_wait_initial_s,
    ):
        with attempt:
            return await send()
    raise AssertionError("stamina raises the last error")


def _is_passing(error: Exception) -> bool:
    match error:
        case NotReached():
            return error.reason in _PASSING_REASONS
        case ServerFault():
            return True
        case UnexpectedAnswer():
            return error.status is not None and error.status >= 500
        case StorageError():
            return error.status in _PASSING_STORAGE_STATUSES
        case _:
            return False


def _is_refused_for_now(error: Exception, network: NetworkSettings) -> bool | float:
    """False, True (wait as long as we like), or the seconds that the service named."""
    if not isinstance(error, RateLimited):
        return False
    if error.retry_after_s is None:
        return True
    return error.retry_after_s if error.retry_after_s <= network.rate_limit_wait_max_s else False
