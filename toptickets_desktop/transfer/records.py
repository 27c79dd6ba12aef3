"""Jobs as the journal remembers them, and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

from toptickets_desktop.domain.errors import AnswerLost
from toptickets_desktop.domain.redaction import redact
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.download import DownloadRequest
from toptickets_desktop.transfer.journal import JournalEntry
from toptickets_desktop.transfer.zip_download import ArchiveRequest, members_of

_BEGUN_STATES = frozenset({TransferState.RUNNING, TransferState.VERIFYING, TransferState.UNCONFIRMED})


@dataclass(slots=True)
class Record:
    """What is remembered of a transfer besides its picture.

    Attributes:
        file: what is sent; newer when it was checked anew.
        request: what is fetched.
        archive: what is fetched into one archive.
        baseline: what the ticket held before the upload, as text.
        sha256: of a downloaded file that was whole and about to get its name.
        may_be_published: an earlier run may have given it that name.
        batch_key: the same for all that was asked for together, in every run; empty for what stands alone.
    """

    file: CheckedFile | None = None
    request: DownloadRequest | None = None
    archive: ArchiveRequest | None = None
    baseline: str = ""
    sha256: str | None = None
    id: str = field(default_factory=lambda: uuid4().hex)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    may_be_published: bool = False
    batch_key: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be done."""
        return self.file is None and self.request is None and self.archive is None

    def entry(self, transfer: Transfer) -> JournalEntry:
        """For the journal, as the transfer stands now."""
        request, archive, error = self.request, self.archive, transfer.error
        wish = request or archive
        return JournalEntry(
            id=self.id,
            direction=transfer.direction,
            ticket_id=transfer.ticket_id,
            name=transfer.name,
            state=transfer.state,
            created_at=self.created_at,
            updated_at=datetime.now(UTC),
            file=self.file,
            attachment=transfer.attachment,
            folder=None if request is None else request.folder,
            target=None if wish is None else wish.target,
            if_exists=ConflictPolicy.KEEP_BOTH if wish is None else wish.if_exists,
            members=() if archive is None else archive.attachments,
            keeps_incomplete=archive is not None and archive.keep_incomplete,
            bytes_done=transfer.bytes_done,
            bytes_total=transfer.bytes_total,
            sha256=transfer.sha256 or self.sha256,
            error_kind="" if error is None else error.kind,
            error_text="" if error is None else redact(str(error)),
            baseline=self.baseline,
            batch_key=self.batch_key,
        )

    @classmethod
    def of(cls, entry: JournalEntry) -> Record:
        """What an entry says."""
        request = archive = None
        if entry.file is None and entry.members and entry.target is not None:
            archive = ArchiveRequest(entry.ticket_id, entry.members, entry.target, entry.if_exists, entry.keeps_incomplete)
        elif entry.file is None and entry.attachment is not None and entry.folder is not None:
            request = DownloadRequest(entry.attachment, entry.folder, entry.if_exists, entry.target)
        return cls(
            entry.file,
            request,
            archive,
            entry.baseline,
            entry.sha256,
            entry.id,
            entry.created_at,
            may_be_published=entry.sha256 is not None,
            batch_key=entry.batch_key,
        )


def state_to_restore(entry: JournalEntry, *, paused: bool) -> TransferState:
    """Where a transfer begins that an earlier run left: an upload that was begun may be stored."""
    state = entry.state
    if entry.file is not None and state in _BEGUN_STATES:
        return TransferState.UNCONFIRMED
    if state in {TransferState.FAILED, TransferState.PAUSED}:
        return state
    return TransferState.PAUSED if paused else TransferState.QUEUED


def restored_picture(entry: JournalEntry, transfer_id: int, state: TransferState) -> Transfer:
    """How a transfer looks that an earlier run left."""
    is_upload = entry.file is not None
    return Transfer(
        id=transfer_id,
        direction=entry.direction,
        ticket_id=entry.ticket_id,
        name=entry.name,
        state=state,
        path=entry.file.path if entry.file is not None else None,
        attachment_id=None if is_upload or entry.attachment is None else entry.attachment.id,
        bytes_done=0 if is_upload or entry.members else entry.bytes_done,
        bytes_total=entry.bytes_total,
        error=AnswerLost() if state is TransferState.UNCONFIRMED else None,
        attachment=None if is_upload else entry.attachment,
        members=members_of(entry.members),
    )


def picture_to_keep(before: Transfer, after: Transfer) -> Transfer:
    """How a transfer goes into the journal that the end of the program stopped: as something to go on with, not as cancelled."""
    if before.state.is_final or after.state is not TransferState.CANCELLED:
        return after
    is_broken_off = before.state is TransferState.RUNNING  # in part only, so nothing is stored
    return replace(before, state=TransferState.QUEUED) if is_broken_off else before
