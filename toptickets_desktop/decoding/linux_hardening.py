"""Linux's own means: parent-death signal, no new privileges, Landlock and a seccomp filter, by the kernel's numbers through ctypes."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _KILL_PROCESS, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _JUMP_EQUAL, _JUMP_ANY_BIT, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE, _OFFSET_ARGUMENTS = 0, 4, 16
_X32_BIT = 0x40000000
_CLONE_THREAD = 0x10000
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# AUDIT_ARCH, open, openat, clone; and below the calls that always fail, by asm/unistd_64.h and asm-generic/unistd.h.
_ARCHITECTURES: dict[str, tuple[int, int | None, int, int]] = {
    "x86_64": (0xC000003E, 2, 257, 56),
    "aarch64": (0xC00000B7, None, 56, 220),
}
_EVERYWHERE = {
    "pidfd_send_signal": 424,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "pidfd_open": 434,
    "pidfd_getfd": 438,
    "process_madvise": 440,
}
_FORBIDDEN: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41,
        "connect": 42,
        "accept": 43,
        "bind": 49,
        "listen": 50,
        "socketpair": 53,
        "fork": 57,
        "vfork": 58,
        "execve": 59,
        "kill": 62,
        "truncate": 76,
        "rename": 82,
        "mkdir": 83,
        "rmdir": 84,
        "creat": 85,
        "link": 86,
        "unlink": 87,
        "symlink": 88,
        "chmod": 90,
        "fchmod": 91,
        "chown": 92,
        "fchown": 93,
        "lchown": 94,
        "ptrace": 101,
        "mknod": 133,
        "mount": 165,
        "setxattr": 188,
        "lsetxattr": 189,
        "fsetxattr": 190,
        "add_key": 248,
        "request_key": 249,
        "keyctl": 250,
        "mkdirat": 258,
        "mknodat": 259,
        "fchownat": 260,
        "unlinkat": 263,
        "renameat": 264,
        "linkat": 265,
        "symlinkat": 266,
        "fchmodat": 268,
        "unshare": 272,
        "utimensat": 280,
        "accept4": 288,
        "perf_event_open": 298,
        "name_to_handle_at": 303,
        "open_by_handle_at": 304,
        "setns": 308,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "renameat2": 316,
        "bpf": 321,
        "execveat": 322,
        "userfaultfd": 323,
    },
    "aarch64": {
        "setxattr": 5,
        "lsetxattr": 6,
        "fsetxattr": 7,
        "mknodat": 33,
        "mkdirat": 34,
        "unlinkat": 35,
        "symlinkat": 36,
        "linkat": 37,
        "renameat": 38,
        "mount": 40,
        "truncate": 45,
        "fchmod": 52,
        "fchmodat": 53,
        "fchownat": 54,
        "fchown": 55,
        "utimensat": 88,
        "unshare": 97,
        "ptrace": 117,
        "kill": 129,
        "socket": 198,
        "socketpair": 199,
        "bind": 200,
        "listen": 201,
        "accept": 202,
        "connect": 203,
        "add_key": 217,
        "request_key": 218,
        "keyctl": 219,
        "execve": 221,
        "perf_event_open": 241,
        "accept4": 242,
        "name_to_handle_at": 264,
        "open_by_handle_at": 265,
        "setns": 268,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "renameat2": 276,
        "bpf": 280,
        "execveat": 281,
        "userfaultfd": 282,
    },
}
_CLONE3, _OPENAT2 = 435, 437  # on both; the C library does without them where they are "not there"

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_EXECUTE, _LANDLOCK_READ_FILE, _LANDLOCK_READ_DIR = 1, 4, 8
_LANDLOCK_FIRST_RIGHTS = (1 << 13) - 1  # all of version 1
# Libraries, plugins and fonts; nothing of the user's.
_READABLE = ("/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/proc/self", "/dev/null", "/dev/urandom", "/nix/store", "/app")


def give_up_rights(machine: str) -> list[str]:
    """Do all of it that this kernel has; returns the names of what took effect."""
    libc = ctypes.CDLL(None, use_errno=True)
    done = []
    parent = os.getppid()
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0:
        done.append("ends with the window")
    if parent == 1 and os.getppid() != parent:
        os._exit(0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no other process of the user's looks into this one
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return done
    done.append("no new privileges")
    if _restrict_files(libc):
        done.append("landlock")
    if machine in _ARCHITECTURES and sys.byteorder == "little" and _filter_calls(libc, machine):
        done.append("seccomp")
    return done


def _restrict_files(libc: ctypes.CDLL) -> bool:
    """Let no file be opened but what the libraries themselves need."""
    attributes = ctypes.create_string_buffer(struct.pack("=Q", _LANDLOCK_FIRST_RIGHTS), 8)
    ruleset = libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return False
    try:
        for folder in {*_READABLE, sys.prefix, sys.base_prefix, str(_installed_in())}:
            _allow_reading(libc, ruleset, folder)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _installed_in() -> Path:
    return Path(__file__).resolve().parents[1]


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        is_folder = Path(path).is_dir()
        rights = _LANDLOCK_READ_FILE | (_LANDLOCK_READ_DIR | _LANDLOCK_EXECUTE if is_folder else 0)
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
        libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
    finally:
        os.close(descriptor)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _filter_calls(libc: ctypes.CDLL, machine: str) -> bool:
    code = filter_program(machine)
    program = _Program(len(code) // 8, code)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def filter_program(machine: str) -> bytes:
    """The filter as the kernel takes it: opening for reading and threads are allowed, files, sockets and processes are not."""
    architecture, open_number, openat_number, clone_number = _ARCHITECTURES[machine]
    fail, unknown = _FAIL | errno.EPERM, _FAIL | errno.ENOSYS
    steps = [
        _step(_LOAD, _OFFSET_ARCHITECTURE),
        _step(_JUMP_EQUAL, architecture, 1, 0),
        _step(_RETURN, _KILL_PROCESS),
        _step(_LOAD, _OFFSET_NUMBER),
        _step(_JUMP_AT_LEAST, _X32_BIT, 0, 1),
        _step(_RETURN, _KILL_PROCESS),
    ]
    for number in (_CLONE3, _OPENAT2):
        steps += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, unknown)]
    for number in sorted({*_FORBIDDEN[machine].values(), *_EVERYWHERE.values()}):
        steps += [_step(_JUMP_EQUAL, number, 0, 1), _step(_RETURN, fail)]
    opening = [(openat_number, 2)] if open_number is None else [(open_number, 1), (openat_number, 2)]
    for number, argument in opening:
        steps += [
            _step(_JUMP_EQUAL, number, 0, 4),
            _step(_LOAD, _OFFSET_ARGUMENTS + 8 * argument),
            _step(_JUMP_ANY_BIT, _WRITE_FLAGS, 0, 1),
            _step(_RETURN, fail),
            _step(_RETURN, _ALLOW),
        ]
    steps += [
        _step(_JUMP_EQUAL, clone_number, 0, 3),
        _step(_LOAD, _OFFSET_ARGUMENTS),
        _step(_JUMP_ANY_BIT, _CLONE_THREAD, 1, 0),
        _step(_RETURN, fail),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
