"""The content cache: one fetch for all who ask, whole or not at all, private, within its limits."""

from __future__ import annotations

import asyncio
import errno
import os
import random
import stat
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.scripted_server import ReceivedRequest, ScriptedServer, response_bytes
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import NetworkSettings
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import ApiKey
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LengthMismatch, LocalFileError, LocalFileReason, NotReached, ObjectMissing, Stalled
from toptickets_desktop.transfer import content_cache, stalls
from toptickets_desktop.transfer.backoff import ONCE, RetryPolicy
from toptickets_desktop.transfer.cache_folder import CacheFolder, CacheLimits
from toptickets_desktop.transfer.content_cache import ContentCache

from .interrupted import ATTACHMENT_ID, LINK_PATH, OBJECT_PATH, SIZE_BYTES, TICKET_ID, Store

QUICK = NetworkSettings(attempts=1)
ONCE_MORE = RetryPolicy(attempts_max=2, wait_initial_s=0.0, waits_when_offline=False, waits_for_sign_in=False)
ROW = Attachment(ATTACHMENT_ID, TICKET_ID, "a.gz", "application/gzip", SIZE_BYTES)


@pytest.fixture
def store() -> Store:
    return Store(random.Random(7).randbytes(SIZE_BYTES))


@pytest.fixture
def api(store: Store) -> Iterator[ScriptedServer]:
    with ScriptedServer() as api, ScriptedServer(host="127.0.0.2") as storage:
        api.answer("GET", LINK_PATH, raw=lambda _request: store.link(storage.origin))
        storage.answer("GET", OBJECT_PATH, raw=store.object)
        yield api


class Bench:
    """Caches in one folder, on one service."""

    def __init__(self, client: ApiClient, storage: StorageClient, store: Store, folder: Path) -> None:
        self.client = client
        self.storage = storage
        self.store = store
        self.folder = folder
        self.opened: list[ContentCache] = []

    def open(
        self, *, limits: CacheLimits | None = None, base_url: str = "https://one.example/v1", policy: RetryPolicy = ONCE
    ) -> ContentCache:
        cache = ContentCache(self.client, self.storage, base_url, self.folder, limits=limits, policy=policy)
        self.opened.append(cache)
        return cache

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
async def bench(api: ScriptedServer, store: Store, tmp_path: Path) -> AsyncIterator[Bench]:
    client = ApiClient(api.base_url, ApiKey("tt_agent_0123456789abcdef"), network=QUICK)
    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    bench = Bench(client, storage, store, tmp_path / "cache" / "content")
    yield bench
    for cache in bench.opened:
        await cache.close()
    await client.aclose()
    await storage.aclose()


async def test_a_file_comes_once_whole_private_and_read_only(bench: Bench) -> None:
    cache = bench.open()
    seen: list[tuple[int, int | None]] = []
    path = await cache.get(ROW, on_progress=lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == bench.store.content
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == ("a.gz", 0o400)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, bench.folder)} == {0o700}
    assert seen[-1] == (SIZE_BYTES, SIZE_BYTES)
    assert await cache.get(ROW) == path
    assert bench.store.links_given == 1
    assert bench.files == [path]


async def test_it_is_there_in_the_next_run(bench: Bench) -> None:
    first = bench.open()
    path = await first.get(ROW)
    await first.close()
    assert await bench.open().get(ROW) == path
    assert bench.store.links_given == 1


async def test_two_services_never_share_a_file(bench: Bench) -> None:
    mine = await bench.open().get(ROW)
    other = await bench.open(base_url="https://two.example/v1").get(ROW)
    assert mine != other
    assert bench.store.links_given == 2


async def test_those_who_ask_at_the_same_time_share_one_fetch(bench: Bench) -> None:
    cache = bench.open()
    paths = await asyncio.gather(*(cache.get(ROW) for _ in range(20)))
    assert len(set(paths)) == 1
    assert bench.store.links_given == 1


class Gate:
    """An answer that waits in its middle."""

    def __init__(self, store: Store) -> None:
        self.is_asked = threading.Event()
        self.may_go_on = threading.Event()
        store.next_answer = self.answer

    def answer(self, store: Store, request: ReceivedRequest) -> bytes:
        self.is_asked.set()
        self.may_go_on.wait(10)
        return store.slice(request)


