"""Thumbnails on the disk, within a limit. Blocks: used on threads only.

A file is called after a hash of the service, the attachment's id and the size in pixels, so that no customer's name is in a file name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

FOLDER_NAME = "thumbnails"
BYTES_MAX = 64 * 1024 * 1024
FILE_BYTES_MAX = 4 * 1024 * 1024
_TIDY_AFTER_PUTS = 64
_ENDING = ".png"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class ThumbnailStore:
    """A folder of small PNG files, the ones not used for longest of which go first.

    Args:
        folder: made when the first comes; None keeps nothing.
        bytes_max: how much is kept.
    """

    def __init__(self, folder: Path | None, *, bytes_max: int = BYTES_MAX) -> None:
        self._folder = folder
        self._bytes_max = bytes_max
        self._puts = 0
        self._lock = threading.Lock()

    @staticmethod
    def key(service: str, attachment_id: str, side_px: int) -> str:
        """The name of a file, without its ending."""
        return hashlib.sha256(f"{service}\n{attachment_id}\n{side_px}".encode("utf-8", "surrogatepass")).hexdigest()[:40]

    def get(self, key: str) -> QImage | None:
        """The thumbnail, if it is there and whole."""
        if self._folder is None:
            return None
        path = self._folder / f"{key}{_ENDING}"
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(FILE_BYTES_MAX)
            os.utime(path)
        except OSError:
            return None
        if not data.startswith(_SIGNATURE):
            return None
        image = QImage.fromData(data)
        return None if image.isNull() else image

    def put(self, key: str, image: QImage) -> None:
        """Keep a thumbnail; a disk that is full or read-only costs a thumbnail, not the window."""
        if self._folder is None:
            return
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        buffer.close()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self._folder, prefix=".")  # with mode 0600
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data.data())
                Path(temporary).replace(self._folder / f"{key}{_ENDING}")
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise
        with self._lock:
            self._puts += 1
            is_due = self._puts % _TIDY_AFTER_PUTS == 1
        if is_due:
            self.tidy()

    def tidy(self) -> None:
        """Bring what is kept within the limit."""
        entries: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir() if self._folder is not None else ():
                with contextlib.suppress(OSError):
                    status = path.lstat()
                    entries.append((status.st_mtime, status.st_size, path))
        total = sum(size for _time, size, _path in entries)
        for _time, size, path in sorted(entries):
            if total <= self._bytes_max:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

    def size_bytes(self) -> int:
        """How much is kept."""
        total = 0
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir() if self._folder is not None else ():
                with contextlib.suppress(OSError):
                    total += path.lstat().st_size
        return total

    def clear(self) -> None:
        """Remove all of it."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir() if self._folder is not None else ():
                with contextlib.suppress(OSError):
                    path.unlink()
