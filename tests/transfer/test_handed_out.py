"""Private copies for other programs: whole or not at all, read-only, gone with the run that made them, or with the next one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.transfer.handed_out import HandedOut
from toptickets_desktop.transfer.origin_mark import origin_of

ORIGIN = "https://api.example/v1/tickets/t/attachments/a"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(b"content" * 1000)
    return path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"] if folder.exists() else []


def test_copies_are_read_only_private_marked_and_independent(tmp_path: Path, source: Path) -> None:
    out = HandedOut(tmp_path / "out")
    first, second = out.copies([(source, "a.png", ORIGIN), (source, "A.PNG", ORIGIN)])
    assert (first.name, second.name) == ("a.png", "A (2).PNG")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (first, second)} == {0o400}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (first.parent, out.folder, tmp_path / "out")} == {0o700}
    assert first.stat().st_ino != source.stat().st_ino
    assert origin_of(first) == ORIGIN
    assert out.copies([(source, "a.png", ORIGIN)])[0].parent != first.parent
    out.clear()
    assert not (tmp_path / "out").exists()


def test_what_a_killed_run_left_goes_with_the_next_and_what_a_living_one_has_stays(tmp_path: Path, source: Path) -> None:
    killed, living, next_run = (HandedOut(tmp_path / "out") for _ in range(3))
    (left,) = killed.copies([(source, "left.png", ORIGIN)])
    (used,) = living.copies([(source, "used.png", ORIGIN)])
    assert killed._lock is not None
    killed._lock.release(remove=False)  # as the system does it at the end of a process
    next_run.clear_left()
    assert not left.exists()
    assert used.exists()
    living.clear()
    assert not (tmp_path / "out").exists()


def test_a_copy_that_fails_leaves_none(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = HandedOut(tmp_path / "out")
    with pytest.raises(LocalFileError):
        out.copies([(source, "a.png", ORIGIN), (tmp_path / "gone", "b.png", ORIGIN)])
    assert files(tmp_path / "out") == []
    real_open = os.open

    def full(path: Any, flags: int, *args: Any, **keywords: Any) -> int:
        if flags & os.O_CREAT and Path(path).name == "b.png":
            raise OSError(errno.ENOSPC, "no space")
        return real_open(path, flags, *args, **keywords)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(LocalFileError) as refused:
        out.copies([(source, "a.png", ORIGIN), (source, "b.png", ORIGIN)])
    assert refused.value.reason is LocalFileReason.NO_SPACE
    assert files(tmp_path / "out") == []


def test_links_are_not_followed(tmp_path: Path, source: Path) -> None:
    (tmp_path / "link").symlink_to(source)
    out = HandedOut(tmp_path / "out")
    with pytest.raises(LocalFileError):
        out.copies([(tmp_path / "link", "a.png", ORIGIN)])
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").write_text("mine")
    (tmp_path / "out" / "run").symlink_to(tmp_path / "elsewhere")
    out.clear_left()
    assert (tmp_path / "elsewhere" / "mine").read_text() == "mine"
