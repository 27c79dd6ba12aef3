"""One decoding process as the window sees it: started, given a job, killed. Blocks; used on a thread of its own. No Qt.

The process gets an environment made for it, so it never sees a key, and of the files only the one that it decodes, already open.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toptickets_desktop.decoding import WORKER_ARGUMENT
from toptickets_desktop.decoding.wire import (
    PAYLOAD_BYTES_MAX,
    Answer,
    Channel,
    Job,
    PipeChannel,
    SocketChannel,
    WireError,
    receive_answer,
    send_job,
)

_HAS_SOCKETS = sys.platform != "win32"
_WINDOWS_VARIABLES = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_WINDOW = 0x08000000  # CREATE_NO_WINDOW
_END_TIMEOUT_S = 2.0


class WorkerDied(Exception):
    """The process ended, or said what it cannot mean, before it had answered."""


class WorkerProcess:
    """Runs one job at a time. Only `kill` may be called from another thread.

    Raises:
        WorkerDied: it does not start.
    """

    def __init__(self) -> None:
        self._is_killed = False
        self.was_used = False
        self._process: subprocess.Popen[bytes]
        self._channel: Channel
        try:
            self._start()
            hello = receive_answer(self._channel)
        except (OSError, EOFError, WireError) as exc:
            raise WorkerDied from exc
        self.measures: tuple[str, ...] = tuple(str(each) for each in hello.header.facts.get("measures", ()))

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def run(self, job_id: int, kind: str, source: Path | bytes, parameters: dict[str, Any], *, cpu_limit_s: float) -> Iterator[Answer]:
        """Do a job.

        Args:
            job_id: any number.
            kind: see decoding/jobs.py.
            source: the content, or a file of ours that holds it.
            parameters: what the kind takes.
            cpu_limit_s: see `Job`.

        Raises:
            OSError: the file cannot be opened.
            WorkerDied: there is no answer.
        """
        self.was_used = True
        with contextlib.ExitStack() as at_end:
            content: bytes | int
            if isinstance(source, bytes):
                content = source
            else:
                descriptor = os.open(source, _OPEN_FLAGS)
                file = at_end.enter_context(os.fdopen(descriptor, "rb"))
                content = descriptor if _HAS_SOCKETS else file.read(min(os.fstat(descriptor).st_size, PAYLOAD_BYTES_MAX))
            length = None if isinstance(content, int) else len(content)
            job = Job(id=job_id, kind=kind, parameters=parameters, content_bytes=length, cpu_limit_s=cpu_limit_s)
            try:
                send_job(self._channel, job, content)
                while True:
                    answer = receive_answer(self._channel)
                    if answer.header.job_id != job_id:
                        raise WireError("an answer to something else")
                    yield answer
                    if answer.header.is_last:
                        return
            except (OSError, EOFError, WireError) as exc:
                raise WorkerDied from exc

    @property
    def is_killed(self) -> bool:
        """Whether it was told to end at once."""
        return self._is_killed

    @property
    def has_retired(self) -> bool:
        """Whether it ended by itself and in order, as one does that has worked long enough."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(_END_TIMEOUT_S) == 0 and not self._is_killed
        return False

    @property
    def has_computed_too_long(self) -> bool:
        """Whether the system ended it for that."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return sys.platform != "win32" and self._process.wait(_END_TIMEOUT_S) == -signal.SIGXCPU
        return False

    def kill(self) -> None:
        """End it at once; a wait for its answer ends with `WorkerDied`."""
        self._is_killed = True
        with contextlib.suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End it and wait for that."""
        self.kill()
        self._channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_TIMEOUT_S)

    def _start(self) -> None:
        if _HAS_SOCKETS:
            ours, theirs = socket.socketpair(socket.AF_UNIX)
            with theirs:
                self._process = self._popen(theirs.fileno(), subprocess.DEVNULL)
            self._channel = SocketChannel(ours)
            return
        self._process = self._popen(subprocess.PIPE, subprocess.PIPE)
        assert self._process.stdin is not None  # noqa: S101  # asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._channel = PipeChannel(self._process.stdout, self._process.stdin)

    @staticmethod
    def _popen(stdin: int, stdout: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  # our own program, with fixed arguments
            _command(),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=None if sys.platform == "win32" else "/",
            close_fds=True,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_ARGUMENT]
    # -I: nothing from the environment, the working folder or the user's own packages comes into the process.
    return [sys.executable, "-I", "-B", "-X", "utf8", "-m", "toptickets_desktop.decoding.worker"]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _WINDOWS_VARIABLES if name in os.environ} if sys.platform == "win32" else {}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
