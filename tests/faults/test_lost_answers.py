"""Uploads to a real service whose answers get lost: what is stored is found, and nothing is stored twice."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.support.dropping_proxy import Drop, DroppingProxy
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import AnswerLost, FileChanged, NotReached
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.backoff import ONCE, RetryPolicy
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.journal import JournalEntry
from toptickets_desktop.transfer.reconcile import Reconciler

from .bench import Row

LOOKS = 4
SOAK = pytest.param(100, marks=pytest.mark.soak, id="100")


class KeptInMemory:
    """A journal that survives engines, not the test."""

    def __init__(self) -> None:
        self.entries: dict[str, JournalEntry] = {}

    async def load(self) -> list[JournalEntry]:
        return list(self.entries.values())

    async def put(self, entry: JournalEntry) -> None:
        self.entries[entry.id] = entry

    async def put_many(self, entries: Sequence[JournalEntry]) -> None:
        self.entries |= {entry.id: entry for entry in entries}

    async def remove(self, ids: Iterable[str]) -> None:
        for entry_id in ids:
            self.entries.pop(entry_id, None)

    async def close(self) -> None:
        """There is nothing to let go of."""

    def copy(self) -> KeptInMemory:
        """As it is on the disk now, should the program be killed."""
        copied = KeptInMemory()
        copied.entries = dict(self.entries)
        return copied


class Desk:
    """An engine whose requests pass the proxy, and a straight way to the service to see what is really there."""

    def __init__(self, sandbox: Sandbox, proxy: DroppingProxy, ticket_id: str) -> None:
        key = sandbox.keys[KeyKind.ADMIN]
        self.proxy = proxy
        self.ticket_id = ticket_id
        self.direct = ApiClient(sandbox.base_url, key)
        self.client = ApiClient(proxy.base_url, key)
        self.storage = StorageClient(allow_private_hosts=True)
        self.states: dict[int, list[TransferState]] = {}
        self.engines: list[TransferEngine] = []
        self.journal = KeptInMemory()
        self.start_engine(self.journal, ONCE)
        self.may_look = asyncio.Event()
        self.may_look.set()
        self.is_looking = asyncio.Event()

    def start_engine(self, journal: KeptInMemory, policy: RetryPolicy) -> None:
        """From now on, another engine is used, as after a restart."""
        fingerprint = partial(sha256_of_stored, self.client, self.storage)
        reconciler = Reconciler(self.client, fingerprint=fingerprint, waits_s=[0] * LOOKS, sleep=self._on_look)
        self.engine = TransferEngine(self.client, self.storage, reconciler=reconciler, policy=policy, journal=journal)
        self.engine.add_listener(self._note)
        self.engines.append(self.engine)

    async def _on_look(self, _wait_s: float) -> None:
        self.is_looking.set()
        await self.may_look.wait()

    def _note(self, transfers: Sequence[Transfer]) -> None:
        for transfer in transfers:
            states = self.states.setdefault(transfer.id, [])
            if states[-1:] != [transfer.state]:
                states.append(transfer.state)

    def upload(self, path: Path) -> int:
        return self.engine.upload(self.ticket_id, check_file(path))

    async def ended(self, transfer_ids: Sequence[int]) -> list[Transfer]:
        return [await self.engine.wait(transfer_id) for transfer_id in transfer_ids]

    async def stored(self, names: Sequence[str]) -> list[Attachment]:
        return [row for row in await self.direct.list_attachments(self.ticket_id) if row.filename in names]

    async def count(self, names: Sequence[str]) -> list[int]:
        found = Counter(row.filename for row in await self.stored(names))
        return [found[name] for name in names]

    async def close(self) -> None:
        for engine in self.engines:
            await engine.close()
        await self.storage.aclose()
        await self.client.aclose()
        await self.direct.aclose()


@pytest.fixture
def proxy(sandbox: Sandbox) -> Iterator[DroppingProxy]:
    with DroppingProxy(sandbox.base_url) as running:
        yield running


@pytest.fixture
async def desk(sandbox: Sandbox, proxy: DroppingProxy) -> AsyncIterator[Desk]:
    client = ApiClient(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    ticket = (await client.list_tickets(limit=1)).tickets[0]
    await client.aclose()
    opened = Desk(sandbox, proxy, ticket.id)
    yield opened
    await opened.close()


def make_files(folder: Path, number: int, *, size_bytes: int = 2000) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"report {index}.gz" for index in range(number)]
    for path in paths:
        path.write_bytes(b"\x1f\x8b\x08" + os.urandom(size_bytes - 3))
    return paths


@pytest.mark.parametrize("number", [12, SOAK])
async def test_stored_but_unanswered_uploads_end_as_done_with_one_object_each(
    desk: Desk, tmp_path: Path, number: int, fault_rows: list[Row]
) -> None:
    paths = make_files(tmp_path, number)
    desk.proxy.drop_uploads(*[Drop.AFTER_COMMIT] * number)
    rows = await desk.ended([desk.upload(path) for path in paths])

    assert [(row.state, row.error) for row in rows] == [(TransferState.DONE, None)] * number
    assert [row.sha256 for row in rows] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    stored = {row.filename: row.id for row in await desk.stored([path.name for path in paths])}
    assert [row.attachment_id for row in rows] == [stored[path.name] for path in paths]
    assert await desk.count([path.name for path in paths]) == [1] * number
    assert desk.proxy.uploads_received == number
    assert all(states[-2:] == [TransferState.VERIFYING, TransferState.DONE] for states in desk.states.values())
    fault_rows.append(Row(f"bar: {number} answers lost after the commit", f"{number} done, 1 object each", "", len(stored), None))


@pytest.mark.parametrize("number", [12, SOAK])
async def test_uploads_that_never_arrived_are_offered_for_sending_again(
    desk: Desk, tmp_path: Path, number: int, fault_rows: list[Row]
) -> None:
    paths = make_files(tmp_path, number)
    names = [path.name for path in paths]
    desk.proxy.drop_uploads(*[Drop.BEFORE_COMMIT] * number)
    ids = [desk.upload(path) for path in paths]
    rows = await desk.ended(ids)
    assert [(row.state, type(row.error)) for row in rows] == [(TransferState.UNCONFIRMED, AnswerLost)] * number
    assert await desk.count(names) == [0] * number
    assert desk.proxy.uploads_received == number

    for transfer_id in ids:
        desk.engine.retry(transfer_id)
    assert [row.state for row in await desk.ended(ids)] == [TransferState.DONE] * number
    assert await desk.count(names) == [1] * number
    words = f"{number} unconfirmed, 0 objects"
    fault_rows.append(Row(f"bar: {number} uploads dropped before the commit", words, f"{number} done, 1 object each", number, None))


@pytest.mark.parametrize("number", [30, pytest.param(300, marks=pytest.mark.soak, id="300")])
async def test_whatever_happens_and_however_often_it_is_tried_again_nothing_is_doubled(desk: Desk, tmp_path: Path, number: int) -> None:
    paths = make_files(tmp_path, number)
    names = [path.name for path in paths]
    seed = random.randrange(10**9)
    chance = random.Random(seed)
    drops = [Drop.NO, Drop.AFTER_COMMIT, Drop.BEFORE_COMMIT, Drop.HALF_WAY, Drop.GATEWAY_PAGE]
    desk.proxy.drop_uploads(*chance.choices(drops, k=2 * number))
    ids = [desk.upload(path) for path in paths]
    for _ in range(2 * number):
        rows = await desk.ended(ids)
        unfinished = [row.id for row in rows if row.state is not TransferState.DONE]
        if not unfinished:
            break
        assert all(count <= 1 for count in await desk.count(names)), f"seed {seed}"
        for transfer_id in unfinished:
            desk.engine.retry(transfer_id)
    assert await desk.count(names) == [1] * number, f"seed {seed}"


@pytest.mark.parametrize("number", [6, pytest.param(24, marks=pytest.mark.soak, id="24")])
async def test_what_is_tried_again_by_itself_is_not_doubled_either(desk: Desk, tmp_path: Path, number: int) -> None:
    desk.start_engine(KeptInMemory(), RetryPolicy(attempts_max=6, wait_initial_s=0.001, wait_max_s=0.001))
    paths = make_files(tmp_path, number, size_bytes=12 * 1024 * 1024)  # more than the sockets' buffers hold
    names = [path.name for path in paths]
    drops = random.Random().choices([Drop.NO, Drop.AFTER_COMMIT, Drop.BEFORE_COMMIT, Drop.HALF_WAY], k=number)
    desk.proxy.drop_uploads(Drop.HALF_WAY, *drops)
    rows = await desk.ended([desk.upload(path) for path in paths])
    for row, count in zip(rows, await desk.count(names), strict=True):
        assert (row.state, count) in {(TransferState.DONE, 1), (TransferState.UNCONFIRMED, 0), (TransferState.FAILED, 0)}
    assert any(TransferState.WAITING in states for states in desk.states.values())


@pytest.mark.parametrize("drop", [Drop.AFTER_COMMIT, Drop.BEFORE_COMMIT], ids=str)
async def test_after_a_restart_a_file_is_not_taken_for_its_namesake(desk: Desk, tmp_path: Path, drop: Drop) -> None:
    first, second = [make_files(tmp_path / folder, 1)[0] for folder in ("a", "b")]
    desk.may_look.clear()
    desk.proxy.drop_uploads(drop)
    of_lost = desk.upload(first)
    await desk.is_looking.wait()
    [done] = await desk.ended([desk.upload(second)])
    assert done.state is TransferState.DONE
    killed = desk.journal.copy()
    desk.engine.cancel(of_lost)

    desk.may_look.set()
    desk.start_engine(killed, ONCE)
    [restored] = await desk.engine.restore()
    [row] = await desk.ended([restored])
    assert row.name == first.name
    if drop is Drop.AFTER_COMMIT:
        assert (row.state, row.sha256) == (TransferState.DONE, hashlib.sha256(first.read_bytes()).hexdigest())
        assert row.attachment_id != done.attachment_id
    else:
        assert (row.state, await desk.count([first.name])) == (TransferState.UNCONFIRMED, [1])
    assert desk.proxy.uploads_received == 2


@pytest.mark.parametrize("with_same_content", [False, True], ids=["different files", "the same file"])
@pytest.mark.parametrize(
    "drops",
    [
        pytest.param(drops, id="-".join(drop.name.lower() for drop in drops))
        for drops in [
            (Drop.NO, Drop.NO),
            (Drop.AFTER_COMMIT, Drop.NO),
            (Drop.NO, Drop.AFTER_COMMIT),
            (Drop.BEFORE_COMMIT, Drop.NO),
            (Drop.NO, Drop.BEFORE_COMMIT),
            (Drop.AFTER_COMMIT, Drop.BEFORE_COMMIT),
            (Drop.BEFORE_COMMIT, Drop.AFTER_COMMIT),
            (Drop.AFTER_COMMIT, Drop.AFTER_COMMIT),
            (Drop.BEFORE_COMMIT, Drop.BEFORE_COMMIT),
        ]
    ],
)
async def test_two_files_of_one_name_and_size_are_told_apart(
    desk: Desk, tmp_path: Path, drops: tuple[Drop, Drop], with_same_content: bool
) -> None:
    first, second = [make_files(tmp_path / folder, 1)[0] for folder in ("a", "b")]
    if with_same_content:
        second.write_bytes(first.read_bytes())
    desk.proxy.drop_uploads(*drops)
    ids = [desk.upload(path) for path in (first, second)]
    rows = await desk.ended(ids)

    stored = await desk.stored([first.name])
    done = [row for row in rows if row.state is TransferState.DONE]
    assert len(stored) == len(done) == sum(drop is not Drop.BEFORE_COMMIT for drop in drops)
    assert {row.attachment_id for row in done} == {row.id for row in stored}
    for row in done:
        assert row.attachment is not None
        assert await sha256_of_stored(desk.direct, desk.storage, row.attachment) == row.sha256
    for row in rows:
        if row.state is not TransferState.DONE:
            assert row.state is TransferState.UNCONFIRMED
            desk.engine.retry(row.id)
    again = await desk.ended(ids)
    assert [row.state for row in again] == [TransferState.DONE] * 2
    assert await desk.count([first.name]) == [2]
    assert len({row.attachment_id for row in again}) == 2


async def test_a_commit_after_the_second_look_is_found(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1)
    desk.proxy.drop_uploads(Drop.LATE_COMMIT)
    # The first list is the one before the upload; this runs after the third was made and before it is passed on.
    desk.proxy.on_list = lambda count: desk.proxy.commit_late() if count == 3 else None
    [row] = await desk.ended([desk.upload(path)])
    assert (row.state, row.error) == (TransferState.DONE, None)
    assert await desk.count([path.name]) == [1]
    assert desk.proxy.lists_answered == 4


async def test_a_commit_after_all_looks_is_found_before_anything_is_sent_again(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1)
    desk.proxy.drop_uploads(Drop.LATE_COMMIT)
    transfer_id = desk.upload(path)
    [row] = await desk.ended([transfer_id])
    assert row.state is TransferState.UNCONFIRMED
    await asyncio.to_thread(desk.proxy.commit_late)

    desk.engine.retry(transfer_id)
    [row] = await desk.ended([transfer_id])
    assert (row.state, row.bytes_done) == (TransferState.DONE, 2000)
    assert row.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (desk.proxy.uploads_received, await desk.count([path.name])) == (1, [1])


async def test_what_was_there_before_is_not_taken_for_the_lost_upload(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1)
    [first] = await desk.ended([desk.upload(path)])
    assert first.state is TransferState.DONE
    desk.proxy.drop_uploads(Drop.BEFORE_COMMIT)
    [second] = await desk.ended([desk.upload(path)])
    assert (second.state, await desk.count([path.name])) == (TransferState.UNCONFIRMED, [1])


async def test_a_file_that_changes_while_it_is_looked_for_is_never_done(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1)
    desk.proxy.drop_uploads(Drop.AFTER_COMMIT)
    desk.may_look.clear()
    transfer_id = desk.upload(path)
    await desk.is_looking.wait()
    assert desk.engine.snapshot(transfer_id).state is TransferState.VERIFYING
    path.write_bytes(path.read_bytes() + b"more")
    desk.may_look.set()
    [row] = await desk.ended([transfer_id])
    assert (row.state, type(row.error), row.sha256) == (TransferState.FAILED, FileChanged, None)


async def test_a_file_that_changed_before_it_is_found_again_is_never_done(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1)
    desk.proxy.drop_uploads(Drop.LATE_COMMIT)
    transfer_id = desk.upload(path)
    await desk.ended([transfer_id])
    await asyncio.to_thread(desk.proxy.commit_late)
    path.write_bytes(path.read_bytes()[:-4])  # another file now: the user means this one
    desk.engine.retry(transfer_id)
    [row] = await desk.ended([transfer_id])
    assert (row.state, row.sha256) == (TransferState.DONE, hashlib.sha256(path.read_bytes()).hexdigest())
    assert sorted(str(stored.size_bytes) for stored in await desk.stored([path.name])) == ["1996", "2000"]


async def test_cancelling_the_search_leaves_it_unconfirmed_and_a_retry_finds_it(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1)
    desk.proxy.drop_uploads(Drop.AFTER_COMMIT)
    desk.may_look.clear()
    transfer_id = desk.upload(path)
    await desk.is_looking.wait()
    desk.engine.cancel(transfer_id)
    [row] = await desk.ended([transfer_id])
    assert (row.state, type(row.error)) == (TransferState.UNCONFIRMED, AnswerLost)
    desk.may_look.set()
    desk.engine.retry(transfer_id)
    [row] = await desk.ended([transfer_id])
    assert (row.state, desk.proxy.uploads_received, await desk.count([path.name])) == (TransferState.DONE, 1, [1])


async def test_an_upload_broken_off_half_way_is_looked_for_before_it_is_sent_again(desk: Desk, tmp_path: Path) -> None:
    [path] = make_files(tmp_path, 1, size_bytes=24 * 1024 * 1024)
    desk.proxy.drop_uploads(Drop.HALF_WAY)
    transfer_id = desk.upload(path)
    [row] = await desk.ended([transfer_id])
    assert (row.state, type(row.error)) == (TransferState.FAILED, NotReached)
    lists_before = desk.proxy.lists_answered
    desk.engine.retry(transfer_id)
    [row] = await desk.ended([transfer_id])
    assert (row.state, desk.proxy.lists_answered, await desk.count([path.name])) == (TransferState.DONE, lists_before + 1, [1])


async def test_a_batch_needs_few_lists(desk: Desk, tmp_path: Path) -> None:
    rows = await desk.ended([desk.upload(path) for path in make_files(tmp_path, 20)])
    assert {row.state for row in rows} == {TransferState.DONE}
    assert desk.proxy.lists_answered <= 2


@pytest.mark.parametrize(
    "name", ["C:\\temp\\log.gz", "\\\\server\\share\\log.gz", 'a "quoted" name.gz', "a\\b.gz", "Zürich 💾.gz", " log.gz"]
)
async def test_a_name_that_the_service_changes_is_recognised(desk: Desk, tmp_path: Path, name: str) -> None:
    [path] = make_files(tmp_path, 1)
    path = path.rename(tmp_path / name)
    desk.proxy.drop_uploads(Drop.AFTER_COMMIT)
    before = {row.id for row in await desk.direct.list_attachments(desk.ticket_id)}
    [row] = await desk.ended([desk.upload(path)])
    after = {row.id for row in await desk.direct.list_attachments(desk.ticket_id)}
    assert (row.state, {row.attachment_id}) == (TransferState.DONE, after - before)
