"""Has strangers' files decoded in processes of their own, and brings the results to the GUI thread.

A few processes, started when they are first needed, each with a thread of ours that waits for it. What crashes, hangs or speaks nonsense
costs the one request that it was busy with; the next request gets a fresh process.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from toptickets_desktop.decoding.wire import OUT_OF_MEMORY, Answer, PictureHeader
from toptickets_desktop.gui.preview.worker_process import WorkerDied, WorkerProcess

WORKERS_MAX = 2
"""More than one, so that a file built to keep a decoder busy does not keep the next ones waiting."""

TIME_LIMIT_S = 10.0
CANCEL_GRACE_S = 0.3
"""A job that nobody wants any more may end by itself that long; then its process is ended."""

_FORMATS = {each.value: each for each in (QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied)}

TOO_SLOW = "too_slow"
CRASHED = "crashed"
UNREADABLE = "unreadable"
TOO_LARGE = "too_large"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came of a job, or a part of it; see `decoding.results.Result`."""

    facts: dict[str, Any]
    images: tuple[QImage, ...] = ()
    data: bytes = b""
    is_last: bool = True


class DecodeRequest(QObject):
    """One thing asked for. Keep it as long as it is wanted.

    Signals:
        answered(Decoded): a result; more follow unless it is the last.
        refused(str): why there is none: a word of the job's, or "too_slow", "crashed", "unreadable".
    """

    answered = Signal(object)
    refused = Signal(str)

    def __init__(self, client: DecodeClient, job: _Job) -> None:
        super().__init__(client)
        self._client = client
        self.job = job
        self.is_done = False

    def cancel(self) -> None:
        """It is not wanted any more; no signal comes."""
        if not self.is_done:
            self._client.cancel(self)


@dataclass(eq=False, slots=True)
class _Job:
    id: int
    kind: str
    source: Path | bytes = field(repr=False)
    parameters: dict[str, Any]
    time_limit_s: float
    cpu_limit_s: float
    cancelled: threading.Event = field(default_factory=threading.Event)


class _Relay(QObject):
    """Carries results across. The threads hold it, not a parent, so it is there as long as one of them runs."""

    arrived = Signal(object, object, object)  # _Worker, _Job, Decoded | str | None for a worker that is free


class DecodeClient(QObject):
    """A small pool of decoding processes.

    Args:
        workers_max: how many jobs run at once.

    Signals:
        became_idle(): nothing runs or waits any more.
    """

    became_idle = Signal()

    def __init__(self, parent: QObject | None = None, *, workers_max: int = WORKERS_MAX) -> None:
        super().__init__(parent)
        self._relay = _Relay()
        self._relay.arrived.connect(self._on_relay_arrived, Qt.ConnectionType.QueuedConnection)
        self._workers_max = workers_max
        self._ids = itertools.count(1)
        self._workers: list[_Worker] = []
        self._requests: dict[_Job, DecodeRequest] = {}
        self._urgent: deque[_Job] = deque()
        self._later: deque[_Job] = deque()
        self._timers: dict[_Worker, QTimer] = {}
        self._is_shut_down = False

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return bool(self._requests)

    @property
    def worker_pids(self) -> list[int]:
        """The processes that run now."""
        return [pid for worker in self._workers if (pid := worker.pid)]

    def request(
        self,
        kind: str,
        source: Path | bytes,
        *,
        time_limit_s: float = TIME_LIMIT_S,
        cpu_limit_s: float | None = None,
        is_urgent: bool = True,
        **parameters: Any,
    ) -> DecodeRequest:
        """Have something decoded.

        Args:
            kind: see decoding/jobs.py.
            source: the content, or a private file of ours that holds it.
            time_limit_s: after so many seconds by the clock the process is ended.
            cpu_limit_s: it computes for no longer than that, however busy the machine is (not on Windows); otherwise the same time.
            is_urgent: whether somebody waits for it; thumbnails and prefetched pictures come after what is looked at.
            **parameters: what the kind takes.
        """
        job = _Job(next(self._ids), kind, source, parameters, time_limit_s, time_limit_s if cpu_limit_s is None else cpu_limit_s)
        request = DecodeRequest(self, job)
        if self._is_shut_down:
            request.is_done = True
            return request
        self._requests[job] = request
        (self._urgent if is_urgent else self._later).append(job)
        self._hand_out()
        return request

    def cancel(self, request: DecodeRequest) -> None:
        """Drop a request; see `DecodeRequest.cancel`."""
        job = request.job
        job.cancelled.set()
        self._finish(job)
        for waiting in (self._urgent, self._later):
            if job in waiting:
                waiting.remove(job)
        for worker in self._workers:
            if worker.job is job:
                self._timers[worker].start(round(CANCEL_GRACE_S * 1000))
        self._tell_when_idle()

    def warm_up(self) -> None:
        """Start a process that the first preview does not have to wait for."""
        if not self._workers and not self._is_shut_down:
            self._add_worker()

    def shut_down(self, timeout_s: float = 2.0) -> None:
        """End the processes, and wait for the threads, but not for ever."""
        self._is_shut_down = True
        for request in tuple(self._requests.values()):
            request.cancel()
        for timer in self._timers.values():
            timer.stop()
        deadline = time.monotonic() + timeout_s
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.thread.join(max(0.0, deadline - time.monotonic()))

    def _hand_out(self) -> None:
        while self._urgent or self._later:
            worker = next((each for each in self._workers if each.job is None), None)
            if worker is None and len(self._workers) < self._workers_max:
                worker = self._add_worker()
            # The last free worker is kept for what somebody waits for.
            is_last_free = sum(each.job is None for each in self._workers) == 1 and len(self._workers) == self._workers_max > 1
            if worker is None or (not self._urgent and is_last_free):
                return
            job = (self._urgent or self._later).popleft()
            worker.job = job
            self._timers[worker].start(round(job.time_limit_s * 1000))
            worker.jobs.put(job)

    def _add_worker(self) -> _Worker:
        worker = _Worker(self._relay)
        timer = QTimer(self, singleShot=True)
        timer.timeout.connect(lambda: self._on_timer_timeout(worker))
        self._workers.append(worker)
        self._timers[worker] = timer
        worker.thread.start()
        return worker

    @Slot(object, object, object)
    def _on_relay_arrived(self, worker: _Worker, job: _Job, result: Decoded | str | None) -> None:
        request = self._requests.get(job)
        if result is None:
            worker.job = None
            self._timers[worker].stop()
            self._hand_out()
            self._tell_when_idle()
        elif request is None:
            return
        elif isinstance(result, Decoded):
            if result.is_last:
                self._finish(job)
            request.answered.emit(result)
        else:
            self._finish(job)
            request.refused.emit(result)

    def _on_timer_timeout(self, worker: _Worker) -> None:
        """By the clock, whatever the process does."""
        job = worker.job
        if job is None:
            return
        worker.kill()
        request = self._requests.get(job)
        if request is not None:
            self._finish(job)
            request.refused.emit(TOO_SLOW)

    def _finish(self, job: _Job) -> None:
        request = self._requests.pop(job, None)
        if request is not None:
            request.is_done = True
            request.deleteLater()

    def _tell_when_idle(self) -> None:
        if not self._requests:
            self.became_idle.emit()


