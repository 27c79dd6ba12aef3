"""Private copies that other programs get: a folder for each drag, copy or opening, with read-only files under safe names of their own.

Another program may keep a file open, change it or move it away; so it never gets the cache's own. Blocking; callers use a thread.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.transfer.local_names import unique_names
from toptickets_desktop.transfer.origin_mark import mark_origin
from toptickets_desktop.transfer.sidecar import SidecarFile

_FOLDER_MODE = 0o700
_FIRST_MODE = 0o600
_READ_ONLY_MODE = 0o400
_BLOCK_BYTES = 1024 * 1024
_LOCK_SUFFIX = ".lock"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class HandedOut:
    """The copies of this run of the program.

    Args:
        folder: nobody else's; made when the first copy is. Each run has a folder in it, and a lock that says that the run is not over.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self.folder = folder / secrets.token_hex(8)
        self._lock: SidecarFile | None = None
        self._lock_guard = threading.Lock()

    def clear_left(self) -> None:
        """Remove what runs have left that ended without doing so. Never raises."""
        with contextlib.suppress(OSError):
            for entry in list(self._root.iterdir()):
                if entry.name == self.folder.name or entry.suffix == _LOCK_SUFFIX:
                    continue
                with contextlib.suppress(OSError):
                    lock = SidecarFile.claim(_lock_path(entry), create=True)
                    if lock is not None:
                        _remove(entry)
                        lock.release(remove=True)

    def copies(self, sources: Sequence[tuple[Path, str, str]]) -> list[Path]:
        """Copy files into a new folder of their own.

        Args:
            sources: for each file where it is, what the service calls it, and the address that it came from.

        Returns:
            The copies, in the same order.

        Raises:
            LocalFileError: a file cannot be read or written; then there is no copy at all.
        """
        with local_errors(self.folder):
            self._root.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            self._root.chmod(_FOLDER_MODE)
            with self._lock_guard:
                if self._lock is None:
                    self._lock = SidecarFile.claim(_lock_path(self.folder), create=True)
            self.folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
            place = self.folder / secrets.token_hex(8)
            place.mkdir(mode=_FOLDER_MODE)
        try:
            names = unique_names(filename for _source, filename, _origin in sources)
            return [_copy(source, place / name, origin_url) for (source, _filename, origin_url), name in zip(sources, names, strict=True)]
        except BaseException:
            _remove(place)
            raise

    def clear(self) -> None:
        """Remove all copies of this run; what will not go stays until the next one. Never raises."""
        _remove(self.folder)
        if self._lock is not None:
            self._lock.release(remove=not self.folder.exists())
            self._lock = None
        with contextlib.suppress(OSError):
            self._root.rmdir()  # when nothing is left


def _lock_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_LOCK_SUFFIX}")


def _copy(source: Path, target: Path, origin_url: str) -> Path:
    with local_errors(source):
        reader = os.fdopen(os.open(source, _READ), "rb")
    with reader, local_errors(target), os.fdopen(os.open(target, _NEW_FILE, _FIRST_MODE), "wb") as writer:
        shutil.copyfileobj(reader, writer, _BLOCK_BYTES)
    mark_origin(target, origin_url)
    with contextlib.suppress(OSError):
        target.chmod(_READ_ONLY_MODE)
    return target


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        with contextlib.suppress(OSError):
            folder.unlink()
        return
    if sys.platform == "win32":  # which keeps what is read-only
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):
                path.chmod(stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)
