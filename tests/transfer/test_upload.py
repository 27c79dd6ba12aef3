"""One file over several attempts and runs of the program, against the sandbox."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.dropping_proxy import Drop, DroppingProxy
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import AnswerLost, FileChanged, FileRefused, LengthMismatch
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.sending import Baseline
from toptickets_desktop.transfer.upload import SentFile, Upload
from toptickets_desktop.transfer.workspace import Workspace

from .conftest import MakeFile


class Sender:
    """What an upload needs, with one try at looking for it."""

    def __init__(self, client: ApiClient, ticket_id: str) -> None:
        self.client = client
        self.ticket_id = ticket_id
        self.disk = OffLoop(threads=1)
        self.reconciler = Reconciler(client, waits_s=[0])
        self.remembered: list[tuple[CheckedFile, Baseline | None]] = []

    def upload(self, file: CheckedFile) -> Upload:
        return Upload(self.client, self.disk, self.reconciler, self.ticket_id, file, before_first_byte=self._remember)

    async def _remember(self, file: CheckedFile, baseline: Baseline | None) -> None:
        self.remembered.append((file, baseline))


@pytest.fixture
async def proxy(sandbox: Sandbox) -> AsyncIterator[DroppingProxy]:
    with DroppingProxy(sandbox.base_url) as running:
        yield running


@pytest.fixture
async def sender(sandbox: Sandbox, proxy: DroppingProxy, ticket: Ticket) -> AsyncIterator[Sender]:
    client = ApiClient(proxy.base_url, sandbox.keys[KeyKind.ADMIN])
    made = Sender(client, ticket.id)
    yield made
    made.disk.close()
    await client.aclose()


def watch() -> Attempt:
    transfer = Transfer(id=1, direction=Direction.UPLOAD, ticket_id="t", name="n", state=TransferState.QUEUED)
    return Job(transfer, None, lambda _job: None).begin_attempt()


async def sent_by_an_earlier_run(sender: Sender, proxy: DroppingProxy, path: Path, drop: Drop) -> tuple[CheckedFile, Baseline | None]:
    """Send a file, lose the answer, and forget everything but what a journal holds."""
    proxy.drop_uploads(drop)
    earlier = Sender(sender.client, sender.ticket_id)
    earlier.reconciler = Reconciler(sender.client, waits_s=[])
    with pytest.raises(AnswerLost):
        await earlier.upload(check_file(path)).attempt(watch())
    earlier.disk.close()
    [remembered] = earlier.remembered
    return remembered


def restored(sender: Sender, file: CheckedFile, baseline: Baseline | None) -> Upload:
    upload = sender.upload(file)
    upload.restore(baseline)
    return upload


async def names(sender: Sender) -> list[str]:
    return [row.filename for row in await sender.client.list_attachments(sender.ticket_id)]


async def test_an_upload_of_an_earlier_run_is_found(sender: Sender, proxy: DroppingProxy, make_file: MakeFile) -> None:
    path = make_file("a.gz", 1000)
    upload = restored(sender, *await sent_by_an_earlier_run(sender, proxy, path, Drop.AFTER_COMMIT))
    found = await upload.find(watch())
    assert (found.attachment.filename, found.sha256) == ("a.gz", hashlib.sha256(path.read_bytes()).hexdigest())


async def test_an_upload_of_an_earlier_run_that_never_arrived_is_sent_when_asked(
    sender: Sender, proxy: DroppingProxy, make_file: MakeFile
) -> None:
    upload = restored(sender, *await sent_by_an_earlier_run(sender, proxy, make_file("a.gz", 1000), Drop.BEFORE_COMMIT))
    with pytest.raises(AnswerLost):
        await upload.find(watch())
    assert "a.gz" not in await names(sender)
    await upload.attempt(watch())
    assert (await names(sender)).count("a.gz") == 1


async def test_an_upload_that_was_found_is_done_though_its_file_is_gone(sender: Sender, proxy: DroppingProxy, make_file: MakeFile) -> None:
    path = make_file("a.gz", 1000)
    upload = restored(sender, *await sent_by_an_earlier_run(sender, proxy, path, Drop.AFTER_COMMIT))
    path.unlink()
    assert (await upload.find(watch())).sha256 is None


async def test_a_retry_finds_a_late_commit_though_its_file_is_gone(sender: Sender, proxy: DroppingProxy, make_file: MakeFile) -> None:
    path = make_file("a.gz", 1000)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    proxy.drop_uploads(Drop.LATE_COMMIT)
    upload = sender.upload(check_file(path))
    with pytest.raises(AnswerLost):
        await upload.attempt(watch())
    path.unlink()
    with pytest.raises(FileRefused):
        await upload.attempt(watch())
    proxy.commit_late()
    assert (await upload.attempt(watch())).sha256 == sha256


async def test_an_upload_whose_file_has_changed_since_the_earlier_run_is_not_done(
    sender: Sender, proxy: DroppingProxy, make_file: MakeFile
) -> None:
    path = make_file("a.gz", 1000)
    upload = restored(sender, *await sent_by_an_earlier_run(sender, proxy, path, Drop.AFTER_COMMIT))
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(FileChanged):
        await upload.find(watch())


async def test_the_baseline_is_remembered_before_the_first_byte(sender: Sender, proxy: DroppingProxy, make_file: MakeFile) -> None:
    file = check_file(make_file("a.gz", 1000))
    uploads_when_told: list[int] = []

    async def remember(told_file: CheckedFile, baseline: Baseline | None) -> None:
        assert (told_file, baseline and baseline.lookalike_ids) == (file, frozenset())
        uploads_when_told.append(proxy.uploads_received)

    upload = Upload(sender.client, sender.disk, sender.reconciler, sender.ticket_id, file, before_first_byte=remember)
    assert isinstance(await upload.attempt(watch()), SentFile)
    assert uploads_when_told == [0]


async def test_stored_but_not_told_is_not_sent_again(sender: Sender, proxy: DroppingProxy, make_file: MakeFile) -> None:
    """The file looks changed at the very last check, and then as before; or the user cancelled at that moment."""
    upload = sender.upload(check_file(make_file("a.gz", 1000)))
    first = await upload.attempt(watch())
    second = await upload.attempt(watch())
    assert (second, proxy.uploads_received) == (first, 1)


async def test_the_hash_of_what_is_stored(workspace: Workspace, ticket: Ticket, make_file: MakeFile) -> None:
    path = make_file("a.gz", 300_000)
    row = await workspace.engine.wait(workspace.engine.upload(ticket.id, check_file(path)))
    attachment = row.attachment
    assert attachment is not None
    assert await sha256_of_stored(workspace.client, workspace.storage, attachment) == hashlib.sha256(path.read_bytes()).hexdigest()
    for size_bytes in (299_999, 300_001, None):
        other = Attachment(attachment.id, attachment.ticket_id, "a.gz", "application/gzip", size_bytes)
        with pytest.raises(LengthMismatch):
            await sha256_of_stored(workspace.client, workspace.storage, other)
