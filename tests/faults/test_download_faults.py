"""Downloads that go wrong: nothing under the final name, no part left, what was there untouched, and the reason on the row."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toptickets_desktop.domain.errors import (
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    NotReached,
    ObjectMissing,
    SignedUrlRefused,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState
from toptickets_desktop.transfer.workspace import Workspace

from .conftest import LINK_PATH, OBJECT_PATH, SECRET, FaultyService, attachment_of

CONTENT = b"\x1f\x8b\x08" + bytes(range(250)) * 10
OLD = b"what was there before"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A download folder with a file of the wanted name in it."""
    path = tmp_path / "saved"
    path.mkdir()
    (path / "report.gz").write_bytes(OLD)
    return path


async def download(workspace: Workspace, folder: Path, *, size_bytes: int | None = len(CONTENT), **options: Any) -> Transfer:
    return await workspace.engine.wait(workspace.engine.download(attachment_of(size_bytes), folder, **options))


def assert_untouched(folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["report.gz"]
    assert (folder / "report.gz").read_bytes() == OLD


def raw(headers: str, body: bytes) -> dict[str, Any]:
    return {"raw": f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode() + body}


CHUNKED = b"5\r\n" + CONTENT[:5] + b"\r\n"


@pytest.mark.parametrize("if_exists", list(ConflictPolicy)[:2])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(raw(f"Content-Length: {len(CONTENT)}\r\n", CONTENT[:-1]), NotReached, id="cut, length declared"),
        pytest.param(raw("", CONTENT[:-1]), LengthMismatch, id="cut, no length declared"),
        pytest.param(raw("Transfer-Encoding: chunked\r\n", CHUNKED), NotReached, id="cut between chunks"),
        pytest.param(raw("Transfer-Encoding: chunked\r\n", CHUNKED + b"0\r\n\r\n"), LengthMismatch, id="too few chunks"),
        pytest.param(raw("", CONTENT + b"x" * 5_000_000), LengthMismatch, id="longer, no length declared"),
        pytest.param({"body": CONTENT + b"x"}, LengthMismatch, id="another length declared"),
        pytest.param({"body": CONTENT, "headers": {"Content-Encoding": "gzip"}}, StorageError, id="compressed"),
        pytest.param({"body": "<html>Sign in to the Wi-Fi</html>"}, LengthMismatch, id="page of a captive portal"),
        pytest.param(
            {"status": 206, "body": CONTENT[:10], "headers": {"Content-Range": f"bytes 0-9/{len(CONTENT)}"}},
            LengthMismatch,
            id="a part that nobody asked for",
        ),
        pytest.param(
            {"status": 400, "json": {"statusCode": "400", "error": "InvalidJWT", "message": '"exp" claim timestamp check failed'}},
            SignedUrlRefused,
            id="link expired",
        ),
        pytest.param(
            {"status": 400, "json": {"statusCode": "404", "error": "not_found", "code": "NoSuchKey"}}, ObjectMissing, id="object gone"
        ),
        pytest.param({"status": 500, "json": {}}, StorageError, id="storage fails"),
        pytest.param({"status": 302, "headers": {"Location": "http://169.254.169.254/latest"}}, StorageError, id="redirect elsewhere"),
        pytest.param({"raw": b""}, NotReached, id="connection closed"),
    ],
)
async def test_what_is_not_the_file_is_not_kept(
    workspace: Workspace,
    service: FaultyService,
    folder: Path,
    answer: dict[str, Any],
    error: type[TopTicketsError],
    if_exists: ConflictPolicy,
) -> None:
    service.storage.answer("GET", OBJECT_PATH, **answer)
    row = await download(workspace, folder, if_exists=if_exists)
    assert (row.state, row.path, row.sha256) == (TransferState.FAILED, None, None)
    assert isinstance(row.error, error)
    assert_untouched(folder)
    assert all("authorization" not in request.headers for request in service.storage.requests)


