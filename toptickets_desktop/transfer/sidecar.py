"""The small file beside a part: what the part is of, how much of it is certain, and whose it is. Blocking.

Who holds the sidecar locked owns the part, so two transfers, in one program or in two, never write into the same one. The system
drops the lock when the program ends, in whatever way.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
import sys
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

SIDECAR_SUFFIX = ".json"

_FORM = 1
_FILE_MODE = 0o600
_BYTES_MAX = 8192
_ETAG = re.compile(r'"[\x21\x23-\x7e]{1,512}"')
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OPEN_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# What flock(2) says of a lock that another holds; anything else means that the file system has no locks.
_HELD_BY_ANOTHER = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES})
# Windows' locks forbid reading as well: this byte is far behind the content.
_LOCKED_BYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What is known of a part.

    Attributes:
        attachment_id: whose bytes they are.
        etag: of the object, as the storage sent it, quotes included; opaque.
        total_bytes: of the whole object.
        synced_bytes: so many bytes from the start are on the disk.
        sha256: of those bytes, as hex.
    """

    attachment_id: str
    etag: str
    total_bytes: int
    synced_bytes: int
    sha256: str

    def encode(self) -> bytes:
        """As one line of JSON."""
        return json.dumps({"form": _FORM, **asdict(self)}, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def decode(cls, text: bytes) -> Self | None:
        """Read what `encode` wrote; None for anything else, however it came to be there."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or found.pop("form", None) != _FORM or set(found) != {field.name for field in fields(cls)}:
            return None
        texts = (found["attachment_id"], found["etag"], found["sha256"])
        numbers = (found["total_bytes"], found["synced_bytes"])
        if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
            return None
        sidecar = cls(**found)
        is_sound = is_strong_etag(sidecar.etag) and _SHA256.fullmatch(sidecar.sha256) and 0 < sidecar.synced_bytes <= sidecar.total_bytes
        return sidecar if is_sound else None


def is_strong_etag(etag: str | None) -> bool:
    """Whether an ETag vouches for every byte: a weak one does not, nor does what is none (RFC 9110 section 8.8.3)."""
    return etag is not None and _ETAG.fullmatch(etag) is not None


class SidecarFile:
    """A sidecar that is open, and locked for this transfer alone."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd = fd

    @classmethod
    def claim(cls, path: Path, *, create: bool) -> Self | None:
        """Open and lock a sidecar.

        Args:
            path: where it is, or is to be.
            create: make it when it is not there.

        Returns:
            None when it is not there, belongs to a transfer that is under way, or is not a file of this user's own making.

        Raises:
            OSError: it cannot be opened or created, or the file system knows no locks.
        """
        while True:
            fd = open_own_file(path, create=create)
            if fd is None:
                return None
            try:
                is_locked = _lock(fd)
                # Its owner may have removed it between our opening and our locking: then the lock is one on nothing.
                is_there = is_locked and _is_same_file(fd, path)
            except OSError:
                os.close(fd)
                raise
            if is_there:
                return cls(path, fd)
            os.close(fd)
            if not is_locked:
                return None

    def read(self) -> Sidecar | None:
        """What it says; None when that cannot be used.

        Raises:
            OSError: the disk failed.
        """
        os.lseek(self._fd, 0, os.SEEK_SET)
        return Sidecar.decode(os.read(self._fd, _BYTES_MAX))

    def write(self, sidecar: Sidecar) -> None:
        """Replace what it says. A power cut in the middle leaves something that `read` or the sum of the part's bytes gives away.

        Raises:
            OSError: the disk is full or failed.
        """
        text = sidecar.encode()
        os.lseek(self._fd, 0, os.SEEK_SET)
        written_bytes = os.write(self._fd, text)
        if written_bytes != len(text):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
        os.ftruncate(self._fd, len(text))

    def release(self, *, remove: bool) -> None:
        """Give the part up; the second time does nothing. Never raises: nobody could do anything about it."""
        fd, self._fd = self._fd, -1
        if fd < 0:
            return
        if remove and sys.platform != "win32":
            # Before the lock goes: nobody else may hold it by then.
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            os.close(fd)
        if remove and sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def open_own_file(path: Path, *, create: bool) -> int | None:
    """Open a file for reading and writing if it is a plain file of this user's own.

    The names of parts do not change from one run to the next. In a folder that others can write to, somebody could have put
    a link there, or a file that he goes on holding open.

    Returns:
        None when it is not there, or is not the user's own.

    Raises:
        OSError: it cannot be opened or created.
    """
    try:
        fd = os.open(path, _OPEN_FLAGS | (os.O_CREAT if create else 0) | getattr(os, "O_NONBLOCK", 0), _FILE_MODE)
    except FileNotFoundError:
        if create:
            raise
        return None
    except (PermissionError, IsADirectoryError):
        if os.path.lexists(path):
            return None
        raise
    except OSError as exc:
        if exc.errno in {errno.ELOOP, errno.EMLINK, errno.ENXIO}:
            return None
        raise
    status = os.fstat(fd)
    is_mine = sys.platform == "win32" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    if stat.S_ISREG(status.st_mode) and status.st_nlink <= 1 and is_mine:
        return fd
    os.close(fd)
    return None


def _is_same_file(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.lstat())
    except FileNotFoundError:
        return False


def _lock(fd: int) -> bool:
    """Lock an open file for this opening of it; False when another has done so."""
    try:
        if sys.platform == "win32":
            import msvcrt  # only Windows has it

            os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # Windows has none

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        if exc.errno in _HELD_BY_ANOTHER:
            return False
        raise
    return True
