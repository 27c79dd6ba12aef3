"""Gives up what a decoder does not need: memory, time, files, network, other processes. What a platform lacks is left out.

Linux: no new privileges, a seccomp filter (seccomp(2), linux/filter.h) and Landlock (landlock(7)), so that even code that a file smuggled
into the process can read nothing of the user's, write nothing and reach nobody.
"""

from __future__ import annotations

import contextlib
import math
import mmap
import platform
import signal
import sys
import time
from pathlib import Path

MEMORY_LIMIT_BYTES = 270 * 1024 * 1024
"""Of memory that can be written to, and of addresses beyond those that pdfium reserves when it starts (32 GB, which cost nothing)."""

CPU_LIMIT_S = 600
_OPEN_FILES_MAX = 64


def give_up_rights() -> list[str]:
    """Do all that this platform has, for good.

    Returns:
        The names of what took effect.
    """
    done = []
    if sys.platform != "win32":
        done += _limit_resources()
    if sys.platform == "linux":
        from toptickets_desktop.decoding import linux_hardening

        done += linux_hardening.give_up_rights(platform.machine())
    return done


def limit_cpu(limit_s: float) -> None:
    """End the process by a signal when it computes for so many seconds more."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = math.ceil(time.process_time() + limit_s)
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _limit_resources() -> list[str]:
    if sys.platform == "win32":
        return []
    import resource

    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    limits = {
        "memory": (resource.RLIMIT_DATA, MEMORY_LIMIT_BYTES),
        "addresses": (resource.RLIMIT_AS, _addresses_bytes() + MEMORY_LIMIT_BYTES),
        "cpu": (resource.RLIMIT_CPU, CPU_LIMIT_S),
        "open files": (resource.RLIMIT_NOFILE, _OPEN_FILES_MAX),
        "file size": (resource.RLIMIT_FSIZE, 0),
        "core": (resource.RLIMIT_CORE, 0),
    }
    done = []
    for name, (number, limit) in limits.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(number, (limit, limit))
            done.append(name)
    return done


def data_bytes() -> int:
    """The memory that counts for the limit; 0 where that is not told."""
    try:
        # statm(5): size resident shared text lib data dt
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0


def memory_left_bytes() -> float:
    """How much more memory there may be at most; infinite where that is not told."""
    if sys.platform == "win32":
        return math.inf
    import resource

    left = math.inf
    for number, used in ((resource.RLIMIT_DATA, data_bytes()), (resource.RLIMIT_AS, _addresses_bytes())):
        limit, _ = resource.getrlimit(number)
        if limit != resource.RLIM_INFINITY:
            left = min(left, limit - used)
    return left


def _addresses_bytes() -> int:
    """What is mapped now; 0 where that is not told."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0
