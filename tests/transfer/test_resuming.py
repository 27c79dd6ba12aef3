"""Downloads that break off and go on: never two objects in one file, no byte twice, one new link for each that ended."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.scripted_server import ReceivedRequest, ScriptedServer, response_bytes
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import NetworkSettings
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import ApiKey
from toptickets_desktop.domain.attachment import Attachment, SignedUrl
from toptickets_desktop.domain.errors import (
    Forbidden,
    LengthMismatch,
    LocalFileError,
    LocalFileReason,
    NotReached,
    ObjectMissing,
    SignedUrlRefused,
    StorageError,
    TopTicketsError,
    Unauthorized,
)
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer import download, kept_part
from toptickets_desktop.transfer.download import DownloadRequest, fetch_file, forget_download
from toptickets_desktop.transfer.kept_part import KeptPart
from toptickets_desktop.transfer.link import Link
from toptickets_desktop.transfer.off_loop import OffLoop
from toptickets_desktop.transfer.workspace import Workspace

from .interrupted import LINK_PATH, OBJECT_PATH, SIZE_BYTES, Answer, Downloads, Row, Store

QUICK = NetworkSettings(attempts=1)
MIB = 1024 * 1024


@pytest.fixture
def store() -> Store:
    return Store(random.Random(7).randbytes(SIZE_BYTES))


@pytest.fixture
def servers(store: Store) -> Iterator[ScriptedServer]:
    with ScriptedServer() as api, ScriptedServer(host="127.0.0.2") as storage:
        api.answer("GET", LINK_PATH, raw=lambda _request: store.link(storage.origin))
        storage.answer("GET", OBJECT_PATH, raw=store.object)
        yield api


@pytest.fixture
async def downloads(servers: ScriptedServer, store: Store, tmp_path: Path) -> AsyncIterator[Downloads]:
    client = ApiClient(servers.base_url, ApiKey("tt_agent_0123456789abcdef"), network=QUICK)
    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    disk = OffLoop(threads=2)
    yield Downloads(client, storage, disk, tmp_path / "saved", store)
    disk.close()
    await client.aclose()
    await storage.aclose()


def refusal(status: int, code: str, message: str = "", *, named: str | None = None) -> bytes:
    return response_bytes(status, json={"statusCode": named or str(status), "error": code, "message": message, "code": code})


def xml(status: int, code: str) -> bytes:
    return response_bytes(status, body=f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>")


REFUSALS = {
    "expired": refusal(400, "InvalidJWT", '"exp" claim timestamp check failed'),
    "expired, older release": refusal(400, "InvalidJWT", "jwt expired"),
    "ExpiredToken": refusal(400, "ExpiredToken", "The provided token has expired"),
    "tampered with": refusal(400, "InvalidJWT", "signature verification failed"),
    "400 that means 403": refusal(400, "Unauthorized", "new row violates row-level security policy", named="403"),
    "401": refusal(401, "InvalidJWT", "jwt expired"),
    "401 without a body": response_bytes(401),
    "403": refusal(403, "AccessDenied"),
    "403 XML": xml(403, "AccessDenied"),
    "400 XML": xml(400, "ExpiredToken"),
}
OFFSETS = [1, 2, 1000, 8191, 8192, 50_000, 65_536, 90_001, SIZE_BYTES - 2, SIZE_BYTES - 1]


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_link_that_ends_under_way_is_renewed_once_and_no_byte_comes_twice(downloads: Downloads, kind: str) -> None:
    store = downloads.store
    for offset in OFFSETS:
        store.begin_anew()
        store.refuse = REFUSALS[kind]
        request = downloads.request()
        await downloads.break_off(request, offset)
        store.expire_links()
        row = Row()
        fetched = await downloads.attempt(request, row)
        assert (store.links_given, store.refused) == (2, 1)
        assert store.sent == [(0, offset), (offset, SIZE_BYTES)]
        assert (row.kept, row.bytes_done) == ([offset], SIZE_BYTES)
        assert fetched.path.read_bytes() == store.content
        assert fetched.sha256 == hashlib.sha256(store.content).hexdigest()
        assert downloads.names == ["a.gz"]
        fetched.path.unlink()


@pytest.mark.parametrize("kind", REFUSALS)
async def test_a_link_that_has_ended_before_the_first_byte_is_renewed_once(downloads: Downloads, kind: str) -> None:
    store = downloads.store
    store.refuse, store.first_good_link = REFUSALS[kind], 2
    assert (await downloads.attempt(downloads.request())).path.read_bytes() == store.content
    assert (store.links_given, store.refused, store.bytes_sent) == (2, 1, SIZE_BYTES)


async def test_a_link_refused_again_and_again_fails_with_that_reason_and_the_part_is_kept(downloads: Downloads) -> None:
    store = downloads.store
    store.refuse = REFUSALS["expired"]
    request = downloads.request()
    await downloads.break_off(request, 60_000)
    store.first_good_link = 1000
    with pytest.raises(SignedUrlRefused):
        await downloads.attempt(request)
    assert (store.links_given, store.refused) == (2, 2)
    store.first_good_link = 0
    assert (await downloads.attempt(request)).path.read_bytes() == store.content
    assert store.sent == [(0, 60_000), (60_000, SIZE_BYTES)]


@pytest.mark.parametrize(("status", "error"), [(401, Unauthorized), (403, Forbidden)])
async def test_a_renewal_that_fails_shows_its_reason_and_the_part_is_kept(
    downloads: Downloads, servers: ScriptedServer, status: int, error: type[TopTicketsError]
) -> None:
    store = downloads.store
    store.refuse = REFUSALS["expired"]
    request = downloads.request()
    await downloads.break_off(request, 60_000)
    store.expire_links()
    give = servers._scripts.pop(("GET", LINK_PATH))
    servers.answer("GET", LINK_PATH, status=status, json={"detail": "no"})
    with pytest.raises(error):
        await downloads.attempt(request)
    servers._scripts[("GET", LINK_PATH)] = give
    assert (await downloads.attempt(request)).path.read_bytes() == store.content
    assert store.sent == [(0, 60_000), (60_000, SIZE_BYTES)]


@pytest.mark.parametrize("hours", [-2, 0, 2])
async def test_a_link_is_renewed_ahead_of_its_end_whatever_our_clock_says(downloads: Downloads, hours: int) -> None:
    store = downloads.store
    store.clock_is_off_by = timedelta(hours=hours)
    now_s = 0.0
    request = downloads.request(link=Link(clock=lambda: now_s))
    await downloads.break_off(request, 10_000)
    now_s = 3500
    await downloads.break_off(request, 20_000)
    assert store.links_given == 1
    store.expire_links()
    now_s = 3590
    assert (await downloads.attempt(request)).path.read_bytes() == store.content
    assert (store.links_given, store.refused, store.bytes_sent) == (2, 0, SIZE_BYTES)


async def test_the_next_run_goes_on_where_this_one_stopped(downloads: Downloads) -> None:
    await downloads.break_off(downloads.request(), 70_000)
    assert [name.rpartition(".")[2] for name in downloads.names] == ["json", "part"]
    assert not any("link-1" in path.read_text("latin-1") for path in downloads.folder.iterdir()), "a link is a secret"
    fetched = await downloads.attempt(downloads.request())
    assert fetched.path.read_bytes() == downloads.store.content
    assert downloads.store.sent == [(0, 70_000), (70_000, SIZE_BYTES)]


def no_range(store: Store, request: ReceivedRequest) -> bytes:
    return store.slice(replace(request, headers={}))


def other_slice(first: int, last: int, total: str) -> Answer:
    def answer(store: Store, _request: ReceivedRequest) -> bytes:
        body = store.content[max(first, 0) : last + 1]
        return response_bytes(206, body=body, headers={"ETag": store.etag or "", "Content-Range": f"bytes {first}-{last}/{total}"})

    return answer


def answering(text: bytes) -> Answer:
    return lambda _store, _request: text


USELESS: dict[str, Answer] = {
    "200 to a range": no_range,
    "416": answering(response_bytes(416, json={"error": "InvalidRange"})),
    "416 without a body": answering(response_bytes(416)),
    "no content-range": answering(response_bytes(206, body=b"x" * 40_000)),
    "garbage as content-range": answering(response_bytes(206, body=b"x" * 40_000, headers={"Content-Range": "bytes */*", "ETag": '"one"'})),
    "from the start": other_slice(0, SIZE_BYTES - 1, str(SIZE_BYTES)),
    "from a byte before": other_slice(59_999, SIZE_BYTES - 1, str(SIZE_BYTES)),
    "from a byte after": other_slice(60_001, SIZE_BYTES - 1, str(SIZE_BYTES)),
    "not to the end": other_slice(60_000, 70_000, str(SIZE_BYTES)),
    "another total": other_slice(60_000, SIZE_BYTES - 1, str(SIZE_BYTES + 1)),
    "no total": other_slice(60_000, SIZE_BYTES - 1, "*"),
    "compressed": answering(response_bytes(206, body=b"x" * 40_000, headers={"Content-Encoding": "gzip"})),
    "a page": answering(response_bytes(200, body="<html>Sign in to the Wi-Fi</html>")),
}


@pytest.mark.parametrize("kind", USELESS)
async def test_an_answer_that_does_not_fit_the_part_is_never_appended(downloads: Downloads, kind: str) -> None:
    store = downloads.store
    request = downloads.request()
    await downloads.break_off(request, 60_000)
    store.next_answer = USELESS[kind]
    if kind == "a page":  # of another length, and it is not known for what it is: visible, and nothing of it is kept
        with pytest.raises(LengthMismatch):
            await downloads.attempt(request)
        assert downloads.names == []
    row = Row()
    fetched = await downloads.attempt(request, row)
    assert fetched.path.read_bytes() == store.content
    assert row.kept[-1:] == ([] if kind == "a page" else [0])
    assert downloads.names == ["a.gz"]


@pytest.mark.parametrize(
    ("answer", "error", "is_kept"),
    [
        (refusal(500, "InternalError"), StorageError, True),
        (response_bytes(503), StorageError, True),
        (b"", NotReached, True),
        (refusal(400, "not_found", "Object not found", named="404"), ObjectMissing, False),
    ],
    ids=["500", "503", "closed", "object gone"],
)
async def test_a_part_is_kept_for_as_long_as_going_on_may_help(
    downloads: Downloads, answer: bytes, error: type[TopTicketsError], is_kept: bool
) -> None:
    request = downloads.request()
    await downloads.break_off(request, 60_000)
    downloads.store.next_answer = answering(answer)
    with pytest.raises(error):
        await downloads.attempt(request)
    assert bool(downloads.names) is is_kept
    fetched = await downloads.attempt(request)
    assert fetched.path.read_bytes() == downloads.store.content
    assert downloads.store.sent[-1][0] == (60_000 if is_kept else 0)


async def test_many_breaks_in_a_row_fetch_every_byte_once(downloads: Downloads) -> None:
    request = downloads.request()
    cuts = sorted(random.Random(3).sample(range(1, SIZE_BYTES), 12))
    for cut in cuts:
        await downloads.break_off(request, cut)
    await downloads.attempt(request)
    assert downloads.store.sent == list(zip([0, *cuts], [*cuts, SIZE_BYTES], strict=True))
    assert downloads.store.links_given == 1


@pytest.mark.parametrize("first_seed", range(0, 100, 10))
async def test_an_object_that_changed_is_never_spliced(downloads: Downloads, first_seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(first_seed, first_seed + 10):
        downloads.store.begin_anew()
        downloads.folder = downloads.folder.with_name(f"saved-{seed}")
        await _go_on_with_a_changed_object(downloads, random.Random(seed), monkeypatch)


async def _go_on_with_a_changed_object(downloads: Downloads, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_part, "SYNC_EVERY_BYTES", chance.choice([1000, 20_000, 4 * MIB]))
    monkeypatch.setattr(kept_part, "SYNC_EVERY_S", 0.0)
    monkeypatch.setattr(download, "WRITE_BYTES", chance.choice([512, 30_000, MIB]))
    store = downloads.store
    store.content = chance.randbytes(SIZE_BYTES)
    store.etag = chance.choice(['"one"', '"one"', '"one"', None, 'W/"one"'])
    request = downloads.request(size_bytes=chance.choice([SIZE_BYTES, None]))
    cuts = sorted(chance.sample(range(1, SIZE_BYTES), chance.choice([1, 2])))
    for cut in cuts if store.etag == '"one"' else cuts[:1]:  # without a strong ETag the second attempt would begin anew
        await downloads.break_off(request, cut)
    size_bytes = chance.choice([SIZE_BYTES, SIZE_BYTES, SIZE_BYTES, SIZE_BYTES + 1, SIZE_BYTES - 1, 500, 2 * SIZE_BYTES])
    store.content = chance.randbytes(size_bytes)
    # A storage that says nothing, or nothing strong, of what it sends must not be believed; one that keeps the ETag changes the length.
    others = ['"two"', None, 'W/"two"', *(['"one"'] if size_bytes != SIZE_BYTES else []), *(['W/"one"'] if store.etag is None else [])]
    store.etag = chance.choice(others)
    if chance.random() < 0.2:
        store.next_answer = no_range
    try:
        fetched = await downloads.attempt(request)
    except LengthMismatch:
        assert request.attachment.size_bytes not in {size_bytes, None}
        assert downloads.names == []
    else:
        assert fetched.path.read_bytes() == store.content
        assert fetched.sha256 == hashlib.sha256(store.content).hexdigest()
        assert downloads.names == ["a.gz"]


@pytest.mark.parametrize("keeps_part", [True, False])
@pytest.mark.parametrize("earlier", [0, 30_000])
async def test_pausing_keeps_the_part_and_cancelling_removes_it(downloads: Downloads, keeps_part: bool, earlier: int) -> None:
    request = downloads.request()
    if earlier:
        await downloads.break_off(request, earlier)
    row = Row(keeps_part=keeps_part)
    stalled = asyncio.Event()
    task = asyncio.create_task(_attempt_that_stalls(downloads, request, row, stalled))
    await stalled.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bool(downloads.names) is keeps_part
    again = Row()
    assert (await downloads.attempt(request, again)).path.read_bytes() == downloads.store.content
    assert bool(again.kept) is keeps_part
    assert downloads.names == ["a.gz"]


async def _attempt_that_stalls(downloads: Downloads, request: DownloadRequest, row: Row, stalled: asyncio.Event) -> None:
    def stall(bytes_done: int) -> None:
        row.bytes_done = bytes_done
        stalled.set()

    row.on_bytes = stall  # type: ignore[method-assign]  # the first bytes are the moment to break off
    await downloads.attempt(request, row)


async def test_a_disk_that_fails_at_the_moment_of_cancelling_does_not_keep_the_part(
    downloads: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_part: KeptPart, _block: bytes) -> None:
        raise LocalFileError(Path("a"), LocalFileReason.NO_SPACE)

    request = downloads.request()
    await downloads.break_off(request, 30_000)
    stalled = asyncio.Event()
    with monkeypatch.context() as patch:
        patch.setattr(KeptPart, "write", fail)
        task = asyncio.create_task(_attempt_that_stalls(downloads, request, Row(), stalled))
        await stalled.wait()
        task.cancel()
        with pytest.raises((asyncio.CancelledError, LocalFileError)):
            await task
    assert downloads.names == []


async def test_a_download_given_up_leaves_nothing(downloads: Downloads) -> None:
    request = downloads.request()
    await downloads.break_off(request, 60_000)
    assert len(downloads.names) == 2
    await downloads.disk.run(forget_download, request)
    assert downloads.names == []


async def test_a_chosen_path_that_is_no_unicode_is_gone_on_with_too(downloads: Downloads) -> None:
    downloads.folder.mkdir()
    target = downloads.folder / os.fsdecode(b"caf\xe9.gz")
    request = replace(downloads.request(), target=target)
    await downloads.break_off(request, 60_000)
    assert (await downloads.attempt(request)).path == target
    assert target.read_bytes() == downloads.store.content
    assert downloads.store.sent == [(0, 60_000), (60_000, SIZE_BYTES)]


async def test_two_downloads_of_one_attachment_go_on_each_by_itself(downloads: Downloads) -> None:
    for _ in range(2):
        await downloads.break_off(downloads.request(), 60_000)
    assert len(downloads.names) == 2, "one after the other they share a part"
    downloads.store.sent.clear()
    files = await asyncio.gather(*[downloads.attempt(downloads.request()) for _ in range(3)])
    assert {fetched.path.name for fetched in files} == {"a.gz", "a (2).gz", "a (3).gz"}
    assert all(fetched.path.read_bytes() == downloads.store.content for fetched in files)
    assert sorted(first for first, _ in downloads.store.sent) == [0, 0, 60_000]
    assert len(downloads.names) == 3


# The real storage: the sandbox, over HTTP.


async def _broken_off(workspace: Workspace, disk: OffLoop, request: DownloadRequest, sandbox: Sandbox) -> int:
    """Fetch some of it slowly, then pause; returns how much is kept."""
    row = Row(keeps_part=True)
    sandbox.limit_speed(2 * MIB)
    task = asyncio.create_task(fetch_file(workspace.client, workspace.storage, disk, request, row))
    async with asyncio.timeout(20):
        while row.bytes_done < MIB // 4:
            row.has_moved.clear()
            await row.has_moved.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    sandbox.limit_speed(None)
    return row.bytes_done


@pytest.fixture
def disk() -> Iterator[OffLoop]:
    opened = OffLoop(threads=1)
    yield opened
    opened.close()


@pytest.fixture
async def film(workspace: Workspace, ticket: Ticket, sandbox: Sandbox) -> Attachment:
    attachment_id = sandbox.add_attachment(ticket.id, filename="film.mp4", content_type="video/mp4", content=FILM)
    return await workspace.client.get_attachment(ticket.id, attachment_id)


FILM = random.Random(1).randbytes(2 * MIB)


async def test_the_sandbox_is_gone_on_with_also_when_the_link_has_ended(
    workspace: Workspace, sandbox: Sandbox, film: Attachment, disk: OffLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = DownloadRequest(film, tmp_path)
    kept_bytes = await _broken_off(workspace, disk, request, sandbox)
    request.link.drop()
    links: list[SignedUrl] = []
    real_get = workspace.client.get_download_url

    async def get_one_that_has_ended_first(ticket_id: str, attachment_id: str) -> SignedUrl:
        sandbox.set_url_lifetime(3600 if links else -1)
        links.append(await real_get(ticket_id, attachment_id))
        return links[-1]

    monkeypatch.setattr(workspace.client, "get_download_url", get_one_that_has_ended_first)
    row = Row()
    fetched = await fetch_file(workspace.client, workspace.storage, disk, request, row)
    assert fetched.path.read_bytes() == FILM
    assert (row.kept, len(links)) == ([kept_bytes], 2)
    statuses = [(record.status, record.range) for record in sandbox.storage_requests][-2:]
    assert statuses == [(400, f"bytes={kept_bytes}-"), (206, f"bytes={kept_bytes}-")]
    assert not any(record.had_authorization for record in sandbox.storage_requests)


async def test_an_object_that_is_overwritten_in_the_sandbox_is_fetched_anew(
    workspace: Workspace, sandbox: Sandbox, film: Attachment, disk: OffLoop, tmp_path: Path
) -> None:
    request = DownloadRequest(film, tmp_path / "saved")
    await _broken_off(workspace, disk, request, sandbox)
    # Under the same id, as the storage does it; the service itself has no way to ask for that.
    database = sandbox._now_running.database
    database.delete_attachment(film.ticket_id, film.id)
    database.add_attachment(
        database.store(film.ticket_id, filename="film.mp4", content_type="video/mp4", content=FILM[::-1], attachment_id=film.id)
    )
    row = Row()
    fetched = await fetch_file(workspace.client, workspace.storage, disk, request, row)
    assert fetched.path.read_bytes() == FILM[::-1]
    assert row.kept[-1] == 0
