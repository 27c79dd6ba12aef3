"""The one crossing between the window's thread and the network thread.

The window awaits on Qt's loop what runs on a plain asyncio loop in a thread of its own; the engine's news come back as one
coalesced Qt signal. Nothing else in the window knows that there is another thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import structlog
from PySide6.QtCore import QObject, Qt, Signal

from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import Unauthorized
from toptickets_desktop.domain.network_access import DEFAULT_ACCESS, NetworkAccess
from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.store.database import DatabaseTrouble
from toptickets_desktop.transfer.cache_folder import CacheLimits
from toptickets_desktop.transfer.conflicts import AskConflict
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.workspace import Workspace

T = TypeVar("T")

_log = structlog.get_logger(__name__)

STOP_TIMEOUT_S = 10.0


class Bridge(QObject):
    """Runs the network thread and the workspace on it.

    Attributes:
        ask_conflict: who is asked, on the network thread, about files in the way of downloads; holds from the next workspace on.

    Signals:
        transfers_changed(list[Transfer]): the newest picture of every transfer that changed; at most one signal is under way.
    """

    transfers_changed = Signal(object)
    _news_arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run_loop, name="network", daemon=True)
        self._workspace: Workspace | None = None
        self._calls: set[asyncio.Task[Any]] = set()  # on the network thread: what is asked of the workspace now
        self._lock = threading.Lock()
        self._news: dict[int, Transfer] = {}
        self.ask_conflict: AskConflict | None = None
        self._news_arrived.connect(self._on_news_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def has_workspace(self) -> bool:
        """Whether somebody is signed in."""
        return self._workspace is not None

    @property
    def workspace(self) -> Workspace | None:
        """What is signed in to now, for work that is to be done in its name even after another has taken its place."""
        return self._workspace

    def start(self) -> None:
        """Start the network thread."""
        self._thread.start()

    async def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Run a coroutine on the network thread and wait for it here; cancelling the wait cancels the work."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work(), self._loop))

    async def call(self, work: Callable[[Workspace], Awaitable[T]], *, of: Workspace | None = None) -> T:
        """Run a coroutine that needs the workspace; cancelled when the workspace is closed meanwhile.

        Args:
            work: gets the workspace.
            of: the one that was open when this was asked for, if that may be a while ago; None for the one that is open now.

        Raises:
            Unauthorized: nobody is signed in.
        """
        workspace = of or self._workspace
        if workspace is None:
            raise Unauthorized
        return await self.run(lambda: self._call(workspace, work))

    async def command(self, work: Callable[[TransferEngine], T], *, of: Workspace | None = None) -> T:
        """Run a plain function of the engine on the thread that it lives on; `of` as in `call`."""

        async def on_engine(workspace: Workspace) -> T:
            return work(workspace.engine)

        return await self.call(on_engine, of=of)

    async def open_workspace(
        self,
        base_url: BaseUrl,
        key: ApiKey,
        *,
        concurrency: int,
        journal_path: Path | None = None,
        content_dir: Path | None = None,
        cache_limits: CacheLimits | None = None,
        account: str = "",
        access: NetworkAccess = DEFAULT_ACCESS,
        bandwidth_limit_bytes_per_s: int | None = None,
    ) -> None:
        """Sign in: take the place of the workspace that was open.

        Args:
            base_url: the service.
            key: opens it.
            concurrency: how many transfers run at the same time.
            journal_path: where transfers are remembered for the next run; None to forget them.
            content_dir: where what was looked at is kept; None for the user's own folder of this program.
            cache_limits: how much of it.
            account: whose transfers and cached files these are; the address when empty.
            access: proxy and extra certificates.
            bandwidth_limit_bytes_per_s: how fast all transfers together may be; None for no limit.
        """
        await self.close_workspace()
        workspace = await self.run(
            lambda: Workspace.open(
                base_url,
                key,
                concurrency=concurrency,
                journal_path=journal_path,
                content_dir=content_dir,
                cache_limits=cache_limits,
                account=account,
                access=access,
                bandwidth_limit_bytes_per_s=bandwidth_limit_bytes_per_s,
            )
        )
        await self.run(lambda: _called(lambda: workspace.engine.add_listener(self._on_engine_changed)))
        await self.run(lambda: _called(lambda: workspace.engine.set_conflict_asker(self.ask_conflict)))
        self._workspace = workspace

    def is_open_for(self, base_url: BaseUrl, account: str) -> bool:
        """Whether somebody is signed in to this service, for this account."""
        workspace = self._workspace
        return workspace is not None and (workspace.base_url, workspace.account) == (base_url, account or base_url.text)

    async def use_key(self, key: ApiKey) -> None:
        """Go on with another key: transfers stay, and those that waited for it resume.

        Raises:
            Unauthorized: nobody is signed in.
        """

        async def use(workspace: Workspace) -> None:
            workspace.use_key(key)

        await self.call(use)

    async def restore_transfers(self, *, paused: bool) -> DatabaseTrouble | None:
        """Take up what earlier runs left unfinished; to be called once for each workspace.

        Args:
            paused: whether it waits for the user to resume it.

        Returns:
            Why earlier transfers are not known, if they are not.
        """

        async def restore(workspace: Workspace) -> DatabaseTrouble | None:
            await workspace.restore_transfers(paused=paused)
            return workspace.journal_store.trouble if workspace.journal_store is not None else None

        return await self.call(restore)

    async def close_workspace(self) -> None:
        """Sign out: what runs stops; with a journal it goes on when the same service is opened again."""
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            await self.run(lambda: self._close(workspace))

    async def close(self, *, limit_s: float | None = None) -> None:
        """Close the workspace and end the thread; a disk that does not answer cannot keep the program from ending.

        Args:
            limit_s: how long each of the two may take, when the program has less time than it takes for itself.
        """
        limit_s = STOP_TIMEOUT_S if limit_s is None else limit_s
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.close_workspace(), limit_s)
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join, limit_s)

    async def _call(self, workspace: Workspace, work: Callable[[Workspace], Awaitable[T]]) -> T:
        if workspace is not self._workspace:
            raise asyncio.CancelledError  # closed on the way here: there is nobody to ask
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  # a coroutine runs in a task
        self._calls.add(task)
        try:
            return await work(workspace)
        finally:
            self._calls.discard(task)

    async def _close(self, workspace: Workspace) -> None:
        """A connection in use that is closed under its request would never be given back."""
        await _end(self._calls)
        await workspace.close()

    def _run_loop(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(_end(asyncio.all_tasks(self._loop)))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def _on_engine_changed(self, transfers: Sequence[Transfer]) -> None:
        """On the network thread: keep the newest of each, and wake the window once."""
        with self._lock:
            is_first = not self._news
            self._news.update((transfer.id, transfer) for transfer in transfers)
        if is_first:
            self._news_arrived.emit()

    def _on_news_arrived(self) -> None:
        with self._lock:
            news, self._news = self._news, {}
        if news:
            self.transfers_changed.emit(list(news.values()))


async def _end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait for them; one that is ending is left to it.

    A second cancellation would break into the first one's cleaning up, and connections that are just being closed would stay open.
    """
    ending = list(tasks)
    for task in ending:
        if not task.cancelling():
            task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


async def _called(work: Callable[[], T]) -> T:
    return work()