async def test_chunks_of_the_right_length_are_the_file(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    chunk = f"{len(CONTENT):x}\r\n".encode() + CONTENT + b"\r\n0\r\n\r\n"
    service.storage.answer("GET", OBJECT_PATH, **raw("Transfer-Encoding: chunked\r\n", chunk))
    row = await download(workspace, folder)
    assert row.path == folder / "report (2).gz"
    assert row.path.read_bytes() == CONTENT


async def test_a_length_that_nobody_tells_is_not_guessed(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    service.storage.answer("GET", OBJECT_PATH, **raw("", CONTENT))
    row = await download(workspace, folder, size_bytes=None)
    assert isinstance(row.error, StorageError)
    assert row.error.code == "no_length"
    assert_untouched(folder)


async def test_a_page_instead_of_a_link(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    service.api._scripts.clear()
    service.api.answer("GET", LINK_PATH, body="<html>", headers={"Content-Type": "text/html"})
    row = await download(workspace, folder)
    assert (row.state, type(row.error)) == (TransferState.FAILED, UnexpectedAnswer)
    assert service.storage.requests == []
    assert_untouched(folder)


async def test_a_failure_can_be_tried_again_and_holds_no_secret(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    service.storage.answer("GET", OBJECT_PATH, **raw(f"Content-Length: {len(CONTENT)}\r\n", CONTENT[:100]))
    service.storage.answer("GET", OBJECT_PATH, body=CONTENT)
    transfer_id = workspace.engine.download(attachment_of(len(CONTENT)), folder)
    failed = await workspace.engine.wait(transfer_id)
    assert failed.state is TransferState.FAILED
    assert failed.error is not None
    assert SECRET not in f"{failed!r} {failed.error.args} {vars(failed.error)}"
    # The network library's error holds the request with the link in it, and the traces hold everything else.
    assert (failed.error.__cause__, failed.error.__context__, failed.error.__traceback__) == (None, None, None)

    workspace.engine.retry(transfer_id)
    done = await workspace.engine.wait(transfer_id)
    assert (done.state, done.id, done.path) == (TransferState.DONE, transfer_id, folder / "report (2).gz")
    assert len([request for request in service.api.requests if request.target == LINK_PATH]) == 1, "the link still lives"


def failing(number: int) -> Callable[..., Any]:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("call", "number", "reason"),
    [
        ("write", errno.ENOSPC, LocalFileReason.NO_SPACE),
        ("write", errno.EIO, LocalFileReason.OTHER),
        ("fsync", errno.EIO, LocalFileReason.OTHER),
        ("fsync", errno.EDQUOT, LocalFileReason.NO_SPACE),
    ],
)
async def test_a_disk_that_fails(
    workspace: Workspace,
    service: FaultyService,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    reason: LocalFileReason,
) -> None:
    service.storage.answer("GET", OBJECT_PATH, body=CONTENT)
    part_calls = getattr(os, call)

    def fail_for_the_part(fd: int, *args: object) -> object:
        if Path(f"/proc/self/fd/{fd}").readlink().suffix == ".part":
            failing(number)()
        return part_calls(fd, *args)

    monkeypatch.setattr(os, call, fail_for_the_part)
    row = await download(workspace, folder)
    assert isinstance(row.error, LocalFileError)
    assert (row.state, row.error.reason) == (TransferState.FAILED, reason)
    assert_untouched(folder)


async def test_a_folder_that_cannot_be_made_asks_for_no_link(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    row = await download(workspace, folder / "report.gz" / "below")
    assert isinstance(row.error, LocalFileError)
    assert service.api.requests == []
    assert_untouched(folder)


async def test_a_chosen_path_whose_folder_is_gone_is_not_made_up(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    row = await download(workspace, folder, target=folder / "gone" / "mine.gz")
    assert isinstance(row.error, LocalFileError)
    assert row.error.reason is LocalFileReason.NOT_FOUND
    assert_untouched(folder)


async def test_a_folder_under_the_chosen_name_stays(workspace: Workspace, service: FaultyService, folder: Path) -> None:
    service.storage.answer("GET", OBJECT_PATH, body=CONTENT)
    (folder / "mine.gz").mkdir()
    row = await download(workspace, folder, target=folder / "mine.gz")
    assert isinstance(row.error, LocalFileError)
    assert row.error.reason is LocalFileReason.EXISTS
    assert (folder / "mine.gz").is_dir()
    (folder / "mine.gz").rmdir()
    assert_untouched(folder)


async def test_a_folder_removed_under_way_is_the_reason(
    workspace: Workspace, service: FaultyService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "usb"

    def remove_the_folder(_request: object) -> bytes:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        return f"HTTP/1.1 200 OK\r\nContent-Length: {len(CONTENT)}\r\n\r\n".encode() + CONTENT

    service.storage.answer("GET", OBJECT_PATH, raw=remove_the_folder)
    row = await download(workspace, folder)
    assert isinstance(row.error, LocalFileError)
    assert (row.state, row.error.reason) == (TransferState.FAILED, LocalFileReason.NOT_FOUND)
    assert not folder.exists()
