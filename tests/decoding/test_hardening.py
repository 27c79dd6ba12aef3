"""What a decoding process can still do, tried from inside one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the means are Linux's own")

_TRY = """
import ctypes, json, os, signal, socket, subprocess, sys, threading
from toptickets_desktop.decoding.hardening import give_up_rights
from PySide6.QtGui import QImageReader
home, writable, inherited = sys.argv[1:3] + [os.open(sys.argv[1], os.O_RDONLY)]
done = give_up_rights()
def outcome(work):
    try:
        work()
        return "works"
    except (OSError, RuntimeError, MemoryError) as error:
        return type(error).__name__
def thread():
    started = threading.Thread(target=lambda: None)
    started.start()
    started.join()
print(json.dumps({
    "done": done,
    "thread": outcome(thread),
    "inherited file": outcome(lambda: os.read(inherited, 10)),
    "library": outcome(lambda: open(os.__file__).read()),
    "home file": outcome(lambda: open(home).read()),
    "password file": outcome(lambda: open("/etc/passwd").read()),
    "write": outcome(lambda: open(writable, "w")),
    "append": outcome(lambda: open(home, "a")),
    "unlink": outcome(lambda: os.unlink(home)),
    "rename": outcome(lambda: os.rename(home, writable)),
    "internet socket": outcome(lambda: socket.socket(socket.AF_INET)),
    "unix socket": outcome(lambda: socket.socket(socket.AF_UNIX)),
    "socket pair": outcome(lambda: socket.socketpair()),
    "fork": outcome(os.fork),
    "program": outcome(lambda: subprocess.run(["/bin/true"])),
    "signal to the parent": outcome(lambda: os.kill(os.getppid(), 0)),
    "memory": outcome(lambda: bytearray(2_000_000_000)),
}))
"""


def test_it_can_decode_what_it_is_given_and_reach_nothing_else(tmp_path: Path) -> None:
    home = tmp_path / "letter.txt"
    home.write_text("private")

    tried = subprocess.run(
        [sys.executable, "-c", _TRY, str(home), str(tmp_path / "new")], capture_output=True, text=True, timeout=60, check=True
    )

    outcomes = json.loads(tried.stdout)
    done = outcomes.pop("done")
    assert {"memory", "cpu", "open files", "file size", "core", "no new privileges", "seccomp"} <= set(done)
    assert {name for name, outcome in outcomes.items() if outcome == "works"} == {"thread", "inherited file", "library"} | (
        set() if "landlock" in done else {"home file", "password file"}
    )
    assert home.read_text() == "private"


_PARENT = """
import sys, time
from toptickets_desktop.gui.preview.worker_process import WorkerProcess
process = WorkerProcess()
print(process.pid, flush=True)
time.sleep(60)
"""


def test_it_ends_with_the_window_even_when_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert _is_running(worker)
        environment = Path(f"/proc/{worker}/environ").read_bytes() if os.access(f"/proc/{worker}/environ", os.R_OK) else b""

        parent.send_signal(signal.SIGKILL)
        parent.wait(10)

    deadline = time.monotonic() + 10
    while _is_running(worker) and time.monotonic() < deadline:
        os.sched_yield()
    assert not _is_running(worker)
    assert b"HOME" not in environment
    assert b"TOPTICKETS" not in environment


def _is_running(pid: int) -> bool:
    """A process that ended and was not fetched yet does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
