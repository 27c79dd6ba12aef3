"""Every fault that a disk can have under a download: the row has the reason, what was there stays, and another try brings the file."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.faulty_service import Exchange, FaultyService
from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.domain.transfer import ConflictPolicy, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.exclusive_rename import rename_new

from .bench import NAME, OLD, Row, opened_bench, outcome_of, random_gzip, sha256

SIZE_BYTES = 2 * 1024 * 1024 + 11


@dataclass(frozen=True, slots=True)
class Case:
    """A call of the operating system that fails as long as the user does not mend it.

    Attributes:
        call: "open", "write", "fsync" (of the part), "fsync folder", "publish" (rename without replacing), "replace".
        number: the errno.
        reason: on the row; None when the file is saved all the same.
        winerror: Windows' own number, which says more.
    """

    call: str
    number: int
    reason: LocalFileReason | None
    winerror: int | None = None

    @property
    def name(self) -> str:
        return f"{errno.errorcode[self.number]} at {self.call}" if self.winerror is None else "target locked (sharing violation)"

    def error(self) -> OSError:
        error = OSError(self.number, os.strerror(self.number))
        if self.winerror is not None:
            error.winerror = self.winerror  # type: ignore[attr-defined]  # only Windows has it
        return error


CASES = [
    Case("open", errno.ENOSPC, LocalFileReason.NO_SPACE),
    Case("open", errno.EIO, LocalFileReason.OTHER),
    Case("open", errno.EROFS, LocalFileReason.READ_ONLY),
    Case("open", errno.EACCES, LocalFileReason.PERMISSION),
    Case("open", errno.EMFILE, LocalFileReason.OTHER),
    Case("write", errno.ENOSPC, LocalFileReason.NO_SPACE),
    Case("write", errno.EDQUOT, LocalFileReason.NO_SPACE),
    Case("write", errno.EFBIG, LocalFileReason.NO_SPACE),
    Case("write", errno.EIO, LocalFileReason.OTHER),
    Case("fsync", errno.ENOSPC, LocalFileReason.NO_SPACE),
    Case("fsync", errno.EIO, LocalFileReason.OTHER),
    Case("fsync folder", errno.EINVAL, None),
    Case("publish", errno.ENOSPC, LocalFileReason.NO_SPACE),
    Case("publish", errno.EIO, LocalFileReason.OTHER),
    Case("publish", errno.EROFS, LocalFileReason.READ_ONLY),
    Case("replace", errno.ENOSPC, LocalFileReason.NO_SPACE),
    Case("replace", errno.EIO, LocalFileReason.OTHER),
    Case("replace", errno.EBUSY, LocalFileReason.IN_USE),
    Case("replace", errno.ETXTBSY, LocalFileReason.IN_USE),
    Case("replace", errno.EACCES, LocalFileReason.IN_USE, winerror=32),  # the target is locked, as Windows says it
    Case("replace", errno.EPERM, LocalFileReason.PERMISSION),  # the target is immutable
]


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


def is_part(file: object) -> bool:
    path = Path(f"/proc/self/fd/{file}").readlink() if isinstance(file, int) else Path(str(file))
    return path.name.startswith(f".{NAME}") and path.suffix == ".part"


def break_disk(patch: pytest.MonkeyPatch, case: Case, folder: Path) -> None:
    def failing_for(concerns: Callable[[Any], bool], real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, *args: Any, **options: Any) -> Any:
            if concerns(file):
                raise case.error()
            return real(file, *args, **options)

        return call

    match case.call:
        case "open" | "write" | "fsync":
            patch.setattr(os, case.call, failing_for(is_part, getattr(os, case.call)))
        case "fsync folder":
            patch.setattr(os, "fsync", failing_for(lambda fd: Path(f"/proc/self/fd/{fd}").readlink() == folder, os.fsync))
        case "publish":
            patch.setattr("toptickets_desktop.transfer.disk.rename_new", failing_for(is_part, rename_new))
        case _:
            patch.setattr(Path, "replace", failing_for(is_part, Path.replace))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="tells files by /proc")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_disk_that_fails(
    service: FaultyService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case, fault_rows: list[Row]
) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)
        is_replacing = case.call == "replace"
        with monkeypatch.context() as patch:
            break_disk(patch, case, bench.folder)
            policy = ConflictPolicy.REPLACE if is_replacing else ConflictPolicy.KEEP_BOTH
            transfer_id = bench.begin_download(attachment, if_exists=policy)
            first = last = await bench.engine.wait(transfer_id)

        if case.reason is not None:
            assert isinstance(first.error, LocalFileError)
            assert (first.state, first.error.reason, first.path, first.sha256) == (TransferState.FAILED, case.reason, None, None)
            assert bench.visible_names() == [NAME]
            assert (bench.folder / NAME).read_bytes() == OLD
            last = await bench.retried(transfer_id)
        assert (last.state, last.error) == (TransferState.DONE, None)
        assert last.path == bench.folder / (NAME if is_replacing else "report (2).gz")
        assert sha256(last.path.read_bytes()) == last.sha256 == sha256(content)
        assert bench.hidden_names() == []
        assert is_replacing or (bench.folder / NAME).read_bytes() == OLD
        words = f"{outcome_of(first)} · {case.reason}" if case.reason else outcome_of(first)
        fault_rows.append(Row(f"disk: {case.name}", words, outcome_of(last), 1, service.refetched_bytes))


async def test_a_folder_removed_under_way(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)

        def remove(exchange: Exchange) -> None:
            shutil.rmtree(bench.folder)
            exchange.send(exchange.ask())

        service.storage.script("GET", "/", remove)
        transfer_id = bench.begin_download(attachment)
        first = await bench.engine.wait(transfer_id)
        assert isinstance(first.error, LocalFileError)
        assert (first.state, first.error.reason, bench.folder.exists()) == (TransferState.FAILED, LocalFileReason.NOT_FOUND, False)
        last = await bench.retried(transfer_id)
        assert last.path == bench.folder / NAME
        assert sha256(last.path.read_bytes()) == sha256(content)
        fault_rows.append(Row("disk: folder removed under way", outcome_of(first), outcome_of(last), 1, service.refetched_bytes))


async def test_a_folder_in_the_place_of_the_file(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        attachment = bench.store(random_gzip(SIZE_BYTES), "taken.gz")
        (bench.folder / "taken.gz").mkdir()
        row = await bench.engine.wait(bench.begin_download(attachment, if_exists=ConflictPolicy.REPLACE))
        assert isinstance(row.error, LocalFileError)
        assert (row.state, row.error.reason) == (TransferState.FAILED, LocalFileReason.EXISTS)
        assert bench.visible_names() == [NAME, "taken.gz"]
        assert (bench.folder / "taken.gz").is_dir()
        fault_rows.append(Row("disk: a folder has the file's name", outcome_of(row), "", 1, service.refetched_bytes))


@pytest.mark.skipif(shutil.which("chattr") is None, reason="needs chattr")
async def test_a_target_that_nothing_may_replace(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)
        target = bench.folder / NAME
        locked = subprocess.run(["chattr", "+i", str(target)], check=False, capture_output=True)  # noqa: ASYNC221  # a moment
        if locked.returncode:
            pytest.skip("no such thing as an immutable file here")
        try:
            transfer_id = bench.begin_download(attachment, if_exists=ConflictPolicy.REPLACE)
            first = await bench.engine.wait(transfer_id)
            assert isinstance(first.error, LocalFileError)
            assert (first.state, first.error.reason) == (TransferState.FAILED, LocalFileReason.PERMISSION)
            assert target.read_bytes() == OLD
        finally:
            subprocess.run(["chattr", "-i", str(target)], check=True)  # noqa: ASYNC221  # a moment
        last = await bench.retried(transfer_id)
        assert (last.state, last.path, sha256(target.read_bytes())) == (TransferState.DONE, target, sha256(content))
        assert bench.hidden_names() == []
        fault_rows.append(Row("disk: target locked (immutable)", outcome_of(first), outcome_of(last), 1, service.refetched_bytes))
