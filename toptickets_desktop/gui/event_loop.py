"""asyncio on Qt's event loop: the only importer of qasync."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

import qasync
from PySide6.QtCore import QObject, QTimerEvent
from PySide6.QtWidgets import QApplication

T = TypeVar("T")


class AppEventLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop with three mends.

    It ends on Python 3.14 too, it takes the `context` that asyncio passes from 3.15 on, and it survives a callback that lets Qt
    handle events in a loop of its own, as a menu or a dialog of the system does.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._timer = _Timers()

    def run_until_complete(self, future: Any) -> Any:
        """Run until `future` is done, even when Qt's own loop is left early (`QApplication.quit`)."""
        if self.is_running():
            raise RuntimeError("event loop already running")
        future = asyncio.ensure_future(future, loop=self)

        def stop(_future: object) -> None:
            self.stop()

        future.add_done_callback(stop)
        try:
            while not future.done():
                self.run_forever()
        finally:
            future.remove_done_callback(stop)
        return future.result()

    def _add_reader(self, fd: Any, callback: Callable[..., object], *args: Any, context: Context | None = None) -> Any:
        return super()._add_reader(fd, _in_context(callback, context), *args)

    def _add_writer(self, fd: Any, callback: Callable[..., object], *args: Any, context: Context | None = None) -> Any:
        return super()._add_writer(fd, _in_context(callback, context), *args)


class _Timers(QObject):
    """Runs what the loop has to do: each callback once, and none inside another.

    qasync's own strikes a callback off its list after it ran. Had that callback let Qt handle events meanwhile, the number of its
    timer may belong to a newer callback by then, which was struck off in its place: the task behind it waited for ever.
    """

    def __init__(self) -> None:
        super().__init__()
        self._handles: dict[int, asyncio.Handle] = {}
        self._postponed: list[asyncio.Handle] = []
        self._is_running = False
        self._is_stopped = False

    def add_callback(self, handle: asyncio.Handle, delay_s: float = 0) -> asyncio.Handle:
        self._handles[self.startTimer(int(max(0, delay_s) * 1000))] = handle
        return handle

    def timerEvent(self, event: QTimerEvent) -> None:
        self.killTimer(event.timerId())
        handle = self._handles.pop(event.timerId(), None)
        if handle is None or handle.cancelled() or self._is_stopped:
            return
        if self._is_running:
            self._postponed.append(handle)
            return
        self._is_running = True
        try:
            handle._run()  # noqa: SLF001  # a loop's right; asyncio offers no other way
        finally:
            self._is_running = False
            postponed, self._postponed = self._postponed, []
            for later in postponed:
                self.add_callback(later)

    def stop(self) -> None:
        self._is_stopped = True

    def set_debug(self, enabled: bool) -> None:
        """Part of what qasync expects; asyncio's own debugging is enough."""


def _in_context(callback: Callable[..., object], context: Context | None) -> Callable[..., object]:
    return callback if context is None else functools.partial(context.run, callback)


def run(main: Coroutine[Any, Any, T], application: QApplication) -> T:
    """Run `main` to its end on Qt's loop, then close the loop; what `main` has in `finally` runs before Qt goes."""
    with asyncio.Runner(loop_factory=lambda: AppEventLoop(application)) as runner:
        return runner.run(main)
