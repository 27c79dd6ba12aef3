"""Jobs that list archives and read single members of them into memory; nothing is written, and names are never paths.

ZIP (zipfile), 7z (py7zr), gzip and tar in gzip. Members are asked for by their place in the listing.
"""

from __future__ import annotations

import calendar
import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, BinaryIO, Self

import py7zr
from py7zr.exceptions import ArchiveError, UnsupportedCompressionMethodError
from py7zr.io import Py7zIO, WriterFactory

from toptickets_desktop.decoding.results import Refused, Result, Source

ENTRIES_SHOWN_MAX = 10_000
NAME_CHARACTERS_MAX = 1_000
MEMBER_BYTES_MAX = 32 * 1024 * 1024
UNPACKED_BYTES_MAX = 128 * 1024 * 1024
"""What is unpacked at most to get at a member (a solid 7z, a tar in gzip)."""

SUSPICIOUS_RATIO = 1_000
SUSPICIOUS_BYTES = 1024 * 1024 * 1024
_CHUNK_BYTES = 256 * 1024
_TAR_MAGIC, _TAR_MAGIC_AT = b"ustar", 257
_ZIP_ENCRYPTED = 0x1
_GZIP_HAS_NAME = 0x08
TAR_ENTRIES_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One member. `packed_bytes` and `modified_s` (seconds since 1970, by the archive's own clock) may be unknown."""

    name: str
    size_bytes: int
    packed_bytes: int | None = None
    modified_s: int | None = None
    is_folder: bool = False
    is_encrypted: bool = False

    def as_list(self) -> list[Any]:
        name = self.name.encode("utf-8", "replace").decode()[:NAME_CHARACTERS_MAX]
        return [name, self.size_bytes, self.packed_bytes, self.modified_s, self.is_folder, self.is_encrypted]


def archive_list(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:  # noqa: ARG001  # all jobs take them
    """What is in an archive.

    Facts: `format`; `entries` as `Entry.as_list` has them, at most `ENTRIES_SHOWN_MAX`; `entry_count` and `total_bytes` of all;
    `is_suspicious` when it unpacks to absurdly much, or members overlap.
    """
    with _opened(source) as archive:
        total = archive.total_bytes
        is_absurd = total > SUSPICIOUS_BYTES and total > SUSPICIOUS_RATIO * max(1, source.size_bytes)
        yield Result(
            {
                "format": archive.format_name,
                "entries": [entry.as_list() for entry in archive.entries[:ENTRIES_SHOWN_MAX]],
                "entry_count": archive.entry_count,
                "total_bytes": min(total, 2**63 - 1),
                "is_suspicious": is_absurd or archive.is_suspicious,
            }
        )


def archive_member(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """The bytes of the member at `index` of the listing."""
    with _opened(source) as archive:
        index = int(parameters["index"])
        if not 0 <= index < len(archive.entries):
            raise Refused("damaged")
        entry = archive.entries[index]
        if entry.is_folder:
            raise Refused("folder")
        if entry.is_encrypted:
            raise Refused("encrypted")
        if entry.size_bytes > MEMBER_BYTES_MAX:
            raise Refused("too_large")
        try:
            data = archive.read(index)
        except (zipfile.BadZipFile, zlib.error, EOFError, tarfile.TarError, ArchiveError) as exc:
            raise Refused("damaged") from exc
        except (NotImplementedError, UnsupportedCompressionMethodError) as exc:
            raise Refused("unsupported") from exc
        yield Result({"size_bytes": len(data)}, data=data)


class _Archive:
    """What all formats have in common."""

    format_name = ""
    is_suspicious = False

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    @property
    def entry_count(self) -> int:
        return len(self.entries)

    @property
    def total_bytes(self) -> int:
        return sum(entry.size_bytes for entry in self.entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def read(self, index: int) -> bytes:
        raise NotImplementedError


def _opened(source: Source) -> _Archive:
    source.file.seek(0)
    magic = source.file.read(6)
    source.file.seek(0)
    try:
        if magic.startswith(b"\x1f\x8b"):
            return _Gzip(source)
        if magic == b"7z\xbc\xaf\x27\x1c":
            return _SevenZip(source)
        return _Zip(source)
    except (zipfile.BadZipFile, zlib.error, EOFError, tarfile.TarError, ArchiveError, struct.error, ValueError, IndexError) as exc:
        raise Refused("damaged") from exc


class _Zip(_Archive):
    format_name = "zip"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._zip = zipfile.ZipFile(source.file)
        self._infos = self._zip.infolist()
        self.entries = [_zip_entry(info) for info in self._infos[:ENTRIES_SHOWN_MAX]]  # nobody can ask for others
        self.is_suspicious = self._is_overlapping()

    @property
    def entry_count(self) -> int:
        return len(self._infos)

    @property
    def total_bytes(self) -> int:
        return sum(info.file_size for info in self._infos)

    def _is_overlapping(self) -> bool:
        """Members that share their bytes are how a small file unpacks to petabytes (D. Fifield, A better zip bomb, 2019)."""
        spans = sorted((info.header_offset, info.header_offset + info.compress_size) for info in self._infos)
        return any(end > following for (_start, end), (following, _end) in pairwise(spans))

    def read(self, index: int) -> bytes:
        if self.is_suspicious:
            raise Refused("suspicious")
        try:
            with self._zip.open(self._infos[index]) as member:
                return _bounded(member)
        except RuntimeError as exc:  # what zipfile says of a password
            raise Refused("encrypted") from exc


class _SevenZip(_Archive):
    format_name = "7z"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._file = source.file
        try:
            with py7zr.SevenZipFile(source.file) as archive:
                is_encrypted = archive.needs_password()
                for info in archive.list():
                    when = None if info.creationtime is None else int(info.creationtime.timestamp())
                    size = int(info.uncompressed or 0)
                    packed = None if info.compressed is None else int(info.compressed)
                    self.entries.append(Entry(str(info.filename), size, packed, when, bool(info.is_directory), is_encrypted))
        except py7zr.exceptions.PasswordRequired as exc:
            raise Refused("encrypted") from exc

    def read(self, index: int) -> bytes:
        name = self.entries[index].name
        if sum(entry.size_bytes for entry in self.entries[: index + 1]) > UNPACKED_BYTES_MAX:
            raise Refused("too_large")  # all that stands before it may have to be unpacked too
        factory = _MemoryFactory()
        self._file.seek(0)
        with py7zr.SevenZipFile(self._file) as archive:
            archive.extract(targets=[name], factory=factory)
        if factory.product is None:
            raise Refused("damaged")
        return factory.product.getvalue()


class _Gzip(_Archive):
    """A single file, or the members of a tar in it."""

    format_name = "gzip"

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._file = source.file
        name, modified_s = _gzip_header(source.file)
        self._tar_infos: list[tarfile.TarInfo] = []
        with self._unpacking() as unpacked:
            head = unpacked.read(_TAR_MAGIC_AT + len(_TAR_MAGIC))
            unpacked.seek(0)
            if head[_TAR_MAGIC_AT:] == _TAR_MAGIC:
                self.format_name = "tar"
                self._list_tar(unpacked)
            else:
                self.entries = [Entry(name, self._count(unpacked), source.size_bytes, modified_s)]

    def _unpacking(self) -> gzip.GzipFile:
        self._file.seek(0)
        return gzip.GzipFile(fileobj=self._file)

    def _count(self, unpacked: gzip.GzipFile) -> int:
        length = 0
        while chunk := unpacked.read(_CHUNK_BYTES):
            length += len(chunk)
            if length > UNPACKED_BYTES_MAX:
                self.is_suspicious = True
                break
        return length

    def _list_tar(self, unpacked: gzip.GzipFile) -> None:
        """Read from one header to the next; what lies between is unpacked and dropped."""
        with tarfile.open(fileobj=unpacked, mode="r:") as tar:
            try:
                for info in tar:
                    self._tar_infos.append(info)
                    if info.offset_data + info.size > UNPACKED_BYTES_MAX or len(self._tar_infos) > TAR_ENTRIES_MAX:
                        self.is_suspicious = True
                        break
            except tarfile.TarError:
                self.is_suspicious = True  # what could be read is listed
        self.entries = [Entry(info.name, info.size, None, int(info.mtime), is_folder=not info.isreg()) for info in self._tar_infos]

    def read(self, index: int) -> bytes:
        start, length = 0, MEMBER_BYTES_MAX
        if self._tar_infos:
            start, length = self._tar_infos[index].offset_data, self._tar_infos[index].size
        if start + length > UNPACKED_BYTES_MAX:
            raise Refused("too_large")
        with self._unpacking() as unpacked:
            unpacked.seek(start)
            return unpacked.read(length)


class _Memory(Py7zIO):
    """Takes a member, up to the limit."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()

    def write(self, s: bytes | bytearray) -> int:
        if self._buffer.tell() + len(s) > MEMBER_BYTES_MAX:
            raise Refused("too_large")
        return self._buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._buffer.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._buffer.seek(offset, whence)

    def flush(self) -> None:
        """There is nothing behind it."""

    def size(self) -> int:
        return len(self._buffer.getvalue())

    def getvalue(self) -> bytes:
        return self._buffer.getvalue()


class _MemoryFactory(WriterFactory):
    def __init__(self) -> None:
        self.product: _Memory | None = None

    def create(self, filename: str) -> Py7zIO:  # noqa: ARG002  # one member only
        self.product = _Memory()
        return self.product


def _bounded(member: Any) -> bytes:
    data = member.read(MEMBER_BYTES_MAX + 1)
    if len(data) > MEMBER_BYTES_MAX:
        raise Refused("too_large")
    return bytes(data)


def _zip_entry(info: zipfile.ZipInfo) -> Entry:
    try:
        modified_s = calendar.timegm((*info.date_time, 0, 0, 0))
    except (ValueError, OverflowError):
        modified_s = None
    is_encrypted = bool(info.flag_bits & _ZIP_ENCRYPTED)
    return Entry(
        info.orig_filename if "\0" in info.orig_filename else info.filename,
        info.file_size,
        info.compress_size,
        modified_s,
        info.is_dir(),
        is_encrypted,
    )


def _gzip_header(file: BinaryIO) -> tuple[str, int | None]:
    """The name and the time that a gzip file was given (RFC 1952); often neither."""
    head = file.read(2048)
    flags, modified_s = head[3], int.from_bytes(head[4:8], "little")
    name = ""
    if flags & _GZIP_HAS_NAME and not flags & 0x04:
        name = head[10:].partition(b"\0")[0].decode("latin-1")
    return name, modified_s or None
