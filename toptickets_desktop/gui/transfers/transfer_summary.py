"""All transfers in one line: how many run and for how long, or how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui.formats import number_text, speed_text, time_left_text
from toptickets_desktop.gui.transfers.transfer_words import SEPARATOR

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class TransferSummary:
    """Numbers over all transfers.

    Attributes:
        counts: how many are in each state.
        direction: which way all of them go; None when they go both ways, or there are none.
        bytes_per_s: of all that run, together.
        seconds_left: until all that is known of has moved; None when it cannot be told.
    """

    counts: Counter[TransferState]
    direction: Direction | None
    bytes_per_s: float
    seconds_left: float | None

    @classmethod
    def of(cls, counts: Counter[TransferState], directions: Counter[Direction], active: Iterable[Transfer]) -> TransferSummary:
        """Sum up.

        Args:
            counts: of all transfers.
            directions: of all transfers.
            active: those that wait or run.
        """
        bytes_per_s, bytes_left, is_known = 0.0, 0, True
        for transfer in active:
            bytes_per_s += transfer.bytes_per_s or 0.0
            if transfer.bytes_total is None:
                is_known = False
            else:
                bytes_left += max(transfer.bytes_total - transfer.bytes_done, 0)
        used = [direction for direction, count in directions.items() if count]
        return cls(
            counts=counts,
            direction=used[0] if len(used) == 1 else None,
            bytes_per_s=bytes_per_s,
            seconds_left=bytes_left / bytes_per_s if is_known and bytes_per_s > 0 and bytes_left > 0 else None,
        )

    @property
    def active_count(self) -> int:
        """How many wait or run."""
        return sum(count for state, count in self.counts.items() if not state.is_final)

    @property
    def total_count(self) -> int:
        """How many there are."""
        return self.counts.total()

    def text(self) -> str:
        """The line: "3 running · 12 MB/s · 8 s left", "8 of 10 uploaded · 2 not sent", "All done"; empty when there is nothing."""
        if not self.total_count:
            return ""
        if self.active_count:
            running = self.counts[TransferState.RUNNING] + self.counts[TransferState.VERIFYING]
            waiting = self.counts[TransferState.QUEUED] + self.counts[TransferState.WAITING]
            paused = self.counts[TransferState.PAUSED]
            parts = [
                translate("Transfers", "%n running", "", running) if running else "",
                translate("Transfers", "%n waiting", "", waiting) if waiting else "",
                translate("Transfers", "%n paused", "", paused) if paused else "",
                speed_text(self.bytes_per_s) if self.bytes_per_s > 0 else "",
                time_left_text(self.seconds_left),
                *self._troubles(),
            ]
        elif self.counts[TransferState.DONE] == self.total_count:
            parts = [translate("Transfers", "All done")]
        else:
            parts = [self._done_of_total(), *self._troubles()]
        return SEPARATOR.join(part for part in parts if part)

    def _done_of_total(self) -> str:
        done, total = number_text(self.counts[TransferState.DONE]), number_text(self.total_count)
        match self.direction:
            case Direction.UPLOAD:
                words = translate("Transfers", "{done} of {total} uploaded")
            case Direction.DOWNLOAD:
                words = translate("Transfers", "{done} of {total} saved")
            case _:
                words = translate("Transfers", "{done} of {total} done")
        return words.format(done=done, total=total)

    def _troubles(self) -> list[str]:
        count = self.counts
        return [
            text
            for state, text in (
                (TransferState.FAILED, translate("Transfers", "%n failed", "", count[TransferState.FAILED])),
                (TransferState.REFUSED, translate("Transfers", "%n not sent", "", count[TransferState.REFUSED])),
                (TransferState.UNCONFIRMED, translate("Transfers", "%n uncertain", "", count[TransferState.UNCONFIRMED])),
                (TransferState.SKIPPED, translate("Transfers", "%n skipped", "", count[TransferState.SKIPPED])),
                (TransferState.CANCELLED, translate("Transfers", "%n cancelled", "", count[TransferState.CANCELLED])),
            )
            if count[state]
        ]
