"""Work in threads: whoever is cancelled waits until the thread is done, and nothing that was opened stays open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from toptickets_desktop.transfer.off_loop import OffLoop, settle


@pytest.fixture
def off_loop() -> Iterator[OffLoop]:
    threads = OffLoop(threads=1)
    yield threads
    threads.close()


async def test_results_and_errors_come_through(off_loop: OffLoop) -> None:
    assert await off_loop.run(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await off_loop.run(divmod, 7, 0)


async def test_a_cancelled_caller_ends_after_the_work_and_not_before(off_loop: OffLoop) -> None:
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        began.set()
        assert may_end.wait(10)
        ended.set()

    caller = asyncio.create_task(off_loop.run(work))
    await asyncio.to_thread(began.wait, 10)
    caller.cancel()
    await asyncio.sleep(0)
    caller.cancel()
    await asyncio.sleep(0)
    assert not caller.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert ended.is_set()


async def test_what_was_created_while_cancelled_is_released(off_loop: OffLoop) -> None:
    began, may_end = threading.Event(), threading.Event()
    released: list[str] = []

    def create() -> str:
        began.set()
        assert may_end.wait(10)
        return "file"

    async def hold() -> None:
        async with off_loop.held(create, released.append):
            pytest.fail("it was cancelled before")

    holder = asyncio.create_task(hold())
    await asyncio.to_thread(began.wait, 10)
    holder.cancel()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await holder
    assert released == ["file"]


async def test_what_could_not_be_created_is_not_released(off_loop: OffLoop) -> None:
    released: list[None] = []

    def create() -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  # the very one raised above
        async with off_loop.held(create, released.append):
            pytest.fail("there is nothing to hold")
    assert released == []


async def test_settling_takes_any_outcome(off_loop: OffLoop) -> None:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.cancel()
    await settle(future)
    failed = off_loop.start(divmod, 1, 0)
    await settle(failed)
    assert isinstance(failed.exception(), ZeroDivisionError)
