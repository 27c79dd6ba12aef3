"""Speed and time left as figures that can be read: they change once a second at most, and do not waver between two units or values."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.gui.formats import size_text_in, time_left_text

SHOWN_FOR_S = 1.0

_STEP = 1024
_POWER_MAX = 4  # TB
_KEEP_UNIT_DOWN_TO = 0.9
_KEEP_UNIT_UP_TO = 1.1
# A time left that grows by less than this is the same one, measured worse.
_RISE_IGNORED = 0.2
_RISE_IGNORED_S = 3.0
_ROUNDING_S = ((10, 1), (60, 5), (10 * 60, 10), (60 * 60, 60))  # below the first, to the second
_ROUNDING_OF_HOURS_S = 5 * 60

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown.

    Attributes:
        bytes_done: as many as had moved when it was last looked at.
        speed: "3.1 MB/s", or empty.
        left: "8 s left", or empty.
    """

    bytes_done: int = 0
    speed: str = ""
    left: str = ""


class SteadyFigures:
    """Follows one thing that moves.

    Args:
        now_s: seconds that only grow.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._shown_at_s = -math.inf
        self._power = 0
        self._left_s: float | None = None
        self.figures = Figures()

    @property
    def next_in_s(self) -> float:
        """When a newer look may change what is shown."""
        return max(self._shown_at_s + SHOWN_FOR_S - self._now_s(), 0.0)

    def look(self, bytes_done: int, bytes_per_s: float | None, seconds_left: float | None) -> Figures:
        """Take newer values, which are shown if the last ones have been there for long enough, or said that nothing had moved."""
        is_first_to_move = bytes_done > 0 and not self.figures.bytes_done
        if self.next_in_s > 0 and not is_first_to_move:
            return self.figures
        self._shown_at_s = self._now_s()
        self.figures = Figures(bytes_done, self._speed_text(bytes_per_s), self._left_text(seconds_left))
        return self.figures

    def _speed_text(self, bytes_per_s: float | None) -> str:
        if bytes_per_s is None or not math.isfinite(bytes_per_s) or bytes_per_s < 0:
            return ""
        while self._power < _POWER_MAX and bytes_per_s >= _STEP ** (self._power + 1) * _KEEP_UNIT_UP_TO:
            self._power += 1
        while self._power and bytes_per_s < _STEP**self._power * _KEEP_UNIT_DOWN_TO:
            self._power -= 1
        return translate("Formats", "{size}/s").format(size=size_text_in(bytes_per_s, self._power))

    def _left_text(self, seconds_left: float | None) -> str:
        if seconds_left is None or not math.isfinite(seconds_left) or seconds_left < 0:
            self._left_s = None
            return ""
        rounded_s = _rounded_up(seconds_left)
        shown_s = self._left_s
        is_small_rise = shown_s is not None and shown_s < rounded_s <= max(shown_s * (1 + _RISE_IGNORED), shown_s + _RISE_IGNORED_S)
        if not is_small_rise:
            self._left_s = rounded_s
        return time_left_text(self._left_s)


def _rounded_up(seconds: float) -> float:
    """To a step that grows with the value, since nobody reads the seconds of an hour."""
    step_s = next((step_s for below_s, step_s in _ROUNDING_S if seconds < below_s), _ROUNDING_OF_HOURS_S)
    return math.ceil(seconds / step_s) * step_s
