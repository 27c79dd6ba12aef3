"""A clock that is two hours wrong, or is set by two hours meanwhile, on either side: nothing ends for it, and nothing comes twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.support.faulty_service import Exchange, FaultyService, answers, commits_then_drops, cuts_body
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.backoff import RetryPolicy

from .bench import NAME, Row, opened_bench, outcome_of, random_gzip, sha256

SIZE_BYTES = 3 * 1024 * 1024 + 123
HALF = 2 * 1024 * 1024 + 7
EXPIRED = {"statusCode": "400", "error": "InvalidJWT", "message": '"exp" claim timestamp check failed', "code": "InvalidJWT"}
HASTY_RETRIES = RetryPolicy(wait_initial_s=0.01, wait_max_s=0.02)
TWO_HOURS = timedelta(hours=2)

# Every module of the client that asks what time it is.
CLIENT_MODULES = ("api.signed_url", "api.failures", "transfer.records", "transfer.job", "transfer.job_queue", "transfer.reconcile")

by_two_hours = pytest.mark.parametrize("hours", [2, -2], ids=["two hours fast", "two hours slow"])


class Clock:
    """The client's wall clock; `error` is how far it is ahead."""

    def __init__(self) -> None:
        self.error = timedelta()

    def datetime_class(self) -> type[datetime]:
        clock = self

        class Shifted(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one, as others expect
                return datetime.now(tz) + clock.error

        return Shifted


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in CLIENT_MODULES:
        monkeypatch.setattr(f"toptickets_desktop.{module}.datetime", clock.datetime_class())
    return clock


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


def without_date(exchange: Exchange) -> None:
    """The link, and no word of what time it is over there."""
    answer = exchange.ask()
    exchange.send(replace(answer, headers={name: value for name, value in answer.headers.items() if name != "date"}))


@by_two_hours
@pytest.mark.parametrize("when", ["all the time", "from the middle on", "all the time, no Date"])
async def test_a_download_under_a_wrong_clock(
    service: FaultyService, tmp_path: Path, clock: Clock, hours: int, when: str, fault_rows: list[Row]
) -> None:
    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)
        cut = cuts_body(HALF)
        error = timedelta(hours=hours)

        def cut_and_set(exchange: Exchange) -> None:
            clock.error = error
            cut(exchange)

        if when == "from the middle on":
            service.storage.script("GET", "/", cut_and_set)
        else:
            clock.error = error
            service.storage.script("GET", "/", cut)
        if when.endswith("no Date"):
            service.api.script("GET", "/download", without_date, then_stays=True)
        row = await bench.engine.wait(bench.begin_download(attachment))
        assert (row.state, row.error) == (TransferState.DONE, None)
        assert row.path is not None
        assert sha256(row.path.read_bytes()) == sha256(content)
        # Where nobody says what time it is, a fast clock takes the link for one that has ended: that costs a link, and no byte.
        links = 2 if when.endswith("no Date") and hours > 0 else 1
        assert (service.links_asked, service.refetched_bytes) == (links, 0)
        words = f"clock: download, {'+' if hours > 0 else '-'}2 h {when}"
        fault_rows.append(Row(words, outcome_of(row), "", 1, service.refetched_bytes))


@by_two_hours
async def test_an_end_of_the_link_that_is_not_its_end(service: FaultyService, tmp_path: Path, hours: int, fault_rows: list[Row]) -> None:
    def misdates(exchange: Exchange) -> None:
        answer = exchange.ask()
        link = json.loads(answer.body)
        end = datetime.fromisoformat(link["expires_at"]) + timedelta(hours=hours)
        exchange.send(replace(answer, body=json.dumps({**link, "expires_at": end.isoformat()}).encode()))

    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)
        service.api.script("GET", "/download", misdates)
        # Said to live longer than it does: the storage refuses it. Said to be over: it is renewed unasked.
        service.storage.script("GET", "/", cuts_body(HALF), *([answers(400, json=EXPIRED)] if hours > 0 else []))
        row = await bench.engine.wait(bench.begin_download(attachment))
        assert row.state is TransferState.DONE
        assert row.path is not None
        assert sha256(row.path.read_bytes()) == sha256(content)
        assert (service.links_asked, service.refetched_bytes) == (2, 0)
        fault_rows.append(Row(f"clock: expires_at {'+' if hours > 0 else '-'}2 h", outcome_of(row), "", 1, service.refetched_bytes))


@by_two_hours
@pytest.mark.parametrize("when", ["all the time", "while it is sent"])
async def test_a_lost_answer_under_a_wrong_clock(
    service: FaultyService, tmp_path: Path, clock: Clock, hours: int, when: str, fault_rows: list[Row]
) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        path = tmp_path / NAME
        path.write_bytes(random_gzip(200_000))
        drop = commits_then_drops()

        def set_and_drop(exchange: Exchange) -> None:
            clock.error = timedelta(hours=hours)
            drop(exchange)

        if when == "all the time":
            clock.error = timedelta(hours=hours)
        service.api.script("POST", "/attachments", set_and_drop)
        row = await bench.engine.wait(bench.begin_upload(path))
        assert (row.state, row.error) == (TransferState.DONE, None)
        assert len(await bench.stored_sums()) == 1
        assert service.uploads_asked == 1
        words = f"clock: lost answer, {'+' if hours > 0 else '-'}2 h {when}"
        fault_rows.append(Row(words, outcome_of(row), "", 1, None))


@by_two_hours
async def test_retry_after_as_a_date_under_a_wrong_clock(
    service: FaultyService, tmp_path: Path, clock: Clock, hours: int, fault_rows: list[Row]
) -> None:
    clock.error = timedelta(hours=hours)
    there = datetime.now(UTC)
    headers = {"Date": format_datetime(there, usegmt=True), "Retry-After": format_datetime(there + timedelta(seconds=1), usegmt=True)}
    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        path = tmp_path / NAME
        path.write_bytes(random_gzip(200_000))
        service.api.script("POST", "/attachments", answers(429, json={"detail": "Slow down"}, headers=headers))
        row = await bench.engine.wait(bench.begin_upload(path))
        assert row.state is TransferState.DONE
        assert (service.uploads_asked, len(await bench.stored_sums())) == (2, 1)
        assert row.started_at is not None
        assert abs(row.started_at - clock.error - there) < timedelta(minutes=1)
        fault_rows.append(Row(f"clock: Retry-After as a date, {'+' if hours > 0 else '-'}2 h", outcome_of(row), "", 1, None))
