from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QApplication
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


def test_a_callback_that_lets_qt_handle_events_loses_no_other(qtbot: QtBot, qt_loop: AppEventLoop) -> None:
    """As a menu or a dialog of the system does, which runs a loop of its own inside the callback that opened it."""
    events: list[str] = []

    async def note(name: str) -> None:
        events.append(name)

    async def show_menu(number: int) -> None:
        events.append(f"open {number}")
        before = qt_loop.create_task(note(f"before {number}"))
        QApplication.processEvents()
        after = qt_loop.create_task(note(f"after {number}"))
        QApplication.processEvents()
        events.append(f"closed {number}")
        await asyncio.gather(before, after)

    async def main() -> None:
        for number in range(20):
            await show_menu(number)
        events.append("end")

    task = qt_loop.create_task(main())
    qtbot.waitUntil(task.done)
    assert events == [
        *(f"{what} {number}" for number in range(20) for what in ("open", "closed", "before", "after")),
        "end",
    ]
