"""Everything that can go wrong on the way into an archive: no archive ever lacks a file in silence, and nothing comes twice for nothing."""

from __future__ import annotations

import asyncio
import errno
import os
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.faulty_service import Ending, Exchange, Fault, FaultyService, Framing, answers, changes, compresses, cuts_body, sends
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    Forbidden,
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    MembersMissing,
    NotFound,
    ObjectMissing,
    SignedUrlRefused,
    StorageError,
    TopTicketsError,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.backoff import ONCE, RetryPolicy
from toptickets_desktop.transfer.exclusive_rename import rename_new

from .bench import NAME, OLD, Bench, Row, opened_bench, outcome_of, random_gzip

SIZE_BYTES = 2 * 1024 * 1024 + 11
QUICK = RetryPolicy(attempts_max=3, wait_initial_s=0.01, wait_max_s=0.01, waits_when_offline=False, waits_for_sign_in=False)
EXPIRED = {"statusCode": "400", "error": "InvalidJWT", "message": '"exp" claim timestamp check failed', "code": "InvalidJWT"}
NO_SUCH_KEY = {"statusCode": "404", "error": "not_found", "message": "Object not found", "code": "NoSuchKey"}


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


@dataclass
class Wish:
    """Three files that are to come as one archive."""

    bench: Bench
    contents: dict[str, bytes]
    attachments: list[Attachment]

    @property
    def target(self) -> Path:
        return self.bench.folder / "all.zip"

    def begin(self, **options: Any) -> int:
        return self.bench.engine.download_zip(self.bench.ticket_id, self.attachments, self.target, **options)

    def require_whole(self, row: Transfer, names: list[str] | None = None) -> None:
        """The archive is there with these files, byte for byte."""
        assert row.path is not None
        with zipfile.ZipFile(row.path) as archive:
            assert archive.testzip() is None
            assert archive.namelist() == (list(self.contents) if names is None else names)
            assert all(archive.read(name) == self.contents[name] for name in archive.namelist())
        assert self.bench.hidden_names() == []

    def require_nothing_saved(self) -> None:
        assert self.bench.visible_names() == [NAME]
        assert (self.bench.folder / NAME).read_bytes() == OLD


def wish_of(bench: Bench) -> Wish:
    contents = {f"{number}.gz": random_gzip(SIZE_BYTES) for number in range(3)}
    return Wish(bench, contents, [bench.store(content, name) for name, content in contents.items()])


@pytest.fixture
async def wish(service: FaultyService, tmp_path: Path) -> AsyncIterator[Wish]:
    async with opened_bench(service, tmp_path / "saved", policy=ONCE) as bench:
        yield wish_of(bench)


@pytest.fixture
async def patient_wish(service: FaultyService, tmp_path: Path) -> AsyncIterator[Wish]:
    async with opened_bench(service, tmp_path / "saved", policy=QUICK) as bench:
        yield wish_of(bench)


def second_object(fault: Fault, service: FaultyService, attachment: Attachment) -> None:
    """Break the way to the bytes of one object, for good."""

    def with_link(exchange: Exchange) -> None:
        service.storage.script("GET", "/", fault)
        exchange.send(exchange.ask())

    service.api.script("GET", f"{attachment.id}/download", with_link, then_stays=True)


MEMBER_FAULTS: dict[str, tuple[Fault, type[TopTicketsError]]] = {
    "object missing": (answers(400, json=NO_SUCH_KEY), ObjectMissing),
    "storage 500": (answers(500, json={"message": "lost"}), StorageError),
    "storage 404": (answers(404, json={"message": "gone"}), ObjectMissing),
    "cut short, ended well": (cuts_body(1_000_000, framing=Framing.CHUNKED, is_ended_well=True), LengthMismatch),
    "too long": (sends(Framing.CHUNKED, block_bytes=65536, extra=b"more"), LengthMismatch),
    "gzip bomb": (compresses(bomb_bytes=50_000_000), StorageError),
    "a page instead of the file": (answers(200, body=b"<html>"), LengthMismatch),
}


