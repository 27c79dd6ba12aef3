from __future__ import annotations

import asyncio

from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.tasks import TaskOwner


def test_tasks_run_while_a_plain_test_waits(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    seen: list[str] = []

    async def work() -> None:
        seen.append("started")
        await asyncio.sleep(0.01)
        seen.append(await asyncio.to_thread(lambda: "from a thread"))

    TaskOwner().start("work", work())

    qtbot.waitUntil(lambda: seen == ["started", "from a thread"])


def test_what_a_test_leaves_running_is_cancelled_with_its_finally(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    started: list[bool] = []

    async def wait_for_ever() -> None:
        started.append(True)
        await asyncio.Event().wait()

    qt_loop.create_task(wait_for_ever())

    qtbot.waitUntil(lambda: bool(started))
