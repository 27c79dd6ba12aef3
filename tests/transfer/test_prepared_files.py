"""Files made for sending are private, each account's own, and swept when nothing needs them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.transfer.prepared_files import PreparedFiles


def make(files: PreparedFiles, name: str) -> Path:
    path = files.new_path(name)
    path.write_text("x")
    return path


def test_each_has_a_private_folder_and_a_safe_name(tmp_path: Path) -> None:
    files = PreparedFiles(tmp_path / "prepared", "account")
    one, other = make(files, "../shot.png"), make(files, "shot.png")
    assert one.name == other.name == "shot.png"
    assert one.parent != other.parent
    for folder in (one.parent, one.parent.parent, tmp_path / "prepared"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert files.is_ours(one)


def test_the_users_own_files_are_never_removed(tmp_path: Path) -> None:
    files = PreparedFiles(tmp_path / "prepared", "account")
    mine = tmp_path / "folder" / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("x")
    files.discard(mine)
    assert mine.exists()
    made = make(files, "made.txt")
    files.discard(made)
    assert not made.parent.exists()


def test_a_sweep_keeps_what_is_needed_and_other_accounts_files(tmp_path: Path) -> None:
    files, others = PreparedFiles(tmp_path / "prepared", "one"), PreparedFiles(tmp_path / "prepared", "two")
    needed, left, foreign = make(files, "a"), make(files, "b"), make(others, "c")
    files = PreparedFiles(tmp_path / "prepared", "one")  # the next run's
    files.sweep([needed, tmp_path / "somewhere" / "else.txt"])
    assert needed.exists()
    assert not left.parent.exists()
    assert foreign.exists()
    PreparedFiles(tmp_path / "nowhere", "three").sweep([])


def test_a_sweep_leaves_alone_what_this_run_has_made(tmp_path: Path) -> None:
    """It comes after signing in, when a pasted picture may already wait for its name."""
    files = PreparedFiles(tmp_path / "prepared", "one")
    fresh, sent = make(files, "shot.png"), make(files, "sent.png")
    files.discard(sent)
    files.sweep([])
    assert fresh.exists()
    assert not sent.exists()


def test_a_forgotten_account_leaves_nothing(tmp_path: Path) -> None:
    files, gone = PreparedFiles(tmp_path / "prepared", "one"), PreparedFiles(tmp_path / "prepared", "two")
    mine, foreign = make(files, "a"), make(gone, "b")
    files.forget_account("two")
    files.forget_account("never there")
    assert mine.exists()
    assert not foreign.parent.parent.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "prepared").write_text("in the way")
    with pytest.raises(LocalFileError):
        PreparedFiles(tmp_path / "prepared", "account").new_path("a")
