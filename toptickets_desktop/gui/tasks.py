"""Owning asyncio tasks on Qt's loop, so that none is lost, doubled or left running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.errors import TopTicketsError

_log = structlog.get_logger(__name__)


class TaskOwner(QObject):
    """Holds the tasks of one part of the window, each under a name.

    Signals:
        crashed(BaseException): a task ended with an error that is not a domain error: a defect of ours.
    """

    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def start(
        self,
        name: str,
        coroutine: Coroutine[Any, Any, None],
        *,
        on_error: Callable[[TopTicketsError], None] | None = None,
    ) -> asyncio.Task[None] | None:
        """Start a task; one that runs under the same name is cancelled first, and says nothing any more.

        Args:
            name: what the task is for; starting it again replaces it.
            coroutine: the work.
            on_error: gets a domain error that the work ended with.
        """
        if self._is_closed:
            coroutine.close()  # a timer that was still to come: there may be no loop any more
            return None
        self.cancel(name)
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._on_task_done(name, done, on_error))
        return task

    def is_running(self, name: str) -> bool:
        return name in self._tasks

    @property
    def is_busy(self) -> bool:
        """Whether anything is running."""
        return bool(self._tasks)

    def cancel(self, name: str) -> None:
        """Cancel the task of that name, if there is one."""
        task = self._tasks.pop(name, None)
        if task is not None:
            task.cancel()

    def cancel_all(self) -> None:
        """Cancel whatever is running."""
        for name in list(self._tasks):
            self.cancel(name)

    async def finish(self, *, limit_s: float) -> None:
        """Give what runs so many seconds to end by itself, then close."""
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=limit_s)
        await self.close()

    async def close(self) -> None:
        """Cancel everything and wait until it has ended; nothing is started any more."""
        self._is_closed = True
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _on_task_done(self, name: str, task: asyncio.Task[None], on_error: Callable[[TopTicketsError], None] | None) -> None:
        is_current = self._tasks.get(name) is task
        if is_current:
            del self._tasks[name]
        if task.cancelled():
            return
        error = task.exception()
        if error is None or not is_current:
            return
        if isinstance(error, TopTicketsError) and on_error is not None:
            on_error(error)
            return
        _log.error("task failed", task=name, exc_info=error)
        self.crashed.emit(error)
