"""A blocking call is waited for as long as asked, no longer, and keeps nothing from ending."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

from toptickets_desktop.credentials.bounded_call import Patience, call_bounded
from toptickets_desktop.domain.errors import KeyringFailed, KeyringTimedOut


def _patience(timeout_s: float = 20.0, *, with_prompt_s: float = 20.0) -> Patience:
    return Patience(timeout_s, timeout_with_prompt_s=with_prompt_s)


async def test_the_result_comes_back_from_a_daemon_thread() -> None:
    thread = await call_bounded(lambda _: threading.current_thread(), _patience())
    assert thread is not threading.current_thread()
    assert thread.daemon


async def test_none_is_a_result() -> None:
    nothing: object = await call_bounded(lambda _: None, _patience())
    assert nothing is None


async def test_errors_come_back() -> None:
    def fail(_patience: Patience) -> None:
        raise KeyringFailed("said no")

    with pytest.raises(KeyringFailed, match="said no"):
        await call_bounded(fail, _patience())


async def test_what_hangs_is_given_up_and_learns_of_it() -> None:
    release, done = threading.Event(), threading.Event()
    seen: list[bool] = []

    def hang(patience: Patience) -> None:
        release.wait(20)
        seen.append(patience.is_over.is_set())
        done.set()

    with pytest.raises(KeyringTimedOut):
        await call_bounded(hang, _patience(0.05))
    release.set()
    assert await asyncio.to_thread(done.wait, 20)
    assert seen == [True]


async def test_a_prompt_grants_more_time() -> None:
    def prompt_then_answer(patience: Patience) -> str:
        patience.wait_for_person()
        patience.is_over.wait(1.5)  # longer than the short time
        return "unlocked"

    assert await call_bounded(prompt_then_answer, _patience(1.0, with_prompt_s=20)) == "unlocked"


async def test_a_prompt_never_shortens_the_time() -> None:
    patience = _patience(20, with_prompt_s=0)
    patience.wait_for_person()
    assert patience.seconds_left > 10


async def test_cancelling_the_caller_gives_up_too() -> None:
    release, started = threading.Event(), threading.Event()
    patience = _patience()

    def hang(_patience: Patience) -> None:
        started.set()
        release.wait(20)

    task = asyncio.create_task(call_bounded(hang, patience))
    await asyncio.to_thread(started.wait, 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert patience.is_over.is_set()
    release.set()


def test_a_hung_call_does_not_keep_the_interpreter_from_ending() -> None:
    script = """
import asyncio, threading
from toptickets_desktop.credentials.bounded_call import Patience, call_bounded
from toptickets_desktop.domain.errors import KeyringTimedOut
try:
    asyncio.run(call_bounded(lambda _: threading.Event().wait(), Patience(0.05, timeout_with_prompt_s=1)))
except KeyringTimedOut:
    print("gave up")
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("gave up\n", "", 0)
