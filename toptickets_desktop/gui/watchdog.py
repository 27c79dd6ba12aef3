"""Notices when the window's thread is blocked, and where: for tests of the whole program, switched on by an environment variable.

A thread of its own looks how long the heartbeat of Qt's loop is overdue. Time in which the machine gave the window's thread no
processor although it wanted one is not its fault and does not count, nor does such time of the other thread of this program that had
most of it: it may have been the one that the window waited for, the interpreter's lock in hand. And while no code of ours
runs, but Qt's loop alone, only time counts in which the thread was at work: else it waits for the X server or the bus. Linux tells it in
/proc/self/task/*/schedstat (Documentation/scheduler/sched-stats.rst of the kernel); elsewhere all time counts.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections import deque
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QTimer

WATCHDOG_VARIABLE = "TOPTICKETS_WATCHDOG_FILE"
"""In the environment: the file that gets a line of JSON for each block."""

LIMIT_S = 0.1
_BEAT_INTERVAL_MS = 10
_LOOK_INTERVAL_S = 0.02
_FRAMES_MAX = 30
_IDLE = " run_forever"  # the innermost frame while Qt has the thread for itself
_TASKS = Path("/proc/self/task")


class GuiWatchdog(QObject):
    """To be made on the window's thread, when its loop runs.

    Args:
        report: gets a line for each block.
        limit_s: how long the thread may be busy with one thing.
    """

    def __init__(self, report: Path, *, limit_s: float = LIMIT_S, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self._limit_s = limit_s
        self._thread_id = threading.get_ident()
        self._native_id = threading.get_native_id()
        self._beat_s = time.monotonic()
        self._late_beats: deque[tuple[float, float]] = deque(maxlen=_FRAMES_MAX)  # how late, and all waits for a processor until then
        self._is_over = threading.Event()
        self._timer = QTimer(self, interval=_BEAT_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()
        self._watcher = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._is_over.set()
        self._watcher.join()

    def _on_timer_timeout(self) -> None:
        now_s = time.monotonic()
        if now_s - self._beat_s > self._limit_s:
            self._late_beats.append((now_s - self._beat_s, _run_delay_s(self._native_id)))
        self._beat_s = now_s

    def _watch(self) -> None:
        seen_beat_s, delays_s, used_s = self._beat_s, _run_delays_s(), _cpu_s(self._native_id)
        worst: tuple[float, float, list[str]] | None = None
        while not self._is_over.wait(_LOOK_INTERVAL_S):
            if self._beat_s != seen_beat_s:
                if worst is not None:
                    self._judge(*worst, delay_before_s=delays_s.get(self._native_id, 0.0))
                self._late_beats.clear()
                seen_beat_s, delays_s, used_s, worst = self._beat_s, _run_delays_s(), _cpu_s(self._native_id), None
                continue
            overdue_s = time.monotonic() - seen_beat_s
            if overdue_s <= self._limit_s:
                continue
            blocked_s = overdue_s - self._not_our_fault_s(delays_s)
            if blocked_s <= self._limit_s:
                continue
            frame = sys._current_frames().get(self._thread_id)  # noqa: SLF001  # the only way to another thread's stack
            stack = _stack(frame)
            if stack and stack[-1].endswith(_IDLE) and used_s is not None:
                blocked_s = min(blocked_s, (_cpu_s(self._native_id) or 0.0) - used_s)
            if blocked_s > self._limit_s:
                worst = (blocked_s, overdue_s, stack if worst is None or not worst[2] else worst[2])

    def _judge(self, blocked_s: float, overdue_s: float, stack: list[str], *, delay_before_s: float) -> None:
        """Report what looked like a block, now that it is over.

        Linux counts a wait for a processor only once it has ended, so a look in the middle of one takes it for a block. Only the beat
        after it knows better.
        """
        if self._late_beats:
            late_s, delay_s = max(self._late_beats)
            blocked_s = min(blocked_s, late_s - (delay_s - delay_before_s))
        if blocked_s > self._limit_s:
            self._write(blocked_s, overdue_s, stack)

    def _not_our_fault_s(self, before_s: dict[int, float]) -> float:
        waited_s = {thread: delay - before_s.get(thread, delay) for thread, delay in _run_delays_s().items()}
        own_s = waited_s.pop(self._native_id, 0.0)
        waited_s.pop(threading.get_native_id(), None)
        return own_s + max(waited_s.values(), default=0.0)

    def _write(self, blocked_s: float, overdue_s: float, stack: list[str]) -> None:
        line = json.dumps({"blocked_ms": round(blocked_s * 1000), "overdue_ms": round(overdue_s * 1000), "stack": stack})
        descriptor = os.open(self._report, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "a", encoding="utf-8") as file:  # noqa: PTH123  # a descriptor, which Path cannot open
            file.write(f"{line}\n")


def _cpu_s(thread: int) -> float | None:
    """How long a thread has been at work in all its life; None where the system does not tell."""
    try:
        return int((_TASKS / str(thread) / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        return None


def _run_delay_s(thread: int) -> float:
    """How long a thread has waited for a processor in all its life; 0 where the system does not tell."""
    try:
        return int((_TASKS / str(thread) / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def _run_delays_s() -> dict[int, float]:
    """How long each thread has waited for a processor in all its life; nothing where the system does not tell."""
    delays: dict[int, float] = {}
    try:
        tasks = list(_TASKS.iterdir())
    except OSError:
        return delays
    for task in tasks:
        try:
            delays[int(task.name)] = int((task / "schedstat").read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile
    return delays


def _stack(frame: FrameType | None) -> list[str]:
    frames = traceback.extract_stack(frame)[-_FRAMES_MAX:] if frame is not None else []
    return [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
