"""How much of a file to hand over at once."""

from __future__ import annotations

from toptickets_desktop.transfer.schedule import Clock

BLOCK_BYTES_MIN = 16 * 1024
BLOCK_BYTES_FIRST = 64 * 1024
BLOCK_BYTES_MAX = 1024 * 1024

_QUICK_S = 0.05
_SLOW_S = 0.5


class BlockSize:
    """Large blocks on a quick line, where each costs a change of threads; small ones on a slow line, where only they show that it moves.

    Args:
        now_s: seconds that only grow.

    Attributes:
        size_bytes: of the next block.
    """

    def __init__(self, now_s: Clock) -> None:
        self._now_s = now_s
        self._given_at_s: float | None = None
        self.size_bytes = BLOCK_BYTES_FIRST

    def note_given(self) -> None:
        """A block is handed over now."""
        self._given_at_s = self._now_s()

    def note_taken(self) -> None:
        """It has gone."""
        if self._given_at_s is None:
            return
        taken_s = self._now_s() - self._given_at_s
        if taken_s < _QUICK_S:
            self.size_bytes = min(self.size_bytes * 2, BLOCK_BYTES_MAX)
        elif taken_s > _SLOW_S:
            self.size_bytes = max(self.size_bytes // 2, BLOCK_BYTES_MIN)
