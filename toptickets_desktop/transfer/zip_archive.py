"""A ZIP on its way: members are written one after the other, and what is not whole is taken out again. Blocking; callers use a thread.

The format is the standard library's business (APPNOTE.TXT: ZIP64 records where sizes, offsets or counts need them, and the flag that says
that a name is UTF-8); ours is that nothing but whole members ever is in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.transfer.disk import PartFile
from toptickets_desktop.transfer.local_names import part_name
from toptickets_desktop.transfer.sidecar import is_strong_etag, open_own_file

READ_BYTES = 1024 * 1024

# What gets smaller when it is compressed; images, videos and archives already are.
_COMPRESSIBLE_TYPES = frozenset({"text/plain", "text/html", "application/pdf"})
_YEARS = range(1980, 2108)  # what a ZIP's time can hold
_MEMBER_MODE = 0o100600


class ArchivePart(PartFile):
    """The hidden file that becomes the archive.

    Args:
        folder: where the archive will be.
        name: what it will be called.
        token: the same in every run that works at this archive, so that what a killed run left is used again instead of lying about.
    """

    def __init__(self, folder: Path, name: str, token: str) -> None:
        """Create the part, empty.

        Raises:
            LocalFileError: it cannot be created.
        """
        self._token = token
        super().__init__(folder, name, make_folder=False)
        self._zip = zipfile.ZipFile(_WholeWrites(self._fd), "w", zipfile.ZIP_STORED, allowZip64=True)
        self._open_member: IO[bytes] | None = None

    def _open(self, folder: Path, name: str) -> tuple[Path, int]:
        path = archive_part_path(folder, name, self._token)
        fd = open_own_file(path, create=True)
        if fd is None:
            return super()._open(folder, name)
        os.ftruncate(fd, 0)
        return path, fd

    def begin_member(self, name: str, attachment: Attachment, size_bytes: int | None) -> None:
        """Begin a member.

        Args:
            name: in the archive.
            attachment: its type decides whether it is compressed, its time is kept.
            size_bytes: how long it will be; None while unknown.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        info = zipfile.ZipInfo(name, _zip_time(attachment.created_at))
        info.compress_type = zipfile.ZIP_DEFLATED if _is_compressible(attachment.content_type) else zipfile.ZIP_STORED
        info.external_attr = _MEMBER_MODE << 16
        info.file_size = size_bytes or 0
        with local_errors(self.path):
            self._open_member = self._zip.open(info, "w", force_zip64=size_bytes is None)

    def write(self, block: bytes | bytearray) -> None:
        """Append a block to the member that was begun.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        if self._open_member is None:
            raise RuntimeError("no member was begun")
        with local_errors(self.path):
            self._open_member.write(block)

    def end_member(self) -> None:
        """The member that was begun is whole.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        member, self._open_member = self._open_member, None
        if member is not None:
            with local_errors(self.path):
                member.close()

    def drop_member(self) -> None:
        """Take out the member that was begun; those before it stay.

        Raises:
            LocalFileError: the disk failed.
        """
        if self._open_member is None:
            return
        self.end_member()
        info = self._zip.filelist.pop()
        del self._zip.NameToInfo[info.filename]
        self._zip.start_dir = info.header_offset
        with local_errors(self.path):
            os.ftruncate(self._fd, info.header_offset)
            os.lseek(self._fd, info.header_offset, os.SEEK_SET)

    def finish_archive(self, origin_url: str = "") -> None:
        """Write the directory of the archive and bring all of it onto the disk; nothing can be added any more.

        Args:
            origin_url: where the members came from.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        with local_errors(self.path):
            self._zip.close()
        self.finish(origin_url)

    def verify_member(self, name: str, size_bytes: int, sha256: str) -> None:
        """Read a member of the finished archive back and compare it with what came.

        Raises:
            LocalFileError: it cannot be read, or is not what was written.
        """
        digest, read_bytes = hashlib.sha256(), 0
        with self._reading() as archive, archive.open(name) as member:
            while block := member.read(READ_BYTES):
                digest.update(block)
                read_bytes += len(block)
        if (read_bytes, digest.hexdigest()) != (size_bytes, sha256):
            raise LocalFileError(self.path, LocalFileReason.OTHER, errno_name="EIO")

    def sum(self) -> str:
        """The SHA-256 of the finished archive, as hex.

        Raises:
            LocalFileError: it cannot be read.
        """
        with local_errors(self.path), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def discard(self) -> None:
        """Remove the part, if it is still there; never raises, for nobody could do anything about it."""
        member, self._open_member = self._open_member, None
        if member is not None:
            with contextlib.suppress(OSError, ValueError):
                member.close()
        self._zip.fp = None  # else the library would write the directory into whatever file has the number by then
        super().discard()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[zipfile.ZipFile]:
        try:
            with local_errors(self.path), zipfile.ZipFile(self.path) as archive:
                yield archive
        except (zipfile.BadZipFile, EOFError, KeyError) as exc:
            raise LocalFileError(self.path, LocalFileReason.OTHER, errno_name="EIO") from exc


class MemberSink:
    """One member of an archive, as the place where the bytes of an attachment go.

    Attributes:
        size_bytes: how much of it is there.
        total_bytes: how long it will be, as it was announced.
    """

    def __init__(self, archive: ArchivePart, name: str, attachment: Attachment) -> None:
        self._archive = archive
        self._name = name
        self._attachment = attachment
        self._etag: str | None = None
        self._hash = hashlib.sha256()
        self.size_bytes = 0
        self.total_bytes: int | None = None

    def begin(self, *, etag: str | None, total_bytes: int | None) -> None:
        """Forget the bytes that are there, if any: those of this object come now, from the first one on.

        Raises:
            LocalFileError: the disk failed.
        """
        self._archive.drop_member()
        self._hash = hashlib.sha256()
        self.size_bytes, self.total_bytes = 0, total_bytes
        self._etag = etag if is_strong_etag(etag) else None
        self._archive.begin_member(self._name, self._attachment, total_bytes)

    def is_of(self, etag: str | None, total_bytes: int | None) -> bool:
        """Whether the bytes are of the object described; never when it cannot be told."""
        return self._etag is not None and (self._etag, self.total_bytes) == (etag, total_bytes)

    def write(self, block: bytes | bytearray) -> None:
        """Append a block.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        self._archive.write(block)
        self._hash.update(block)
        self.size_bytes += len(block)

    def sync(self) -> None:
        """Bring what has been written onto the disk.

        Raises:
            LocalFileError: the disk failed.
        """
        self._archive.sync()

    @property
    def is_whole(self) -> bool:
        """Whether all bytes that were announced are there."""
        return self.total_bytes is not None and self.size_bytes == self.total_bytes

    def finish(self) -> str:
        """The member is whole; the second time does nothing.

        Returns:
            The SHA-256 of its bytes, as hex.

        Raises:
            LocalFileError: the disk failed.
        """
        self._archive.end_member()
        return self._hash.hexdigest()

    def drop(self) -> None:
        """Take it out of the archive.

        Raises:
            LocalFileError: the disk failed.
        """
        self._archive.drop_member()
        self.size_bytes, self.total_bytes, self._etag = 0, None, None


