"""Archives and the end of the program: the next run begins them anew, and never takes half of one for a whole."""

from __future__ import annotations

import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import ConflictPolicy, Direction, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.store.journal import JournalStore
from toptickets_desktop.transfer.journal import JournalEntry
from toptickets_desktop.transfer.saved_journal import SavedJournal, entry_from_text, entry_to_text
from toptickets_desktop.transfer.workspace import Workspace

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def run(sandbox: Sandbox, journal_path: Path) -> AsyncIterator[Workspace]:
    opened = await Workspace.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1, journal_path=journal_path)
    try:
        yield opened
    finally:
        await opened.close()


async def remembered(sandbox: Sandbox, journal_path: Path) -> list[JournalEntry]:
    journal = SavedJournal(JournalStore(journal_path, sandbox.base_url.text))
    try:
        return await journal.load()
    finally:
        await journal.close()


async def left(sandbox: Sandbox, journal_path: Path, entry: JournalEntry) -> None:
    journal = SavedJournal(JournalStore(journal_path, sandbox.base_url.text))
    await journal.put(entry)
    await journal.close()


@pytest.fixture
def stored(sandbox: Sandbox, ticket: Ticket) -> list[Attachment]:
    contents = {"a.txt": b"a" * 700_000, "A.txt": b"b" * 1_100_000}
    return [
        Attachment(
            sandbox.add_attachment(ticket.id, filename=name, content_type="text/plain", content=content),
            ticket.id,
            name,
            "text/plain",
            len(content),
        )
        for name, content in contents.items()
    ]


def saved_names(folder: Path) -> list[str]:
    """Archives and parts of them."""
    return sorted(path.name for path in folder.iterdir() if path.suffix in {".part", ".zip"})


def require_whole(path: Path | None) -> None:
    assert path is not None
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {name: len(archive.read(name)) for name in archive.namelist()} == {"a.txt": 700_000, "A (2).txt": 1_100_000}


async def test_an_archive_that_was_quit_is_begun_anew_by_the_next_run(sandbox: Sandbox, stored: list[Attachment], tmp_path: Path) -> None:
    journal_path, target = tmp_path / "data" / "transfers.sqlite", tmp_path / "all.zip"
    async with run(sandbox, journal_path) as workspace:
        await workspace.engine.restore()
        transfer_id = workspace.engine.download_zip(stored[0].ticket_id, stored, target, keep_incomplete=True)
        assert [member.name for member in workspace.engine.snapshot(transfer_id).members] == ["a.txt", "A (2).txt"]
    assert saved_names(tmp_path) == []
    entries = await remembered(sandbox, journal_path)
    assert [(entry.members, entry.target, entry.keeps_incomplete) for entry in entries] == [(tuple(stored), target, True)]
    async with run(sandbox, journal_path) as workspace:
        restored = await workspace.engine.restore()
        row = await workspace.engine.wait(restored[0])
        assert (row.state, row.path) == (TransferState.DONE, target)
        require_whole(row.path)
    assert await remembered(sandbox, journal_path) == []


async def test_killed_after_it_had_its_name_it_is_not_saved_twice(sandbox: Sandbox, stored: list[Attachment], tmp_path: Path) -> None:
    journal_path, target = tmp_path / "data" / "transfers.sqlite", tmp_path / "all.zip"
    entries: list[JournalEntry] = []
    async with run(sandbox, journal_path) as workspace:
        await workspace.engine.restore()
        transfer_id = workspace.engine.download_zip(stored[0].ticket_id, stored, target)
        row = await workspace.engine.wait(transfer_id)
        record = workspace.engine._memory.record(transfer_id)  # what the journal held at the moment of the kill
        entries.append(replace(record.entry(row), state=TransferState.VERIFYING))
    await left(sandbox, journal_path, entries[0])
    async with run(sandbox, journal_path) as workspace:
        restored = await workspace.engine.restore()
        row = await workspace.engine.wait(restored[0])
        assert (row.state, row.path) == (TransferState.DONE, target)
    assert saved_names(tmp_path) == ["all.zip"]


def test_the_journal_keeps_all_of_it(stored: list[Attachment], tmp_path: Path) -> None:
    entry = JournalEntry(
        "1",
        Direction.DOWNLOAD,
        "t",
        "all.zip",
        TransferState.QUEUED,
        MOMENT,
        MOMENT,
        target=tmp_path / "all.zip",
        if_exists=ConflictPolicy.ASK,
        members=tuple(stored),
        keeps_incomplete=True,
    )
    assert entry_from_text(entry_to_text(entry)) == entry
