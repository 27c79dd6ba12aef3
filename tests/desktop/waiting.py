"""Waiting for a condition that another process brings about."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TIMEOUT_S = 20.0
_POLL_S = 0.02


def wait_for(what: str, condition: Callable[[], T | None], *, timeout_s: float = TIMEOUT_S) -> T:
    """Return the first true value of `condition`.

    Args:
        what: the fact that is waited for, to end the sentence "… did not happen".
        condition: asked again and again; neither None nor anything false ends the wait.
        timeout_s: how long at most.

    Raises:
        TimeoutError: it stayed false for so long.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"within {timeout_s:.0f} s this did not happen: {what}")
        time.sleep(_POLL_S)
