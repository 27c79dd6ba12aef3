"""Uploads that go wrong: what the row says is what is known, and no file is ever sent twice unasked."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from toptickets_desktop.domain.errors import (
    AnswerLost,
    FileChanged,
    LengthMismatch,
    NotReached,
    RateLimited,
    Rejected,
    ServerFault,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.workspace import Workspace

from .conftest import TICKET_ID, UPLOAD_PATH, FaultyService, stored_answer

SIZE_BYTES = 300_000
LARGE_BYTES = 24 * 1024 * 1024  # more than the sockets' buffers hold


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.gz"
    path.write_bytes(b"\x1f\x8b\x08" + os.urandom(SIZE_BYTES - 3))
    return path


@pytest.fixture
def large_report(tmp_path: Path) -> Path:
    path = tmp_path / "large.gz"
    path.write_bytes(b"\x1f\x8b\x08" + bytes(LARGE_BYTES - 3))
    return path


async def upload(workspace: Workspace, path: Path) -> Transfer:
    return await workspace.engine.wait(workspace.engine.upload(TICKET_ID, check_file(path)))


PAGE = {"body": "<html>Bad gateway</html>", "headers": {"Content-Type": "text/html"}}


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        pytest.param({"raw": b""}, NotReached, id="connection closed"),
        pytest.param({"raw": b"HTTP/1.1 201 Crea"}, NotReached, id="answer cut in its first line"),
        pytest.param({"raw": b'HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{"id'}, NotReached, id="answer cut in its body"),
        pytest.param({"status": 500, "json": {"detail": "Internal error"}}, ServerFault, id="500"),
        pytest.param({"status": 502, **PAGE}, UnexpectedAnswer, id="502 page of a proxy"),
        pytest.param({"status": 504, "body": ""}, UnexpectedAnswer, id="504 without a word"),
        pytest.param({"status": 408, **PAGE}, UnexpectedAnswer, id="408 page of a proxy"),
        pytest.param({"status": 201, **PAGE}, UnexpectedAnswer, id="201 with a page"),
        pytest.param({"status": 201, "json": {"ok": True}}, UnexpectedAnswer, id="201 with other JSON"),
        pytest.param({"status": 302, "headers": {"Location": "/elsewhere"}}, UnexpectedAnswer, id="redirect"),
        pytest.param({"status": 201, "json": stored_answer(SIZE_BYTES - 1)}, LengthMismatch, id="201 with another size"),
    ],
)
async def test_a_lost_answer_leaves_the_upload_unconfirmed(
    workspace: Workspace, service: FaultyService, report: Path, answer: dict[str, Any], cause: type[TopTicketsError]
) -> None:
    service.api.answer("POST", UPLOAD_PATH, **answer)
    row = await upload(workspace, report)
    assert (row.state, type(row.error)) == (TransferState.UNCONFIRMED, AnswerLost)
    assert row.error is not None
    assert type(row.error.__cause__) is cause
    assert (row.bytes_done, row.sha256) == (SIZE_BYTES, None)
    assert (service.upload_attempts, service.whole_uploads) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param({"status": 400, "json": {"detail": "File too large"}}, Rejected, id="400"),
        pytest.param({"status": 413, **PAGE}, Rejected, id="413 page of a proxy"),
        pytest.param({"status": 403, **PAGE}, UnexpectedAnswer, id="403 page of a proxy"),
        pytest.param({"status": 429, "headers": {"Retry-After": "3000"}, "json": {"detail": "Slow down"}}, RateLimited, id="429"),
    ],
)
async def test_a_definite_no_is_a_failure(
    workspace: Workspace, service: FaultyService, report: Path, answer: dict[str, Any], error: type[TopTicketsError]
) -> None:
    service.api.answer("POST", UPLOAD_PATH, **answer)
    service.api.answer("POST", UPLOAD_PATH, status=201, json=stored_answer(SIZE_BYTES))
    transfer_id = workspace.engine.upload(TICKET_ID, check_file(report))
    row = await workspace.engine.wait(transfer_id)
    assert (row.state, type(row.error), service.upload_attempts) == (TransferState.FAILED, error, 1)

    workspace.engine.retry(transfer_id)
    again = await workspace.engine.wait(transfer_id)
    assert (again.state, again.error) == (TransferState.DONE, None)


async def test_nobody_listens(workspace: Workspace, report: Path, service: FaultyService) -> None:
    service.api.__exit__(None, None, None)
    row = await upload(workspace, report)
    assert isinstance(row.error, NotReached)
    assert (row.state, row.bytes_done, row.error.retryable) == (TransferState.FAILED, 0, True)


async def test_cut_before_all_was_sent_is_a_failure_that_may_be_retried(
    workspace: Workspace, service: FaultyService, large_report: Path
) -> None:
    service.api.answer("POST", UPLOAD_PATH, raw=b"", before_body=True)
    row = await upload(workspace, large_report)
    assert (row.state, type(row.error)) == (TransferState.FAILED, NotReached)
    assert row.bytes_done < LARGE_BYTES
    assert (service.upload_attempts, service.whole_uploads) == (1, 0)


async def test_a_no_before_all_was_sent_is_heard(workspace: Workspace, service: FaultyService, large_report: Path) -> None:
    service.api.answer("POST", UPLOAD_PATH, status=413, json={"detail": "Too large"}, before_body=True)
    row = await upload(workspace, large_report)
    assert (row.state, type(row.error), service.whole_uploads) == (TransferState.FAILED, Rejected, 0)


async def test_stored_said_before_all_was_sent_is_not_believed(workspace: Workspace, service: FaultyService, large_report: Path) -> None:
    service.api.answer("POST", UPLOAD_PATH, status=201, json=stored_answer(LARGE_BYTES), before_body=True)
    row = await upload(workspace, large_report)
    assert (row.state, type(row.error)) == (TransferState.UNCONFIRMED, AnswerLost)


async def test_all_sent_is_not_done_until_the_service_says_so(workspace: Workspace, service: FaultyService, report: Path) -> None:
    may_answer = threading.Event()
    service.api.answer("POST", UPLOAD_PATH, status=201, json=stored_answer(SIZE_BYTES), wait_for=may_answer)
    verifying = state_reached(workspace, TransferState.VERIFYING)
    transfer_id = workspace.engine.upload(TICKET_ID, check_file(report))
    await verifying
    await asyncio.to_thread(service.api.wait_for_requests, 1)
    row = workspace.engine.snapshot(transfer_id)
    assert (row.state, row.bytes_done, row.finished_at) == (TransferState.VERIFYING, SIZE_BYTES, None)
    may_answer.set()
    assert (await workspace.engine.wait(transfer_id)).state is TransferState.DONE


async def test_a_file_that_changes_before_the_answer_is_not_reported_as_uploaded(
    workspace: Workspace, service: FaultyService, report: Path
) -> None:
    may_answer = threading.Event()
    service.api.answer("POST", UPLOAD_PATH, status=201, json=stored_answer(SIZE_BYTES), wait_for=may_answer)
    verifying = state_reached(workspace, TransferState.VERIFYING)
    transfer_id = workspace.engine.upload(TICKET_ID, check_file(report))
    await verifying
    grow(report)
    may_answer.set()
    row = await workspace.engine.wait(transfer_id)
    assert (row.state, type(row.error), row.sha256) == (TransferState.FAILED, FileChanged, None)


def grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"more")


def state_reached(workspace: Workspace, state: TransferState) -> asyncio.Future[None]:
    reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def watch(transfers: Sequence[Transfer]) -> None:
        if transfers[0].state is state and not reached.done():
            reached.set_result(None)

    workspace.engine.add_listener(watch)
    return reached
