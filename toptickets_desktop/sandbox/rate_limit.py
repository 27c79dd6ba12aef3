"""Requests a minute for each key, counted over a sliding window."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable

WINDOW_S = 60.0


class RateLimiter:
    """Counts the requests of one key. Refused requests do not count.

    Args:
        requests_per_minute: how many requests any window of 60 seconds may hold.
        clock: seconds that only grow; tests give their own.
    """

    def __init__(self, requests_per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._requests_per_minute = requests_per_minute
        self._clock = clock
        self._granted_at: deque[float] = deque()
        self._lock = threading.Lock()

    def seconds_to_wait(self) -> int:
        """Take one request: 0 when it may go on, else the whole seconds after which one may come again."""
        with self._lock:
            now = self._clock()
            while self._granted_at and self._granted_at[0] <= now - WINDOW_S:
                self._granted_at.popleft()
            if len(self._granted_at) < self._requests_per_minute:
                self._granted_at.append(now)
                return 0
            if not self._granted_at:  # a budget of nothing
                return int(WINDOW_S)
            # Between the bounds, because the sum of two times may be off by a hair.
            return min(int(WINDOW_S), max(1, math.ceil(self._granted_at[0] + WINDOW_S - now)))
