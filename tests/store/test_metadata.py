from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toptickets_desktop.domain.attachment import Attachment, User
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.store.database import DatabaseTrouble
from toptickets_desktop.store.metadata import AGE_MAX_S, MetadataStore

HERE = "https://one.example/v1"
THERE = "https://two.example/v1"
EVERYTHING = TicketQuery()
NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now_s = NOW.timestamp()

    def __call__(self) -> float:
        return self.now_s


def ticket(number: int, subject: str = "Unable to login", **fields: object) -> Ticket:
    values: dict[str, object] = {
        "id": f"t{number}",
        "number": number,
        "display_id": f"TKT-{number}",
        "subject": subject,
        "status": "open",
        "priority": "high",
        "updated_at": NOW - timedelta(minutes=1000 - number),
        **fields,
    }
    return Ticket(**values)  # type: ignore[arg-type]


def attachment(name: str, ticket_id: str = "t1", **fields: object) -> Attachment:
    values: dict[str, object] = {"id": f"a-{name}", "ticket_id": ticket_id, "filename": name, "content_type": "image/png", **fields}
    return Attachment(**values)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "metadata.sqlite"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(path: Path, clock: Clock) -> AsyncIterator[MetadataStore]:
    opened = MetadataStore(path, now_s=clock)
    yield opened
    await opened.close()


async def numbers(store: MetadataStore, query: TicketQuery = EVERYTHING, *, account: str = HERE, limit: int = 100) -> list[int]:
    known = await store.tickets(account, query, limit=limit)
    return [] if known is None else [row.number for row in known.rows]


async def test_what_was_never_listed_is_not_known(store: MetadataStore) -> None:
    assert await store.tickets(HERE, EVERYTHING, limit=10) is None
    assert await store.attachments(HERE, "t1") is None
    assert await store.users(HERE) == []


async def test_the_next_start_knows_what_came_and_when(path: Path, clock: Clock) -> None:
    rows = [ticket(2, category="billing", assigned_user_id="u1", due_date=NOW), ticket(1, status="strange", updated_at=None)]
    files = [attachment("b.png", size_bytes=10, created_at=NOW), attachment("a.png", uploaded_by_user_id="u1")]
    first = MetadataStore(path, now_s=clock)
    await first.keep_tickets(HERE, rows)
    await first.keep_attachments(HERE, "t1", files)
    await first.keep_users(HERE, [User("u1", "Alice", email="alice@example.com")])
    await first.close()
    second = MetadataStore(path)
    known_tickets, known_files = await second.tickets(HERE, EVERYTHING, limit=10), await second.attachments(HERE, "t1")
    assert known_tickets is not None
    assert (known_tickets.rows, known_tickets.as_of) == (rows, NOW)
    assert known_files is not None
    assert (known_files.rows, known_files.as_of) == (files, NOW)
    assert await second.users(HERE) == [User("u1", "Alice")]
    await second.close()
    assert b"alice@example.com" not in path.read_bytes()  # noqa: ASYNC240  # nothing else runs


async def test_the_description_is_not_kept(store: MetadataStore, path: Path) -> None:
    await store.keep_tickets(HERE, [ticket(1, description="my password is hunter2")])
    await store.close()
    assert b"hunter2" not in b"".join(each.read_bytes() for each in path.parent.iterdir())


async def test_accounts_do_not_see_each_other(store: MetadataStore) -> None:
    await store.keep_tickets(HERE, [ticket(1)])
    await store.keep_attachments(HERE, "t1", [attachment("secret-report.png")])
    await store.keep_tickets(THERE, [ticket(1, "Other"), ticket(2)])
    assert await numbers(store, account=HERE) == [1]
    assert await numbers(store, TicketQuery(search="secret-report"), account=THERE) == []
    assert await store.attachments(THERE, "t1") is None
    await store.forget_account(HERE)
    assert await store.tickets(HERE, EVERYTHING, limit=10) is None
    assert await numbers(store, account=THERE) == [2, 1]


async def test_newer_facts_take_the_place_of_older_ones(store: MetadataStore) -> None:
    await store.keep_tickets(HERE, [ticket(1, "Unable to login"), ticket(2)])
    await store.keep_tickets(HERE, [ticket(1, "Solved meanwhile")])
    assert await numbers(store, TicketQuery(search="unable")) == [2]
    assert await numbers(store, TicketQuery(search="solved")) == [1]


async def test_a_whole_list_tells_what_is_gone(store: MetadataStore, clock: Clock) -> None:
    await store.keep_tickets(HERE, [ticket(1), ticket(2)])
    clock.now_s += 1
    await store.keep_tickets(HERE, [ticket(2)])
    assert await numbers(store) == [2, 1]
    clock.now_s += 1
    await store.keep_tickets(HERE, [ticket(2)], is_all=True)
    assert await numbers(store) == [2]
    await store.keep_attachments(HERE, "t2", [attachment("a.png", "t2"), attachment("b.png", "t2")])
    await store.keep_attachments(HERE, "t2", [attachment("b.png", "t2")])
    known = await store.attachments(HERE, "t2")
    assert known is not None
    assert [row.filename for row in known.rows] == ["b.png"]


