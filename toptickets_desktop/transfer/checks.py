"""Whether a local file may be sent: looked at before anything is sent, without trusting its name. Blocks; callers use a thread."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from toptickets_desktop.domain.errors import FileRefused, RefusalReason
from toptickets_desktop.domain.file_rules import (
    ALLOWED_TYPES,
    MAX_UPLOAD_BYTES,
    ending_of,
    other_type_of_name,
    refusal_of_name,
    type_of_name,
)
from toptickets_desktop.transfer import sniffing

FILES_IN_FOLDERS_MAX = 10_000

_BLOCK_BYTES = 1024 * 1024
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

# What the operating systems themselves leave in folders; nobody means to send it.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory"})

_TEXTS = frozenset({sniffing.PLAIN_TEXT, sniffing.HTML, sniffing.SVG, sniffing.SCRIPT, "application/rtf", "application/postscript"})
_NAMED_AS_TEXT = frozenset({sniffing.PLAIN_TEXT, sniffing.HTML})
# Cameras and converters mix these two up all the time, both are listed and both play: the content decides, nothing is hidden by it.
_MOVIES = frozenset({"video/mp4", "video/quicktime"})


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be sent, and what identifies it, so that a change is noticed while it is sent."""

    path: Path
    name: str
    content_type: str
    size_bytes: int
    mtime_ns: int
    inode: int
    device: int

    def is_same(self, status: os.stat_result) -> bool:
        """Whether an open file is still the one that was checked."""
        return (status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev) == (
            self.size_bytes,
            self.mtime_ns,
            self.inode,
            self.device,
        )


@dataclass(slots=True)
class CheckResult:
    """What of a selection may be sent, and one refusal for each path that may not."""

    accepted: list[CheckedFile] = field(default_factory=list)
    refused: list[FileRefused] = field(default_factory=list)


def check_paths(paths: Iterable[Path]) -> CheckResult:
    """Check what the user chose: files, and folders with all that is in them. Nothing that was chosen goes unmentioned."""
    result = CheckResult()
    for _, found in expanded(paths):
        if isinstance(found, FileRefused):
            result.refused.append(found)
            continue
        try:
            result.accepted.append(check_file(found))
        except FileRefused as refusal:
            result.refused.append(refusal)
    return result


def expand(paths: Iterable[Path]) -> list[Path]:
    """Put the files of folders in the place of the folders, recursively and sorted.

    A folder that is empty, unreadable or holds more than `FILES_IN_FOLDERS_MAX` files stays in the list as itself, as do links
    that lead out of their folder, so that the check refuses them by name.
    """
    return [found.path if isinstance(found, FileRefused) else found for _, found in expanded(paths)]


def check_file(path: Path, name: str = "") -> CheckedFile:
    """Check one file.

    Args:
        path: where it is.
        name: what it is to be called on the service; its own name when empty.

    Raises:
        FileRefused: with the reason.
    """
    name = name or path.name
    if (reason := refusal_of_name(name)) is not None:
        raise FileRefused(path, reason)
    try:
        # Before opening: opening a FIFO or a device can block or do something.
        _require_regular(path, path.stat())
        fd = os.open(path, _READ_FLAGS)
    except (OSError, ValueError) as exc:
        raise FileRefused(path, _refusal_of_os_error(exc)) from exc
    with os.fdopen(fd, "rb") as stream:
        try:
            # It may have been changed for another in between, so everything is asked of the open file again.
            status = os.fstat(fd)
            _require_regular(path, status)
            _require_size(path, status.st_size)
            content_type = _checked_type(path, name, stream)
        except OSError as exc:
            raise FileRefused(path, _refusal_of_os_error(exc)) from exc
    return CheckedFile(
        path=path,
        name=name,
        content_type=content_type,
        size_bytes=status.st_size,
        mtime_ns=status.st_mtime_ns,
        inode=status.st_ino,
        device=status.st_dev,
    )


