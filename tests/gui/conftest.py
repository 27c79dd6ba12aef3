"""A running asyncio loop for tests that are plain functions and wait with qtbot."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from toptickets_desktop.gui.event_loop import AppEventLoop

CANCELLATION_LIMIT_MS = 5_000


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[AppEventLoop]:
    """The asyncio loop that runs while qtbot waits: `asyncio.create_task` and TaskOwner work in the test and in slots.

    At the end what still runs is cancelled and has its `finally` run; a task that resists fails the test.
    """
    loop = AppEventLoop(qapp, already_running=True)
    asyncio.set_event_loop(loop)
    yield loop
    deadline = QDeadlineTimer(CANCELLATION_LIMIT_MS)
    leftover = asyncio.all_tasks(loop)
    for task in leftover:
        task.cancel()
    while not all(task.done() for task in leftover) and not deadline.hasExpired():
        qapp.processEvents()
    qapp.processEvents()
    asyncio.events._set_running_loop(None)
    loop._QEventLoop__is_running = False  # qasync has no way to end a loop that it did not start
    loop.close()
    asyncio.set_event_loop(None)
    resisting = [task.get_name() for task in leftover if not task.done()]
    assert not resisting, f"tasks that do not end when cancelled: {resisting}"
