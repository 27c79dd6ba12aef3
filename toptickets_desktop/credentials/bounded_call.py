"""Calling what may block for ever, without blocking anything else and without being kept from ending."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from toptickets_desktop.domain.errors import KeyringTimedOut

Result = TypeVar("Result")


class Patience:
    """How long the caller of a blocking function still waits for it; shared by both threads.

    Attributes:
        is_over: set once nobody waits any more: what the function does from then on must leave no trace.
    """

    def __init__(self, timeout_s: float, *, timeout_with_prompt_s: float) -> None:
        self._deadline = time.monotonic() + timeout_s
        self._timeout_with_prompt_s = timeout_with_prompt_s
        self.is_over = threading.Event()

    def wait_for_person(self) -> None:
        """Grant the longer time: the system shows somebody a prompt."""
        self._deadline = max(self._deadline, time.monotonic() + self._timeout_with_prompt_s)

    @property
    def seconds_left(self) -> float:
        """Until the deadline as it stands now; never negative."""
        return max(0.0, self._deadline - time.monotonic())


async def call_bounded(function: Callable[[Patience], Result], patience: Patience) -> Result:
    """Run a blocking function on a daemon thread of its own and wait as long as the patience lasts.

    A pool's threads would not do: the interpreter joins them when it exits, so one hung keyring would keep the program from ending.

    Raises:
        KeyringTimedOut: the function did not return in time; its thread is left to itself.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]  # None only where Result is None

    def run() -> None:
        result: Result | None = None
        error: BaseException | None = None
        try:
            result = function(patience)
        except Exception as exc:  # noqa: BLE001  # handed to the caller's thread, whatever it is
            error = exc
        with contextlib.suppress(RuntimeError):  # the loop may have been closed while this thread hung
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        while not outcome.done() and patience.seconds_left > 0:
            await asyncio.wait([outcome], timeout=patience.seconds_left)
        if not outcome.done():
            raise KeyringTimedOut("the keyring did not answer in time")
        return outcome.result()
    finally:
        patience.is_over.set()
        outcome.cancel()
