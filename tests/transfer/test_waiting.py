"""An engine in simulated time: what waits, for what, how long, and what lets it go on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.simulated_time import SimulatedTime
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.lane import Paced
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    NotReached,
    NotReachedReason,
    RateLimited,
    Rejected,
    ServerFault,
    ServiceError,
    Stalled,
    Unauthorized,
)
from toptickets_desktop.domain.transfer import Transfer, TransferState, WaitReason
from toptickets_desktop.transfer.backoff import RetryPolicy
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.stalls import STILL_S

S = TransferState
TICKET_ID = "t"


class Service:
    """Stores what it is sent, unless it is told to fail."""

    def __init__(self, time: SimulatedTime) -> None:
        self.time = time
        self.trouble: Callable[[str], ServiceError | None] = lambda _name: None
        self.is_there = True
        self.attempts: list[tuple[float, str]] = []
        self.probes = 0
        self.stored: list[Attachment] = []
        self.hold: asyncio.Event | None = None
        self.sticks = False
        self.paced = False

    async def list_attachments(self, _ticket_id: str) -> list[Attachment]:
        return list(self.stored)

    async def is_reached(self) -> bool:
        self.probes += 1
        return self.is_there

    async def upload_attachment(self, ticket_id: str, *, filename: str, content_type: str, size_bytes: int, chunks: Any) -> Attachment:
        self.attempts.append((self.time.now, filename))
        if not self.is_there:
            raise NotReached(NotReachedReason.CONNECT)
        if (error := self.trouble(filename)) is not None:
            raise error
        if self.hold is not None:
            await self.hold.wait()
        async for _chunk in Paced(aiter(chunks)) if self.paced else chunks:
            if self.sticks:
                await asyncio.Event().wait()
        stored = Attachment(f"id-{len(self.stored)}", ticket_id, filename, content_type, size_bytes)
        self.stored.append(stored)
        return stored

    def times_of(self, name: str) -> list[float]:
        return [at for at, filename in self.attempts if filename == name]


class Bench:
    def __init__(self, folder: Path, policy: RetryPolicy, concurrency: int = 2) -> None:
        self.time = SimulatedTime(early_s=0.01)
        self.service = Service(self.time)
        self.folder = folder
        client = cast(ApiClient, self.service)
        reconciler = Reconciler(client, sleep=self.time.sleep, now_s=self.time.now_s)
        self.engine = TransferEngine(
            client,
            cast(StorageClient, None),
            reconciler=reconciler,
            policy=policy,
            timing=self.time.timing,
            concurrency=concurrency,
        )

    def file(self, name: str) -> CheckedFile:
        path = self.folder / name
        path.write_bytes(b"\x1f\x8b\x08" + os.urandom(500))
        return check_file(path)

    def upload(self, name: str) -> int:
        return self.engine.upload(TICKET_ID, self.file(name))

    def row(self, transfer_id: int) -> Transfer:
        return self.engine.snapshot(transfer_id)

    def states(self) -> set[TransferState]:
        return {row.state for row in self.engine.snapshots()}

    async def until(self, is_met: Callable[[], bool], limit_s: float = 1e6) -> None:
        """Real threads read the files, so the loop gets real moments too."""
        async with asyncio.timeout(20):
            while not is_met():
                await asyncio.sleep(0.0005)
                if not self._is_busy() and not is_met():
                    before = self.time.now
                    await self.time.run(until=lambda: is_met() or self._is_busy() or self.time.now > before, limit_s=limit_s)  # noqa: B023  # used at once

    def _is_busy(self) -> bool:
        return any(row.state in {S.RUNNING, S.VERIFYING} for row in self.engine.snapshots())

    async def until_all(self, *states: TransferState) -> None:
        await self.until(lambda: self.states() <= set(states))


@pytest.fixture
async def make_bench(tmp_path: Path) -> AsyncIterator[Callable[..., Bench]]:
    benches: list[Bench] = []

    def make(policy: RetryPolicy | None = None, **options: Any) -> Bench:
        benches.append(Bench(tmp_path, policy or RetryPolicy(), **options))
        return benches[-1]

    yield make
    for bench in benches:
        await bench.engine.close()


async def test_a_fault_that_passes_is_waited_for_and_the_file_is_stored_once(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.trouble = lambda name: ServerFault(status=503) if len(bench.service.times_of(name)) < 4 else None
    transfer_id = bench.upload("a.gz")
    await bench.until(lambda: bench.row(transfer_id).state is S.WAITING)
    row = bench.row(transfer_id)
    assert (row.wait_reason, type(row.error)) == (WaitReason.BACKOFF, ServerFault)
    assert row.waiting_until is not None
    await bench.until_all(S.DONE)
    assert len(bench.service.attempts) == 4
    assert [stored.filename for stored in bench.service.stored] == ["a.gz"]
    assert (bench.row(transfer_id).wait_reason, bench.row(transfer_id).error) == (None, None)


async def test_a_fault_that_stays_fails_when_the_budget_is_spent(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(RetryPolicy(attempts_max=3))
    bench.service.trouble = lambda _name: ServerFault(status=500)
    transfer_id = bench.upload("a.gz")
    await bench.until_all(S.FAILED)
    assert (len(bench.service.attempts), type(bench.row(transfer_id).error)) == (3, ServerFault)
    bench.engine.retry(transfer_id)
    await bench.until_all(S.FAILED)
    assert len(bench.service.attempts) == 6, "the user's word brings a whole new budget"


async def test_a_definite_no_is_not_tried_again(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.trouble = lambda _name: Rejected(status=400)
    bench.upload("a.gz")
    await bench.until_all(S.FAILED)
    assert len(bench.service.attempts) == 1


async def test_nothing_is_sent_before_the_time_that_the_service_named(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    refused_at: list[float] = []

    def refuse_first(_name: str) -> ServiceError | None:
        if refused_at:
            return None
        refused_at.append(bench.time.now)
        return RateLimited(retry_after_s=90.0)

    bench.service.trouble = refuse_first
    sent_before_heard: list[int] = []

    def on_rows(rows: Sequence[Transfer]) -> None:
        if not sent_before_heard and any(row.state is S.WAITING for row in rows):
            sent_before_heard.append(len(bench.service.attempts))

    bench.engine.add_listener(on_rows)
    ids = [bench.upload(f"{number}.gz") for number in range(8)]
    await bench.until(lambda: all(bench.row(transfer_id).state in {S.WAITING, S.DONE} for transfer_id in ids))
    waiting = [row for row in bench.engine.snapshots() if row.state is S.WAITING]
    assert len(waiting) >= 6
    assert {row.wait_reason for row in waiting} == {WaitReason.RATE_LIMIT}
    bench.engine.retry(waiting[0].id)
    assert bench.row(waiting[0].id).state is S.WAITING, "not even when the user is impatient"
    await bench.until_all(S.DONE)
    later = [at for at, _name in bench.service.attempts[sent_before_heard[0] + 1 :]]  # two run at the same time
    assert min(later) >= refused_at[0] + 90.0
    assert len(bench.service.stored) == 8


async def test_offline_is_noticed_once_and_cured_by_itself(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.is_there = False
    ids = [bench.upload(f"{number}.gz") for number in range(20)]
    await bench.until(lambda: bench.states() == {S.WAITING})
    assert {bench.row(transfer_id).wait_reason for transfer_id in ids} == {WaitReason.OFFLINE}
    await bench.until(lambda: bench.service.probes >= 50)  # far longer than any budget
    assert len(bench.service.attempts) <= 2, "only what ran at that moment noticed; the probe asks for all"
    assert bench.states() == {S.WAITING}
    late = bench.upload("late.gz")
    assert bench.row(late).wait_reason is WaitReason.OFFLINE
    bench.service.is_there = True
    await bench.until_all(S.DONE)
    assert len(bench.service.stored) == 21


async def test_a_host_that_only_one_transfer_cannot_reach_costs_its_budget(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(RetryPolicy(attempts_max=3))
    bench.service.trouble = lambda name: NotReached(NotReachedReason.NAME) if name == "bad.gz" else None
    bad, good = bench.upload("bad.gz"), bench.upload("good.gz")
    await bench.until_all(S.FAILED, S.DONE)
    assert (bench.row(bad).state, bench.row(good).state) == (S.FAILED, S.DONE)
    assert len(bench.service.times_of("bad.gz")) == 3


async def test_without_waiting_for_the_network_being_offline_is_a_failure(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(RetryPolicy(attempts_max=2, waits_when_offline=False))
    bench.service.is_there = False
    bench.upload("a.gz")
    await bench.until_all(S.FAILED)
    assert (len(bench.service.attempts), bench.service.probes) == (2, 0)


async def test_a_refused_key_holds_everything_until_there_is_a_new_one(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.trouble = lambda _name: Unauthorized(status=401)
    ids = [bench.upload(f"{number}.gz") for number in range(10)]
    await bench.until(lambda: bench.states() == {S.WAITING})
    assert {bench.row(transfer_id).wait_reason for transfer_id in ids} == {WaitReason.SIGN_IN}
    assert len(bench.service.attempts) <= 2
    bench.engine.retry(ids[0])
    bench.upload("late.gz")
    await bench.until(lambda: bench.states() == {S.WAITING})  # it may have to wait until the task of a refused one has ended
    assert len(bench.service.attempts) <= 2
    bench.service.trouble = lambda _name: None
    bench.engine.resume_after_sign_in()
    await bench.until_all(S.DONE)
    assert len(bench.service.stored) == 11


async def test_a_refusal_of_the_key_before_holds_nothing_up(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.hold = asyncio.Event()
    refused: list[str] = []

    async def late_refusal(ticket_id: str, *, filename: str, content_type: str, size_bytes: int, chunks: Any) -> Attachment:
        if filename not in refused:
            refused.append(filename)
            assert bench.service.hold is not None
            await bench.service.hold.wait()
            raise Unauthorized(status=401)
        return await type(bench.service).upload_attachment(
            bench.service, ticket_id, filename=filename, content_type=content_type, size_bytes=size_bytes, chunks=chunks
        )

    bench.service.upload_attachment = late_refusal  # type: ignore[method-assign]
    reasons: set[WaitReason | None] = set()
    bench.engine.add_listener(lambda rows: reasons.update(row.wait_reason for row in rows))
    bench.upload("a.gz")
    await bench.until(lambda: refused == ["a.gz"])
    bench.engine.resume_after_sign_in()  # the user was faster than the answer
    bench.service.hold.set()
    await bench.until_all(S.DONE)
    assert WaitReason.SIGN_IN not in reasons
    assert len(bench.service.stored) == 1


async def test_without_a_hold_a_refused_key_is_a_failure(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(RetryPolicy(waits_for_sign_in=False))
    bench.service.trouble = lambda _name: Unauthorized(status=401)
    bench.upload("a.gz")
    await bench.until_all(S.FAILED)


async def test_what_waits_can_be_cancelled_or_paused_and_stays_so(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.trouble = lambda name: ServerFault(status=500) if len(bench.service.times_of(name)) < 2 else None
    given_up, rested = bench.upload("a.gz"), bench.upload("b.gz")
    await bench.until(lambda: bench.states() == {S.WAITING})
    bench.engine.cancel(given_up)
    bench.engine.pause(rested)
    assert (bench.row(given_up).state, bench.row(rested).state) == (S.CANCELLED, S.PAUSED)
    other = bench.upload("c.gz")
    await bench.until(lambda: bench.row(other).state is S.DONE)
    assert (bench.row(given_up).state, bench.row(rested).state) == (S.CANCELLED, S.PAUSED)
    assert bench.row(rested).wait_reason is None
    bench.engine.resume(rested)
    await bench.until_all(S.DONE, S.CANCELLED)
    assert [len(bench.service.times_of(name)) for name in ("a.gz", "b.gz")] == [1, 2]


async def test_pausing_all_and_going_on(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.hold = asyncio.Event()
    ids = [bench.upload(f"{number}.gz") for number in range(6)]
    await bench.until(lambda: len(bench.service.attempts) == 2)
    bench.engine.pause_all()
    assert {bench.row(transfer_id).state for transfer_id in ids} == {S.PAUSED}
    bench.service.hold.set()
    bench.engine.resume_all()
    await bench.until_all(S.DONE)
    assert sorted(stored.filename for stored in bench.service.stored) == [f"{number}.gz" for number in range(6)]


async def test_what_the_user_just_clicked_goes_first(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(concurrency=1)
    ids = [bench.upload(f"{number}.gz") for number in range(5)]
    bench.engine.prioritise(ids[2])
    bench.engine.prioritise(ids[4])
    await bench.until_all(S.DONE)
    assert [name for _at, name in bench.service.attempts] == ["0.gz", "4.gz", "2.gz", "1.gz", "3.gz"]


async def test_more_run_as_soon_as_more_may(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(concurrency=1)
    bench.service.hold = asyncio.Event()
    for number in range(5):
        bench.upload(f"{number}.gz")
    await bench.until(lambda: len(bench.service.attempts) == 1)
    bench.engine.set_concurrency(3)
    await bench.until(lambda: len(bench.service.attempts) == 3)
    assert sum(row.state is S.RUNNING for row in bench.engine.snapshots()) == 3
    bench.engine.set_concurrency(0)
    bench.service.hold.set()
    await bench.until_all(S.DONE)


async def test_what_stands_still_ends_with_that_reason_and_can_be_tried_again(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.sticks = True
    transfer_id = bench.upload("a.gz")
    began = bench.time.now
    async with asyncio.timeout(20):
        await bench.time.run(until=lambda: bench.row(transfer_id).state is S.FAILED)
    assert isinstance(bench.row(transfer_id).error, Stalled)
    assert bench.time.now - began >= STILL_S
    bench.service.sticks = False
    bench.engine.retry(transfer_id)
    await bench.until_all(S.DONE)
    assert len(bench.service.stored) == 1


async def test_waiting_for_our_own_limit_is_no_stall(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    bench.service.paced = True
    bench.engine.set_bandwidth_limit(1)  # 503 bytes take eight minutes
    transfer_id = bench.upload("a.gz")
    began = bench.time.now
    async with asyncio.timeout(20):
        await bench.time.run(until=lambda: bench.row(transfer_id).state in {S.FAILED, S.DONE})
    assert bench.row(transfer_id).state is S.DONE
    assert bench.time.now - began >= 480
