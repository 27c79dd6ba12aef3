"""Jobs as the journal remembers them, and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from toptickets_desktop.domain.redaction import redact
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.download import DownloadRequest
from toptickets_desktop.transfer.journal import JournalEntry


@dataclass(slots=True)
class Record:
    """What is remembered of a transfer besides its picture.

    Attributes:
        file: what is sent; newer when it was checked anew.
        request: what is fetched.
        baseline: what the ticket held before the upload, as text.
    """

    file: CheckedFile | None = None
    request: DownloadRequest | None = None
    baseline: str = ""
    id: str = field(default_factory=lambda: uuid4().hex)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def entry(self, transfer: Transfer) -> JournalEntry:
        """For the journal, as the transfer stands now."""
        request, error = self.request, transfer.error
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
            target=None if request is None else request.target,
            if_exists=ConflictPolicy.KEEP_BOTH if request is None else request.if_exists,
            bytes_done=transfer.bytes_done,
            bytes_total=transfer.bytes_total,
            sha256=transfer.sha256,
            error_kind="" if error is None else error.kind,
            error_text="" if error is None else redact(str(error)),
            baseline=self.baseline,
        )

    @classmethod
    def of(cls, entry: JournalEntry) -> Record:
        """What an entry says."""
        request = None
        if entry.file is None and entry.attachment is not None and entry.folder is not None:
            request = DownloadRequest(entry.attachment, entry.folder, entry.if_exists, entry.target)
        return cls(entry.file, request, entry.baseline, entry.id, entry.created_at)
