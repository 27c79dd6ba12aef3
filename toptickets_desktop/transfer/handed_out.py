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
from collections.abc import Sequence
from pathlib import Path

from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.transfer.local_names import unique_names
from toptickets_desktop.transfer.origin_mark import mark_origin

_FOLDER_MODE = 0o700
_FIRST_MODE = 0o600
_READ_ONLY_MODE = 0o400
_BLOCK_BYTES = 1024 * 1024
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class HandedOut:
    """The folder of these copies.

    Args:
        folder: nobody else's; made when the first copy is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

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
            self.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            self.folder.chmod(_FOLDER_MODE)
            place = self.folder / secrets.token_hex(8)
            place.mkdir(mode=_FOLDER_MODE)
        try:
            names = unique_names(filename for _source, filename, _origin in sources)
            return [_copy(source, place / name, origin_url) for (source, _filename, origin_url), name in zip(sources, names, strict=True)]
        except BaseException:
            _remove(place)
            raise

    def clear(self) -> None:
        """Remove all copies; what will not go stays until the next time. Never raises."""
        _remove(self.folder)


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
