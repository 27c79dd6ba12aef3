"""What the row of a batch says. Plain text only."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.transfer import Direction, TransferState
from toptickets_desktop.gui.formats import number_text, size_text, visible_name
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.steady_figures import Figures
from toptickets_desktop.gui.transfers.tally import Tally
from toptickets_desktop.gui.transfers.transfer_words import SEPARATOR, TransferAction

translate = QCoreApplication.translate


def done_of_total(tally: Tally) -> str:
    """Such as "8 of 10 uploaded"."""
    done, total = number_text(tally.counts[TransferState.DONE]), number_text(tally.total_count)
    match tally.direction:
        case Direction.UPLOAD:
            words = translate("Transfers", "{done} of {total} uploaded")
        case Direction.DOWNLOAD:
            words = translate("Transfers", "{done} of {total} saved")
        case _:
            words = translate("Transfers", "{done} of {total} done")
    return words.format(done=done, total=total)


def troubles(tally: Tally) -> list[str]:
    """What did not end well, a few words each."""
    count = tally.counts
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


def batch_title(batch: Batch) -> str:
    """Such as "Upload to TKT-1042"."""
    if batch.tally.direction is Direction.DOWNLOAD:
        words = translate("Transfers", "Download from {ticket}") if batch.ticket else translate("Transfers", "Download")
    else:
        words = translate("Transfers", "Upload to {ticket}") if batch.ticket else translate("Transfers", "Upload")
    return words.format(ticket=visible_name(batch.ticket))


def batch_status(batch: Batch) -> str:
    """How the batch stands, on one line."""
    tally = batch.tally
    done, total = tally.counts[TransferState.DONE], tally.total_count
    if not batch.is_active and done == total:
        return SEPARATOR.join((_all_done(batch), size_text(tally.bytes_total)))
    parts = [done_of_total(tally)]
    if batch.is_active:
        figures = Figures() if batch.figures is None else batch.figures.figures
        if tally.moving_count:
            parts += [figures.speed, figures.left]
        elif tally.counts[TransferState.PAUSED] == tally.active_count:
            parts.append(translate("Transfers", "%n paused", "", tally.active_count))
        else:
            parts.append(translate("Transfers", "%n waiting", "", tally.active_count))
    parts += troubles(tally)
    return SEPARATOR.join(part for part in parts if part)


def batch_ended_title(batch: Batch) -> str:
    """The end of a batch, for a notification: "8 of 10 uploaded to TKT-1042"."""
    return _with_ticket(batch)


def batch_troubles(batch: Batch) -> str:
    """What did not end well in it: "2 failed"."""
    return SEPARATOR.join(troubles(batch.tally))


def retry_text(batch: Batch) -> str:
    """Such as "Retry 2"; empty when nothing has failed."""
    return translate("Transfers", "Retry %n", "", batch.failed_count) if batch.failed_count else ""


def batch_button(batch: Batch) -> TransferAction | None:
    """The action that has a button in the row; the others are in the context menu."""
    if batch.is_active:
        return TransferAction.RESUME if batch.tally.counts[TransferState.PAUSED] == batch.tally.active_count else TransferAction.CANCEL
    if batch.tally.direction is Direction.DOWNLOAD and batch.tally.counts[TransferState.DONE]:
        return TransferAction.SHOW_IN_FOLDER
    return None


def _all_done(batch: Batch) -> str:
    count = batch.tally.total_count
    if batch.tally.direction is Direction.DOWNLOAD:
        return translate("Transfers", "%n saved", "", count)
    return translate("Transfers", "%n uploaded", "", count)


def _with_ticket(batch: Batch) -> str:
    tally = batch.tally
    done, total = number_text(tally.counts[TransferState.DONE]), number_text(tally.total_count)
    is_download = tally.direction is Direction.DOWNLOAD
    if not batch.ticket:
        words = done_of_total(tally)
    elif is_download:
        words = translate("Transfers", "{done} of {total} saved from {ticket}")
    else:
        words = translate("Transfers", "{done} of {total} uploaded to {ticket}")
    return words.format(done=done, total=total, ticket=visible_name(batch.ticket))
