"""A clock that moves only when everybody sleeps."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable
from itertools import count

from toptickets_desktop.transfer.schedule import Timing

_TURNS_OF_THE_LOOP = 12  # enough for one task to wake another a few times over before time moves on


class SimulatedTime:
    """Seconds for code that takes its clock and its sleep from outside.

    Args:
        seed: of the randomness that goes with it.
        early_s: how much too early a sleep may end, as real ones do.
    """

    def __init__(self, seed: int = 0, *, early_s: float = 0.0) -> None:
        self.now = 1000.0
        self.random = random.Random(seed)
        self._early_s = early_s
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @property
    def timing(self) -> Timing:
        return Timing(now_s=self.now_s, sleep=self.sleep, uniform=self.random.uniform)

    def now_s(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        early_s = self.random.uniform(0, self._early_s) if seconds > self._early_s else 0.0
        due = self.now + max(0.0, seconds - early_s)
        heapq.heappush(self._sleepers, (due, next(self._numbers), future))
        await future

    async def run(self, work: Awaitable[None] | None = None, *, until: Callable[[], bool] | None = None, limit_s: float = 1e7) -> None:
        """Let time pass until `work` is done, or a condition holds.

        Raises:
            TimeoutError: more simulated time passed than allowed, or nobody sleeps and nothing moves any more.
        """
        task = asyncio.ensure_future(work) if work is not None else None
        end = self.now + limit_s
        idle = 0
        while not ((task is not None and task.done()) or (until is not None and until())):
            for _ in range(_TURNS_OF_THE_LOOP):
                await asyncio.sleep(0)
            while self._sleepers and self._sleepers[0][2].done():  # cancelled
                heapq.heappop(self._sleepers)
            if (task is not None and task.done()) or (until is not None and until()):
                break
            if not self._sleepers:
                idle += 1
                if idle > 1000:
                    raise TimeoutError("everybody waits for something else than time")
                continue
            idle = 0
            due, _number, future = heapq.heappop(self._sleepers)
            if due > end:
                raise TimeoutError(f"still not done after {limit_s:g} simulated seconds")
            self.now = max(self.now, due)
            if not future.done():
                future.set_result(None)
        if task is not None:
            await task
