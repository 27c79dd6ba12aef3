"""Entries come back from the journal as they went in, and what is no entry is passed over."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import ConflictPolicy, Direction, TransferState
from toptickets_desktop.store.journal import JournalRow, JournalStore
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.journal import JournalEntry
from toptickets_desktop.transfer.saved_journal import SavedJournal, entry_from_text, entry_to_text

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

sizes = st.integers(min_value=0, max_value=2**63)
texts = st.text(st.characters(exclude_categories=[]), max_size=40)  # lone surrogates, too: names that are not UTF-8
moments = st.datetimes(timezones=st.just(UTC))
paths = texts.filter(lambda text: "\0" not in text).map(lambda text: Path("/folder", text.lstrip("/")))
files = st.builds(
    CheckedFile,
    path=paths,
    name=texts,
    content_type=texts,
    size_bytes=sizes,
    mtime_ns=st.integers(),
    inode=st.integers(0, 2**64),
    device=sizes,
)
attachments = st.builds(
    Attachment,
    id=texts,
    ticket_id=texts,
    filename=texts,
    content_type=texts,
    size_bytes=st.none() | sizes,
    uploaded_by_user_id=st.none() | texts,
    created_at=st.none() | moments,
)
entries = st.builds(
    JournalEntry,
    id=texts,
    direction=st.sampled_from(Direction),
    ticket_id=texts,
    name=texts,
    state=st.sampled_from(TransferState),
    created_at=moments,
    updated_at=moments,
    file=st.none() | files,
    attachment=st.none() | attachments,
    folder=st.none() | paths,
    target=st.none() | paths,
    if_exists=st.sampled_from(ConflictPolicy),
    bytes_done=sizes,
    bytes_total=st.none() | sizes,
    sha256=st.none() | texts,
    error_kind=texts,
    error_text=texts,
    baseline=texts,
    batch_key=texts,
)


def entry(entry_id: str = "1", state: TransferState = TransferState.QUEUED) -> JournalEntry:
    return JournalEntry(entry_id, Direction.DOWNLOAD, "ticket", "name.pdf", state, NOW, NOW)


@given(entries)
def test_text_and_back(written: JournalEntry) -> None:
    text = entry_to_text(written)
    assert text.isascii()
    assert entry_from_text(text) == written


@given(st.text() | st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_what_is_no_entry_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # any of its kinds
        entry_from_text(text)


@given(
    st.sampled_from(sorted(json.loads(entry_to_text(entry())))),
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.lists(st.integers()),
)
def test_an_entry_with_one_wrong_member_is_a_value_error_or_an_entry(key: str, value: object) -> None:
    text = json.dumps(json.loads(entry_to_text(entry())) | {key: value})
    try:
        understood = entry_from_text(text)
    except ValueError:
        return
    assert entry_from_text(entry_to_text(understood)) == understood


def test_too_deep_a_text_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nested"):
        entry_from_text("[" * 200_000)


async def test_entries_are_there_in_the_next_run_oldest_first(tmp_path: Path) -> None:
    path = tmp_path / "transfers.sqlite"
    journal = SavedJournal(JournalStore(path, "account"))
    await journal.put_many([entry("1"), entry("2")])
    await journal.put(entry("3"))
    await journal.put(entry("1", TransferState.PAUSED))
    await journal.remove(["2"])
    await journal.close()
    journal = SavedJournal(JournalStore(path, "account"))
    assert await journal.load() == [entry("1", TransferState.PAUSED), entry("3")]
    await journal.close()


async def test_a_row_that_is_not_understood_hides_no_other(tmp_path: Path) -> None:
    store = JournalStore(tmp_path / "transfers.sqlite", "account")
    journal = SavedJournal(store)
    await store.write([JournalRow("0", has_ended=False, content="{}")])
    await journal.put(entry("1"))
    assert await journal.load() == [entry("1")]
    await journal.close()


async def test_failed_ones_make_room_and_uncertain_ones_do_not(tmp_path: Path) -> None:
    journal = SavedJournal(JournalStore(tmp_path / "transfers.sqlite", "account", ended_rows_max=1))
    await journal.put_many([entry("1", TransferState.UNCONFIRMED), entry("2", TransferState.FAILED), entry("3", TransferState.FAILED)])
    assert [each.id for each in await journal.load()] == ["1", "3"]
    await journal.close()
