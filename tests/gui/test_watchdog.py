"""The watchdog of the window's thread: sees a block and where it was, and takes no busy machine for one."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from types import FunctionType

import pytest
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.watchdog import GuiWatchdog

BLOCK_S = 0.4


@pytest.fixture
def watchdog(qtbot: QtBot, tmp_path: Path) -> Iterator[GuiWatchdog]:
    watching = GuiWatchdog(tmp_path / "blocks.jsonl", limit_s=0.2)
    yield watching
    watching.stop()


def _sleep_in_the_window() -> None:
    time.sleep(BLOCK_S)


def _calculate_in_the_window() -> None:
    until = time.thread_time() + BLOCK_S
    while time.thread_time() < until:
        pass


@pytest.mark.parametrize("block", [_sleep_in_the_window, _calculate_in_the_window])
def test_a_block_is_reported_with_its_place(watchdog: GuiWatchdog, qtbot: QtBot, tmp_path: Path, block: FunctionType) -> None:
    qtbot.wait(50)
    block()
    report = tmp_path / "blocks.jsonl"
    qtbot.waitUntil(report.exists)
    blocked = json.loads(report.read_text().splitlines()[0])
    assert blocked["blocked_ms"] >= 200
    assert any(block.__name__ in place for place in blocked["stack"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a thread waited for a processor")
def test_a_busy_machine_is_no_block(qtbot: QtBot, tmp_path: Path) -> None:
    """Many more busy processes than processors: the window's thread is late again and again, and it is not its fault."""
    busy = [Popen([sys.executable, "-c", "while True: pass"]) for _ in range(8)]
    watching = GuiWatchdog(tmp_path / "blocks.jsonl")
    try:
        qtbot.wait(1_500)
    finally:
        watching.stop()
        for process in busy:
            process.kill()
            process.wait()
    assert not (tmp_path / "blocks.jsonl").exists()
