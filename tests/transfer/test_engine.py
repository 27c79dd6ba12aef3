"""The engine against the real sandbox: what the rows say is what happened."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    AnswerLost,
    FileChanged,
    FileRefused,
    Forbidden,
    LocalFileError,
    LocalFileReason,
    RefusalReason,
    StorageError,
    TopTicketsError,
    TransferCancelled,
)
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import NEXT_STATES, ConflictPolicy, Transfer, TransferState
from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.workspace import Workspace

from .conftest import MakeFile

MIB = 1024 * 1024


class Recorder:
    """A listener that keeps all it hears."""

    def __init__(self, engine: TransferEngine) -> None:
        self.batches: list[list[Transfer]] = []
        self._changed = asyncio.Event()
        engine.add_listener(self)

    def __call__(self, transfers: Sequence[Transfer]) -> None:
        self.batches.append(list(transfers))
        self._changed.set()

    def states(self, transfer_id: int) -> list[TransferState]:
        """Each state once, in order."""
        heard = [transfer.state for batch in self.batches for transfer in batch if transfer.id == transfer_id]
        return [state for index, state in enumerate(heard) if index == 0 or heard[index - 1] is not state]

    async def until(self, is_met: Callable[[Transfer], bool]) -> Transfer:
        """Wait for news that meets a condition."""
        async with asyncio.timeout(20):
            while True:
                for batch in self.batches:
                    for transfer in batch:
                        if is_met(transfer):
                            return transfer
                self._changed.clear()
                await self._changed.wait()


def grow(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"more")


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_every_kind_of_sample_goes_up_and_comes_down_the_same(workspace: Workspace, ticket: Ticket, tmp_path: Path) -> None:
    paths = [path for path in sorted(samples_folder().iterdir()) if path.suffix != ".toml"]
    uploads = [workspace.engine.upload(ticket.id, check_file(path)) for path in paths]
    sent = [await workspace.engine.wait(transfer_id) for transfer_id in uploads]
    assert {transfer.state for transfer in sent} == {TransferState.DONE}

    attachments = {attachment.id: attachment for attachment in await workspace.client.list_attachments(ticket.id)}
    downloads = [workspace.engine.download(attachments[transfer.attachment_id or ""], tmp_path / "saved") for transfer in sent]
    saved = [await workspace.engine.wait(transfer_id) for transfer_id in downloads]

    for path, up, down in zip(paths, sent, saved, strict=True):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        assert (down.state, up.sha256, down.sha256) == (TransferState.DONE, sha256, sha256)
        assert up.attachment is not None
        assert up.attachment.content_type == check_file(path).content_type
        assert down.path is not None
        assert (down.path.name, down.path.read_bytes()) == (path.name, path.read_bytes())
    assert len(files_in(tmp_path / "saved")) == len(paths)


async def test_rows_pass_through_the_states_in_order_and_batches_are_few(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, make_file: MakeFile
) -> None:
    size_bytes = 16 * MIB  # more than the sockets' buffers hold
    sandbox.limit_speed(16 * MIB)
    recorder = Recorder(workspace.engine)
    transfer_id = workspace.engine.upload(ticket.id, check_file(make_file("a.gz", size_bytes)))
    done = await workspace.engine.wait(transfer_id)

    expected = [TransferState.QUEUED, TransferState.RUNNING, TransferState.VERIFYING, TransferState.DONE]
    assert recorder.states(transfer_id) == expected
    heard = [transfer for batch in recorder.batches for transfer in batch]
    progress = [transfer.bytes_done for transfer in heard]
    assert progress == sorted(progress)
    assert progress[-1] == done.bytes_total == size_bytes
    assert any(0 < transfer.bytes_done < size_bytes and transfer.bytes_per_s for transfer in heard)
    assert done.started_at is not None
    assert done.finished_at is not None
    duration_s = (done.finished_at - done.started_at).total_seconds()
    assert len(recorder.batches) <= len(expected) + duration_s * 10 + 1
    assert (done.bytes_per_s, done.seconds_left, done.error) == (None, None, None)


async def test_no_more_than_the_allowed_number_run_and_the_order_is_kept(workspace: Workspace, ticket: Ticket, make_file: MakeFile) -> None:
    most_running = 0

    def count_running(_transfers: Sequence[Transfer]) -> None:
        nonlocal most_running
        running = [
            transfer for transfer in workspace.engine.snapshots() if transfer.state in {TransferState.RUNNING, TransferState.VERIFYING}
        ]
        most_running = max(most_running, len(running))

    workspace.engine.add_listener(count_running)
    ids = [workspace.engine.upload(ticket.id, check_file(make_file(f"{number}.gz", 100_000))) for number in range(7)]
    done = [await workspace.engine.wait(transfer_id) for transfer_id in ids]
    assert most_running == 2
    starts = [transfer.started_at for transfer in done if transfer.started_at]
    assert starts == sorted(starts)
    assert {transfer.state for transfer in done} == {TransferState.DONE}


async def test_cancelling_a_download_leaves_nothing_behind(workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, bytes(8 * MIB), "film.gz")
    sandbox.limit_speed(2 * MIB)
    recorder = Recorder(workspace.engine)
    folder = tmp_path / "saved"
    transfer_id = workspace.engine.download(attachment, folder)
    await recorder.until(lambda transfer: transfer.bytes_done > MIB)
    assert [name for name in files_in(folder) if name.startswith(".film.gz.") and name.endswith(".part")]

    workspace.engine.cancel(transfer_id)
    assert workspace.engine.snapshot(transfer_id).state is TransferState.CANCELLED
    cancelled = await workspace.engine.wait(transfer_id)
    assert (cancelled.state, type(cancelled.error)) == (TransferState.CANCELLED, TransferCancelled)
    assert files_in(folder) == []

    sandbox.limit_speed(None)
    workspace.engine.retry(transfer_id)
    again = await workspace.engine.wait(transfer_id)
    assert (again.state, again.error, files_in(folder)) == (TransferState.DONE, None, ["film.gz"])


async def test_retrying_at_once_waits_for_the_cancelled_attempt(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path
) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, bytes(4 * MIB), "film.gz")
    sandbox.limit_speed(2 * MIB)
    recorder = Recorder(workspace.engine)
    transfer_id = workspace.engine.download(attachment, tmp_path / "saved")
    await recorder.until(lambda transfer: transfer.bytes_done > 0)
    sandbox.limit_speed(None)
    workspace.engine.cancel(transfer_id)
    workspace.engine.retry(transfer_id)
    again = await workspace.engine.wait(transfer_id)
    assert (again.state, again.bytes_done, files_in(tmp_path / "saved")) == (TransferState.DONE, 4 * MIB, ["film.gz"])


async def test_a_queued_transfer_is_cancelled_at_once(workspace: Workspace, ticket: Ticket, sandbox: Sandbox, make_file: MakeFile) -> None:
    sandbox.limit_speed(MIB)
    first, second, third = [workspace.engine.upload(ticket.id, check_file(make_file(f"{n}.gz", MIB))) for n in range(3)]
    workspace.engine.cancel(third)
    assert (await workspace.engine.wait(third)).state is TransferState.CANCELLED
    assert workspace.engine.snapshot(third).started_at is None
    sandbox.limit_speed(None)
    states = [(await workspace.engine.wait(transfer_id)).state for transfer_id in (first, second)]
    assert states == [TransferState.DONE, TransferState.DONE]
    names = {attachment.filename for attachment in await workspace.client.list_attachments(ticket.id)}
    assert names & {"0.gz", "1.gz", "2.gz"} == {"0.gz", "1.gz"}


async def test_closing_stops_everything_and_removes_parts(workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, bytes(8 * MIB), "film.gz")
    sandbox.limit_speed(2 * MIB)
    recorder = Recorder(workspace.engine)
    folder = tmp_path / "saved"
    ids = [workspace.engine.download(attachment, folder) for _ in range(4)]
    await recorder.until(lambda transfer: transfer.bytes_done > 0)
    await workspace.close()
    assert files_in(folder) == []
    assert {workspace.engine.snapshot(transfer_id).state for transfer_id in ids} == {TransferState.CANCELLED}
    with pytest.raises(RuntimeError):
        workspace.engine.download(attachment, folder)
    workspace.engine.retry(ids[0])
    assert workspace.engine.snapshot(ids[0]).state is TransferState.CANCELLED


async def test_a_refused_file_gets_a_row_and_nothing_else(workspace: Workspace, ticket: Ticket, sandbox: Sandbox) -> None:
    requests_before = len(sandbox.requests)
    refusal = FileRefused(Path("tool.exe"), RefusalReason.TYPE_NOT_ALLOWED, size_bytes=5)
    transfer_id = workspace.engine.refuse(ticket.id, refusal)
    row = await workspace.engine.wait(transfer_id)
    assert (row.state, row.name, row.error, row.bytes_total) == (TransferState.REFUSED, "tool.exe", refusal, 5)
    workspace.engine.retry(transfer_id)
    workspace.engine.cancel(transfer_id)
    assert workspace.engine.snapshot(transfer_id).state is TransferState.REFUSED
    assert len(sandbox.requests) == requests_before
    assert workspace.engine.clear_finished() == [transfer_id]
    assert workspace.engine.snapshots() == []


@pytest.mark.parametrize("what_happens", ["cancelled", "changed"])
async def test_an_upload_stopped_half_way_is_not_on_the_server(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, make_file: MakeFile, what_happens: str
) -> None:
    sandbox.limit_speed(8 * MIB)
    recorder = Recorder(workspace.engine)
    path = make_file("large.gz", 24 * MIB)
    transfer_id = workspace.engine.upload(ticket.id, check_file(path))
    await recorder.until(lambda transfer: transfer.bytes_done > 0)
    if what_happens == "cancelled":
        workspace.engine.cancel(transfer_id)
    else:
        grow(path)
    sandbox.limit_speed(None)
    row = await workspace.engine.wait(transfer_id)
    assert 0 < row.bytes_done < 24 * MIB
    assert (row.state, type(row.error)) == {
        "cancelled": (TransferState.CANCELLED, TransferCancelled),
        "changed": (TransferState.FAILED, FileChanged),
    }[what_happens]
    assert "large.gz" not in {attachment.filename for attachment in await workspace.client.list_attachments(ticket.id)}


async def test_a_retried_upload_is_checked_anew(workspace: Workspace, ticket: Ticket, make_file: MakeFile) -> None:
    path = make_file("logs.gz", 1000)
    checked = check_file(path)
    path.write_bytes(path.read_bytes() + b"more")
    transfer_id = workspace.engine.upload(ticket.id, checked)
    failed = await workspace.engine.wait(transfer_id)
    assert (failed.state, type(failed.error)) == (TransferState.FAILED, FileChanged)

    workspace.engine.retry(transfer_id)
    done = await workspace.engine.wait(transfer_id)
    assert (done.state, done.bytes_total, done.bytes_done) == (TransferState.DONE, 1004, 1004)


async def test_a_retried_upload_whose_file_is_gone_is_refused(workspace: Workspace, ticket: Ticket, make_file: MakeFile) -> None:
    path = make_file("logs.gz", 1000)
    transfer_id = workspace.engine.upload(ticket.id, check_file(path))
    path.unlink()
    failed = await workspace.engine.wait(transfer_id)
    assert isinstance(failed.error, LocalFileError)
    assert (failed.state, failed.error.reason) == (TransferState.FAILED, LocalFileReason.NOT_FOUND)
    workspace.engine.retry(transfer_id)
    refused = await workspace.engine.wait(transfer_id)
    assert isinstance(refused.error, FileRefused)
    assert (refused.state, refused.error.reason) == (TransferState.REFUSED, RefusalReason.NOT_FOUND)


async def test_one_failure_does_not_stop_the_rest(workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path) -> None:
    attachments = await workspace.client.list_attachments(ticket.id)
    missing = Attachment("00000000-0000-4000-8000-000000000000", ticket.id, "gone.png", "image/png", 5)
    ids = [workspace.engine.download(attachment, tmp_path / "saved") for attachment in (missing, *attachments)]
    states = [(await workspace.engine.wait(transfer_id)).state for transfer_id in ids]
    assert states == [TransferState.FAILED, *[TransferState.DONE] * len(attachments)]


async def test_an_object_that_is_gone_fails_with_that_reason(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path
) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, b"content!", "a.txt")
    for stored in (sandbox.data_dir).rglob(f"*{attachment.id}*"):
        stored.unlink()
    transfer_id = workspace.engine.download(attachment, tmp_path / "saved")
    failed = await workspace.engine.wait(transfer_id)
    assert failed.state is TransferState.FAILED
    assert isinstance(failed.error, StorageError)
    assert files_in(tmp_path / "saved") == []


async def test_a_key_that_may_not_write_fails_with_the_scope(sandbox: Sandbox, make_file: MakeFile) -> None:
    workspace = await Workspace.open(sandbox.base_url, sandbox.keys[KeyKind.READ_ONLY])
    try:
        ticket = (await workspace.client.list_tickets(limit=1)).tickets[0]
        failed = await workspace.engine.wait(workspace.engine.upload(ticket.id, check_file(make_file("a.gz", 100))))
    finally:
        await workspace.close()
    assert isinstance(failed.error, Forbidden)
    assert failed.error.__traceback__ is None


async def test_a_defect_fails_one_row_and_a_bad_listener_none(
    workspace: Workspace, ticket: Ticket, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_transfers: Sequence[Transfer]) -> None:
        raise ZeroDivisionError

    async def defect(*_args: object, **_kwargs: object) -> Attachment:
        raise ZeroDivisionError

    workspace.engine.add_listener(fail)
    with monkeypatch.context() as patch:
        patch.setattr(workspace.client, "upload_attachment", defect)
        failed = await workspace.engine.wait(workspace.engine.upload(ticket.id, check_file(make_file("a.gz", 100))))
    assert (failed.state, type(failed.error)) == (TransferState.FAILED, TopTicketsError)
    done = await workspace.engine.wait(workspace.engine.upload(ticket.id, check_file(make_file("b.gz", 100))))
    assert done.state is TransferState.DONE


async def test_existing_files_are_kept_replaced_or_skipped_as_asked(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path
) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, b"new content", "Notes.txt")
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "notes.TXT").write_bytes(b"old")

    async def save(if_exists: ConflictPolicy, target: Path | None = None) -> Transfer:
        return await workspace.engine.wait(workspace.engine.download(attachment, folder, if_exists=if_exists, target=target))

    links_before = sum("/download" in record.path for record in sandbox.requests)
    skipped = await save(ConflictPolicy.SKIP)
    assert (skipped.state, skipped.path) == (TransferState.SKIPPED, folder / "notes.TXT")
    assert sum("/download" in record.path for record in sandbox.requests) == links_before

    kept = await save(ConflictPolicy.KEEP_BOTH)
    assert kept.path == folder / "Notes (2).txt"
    chosen = await save(ConflictPolicy.KEEP_BOTH, folder / "notes.TXT")
    assert (chosen.path, (folder / "notes.TXT").read_bytes()) == (folder / "notes.TXT", b"new content")
    (folder / "Notes.txt").write_bytes(b"old")
    replaced = await save(ConflictPolicy.REPLACE)
    assert (replaced.path, (folder / "Notes.txt").read_bytes()) == (folder / "Notes.txt", b"new content")
    assert files_in(folder) == ["Notes (2).txt", "Notes.txt", "notes.TXT"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (folder / "Notes (2).txt", folder / "notes.TXT"))


async def test_many_of_the_same_name_at_once_get_a_number_each(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path
) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, b"x" * 100, "report.tar.gz")
    ids = [workspace.engine.download(attachment, tmp_path / "saved") for _ in range(8)]
    saved = [await workspace.engine.wait(transfer_id) for transfer_id in ids]
    assert {transfer.state for transfer in saved} == {TransferState.DONE}
    assert files_in(tmp_path / "saved") == sorted(["report.tar.gz", *(f"report ({number}).tar.gz" for number in range(2, 9))])


@pytest.mark.parametrize(
    "filename", ["../../etc/passwd", "..\\..\\boot.ini", "/abs.txt", "..", "a\x00b\n.txt", "C:\\x.txt", "\u202egpj.exe"]
)
async def test_a_hostile_name_stays_in_the_folder(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, tmp_path: Path, filename: str
) -> None:
    attachment = await add_attachment(workspace, sandbox, ticket, b"x", filename)
    folder = tmp_path / "deep" / "saved"
    saved = await workspace.engine.wait(workspace.engine.download(attachment, folder))
    assert saved.state is TransferState.DONE
    assert saved.path is not None
    assert saved.path.parent == folder
    assert files_in(folder) == [saved.path.name]
    assert files_in(tmp_path / "deep") == ["saved"]
    assert saved.name == filename


async def test_an_upload_cancelled_after_the_last_byte_is_unconfirmed(
    workspace: Workspace, ticket: Ticket, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = asyncio.Event()
    real_upload = workspace.client.upload_attachment

    async def upload_and_hold_the_answer(*args: str, **kwargs: object) -> Attachment:
        attachment = await real_upload(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        answered.set()
        await asyncio.Event().wait()
        return attachment

    monkeypatch.setattr(workspace.client, "upload_attachment", upload_and_hold_the_answer)
    transfer_id = workspace.engine.upload(ticket.id, check_file(make_file("a.gz", 1000)))
    await answered.wait()
    workspace.engine.cancel(transfer_id)
    row = await workspace.engine.wait(transfer_id)
    assert (row.state, type(row.error)) == (TransferState.UNCONFIRMED, AnswerLost)
    assert row.error is not None
    assert isinstance(row.error.__cause__, TransferCancelled)
    assert [a.filename for a in await workspace.client.list_attachments(ticket.id)].count("a.gz") == 1


async def test_every_state_heard_may_follow_the_one_before(
    workspace: Workspace, ticket: Ticket, sandbox: Sandbox, make_file: MakeFile, tmp_path: Path
) -> None:
    recorder = Recorder(workspace.engine)
    attachments = await workspace.client.list_attachments(ticket.id)
    ids = [workspace.engine.download(attachment, tmp_path / "saved") for attachment in attachments]
    ids += [workspace.engine.upload(ticket.id, check_file(make_file(f"{n}.gz", 1000))) for n in range(4)]
    workspace.engine.cancel(ids[0])
    workspace.engine.cancel(ids[-1])
    workspace.engine.retry(ids[0])
    for transfer_id in ids:
        await workspace.engine.wait(transfer_id)
        states = recorder.states(transfer_id)
        assert states[0] is TransferState.QUEUED
        assert all(after in NEXT_STATES[before] for before, after in itertools.pairwise(states))


async def add_attachment(workspace: Workspace, sandbox: Sandbox, ticket: Ticket, content: bytes, filename: str) -> Attachment:
    attachment_id = sandbox.add_attachment(ticket.id, filename=filename, content_type="text/plain", content=content)
    return await workspace.client.get_attachment(ticket.id, attachment_id)
