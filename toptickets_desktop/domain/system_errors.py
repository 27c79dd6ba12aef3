"""What the operating system says of files, in the program's own terms: the one place where error numbers get a meaning."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason

# By name, because not every system has every number.
_ERRNO_NAMES_OF_REASON = {
    LocalFileReason.NOT_FOUND: ("ENOENT",),
    LocalFileReason.PERMISSION: ("EACCES", "EPERM"),
    LocalFileReason.NO_SPACE: ("ENOSPC", "EDQUOT", "EFBIG"),
    LocalFileReason.READ_ONLY: ("EROFS",),
    LocalFileReason.EXISTS: ("EEXIST", "EISDIR", "ENOTEMPTY", "ENOTDIR"),  # the last: a file where a folder is wanted
    LocalFileReason.NAME_TOO_LONG: ("ENAMETOOLONG",),
    LocalFileReason.IN_USE: ("EBUSY", "ETXTBSY"),
}
_REASON_OF_ERRNO_NAME = {name: reason for reason, names in _ERRNO_NAMES_OF_REASON.items() for name in names}
# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION (Windows system error codes): another program holds the file.
_WINDOWS_IN_USE = frozenset({32, 33})


@contextlib.contextmanager
def local_errors(path: Path, *, passing: type[OSError] | tuple[()] = ()) -> Iterator[None]:
    """Turn an `OSError` of the body into a `LocalFileError` about `path`; one of the kind `passing` goes through as it is."""
    try:
        yield
    except passing:
        raise
    except OSError as exc:
        raise local_file_error(path, exc) from exc


def local_file_error(path: Path, error: OSError) -> LocalFileError:
    """Say in the program's own terms what the operating system objected to."""
    name = errno_name_of(error)
    reason = _REASON_OF_ERRNO_NAME.get(name, LocalFileReason.OTHER)
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        reason = LocalFileReason.IN_USE
    return LocalFileError(path, reason, errno_name=name)


def errno_name_of(error: OSError) -> str:
    """The name of an error's number, such as `ENOSPC`; empty when it has none."""
    return errno.errorcode.get(error.errno or 0, "")
