"""The bars that are a number: so many times put to the test, and never once missed. Large numbers with --soak."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.faulty_service import Ending, Fault, FaultyService, answers, cuts_body, serves_other
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    LengthMismatch,
    NotReached,
    NotReachedReason,
    RateLimited,
    ReceivedInstead,
    ServerFault,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.backoff import Retries, RetryPolicy

from .bench import Row, opened_bench, random_gzip, sha256

SIZE_BYTES = 1024 * 1024 + 77
RETRIES = 10_000
HASTY_RETRIES = RetryPolicy(wait_initial_s=0.001, wait_max_s=0.002)


def storage_says(message: str, code: str = "InvalidJWT") -> Fault:
    return answers(400, json={"statusCode": "400", "error": code, "message": message, "code": code})


# How a link is refused, as contract.md has seen it and as other releases and stores word it.
REFUSALS = {
    "400 InvalidJWT": storage_says('"exp" claim timestamp check failed'),
    "400 jwt expired": storage_says("jwt expired"),
    "400 ExpiredToken": storage_says("The provided token has expired", "ExpiredToken"),
    "400 signature": storage_says("signature verification failed"),
    "401": answers(401, json={"message": "Unauthorized"}),
    "403 JSON": answers(403, json={"message": "Forbidden"}),
    "403 XML": answers(403, body=b"<Error><Code>AccessDenied</Code></Error>"),
}


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


@pytest.mark.parametrize("number", [10, pytest.param(100, marks=pytest.mark.soak)])
async def test_an_object_that_changed_is_never_spliced(service: FaultyService, tmp_path: Path, number: int, fault_rows: list[Row]) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    done = refused = 0
    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        for index in range(number):
            name = f"{index}.gz"
            attachment = bench.store(random_gzip(SIZE_BYTES), name)
            if chance.random() < 0.3:  # the service does not say how long it is
                attachment = Attachment(attachment.id, attachment.ticket_id, name, attachment.content_type, None)
            other = random_gzip(chance.choice([SIZE_BYTES, SIZE_BYTES, SIZE_BYTES + 1, SIZE_BYTES - 1, 500_000, 2 * SIZE_BYTES]))
            cut = cuts_body(chance.randint(1, SIZE_BYTES - 1), chance.choice(list(Ending)))
            service.clear()
            service.storage.script("GET", "/", cut, serves_other(other), then_stays=True)
            row = await bench.engine.wait(bench.begin_download(attachment))
            if row.state is TransferState.DONE:
                assert row.path is not None
                assert sha256(row.path.read_bytes()) == row.sha256 == sha256(other), f"seed {seed}, {index}"
                done += 1
            else:
                assert isinstance(row.error, LengthMismatch), f"seed {seed}, {index}: {row.error}"
                assert not (bench.folder / name).exists()
                refused += 1
        assert bench.hidden_names() == []
    words = f"0 spliced: {done} begun anew, {refused} refused for their length"
    fault_rows.append(Row(f"bar: {number} objects changed between two attempts", words, "", number, service.refetched_bytes))


@pytest.mark.parametrize("offsets", [2, pytest.param(10, marks=pytest.mark.soak)])
async def test_a_link_that_ends_costs_one_renewal_and_no_byte(
    service: FaultyService, tmp_path: Path, offsets: int, fault_rows: list[Row]
) -> None:
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content, "big.gz")
        for offset in sorted(chance.sample(range(1, SIZE_BYTES), offsets)):
            for kind, refusal in REFUSALS.items():
                service.storage.script("GET", "/", cuts_body(offset), refusal)
                links_before, served_before = service.links_asked, len(service.storage.served)
                row = await bench.engine.wait(bench.begin_download(attachment))
                assert row.state is TransferState.DONE, f"seed {seed}, {offset}, {kind}: {row.error}"
                assert row.sha256 == sha256(content)
                assert service.links_asked - links_before == 2, f"seed {seed}, {offset}, {kind}"
                served = service.storage.served[served_before:]
                assert sum(each.size_bytes for each in served) == SIZE_BYTES, f"seed {seed}, {offset}, {kind}"
    words = "1 renewal each, 0 bytes twice"
    fault_rows.append(Row(f"bar: links end at {offsets} offsets x {len(REFUSALS)} refusals", words, "", 1, 0))


def passing_error(chance: random.Random) -> TopTicketsError:
    return chance.choice(
        [
            RateLimited(retry_after_s=chance.uniform(0, 400)),
            RateLimited(),
            NotReached(NotReachedReason.CONNECT),
            NotReached(NotReachedReason.CONNECTION_LOST),
            ServerFault(status=500),
            UnexpectedAnswer(ReceivedInstead.HTML, status=502),
            StorageError(503),
        ]
    )


def test_ten_thousand_retries_are_never_early_and_never_over_budget(fault_rows: list[Row]) -> None:
    chance = random.Random(3)
    early = over_attempts = over_time = retries_made = given_up = 0
    while retries_made < RETRIES:
        policy = RetryPolicy(attempts_max=chance.randint(1, 9), total_s_max=chance.uniform(0, 1000))
        retries = Retries(policy, chance.uniform)
        now_s = chance.uniform(0, 1e6)
        first_failure_s, attempts = now_s, 1
        while True:
            error = passing_error(chance)
            wait = retries.next_wait(error, now_s)
            if wait is None:
                given_up += 1
                break
            asked_s = error.retry_after_s or 0.0 if isinstance(error, RateLimited) else 0.0
            early += wait.wait_s < asked_s
            now_s += wait.wait_s
            attempts += 1
            retries_made += 1
            over_attempts += attempts > policy.attempts_max
            over_time += now_s - first_failure_s > policy.total_s_max + 1e-6
            now_s += chance.uniform(0, 30)  # the attempt itself
    assert (early, over_attempts, over_time) == (0, 0, 0)
    assert given_up > RETRIES / 10
    words = f"{early} before Retry-After, {over_attempts + over_time} over budget, {given_up} given up"
    fault_rows.append(Row(f"bar: {retries_made:,} simulated retries", words, "", None, None))
