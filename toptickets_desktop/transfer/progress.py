"""How fast the bytes go and how long it still takes, so that neither number jumps about."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

SPEED_WINDOW_S = 5.0
_FIRST_ESTIMATE_AFTER_S = 1.0
_SAMPLE_EVERY_S = 0.1

# An estimate that differs by less than this part from what is shown lets the shown one count down; a larger difference is taken over
# by this share at each look.
_TOLERANCE = 0.25
_APPROACH = 0.3


class SpeedMeter:
    """Measures one transfer, from when it started to run.

    Args:
        clock: seconds that only grow.
        first_bytes: moved before, by an earlier attempt.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, first_bytes: int = 0) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque([(clock(), first_bytes)])
        self._started_at = self._samples[0][0]
        self._bytes_done = first_bytes
        self._shown_s: float | None = None
        self._shown_at = self._started_at

    def record(self, bytes_done: int) -> None:
        """Note how many bytes have moved since the start. Cheap: may be called for every block."""
        now = self._clock()
        self._bytes_done = bytes_done
        if now - self._samples[-1][0] >= _SAMPLE_EVERY_S:
            self._samples.append((now, bytes_done))

    def bytes_per_s(self) -> float | None:
        """Over the last seconds up to now, so it falls when nothing comes any more; None before it can be told."""
        now = self._clock()
        # One sample from before the window stays: the window begins somewhere between it and the next.
        while len(self._samples) > 1 and now - self._samples[1][0] >= SPEED_WINDOW_S:
            self._samples.popleft()
        oldest_at, oldest_bytes = self._samples[0]
        span_s = now - oldest_at
        if span_s < _SAMPLE_EVERY_S:
            return None
        return max(0.0, (self._bytes_done - oldest_bytes) / span_s)

    def seconds_left(self, bytes_total: int | None) -> float | None:
        """How long the rest takes; None while it cannot be told.

        Between two looks the answer counts down with the clock, unless the measured speed says something clearly different.
        """
        now = self._clock()
        speed = self.bytes_per_s()
        if bytes_total is None or not speed or now - self._started_at < _FIRST_ESTIMATE_AFTER_S:
            self._shown_s = None
            return None
        measured_s = max(0, bytes_total - self._bytes_done) / speed
        if self._shown_s is None:
            shown_s = measured_s
        else:
            shown_s = max(0.0, self._shown_s - (now - self._shown_at))
            if abs(measured_s - shown_s) > _TOLERANCE * max(measured_s, shown_s):
                shown_s += _APPROACH * (measured_s - shown_s)
        self._shown_s, self._shown_at = shown_s, now
        return shown_s
