"""Every fault that an upload can meet on its way, one after the other, before a real service.

Whatever happens: the row says what is known, and when the user has tried again there is exactly one object, with the right bytes.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.faulty_service import (
    Ending,
    Fault,
    FaultyService,
    answers,
    commits_late,
    commits_then,
    commits_then_drops,
    commits_then_hangs,
    cuts_answer,
    drops,
    hangs,
    passes,
    releases_late,
)
from toptickets_desktop.domain.errors import (
    AnswerLost,
    Forbidden,
    NotFound,
    NotReached,
    RateLimited,
    Rejected,
    TopTicketsError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox.server import Sandbox

from .bench import HASTY_NETWORK, NAME, NETWORK, Row, kinds_of, opened_bench, outcome_of, random_gzip, sha256

SIZE_BYTES = 300_000
LARGE_BYTES = 24 * 1024 * 1024  # more than the sockets' buffers hold
PAGE = b"<html>Bad gateway</html>"
CERTIFICATE = Path(__file__).parents[1] / "api" / "data" / "test-host.pem"

DONE = TransferState.DONE
FAILED = TransferState.FAILED
UNCONFIRMED = TransferState.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Case:
    """A fault that one upload meets, and what the user sees of it.

    Attributes:
        objects: on the server before the user tries again.
        lists: what the lists of attachments meet meanwhile, one after the other: the first is the one before the upload.
        size_bytes: of the file.
        is_slow: the fault is silence: the client's patience is short.
    """

    name: str
    fault: Fault
    state: TransferState
    error: type[TopTicketsError] | None = None
    objects: int = 0
    lists: tuple[Fault, ...] = ()
    size_bytes: int = SIZE_BYTES
    is_slow: bool = False


CASES = [
    # stored, and the answer lost
    Case("stored, then FIN", commits_then_drops(), DONE, objects=1),
    Case("stored, then RST", commits_then_drops(Ending.RST), DONE, objects=1),
    Case("stored, then silence", commits_then_hangs, DONE, objects=1, is_slow=True),
    Case("stored, answer cut in its first line", cuts_answer(20), DONE, objects=1),
    Case("stored, answer cut in its body", cuts_answer(60), DONE, objects=1),
    Case("stored, then 500", commits_then(answers(500, json={"detail": "Internal error"})), DONE, objects=1),
    Case("stored, then 502 page", commits_then(answers(502, body=PAGE)), DONE, objects=1),
    Case("stored, then 504 empty", commits_then(answers(504)), DONE, objects=1),
    Case("stored, then 408 page", commits_then(answers(408, body=PAGE)), DONE, objects=1),
    Case("stored, then 201 with a page", commits_then(answers(201, body=PAGE)), DONE, objects=1),
    Case("stored, then 201 with other JSON", commits_then(answers(201, json={"ok": True})), DONE, objects=1),
    Case("stored, then a redirect", commits_then(answers(302, headers={"Location": "/elsewhere"})), DONE, objects=1),
    Case("stored, list fails twice", commits_then_drops(), DONE, objects=1, lists=(passes, answers(502, body=PAGE), drops())),
    Case("stored late", commits_late, DONE, objects=1, lists=(passes, passes, releases_late)),
    Case("stored, no list to be had", commits_then_drops(), UNCONFIRMED, AnswerLost, 1, lists=(passes, *[answers(503)] * 5)),
    # not stored, and the answer lost
    Case("not stored, then FIN", drops(), UNCONFIRMED, AnswerLost),
    Case("not stored, then RST", drops(Ending.RST), UNCONFIRMED, AnswerLost),
    Case("not stored, then silence", hangs, UNCONFIRMED, AnswerLost, is_slow=True),
    Case("not stored, then 500", answers(500, json={"detail": "Internal error"}), UNCONFIRMED, AnswerLost),
    Case("not stored, then 502 page", answers(502, body=PAGE), UNCONFIRMED, AnswerLost),
    Case("not stored, then 503 empty", answers(503), UNCONFIRMED, AnswerLost),
    Case("not stored, then 201 with a page", answers(201, body=PAGE), UNCONFIRMED, AnswerLost),
    # broken off before all was sent
    Case("cut after the head (FIN)", drops(after_bytes=0), FAILED, NotReached, size_bytes=LARGE_BYTES),
    Case("cut after the head (RST)", drops(Ending.RST, after_bytes=0), FAILED, NotReached, size_bytes=LARGE_BYTES),
    Case("cut in the middle (RST)", drops(Ending.RST, after_bytes=5_000_000), FAILED, NotReached, size_bytes=LARGE_BYTES),
    # a definite no
    Case("400", answers(400, json={"detail": "File type not allowed"}), FAILED, Rejected),
    Case("401", answers(401, json={"detail": "Invalid API key"}), FAILED, Unauthorized),
    Case("403", answers(403, json={"detail": "Insufficient permissions. Required scope: attachments:write"}), FAILED, Forbidden),
    Case("403 page", answers(403, body=PAGE), FAILED, UnexpectedAnswer),
    Case("404", answers(404, json={"detail": "Not found"}), FAILED, NotFound),
    Case("409", answers(409, json={"detail": "Conflict"}), FAILED, Rejected),
    Case("413 page", answers(413, body=PAGE), FAILED, Rejected),
    Case("413 before the body is read", answers(413, body=PAGE, reads_body=False), FAILED, Rejected),
    Case("415", answers(415, json={"detail": "Unsupported"}), FAILED, Rejected),
    Case("422", answers(422, json={"detail": [{"loc": ["body", "file"], "msg": "no", "type": "x"}]}), FAILED, Rejected),
    Case("429", answers(429, json={"detail": "Slow down"}, headers={"Retry-After": "3000"}), FAILED, RateLimited),
    Case("429 with a garbled Retry-After", answers(429, json={"detail": "No"}, headers={"Retry-After": "soon"}), FAILED, RateLimited),
]


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


def report_in(folder: Path, size_bytes: int) -> tuple[Path, bytes]:
    content = random_gzip(size_bytes)
    (folder / NAME).write_bytes(content)
    return folder / NAME, content


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_an_upload_that_goes_wrong(service: FaultyService, tmp_path: Path, case: Case, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved", network=HASTY_NETWORK if case.is_slow else NETWORK) as bench:
        path, content = report_in(tmp_path, case.size_bytes)
        service.api.script("POST", "/attachments", case.fault)
        service.api.script("GET", "/attachments", *case.lists)
        transfer_id = bench.begin_upload(path)
        first = last = await bench.engine.wait(transfer_id)
        objects = await bench.stored_sums()
        assert (*kinds_of(first), len(objects)) == (case.state, case.error, case.objects)

        if first.state is not DONE:
            assert (first.sha256, first.attachment_id) == (None, None)
            service.clear()
            last = await bench.retried(transfer_id)
        assert kinds_of(last) == (DONE, None)
        assert last.sha256 == sha256(content)
        assert await bench.stored_sums() == [sha256(content)]
        assert path.read_bytes() == content
        fault_rows.append(Row(f"upload: {case.name}", outcome_of(first), outcome_of(last), len(await bench.stored_sums()), None))


async def test_nobody_listens(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        path, _ = report_in(tmp_path, SIZE_BYTES)
        service.api.stop()
        row = await bench.engine.wait(bench.begin_upload(path))
        assert (kinds_of(row), row.bytes_done, await bench.stored_sums()) == ((FAILED, NotReached), 0, [])
        fault_rows.append(Row("upload: nobody listens", outcome_of(row), "", 0, None))


async def test_a_service_with_a_certificate_nobody_knows(tmp_path: Path, fault_rows: list[Row]) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox, api_tls=tls) as service:
        async with opened_bench(service, tmp_path / "saved") as bench:
            path, _ = report_in(tmp_path, SIZE_BYTES)
            row = await bench.engine.wait(bench.begin_upload(path))
            assert (kinds_of(row), service.api.requests, await bench.stored_sums()) == ((FAILED, NotReached), [], [])
            fault_rows.append(Row("upload: bad TLS", outcome_of(row), "", 0, None))


async def test_files_of_one_name_and_size_whose_answers_are_lost(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    """Some are stored and some are not; every object on the server belongs to one row, and to no other."""
    async with opened_bench(service, tmp_path / "saved") as bench:
        service.api.script(
            "POST", "/attachments", commits_then_drops(), drops(), commits_then_drops(Ending.RST), answers(502), commits_then(answers(504))
        )
        sums, transfer_ids = set(), []
        for number in range(6):
            (tmp_path / str(number)).mkdir()
            path, content = report_in(tmp_path / str(number), SIZE_BYTES)
            sums.add(sha256(content))
            transfer_ids.append(bench.begin_upload(path))
        rows = [await bench.engine.wait(transfer_id) for transfer_id in transfer_ids]
        done = [row for row in rows if row.state is DONE]
        assert {row.state for row in rows} == {DONE, UNCONFIRMED}
        stored = await bench.stored_sums()
        assert len(stored) == 4
        assert set(stored) >= {row.sha256 for row in done}

        for row in rows:
            if row.state is not DONE:
                await bench.retried(row.id)
        rows = [bench.engine.snapshot(transfer_id) for transfer_id in transfer_ids]
        assert {row.state for row in rows} == {DONE}
        assert len({row.attachment_id for row in rows}) == 6
        assert sorted(await bench.stored_sums()) == sorted(sums)
        fault_rows.append(Row("upload: 6 of one name and size, 5 answers lost", f"{len(done)} of 6 done", "6 done", 6, None))
