"""Telling a transfer that stands still from one that is slow, or held back by ourselves."""

from __future__ import annotations

from collections import deque

from toptickets_desktop.domain.errors import Stalled
from toptickets_desktop.transfer.schedule import Clock

STILL_S = 30.0
SLOW_S = 60.0
FLOOR_BYTES_PER_S = 512
"""A file of the largest size would take 17 hours at this speed: nobody waits for that."""


class StallWatch:
    """Watches the bytes of one attempt, from the first report on: before that, the network's own time limits hold.

    Args:
        now_s: seconds that only grow.
    """

    def __init__(self, now_s: Clock) -> None:
        self._now_s = now_s
        self._held_since_s: float | None = None
        self._held_s = 0.0
        self._bytes_done: int | None = None
        self._moved_at_s = 0.0
        self._samples: deque[tuple[float, int]] = deque()

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to watch."""
        return self._bytes_done is not None

    def on_bytes(self, bytes_done: int) -> None:
        """So many have moved."""
        now_s = self._active_s()
        if self._bytes_done is None or bytes_done != self._bytes_done:
            self._moved_at_s = now_s
        if self._bytes_done is None or bytes_done < self._bytes_done:
            self._samples = deque([(now_s, bytes_done)])
        elif now_s - self._samples[-1][0] >= 1.0:
            self._samples.append((now_s, bytes_done))
        self._bytes_done = bytes_done

    def restart(self) -> None:
        """What comes next is another answer: wait for its first bytes anew."""
        self._bytes_done = None
        self._samples.clear()

    def on_hold(self) -> None:
        """Held back by us."""
        if self._held_since_s is None:
            self._held_since_s = self._now_s()

    def on_going(self) -> None:
        """Not held back any more."""
        if self._held_since_s is not None:
            self._held_s += self._now_s() - self._held_since_s
            self._held_since_s = None

    def stall(self) -> Stalled | None:
        """The stall, when it is one by now: no byte for `STILL_S`, or fewer over `SLOW_S` than the floor."""
        if self._bytes_done is None:
            return None
        now_s = self._active_s()
        if now_s - self._moved_at_s >= STILL_S:
            return Stalled(moved_bytes=0, window_s=STILL_S)
        while len(self._samples) > 1 and now_s - self._samples[1][0] >= SLOW_S:
            self._samples.popleft()
        oldest_s, oldest_bytes = self._samples[0]
        moved_bytes = self._bytes_done - oldest_bytes
        if now_s - oldest_s >= SLOW_S and moved_bytes < FLOOR_BYTES_PER_S * (now_s - oldest_s):
            return Stalled(moved_bytes=moved_bytes, window_s=SLOW_S)
        return None

    def _active_s(self) -> float:
        """The clock, without the time that we held it back."""
        now_s = self._now_s()
        held_s = self._held_s + (0.0 if self._held_since_s is None else now_s - self._held_since_s)
        return now_s - held_s
