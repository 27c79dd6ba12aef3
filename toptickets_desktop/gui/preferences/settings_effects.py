"""Has what was chosen in the preferences hold at once, in the window and in what is running."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.gallery.thumbnail_store import ThumbnailStore
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.settings import Settings
from toptickets_desktop.transfer.cache_folder import CacheLimits
from toptickets_desktop.transfer.workspace import Workspace

_ACCESS = frozenset({"proxy_mode", "proxy_url", "extra_ca_file"})
_CACHE = frozenset({"cache_limit_bytes", "cache_age_days", "clears_cache_at_quit"})


class SettingsEffects(QObject):
    """Changes the settings, and what follows from them. What is read each time it is needed needs nothing here.

    Signals:
        changed(): the settings are to be saved.
        theme_chosen(str): "system", "light" or "dark".
        bandwidth_limit_chosen(int | None): bytes a second of all transfers together; None for no limit.
    """

    changed = Signal()
    theme_chosen = Signal(str)
    bandwidth_limit_chosen = Signal(object)

    def __init__(self, settings: Settings, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._bridge = bridge
        self.tasks = TaskOwner(self)

    def apply(self, chosen: dict[str, Any]) -> None:
        """Take new values of fields of `Settings`, by name."""
        settings = self._settings
        new = {name: value for name, value in chosen.items() if getattr(settings, name) != value}
        if not new:
            return
        for name, value in new.items():
            setattr(settings, name, value)
        if "theme" in new:
            self.theme_chosen.emit(settings.theme)
        if "concurrency" in new:

            async def set_concurrency(workspace: Workspace) -> None:
                workspace.engine.set_concurrency(settings.concurrency)

            self._tell("concurrency", set_concurrency)
        if "bandwidth_limit_bytes_per_s" in new:
            self.bandwidth_limit_chosen.emit(settings.bandwidth_limit_bytes_per_s)
        if new.keys() & _ACCESS:
            access = settings.network_access
            self._tell("access", lambda workspace: workspace.use_access(access))
        if new.keys() & _CACHE:
            limits = CacheLimits.of(settings)
            self._tell("cache", lambda workspace: workspace.content_cache.set_limits(limits))
        self.changed.emit()

    def _tell(self, name: str, work: Callable[[Workspace], Awaitable[None]]) -> None:
        async def tell() -> None:
            await self._bridge.call(work)

        self.tasks.start(name, tell(), on_error=lambda _error: None)  # nobody is signed in: the next workspace begins with it


class KeptThumbnails:
    """The thumbnails on the disk, for the page that shows and clears them."""

    def __init__(self, store: ThumbnailStore) -> None:
        self._store = store

    async def size_bytes(self) -> int:
        """How much is kept."""
        return await asyncio.to_thread(self._store.size_bytes)

    async def clear(self) -> None:
        """Remove all of it; what is shown stays."""
        await asyncio.to_thread(self._store.clear)


class KeptContent:
    """The content cache of whoever is signed in, for the page that shows and clears it."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    async def size_bytes(self) -> int:
        """How much is kept.

        Raises:
            Unauthorized: nobody is signed in.
        """
        return await self._bridge.call(lambda workspace: workspace.content_cache.size_bytes())

    async def clear(self) -> int:
        """Remove what is not in use.

        Raises:
            Unauthorized: nobody is signed in.
        """
        return await self._bridge.call(lambda workspace: workspace.content_cache.clear())
