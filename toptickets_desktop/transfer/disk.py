"""The one place where files are opened, written, published and removed. Everything here blocks; callers use a thread.

Every operating system error becomes a `LocalFileError` before it leaves this module.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from toptickets_desktop.domain.errors import FileChanged, LocalFileError, LocalFileReason
from toptickets_desktop.domain.system_errors import errno_name_of, local_errors
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.exclusive_rename import rename_new
from toptickets_desktop.transfer.local_names import names_to_try, part_name, same_name_key
from toptickets_desktop.transfer.origin_mark import mark_origin

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_NUMBERS_TRIED_MAX = 10_000

# Flags that only some systems have: follow no link that stands in the way, hand nothing to child processes, translate no line ends.
_OPEN_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)

# What renameat2(2) and link(2) answer where they are not to be had: FAT, exFAT, some network and user-space file systems, Android, filters.
_NOT_TO_BE_HAD = frozenset({"EPERM", "EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK", "EXDEV", "EINVAL"})
_NO_FOLDER_SYNC = frozenset({"EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EBADF"})


class SourceFile:
    """A checked file that is being read: notices when it is no longer the file that was checked."""

    def __init__(self, file: CheckedFile) -> None:
        """Open the file.

        Raises:
            FileChanged: it is not the file that was checked.
            LocalFileError: it cannot be opened.
        """
        self._file = file
        with local_errors(file.path):
            # Without O_NONBLOCK, a FIFO put in the file's place would hold this thread for ever.
            self._fd = os.open(file.path, _READ_FLAGS)
        self._hash = hashlib.sha256()
        self._bytes_read = 0
        try:
            self.check_unchanged()
        except BaseException:
            self.close()
            raise

    @property
    def is_at_end(self) -> bool:
        """Whether all bytes that were checked have been read."""
        return self._bytes_read >= self._file.size_bytes

    def read(self, block_bytes: int) -> bytes:
        """The next block. The last block comes out only when the file was the same all the time.

        Raises:
            FileChanged: before the block that would make the body complete, so a changed file is never stored whole.
            LocalFileError: the disk failed.
        """
        with local_errors(self._file.path):
            block = os.read(self._fd, min(block_bytes, self._file.size_bytes - self._bytes_read))
        self._hash.update(block)
        self._bytes_read += len(block)
        if not block:
            raise FileChanged
        if self.is_at_end:
            self.check_unchanged()
        return block

    def check_unchanged(self) -> None:
        """Compare the open file with what was checked.

        Raises:
            FileChanged: size, time, inode or device differ.
        """
        with local_errors(self._file.path):
            status = os.fstat(self._fd)
        if not stat.S_ISREG(status.st_mode) or not self._file.is_same(status):
            raise FileChanged

    @property
    def sha256(self) -> str:
        """Of the bytes read so far, as hex."""
        return self._hash.hexdigest()

    def close(self) -> None:
        """Close the file; once is enough, twice does no harm."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