@pytest.mark.parametrize("case", MEMBER_FAULTS)
async def test_a_member_that_cannot_be_fetched(wish: Wish, service: FaultyService, case: str, fault_rows: list[Row]) -> None:
    fault, kind = MEMBER_FAULTS[case]
    second_object(fault, service, wish.attachments[1])
    transfer_id = wish.begin()
    first = await wish.bench.engine.wait(transfer_id)
    assert isinstance(first.error, MembersMissing)
    assert (first.state, first.path, first.error.names, first.error.total, first.error.is_saved) == (
        TransferState.FAILED,
        None,
        ("1.gz",),
        3,
        False,
    )
    assert isinstance(first.error.first_error, kind)
    assert [member.is_in for member in first.members] == [True, False, True]
    wish.require_nothing_saved()
    service.clear()
    before = service.storage.requests.copy()
    last = await wish.bench.retried(transfer_id)
    assert (last.state, last.error) == (TransferState.DONE, None)
    assert len(service.storage.requests) - len(before) == 1  # only what was missing
    wish_names = ["0.gz", "2.gz", "1.gz"]
    wish.require_whole(last, wish_names)
    fault_rows.append(Row(f"zip: {case}", f"{outcome_of(first)} · {kind.__name__}", outcome_of(last), 3, None))


