"""Whether a download that an earlier run was at had its final name already when that run was killed. Blocks; callers use a thread."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from toptickets_desktop.transfer.local_names import names_to_try

_NAMES_MAX = 1000
_CLOCK_STEP_S = 2.0  # FAT keeps times to two seconds


def find_published(folder: Path, name: str, sha256: str, since: datetime, *, is_numbered: bool) -> Path | None:
    """Look for the whole file under a name that the download may have given it.

    Args:
        folder: where it was to go.
        name: the name that it was to have.
        sha256: of the whole file, as hex, noted just before it got its name.
        since: when the download was asked for; what was there before is somebody else's.
        is_numbered: whether it may have a number because the name was taken.

    Returns:
        Where it is; None when it is not there, or cannot be read.
    """
    names: Iterable[str] = names_to_try(name, _NAMES_MAX) if is_numbered else (name,)
    for each in names:
        path = folder / each
        try:
            status = path.lstat()
            is_young = status.st_mtime >= since.timestamp() - _CLOCK_STEP_S
            if stat.S_ISREG(status.st_mode) and is_young and _sha256_of(path) == sha256:
                return path
        except OSError:
            return None
    return None


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
