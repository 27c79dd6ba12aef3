"""Decodes pictures on threads of its own and hands them to the GUI thread; only the newest wish counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot

from toptickets_desktop.gui.preview.image_decoder import DecodedImage, DecodingCancelled, ImageProblem, ImageRefused, decode_image

TIME_LIMIT_S = 15.0
THREADS_MAX = 3
"""More than one, so that a picture built to keep a decoder busy does not keep the next ones waiting."""

_log = structlog.get_logger(__name__)


@dataclass(eq=False, slots=True)
class _Job:
    data: bytes = field(repr=False)
    box: QSize
    cancelled: threading.Event = field(default_factory=threading.Event)


class _Relay(QObject):
    """Carries results across. The threads hold it, not a parent, so it is there as long as one of them runs."""

    arrived = Signal(object, object)  # _Job, DecodedImage | ImageProblem | None for a thread that is free again


class DecodeThreads(QObject):
    """Decodes one picture at a time.

    A decoder of Qt cannot be stopped inside a frame. One that takes too long is given up: its thread ends when it does, and
    being a daemon does not keep the program from ending.

    Signals:
        decoded(DecodedImage): the picture, or first the beginning of an animation and then all of it.
        refused(ImageProblem): why there is none.
    """

    decoded = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        time_limit_s: float = TIME_LIMIT_S,
        decode: Callable[..., DecodedImage] = decode_image,
    ) -> None:
        super().__init__(parent)
        self._decode = decode
        self._relay = _Relay()
        self._relay.arrived.connect(self._on_relay_arrived, Qt.ConnectionType.QueuedConnection)
        self._running: dict[_Job, threading.Thread] = {}
        self._current: _Job | None = None
        self._waiting: _Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=round(time_limit_s * 1000))
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._current is not None

    def start(self, data: bytes, box: QSize) -> None:
        """Decode this; what was asked for before is dropped."""
        self.cancel()
        self._current = self._waiting = _Job(data, QSize(box))
        self._timer.start()
        self._start_waiting()

    def cancel(self) -> None:
        """Drop what was asked for; no signal comes of it any more."""
        self._timer.stop()
        if self._current is not None:
            self._current.cancelled.set()
        self._current = self._waiting = None

    def shut_down(self, timeout_s: float = 2.0) -> None:
        """Cancel and wait for the threads, but not for ever."""
        self.cancel()
        deadline = time.monotonic() + timeout_s
        for thread in tuple(self._running.values()):
            thread.join(max(0.0, deadline - time.monotonic()))

    def _start_waiting(self) -> None:
        if self._waiting is None or len(self._running) >= THREADS_MAX:
            return
        job, self._waiting = self._waiting, None
        thread = threading.Thread(target=_work, args=(self._decode, job, self._relay), name="preview-decoder", daemon=True)
        self._running[job] = thread
        thread.start()

    @Slot(object, object)
    def _on_relay_arrived(self, job: _Job, result: DecodedImage | ImageProblem | None) -> None:
        if result is None:
            del self._running[job]
            self._start_waiting()
            return
        if job is not self._current:
            return
        if isinstance(result, DecodedImage):
            if result.is_complete:
                self._finish()
            self.decoded.emit(result)
        else:
            self._finish()
            self.refused.emit(result)

    def _on_timer_timeout(self) -> None:
        self.cancel()
        self.refused.emit(ImageProblem.TOO_SLOW)

    def _finish(self) -> None:
        self._timer.stop()
        self._current = None


def _work(decode: Callable[..., DecodedImage], job: _Job, relay: _Relay) -> None:
    def tell(result: DecodedImage | ImageProblem) -> None:
        if not job.cancelled.is_set():
            relay.arrived.emit(job, result)

    try:
        if not job.cancelled.is_set():
            tell(decode(job.data, job.box, on_first_frame=tell, is_cancelled=job.cancelled.is_set))
    except DecodingCancelled:
        pass
    except ImageRefused as exc:
        tell(exc.problem)
    except Exception:  # noqa: BLE001  # the thread's outermost frame: the window must hear of any end
        _log.exception("image decoder failed")
        tell(ImageProblem.DAMAGED)
    finally:
        relay.arrived.emit(job, None)
