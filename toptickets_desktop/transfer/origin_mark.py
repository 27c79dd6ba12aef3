"""The platform's mark of a file that came from elsewhere, which its other programs heed. Blocking; callers use a thread.

Windows: the stream Zone.Identifier ("Mark of the Web", [MS-FSCC] section 5.6.1), zone 3 being the internet. macOS: the attribute
com.apple.quarantine, as LaunchServices reads it. Linux and others: user.xdg.origin.url (freedesktop.org, "CommonExtendedAttributes").
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import structlog

XDG_ATTRIBUTE = "user.xdg.origin.url"
QUARANTINE_ATTRIBUTE = "com.apple.quarantine"
ZONE_STREAM = "Zone.Identifier"

_AGENT = "TopTickets Desktop"
_QUARANTINE_FLAGS = "0081"  # from a program that downloads, and not opened yet
_XATTR_NOFOLLOW = 1  # <sys/xattr.h> of macOS

_log = structlog.get_logger(__name__)


def mark_origin(path: Path, url: str) -> bool:
    """Mark a file as one that came from `url`, whose query, fragment and user stay behind.

    Returns:
        Whether it is marked; not every file system can keep a mark, and that is no reason to lose the file. It is logged.
    """
    origin = _without_secrets(url)
    try:
        if sys.platform == "win32":
            with open(f"{path}:{ZONE_STREAM}", "w", encoding="utf-8", newline="") as stream:  # noqa: PTH123  # a stream's name is no path
                stream.write(f"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl={origin}\r\n")
        elif sys.platform == "darwin":
            _set_quarantine(path)
        else:
            os.setxattr(path, XDG_ATTRIBUTE, origin.encode(), follow_symlinks=False)
    except OSError as exc:
        _log.info("a download could not be marked as one", reason=errno.errorcode.get(exc.errno or 0, "unknown"))
        return False
    return True


def origin_of(path: Path) -> str | None:
    """The mark of a file as text, None when it has none: for tests and for copying it."""
    try:
        if sys.platform == "win32":
            with open(f"{path}:{ZONE_STREAM}", encoding="utf-8") as stream:  # noqa: PTH123  # as above
                return stream.read()
        if sys.platform == "darwin":
            return None if _quarantine_bytes(path) < 0 else QUARANTINE_ATTRIBUTE
        return os.getxattr(path, XDG_ATTRIBUTE, follow_symlinks=False).decode(errors="replace")
    except OSError:
        return None


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _set_quarantine(path: Path) -> None:
    """setxattr(2) of macOS, which Python does not know."""
    value = f"{_QUARANTINE_FLAGS};{int(time.time()):x};{_AGENT};{str(uuid.uuid4()).upper()}".encode()
    library = ctypes.CDLL(None, use_errno=True)
    failed = library.setxattr(
        os.fsencode(path), QUARANTINE_ATTRIBUTE.encode(), value, ctypes.c_size_t(len(value)), ctypes.c_uint32(0), _XATTR_NOFOLLOW
    )
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(path))


def _quarantine_bytes(path: Path) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    library.getxattr.restype = ctypes.c_ssize_t
    size = library.getxattr(os.fsencode(path), QUARANTINE_ATTRIBUTE.encode(), None, ctypes.c_size_t(0), ctypes.c_uint32(0), _XATTR_NOFOLLOW)
    return int(size)
