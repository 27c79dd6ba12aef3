"""Renaming that takes a free name in one step or none at all, where the system can do that. Blocking."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# rename(2) of Linux, <linux/fs.h> and <fcntl.h>; renamex_np(2) of macOS, <sys/stdio.h>.
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCL = 4


def rename_new(source: Path, target: Path) -> None:
    """Rename a file, never in the place of another.

    Windows' own rename refuses a taken name. POSIX' rename(2) replaces what is there, so Linux and macOS have calls of their own, which
    Python does not know.

    Raises:
        FileExistsError: the name is taken.
        OSError: anything else; ENOSYS or EINVAL, among others, where system or file system cannot do it.
    """
    if sys.platform == "win32":
        source.rename(target)
        return
    library = ctypes.CDLL(None, use_errno=True)
    old, new = os.fsencode(source), os.fsencode(target)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, _RENAME_NOREPLACE)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(old, new, _RENAME_EXCL)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(target))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(source), None, str(target))
