"""Attachments that were looked at, kept on the disk for a while: whole, private, and within a limit.

What is fetched comes the way of every download (transfer/download.py): links renewed, lengths checked, cuts gone on with, and a name only
for what is whole. Lives on the network loop.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason, TopTicketsError
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.transfer.backoff import Retries, RetryPolicy
from toptickets_desktop.transfer.cache_folder import CacheFolder, CacheLimits
from toptickets_desktop.transfer.download import DownloadRequest, fetch_file
from toptickets_desktop.transfer.local_names import safe_name
from toptickets_desktop.transfer.off_loop import OffLoop, settle
from toptickets_desktop.transfer.schedule import REAL_TIMING, Timing
from toptickets_desktop.transfer.stalls import StallWatch

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient

Progress = Callable[[int, int | None], None]
"""Told the bytes that are there, and how many there will be; on the network loop."""

LOOKING = RetryPolicy(
    attempts_max=4, total_s_max=20.0, wait_initial_s=0.5, wait_max_s=4.0, waits_when_offline=False, waits_for_sign_in=False
)
"""Somebody is looking at an empty pane meanwhile: a few attempts, then the reason."""

# Whoever was given a path may not have opened it yet.
GRACE_S = 60.0

_THREADS = 4
_STALL_CHECK_INTERVAL_S = 1.0


class ContentCache:
    """Fetches attachments for looking at and for handing out.

    Args:
        client: gives the links.
        storage: gives the bytes.
        base_url: the service; two services never share a file.
        folder: where the files are kept; made when the first comes.
        limits: how much is kept.
        policy: what is tried again without being asked.
        timing: clock, sleep and chance.
    """

    def __init__(
        self,
        client: ApiClient,
        storage: StorageClient,
        base_url: str,
        folder: Path,
        *,
        limits: CacheLimits | None = None,
        policy: RetryPolicy = LOOKING,
        timing: Timing = REAL_TIMING,
    ) -> None:
        self._client = client
        self._storage = storage
        self._base_url = base_url
        self._folder = CacheFolder(folder)
        self._limits = limits or CacheLimits()
        self._policy = policy
        self._timing = timing
        self._disk = OffLoop(threads=_THREADS)
        self._fetches: dict[str, _Fetch] = {}
        self._pins: Counter[str] = Counter()
        self._given_at: dict[str, float] = {}
        self._chores: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def get(self, attachment: Attachment, *, on_progress: Progress | None = None) -> Path:
        """An attachment as a file: whole, read-only, under a safe name of its own that keeps its ending.

        Several who ask for the same one wait for one fetch; when the last of them is cancelled, so is the fetch, and what has come is
        gone on with the next time. The file stays at least for `GRACE_S` seconds, and as long as it is pinned.

        Args:
            attachment: what to fetch.
            on_progress: told how it gets on; not called when the file is there already.

        Raises:
            LengthMismatch: what came is longer or shorter than announced.
            LocalFileError: it cannot be written.
            ServiceError: the service gave no link.
            StorageError: the storage did not give the file.
        """
        if self._is_closed:
            raise RuntimeError("the cache is closed")
        key = self._key(attachment)
        self._note_given(key)
        running = self._fetches.get(key)
        if running is None:
            found = await self._disk.run(self._folder.find, key, safe_name(attachment.filename), attachment.size_bytes)
            if found is not None:
                return found
            running = self._fetches.get(key)  # somebody else may have begun meanwhile
        if running is None:
            running = self._begin(key, attachment)
        return await self._join(running, on_progress)

    async def peek(self, attachment: Attachment) -> Path | None:
        """An attachment's file when it is there whole already; nothing is fetched."""
        key = self._key(attachment)
        self._note_given(key)
        return await self._disk.run(self._folder.find, key, safe_name(attachment.filename), attachment.size_bytes)

    def pin(self, attachment: Attachment) -> None:
        """Keep an attachment's file until it is unpinned as often as it was pinned."""
        self._pins[self._key(attachment)] += 1

    def unpin(self, attachment: Attachment) -> None:
        """It is not in use any more."""
        key = self._key(attachment)
        self._pins[key] -= 1
        if self._pins[key] <= 0:
            del self._pins[key]

    async def set_limits(self, limits: CacheLimits) -> None:
        """Keep more or less from now on."""
        self._limits = limits
        await self.tidy()

    async def size_bytes(self) -> int:
        """How much is kept, by all services together."""
        return await self._disk.run(self._folder.size_bytes)

    async def tidy(self) -> None:
        """Bring what is kept within the limits; never raises."""
        await self._disk.run(self._folder.tidy, self._limits, self._is_busy)

    def tidy_soon(self) -> None:
        """Begin as the settings want it: with what may still be there from earlier runs, or with nothing."""

        async def tidy() -> None:
            if self._limits.keeps_after_quit:
                await self.tidy()
            else:
                await self._disk.run(self._folder.clear, self._is_busy)

        self._start_chore(tidy())

    async def clear(self) -> int:
        """Remove everything but what is pinned or on its way.

        Returns:
            How many bytes were removed.
        """
        return await self._disk.run(self._folder.clear, lambda key: key in self._fetches or self._pins[key] > 0)

    async def close(self) -> None:
        """Cancel what is on its way; leave on the disk what the settings allow. The second time does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        tasks = [fetch.task for fetch in self._fetches.values()] + list(self._chores)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._limits.keeps_after_quit:
            await self._disk.run(self._folder.tidy, self._limits, lambda _key: False)
        else:
            await self._disk.run(self._folder.clear)
        self._disk.close()

    # --- fetching -------------------------------------------------------------------------------------------------------

    def _begin(self, key: str, attachment: Attachment) -> _Fetch:
        fetch = _Fetch(key, StallWatch(self._timing.now_s))
        fetch.task = asyncio.get_running_loop().create_task(self._fetch(fetch, attachment), name="content-cache")
        fetch.task.add_done_callback(lambda _task: self._forget(fetch))
        self._fetches[key] = fetch
        return fetch

    def _forget(self, fetch: _Fetch) -> None:
        if self._fetches.get(fetch.key) is fetch:
            del self._fetches[fetch.key]

    async def _join(self, fetch: _Fetch, on_progress: Progress | None) -> Path:
        fetch.askers += 1
        if on_progress is not None:
            fetch.listeners.append(on_progress)
        try:
            # asyncio.wait leaves the fetch to the others when this one is cancelled.
            await asyncio.wait({fetch.task})
        finally:
            fetch.askers -= 1
            if on_progress is not None:
                fetch.listeners.remove(on_progress)
            if not fetch.askers and not fetch.task.done():
                self._forget(fetch)  # whoever asks from now on begins anew, and goes on where this one was
                fetch.task.cancel()
                await settle(fetch.task)
        return fetch.task.result()

    async def _fetch(self, fetch: _Fetch, attachment: Attachment) -> Path:
        key = fetch.key
        request = DownloadRequest(attachment, self._folder.entry(key), ConflictPolicy.REPLACE)
        retries = Retries(self._policy, self._timing.uniform)
        has_made_room = False
        await self._disk.run(self._folder.prepare, key)
        while True:
            try:
                path = await self._watched(fetch, request)
                break
            except LocalFileError as error:
                if error.reason is not LocalFileReason.NO_SPACE or has_made_room:
                    raise
                has_made_room = True
                if not await self.clear():
                    raise
            except TopTicketsError as error:
                wait = retries.next_wait(error, self._timing.now_s())
                if wait is None:
                    raise
                await self._timing.sleep(wait.wait_s)
        await self._disk.run(self._folder.keep, key, path)
        self._note_given(key)
        self._start_chore(self.tidy())
        return path

    async def _watched(self, fetch: _Fetch, request: DownloadRequest) -> Path:
        """One attempt, ended when it stands still for too long."""
        fetch.stalls.restart()
        work = asyncio.get_running_loop().create_task(
            fetch_file(self._client, self._storage, self._disk, request, fetch), name="content-cache-attempt"
        )
        try:
            while not work.done():
                await asyncio.wait({work}, timeout=_STALL_CHECK_INTERVAL_S)
                stall = None if work.done() else fetch.stalls.stall()
                if stall is not None:
                    raise stall
        finally:
            if not work.done():
                work.cancel()
                await settle(work)
        return work.result().path

    # --- what is in use -------------------------------------------------------------------------------------------------

    def _key(self, attachment: Attachment) -> str:
        return CacheFolder.key(self._base_url, attachment.id)

    def _note_given(self, key: str) -> None:
        now_s = time.monotonic()
        self._given_at = {each: at for each, at in self._given_at.items() if now_s - at < GRACE_S}
        self._given_at[key] = now_s

    def _is_busy(self, key: str) -> bool:
        """Also called by the disk's threads."""
        is_fresh = time.monotonic() - self._given_at.get(key, float("-inf")) < GRACE_S
        return is_fresh or key in self._fetches or self._pins.get(key, 0) > 0

    def _start_chore(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name="content-cache-tidy")
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)


@dataclass(slots=True)
class _Fetch:
    """A fetch under way, as the download sees it (`Watch` of transfer/job.py)."""

    key: str
    stalls: StallWatch
    task: asyncio.Task[Path] = field(init=False)
    askers: int = 0
    listeners: list[Progress] = field(default_factory=list)
    bytes_total: int | None = None
    keeps_part: bool = True

    def on_kept(self, bytes_kept: int) -> None:
        self.stalls.restart()
        self._tell(bytes_kept)

    def on_total(self, bytes_total: int) -> None:
        self.bytes_total = bytes_total

    def on_bytes(self, bytes_done: int) -> None:
        self.stalls.on_bytes(bytes_done)
        self._tell(bytes_done)

    def on_all_moved(self) -> None:
        self.stalls.restart()  # what remains is the disk's work

    def on_committing(self) -> None:
        """Nothing that could be cancelled here takes long enough to matter."""

    def _tell(self, bytes_done: int) -> None:
        for listener in self.listeners:
            listener(bytes_done, self.bytes_total)
