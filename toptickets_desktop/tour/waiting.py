"""Waiting for what the window does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

DEADLINE_S = 60.0
POLL_S = 0.01


class TourFailed(Exception):
    """The window did not do in time what it should have done."""


async def until(what: str, is_so: Callable[[], bool]) -> None:
    """Wait for a condition of the window.

    Raises:
        TourFailed: it did not come about before the deadline.
    """
    deadline = time.monotonic() + DEADLINE_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TourFailed(f"waited {DEADLINE_S:.0f} s in vain until {what}")
        await asyncio.sleep(POLL_S)
