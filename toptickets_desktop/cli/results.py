"""What became of one file: one line, or one JSON object, of the commands that work on files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import FileRefused, NotReached, TopTicketsError
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState


class ResultStatus(StrEnum):
    """Documented for scripts; never renamed."""

    UPLOADED = "uploaded"
    DOWNLOADED = "downloaded"
    DELETED = "deleted"
    SKIPPED = "skipped"
    REFUSED = "refused"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


_DONE = frozenset({ResultStatus.UPLOADED, ResultStatus.DOWNLOADED, ResultStatus.DELETED, ResultStatus.SKIPPED})

_OTHER_STATES = {
    TransferState.SKIPPED: ResultStatus.SKIPPED,
    TransferState.REFUSED: ResultStatus.REFUSED,
    TransferState.UNCONFIRMED: ResultStatus.UNCONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file.

    Attributes:
        file: its name, or what the user wrote when nothing of that name was found.
        ticket_id: None when a file was refused before the ticket was looked up.
        path: the local file: what was sent, or where a download ended up.
        size_bytes: bytes moved; 0 when none were.
        error: None exactly when the file is done.
    """

    file: str
    status: ResultStatus
    ticket_id: str | None = None
    attachment_id: str | None = None
    path: Path | None = None
    size_bytes: int = 0
    sha256: str | None = None
    error: TopTicketsError | None = None

    @property
    def is_done(self) -> bool:
        """Whether this file is as the user asked."""
        return self.status in _DONE


def result_of_transfer(transfer: Transfer) -> Result:
    """What a finished transfer came to."""
    if transfer.state is TransferState.DONE:
        status = ResultStatus.UPLOADED if transfer.direction is Direction.UPLOAD else ResultStatus.DOWNLOADED
    else:
        status = _OTHER_STATES.get(transfer.state, ResultStatus.FAILED)
    return Result(
        file=transfer.name,
        status=status,
        ticket_id=transfer.ticket_id,
        attachment_id=transfer.attachment_id,
        path=transfer.path,
        size_bytes=transfer.bytes_done,
        sha256=transfer.sha256,
        error=None if status in _DONE else transfer.error or TopTicketsError(transfer.state.value),
    )


def result_of_refusal(refusal: FileRefused, ticket_id: str | None) -> Result:
    """A local file that was not sent."""
    return Result(refusal.path.name or str(refusal.path), ResultStatus.REFUSED, ticket_id, path=refusal.path, error=refusal)


def result_of_deletion(attachment: Attachment, error: TopTicketsError | None) -> Result:
    """An attachment that was deleted, or was not."""
    if error is None:
        status = ResultStatus.DELETED
    else:  # a request whose answer was lost may have been carried out
        is_lost = isinstance(error, NotReached) and error.request_sent
        status = ResultStatus.UNCONFIRMED if is_lost else ResultStatus.FAILED
    return Result(attachment.filename, status, attachment.ticket_id, attachment.id, error=error)
