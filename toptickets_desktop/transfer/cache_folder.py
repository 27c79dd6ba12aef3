"""The content cache on the disk: a folder for each attachment with its one file in it, private to the user. Blocking; callers use a thread.

How long ago something was used is the folder's modification time, so the order survives the end of the program without a list of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.settings import Settings

_ATTEMPTS = 5
_FOLDER_MODE = 0o700
_READ_ONLY_MODE = 0o400
_KEY_CHARACTERS = 32

IsBusy = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class CacheLimits:
    """How much is kept of what was looked at, and for how long.

    Attributes:
        size_bytes: of everything together; what is in use does not count as something to remove.
        age_s: since it was last used.
        keeps_after_quit: whether anything is kept for the next run at all.
    """

    size_bytes: int = 512 * 1024 * 1024
    age_s: float = 7 * 24 * 3600.0
    keeps_after_quit: bool = True

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As the user wants it."""
        return cls(settings.cache_limit_bytes, settings.cache_age_days * 24 * 3600.0, not settings.clears_cache_at_quit)


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    path: Path
    size_bytes: int
    used_at: float  # seconds since the epoch


class CacheFolder:
    """What the cache has on the disk.

    Args:
        path: the folder; made when something is put into it, and nobody else's.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def key(base_url: str, attachment_id: str) -> str:
        """The name of an attachment's folder: never the same for two services, whatever ids they give."""
        return hashlib.sha256(f"{base_url}\0{attachment_id}".encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_CHARACTERS]

    def entry(self, key: str) -> Path:
        """Where an attachment's file lies, with the parts of one that is on its way."""
        return self.path / key

    def prepare(self, key: str) -> Path:
        """Make an attachment's folder.

        Raises:
            LocalFileError: it cannot be made.
        """
        entry = self.entry(key)
        with local_errors(entry):
            for attempt in range(_ATTEMPTS):
                self.path.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
                try:
                    self.path.chmod(_FOLDER_MODE)
                    entry.mkdir(mode=_FOLDER_MODE, exist_ok=True)
                    break
                except FileNotFoundError:  # another thread has cleared the cache in this moment, folder and all
                    if attempt == _ATTEMPTS - 1:
                        raise
        return entry

    def find(self, key: str, name: str, size_bytes: int | None) -> Path | None:
        """An attachment's file, used from now on; None when it is not there whole, and then its name is free."""
        path = self.entry(key) / name
        try:
            status = path.lstat()
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode) or size_bytes not in {None, status.st_size}:
            _remove(path)
            return None
        self.touch(key)
        return path

    def keep(self, key: str, path: Path) -> None:
        """A file is whole: nobody writes to it any more."""
        with contextlib.suppress(OSError):
            path.chmod(_READ_ONLY_MODE)
        self.touch(key)

    def touch(self, key: str) -> None:
        """It was used just now."""
        with contextlib.suppress(OSError):
            os.utime(self.entry(key))

    def size_bytes(self) -> int:
        """Of everything in it."""
        return sum(entry.size_bytes for entry in self._entries())

    def tidy(self, limits: CacheLimits, is_busy: IsBusy, *, room_bytes: int = 0) -> int:
        """Remove what is too old, then what was not used for the longest time, until the rest is within the limit. Never raises.

        Args:
            limits: how much may stay.
            is_busy: whether an attachment is in use, by its key: that one stays.
            room_bytes: so much more is to fit in.

        Returns:
            How many bytes were removed.
        """
        entries = sorted(self._entries(), key=lambda entry: entry.used_at)
        left_bytes = sum(entry.size_bytes for entry in entries) + room_bytes
        oldest = time.time() - limits.age_s
        removed_bytes = 0
        for entry in entries:
            if (entry.used_at < oldest or left_bytes > limits.size_bytes) and not is_busy(entry.key):
                _remove(entry.path)
                left_bytes -= entry.size_bytes
                removed_bytes += entry.size_bytes
        return removed_bytes

    def clear(self, is_busy: IsBusy = lambda _key: False) -> int:
        """Remove everything that is not in use; the number of bytes that were removed. Never raises."""
        removed_bytes = 0
        for entry in self._entries():
            if not is_busy(entry.key):
                _remove(entry.path)
                removed_bytes += entry.size_bytes
        with contextlib.suppress(OSError):
            self.path.rmdir()  # when nothing is left
        return removed_bytes

    def _entries(self) -> Iterator[_Entry]:
        try:
            found = list(os.scandir(self.path))
        except OSError:
            return
        for each in found:
            try:
                used_at = each.stat(follow_symlinks=False).st_mtime
            except OSError:
                continue
            yield _Entry(each.name, Path(each.path), _size_bytes(each), used_at)


def _size_bytes(entry: os.DirEntry[str]) -> int:
    try:
        if not entry.is_dir(follow_symlinks=False):
            return entry.stat(follow_symlinks=False).st_size
        with os.scandir(entry.path) as files:
            return sum(file.stat(follow_symlinks=False).st_size for file in files)
    except OSError:
        return 0


def _remove(path: Path) -> None:
    """Remove a folder, or whatever else lies there; what will not go stays until the next time."""
    is_folder = path.is_dir() and not path.is_symlink()
    if sys.platform == "win32":  # which keeps what is read-only
        for file in path.iterdir() if is_folder else (path,):
            with contextlib.suppress(OSError):
                file.chmod(stat.S_IWRITE)
    if is_folder:
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()