async def test_cancelling_one_leaves_the_fetch_to_the_others_and_cancelling_the_last_ends_it(bench: Bench) -> None:
    cache = bench.open()
    gate = Gate(bench.store)
    asked = [asyncio.create_task(cache.get(ROW)) for _ in range(2)]
    await asyncio.to_thread(gate.is_asked.wait, 10)
    asked[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked[0]
    gate.may_go_on.set()
    path = await asked[1]
    assert path.read_bytes() == bench.store.content

    other = replace(ROW, filename="b.gz")
    gate = Gate(bench.store)
    last = asyncio.create_task(cache.get(other))
    await asyncio.to_thread(gate.is_asked.wait, 10)
    last.cancel()
    with pytest.raises(asyncio.CancelledError):
        await last
    gate.may_go_on.set()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("content-cache")]
    assert (await cache.get(other)).read_bytes() == bench.store.content


async def test_what_was_cut_off_goes_on_where_it_was(bench: Bench) -> None:
    cache = bench.open(policy=ONCE_MORE)
    bench.store.cut_at = 60_000
    path = await cache.get(ROW)
    assert path.read_bytes() == bench.store.content
    assert bench.store.sent == [(0, 60_000), (60_000, SIZE_BYTES)]


async def test_a_cut_that_is_not_mended_gives_the_reason_and_no_file(bench: Bench) -> None:
    cache = bench.open()
    bench.store.cut_at = 60_000
    with pytest.raises(NotReached):
        await cache.get(ROW)
    assert not [path for path in bench.files if not path.name.startswith(".")]
    assert (await cache.get(ROW)).read_bytes() == bench.store.content
    assert bench.store.sent == [(0, 60_000), (60_000, SIZE_BYTES)]


@pytest.mark.parametrize("announced_bytes", [SIZE_BYTES - 1, SIZE_BYTES + 1])
async def test_a_wrong_length_leaves_nothing(bench: Bench, announced_bytes: int) -> None:
    with pytest.raises(LengthMismatch):
        await bench.open().get(replace(ROW, size_bytes=announced_bytes))
    assert bench.files == []


async def test_an_object_that_changed_between_two_attempts_is_begun_anew(bench: Bench) -> None:
    cache = bench.open(policy=ONCE_MORE)
    store = bench.store
    newer = random.Random(8).randbytes(SIZE_BYTES)

    def cut_and_change(store: Store, request: ReceivedRequest) -> bytes:
        store.cut_at = 60_000
        answer = store.slice(request)
        store.content, store.etag = newer, '"two"'
        return answer

    store.next_answer = cut_and_change
    assert (await cache.get(ROW)).read_bytes() == newer


async def test_a_file_of_another_size_than_the_service_says_by_now_is_fetched_again(bench: Bench) -> None:
    cache = bench.open()
    path = await cache.get(ROW)
    path.chmod(0o600)
    path.write_bytes(b"short")
    assert await cache.get(ROW) == path
    assert path.read_bytes() == bench.store.content


async def test_a_link_in_the_files_place_is_not_followed(bench: Bench, tmp_path: Path) -> None:
    cache = bench.open()
    path = await cache.get(ROW)
    secret = tmp_path / "secret"
    secret.write_bytes(bytes(SIZE_BYTES))
    path.unlink()
    path.symlink_to(secret)
    assert (await cache.get(ROW)).read_bytes() == bench.store.content
    assert not path.is_symlink()
    assert secret.read_bytes() == bytes(SIZE_BYTES)


async def test_an_object_that_is_gone_says_so_at_once(bench: Bench) -> None:
    bench.store.next_answer = lambda _store, _request: response_bytes(400, json={"statusCode": "404", "error": "not_found"})
    with pytest.raises(ObjectMissing):
        await bench.open(policy=content_cache.LOOKING).get(ROW)
    assert bench.files == []


async def test_a_full_disk_is_cleared_of_what_is_not_in_use_and_tried_once_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = bench.open()
    old = bench.folder / ("0" * 32) / "old.gz"
    old.parent.mkdir(parents=True)
    old.write_bytes(bytes(1000))
    real_write = os.write

    def write(fd: int, block: Any) -> int:
        path = Path(f"/proc/self/fd/{fd}").readlink()
        if path.suffix == ".part" and old.exists():
            raise OSError(errno.ENOSPC, "no space")
        return real_write(fd, block)

    monkeypatch.setattr(os, "write", write)
    assert (await cache.get(ROW)).read_bytes() == bench.store.content
    assert not old.exists()


