"""Work crosses to the network thread and back, with its result, its error and its cancellation."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.errors import NotFound, Unauthorized
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.workspace import Workspace


@pytest.fixture
def bridge(qtbot: QtBot, qt_loop: AppEventLoop) -> Iterator[Bridge]:
    made = Bridge()
    made.start()
    yield made
    task = qt_loop.create_task(made.close())
    qtbot.waitUntil(task.done)
    assert not made._thread.is_alive()


def test_results_and_errors_come_back(qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge) -> None:
    async def where() -> str:
        return threading.current_thread().name

    async def fail() -> None:
        raise NotFound("gone")

    result = qt_loop.create_task(bridge.run(where))
    failure = qt_loop.create_task(bridge.run(fail))
    qtbot.waitUntil(lambda: result.done() and failure.done())
    assert result.result() == "network"
    assert isinstance(failure.exception(), NotFound)


def test_cancelling_the_wait_cancels_the_work(qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge) -> None:
    began, ended = threading.Event(), threading.Event()

    async def forever() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    task = qt_loop.create_task(bridge.run(forever))
    qtbot.waitUntil(began.is_set)
    task.cancel()
    qtbot.waitUntil(ended.is_set)


def test_nobody_is_signed_in_at_first(qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge) -> None:
    task = qt_loop.create_task(bridge.command(lambda engine: engine.snapshots()))
    qtbot.waitUntil(task.done)
    assert isinstance(task.exception(), Unauthorized)


def test_signing_out_ends_what_is_asked_before_the_connections_close(
    qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge, sandbox: Sandbox
) -> None:
    began = threading.Event()
    events: list[str] = []

    async def ask(workspace: Workspace) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # as a connection does that is given back
            try:
                await workspace.client.find_ticket("TKT-1042")
            finally:
                events.append("asked")

    opened = qt_loop.create_task(bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1))
    qtbot.waitUntil(opened.done)
    asking = qt_loop.create_task(bridge.call(ask))
    qtbot.waitUntil(began.is_set)
    closing = qt_loop.create_task(bridge.close_workspace())
    closing.add_done_callback(lambda _task: events.append("closed"))
    qtbot.waitUntil(lambda: closing.done() and asking.done())
    assert asking.cancelled()
    assert events == ["asked", "closed"]


def test_what_is_ending_when_signing_out_is_not_broken_off(qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge, sandbox: Sandbox) -> None:
    began, ending, may_end, ended = threading.Event(), threading.Event(), threading.Event(), threading.Event()

    async def ask(_workspace: Workspace) -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ending.set()
            await asyncio.to_thread(may_end.wait)  # as long as closing a connection takes
            ended.set()

    opened = qt_loop.create_task(bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1))
    qtbot.waitUntil(opened.done)
    asking = qt_loop.create_task(bridge.call(ask))
    qtbot.waitUntil(began.is_set)
    asking.cancel()
    qtbot.waitUntil(ending.is_set)
    closing = qt_loop.create_task(bridge.close_workspace())
    passed = qt_loop.create_task(bridge.run(lambda: asyncio.sleep(0)))  # by now the network thread is closing the workspace
    qtbot.waitUntil(passed.done)
    assert not closing.done()
    may_end.set()
    qtbot.waitUntil(closing.done)
    assert ended.is_set()


def test_a_question_that_comes_after_signing_out_is_not_asked(
    qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge, sandbox: Sandbox
) -> None:
    opened = qt_loop.create_task(bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1))
    qtbot.waitUntil(opened.done)
    closing = qt_loop.create_task(bridge.close_workspace())
    late = qt_loop.create_task(bridge.call(lambda workspace: workspace.client.find_ticket("TKT-1042")))
    qtbot.waitUntil(lambda: closing.done() and late.done())
    assert late.cancelled() or isinstance(late.exception(), Unauthorized)
    assert not any(request.path.endswith("/tickets") for request in sandbox.requests)


def test_what_was_asked_of_one_workspace_is_not_done_by_the_next(
    qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge, sandbox: Sandbox
) -> None:
    done: list[str] = []

    async def switch_in_between() -> None:
        await bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1, account="one")
        first = bridge.workspace
        await bridge.command(lambda _engine: done.append("first"), of=first)
        await bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1, account="two")
        await bridge.command(lambda _engine: done.append("late"), of=first)

    task = qt_loop.create_task(switch_in_between())
    qtbot.waitUntil(task.done)
    assert task.cancelled()
    assert done == ["first"]


def test_news_of_transfers_arrive_coalesced(qtbot: QtBot, qt_loop: AppEventLoop, bridge: Bridge, sandbox: Sandbox, tmp_path: Path) -> None:
    files = []
    for number in range(30):
        path = tmp_path / f"{number}.txt"
        path.write_text("x" * 1000)
        files.append(check_file(path))
    batches: list[list[Transfer]] = []
    bridge.transfers_changed.connect(batches.append)

    async def upload_all() -> None:
        await bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=4)
        ticket = await bridge.call(lambda workspace: workspace.client.find_ticket("TKT-1042"))
        await bridge.command(lambda engine: [engine.upload(ticket.id, file) for file in files])

    task = qt_loop.create_task(upload_all())

    def newest() -> dict[int, TransferState]:
        return {transfer.id: transfer.state for batch in batches for transfer in batch}

    qtbot.waitUntil(lambda: list(newest().values()).count(TransferState.DONE) == 30, timeout=20_000)
    assert task.done()
    assert all(len({transfer.id for transfer in batch}) == len(batch) for batch in batches)
