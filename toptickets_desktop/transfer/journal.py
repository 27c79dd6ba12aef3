"""What the engine asks of whoever remembers transfers from one run of the program to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import ConflictPolicy, Direction, TransferState
from toptickets_desktop.transfer.checks import CheckedFile


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One transfer as it is remembered. Holds no secret: no key, no signed URL.

    Attributes:
        id: unique over all runs; not the number that the transfer has within one.
        file: what is sent, as it was checked; None for downloads.
        attachment: what is fetched, or what an upload came to.
        folder: where a download goes; None for uploads.
        target: the exact path that the user chose for a download, instead of the folder; or that of an archive.
        members: what is fetched into one archive; empty for all else.
        keeps_incomplete: whether the archive is wanted even if some of them cannot be fetched.
        bytes_done: moved so far; for downloads a hint only, the part on the disk decides.
        sha256: of what was moved, as hex; with a download, of the whole file, known just before it gets its final name.
        error_kind: the last error's `kind`; empty when there was none.
        error_text: the last error, redacted, for the details.
        baseline: what the ticket held before an upload, as `reconcile.Baseline.to_text` writes it; empty while unknown.
        batch_key: the same for all that was asked for together, unique over all runs; empty for what stands alone.
    """

    id: str
    direction: Direction
    ticket_id: str
    name: str
    state: TransferState
    created_at: datetime
    updated_at: datetime
    file: CheckedFile | None = None
    attachment: Attachment | None = None
    folder: Path | None = None
    target: Path | None = None
    if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH
    bytes_done: int = 0
    bytes_total: int | None = None
    sha256: str | None = None
    error_kind: str = ""
    error_text: str = ""
    baseline: str = ""
    batch_key: str = ""
    members: tuple[Attachment, ...] = ()
    keeps_incomplete: bool = False


class Journal(Protocol):
    """Remembers transfers. No method blocks the loop; what cannot be written is logged, and never stops a transfer."""

    async def load(self) -> list[JournalEntry]:
        """What earlier runs left, oldest first."""

    async def put(self, entry: JournalEntry) -> None:
        """Write or replace one entry; it is on the disk when this returns."""

    async def put_many(self, entries: Sequence[JournalEntry]) -> None:
        """Write or replace several in one go."""

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget entries."""

    async def close(self) -> None:
        """Write what is still to be written, and let go of the file."""


class NoJournal:
    """Remembers nothing: for the command, whose transfers end with it."""

    async def load(self) -> list[JournalEntry]:
        return []

    async def put(self, entry: JournalEntry) -> None:
        """Forget it."""

    async def put_many(self, entries: Sequence[JournalEntry]) -> None:
        """Forget them."""

    async def remove(self, ids: Iterable[str]) -> None:
        """There is nothing to forget."""

    async def close(self) -> None:
        """There is nothing to let go of."""