async def test_a_disk_that_stays_full_gives_the_reason(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write

    def write(fd: int, block: Any) -> int:
        if Path(f"/proc/self/fd/{fd}").readlink().suffix == ".part":
            raise OSError(errno.ENOSPC, "no space")
        return real_write(fd, block)

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(LocalFileError) as refused:
        await bench.open().get(ROW)
    assert refused.value.reason is LocalFileReason.NO_SPACE
    assert not [path for path in bench.files if not path.name.startswith(".")]


def fill(folder: Path, ages_s: dict[str, float], size_bytes: int = 1000) -> None:
    """Entries by key, and how long ago each was used."""
    for key, age_s in ages_s.items():
        path = folder / key / "file.bin"
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(size_bytes))
        then = path.parent.stat().st_mtime - age_s
        os.utime(path.parent, (then, then))


def keys(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_what_is_too_old_goes_then_what_was_not_used_for_the_longest_time(tmp_path: Path) -> None:
    fill(tmp_path, {"new": 0, "older": 100, "oldest": 200, "ancient": 5000})
    cache = CacheFolder(tmp_path)
    assert cache.size_bytes() == 4000
    assert cache.tidy(CacheLimits(size_bytes=10_000, age_s=1000), lambda _key: False) == 1000
    assert keys(tmp_path) == {"new", "older", "oldest"}
    assert cache.tidy(CacheLimits(size_bytes=2000, age_s=1000), lambda _key: False) == 1000
    assert keys(tmp_path) == {"new", "older"}
    cache.touch("older")
    assert cache.tidy(CacheLimits(size_bytes=0, age_s=1000), lambda key: key == "older") == 1000
    assert keys(tmp_path) == {"older"}
    assert cache.clear() == 1000
    assert not tmp_path.exists()


async def test_the_limit_holds_while_files_come_and_what_is_pinned_stays(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_cache, "GRACE_S", 0.0)
    cache = bench.open(limits=CacheLimits(size_bytes=SIZE_BYTES * 2))
    fill(bench.folder, {"old": 100}, SIZE_BYTES)
    first = await cache.get(ROW)
    cache.pin(ROW)
    second = await cache.get(replace(ROW, filename="b.gz"))
    assert second.parent == first.parent  # the same attachment, renamed
    await cache.tidy()
    assert first.exists()
    assert keys(bench.folder) == {first.parent.name}
    await cache.set_limits(CacheLimits(size_bytes=0))
    assert await cache.clear() == 0
    assert first.exists()
    cache.unpin(ROW)
    await cache.tidy()
    assert bench.files == []


async def test_what_was_just_given_out_stays_for_a_moment(bench: Bench) -> None:
    cache = bench.open(limits=CacheLimits(size_bytes=0))
    path = await cache.get(ROW)
    await cache.tidy()
    assert path.exists()
    await cache.close()
    assert bench.files == []


@pytest.mark.parametrize("keeps_after_quit", [True, False])
async def test_what_earlier_runs_left_is_kept_only_if_wanted(bench: Bench, keeps_after_quit: bool) -> None:
    fill(bench.folder, {"earlier": 10})
    cache = bench.open(limits=CacheLimits(keeps_after_quit=keeps_after_quit))
    cache.tidy_soon()
    path = await cache.get(ROW)
    await asyncio.gather(*cache._chores)
    assert ("earlier" in keys(bench.folder)) is keeps_after_quit
    await cache.close()
    assert path.exists() is keeps_after_quit


async def test_closing_ends_what_is_on_its_way(bench: Bench) -> None:
    cache = bench.open()
    gate = Gate(bench.store)
    asked = asyncio.create_task(cache.get(ROW))
    await asyncio.to_thread(gate.is_asked.wait, 10)
    await cache.close()
    gate.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await asked
    with pytest.raises(RuntimeError):
        await cache.get(ROW)


async def test_a_fetch_that_stands_still_ends_with_that_reason(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = bench.open()
    monkeypatch.setattr(stalls.StallWatch, "stall", lambda _self: Stalled(moved_bytes=0, window_s=30.0))
    monkeypatch.setattr(content_cache, "_STALL_CHECK_INTERVAL_S", 0.01)
    gate = Gate(bench.store)
    with pytest.raises(Stalled):
        await cache.get(ROW)
    gate.may_go_on.set()


async def test_hostile_names_stay_inside(bench: Bench) -> None:
    cache = bench.open()
    for name in ("../../../evil.gz", "C:\\x\\con.gz", "a\u202egz.exe", "", "."):
        path = await cache.get(replace(ROW, filename=name))
        assert bench.folder in path.parents
        assert len(path.relative_to(bench.folder).parts) == 2
