"""Makes what is sent in place of the user's files: smaller pictures, copies without metadata, archives. The originals stay as they are.

All of it blocks; callers use a thread.
"""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

from PySide6.QtCore import QSize

from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.gui.incoming.pictures import NotShrunk, looks_the_same, shrink
from toptickets_desktop.transfer.local_names import numbered, safe_name, same_name_key, split_ending
from toptickets_desktop.transfer.prepared_files import PreparedFiles
from toptickets_desktop.transfer.privacy.films import film_without_metadata
from toptickets_desktop.transfer.privacy.pictures import NotUnderstood, without_metadata

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_COPY_BLOCK_BYTES = 1024 * 1024
_ZIP_SOURCE_BYTES_MAX = 2 * 1024 * 1024 * 1024  # what compresses to a thirtieth is a disk image or a trap


class Obstacle(StrEnum):
    """Why a product could not be made."""

    NO_PICTURE = "no_picture"
    TOO_LARGE = "too_large"
    NOT_IDENTICAL = "not_identical"


class NotMade(Exception):
    """A product could not be made."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.value)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class ShrunkPicture:
    """A smaller copy on the disk."""

    path: Path
    size_bytes: int
    pixel_size: QSize


class ProductMaker:
    """Makes files in the private folder.

    Args:
        files: where they are kept.
    """

    def __init__(self, files: PreparedFiles) -> None:
        self.files = files

    def write(self, name: str, data: bytes) -> Path:
        """Keep bytes as a file.

        Raises:
            LocalFileError: the disk will not.
        """
        path = self.files.new_path(name)
        with local_errors(path), open(path, "xb", opener=_private) as stream:  # Path.open takes no opener
            stream.write(data)
        return path

    def renamed(self, path: Path, name: str) -> Path:
        """A file made here, under another name.

        Raises:
            LocalFileError: that cannot be done.
        """
        with local_errors(path):
            return path.rename(path.with_name(safe_name(name)))

    def shrunk(self, path: Path, name: str) -> ShrunkPicture:
        """A copy of a picture that the service takes.

        Raises:
            LocalFileError: it cannot be written.
            NotMade: it is no picture, or cannot be made small enough.
        """
        try:
            smaller = shrink(path, MAX_UPLOAD_BYTES)
        except NotShrunk as exc:
            raise NotMade(Obstacle.NO_PICTURE) from exc
        made = self.write(split_ending(name)[0] + smaller.ending, smaller.data)
        return ShrunkPicture(made, len(smaller.data), smaller.pixel_size)

    def cleaned(self, path: Path, name: str) -> Path:
        """A copy that tells neither place nor device, and is otherwise the same: proved by decoding both.

        Raises:
            LocalFileError: it cannot be written.
            NotMade: it could not be proved.
        """
        with local_errors(path):
            data = path.read_bytes()
        try:
            is_film = data[4:8] == b"ftyp"
            clean = film_without_metadata(data) if is_film else without_metadata(data)
        except NotUnderstood as exc:
            raise NotMade(Obstacle.NOT_IDENTICAL) from exc
        if not is_film and not looks_the_same(data, clean):
            raise NotMade(Obstacle.NOT_IDENTICAL)
        return self.write(name, clean)

    def zipped(self, files: Iterable[tuple[Path, str]], name: str) -> Path:
        """One archive of several files, each under the name (or relative path) given with it, numbered where two are alike.

        Raises:
            LocalFileError: a file cannot be read, or the archive not be written.
            NotMade: it would be too large.
        """
        target = self.files.new_path(name)
        taken: set[str] = set()
        total_bytes = 0
        try:
            with (
                local_errors(target),
                open(target, "xb", opener=_private) as stream,  # Path.open takes no opener
                zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
            ):
                for path, wanted in files:
                    with local_errors(path), path.open("rb") as source, archive.open(_member(path, wanted, taken), "w") as sink:
                        while block := source.read(_COPY_BLOCK_BYTES):
                            total_bytes += len(block)
                            if total_bytes > _ZIP_SOURCE_BYTES_MAX or stream.tell() > MAX_UPLOAD_BYTES:
                                raise NotMade(Obstacle.TOO_LARGE)
                            sink.write(block)
            if target.stat().st_size > MAX_UPLOAD_BYTES:
                raise NotMade(Obstacle.TOO_LARGE)
        except BaseException:
            self.files.discard(target)
            raise
        return target


def _member(path: Path, wanted: str, taken: set[str]) -> zipfile.ZipInfo:
    changed = time.localtime(path.stat().st_mtime)[:6]
    name = "/".join(safe_name(part) for part in PurePath(wanted).parts)
    member = zipfile.ZipInfo(_free(name, taken), max(changed, _ZIP_EPOCH))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while same_name_key(candidate) in taken:
        number += 1
        candidate = numbered(name, number)
    taken.add(same_name_key(candidate))
    return candidate


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
