"""asyncio on Qt's event loop: the only importer of qasync."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any, TypeVar

import qasync
from PySide6.QtWidgets import QApplication

T = TypeVar("T")


class AppEventLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop with two mends: it ends on Python 3.14 too, and takes the `context` that asyncio passes from 3.15 on."""

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


def _in_context(callback: Callable[..., object], context: Context | None) -> Callable[..., object]:
    return callback if context is None else functools.partial(context.run, callback)


def run(main: Coroutine[Any, Any, T], application: QApplication) -> T:
    """Run `main` to its end on Qt's loop, then close the loop; what `main` has in `finally` runs before Qt goes."""
    with asyncio.Runner(loop_factory=lambda: AppEventLoop(application)) as runner:
        return runner.run(main)
