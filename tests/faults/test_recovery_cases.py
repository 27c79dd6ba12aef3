"""Faults that pass: the engine gets over them by itself, and fetches nothing twice that it could keep.

The first request of a case is cut in the middle; what the next ones meet is the case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.support.faulty_service import (
    Ending,
    Exchange,
    Fault,
    FaultyService,
    answers,
    changes,
    commits_then,
    commits_then_drops,
    compresses,
    cuts_body,
    drops,
    ignores_range,
    serves_other,
)
from toptickets_desktop.domain.errors import LengthMismatch, TopTicketsError
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.backoff import RetryPolicy

from .bench import NAME, OLD, Row, kinds_of, opened_bench, outcome_of, random_gzip, sha256

SIZE_BYTES = 3 * 1024 * 1024 + 123
HALF = 2 * 1024 * 1024 + 7
PAGE = b"<html>Bad gateway</html>"
JWT_EXPIRED = {"statusCode": "400", "error": "InvalidJWT", "message": '"exp" claim timestamp check failed', "code": "InvalidJWT"}
HASTY_RETRIES = RetryPolicy(wait_initial_s=0.01, wait_max_s=0.02)

OTHER_OF_THE_SIZE = random_gzip(SIZE_BYTES)
LARGER = random_gzip(SIZE_BYTES + 1)
SMALLER = random_gzip(HALF - 1)


@dataclass(frozen=True, slots=True)
class Resume:
    """What a download meets after it was cut at half.

    Attributes:
        faults: of the next requests to the storage, one each; then the way is clear.
        refetched_bytes: how many bytes come twice, or in vain.
        links: how many signed URLs are asked for in all.
        other: what the storage has by now, instead of the object.
        error: the reason on the row; None when it is done.
    """

    name: str
    faults: tuple[Fault, ...]
    refetched_bytes: int = 0
    links: int = 1
    other: bytes | None = None
    error: type[TopTicketsError] | None = None


def without_etag(exchange: Exchange) -> None:
    answer = exchange.ask()
    exchange.send(replace(answer, headers={name: value for name, value in answer.headers.items() if name != "etag"}))


RESUMES = [
    Resume("nothing more", ()),
    Resume("cut again, three times", (cuts_body(1000), cuts_body(300_000), cuts_body(0))),
    Resume("dropped twice (RST)", (drops(Ending.RST), drops(Ending.RST))),
    Resume("storage 503, then 429", (answers(503), answers(429)), links=3),
    Resume("storage 502 page", (answers(502, body=PAGE),), links=2),
    Resume("Range ignored (200)", (ignores_range,), HALF),
    Resume("416", (answers(416, json={"statusCode": "416", "error": "InvalidRange"}),), HALF),
    Resume("garbled Content-Range", (changes(content_range="bytes ?-?/?"),), SIZE_BYTES),
    Resume("Content-Range of another offset", (changes(content_range=f"bytes {HALF + 1}-{SIZE_BYTES - 1}/{SIZE_BYTES}"),), SIZE_BYTES - 1),
    Resume("Content-Range of another total", (changes(content_range=f"bytes {HALF}-{SIZE_BYTES - 1}/{SIZE_BYTES + 9}"),), SIZE_BYTES),
    Resume("compressed unasked", (compresses(),), SIZE_BYTES),
    Resume("no ETag any more", (without_etag,), SIZE_BYTES),
    Resume("weak ETag", (changes(etag='W/"weak"'),), SIZE_BYTES),
    Resume("link expired (400 InvalidJWT)", (answers(400, json=JWT_EXPIRED),), links=2),
    Resume("link expired (400 ExpiredToken)", (answers(400, json={"error": "ExpiredToken", "message": "jwt expired"}),), links=2),
    Resume("link refused (401)", (answers(401),), links=2),
    Resume("link refused (403 XML)", (answers(403, body=b"<Error><Code>AccessDenied</Code></Error>"),), links=2),
    Resume("another object of the size", (serves_other(OTHER_OF_THE_SIZE),) * 3, HALF, other=OTHER_OF_THE_SIZE),
    Resume("a larger object", (serves_other(LARGER),) * 20, HALF, other=LARGER, error=LengthMismatch),
    Resume("a smaller object", (serves_other(SMALLER),) * 20, HALF, other=SMALLER, error=LengthMismatch),
]


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


@pytest.mark.parametrize("case", RESUMES, ids=lambda case: case.name)
async def test_a_download_goes_on(service: FaultyService, tmp_path: Path, case: Resume, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)
        service.storage.script("GET", "/", cuts_body(HALF), *case.faults)
        row = await bench.engine.wait(bench.begin_download(attachment))

        expected = TransferState.DONE if case.error is None else TransferState.FAILED
        assert kinds_of(row) == (expected, case.error)
        if row.path is not None:
            whole = content if case.other is None else case.other
            assert (sha256(row.path.read_bytes()), row.sha256) == (sha256(whole), sha256(whole))
        assert bench.visible_names() == ([NAME] if case.error else ["report (2).gz", NAME])
        assert bench.hidden_names() == []
        assert (bench.folder / NAME).read_bytes() == OLD
        if case.error is None and case.other is None:
            assert (service.refetched_bytes, service.links_asked) == (case.refetched_bytes, case.links)
        fault_rows.append(Row(f"resume: {case.name}", outcome_of(row), "", 1, service.refetched_bytes))


@dataclass(frozen=True, slots=True)
class Repeat:
    """What an upload meets.

    Attributes:
        faults: of the uploads, one each; then the way is clear.
        uploads: how many are begun in all.
        state: in the end.
    """

    name: str
    faults: tuple[Fault, ...]
    uploads: int
    state: TransferState = TransferState.DONE
    size_bytes: int = 300_000


LARGE_BYTES = 24 * 1024 * 1024  # more than the sockets' buffers hold
SLOW_DOWN = answers(429, json={"detail": "Slow down"}, headers={"Retry-After": "0"})

REPEATS = [
    Repeat("429 three times", (SLOW_DOWN,) * 3, 4),
    Repeat("cut in the middle (RST)", (drops(Ending.RST, after_bytes=5_000_000),), 2, size_bytes=LARGE_BYTES),
    Repeat("cut in the middle, then stored and dropped", (drops(after_bytes=0), commits_then_drops()), 2, size_bytes=LARGE_BYTES),
    Repeat("429, then stored and dropped", (SLOW_DOWN, commits_then_drops(Ending.RST)), 2),
    Repeat("stored, then 502 page", (commits_then(answers(502, body=PAGE)),), 1),
    Repeat("not stored, then 502 page: never again unasked", (answers(502, body=PAGE),), 1, TransferState.UNCONFIRMED),
    Repeat("not stored, then FIN: never again unasked", (drops(),), 1, TransferState.UNCONFIRMED),
    Repeat("413 page: never again unasked", (answers(413, body=PAGE),), 1, TransferState.FAILED),
]


@pytest.mark.parametrize("case", REPEATS, ids=lambda case: case.name)
async def test_an_upload_is_repeated_only_when_nothing_can_be_stored(
    service: FaultyService, tmp_path: Path, case: Repeat, fault_rows: list[Row]
) -> None:
    async with opened_bench(service, tmp_path / "saved", policy=HASTY_RETRIES) as bench:
        content = random_gzip(case.size_bytes)
        (tmp_path / NAME).write_bytes(content)
        service.api.script("POST", "/attachments", *case.faults)
        row = await bench.engine.wait(bench.begin_upload(tmp_path / NAME))
        assert (row.state, service.uploads_asked) == (case.state, case.uploads)
        sums = await bench.stored_sums()
        assert sums == ([sha256(content)] if case.state is TransferState.DONE else [])
        fault_rows.append(Row(f"repeat: {case.name}", outcome_of(row), "", len(sums), None))
