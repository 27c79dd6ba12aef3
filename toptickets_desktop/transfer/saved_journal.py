"""The journal that lasts: what is remembered of transfers, as text in the store's rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import ConflictPolicy, Direction, TransferState
from toptickets_desktop.store.journal import JournalRow, JournalStore
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.journal import JournalEntry

_log = structlog.get_logger(__name__)


class SavedJournal:
    """A `Journal` in a file.

    Args:
        store: the file; closed with this.
    """

    def __init__(self, store: JournalStore) -> None:
        self.store = store

    async def load(self) -> list[JournalEntry]:
        """What earlier runs left, oldest first. What cannot be understood is left where it is."""
        entries = []
        for row in await self.store.read():
            try:
                entries.append(entry_from_text(row.content))
            except (ValueError, TypeError):  # SQLite may give what is no text
                _log.warning("journal entry not understood", id=row.id)
        return entries

    async def put(self, entry: JournalEntry) -> None:
        await self.put_many([entry])

    async def put_many(self, entries: Sequence[JournalEntry]) -> None:
        await self.store.write([JournalRow(entry.id, _has_ended(entry.state), entry_to_text(entry)) for entry in entries])

    async def remove(self, ids: Iterable[str]) -> None:
        await self.store.remove(ids)

    async def close(self) -> None:
        await self.store.close()


def _has_ended(state: TransferState) -> bool:
    """Whether nobody would miss it. What may or may not be stored is the user's to look into, however long ago it was."""
    return state.is_final and state is not TransferState.UNCONFIRMED


def entry_to_text(entry: JournalEntry) -> str:
    """As JSON. Plain ASCII, so names that are no valid Unicode, as file names on Linux may be, come back as they were."""
    file, attachment = entry.file, entry.attachment
    return json.dumps(
        {
            "id": entry.id,
            "direction": entry.direction.value,
            "ticket_id": entry.ticket_id,
            "name": entry.name,
            "state": entry.state.value,
            "created_at": entry.created_at.isoformat(),
            "updated_at": entry.updated_at.isoformat(),
            "file": None
            if file is None
            else {
                "path": str(file.path),
                "name": file.name,
                "content_type": file.content_type,
                "size_bytes": file.size_bytes,
                "mtime_ns": file.mtime_ns,
                "inode": file.inode,
                "device": file.device,
            },
            "attachment": None if attachment is None else _attachment_values(attachment),
            "folder": None if entry.folder is None else str(entry.folder),
            "target": None if entry.target is None else str(entry.target),
            "if_exists": entry.if_exists.value,
            "bytes_done": entry.bytes_done,
            "bytes_total": entry.bytes_total,
            "sha256": entry.sha256,
            "error_kind": entry.error_kind,
            "error_text": entry.error_text,
            "baseline": entry.baseline,
            "batch_key": entry.batch_key,
            "members": [_attachment_values(member) for member in entry.members],
            "keeps_incomplete": entry.keeps_incomplete,
        },
        ensure_ascii=True,
    )


def _attachment_values(attachment: Attachment) -> dict[str, object]:
    return {
        "id": attachment.id,
        "ticket_id": attachment.ticket_id,
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size_bytes": attachment.size_bytes,
        "uploaded_by_user_id": attachment.uploaded_by_user_id,
        "created_at": None if attachment.created_at is None else attachment.created_at.isoformat(),
    }


def entry_from_text(text: str) -> JournalEntry:
    """Read what `entry_to_text` wrote.

    Raises:
        ValueError: it did not write this.
    """
    try:
        values = _Values(json.loads(text))
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
    return JournalEntry(
        id=values.text("id"),
        direction=Direction(values.text("direction")),
        ticket_id=values.text("ticket_id"),
        name=values.text("name"),
        state=TransferState(values.text("state")),
        created_at=datetime.fromisoformat(values.text("created_at")),
        updated_at=datetime.fromisoformat(values.text("updated_at")),
        file=_file(values.part("file")),
        attachment=_attachment(values.part("attachment")),
        folder=values.path("folder"),
        target=values.path("target"),
        if_exists=ConflictPolicy(values.text("if_exists")),
        bytes_done=values.number("bytes_done"),
        bytes_total=values.number_or_none("bytes_total"),
        sha256=values.text_or_none("sha256"),
        error_kind=values.text("error_kind"),
        error_text=values.text("error_text"),
        baseline=values.text("baseline"),
        batch_key=values.text_or_none("batch_key") or "",  # absent in what an earlier release wrote
        members=tuple(_read_attachment(member) for member in values.parts("members")),
        keeps_incomplete=values.is_set("keeps_incomplete"),
    )


def _file(values: _Values | None) -> CheckedFile | None:
    if values is None:
        return None
    path = values.path("path")
    if path is None:
        raise ValueError("a file without a path")
    return CheckedFile(
        path=path,
        name=values.text("name"),
        content_type=values.text("content_type"),
        size_bytes=values.number("size_bytes"),
        mtime_ns=values.number("mtime_ns"),
        inode=values.number("inode"),
        device=values.number("device"),
    )


def _attachment(values: _Values | None) -> Attachment | None:
    return None if values is None else _read_attachment(values)


def _read_attachment(values: _Values) -> Attachment:
    created_at = values.text_or_none("created_at")
    return Attachment(
        id=values.text("id"),
        ticket_id=values.text("ticket_id"),
        filename=values.text("filename"),
        content_type=values.text("content_type"),
        size_bytes=values.number_or_none("size_bytes"),
        uploaded_by_user_id=values.text_or_none("uploaded_by_user_id"),
        created_at=None if created_at is None else datetime.fromisoformat(created_at),
    )


class _Values:
    """An object of JSON whose members are what they are asked to be, or a ValueError."""

    def __init__(self, values: object) -> None:
        if not isinstance(values, Mapping):
            raise ValueError("not an object")  # noqa: TRY004  # the text is at fault, not the caller
        self._values: Mapping[str, Any] = values

    def text(self, key: str) -> str:
        value = self.text_or_none(key)
        if value is None:
            raise ValueError(f"no {key}")
        return value

    def text_or_none(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{key} is not text")
        return value

    def number(self, key: str) -> int:
        value = self.number_or_none(key)
        if value is None:
            raise ValueError(f"no {key}")
        return value

    def number_or_none(self, key: str) -> int | None:
        value = self._values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise ValueError(f"{key} is not a whole number")
        return value

    def path(self, key: str) -> Path | None:
        value = self.text_or_none(key)
        if value is not None and "\0" in value:
            raise ValueError(f"{key} is not a path")
        return None if value is None else Path(value)

    def part(self, key: str) -> _Values | None:
        value = self._values.get(key)
        return None if value is None else _Values(value)

    def parts(self, key: str) -> list[_Values]:
        """Absent in what an earlier release wrote."""
        values = self._values.get(key, [])
        if not isinstance(values, list):
            raise ValueError(f"{key} is not a list")  # noqa: TRY004  # the text is at fault, not the caller
        return [_Values(value) for value in values]

    def is_set(self, key: str) -> bool:
        """Absent in what an earlier release wrote."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise ValueError(f"{key} is neither true nor false")  # noqa: TRY004  # the text is at fault, not the caller
        return value
