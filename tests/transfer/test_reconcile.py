"""Telling uploads apart by name, size, time and count."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_multipart.multipart import parse_options_header

from toptickets_desktop.api.multipart import MultipartFile
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    AnswerLost,
    Forbidden,
    NotReached,
    NotReachedReason,
    ServerFault,
    ServiceError,
    StorageError,
    Unauthorized,
)
from toptickets_desktop.domain.file_rules import refusal_of_name
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.reconcile import LISTING_AGE_MAX_S, Reconciler
from toptickets_desktop.transfer.sending import Baseline, Sending, Stage, has_name

TICKET_ID = "ticket"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Ticket:
    """A list of attachments that can also refuse to be read, and two clocks."""

    def __init__(self) -> None:
        self.rows: list[Attachment] = []
        self.failure: ServiceError | None = None
        self.lists = 0
        self.waited_s: list[float] = []
        self.now_s = 1000.0
        self.wall_clock = NOON
        self.before_list: dict[int, Callable[[], object]] = {}
        self.stored_sha256s: dict[str, str] = {}
        self._numbers = itertools.count(1)

    def store(self, name: str = "a.gz", size_bytes: int | None = 10, *, age: timedelta = timedelta(), sha256: str = "") -> str:
        attachment_id = f"id-{next(self._numbers):03}"
        self.rows.append(Attachment(attachment_id, TICKET_ID, name, "application/gzip", size_bytes, None, NOON - age))
        self.stored_sha256s[attachment_id] = sha256
        return attachment_id

    def stored(self, attachment_id: str) -> Attachment:
        return next(row for row in self.rows if row.id == attachment_id)

    async def list_attachments(self, ticket_id: str) -> list[Attachment]:
        assert ticket_id == TICKET_ID
        self.lists += 1
        self.before_list.get(self.lists, lambda: None)()
        found = list(self.rows)
        await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        return found

    async def sleep(self, seconds: float) -> None:
        self.waited_s.append(seconds)
        self.now_s += seconds
        await asyncio.sleep(0)

    async def fingerprint(self, attachment: Attachment) -> str:
        await asyncio.sleep(0)
        if not self.stored_sha256s[attachment.id]:
            raise StorageError(500)
        return self.stored_sha256s[attachment.id]

    def reconciler(self, *, fingerprint: Callable[[Attachment], Awaitable[str]] | None = None) -> Reconciler:
        return Reconciler(self, fingerprint=fingerprint, sleep=self.sleep, now_s=lambda: self.now_s, wall_clock=lambda: self.wall_clock)


@pytest.fixture
def ticket() -> Ticket:
    return Ticket()


def checked(name: str = "a.gz", size_bytes: int = 10) -> CheckedFile:
    return CheckedFile(Path(name), name, "application/gzip", size_bytes, 1, 2, 3)


async def lost(reconciler: Reconciler, name: str = "a.gz", size_bytes: int = 10, *, sha256: str | None = None) -> Sending:
    sending = await reconciler.begin(TICKET_ID, checked(name, size_bytes))
    sending.note_handed_over()
    sending.sha256 = sha256
    return sending


async def settled(reconciler: Reconciler, *sendings: Sending) -> list[str | None]:
    found = await asyncio.gather(*(reconciler.settle(sending) for sending in sendings))
    return [None if attachment is None else attachment.id for attachment in found]


async def test_it_is_looked_for_after_each_wait_and_then_given_up(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    assert await settled(reconciler, sending) == [None]
    assert (ticket.waited_s, ticket.lists, sending.stage) == ([0, 1, 2, 4, 8], 6, Stage.GIVEN_UP)


@pytest.mark.parametrize("number_of_list", range(2, 7))
async def test_it_is_found_whenever_it_lands(ticket: Ticket, number_of_list: int) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    ticket.before_list[number_of_list] = ticket.store
    assert await settled(reconciler, sending) == ["id-001"]
    assert (ticket.lists, sending.stage) == (number_of_list, Stage.STORED)


@pytest.mark.parametrize(
    ("name", "size_bytes", "age"),
    [
        pytest.param("b.gz", 10, timedelta(), id="another name"),
        pytest.param("a.gz", 11, timedelta(), id="another size"),
        pytest.param("a.gz", None, timedelta(), id="no size"),
        pytest.param("a.gz", 10, timedelta(hours=2), id="older than what was there"),
    ],
)
async def test_another_file_is_not_taken_for_it(ticket: Ticket, name: str, size_bytes: int | None, age: timedelta) -> None:
    ticket.store("there before.gz", age=timedelta(hours=1))
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    ticket.store(name, size_bytes, age=age)
    assert await settled(reconciler, sending) == [None]


@pytest.mark.parametrize("clock_is_ahead_by", [timedelta(hours=hours) for hours in (-2, 0, 2)])
async def test_neither_a_wrong_clock_nor_a_row_from_the_future_hides_it(ticket: Ticket, clock_is_ahead_by: timedelta) -> None:
    ticket.wall_clock = NOON + clock_is_ahead_by
    ticket.store(age=timedelta(minutes=1))
    ticket.store(age=timedelta(days=-3))
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    stored = ticket.store()
    assert await settled(reconciler, sending) == [stored]


async def test_uploads_that_are_accounted_for_do_not_count(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    first, second = await lost(reconciler), await lost(reconciler)
    await reconciler.note_stored(first, ticket.stored(ticket.store()))
    assert await settled(reconciler, second) == [None]


async def test_an_answer_that_is_still_to_come_is_waited_for(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    first, second = await lost(reconciler), await lost(reconciler)
    of_first = ticket.store()
    settling = asyncio.create_task(settled(reconciler, second))
    for _ in range(100):  # turns of the loop, far more than looking takes
        await asyncio.sleep(0)
    assert (ticket.lists, settling.done()) == (3, False)
    ticket.store()
    await reconciler.note_stored(first, ticket.stored(of_first))
    assert await settling == ["id-002"]


@pytest.mark.parametrize("number_stored", range(4))
async def test_without_hashes_only_as_many_are_done_as_are_certain(ticket: Ticket, number_stored: int) -> None:
    """Three different files of one name and size: when some of them are missing, nobody can say which."""
    reconciler = ticket.reconciler()
    sendings = [await lost(reconciler, sha256=f"sha-{number}") for number in range(3)]
    stored = [ticket.store() for _ in range(number_stored)]
    found = await settled(reconciler, *sendings)
    assert found == (stored if number_stored == 3 else [None] * 3)


@pytest.mark.parametrize("number_stored", range(4))
async def test_of_one_and_the_same_file_as_many_are_done_as_are_stored(ticket: Ticket, number_stored: int) -> None:
    reconciler = ticket.reconciler()
    sendings = [await lost(reconciler, sha256="same") for _ in range(3)]
    stored = [ticket.store() for _ in range(number_stored)]
    found = await settled(reconciler, *sendings)
    assert sorted(one for one in found if one is not None) == stored


@pytest.mark.parametrize("stored_numbers", [numbers for size in range(4) for numbers in itertools.permutations(range(3), size)], ids=str)
async def test_with_hashes_each_finds_its_own(ticket: Ticket, stored_numbers: tuple[int, ...]) -> None:
    reconciler = ticket.reconciler(fingerprint=ticket.fingerprint)
    sendings = [await lost(reconciler, sha256=f"sha-{number}") for number in range(3)]
    own = {number: ticket.store(sha256=f"sha-{number}") for number in stored_numbers}
    assert await settled(reconciler, *sendings) == [own.get(number) for number in range(3)]


async def test_a_hash_that_cannot_be_had_leaves_it_to_the_count(ticket: Ticket) -> None:
    reconciler = ticket.reconciler(fingerprint=ticket.fingerprint)
    sendings = [await lost(reconciler, sha256=f"sha-{number}") for number in range(2)]
    stored = [ticket.store() for _ in range(2)]
    assert await settled(reconciler, *sendings) == stored


async def test_a_colleague_with_a_file_of_the_same_name_and_size_does_not_confuse(ticket: Ticket) -> None:
    reconciler = ticket.reconciler(fingerprint=ticket.fingerprint)
    sending = await lost(reconciler, sha256="mine")
    ticket.store(sha256="theirs")
    mine = ticket.store(sha256="mine")
    assert await settled(reconciler, sending) == [mine]


async def test_a_list_serves_a_batch_until_it_is_old(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    await asyncio.gather(*(reconciler.begin(TICKET_ID, checked(f"{number}.gz")) for number in range(50)))
    assert ticket.lists == 1
    ticket.now_s += LISTING_AGE_MAX_S + 1
    await reconciler.begin(TICKET_ID, checked("late.gz"))
    assert ticket.lists == 2


async def test_many_that_are_looked_for_share_the_lists(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sendings = [await lost(reconciler, f"{number}.gz") for number in range(50)]
    assert await settled(reconciler, *sendings) == [None] * 50
    assert ticket.lists <= 1 + 2 * 5


async def test_after_an_unclear_upload_the_next_of_its_name_is_compared_with_a_new_list(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    first = await lost(reconciler)
    reconciler.give_up(first)  # cancelled after the last byte
    landed_late = ticket.store()
    second = await lost(reconciler)
    assert second.baseline == Baseline(frozenset({landed_late}), NOON)
    assert await settled(reconciler, second) == [None]


@pytest.mark.parametrize("failure", [Forbidden(), ServerFault(status=500)], ids=repr)
async def test_without_a_list_before_nothing_can_be_proved(ticket: Ticket, failure: ServiceError) -> None:
    ticket.failure = failure
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    ticket.failure = None
    ticket.store()
    assert sending.baseline is None
    assert await settled(reconciler, sending) == [None]
    assert await reconciler.look_again(sending) is None


@pytest.mark.parametrize("failure", [NotReached(NotReachedReason.CONNECT), Unauthorized()], ids=repr)
async def test_what_the_upload_would_meet_as_well_stops_it_before_it_begins(ticket: Ticket, failure: ServiceError) -> None:
    ticket.failure = failure
    with pytest.raises(type(failure)):
        await ticket.reconciler().begin(TICKET_ID, checked())


async def test_a_list_that_fails_for_a_while_is_asked_for_again(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    stored = ticket.store()
    ticket.failure = NotReached(NotReachedReason.CONNECT)
    ticket.before_list[4] = lambda: setattr(ticket, "failure", None)
    assert await settled(reconciler, sending) == [stored]


async def test_a_key_that_is_not_accepted_any_more_ends_the_search(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    ticket.failure = Unauthorized()
    assert await settled(reconciler, sending) == [None]
    assert (ticket.lists, sending.stage, sending.was_looked_for) == (2, Stage.GIVEN_UP, False)


async def test_nothing_is_sent_again_while_it_cannot_be_looked_for(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    assert await settled(reconciler, sending) == [None]
    ticket.failure = NotReached(NotReachedReason.CONNECT)
    with pytest.raises(NotReached):
        await reconciler.look_again(sending)
    ticket.failure = None
    stored = ticket.store()
    found = await reconciler.look_again(sending)
    assert found is not None
    assert found.id == stored


async def test_what_lands_of_the_first_sending_is_the_second_ones_too(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    first = await lost(reconciler)
    await settled(reconciler, first)
    assert await reconciler.look_again(first) is None
    stored = ticket.store()  # between the last look and the second sending
    second = await reconciler.begin(TICKET_ID, checked(), after=first)
    second.note_handed_over()
    assert await settled(reconciler, second) == [stored]


@pytest.mark.parametrize("size_bytes", [3, 10, None])
async def test_what_remains_of_a_broken_upload_is_left_to_the_user_once(ticket: Ticket, size_bytes: int | None) -> None:
    reconciler = ticket.reconciler()
    sending = await reconciler.begin(TICKET_ID, checked())
    reconciler.note_broken_off(sending)
    remains = ticket.store(size_bytes=size_bytes)
    with pytest.raises(AnswerLost):
        await reconciler.look_again(sending)
    found = await reconciler.look_again(sending)
    assert (found and found.id) == (remains if size_bytes == 10 else None)


async def test_a_broken_upload_of_which_nothing_remains_may_be_sent_again(ticket: Ticket) -> None:
    ticket.store()
    reconciler = ticket.reconciler()
    sending, other = await reconciler.begin(TICKET_ID, checked()), await lost(reconciler, size_bytes=7)
    reconciler.note_broken_off(sending)
    ticket.store(size_bytes=7)  # the other's
    ticket.store(size_bytes=11)  # too large to be a part of it
    assert await reconciler.look_again(sending) is None
    assert other.stage is Stage.HANDED_OVER


async def test_a_refused_upload_needs_no_look(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    reconciler.note_not_stored(sending)
    assert await reconciler.look_again(sending) is None
    assert ticket.lists == 1


async def test_what_another_upload_came_to_is_written_down_for_a_restart(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    first, second = await lost(reconciler), await lost(reconciler)
    other = await lost(reconciler, "b.gz")
    written: list[Baseline | None] = []

    async def remember() -> None:
        written.append(second.baseline)

    second.remember = other.remember = remember
    of_first = ticket.store()
    await reconciler.note_stored(first, ticket.stored(of_first))
    assert written == [Baseline(frozenset({of_first}), None)]

    after_restart = ticket.reconciler()
    assert await settled(after_restart, after_restart.restore(TICKET_ID, checked(), written[0])) == [None]


async def test_what_was_stored_is_not_sent_again_unless_it_was_deleted(ticket: Ticket) -> None:
    reconciler = ticket.reconciler()
    sending = await lost(reconciler)
    stored = ticket.stored(ticket.store())
    await reconciler.note_stored(sending, stored)  # and then cancelled, before that was told
    assert await reconciler.look_again(sending) == stored
    assert await settled(reconciler, sending) == [stored.id]
    ticket.rows.clear()
    assert await reconciler.look_again(sending) is None


async def test_after_a_restart_all_are_told_apart_by_what_was_kept(ticket: Ticket) -> None:
    before = ticket.store()
    of_a_finished_one, left = ticket.store(), ticket.store()
    reconciler = ticket.reconciler()
    reconciler.note_accounted(TICKET_ID, [of_a_finished_one])
    restored = [reconciler.restore(TICKET_ID, checked(), Baseline(frozenset({before}), None)) for _ in range(2)]
    assert await settled(reconciler, *restored) == [None, None]
    second = ticket.store()
    assert await settled(reconciler, *restored) == [left, second]


@given(ids=st.frozensets(st.text()), newest=st.none() | st.datetimes(timezones=st.just(UTC)))
def test_a_baseline_survives_the_journal(ids: frozenset[str], newest: datetime | None) -> None:
    assert Baseline.from_text(Baseline(ids, newest).to_text()) == Baseline(ids, newest)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '{"ids": "ab", "newest": null}', '{"ids": [1], "newest": null}', '{"ids": [], "newest": "2026-05-01T12:00"}'],
)
def test_a_damaged_baseline_is_none(text: str) -> None:
    assert Baseline.from_text(text) is None


_NAMES = st.text(st.sampled_from('ab:/\\"%; é\u0301\u202e💾.'), min_size=1, max_size=12) | st.text(min_size=1, max_size=40)


@given(name=_NAMES.filter(lambda name: refusal_of_name(name) is None and "/" not in name))
async def test_any_name_is_recognised_as_the_service_lists_it(name: str) -> None:
    async with aclosing(aiter(MultipartFile(filename=name, content_type="text/plain", size_bytes=1, chunks=_chunks()))) as body:
        head = await anext(body)
    disposition = head.partition(b"Content-Disposition: ")[2].partition(b"\r\n")[0]
    listed = parse_options_header(disposition)[1][b"filename"].decode()
    if listed:
        assert has_name(listed, name)


async def _chunks() -> AsyncIterator[bytes]:
    yield b"x"


@pytest.mark.parametrize(("stored", "sent"), [("a.gz", "b.gz"), ("a.gz", "A.gz"), ("a.gz", "a.gz.gz"), ("a (2).gz", "a.gz"), ("", "a.gz")])
def test_other_names_are_other_files(stored: str, sent: str) -> None:
    assert not has_name(stored, sent)
