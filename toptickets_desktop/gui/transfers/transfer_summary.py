"""All transfers in one line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.transfers.batch_words import done_of_total, troubles
from toptickets_desktop.gui.transfers.steady_figures import Figures, SteadyFigures
from toptickets_desktop.gui.transfers.tally import Tally
from toptickets_desktop.gui.transfers.transfer_words import SEPARATOR

translate = QCoreApplication.translate


def summary_text(tally: Tally, figures: Figures | None = None) -> str:
    """The line: "3 running · 12 MB/s · 8 s left", "8 of 10 uploaded · 2 not sent", "All done"; empty when there is nothing.

    Args:
        tally: of all transfers.
        figures: speed and time left as they are shown; those of this moment when not given.
    """
    counts = tally.counts
    if not tally.total_count:
        return ""
    if tally.active_count:
        figures = figures or SteadyFigures().look(tally.bytes_moved, tally.bytes_per_s or None, tally.seconds_left)
        waiting = counts[TransferState.QUEUED] + counts[TransferState.WAITING]
        parts = [
            translate("Transfers", "%n running", "", tally.moving_count) if tally.moving_count else "",
            translate("Transfers", "%n waiting", "", waiting) if waiting else "",
            translate("Transfers", "%n paused", "", counts[TransferState.PAUSED]) if counts[TransferState.PAUSED] else "",
            figures.speed,
            figures.left,
            *troubles(tally),
        ]
    elif counts[TransferState.DONE] == tally.total_count:
        parts = [translate("Transfers", "All done")]
    else:
        parts = [done_of_total(tally), *troubles(tally)]
    return SEPARATOR.join(part for part in parts if part)
