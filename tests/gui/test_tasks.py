"""Tasks on Qt's loop have an owner: none is doubled, lost, or silent about its failure."""

from __future__ import annotations

import asyncio

from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.errors import NotFound, TopTicketsError
from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.tasks import TaskOwner


def test_the_newest_of_a_name_wins(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    owner = TaskOwner()
    done: list[str] = []
    gate = asyncio.Event()

    async def work(name: str) -> None:
        await gate.wait()
        done.append(name)

    first = owner.start("list", work("first"))
    owner.start("list", work("second"))
    owner.start("other", work("other"))
    assert owner.is_running("list")
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert sorted(done) == ["other", "second"]
    assert first is not None
    assert first.cancelled()
    qtbot.waitUntil(lambda: not owner.is_running("list"))


def test_a_domain_error_goes_to_who_asked(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    owner = TaskOwner()
    errors: list[TopTicketsError] = []

    async def fail() -> None:
        raise NotFound("gone")

    owner.start("list", fail(), on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], NotFound)


def test_a_defect_is_reported(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    owner = TaskOwner()

    async def fail() -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(owner.crashed) as crashed:
        owner.start("list", fail(), on_error=lambda _error: None)
    assert isinstance(crashed.args[0], ZeroDivisionError)


def test_close_cancels_and_waits(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    owner = TaskOwner()
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cleaned up")

    owner.start("forever", forever())
    closed: list[bool] = []

    async def close() -> None:
        await asyncio.get_running_loop().run_in_executor(None, int)  # let the task begin
        await owner.close()
        closed.append(True)

    closer = asyncio.get_event_loop().create_task(close())
    qtbot.waitUntil(lambda: bool(closed))
    assert ended == ["cleaned up"]
    assert owner.start("late", forever()) is None
    assert closer.done()
