"""Whether a folder can take downloads: by trying. Blocks; callers use a thread."""

from __future__ import annotations

import tempfile
from pathlib import Path

from toptickets_desktop.domain.system_errors import local_errors


def make_usable(folder: Path) -> None:
    """Make the folder when it is not there, and try to write into it; only that tells on network drives and with access lists.

    Raises:
        LocalFileError: it cannot take downloads.
    """
    with local_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
