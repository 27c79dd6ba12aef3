"""Telling listeners: changes of state at once, progress a few times a second in one batch."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import structlog

from toptickets_desktop.domain.transfer import Transfer

PROGRESS_INTERVAL_S = 0.1

Listener = Callable[[Sequence[Transfer]], None]

_log = structlog.get_logger(__name__)


class News:
    """Holds the listeners, and a task that looks for progress while something runs.

    Args:
        running: pictures of what runs now.
    """

    def __init__(self, running: Callable[[], list[Transfer]], *, interval_s: float = PROGRESS_INTERVAL_S) -> None:
        self._running = running
        self._interval_s = interval_s
        self._listeners: list[Listener] = []
        self._ticker: asyncio.Task[None] | None = None

    def add_listener(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def tell(self, transfers: Sequence[Transfer]) -> None:
        """Call every listener; one that fails spoils nothing for the others nor for the transfers."""
        for listener in self._listeners:
            try:
                listener(transfers)
            except Exception:  # noqa: BLE001  # whatever it is, it is the listener's
                _log.exception("a listener of the transfers failed")

    def watch_progress(self) -> None:
        """See to it that progress is told from now until nothing runs any more."""
        if self._ticker is None or self._ticker.done():
            self._ticker = asyncio.get_running_loop().create_task(self._tick(), name="transfer-progress")

    async def close(self) -> None:
        """Stop looking."""
        if self._ticker is not None:
            self._ticker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticker

    async def _tick(self) -> None:
        told: dict[int, Transfer] = {}
        while True:
            await asyncio.sleep(self._interval_s)
            pictures = self._running()
            if not pictures:
                return
            changed = [picture for picture in pictures if told.get(picture.id) != picture]
            if changed:
                self.tell(changed)
            told = {picture.id: picture for picture in pictures}