async def test_the_rest_is_kept_when_the_user_says_so_afterwards(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    second_object(answers(400, json=NO_SUCH_KEY), service, wish.attachments[1])
    transfer_id = wish.begin()
    await wish.bench.engine.wait(transfer_id)
    asked_before = len(service.storage.requests)
    wish.bench.engine.keep_incomplete(transfer_id)
    row = await wish.bench.engine.wait(transfer_id)
    assert isinstance(row.error, MembersMissing)
    assert (row.state, row.path, row.error.is_saved, row.error.names) == (TransferState.FAILED, wish.target, True, ("1.gz",))
    assert len(service.storage.requests) == asked_before
    wish.require_whole(row, ["0.gz", "2.gz"])
    fault_rows.append(Row("zip: the rest is kept afterwards", outcome_of(row), "", 3, service.refetched_bytes))


async def test_the_rest_is_kept_when_the_user_said_so_before(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    second_object(answers(400, json=NO_SUCH_KEY), service, wish.attachments[1])
    row = await wish.bench.engine.wait(wish.begin(keep_incomplete=True))
    assert isinstance(row.error, MembersMissing)
    assert (row.state, row.error.is_saved, row.bytes_total) == (TransferState.FAILED, True, 2 * SIZE_BYTES)
    wish.require_whole(row, ["0.gz", "2.gz"])
    fault_rows.append(Row("zip: the rest is kept", outcome_of(row), "", 3, service.refetched_bytes))


async def test_nothing_is_saved_when_nothing_could_be_fetched(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    service.storage.script("GET", "/", answers(400, json=NO_SUCH_KEY), then_stays=True)
    transfer_id = wish.begin(keep_incomplete=True)
    row = await wish.bench.engine.wait(transfer_id)
    assert isinstance(row.error, MembersMissing)
    assert (row.state, row.error.is_saved, len(row.error.names)) == (TransferState.FAILED, False, 3)
    wish.require_nothing_saved()
    wish.bench.engine.keep_incomplete(transfer_id)
    assert (await wish.bench.engine.wait(transfer_id)).state is TransferState.FAILED
    wish.require_nothing_saved()
    wish.bench.engine.clear_finished()
    fault_rows.append(Row("zip: nothing could be fetched", outcome_of(row), "", 3, service.refetched_bytes))


PASSING_FAULTS: dict[str, Fault] = {
    "cut, FIN": cuts_body(1_500_000),
    "cut, RST": cuts_body(1_500_000, Ending.RST),
    "cut, no length": cuts_body(1_500_000, framing=Framing.CHUNKED),
    "storage 503": answers(503, body=b"<html>busy"),
    "storage 429": answers(429, json={"message": "slow down"}),
    "link expired": answers(400, json=EXPIRED),
    "link refused with 403": answers(403, body=b"<Error><Code>AccessDenied</Code></Error>"),
}


@pytest.mark.parametrize("case", PASSING_FAULTS)
async def test_what_passes_by_itself_leaves_no_trace(patient_wish: Wish, service: FaultyService, case: str, fault_rows: list[Row]) -> None:
    wish = patient_wish
    states: list[TransferState] = []
    wish.bench.engine.add_listener(lambda rows: states.extend(row.state for row in rows))
    fault = PASSING_FAULTS[case]

    def with_link(exchange: Exchange) -> None:
        service.storage.script("GET", "/", fault)
        exchange.send(exchange.ask())

    service.api.script("GET", f"{wish.attachments[1].id}/download", with_link)  # once
    transfer_id = wish.begin()
    row = await wish.bench.engine.wait(transfer_id)
    assert (row.state, row.error) == (TransferState.DONE, None)
    wish.require_whole(row)
    if not case.startswith("link"):
        assert TransferState.WAITING in states
    lost_bytes = 1_500_000 if case.endswith("RST") else 0  # what was on its way when the connection was reset
    assert service.refetched_bytes <= lost_bytes
    fault_rows.append(Row(f"zip: {case}", outcome_of(row), "", 3, service.refetched_bytes))


async def test_an_object_that_changed_between_two_attempts(patient_wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    wish = patient_wish
    service.storage.script("GET", "/", cuts_body(1_500_000), changes(etag='"another"'))
    row = await wish.bench.engine.wait(wish.begin())
    assert row.state is TransferState.DONE
    wish.require_whole(row)
    assert service.refetched_bytes > 1_000_000  # begun anew
    fault_rows.append(Row("zip: object changed", outcome_of(row), "", 3, service.refetched_bytes))


LINK_FAULTS: dict[str, tuple[Fault, type[TopTicketsError]]] = {
    "the service has it no more": (answers(404, json={"detail": "Not found"}), NotFound),
    "a page instead of the link": (answers(200, body=b"<html>sign in"), UnexpectedAnswer),
}


@pytest.mark.parametrize("case", LINK_FAULTS)
async def test_a_link_that_does_not_come(wish: Wish, service: FaultyService, case: str, fault_rows: list[Row]) -> None:
    fault, kind = LINK_FAULTS[case]
    service.api.script("GET", f"{wish.attachments[2].id}/download", fault, then_stays=True)
    row = await wish.bench.engine.wait(wish.begin(keep_incomplete=True))
    assert isinstance(row.error, MembersMissing)
    assert isinstance(row.error.first_error, kind)
    wish.require_whole(row, ["0.gz", "1.gz"])
    fault_rows.append(Row(f"zip: {case}", outcome_of(row), "", 3, service.refetched_bytes))


async def test_a_key_that_may_not_download_ends_it_at_once(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    detail = {"detail": "Insufficient permissions. Required scope: attachments:read"}
    service.api.script("GET", "/download", answers(403, json=detail), then_stays=True)
    row = await wish.bench.engine.wait(wish.begin(keep_incomplete=True))
    assert isinstance(row.error, Forbidden)
    assert (row.state, service.links_asked) == (TransferState.FAILED, 1)
    wish.require_nothing_saved()
    fault_rows.append(Row("zip: forbidden", outcome_of(row), "", 3, service.refetched_bytes))


async def test_a_link_that_stays_refused(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    service.storage.script("GET", "/", answers(400, json=EXPIRED), then_stays=True)
    row = await wish.bench.engine.wait(wish.begin())
    assert isinstance(row.error, MembersMissing)
    assert isinstance(row.error.first_error, SignedUrlRefused)
    assert service.links_asked == 6  # each renewed once
    fault_rows.append(Row("zip: links stay refused", outcome_of(row), "", 3, service.refetched_bytes))


DISK_FAULTS = {
    "write": (errno.ENOSPC, LocalFileReason.NO_SPACE),
    "fsync": (errno.EIO, LocalFileReason.OTHER),
    "open": (errno.EROFS, LocalFileReason.READ_ONLY),
    "publish": (errno.EIO, LocalFileReason.OTHER),
}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells files by /proc")
@pytest.mark.parametrize("call", DISK_FAULTS)
async def test_a_disk_that_fails(wish: Wish, monkeypatch: pytest.MonkeyPatch, call: str, fault_rows: list[Row]) -> None:
    number, reason = DISK_FAULTS[call]
    written = 0

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def broken(file: Any, *args: Any, **options: Any) -> Any:
            nonlocal written
            path = Path(f"/proc/self/fd/{file}").readlink() if isinstance(file, int) else Path(str(file))
            written += path.name.startswith(".all.zip")
            if path.name.startswith(".all.zip") and (call != "write" or written > 4):
                raise OSError(number, os.strerror(number))
            return real(file, *args, **options)

        return broken

    transfer_id: int
    with monkeypatch.context() as patch:
        if call == "publish":
            patch.setattr("toptickets_desktop.transfer.disk.rename_new", failing(rename_new))
        else:
            patch.setattr(os, call, failing(getattr(os, call)))
        transfer_id = wish.begin()
        first = await wish.bench.engine.wait(transfer_id)
    assert isinstance(first.error, LocalFileError)
    assert (first.state, first.error.reason, first.path) == (TransferState.FAILED, reason, None)
    wish.require_nothing_saved()
    assert wish.bench.hidden_names() == []
    last = await wish.bench.retried(transfer_id)
    assert last.state is TransferState.DONE
    wish.require_whole(last)
    fault_rows.append(Row(f"zip: {errno.errorcode[number]} at {call}", outcome_of(first), outcome_of(last), 3, None))


async def test_a_file_that_appears_meanwhile_stays(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    def appears(exchange: Exchange) -> None:
        wish.target.write_bytes(b"precious")
        exchange.send(exchange.ask())

    service.storage.script("GET", "/", appears)
    row = await wish.bench.engine.wait(wish.begin())
    assert (row.state, row.path) == (TransferState.DONE, wish.bench.folder / "all (2).zip")
    assert wish.target.read_bytes() == b"precious"
    wish.require_whole(row)
    fault_rows.append(Row("zip: the name is taken meanwhile", outcome_of(row), "", 3, service.refetched_bytes))


@pytest.mark.parametrize("policy", [ConflictPolicy.REPLACE, ConflictPolicy.SKIP, ConflictPolicy.KEEP_BOTH])
async def test_a_file_that_is_there(wish: Wish, policy: ConflictPolicy) -> None:
    wish.target.write_bytes(b"precious")
    row = await wish.bench.engine.wait(wish.begin(if_exists=policy))
    if policy is ConflictPolicy.REPLACE:
        assert row.path == wish.target
        wish.require_whole(row)
    else:
        assert wish.target.read_bytes() == b"precious"
        assert row.state is (TransferState.SKIPPED if policy is ConflictPolicy.SKIP else TransferState.DONE)
    assert wish.bench.hidden_names() == []


async def paused_in_the_middle(wish: Wish, service: FaultyService, stop: Callable[[int], None]) -> int:
    """Begin, and stop in the middle of the second file."""
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def half(exchange: Exchange) -> None:
        answer = exchange.ask()
        exchange.send_head(answer, {"content-length": str(len(answer.body))})
        exchange.send_body(answer, answer.body[:1_500_000])
        exchange.hang()

    service.storage.script("GET", "/", lambda exchange: exchange.send(exchange.ask()), half)
    transfer_id = wish.begin()

    def on_rows(rows: Any) -> None:
        if any(row.bytes_done >= SIZE_BYTES + 1_500_000 for row in rows):
            loop.call_soon(reached.set)

    wish.bench.engine.add_listener(on_rows)
    await asyncio.wait_for(reached.wait(), 20)
    stop(transfer_id)
    return transfer_id


async def test_paused_in_the_middle_of_a_file_it_goes_on_there(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    transfer_id = await paused_in_the_middle(wish, service, wish.bench.engine.pause)
    first = wish.bench.engine.snapshot(transfer_id)
    assert first.state is TransferState.PAUSED
    wish.bench.engine.resume(transfer_id)
    last = await wish.bench.engine.wait(transfer_id)
    assert last.state is TransferState.DONE
    wish.require_whole(last)
    assert service.refetched_bytes == 0
    fault_rows.append(Row("zip: paused", outcome_of(first), outcome_of(last), 3, service.refetched_bytes))


async def test_cancelled_in_the_middle_it_leaves_nothing(wish: Wish, service: FaultyService, fault_rows: list[Row]) -> None:
    transfer_id = await paused_in_the_middle(wish, service, wish.bench.engine.cancel)
    first = await wish.bench.engine.wait(transfer_id)
    assert first.state is TransferState.CANCELLED
    wish.require_nothing_saved()
    assert wish.bench.hidden_names() == []
    last = await wish.bench.retried(transfer_id)
    assert last.state is TransferState.DONE
    wish.require_whole(last)
    fault_rows.append(Row("zip: cancelled", outcome_of(first), outcome_of(last), 3, None))


async def test_cancelled_while_paused_it_leaves_nothing(wish: Wish, service: FaultyService) -> None:
    transfer_id = await paused_in_the_middle(wish, service, wish.bench.engine.pause)
    wish.bench.engine.cancel(transfer_id)
    await wish.bench.engine.wait(transfer_id)
    assert wish.bench.hidden_names() == []
    wish.require_nothing_saved()
