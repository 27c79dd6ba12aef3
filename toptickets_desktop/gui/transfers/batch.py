"""A batch: what was asked for in one gesture, as one thing with a row of its own over those of its files."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field

from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.transfers.steady_figures import SteadyFigures
from toptickets_desktop.gui.transfers.tally import Tally


@dataclass(slots=True)
class Batch:
    """Transfers that stand together. One alone has no row over it; once there were two, the row stays.

    Attributes:
        batch_id: the engine's number; None for a transfer that was asked for by itself.
        ids: its transfers, in the order of asking.
        figures: speed and time left as they are shown; None while nothing runs.
        is_collapsed: whether only the row of the batch is shown.
        ticket: the number of its ticket, such as TKT-1042; empty while unknown. Foreign text.
    """

    batch_id: int | None
    ids: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    figures: SteadyFigures | None = None
    has_header: bool = False
    is_collapsed: bool = False
    ticket_id: str = ""
    ticket: str = ""

    @property
    def is_active(self) -> bool:
        """Whether something waits or runs."""
        return self.tally.active_count > 0

    @property
    def failed_count(self) -> int:
        """How many can be tried again with one click. What may be stored already is not among them: that is to be decided one by one."""
        return self.tally.counts[TransferState.FAILED]

    def add(self, transfer: Transfer) -> int:
        """Take a transfer in; returns its place."""
        self.tally.add(transfer)
        self.ticket_id = self.ticket_id or transfer.ticket_id
        insort(self.ids, transfer.id)
        return self.ids.index(transfer.id) if self.ids[-1] != transfer.id else len(self.ids) - 1

    def replace(self, old: Transfer, new: Transfer) -> None:
        """Count a newer picture in place of an older one."""
        self.tally.take(old)
        self.tally.add(new)

    def look(self, now_s: Callable[[], float]) -> None:
        """Bring the figures up to date, if they have been shown for long enough; `now_s` counts seconds."""
        tally = self.tally
        if not tally.moving_count:
            self.figures = None
            return
        if self.figures is None:
            self.figures = SteadyFigures(now_s)
        self.figures.look(tally.bytes_moved, tally.bytes_per_s or None, tally.seconds_left)
