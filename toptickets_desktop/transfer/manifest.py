"""A list of what was saved, as JSON beside it, so that its integrity can be proved later. Blocking; callers use a thread."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.transfer.disk import PartFile

MANIFEST_SUFFIX = ".manifest.json"

_FORM = 1


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One attachment.

    Attributes:
        attachment: as the service describes it.
        saved_as: the file's name, in the folder or in the archive; None when it was not saved.
        size_bytes: of what was saved; None when nothing was.
        sha256: of what was saved, as hex; None when nothing was.
        saved_at: when; None when nothing was.
        error_kind: why it was not saved; empty when it was.
    """

    attachment: Attachment
    saved_as: str | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    saved_at: datetime | None = None
    error_kind: str = ""


def entries_of(transfers: Iterable[Transfer]) -> list[ManifestEntry]:
    """What finished downloads, or the members of finished archives, came to."""
    entries = []
    for transfer in transfers:
        error_kind = "" if transfer.error is None else transfer.error.kind
        if transfer.attachment is not None:
            is_saved = transfer.sha256 is not None and transfer.path is not None
            entries.append(
                ManifestEntry(
                    transfer.attachment,
                    transfer.path.name if transfer.path is not None and is_saved else None,
                    transfer.bytes_done if is_saved else None,
                    transfer.sha256,
                    transfer.finished_at if is_saved else None,
                    "" if is_saved else error_kind or transfer.state.value,
                )
            )
        for member in transfer.members:
            is_saved = member.is_in and transfer.path is not None
            own_error_kind = error_kind if member.error is None else member.error.kind
            entries.append(
                ManifestEntry(
                    member.attachment,
                    member.name if is_saved else None,
                    member.size_bytes if is_saved else None,
                    member.sha256 if is_saved else None,
                    transfer.finished_at if is_saved else None,
                    "" if is_saved else own_error_kind or transfer.state.value,
                )
            )
    return entries


def write_manifest(folder: Path, name: str, ticket_id: str, entries: Iterable[ManifestEntry], *, archive: str | None = None) -> Path:
    """Write a manifest, whole or not at all, under a name that is free.

    Args:
        folder: where what it lists was saved.
        name: the wanted name of the manifest.
        ticket_id: whose attachments they are.
        entries: what it lists.
        archive: the name of the archive that holds the files; None when they lie in the folder.

    Returns:
        Where it is.

    Raises:
        LocalFileError: it cannot be written.
    """
    content = {
        "form": _FORM,
        "ticket_id": ticket_id,
        "archive": archive,
        "written_at": datetime.now(UTC).isoformat(),
        "files": [_values(entry) for entry in entries],
    }
    with PartFile(folder, name) as part:
        part.write(json.dumps(content, ensure_ascii=True, indent=2).encode("ascii") + b"\n")
        part.finish()
        return part.publish_numbered(name)


def _values(entry: ManifestEntry) -> dict[str, object]:
    attachment = entry.attachment
    return {
        "id": attachment.id,
        "name": attachment.filename,
        "saved_as": entry.saved_as,
        "size_bytes": entry.size_bytes,
        "sha256": entry.sha256,
        "content_type": attachment.content_type,
        "created_at": None if attachment.created_at is None else attachment.created_at.isoformat(),
        "saved_at": None if entry.saved_at is None else entry.saved_at.isoformat(),
        "error": entry.error_kind or None,
    }
