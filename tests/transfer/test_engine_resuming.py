"""Downloads that the user pauses, cancels, quits and clears, on the real sandbox: what is kept, and what is removed."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.store.journal import JournalStore
from toptickets_desktop.transfer.download import DownloadRequest, forget_download
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.saved_journal import SavedJournal
from toptickets_desktop.transfer.sidecar import SidecarFile
from toptickets_desktop.transfer.workspace import Workspace

S = TransferState
MIB = 1024 * 1024
FILM = random.Random(2).randbytes(3 * MIB)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "saved"


@pytest.fixture
async def film(workspace: Workspace, ticket: Ticket, sandbox: Sandbox) -> Attachment:
    attachment_id = sandbox.add_attachment(ticket.id, filename="film.mp4", content_type="video/mp4", content=FILM)
    return await workspace.client.get_attachment(ticket.id, attachment_id)


@pytest.fixture
def engine(workspace: Workspace) -> TransferEngine:
    return workspace.engine


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def kept_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob(".*.part"))


async def begun(engine: TransferEngine, sandbox: Sandbox, film: Attachment, folder: Path) -> int:
    """A slow download of which something has come."""
    has_moved = asyncio.Event()

    def listen(transfers: Sequence[Transfer]) -> None:
        if any(transfer.bytes_done > 100_000 for transfer in transfers):
            has_moved.set()

    engine.add_listener(listen)
    sandbox.limit_speed(MIB)
    transfer_id = engine.download(film, folder)
    async with asyncio.timeout(20):
        await has_moved.wait()
    return transfer_id


async def until(is_met: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_met():  # noqa: ASYNC110  # there is no event: it is the folder that is looked at
            await asyncio.sleep(0.01)


async def paused(engine: TransferEngine, transfer_id: int, folder: Path) -> int:
    """Pause, and wait until the part's owner has let it go; returns how much is kept."""
    engine.pause(transfer_id)
    await until(lambda: all(_is_free(path) for path in folder.glob(".*.json")) and any(folder.glob(".*.json")))
    return kept_bytes(folder)


def _is_free(path: Path) -> bool:
    sidecar = SidecarFile.claim(path, create=False)
    if sidecar is not None:
        sidecar.release(remove=False)
    return sidecar is not None


async def test_a_paused_download_goes_on_where_it_was(engine: TransferEngine, sandbox: Sandbox, film: Attachment, folder: Path) -> None:
    transfer_id = await begun(engine, sandbox, film, folder)
    kept = await paused(engine, transfer_id, folder)
    assert (engine.snapshot(transfer_id).state, kept > 0) == (S.PAUSED, True)
    sandbox.limit_speed(None)
    engine.resume(transfer_id)
    done = await engine.wait(transfer_id)
    assert done.path is not None
    assert (done.state, done.path.read_bytes(), names_in(folder)) == (S.DONE, FILM, ["film.mp4"])
    assert [record.range for record in sandbox.storage_requests] == [None, f"bytes={kept}-"]
    assert sum("/download" in record.path for record in sandbox.requests) == 1, "the link still lives"


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_paused_download_that_is_cancelled_leaves_nothing(
    engine: TransferEngine, sandbox: Sandbox, film: Attachment, folder: Path, at_once: bool
) -> None:
    transfer_id = await begun(engine, sandbox, film, folder)
    if at_once:
        engine.pause(transfer_id)
    else:
        assert await paused(engine, transfer_id, folder) > 0
    engine.cancel(transfer_id)
    assert (await engine.wait(transfer_id)).state is S.CANCELLED
    assert names_in(folder) == []
    sandbox.limit_speed(None)
    engine.retry(transfer_id)
    assert (await engine.wait(transfer_id)).state is S.DONE
    assert names_in(folder) == ["film.mp4"]


@pytest.mark.parametrize("is_paused", [True, False])
async def test_the_next_run_goes_on_where_the_last_one_quit(
    workspace: Workspace, sandbox: Sandbox, film: Attachment, folder: Path, tmp_path: Path, is_paused: bool
) -> None:
    def engine_of_one_run() -> TransferEngine:
        journal = SavedJournal(JournalStore(tmp_path / "journal.sqlite", sandbox.base_url.text))
        return TransferEngine(workspace.client, workspace.storage, journal=journal)

    first = engine_of_one_run()
    transfer_id = await begun(first, sandbox, film, folder)
    if is_paused:
        first.pause(transfer_id)
    await first.close()
    kept = kept_bytes(folder)
    assert kept > 0

    sandbox.limit_speed(None)
    second = engine_of_one_run()
    [restored] = await second.restore()
    second.resume(restored)
    done = await second.wait(restored)
    assert done.path is not None
    assert (done.state, done.path.read_bytes(), names_in(folder)) == (S.DONE, FILM, ["film.mp4"])
    assert sandbox.storage_requests[-1].range == f"bytes={kept}-"
    await second.close()


async def test_a_failure_keeps_the_part_until_its_row_is_cleared(
    engine: TransferEngine, sandbox: Sandbox, film: Attachment, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer_id = await begun(engine, sandbox, film, folder)
    kept = await paused(engine, transfer_id, folder)
    real_write = os.write

    def write(fd: int, block: bytes) -> int:
        if Path(f"/proc/self/fd/{fd}").readlink().suffix == ".part":
            raise OSError(28, "full")
        return real_write(fd, block)

    sandbox.limit_speed(None)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write)
        engine.resume(transfer_id)
        failed = await engine.wait(transfer_id)
    assert (failed.state, kept_bytes(folder)) == (S.FAILED, kept)
    assert engine.clear_finished() == [transfer_id]
    await until(lambda: names_in(folder) == [])


def test_forgetting_what_was_never_there_does_nothing(film: Attachment, tmp_path: Path) -> None:
    forget_download(DownloadRequest(film, tmp_path / "gone"))
    assert not (tmp_path / "gone").exists()
