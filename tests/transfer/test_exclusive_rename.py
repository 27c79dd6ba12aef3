"""Only free names are taken; test_disk.py has what happens where a file system cannot do this."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path
from typing import Any

import pytest

from toptickets_desktop.transfer.exclusive_rename import rename_new


@pytest.mark.parametrize("name", ["a.gz", "naïve 写真 🎬.mp4", os.fsdecode(b"not-unicode-\xff")])
def test_a_file_is_renamed_and_a_taken_name_is_not_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / "part").write_bytes(b"new")
    rename_new(tmp_path / "part", tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    (tmp_path / "part").write_bytes(b"newer")
    with pytest.raises(FileExistsError):
        rename_new(tmp_path / "part", tmp_path / name)
    assert ((tmp_path / "part").read_bytes(), (tmp_path / name).read_bytes()) == (b"newer", b"new")


def test_a_dangling_link_and_a_folder_are_names_too(tmp_path: Path) -> None:
    (tmp_path / "part").touch()
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder"):
        with pytest.raises(FileExistsError):
            rename_new(tmp_path / "part", tmp_path / name)


def test_the_system_s_objection_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        rename_new(tmp_path / "gone", tmp_path / "a")
    assert (raised.value.filename, raised.value.filename2) == (str(tmp_path / "gone"), str(tmp_path / "a"))


def test_a_system_without_such_a_call_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class OldLibrary:
        def __init__(self, *_args: Any, **_options: Any) -> None:
            pass

    (tmp_path / "part").touch()
    monkeypatch.setattr(ctypes, "CDLL", OldLibrary)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSYS)) as raised:
        rename_new(tmp_path / "part", tmp_path / "a")
    assert raised.value.errno == errno.ENOSYS
