"""What the panel says about one transfer, and what can be done with it. Plain text only."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.errors import AnswerLost
from toptickets_desktop.domain.transfer import NEXT_STATES, Direction, Transfer, TransferState, WaitReason
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.formats import clock_text, full_size_text, size_text, speed_text, time_left_text, visible_name
from toptickets_desktop.gui.transfers.steady_figures import Figures

translate = QCoreApplication.translate

SEPARATOR = " · "


class TransferAction(Enum):
    """What the user can ask of a transfer."""

    PAUSE = auto()
    RESUME = auto()
    CANCEL = auto()
    RETRY = auto()
    START_NEXT = auto()
    OPEN = auto()
    SHOW_IN_FOLDER = auto()


_WITH_BUTTON = (TransferAction.RESUME, TransferAction.CANCEL, TransferAction.RETRY, TransferAction.SHOW_IN_FOLDER)


def actions_for(transfer: Transfer) -> frozenset[TransferAction]:
    """What can be asked of a transfer as it stands."""
    if transfer.state is TransferState.PAUSED:
        return frozenset({TransferAction.RESUME, TransferAction.CANCEL})
    if not transfer.state.is_final:
        possible = {TransferAction.CANCEL}
        if TransferState.PAUSED in NEXT_STATES[transfer.state]:
            possible.add(TransferAction.PAUSE)
        if transfer.state is TransferState.QUEUED:
            possible.add(TransferAction.START_NEXT)
        if transfer.wait_reason is WaitReason.BACKOFF:
            possible.add(TransferAction.RETRY)
        return frozenset(possible)
    if transfer.state.can_retry:
        return frozenset({TransferAction.RETRY})
    if transfer.direction is Direction.DOWNLOAD and transfer.state is TransferState.DONE and transfer.path is not None:
        return frozenset({TransferAction.OPEN, TransferAction.SHOW_IN_FOLDER})
    return frozenset()


def row_button(transfer: Transfer) -> TransferAction | None:
    """The action that has a button in the row; the others are in the context menu."""
    possible = actions_for(transfer)
    return next((action for action in _WITH_BUTTON if action in possible), None)


def action_text(action: TransferAction) -> str:
    """The word for an action."""
    match action:
        case TransferAction.PAUSE:
            return translate("Transfers", "Pause")
        case TransferAction.RESUME:
            return translate("Transfers", "Resume")
        case TransferAction.CANCEL:
            return translate("Transfers", "Cancel")
        case TransferAction.RETRY:
            return translate("Transfers", "Retry")
        case TransferAction.START_NEXT:
            return translate("Transfers", "Start next")
        case TransferAction.OPEN:
            return translate("Transfers", "Open")
        case TransferAction.SHOW_IN_FOLDER:
            return translate("Transfers", "Show in folder")


def fraction_done(transfer: Transfer, figures: Figures | None = None) -> float | None:
    """How much of the bytes has moved, 0 to 1; None while the total is unknown.

    Args:
        transfer: how it is.
        figures: what is said of it, so that a bar beside the words says the same; how it is at this moment when not given.
    """
    if transfer.state is TransferState.QUEUED:
        return 0.0
    if not transfer.bytes_total:
        return None
    bytes_done = transfer.bytes_done if figures is None else figures.bytes_done
    return min(max(bytes_done / transfer.bytes_total, 0.0), 1.0)


def status_text(transfer: Transfer, figures: Figures | None = None) -> str:
    """Where a transfer stands, on one line, errors with their whole sentence.

    Args:
        transfer: how it is.
        figures: what is shown of its speed and time left; those of this moment when not given.
    """
    match transfer.state:
        case TransferState.QUEUED:
            return _joined(translate("Transfers", "Waiting"), _size_if_known(transfer))
        case TransferState.WAITING:
            return _waiting(transfer)
        case TransferState.PAUSED:
            return _joined(translate("Transfers", "Paused"), _size_if_known(transfer))
        case TransferState.RUNNING:
            if figures is not None:
                return _joined(_amount(transfer, figures.bytes_done), figures.speed, figures.left)
            return _joined(_amount(transfer, transfer.bytes_done), speed_text(transfer.bytes_per_s), time_left_text(transfer.seconds_left))
        case TransferState.VERIFYING:
            return _joined(translate("Transfers", "Checking"), _size_if_known(transfer))
        case TransferState.DONE:
            is_upload = transfer.direction is Direction.UPLOAD
            return _joined(translate("Transfers", "Uploaded") if is_upload else translate("Transfers", "Saved"), _size_if_known(transfer))
        case TransferState.SKIPPED:
            return translate("Transfers", "Skipped: a file of that name is there already")
        case TransferState.REFUSED:
            return _with_error(translate("Transfers", "Not sent"), transfer)
        case TransferState.UNCONFIRMED:
            what_to_do = messages.hint(transfer.error) if isinstance(transfer.error, AnswerLost) else messages.hint(AnswerLost())
            return translate("Transfers", "{state}. {what_to_do}").format(
                state=translate("Transfers", "May or may not be stored"), what_to_do=what_to_do
            )
        case TransferState.FAILED:
            return _with_error(translate("Transfers", "Failed"), transfer)
        case TransferState.CANCELLED:
            return translate("Transfers", "Cancelled")


def status_tool_tip(transfer: Transfer) -> str:
    """The whole of it: the sentence, what can be done, and the exact size."""
    lines = [status_text(transfer)]
    if transfer.error is not None and transfer.state in {TransferState.FAILED, TransferState.REFUSED}:
        lines.append(messages.hint(transfer.error))
    if transfer.state is TransferState.UNCONFIRMED and transfer.error is not None:
        lines.append(messages.sentence(transfer.error))
    if transfer.state is TransferState.DONE:
        lines.append(full_size_text(transfer.bytes_total))
    return "\n".join(line for line in lines if line)


def name_tool_tip(transfer: Transfer) -> str:
    """The whole name, which way it goes, and where the local file is."""
    name = visible_name(transfer.name)
    if transfer.direction is Direction.UPLOAD:
        first = translate("Transfers", "Upload: {name}").format(name=name)
    else:
        first = translate("Transfers", "Download: {name}").format(name=name)
    return first if transfer.path is None else f"{first}\n{visible_name(str(transfer.path))}"


def _waiting(transfer: Transfer) -> str:
    if transfer.waiting_until is None:
        state = translate("Transfers", "Waiting")
    else:
        state = translate("Transfers", "Waiting until {time}").format(time=clock_text(transfer.waiting_until))
    match transfer.wait_reason:
        case WaitReason.RATE_LIMIT:
            reason = translate("Transfers", "too many requests")
        case WaitReason.OFFLINE:
            reason = translate("Transfers", "the service cannot be reached")
        case WaitReason.SIGN_IN:
            reason = translate("Transfers", "the API key is not accepted any more")
        case WaitReason.ANSWER:
            reason = translate("Transfers", "a file of that name is there already; say what to do with it")
        case WaitReason.BACKOFF | None:
            reason = "" if transfer.error is None else messages.sentence(transfer.error)
    return translate("Transfers", "{state}: {reason}").format(state=state, reason=reason) if reason else state


def _amount(transfer: Transfer, bytes_done: int) -> str:
    if not transfer.bytes_total:
        return size_text(bytes_done)
    return translate("Transfers", "{done} of {total}").format(done=size_text(bytes_done), total=size_text(transfer.bytes_total))


def _size_if_known(transfer: Transfer) -> str:
    return "" if transfer.bytes_total is None else size_text(transfer.bytes_total)


def _with_error(state: str, transfer: Transfer) -> str:
    if transfer.error is None:
        return state
    return translate("Transfers", "{state}: {sentence}").format(state=state, sentence=messages.sentence(transfer.error))


def _joined(*parts: str) -> str:
    return SEPARATOR.join(part for part in parts if part)