class PartFile:
    """A download on its way: a hidden file beside its target that gets the target's name only when it is whole and on the disk."""

    def __init__(self, folder: Path, name: str, *, make_folder: bool = True) -> None:
        """Create the part.

        Args:
            folder: where the finished file will be.
            name: what the finished file will be called.
            make_folder: make the folder, private to the user, when it is not there.

        Raises:
            LocalFileError: the part cannot be created.
        """
        self._sync_error: LocalFileError | None = None
        with local_errors(folder):
            if make_folder:
                folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        with local_errors(folder / name):
            self.path, self._fd = self._open(folder, name)
        self._hash = hashlib.sha256()

    def _open(self, folder: Path, name: str) -> tuple[Path, int]:
        """A part of a name that nobody else uses."""
        path = folder / part_name(name, secrets.token_hex(4))
        return path, os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _OPEN_FLAGS, _FILE_MODE)

    def write(self, block: bytes | bytearray) -> None:
        """Append a block.

        Raises:
            LocalFileError: the disk is full or failed.
        """
        self._hash.update(block)
        with local_errors(self.path), memoryview(block) as view:
            written_bytes = 0
            while written_bytes < len(view):
                written_bytes += os.write(self._fd, view[written_bytes:])

    def sync(self) -> None:
        """Bring what has been written onto the disk; more may be written meanwhile.

        Raises:
            LocalFileError: the disk failed.
        """
        try:
            with local_errors(self.path):
                os.fsync(self._fd)
        except LocalFileError as exc:
            # fsync(2) tells of bytes that were lost once, and says yes from then on. Whoever waited for this may be cancelled by now.
            self._sync_error = exc
            raise

    def finish(self, origin_url: str = "") -> str:
        """Mark the part as one that came from elsewhere, bring the bytes onto the disk and close it.

        Args:
            origin_url: where it came from; empty when it is made here.

        Returns:
            The SHA-256 of the bytes, as hex.

        Raises:
            LocalFileError: the disk failed; only now may it have noticed, or a `sync` before.
        """
        if self._sync_error is not None:
            raise self._sync_error
        if origin_url:
            mark_origin(self.path, origin_url)
        with local_errors(self.path):
            os.fsync(self._fd)
            fd, self._fd = self._fd, -1
            os.close(fd)
        return self._hash.hexdigest()

    def publish(self, name: str, policy: ConflictPolicy, *, leaves_name: bool = False) -> Path | None:
        """Give the part its final name as the user wants it; None when a file of that name is there and is to stay alone.

        Args:
            name: the wanted name.
            policy: what happens to a file that has it.
            leaves_name: with KEEP_BOTH, number it even if the name is free.

        Raises:
            LocalFileError: no name could be given.
        """
        if policy is ConflictPolicy.REPLACE:
            return self.publish_over(name)
        if policy is ConflictPolicy.SKIP:
            return self.publish_if_free(name)
        return self.publish_numbered(name, leaves_name=leaves_name)

    def publish_numbered(self, name: str, *, leaves_name: bool = False) -> Path:
        """Give the part the wanted name, or the next numbered one that is free.

        Args:
            name: the wanted name.
            leaves_name: number it even if the name is free.

        Raises:
            LocalFileError: no name could be given.
        """
        folder = self.path.parent
        with local_errors(folder / name):
            taken = {same_name_key(entry.name) for entry in folder.iterdir()}
        for candidate in names_to_try(name, _NUMBERS_TRIED_MAX):
            if same_name_key(candidate) in taken or (leaves_name and candidate == name):
                continue
            with contextlib.suppress(FileExistsError), local_errors(folder / candidate, passing=FileExistsError):
                publish_new(self.path, folder / candidate)
                return folder / candidate
        raise LocalFileError(folder / name, LocalFileReason.EXISTS)

    def publish_if_free(self, name: str) -> Path | None:
        """Give the part the wanted name, or return None when a file of that name is there.

        Raises:
            LocalFileError: the name could not be given.
        """
        target = self.path.parent / name
        if find_name(target.parent, name) is None:
            with contextlib.suppress(FileExistsError), local_errors(target, passing=FileExistsError):
                publish_new(self.path, target)
                return target
        return None

    def publish_over(self, name: str) -> Path:
        """Give the part the wanted name, in the place of whatever file has it.

        Raises:
            LocalFileError: what is there cannot be replaced.
        """
        target = self.path.parent / name
        with local_errors(target):
            self.path.replace(target)
            sync_folder(target.parent)
        return target

    def discard(self) -> None:
        """Remove the part, if it is still there; never raises, for nobody could do anything about it."""
        fd, self._fd = self._fd, -1
        with contextlib.suppress(OSError):
            if fd >= 0:
                os.close(fd)
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.discard()


def find_name(folder: Path, name: str) -> Path | None:
    """The file in a folder whose name some file system would take for `name`, or None; a folder that is not there holds nothing.

    Raises:
        LocalFileError: the folder cannot be read.
    """
    wanted = same_name_key(name)
    try:
        with local_errors(folder):
            return next((entry for entry in folder.iterdir() if same_name_key(entry.name) == wanted), None)
    except LocalFileError as exc:
        if exc.reason is LocalFileReason.NOT_FOUND:
            return None
        raise


def publish_new(part: Path, target: Path, *, ways: Sequence[Callable[[Path, Path], None]] | None = None) -> None:
    """Give a finished file its final name in the same folder, at once and whole, and never in the place of another.

    rename(2) replaces what is there, so it is not asked. A rename that refuses comes first, being one step. link(2) refuses, too
    (POSIX.1-2017), but a program that is killed before it removes the part's name leaves two.

    Args:
        part: the finished file.
        target: the name that it gets.
        ways: tried in this order until the file system knows one.

    Raises:
        FileExistsError: the name is taken.
        OSError: anything else.
    """
    for take_name in (rename_new, _link_new) if ways is None else ways:
        try:
            take_name(part, target)
        except FileExistsError:
            raise
        except OSError as exc:
            if sys.platform == "win32" or errno_name_of(exc) not in _NOT_TO_BE_HAD:
                raise
        else:
            break
    else:
        _publish_over_placeholder(part, target)
    sync_folder(target.parent)


def _link_new(part: Path, target: Path) -> None:
    os.link(part, target)
    part.unlink()


def _publish_over_placeholder(part: Path, target: Path) -> None:
    """Where there is nothing better: take the name with an empty file of our own, then put the part in its place."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPEN_FLAGS, _FILE_MODE))
    try:
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            target.unlink()
        raise


def sync_folder(folder: Path) -> None:
    """Bring a folder's new entries onto the disk, so that a name survives a power cut. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    except OSError as exc:
        # Some network and user-space file systems cannot sync a folder; the file itself is safe by then.
        if errno_name_of(exc) not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(fd)
