"""Things that are due at a time, and the one task that sleeps until the next of them."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

Clock = Callable[[], float]
"""Seconds that only grow."""

Sleep = Callable[[float], Awaitable[None]]


Uniform = Callable[[float, float], float]
"""A random number between two, as `random.uniform`."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Time and chance, as the engine knows them; tests give their own."""

    now_s: Clock = time.monotonic
    sleep: Sleep = asyncio.sleep
    uniform: Uniform = random.uniform


REAL_TIMING = Timing()


class Schedule(Generic[T]):
    """Calls back for each thing when its time has come, never before.

    Args:
        on_due: called on the loop.
        now_s: the clock that the times are of.
        sleep: waits so many seconds by that clock.
    """

    def __init__(self, on_due: Callable[[T], None], *, now_s: Clock, sleep: Sleep) -> None:
        self._on_due = on_due
        self._now_s = now_s
        self._sleep = sleep
        self._due_at: dict[T, float] = {}
        self._task: asyncio.Task[None] | None = None
        self._wakes_at = float("inf")

    def add(self, thing: T, due_at: float) -> None:
        """Have it called at a time; a thing has one time only, the last one given."""
        self._due_at[thing] = due_at
        if self._task is None or due_at < self._wakes_at:
            self.close()
            self._task = asyncio.get_running_loop().create_task(self._watch(), name="transfer-schedule")

    def discard(self, thing: T) -> None:
        """Do not call it any more."""
        self._due_at.pop(thing, None)

    def close(self) -> None:
        """Call nothing any more, until something is added."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _watch(self) -> None:
        while self._due_at:
            self._wakes_at = min(self._due_at.values())
            wait_s = self._wakes_at - self._now_s()
            if wait_s > 0:
                await self._sleep(wait_s)
            now_s = self._now_s()  # looked at, because a sleep may end a little early
            for thing in [thing for thing, due_at in self._due_at.items() if due_at <= now_s]:
                if self._due_at.pop(thing, None) is not None:
                    self._on_due(thing)
        self._task = None