class _WholeWrites(io.RawIOBase):
    """An open file of ours for the library, which takes every write for a whole one; closing it is ours."""

    def __init__(self, fd: int) -> None:
        super().__init__()
        self._fd = fd

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, block: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]  # what the library gives
        with memoryview(block) as view:
            written_bytes = 0
            while written_bytes < len(view):
                written_bytes += os.write(self._fd, view[written_bytes:])
        return written_bytes

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return os.lseek(self._fd, offset, whence)


def archive_part_path(folder: Path, name: str, token: str) -> Path:
    """Where the part of an archive lies."""
    return folder / part_name(name, token)


def forget_archive(folder: Path, name: str, token: str) -> None:
    """Remove what a killed run has left of an archive. Never raises."""
    path = archive_part_path(folder, name, token)
    with contextlib.suppress(OSError):
        fd = open_own_file(path, create=False)
        if fd is not None:
            os.close(fd)
            path.unlink(missing_ok=True)


def _is_compressible(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in _COMPRESSIBLE_TYPES


def _zip_time(moment: datetime | None) -> tuple[int, int, int, int, int, int]:
    """In the user's zone, as a ZIP has it."""
    first = (1980, 1, 1, 0, 0, 0)
    if moment is None:
        return first
    try:
        local = moment.astimezone()
    except (OverflowError, OSError, ValueError):
        return first
    return (local.year, local.month, local.day, local.hour, local.minute, local.second) if local.year in _YEARS else first