def _require_regular(path: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileRefused(path, RefusalReason.DIRECTORY)
    if not stat.S_ISREG(status.st_mode):
        raise FileRefused(path, RefusalReason.NOT_REGULAR)


def _require_size(path: Path, size_bytes: int) -> None:
    if size_bytes == 0:
        raise FileRefused(path, RefusalReason.EMPTY, size_bytes=0)
    if size_bytes > MAX_UPLOAD_BYTES:
        raise FileRefused(path, RefusalReason.TOO_LARGE, size_bytes=size_bytes)


def _refusal_of_os_error(error: OSError | ValueError) -> RefusalReason:
    """A ValueError means a NUL in the path: there is no such file."""
    if isinstance(error, ValueError) or error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return RefusalReason.NOT_FOUND
    if error.errno == errno.ENAMETOOLONG:
        return RefusalReason.NAME_TOO_LONG
    return RefusalReason.UNREADABLE


def _checked_type(path: Path, name: str, stream: BinaryIO) -> str:
    head = stream.read(sniffing.HEAD_BYTES)
    named_type = type_of_name(name)
    found_type = sniffing.sniff(head)
    if found_type in _TEXTS and not sniffing.is_text(_blocks(head, stream)):
        found_type = None
    if named_type == sniffing.PDF and sniffing.has_pdf_header(head):
        found_type = sniffing.PDF
    elif named_type == sniffing.ZIP and sniffing.is_zip(head):
        found_type = sniffing.ZIP  # whatever is packed into it: under this name nothing opens it as something else
    return _agreed_type(path, name, found_type, named_type)


def _blocks(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    block = head
    while block:
        yield block
        block = stream.read(_BLOCK_BYTES)


def _agreed_type(path: Path, name: str, found_type: str | None, named_type: str | None) -> str:
    """The listed type to declare, when content and name agree well enough.

    The content decides where the name says nothing. Text may go under any name of text. A name that the service does not take is
    refused whatever the content is: the next person's computer goes by the name.
    """
    if (other_type := other_type_of_name(name)) is not None:
        raise FileRefused(path, RefusalReason.TYPE_NOT_ALLOWED, found_type=found_type, named_type=other_type)
    if named_type is None:
        if found_type is not None and found_type in ALLOWED_TYPES:
            return found_type
        raise FileRefused(path, RefusalReason.TYPE_NOT_ALLOWED, found_type=found_type)
    if found_type in _TEXTS and named_type in _NAMED_AS_TEXT:
        return named_type
    if found_type == named_type:
        return named_type
    if found_type is not None and {found_type, named_type} == _MOVIES:
        return found_type
    reason = RefusalReason.DISGUISED
    if found_type == "audio/ogg" and ending_of(name) == ".ogg":
        reason = RefusalReason.TYPE_NOT_ALLOWED  # the usual name of a sound in Ogg: nothing is disguised
    raise FileRefused(path, reason, found_type=found_type, named_type=named_type)


def expanded(paths: Iterable[Path]) -> Iterator[tuple[Path, Path | FileRefused]]:
    """What `paths` mean, each file once: files as they are, folders as their files, and refusals of what cannot be opened out.

    Yields:
        The path that was chosen, and what it stands for.
    """
    already_there: set[Path] = set()
    files_left = FILES_IN_FOLDERS_MAX
    for path in paths:
        found: list[Path | FileRefused] = [path]
        if os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises where a folder on the way cannot be entered
            found = _files_in(path, files_left)
            files_left -= len(found)
        for item in found:
            item_path = item.path if isinstance(item, FileRefused) else item
            if item_path not in already_there:
                already_there.add(item_path)
                yield path, item


def _files_in(root: Path, count_max: int) -> list[Path | FileRefused]:
    found: list[Path | FileRefused] = []
    for item in _walk(root):
        if len(found) >= count_max:
            return [FileRefused(root, RefusalReason.TOO_MANY_FILES)]
        found.append(item)
    return found or [FileRefused(root, RefusalReason.EMPTY)]


def _walk(root: Path) -> Iterator[Path | FileRefused]:
    """Every file below a folder, in the order of names.

    Links to folders are not followed, nor links that lead out: a folder that came from a stranger could name the user's own private files.
    """
    real_root = Path(os.path.realpath(root))
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if path.is_symlink() and path != root:
            real_path = Path(os.path.realpath(path))
            is_inside = real_path.is_relative_to(real_root) and os.path.isfile(real_path)  # noqa: PTH113  # as above
            yield path if is_inside else FileRefused(path, RefusalReason.NOT_REGULAR)
        elif os.path.isdir(path):  # noqa: PTH112  # as above
            try:
                children = sorted(path.iterdir(), key=lambda child: (child.name.casefold(), child.name), reverse=True)
            except OSError:
                yield FileRefused(path, RefusalReason.UNREADABLE)
                continue
            waiting.extend(child for child in children if not _is_litter(child.name))
        else:
            yield path


def _is_litter(name: str) -> bool:
    return name.casefold() in _LITTER or name.startswith("._")  # `._name` holds what macOS could not store on a foreign disk
