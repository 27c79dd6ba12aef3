"""Blocking work in threads, for callers on an event loop that may be cancelled at any moment.

A thread cannot be stopped. So whoever is cancelled while one works for him waits for its end: only then is it known what is open.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class OffLoop:
    """A few threads for file work.

    Args:
        threads: how many pieces of work go on at the same time; one stuck on a dead network drive holds up no other.
    """

    def __init__(self, *, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="transfer-disk")

    def start(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """Begin a piece of work; the caller must see to its end with `settle`."""
        return asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a piece of work and return what it returns. When cancelled, ends after the work has."""
        future = self.start(work, *args, **kwargs)
        await settle(future)
        return future.result()

    @asynccontextmanager
    async def held(self, create: Callable[[], T], release: Callable[[T], None]) -> AsyncIterator[T]:
        """Create a thing in a thread and release it there at the end, also when cancelled while it is being created."""
        creating = self.start(create)
        try:
            await settle(creating)
            yield creating.result()
        finally:
            if creating.exception() is None:
                await self.run(release, creating.result())

    def close(self) -> None:
        """Let the threads end. Nothing may be under way."""
        self._pool.shutdown(wait=False)


async def settle(future: asyncio.Future[T]) -> None:
    """Wait until a future is done, whatever its outcome; a cancellation of the caller is passed on after that."""
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.wait({future})
        except asyncio.CancelledError as exc:
            cancelled = exc
    if not future.cancelled():
        future.exception()  # looked at, so asyncio does not complain of an error that nobody wanted any more
    if cancelled is not None:
        raise cancelled
