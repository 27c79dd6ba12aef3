from __future__ import annotations

from pathlib import Path

import pytest

from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.gui.preferences.folder_check import make_usable


def test_a_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    make_usable(tmp_path / "new" / "deep")
    assert list((tmp_path / "new" / "deep").iterdir()) == []
    make_usable(tmp_path / "new" / "deep")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(LocalFileError):
            make_usable(path)


def test_the_system_s_objection_is_told(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError) as raised:
        make_usable(tmp_path / ("n" * 300))
    assert raised.value.reason is LocalFileReason.NAME_TOO_LONG