async def test_questions_are_answered_as_the_service_would(store: MetadataStore) -> None:
    rows = [
        ticket(1, "Unable to login", status="open"),
        ticket(2, "Invoice 2291 ショート", status="pending", priority="low"),
        ticket(3, "LOGIN page is blank", assigned_user_id="u1"),
    ]
    await store.keep_tickets(HERE, rows)
    await store.keep_attachments(HERE, "t2", [attachment("login-trace.log", "t2")])
    assert await numbers(store, TicketQuery(status="pending")) == [2]
    assert await numbers(store, TicketQuery(priority="high")) == [3, 1]
    assert await numbers(store, TicketQuery(unassigned=True)) == [2, 1]
    assert await numbers(store, TicketQuery(assigned_user_id="u1")) == [3]
    assert await numbers(store, TicketQuery(search="login")) == [3, 2, 1]  # of 2, a file is called so
    assert await numbers(store, TicketQuery(search="login blank")) == [3]
    assert await numbers(store, TicketQuery(search="tkt-2")) == [2]
    assert await numbers(store, TicketQuery(search="ショート")) == [2]
    assert await numbers(store, TicketQuery(search="is")) == [3]
    assert await numbers(store, limit=1) == [3]


@settings(max_examples=60, deadline=None)
@given(subject=st.text(max_size=40), search=st.text(max_size=20))
def test_no_text_breaks_it(tmp_path_factory: pytest.TempPathFactory, subject: str, search: str) -> None:
    async def run() -> None:
        store = MetadataStore(tmp_path_factory.mktemp("any") / "metadata.sqlite")
        await store.keep_tickets(HERE, [ticket(1, subject)])
        await store.keep_attachments(HERE, "t1", [attachment(subject)])
        assert await store.tickets(HERE, TicketQuery(search=search), limit=5) is not None
        assert await numbers(store) == [1]
        await store.close()

    asyncio.run(run())


async def test_what_nobody_has_seen_for_long_is_dropped(path: Path, clock: Clock) -> None:
    first = MetadataStore(path, now_s=clock)
    await first.keep_tickets(HERE, [ticket(1)])
    await first.keep_attachments(HERE, "t1", [attachment("old.png")])
    clock.now_s += AGE_MAX_S / 2
    await first.keep_tickets(HERE, [ticket(2)])
    await first.close()
    clock.now_s += AGE_MAX_S / 2 + 1
    second = MetadataStore(path, now_s=clock)
    assert await numbers(second) == [2]
    assert await second.attachments(HERE, "t1") is None
    assert await numbers(second, TicketQuery(search="old.png")) == []
    await second.close()


async def test_there_is_a_limit_to_the_number(store: MetadataStore, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toptickets_desktop.store.metadata.TICKETS_MAX", 3)
    for number in range(1, 6):
        clock.now_s += 1
        await store.keep_tickets(HERE, [ticket(number)])
    assert await numbers(store) == [5, 4, 3]


async def test_clearing_leaves_nothing_on_the_disk(store: MetadataStore, path: Path) -> None:
    await store.keep_tickets(HERE, [ticket(1, "a very telling subject")])
    await store.clear()
    assert await store.tickets(HERE, EVERYTHING, limit=10) is None
    assert b"telling" not in b"".join(each.read_bytes() for each in path.parent.iterdir())


async def test_only_the_user_can_read_it(store: MetadataStore, path: Path) -> None:
    await store.keep_tickets(HERE, [ticket(1)])
    for each in path.parent.iterdir():
        assert stat.S_IMODE(each.stat().st_mode) == 0o600


def damage(path: Path) -> None:
    """Overwrite all but the first pages and the last."""
    content = bytearray(path.read_bytes())
    content[8192 : len(content) - 4096] = b"\xee" * (len(content) - 4096 - 8192)
    path.write_bytes(content)


async def test_a_damaged_file_is_set_aside_when_it_is_met(path: Path) -> None:
    first = MetadataStore(path)
    await first.keep_tickets(HERE, [ticket(number, "x" * 500) for number in range(1, 200)])
    await first.close()
    damage(path)
    second = MetadataStore(path)
    assert await second.tickets(HERE, TicketQuery(search="xxxx"), limit=500) is None
    assert second.trouble is DatabaseTrouble.DAMAGED
    await second.keep_tickets(HERE, [ticket(1)])
    assert await numbers(second) == [1]
    await second.close()
    assert path.with_name("metadata.sqlite.damaged").exists()


async def test_a_file_of_a_later_release_is_set_aside(path: Path) -> None:
    first = MetadataStore(path)
    await first.keep_tickets(HERE, [ticket(1)])
    await first.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    second = MetadataStore(path)
    assert await second.tickets(HERE, EVERYTHING, limit=5) is None
    assert second.trouble is DatabaseTrouble.NEWER
    await second.close()
