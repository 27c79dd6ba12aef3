"""One file on its way: what was asked, where it stands, how fast it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError


class Direction(StrEnum):
    """Which way the bytes go."""

    UPLOAD = "upload"
    DOWNLOAD = "download"


class TransferState(StrEnum):
    """Where a transfer stands. docs/architecture.md has the table of which event leads where."""

    QUEUED = "queued"
    WAITING = "waiting"  # until a time, or until something is mended; `wait_reason` says which
    PAUSED = "paused"  # by the user; stays so until the user resumes it
    RUNNING = "running"
    VERIFYING = "verifying"  # all bytes moved; waiting for the service's word, or for the disk
    DONE = "done"
    SKIPPED = "skipped"  # a file of that name was there already and the user chose to keep it
    REFUSED = "refused"  # never sent: the file breaks a rule
    UNCONFIRMED = "unconfirmed"  # sent, but the answer was lost: it may or may not be stored
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing happens any more unless the user asks for it."""
        return self not in _ACTIVE_STATES

    @property
    def can_retry(self) -> bool:
        """Whether the user may start it again."""
        return TransferState.QUEUED in NEXT_STATES[self]


class WaitReason(StrEnum):
    """What a waiting transfer waits for."""

    RATE_LIMIT = "rate_limit"  # the service said that it gets too many requests
    BACKOFF = "backoff"  # something failed that may pass
    OFFLINE = "offline"  # the service's host cannot be reached; noticed for all at once, over as soon as one gets through
    SIGN_IN = "sign_in"  # the key is not accepted any more
    ANSWER = "answer"  # the user was asked what to do with a file of the same name


_ACTIVE_STATES = frozenset(
    {TransferState.QUEUED, TransferState.WAITING, TransferState.PAUSED, TransferState.RUNNING, TransferState.VERIFYING}
)

FIRST_STATES = frozenset(
    {TransferState.QUEUED, TransferState.REFUSED, TransferState.PAUSED, TransferState.UNCONFIRMED, TransferState.FAILED}
)
"""Where a transfer may begin: a file that breaks a rule gets a row and nothing else; the last three come from an earlier run."""

NEXT_STATES: Mapping[TransferState, frozenset[TransferState]] = MappingProxyType(
    {
        TransferState.QUEUED: frozenset(
            {
                TransferState.RUNNING,
                TransferState.WAITING,  # nobody gets through just now, or the key is not accepted
                TransferState.PAUSED,
                TransferState.CANCELLED,
            }
        ),
        TransferState.WAITING: frozenset({TransferState.QUEUED, TransferState.PAUSED, TransferState.FAILED, TransferState.CANCELLED}),
        TransferState.PAUSED: frozenset({TransferState.QUEUED, TransferState.CANCELLED}),
        TransferState.RUNNING: frozenset(
            {
                TransferState.VERIFYING,
                TransferState.WAITING,
                TransferState.PAUSED,
                TransferState.SKIPPED,
                TransferState.REFUSED,  # checked anew when tried again
                TransferState.UNCONFIRMED,  # "stored", said before all was sent
                TransferState.FAILED,
                TransferState.CANCELLED,
            }
        ),
        TransferState.VERIFYING: frozenset(
            {
                TransferState.DONE,
                TransferState.WAITING,  # a definite "not now" after the last byte
                TransferState.SKIPPED,  # a file of that name turned up while the bytes came
                TransferState.UNCONFIRMED,
                TransferState.FAILED,
                TransferState.CANCELLED,
            }
        ),
        TransferState.DONE: frozenset(),
        TransferState.SKIPPED: frozenset(),
        TransferState.REFUSED: frozenset(),
        TransferState.UNCONFIRMED: frozenset({TransferState.QUEUED, TransferState.VERIFYING}),  # sent again, or looked for
        TransferState.FAILED: frozenset({TransferState.QUEUED}),
        TransferState.CANCELLED: frozenset({TransferState.QUEUED}),
    }
)
"""Which state may follow which; the engine knows no other way. An upload is never sent again from UNCONFIRMED by itself."""


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """One file of an archive that is made from several attachments.

    Attributes:
        name: what it is called in the archive; safe, and unique there.
        size_bytes: of the bytes that are in the archive; None before that.
        sha256: of those bytes, as hex; None before that.
        error: why it is not in the archive; None when it is, or when that is not known yet.
    """

    attachment: Attachment
    name: str
    size_bytes: int | None = None
    sha256: str | None = None
    error: TopTicketsError | None = None

    @property
    def is_in(self) -> bool:
        """Whether the archive has it."""
        return self.sha256 is not None


class ConflictPolicy(StrEnum):
    """What happens when a file of the wanted name is already in the folder."""

    KEEP_BOTH = "keep-both"
    REPLACE = "replace"
    SKIP = "skip"
    ASK = "ask"  # the user, each time; where nobody can be asked, the same as KEEP_BOTH


@dataclass(frozen=True, slots=True)
class Transfer:
    """A frozen picture of one transfer, as listeners get it.

    Attributes:
        id: unique within one run of the program, growing in the order of asking.
        name: the file's name as the user knows it: foreign text for downloads.
        path: the local file: what is sent, or where the download ended up (None before that).
        attachment_id: the attachment asked for, or the one that an upload made (None before that).
        bytes_total: None while unknown.
        bytes_per_s: measured over the last seconds; None when not running.
        seconds_left: None when it cannot be told.
        sha256: of the bytes moved, as hex; None before the end.
        error: why it failed, was refused, was cancelled or is unconfirmed; while it waits, what it met last.
        attachment: the attachment asked for, or the one that an upload made, as the service described it (None before that).
        waiting_until: when a waiting transfer goes on; None while that depends on something else than time.
        wait_reason: what it waits for; None when it does not wait.
        batch_id: the same for all that was asked for together; None for what stands alone.
        members: of a download into one archive, each of its files; empty for all other transfers.
    """

    id: int
    direction: Direction
    ticket_id: str
    name: str
    state: TransferState
    path: Path | None = None
    attachment_id: str | None = None
    bytes_done: int = 0
    bytes_total: int | None = None
    bytes_per_s: float | None = None
    seconds_left: float | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    sha256: str | None = None
    error: TopTicketsError | None = None
    attachment: Attachment | None = None
    waiting_until: datetime | None = None
    wait_reason: WaitReason | None = None
    batch_id: int | None = None
    members: tuple[ArchiveMember, ...] = ()
