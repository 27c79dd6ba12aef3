"""One piece of work after another on a thread of its own, of which only the newest counts."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from PySide6.QtCore import QObject, Qt, Signal, Slot

_log = structlog.get_logger(__name__)

Work = Callable[[Callable[[], bool], Callable[[object], None]], object]
"""Gets a question, whether it was given up, and something to tell parts of its result to; returns the result."""


class _Relay(QObject):
    """Carries results across. The threads hold it, not a parent, so it is there as long as one of them runs."""

    arrived = Signal(object, str, object)


class BackgroundWork(QObject):
    """Runs work off the window's thread.

    Signals:
        told(object): a part of the result of the newest work.
        done(object): its result.
        failed(Exception): it ended with this.
    """

    told = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._cancelled = threading.Event()
        self._is_busy = False
        self._threads: list[threading.Thread] = []
        self._relay = _Relay()
        self._relay.arrived.connect(self._on_relay_arrived, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._is_busy

    def start(self, work: Work) -> None:
        """Begin this; what was begun before is given up."""
        self.cancel()
        self._cancelled = threading.Event()
        self._is_busy = True
        thread = threading.Thread(target=_run, args=(work, self._cancelled, self._relay), name=self._name, daemon=True)
        self._threads = [*(running for running in self._threads if running.is_alive()), thread]
        thread.start()

    def cancel(self) -> None:
        """Give up what runs; no signal comes of it any more."""
        self._cancelled.set()
        self._is_busy = False

    def shut_down(self, timeout_s: float = 2.0) -> None:
        """Give up and wait, but not for ever."""
        self.cancel()
        for thread in self._threads:
            thread.join(timeout_s)

    @Slot(object, str, object)
    def _on_relay_arrived(self, token: threading.Event, what: str, result: object) -> None:
        if token is not self._cancelled or token.is_set():
            return
        if what == "told":
            self.told.emit(result)
            return
        self._is_busy = False
        (self.done if what == "done" else self.failed).emit(result)


def _run(work: Work, cancelled: threading.Event, relay: _Relay) -> None:
    try:
        result = work(cancelled.is_set, lambda part: relay.arrived.emit(cancelled, "told", part))
    except Exception as exc:  # noqa: BLE001  # the thread's outermost frame: the window must hear of any end
        if not cancelled.is_set():
            _log.info("background work failed", work=threading.current_thread().name, kind=type(exc).__name__)
            relay.arrived.emit(cancelled, "failed", exc)
        return
    relay.arrived.emit(cancelled, "done", result)
