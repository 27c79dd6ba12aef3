"""What is said about a part is believed only in the exact form in which we say it, and a part has one owner."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.transfer.sidecar import Sidecar, SidecarFile, is_strong_etag, open_own_file

SIDECAR = Sidecar("22222222-2222-4222-8222-222222222222", '"abc"', 1000, 400, "0" * 64)


@given(st.integers(1, 10**12), st.from_regex(r'"[!#-~]{1,100}"', fullmatch=True))
def test_what_is_written_is_read(total_bytes: int, etag: str) -> None:
    sidecar = replace(SIDECAR, total_bytes=total_bytes, synced_bytes=(total_bytes + 1) // 2, etag=etag)
    assert Sidecar.decode(sidecar.encode()) == sidecar


@given(st.binary() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_anything_else_is_nothing(text: bytes) -> None:
    assert Sidecar.decode(text) is None


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"form": None},
        {"more": 1},
        {"synced_bytes": 0},
        {"synced_bytes": -1},
        {"synced_bytes": 1001},
        {"synced_bytes": 4.0},
        {"synced_bytes": True},
        {"total_bytes": "1000"},
        {"etag": 'W/"abc"'},
        {"etag": None},
        {"sha256": "0" * 63},
        {"sha256": "../etc"},
        {"attachment_id": 5},
    ],
)
def test_what_cannot_be_is_nothing(change: dict[str, Any]) -> None:
    assert Sidecar.decode(json.dumps({"form": 1, **asdict(SIDECAR)}).encode()) == SIDECAR
    assert Sidecar.decode(json.dumps({"form": 1, **asdict(SIDECAR), **change}).encode()) is None


def test_every_torn_write_is_noticed() -> None:
    text = SIDECAR.encode()
    assert all(Sidecar.decode(text[:length]) is None for length in range(len(text) - 1))


@pytest.mark.parametrize("etag", [None, "", '""', "abc", 'W/"abc"', '"a', '"a b"', '"a"b"', f'"{"x" * 600}"', '"ä"'])
def test_an_etag_that_vouches_for_nothing(etag: str | None) -> None:
    assert not is_strong_etag(etag)


def test_a_part_has_one_owner_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert SidecarFile.claim(path, create=False) is None
    owner = SidecarFile.claim(path, create=True)
    assert owner is not None
    assert path.stat().st_mode & 0o777 == 0o600
    assert SidecarFile.claim(path, create=True) is None
    owner.write(SIDECAR)
    owner.write(replace(SIDECAR, synced_bytes=5))
    owner.release(remove=False)
    owner.release(remove=True)
    heir = SidecarFile.claim(path, create=False)
    assert heir is not None
    assert heir.read() == replace(SIDECAR, synced_bytes=5)
    heir.release(remove=True)
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_another_program_is_let_alone_until_that_ends_however_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    hold = "import sys, pathlib; from toptickets_desktop.transfer.sidecar import SidecarFile as F"
    hold += "; held = F.claim(pathlib.Path(sys.argv[1]), create=True); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert SidecarFile.claim(path, create=True) is None
        other.kill()
        other.wait()
    heir = SidecarFile.claim(path, create=False)
    assert heir is not None
    heir.release(remove=True)


def test_a_lock_on_a_file_that_was_removed_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    real_flock = fcntl.flock

    def flock_after_the_owner_has_gone(fd: int, operation: int) -> None:
        monkeypatch.undo()
        path.unlink()
        real_flock(fd, operation)

    monkeypatch.setattr(fcntl, "flock", flock_after_the_owner_has_gone)
    claimed = SidecarFile.claim(path, create=True)
    assert claimed is not None
    assert path.read_bytes() == b""
    assert SidecarFile.claim(path, create=True) is None
    claimed.release(remove=True)


def test_a_file_system_without_locks_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_fd: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(OSError, match="no locks"):
        SidecarFile.claim(tmp_path / "a.json", create=True)


@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "folder", "open to others"])
def test_what_somebody_put_there_is_not_used(tmp_path: Path, kind: str) -> None:
    path, other = tmp_path / "a.part", tmp_path / "other"
    other.write_bytes(b"theirs")
    match kind:
        case "link":
            path.symlink_to(other)
        case "hard link":
            path.hardlink_to(other)
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case _:
            path.touch()
            path.chmod(0o666)
    assert open_own_file(path, create=True) is None
    assert other.read_bytes() == b"theirs"
    assert SidecarFile.claim(path, create=True) is None


def test_a_folder_that_is_gone_is_an_error_only_for_who_wants_to_create(tmp_path: Path) -> None:
    assert open_own_file(tmp_path / "gone" / "a", create=False) is None
    with pytest.raises(FileNotFoundError):
        open_own_file(tmp_path / "gone" / "a", create=True)


def test_a_disk_too_full_for_the_sidecar_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = SidecarFile.claim(tmp_path / "a.json", create=True)
    assert owner is not None
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda _fd, text: len(text) - 1)
        with pytest.raises(OSError, match="space"):
            owner.write(SIDECAR)
    owner.release(remove=True)
