"""Widgets die on the window's thread, whoever's garbage triggers the collection."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui import garbage
from toptickets_desktop.gui.garbage import WindowThreadCollector, collect_what_is_due


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[WindowThreadCollector]:
    gc.collect()
    gc.enable()
    collector = WindowThreadCollector()
    collector.start()
    yield collector
    collector.stop()
    was_given_back = gc.isenabled()
    gc.disable()  # as it is in all tests
    assert was_given_back


def make_cycle(died_on: list[QThread]) -> weakref.ref[QObject]:
    """Drop an object that refers to itself, and note the thread on which it is destroyed."""
    thing = QObject()
    thing.itself = thing  # type: ignore[attr-defined]  # an attribute of its own, as our classes have
    weakref.finalize(thing, lambda: died_on.append(QThread.currentThread()))
    return weakref.ref(thing)


def allocate_on_another_thread() -> None:
    """Make far more objects than it takes to trigger Python's own collection."""
    thread = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    thread.start()
    thread.join()


def test_another_thread_does_not_collect(collector: WindowThreadCollector) -> None:
    died_on: list[QThread] = []
    reference = make_cycle(died_on)
    allocate_on_another_thread()
    assert reference() is not None
    assert died_on == []


def test_what_is_due_is_collected_on_this_thread(collector: WindowThreadCollector, qtbot: QtBot) -> None:
    died_on: list[QThread] = []
    reference = make_cycle(died_on)
    kept = [[] for _ in range(gc.get_threshold()[0] * 2)]  # type: ignore[var-annotated]  # their number is all that matters
    qtbot.waitUntil(lambda: reference() is None)
    assert died_on == [QThread.currentThread()]
    assert kept


def test_nothing_is_collected_before_it_is_due(collector: WindowThreadCollector) -> None:
    gc.collect()
    reference = make_cycle([])
    collect_what_is_due()
    assert reference() is not None


def test_what_takes_long_to_look_through_is_looked_through_once(collector: WindowThreadCollector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "COLLECTION_MS_MAX", -1.0)
    rows = [[number] for number in range(1000)]
    before = gc.get_freeze_count()
    collector._on_timer_timeout()
    assert gc.get_freeze_count() >= before + len(rows)
