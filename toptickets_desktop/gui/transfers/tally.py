"""Numbers over many transfers, kept up to date by what changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState

_RESTING_STATES = frozenset({TransferState.QUEUED, TransferState.WAITING, TransferState.PAUSED})


@dataclass(slots=True)
class Tally:
    """Adds up transfers. Adding and taking one costs the same, however many there are.

    Attributes:
        counts: how many are in each state.
        directions: how many go which way.
        active_ids: those that wait or run.
        bytes_left: of the active ones whose size is known.
        bytes_total: of all that are to move and whose size is known.
        bytes_moved: of these.
    """

    counts: Counter[TransferState] = field(default_factory=Counter)
    directions: Counter[Direction] = field(default_factory=Counter)
    active_ids: set[int] = field(default_factory=set)
    bytes_left: int = 0
    bytes_total: int = 0
    bytes_moved: int = 0
    _unknown_count: int = 0
    _speeds: dict[int, float] = field(default_factory=dict)

    def add(self, transfer: Transfer) -> None:
        """Count it."""
        self._count(transfer, 1)
        if not transfer.state.is_final:
            self.active_ids.add(transfer.id)
        if transfer.bytes_per_s is not None and not transfer.state.is_final:
            self._speeds[transfer.id] = transfer.bytes_per_s

    def take(self, transfer: Transfer) -> None:
        """Count it no more; the same picture that was added."""
        self._count(transfer, -1)
        self.active_ids.discard(transfer.id)
        self._speeds.pop(transfer.id, None)

    @property
    def total_count(self) -> int:
        """How many there are."""
        return self.counts.total()

    @property
    def active_count(self) -> int:
        """How many wait or run."""
        return len(self.active_ids)

    @property
    def moving_count(self) -> int:
        """How many run."""
        return self.active_count - sum(self.counts[state] for state in _RESTING_STATES)

    @property
    def direction(self) -> Direction | None:
        """Which way all of them go; None when they go both ways, or there are none."""
        used = [direction for direction, count in self.directions.items() if count]
        return used[0] if len(used) == 1 else None

    @property
    def bytes_per_s(self) -> float:
        """Of all that run, together."""
        return sum(self._speeds.values())

    @property
    def seconds_left(self) -> float | None:
        """Until all that is known of has moved; None when it cannot be told."""
        speed = self.bytes_per_s
        return self.bytes_left / speed if not self._unknown_count and speed > 0 and self.bytes_left > 0 else None

    @property
    def fraction(self) -> float:
        """How much of the bytes has moved, 0 to 1."""
        return min(self.bytes_moved / self.bytes_total, 1.0) if self.bytes_total else 0.0

    def _count(self, transfer: Transfer, by: int) -> None:
        self.counts[transfer.state] += by
        self.directions[transfer.direction] += by
        is_active = not transfer.state.is_final
        if transfer.bytes_total is None:
            self._unknown_count += by if is_active else 0
            return
        if is_active:
            self.bytes_left += by * max(transfer.bytes_total - transfer.bytes_done, 0)
        if transfer.state not in {TransferState.REFUSED, TransferState.SKIPPED}:
            self.bytes_total += by * transfer.bytes_total
            moved = transfer.bytes_total if transfer.state is TransferState.DONE else min(transfer.bytes_done, transfer.bytes_total)
            self.bytes_moved += by * moved
