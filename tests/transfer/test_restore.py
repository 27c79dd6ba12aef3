"""The next run goes on with what this one left: downloads by themselves, uploads only after looking for what became of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.service_view import ServiceView
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import Direction, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.store.database import DatabaseTrouble
from toptickets_desktop.store.journal import JournalStore
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.journal import JournalEntry
from toptickets_desktop.transfer.saved_journal import SavedJournal
from toptickets_desktop.transfer.sending import Baseline
from toptickets_desktop.transfer.workspace import Workspace

from .conftest import MakeFile

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def journal_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "transfers.sqlite"


@asynccontextmanager
async def run(sandbox: Sandbox, journal_path: Path) -> AsyncIterator[Workspace]:
    """One run of the program."""
    opened = await Workspace.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1, journal_path=journal_path)
    try:
        yield opened
    finally:
        await opened.close()


async def left_by_an_earlier_run(sandbox: Sandbox, journal_path: Path, *entries: JournalEntry) -> None:
    journal = SavedJournal(JournalStore(journal_path, sandbox.base_url.text))
    await journal.put_many(entries)
    await journal.close()


async def remembered(sandbox: Sandbox, journal_path: Path) -> list[JournalEntry]:
    journal = SavedJournal(JournalStore(journal_path, sandbox.base_url.text))
    try:
        return await journal.load()
    finally:
        await journal.close()


def upload_entry(ticket: Ticket, file: CheckedFile, state: TransferState, baseline: Baseline | None = None) -> JournalEntry:
    text = "" if baseline is None else baseline.to_text()
    return JournalEntry(file.name, Direction.UPLOAD, ticket.id, file.name, state, MOMENT, MOMENT, file=file, baseline=text)


def damage(journal_path: Path) -> None:
    journal_path.parent.mkdir()
    journal_path.write_bytes(b"damaged" * 1000)


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def test_downloads_that_were_quit_go_on_in_the_next_run(sandbox: Sandbox, ticket: Ticket, journal_path: Path, tmp_path: Path) -> None:
    contents = {f"{number}.txt": bytes([65 + number]) * 300_000 for number in range(3)}
    for name, content in contents.items():
        sandbox.add_attachment(ticket.id, filename=name, content_type="text/plain", content=content)
    async with run(sandbox, journal_path) as first:
        attachments = [each for each in await first.client.list_attachments(ticket.id) if each.filename in contents]
        for attachment in attachments:
            first.engine.download(attachment, tmp_path / "down")
    async with run(sandbox, journal_path) as second:
        restored = await second.engine.restore()
        ended = [await second.engine.wait(transfer_id) for transfer_id in restored]
    assert [each.name for each in ended] == [each.filename for each in attachments]
    assert {each.state for each in ended} == {TransferState.DONE}
    assert {path.name: content_of(path) for path in (tmp_path / "down").iterdir()} == contents
    assert await remembered(sandbox, journal_path) == []


async def test_they_wait_when_the_user_wants_that(sandbox: Sandbox, ticket: Ticket, journal_path: Path, tmp_path: Path) -> None:
    attachment_id = sandbox.add_attachment(ticket.id, filename="a.txt", content_type="text/plain", content=b"a" * 1000)
    async with run(sandbox, journal_path) as first:
        first.engine.download(await first.client.get_attachment(ticket.id, attachment_id), tmp_path / "down")
    async with run(sandbox, journal_path) as second:
        (transfer_id,) = await second.engine.restore(paused=True)
        assert second.engine.snapshot(transfer_id).state is TransferState.PAUSED
    async with run(sandbox, journal_path) as third:  # and it still does
        (transfer_id,) = await third.engine.restore()
        assert third.engine.snapshot(transfer_id).state is TransferState.PAUSED
        third.engine.resume(transfer_id)
        assert (await third.engine.wait(transfer_id)).state is TransferState.DONE


async def test_what_was_asked_for_together_stays_together(sandbox: Sandbox, ticket: Ticket, journal_path: Path, tmp_path: Path) -> None:
    ids = [sandbox.add_attachment(ticket.id, filename=f"{n}.txt", content_type="text/plain", content=b"a" * 1000) for n in range(5)]
    async with run(sandbox, journal_path) as first:
        attachments = [await first.client.get_attachment(ticket.id, attachment_id) for attachment_id in ids]
        batches = [first.engine.new_batch(), first.engine.new_batch()]
        for attachment, batch_id in zip(attachments, [batches[0], batches[1], batches[0], batches[1], None], strict=True):
            first.engine.pause(first.engine.download(attachment, tmp_path / "down", batch_id=batch_id))
    for _ in range(2):  # and in the run after the next
        async with run(sandbox, journal_path) as later:
            later.engine.new_batch()  # numbers are not the same in each run
            restored = [later.engine.snapshot(transfer_id) for transfer_id in await later.engine.restore()]
        one, other, alone = restored[0].batch_id, restored[1].batch_id, restored[4].batch_id
        assert [transfer.batch_id for transfer in restored] == [one, other, one, other, None]
        assert len({one, other, alone}) == 3


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def download_entry(attachment: Attachment, folder: Path, content: bytes) -> JournalEntry:
    """As it is left by a run that was killed when the file was whole, just before or after it got its name."""
    entry = JournalEntry("1", Direction.DOWNLOAD, attachment.ticket_id, attachment.filename, TransferState.VERIFYING, MOMENT, MOMENT)
    return replace(entry, attachment=attachment, folder=folder, sha256=hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("name", ["a.txt", "a (2).txt"])
async def test_a_download_that_had_its_name_is_not_fetched_twice(
    sandbox: Sandbox, ticket: Ticket, journal_path: Path, tmp_path: Path, name: str
) -> None:
    content, folder = b"a" * 1000, tmp_path / "down"
    attachment_id = sandbox.add_attachment(ticket.id, filename="a.txt", content_type="text/plain", content=content)
    write(folder / "a.txt", b"somebody else's")
    write(folder / name, content)
    async with run(sandbox, journal_path) as workspace:
        attachment = await workspace.client.get_attachment(ticket.id, attachment_id)
    await left_by_an_earlier_run(sandbox, journal_path, download_entry(attachment, folder, content))
    async with run(sandbox, journal_path) as workspace:
        (transfer_id,) = await workspace.engine.restore()
        ended = await workspace.engine.wait(transfer_id)
    assert (ended.state, ended.path) == (TransferState.DONE, folder / name)
    assert sandbox.storage_requests == ()
    assert await remembered(sandbox, journal_path) == []


async def test_a_file_that_was_there_before_is_not_taken_for_the_download(
    sandbox: Sandbox, ticket: Ticket, journal_path: Path, tmp_path: Path
) -> None:
    content, folder = b"a" * 1000, tmp_path / "down"
    attachment_id = sandbox.add_attachment(ticket.id, filename="a.txt", content_type="text/plain", content=content)
    write(folder / "a.txt", content)
    os.utime(folder / "a.txt", (0, 0))
    async with run(sandbox, journal_path) as workspace:
        attachment = await workspace.client.get_attachment(ticket.id, attachment_id)
    await left_by_an_earlier_run(sandbox, journal_path, download_entry(attachment, folder, content))
    async with run(sandbox, journal_path) as workspace:
        (transfer_id,) = await workspace.engine.restore()
        ended = await workspace.engine.wait(transfer_id)
    assert (ended.state, ended.path) == (TransferState.DONE, folder / "a (2).txt")


async def test_an_upload_that_had_not_begun_is_sent_once(sandbox: Sandbox, ticket: Ticket, journal_path: Path, make_file: MakeFile) -> None:
    file = check_file(make_file("new.gz", 5000))
    await left_by_an_earlier_run(sandbox, journal_path, upload_entry(ticket, file, TransferState.QUEUED))
    async with run(sandbox, journal_path) as workspace:
        (transfer_id,) = await workspace.engine.restore()
        assert (await workspace.engine.wait(transfer_id)).state is TransferState.DONE
    assert list(ServiceView(sandbox).attachments(ticket.id).values()).count("new.gz") == 1


@pytest.mark.parametrize(
    "state",
    [TransferState.RUNNING, TransferState.VERIFYING, TransferState.UNCONFIRMED, TransferState.WAITING, TransferState.QUEUED],
)
async def test_an_upload_that_was_stored_is_found_and_not_sent(
    sandbox: Sandbox, ticket: Ticket, journal_path: Path, make_file: MakeFile, state: TransferState
) -> None:
    file = check_file(make_file("lost.gz", 5000))
    stored_id = sandbox.add_attachment(ticket.id, filename="lost.gz", content_type=file.content_type, content=content_of(file.path))
    await left_by_an_earlier_run(sandbox, journal_path, upload_entry(ticket, file, state, Baseline(frozenset(), None)))
    async with run(sandbox, journal_path) as workspace:
        (transfer_id,) = await workspace.engine.restore()
        ended = await workspace.engine.wait(transfer_id)
    assert (ended.state, ended.attachment_id) == (TransferState.DONE, stored_id)
    assert sum(request.method == "POST" for request in sandbox.requests) == 0
    assert await remembered(sandbox, journal_path) == []


async def test_an_upload_of_unknown_outcome_is_never_sent_unasked(
    sandbox: Sandbox, ticket: Ticket, journal_path: Path, make_file: MakeFile
) -> None:
    file = check_file(make_file("lost.gz", 5000))
    entry = upload_entry(ticket, file, TransferState.RUNNING)  # killed before it was known what the ticket held
    await left_by_an_earlier_run(sandbox, journal_path, entry)
    for _ in range(2):
        async with run(sandbox, journal_path) as workspace:
            (transfer_id,) = await workspace.engine.restore()
            assert (await workspace.engine.wait(transfer_id)).state is TransferState.UNCONFIRMED
        assert sum(request.method == "POST" for request in sandbox.requests) == 0
    async with run(sandbox, journal_path) as workspace:
        (transfer_id,) = await workspace.engine.restore()
        await workspace.engine.wait(transfer_id)
        workspace.engine.retry(transfer_id)
        assert (await workspace.engine.wait(transfer_id)).state is TransferState.DONE
    assert list(ServiceView(sandbox).attachments(ticket.id).values()).count("lost.gz") == 1


async def test_another_service_does_not_get_them(sandbox: Sandbox, ticket: Ticket, journal_path: Path, make_file: MakeFile) -> None:
    file = check_file(make_file("mine.gz", 5000))
    await left_by_an_earlier_run(sandbox, journal_path, upload_entry(ticket, file, TransferState.QUEUED))
    with Sandbox() as other:
        async with run(other, journal_path) as workspace:
            assert await workspace.engine.restore() == []
    assert [each.name for each in await remembered(sandbox, journal_path)] == ["mine.gz"]


async def test_a_damaged_journal_is_told_and_stops_nothing(
    sandbox: Sandbox, ticket: Ticket, journal_path: Path, make_file: MakeFile
) -> None:
    file = check_file(make_file("new.gz", 5000))
    damage(journal_path)
    async with run(sandbox, journal_path) as workspace:
        assert await workspace.engine.restore() == []
        assert workspace.journal_store is not None
        assert workspace.journal_store.trouble is DatabaseTrouble.DAMAGED
        assert (await workspace.engine.wait(workspace.engine.upload(ticket.id, file))).state is TransferState.DONE


async def test_no_key_and_no_link_is_written(sandbox: Sandbox, ticket: Ticket, journal_path: Path, tmp_path: Path) -> None:
    attachment_id = sandbox.add_attachment(ticket.id, filename="a.txt", content_type="text/plain", content=b"a" * 1000)
    async with run(sandbox, journal_path) as workspace:
        attachment = await workspace.client.get_attachment(ticket.id, attachment_id)
        wrong_size = replace(attachment, size_bytes=5)
        for transfer_id in [
            workspace.engine.download(attachment, tmp_path / "down"),
            workspace.engine.download(wrong_size, tmp_path / "down"),
        ]:
            await workspace.engine.wait(transfer_id)
        written = b"".join(path.read_bytes() for path in journal_path.parent.iterdir())
    key = sandbox.keys[KeyKind.ADMIN].reveal().encode()
    assert attachment_id.encode() in written
    assert key not in written
    assert b"token" not in written
    assert b"http" not in written.replace(sandbox.base_url.text.encode(), b"")
