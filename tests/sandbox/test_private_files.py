from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from toptickets_desktop.sandbox.private_files import append_private, make_private_file, make_private_folder, write_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_new_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    make_private_folder(folder)
    write_private(folder / "written", b"content")
    make_private_file(folder / "made")
    assert append_private(folder / "appended", "äb") == 3
    assert append_private(folder / "appended", "c") == 4
    assert _mode(folder) == 0o700
    assert {_mode(file) for file in folder.iterdir()} == {0o600}


def test_what_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    make_private_file(file)
    assert file.read_bytes() == b"old"
    assert _mode(file) == 0o600
    with pytest.raises(FileExistsError):
        write_private(file, b"new")