class _Worker:
    """A thread with the process that it waits for."""

    def __init__(self, relay: _Relay) -> None:
        self.job: _Job | None = None  # the GUI thread's alone
        self.jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._work, name="decoding", daemon=True)
        self._relay = relay
        self._process: WorkerProcess | None = None
        self._is_stopped = False

    @property
    def pid(self) -> int | None:
        process = self._process
        return None if process is None else process.pid

    def kill(self) -> None:
        """End the process, and with it the job that it is busy with."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End the process and the thread."""
        self._is_stopped = True
        self.jobs.put(None)
        self.kill()

    def _work(self) -> None:
        """The thread: it also starts the process, which on Linux ends together with the thread that started it."""
        try:
            self._ready()
            while (job := self.jobs.get()) is not None and not self._is_stopped:
                if not job.cancelled.is_set():
                    self._do(job)
                self._ready()
                self._relay.arrived.emit(self, job, None)
        finally:
            self._drop()

    def _ready(self) -> WorkerProcess | None:
        if self._process is not None and self._process.is_killed:
            self._drop()
        if self._process is None and not self._is_stopped:
            try:
                self._process = WorkerProcess()
            except WorkerDied:
                _log.warning("decoding process did not start")
        return self._process

    def _do(self, job: _Job) -> None:
        # A process may have retired after its last job: then a fresh one gets this job too. More than that is the file's doing.
        for is_last_try in (False, True):
            process = self._ready()
            was_used = process is not None and process.was_used
            has_answered = False
            try:
                if process is None:
                    self._tell(job, CRASHED)
                    return
                for answer in process.run(job.id, job.kind, job.source, job.parameters, cpu_limit_s=job.cpu_limit_s):
                    if answer.header.problem == OUT_OF_MEMORY:
                        # Nothing that earlier files left behind shall be held against this one.
                        is_fresh, was_answered = is_last_try or not was_used, has_answered
                        self._drop()
                        if is_fresh or was_answered:
                            self._tell(job, TOO_LARGE)
                            return
                        break
                    has_answered = True
                    self._tell(job, answer.header.problem or _decoded(answer))
                else:
                    return
            except WorkerDied:
                is_idle_death = was_used and process is not None and process.has_retired
                is_cpu_death = process is not None and not process.is_killed and process.has_computed_too_long
                self._drop()
                if has_answered or is_last_try or not is_idle_death or job.cancelled.is_set():
                    _log.info("decoding process ended", kind=job.kind)
                    self._tell(job, TOO_SLOW if is_cpu_death else CRASHED)
                    return
            except OSError as exc:
                _log.warning("file for decoding not readable", error=type(exc).__name__)
                self._tell(job, UNREADABLE)
                return
            except Exception:  # noqa: BLE001  # the thread's outermost frame: the window must hear of any end
                _log.exception("answer of a decoding process not understood")
                self._drop()
                self._tell(job, CRASHED)
                return

    def _tell(self, job: _Job, result: Decoded | str) -> None:
        if not job.cancelled.is_set():
            self._relay.arrived.emit(self, job, result)

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()


def _decoded(answer: Answer) -> Decoded:
    pairs = zip(answer.header.pictures, answer.pictures, strict=True)
    images = tuple(_image(header, data) for header, data in pairs)
    return Decoded(answer.header.facts, images, answer.data, answer.header.is_last)


def _image(header: PictureHeader, data: bytearray) -> QImage:
    """A picture that owns its pixels.

    Raises:
        KeyError: it is of a format that the process must not send.
    """
    image = QImage(data, header.width, header.height, header.bytes_per_line, _FORMATS[header.pixel_format]).copy()
    image.setDevicePixelRatio(min(max(header.pixel_ratio, 1.0), 8.0))
    return image
