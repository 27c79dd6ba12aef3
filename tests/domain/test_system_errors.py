"""Every objection of the operating system has a meaning of ours."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.domain.system_errors import local_errors, local_file_error


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, LocalFileReason.NOT_FOUND),
        (errno.EACCES, LocalFileReason.PERMISSION),
        (errno.EPERM, LocalFileReason.PERMISSION),
        (errno.ENOSPC, LocalFileReason.NO_SPACE),
        (errno.EDQUOT, LocalFileReason.NO_SPACE),
        (errno.EROFS, LocalFileReason.READ_ONLY),
        (errno.EEXIST, LocalFileReason.EXISTS),
        (errno.EISDIR, LocalFileReason.EXISTS),
        (errno.ENOTDIR, LocalFileReason.EXISTS),
        (errno.ENAMETOOLONG, LocalFileReason.NAME_TOO_LONG),
        (errno.EBUSY, LocalFileReason.IN_USE),
        (errno.EIO, LocalFileReason.OTHER),
    ],
)
def test_system_errors_get_a_reason(number: int, reason: LocalFileReason) -> None:
    error = local_file_error(Path("a"), OSError(number, "words"))
    assert (error.path, error.reason, error.errno_name) == (Path("a"), reason, errno.errorcode[number])
    assert error.retryable == (reason in {LocalFileReason.NO_SPACE, LocalFileReason.IN_USE})


def test_a_file_that_another_program_holds_on_windows_is_in_use() -> None:
    error = OSError(errno.EACCES, "words")
    error.winerror = 32  # type: ignore[attr-defined]  # as Windows has it
    assert local_file_error(Path("a"), error).reason is LocalFileReason.IN_USE


def test_the_cause_is_kept() -> None:
    with pytest.raises(LocalFileError) as raised, local_errors(Path("a")):
        Path("/nowhere/at/all").read_bytes()
    assert isinstance(raised.value.__cause__, FileNotFoundError)
