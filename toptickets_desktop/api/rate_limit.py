"""The key's budget of requests, kept on our side, so that the service never has to refuse one."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from toptickets_desktop.api.lane import current_lane

WINDOW_S = 60.0
TRANSFERS_SHARE = 0.8
"""Of the budget; the rest is kept for somebody who clicks while two hundred files are on their way."""


class RequestLimiter:
    """Lets requests go so that no window of 60 seconds ever holds more than the budget, wherever it is counted.

    A request keeps its place until 60 seconds after it has ended: it may have arrived at any moment between its beginning and its end,
    so only then has it certainly left the service's own window. Those for the window go before those for transfers.

    Args:
        requests_per_minute: the budget of the key.
        now_s: seconds that only grow.
        sleep: waits so many seconds by that clock.
        window_s: the window's length by that clock.
        transfers_share: how much of the budget transfers may use.
    """

    def __init__(
        self,
        requests_per_minute: int,
        *,
        now_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        window_s: float = WINDOW_S,
        transfers_share: float = TRANSFERS_SHARE,
    ) -> None:
        self._places = max(1, requests_per_minute)
        self._transfers_share = transfers_share
        self._places_for_transfers = max(1, int(self._places * transfers_share))
        self._now_s = now_s
        self._sleep = sleep
        self._window_s = window_s
        self._used = 0
        self._used_by_transfers = 0
        self._ended: deque[tuple[float, bool]] = deque()  # when, and whether it was a transfer's: places that come free in this order
        self._for_window: deque[asyncio.Future[None]] = deque()
        self._for_transfers: deque[asyncio.Future[None]] = deque()
        self._waker: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place in the budget for one request, from before it is sent until it has ended."""
        lane = current_lane()
        is_transfer = lane is not None
        if not self._try_take(is_transfer=is_transfer):
            if lane is not None:
                lane.on_hold()
            try:
                await self._wait_for_place(is_transfer=is_transfer)
            finally:
                if lane is not None:
                    lane.on_going()
        try:
            yield
        finally:
            self._ended.append((self._now_s(), is_transfer))
            self._see_to_waiters()

    def begin_anew(self, requests_per_minute: int) -> None:
        """Keep the budget of another key: of what was used before, only what is under way still counts."""
        self._places = max(1, requests_per_minute)
        self._places_for_transfers = max(1, int(self._places * self._transfers_share))
        for _ended_at, was_transfer in self._ended:
            self._give_back(is_transfer=was_transfer)
        self._ended.clear()
        self._see_to_waiters()

    def close(self) -> None:
        """Stop looking for free places."""
        if self._waker is not None:
            self._waker.cancel()
            self._waker = None

    def _try_take(self, *, is_transfer: bool) -> bool:
        self._free_places()
        is_passing_others = bool(self._for_window) or (is_transfer and bool(self._for_transfers))
        if is_passing_others or not self._has_place(is_transfer=is_transfer):
            return False
        self._take(is_transfer=is_transfer)
        return True

    def _has_place(self, *, is_transfer: bool) -> bool:
        return self._used < self._places and not (is_transfer and self._used_by_transfers >= self._places_for_transfers)

    def _take(self, *, is_transfer: bool) -> None:
        self._used += 1
        self._used_by_transfers += is_transfer

    def _give_back(self, *, is_transfer: bool) -> None:
        self._used -= 1
        self._used_by_transfers -= is_transfer

    def _free_places(self) -> None:
        now_s = self._now_s()
        while self._ended and self._ended[0][0] + self._window_s < now_s:
            _ended_at, was_transfer = self._ended.popleft()
            self._give_back(is_transfer=was_transfer)

    async def _wait_for_place(self, *, is_transfer: bool) -> None:
        waiters = self._for_transfers if is_transfer else self._for_window
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiters.append(waiter)
        self._see_to_waiters()
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # given a place that nobody uses any more
                self._give_back(is_transfer=is_transfer)
            else:
                waiters.remove(waiter)
            self._see_to_waiters()
            raise

    def _see_to_waiters(self) -> None:
        """Give free places to those who wait, and be woken when the next one comes free."""
        self._free_places()
        for waiters, is_transfer in ((self._for_window, False), (self._for_transfers, True)):
            while waiters and self._has_place(is_transfer=is_transfer):
                waiter = waiters.popleft()
                if not waiter.done():
                    self._take(is_transfer=is_transfer)
                    waiter.set_result(None)
        is_waited_for = bool(self._for_window or self._for_transfers)
        if is_waited_for and self._ended and (self._waker is None or self._waker.done()):
            self._waker = asyncio.get_running_loop().create_task(self._wake(), name="request-limit")

    async def _wake(self) -> None:
        while self._ended and (self._for_window or self._for_transfers):
            # A hair later than it could be: the sum of two times may be off by one.
            await self._sleep(max(0.0, self._ended[0][0] + self._window_s - self._now_s()) + 0.001)
            self._see_to_waiters()
