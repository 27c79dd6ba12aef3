"""Folders and files that only their owner may read."""

from __future__ import annotations

import os
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder with mode 0700. One that is there gets that mode only while it is empty: else it may be somebody's home."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        folder.chmod(0o700)


def make_private_file(file: Path) -> None:
    """Make an empty file with mode 0600; one that is there already keeps its content."""
    os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    file.chmod(0o600)


def write_private(file: Path, content: bytes) -> None:
    """Write a new file with mode 0600.

    Raises:
        FileExistsError: there is one already.
    """
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def append_private(file: Path, text: str) -> int:
    """Append text in one write, so that lines of several processes do not mix; returns the file's size in bytes."""
    descriptor = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "ab", buffering=0) as stream:
        stream.write(text.encode())
        return stream.tell()
