"""Parts that outlive an attempt: what is gone on with is exactly what was received, or nothing."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.transfer import disk, kept_part, sidecar
from toptickets_desktop.transfer.exclusive_rename import rename_new
from toptickets_desktop.transfer.kept_part import KeptPart, forget_part

CONTENT = os.urandom(5000)
ATTACHMENT = Attachment("22222222-2222-4222-8222-222222222222", "t", "a.gz", "application/gzip", len(CONTENT))


def claim(folder: Path, attachment: Attachment = ATTACHMENT, name: str = "a.gz") -> KeptPart:
    return KeptPart(folder, name, attachment)


def leave(folder: Path, content: bytes = CONTENT[:3000]) -> Path:
    """Receive something and break off."""
    part = claim(folder)
    part.begin(etag='"abc"', total_bytes=len(CONTENT))
    part.write(content)
    part.release(keep=True)
    return part.path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_part_is_gone_on_with(tmp_path: Path) -> None:
    path = leave(tmp_path)
    assert names_in(tmp_path) == sorted([path.name, path.with_suffix(".json").name])
    assert all(name.startswith(".a.gz.") for name in names_in(tmp_path))
    part = claim(tmp_path)
    assert (part.path, part.size_bytes, part.etag, part.total_bytes) == (path, 3000, '"abc"', len(CONTENT))
    part.write(CONTENT[3000:])
    assert part.finish() == hashlib.sha256(CONTENT).hexdigest()
    part.publish_numbered("a.gz")
    part.release(keep=False)
    assert names_in(tmp_path) == ["a.gz"]
    assert (tmp_path / "a.gz").read_bytes() == CONTENT


def test_a_part_given_up_is_gone_and_so_is_one_with_nothing_in_it(tmp_path: Path) -> None:
    leave(tmp_path)
    claim(tmp_path).release(keep=False)
    assert names_in(tmp_path) == []
    claim(tmp_path).release(keep=True)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("etag", [None, 'W/"abc"'])
def test_bytes_that_nothing_vouches_for_are_not_kept(tmp_path: Path, etag: str | None) -> None:
    part = claim(tmp_path)
    part.begin(etag=etag, total_bytes=len(CONTENT))
    part.write(CONTENT[:3000])
    assert not part.is_of(etag, len(CONTENT))
    part.release(keep=True)
    assert names_in(tmp_path) == []


def test_after_a_kill_that_much_is_there_as_was_made_sure_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_part, "SYNC_EVERY_BYTES", 1000)
    monkeypatch.setattr(kept_part, "SYNC_EVERY_S", 0.0)
    part = claim(tmp_path)
    part.begin(etag='"abc"', total_bytes=len(CONTENT))
    for start in range(0, 2800, 400):
        part.write(CONTENT[start : start + 400])
    os.close(part._fd)  # as the system does
    assert part._sidecar is not None
    os.close(part._sidecar._fd)
    heir = claim(tmp_path)
    assert heir.size_bytes == 2400
    assert heir.path.read_bytes() == CONTENT[:2400]
    heir.write(CONTENT[2400:])
    assert heir.finish() == hashlib.sha256(CONTENT).hexdigest()
    heir.discard()
    # What the killed program had open is closed already.
    part._fd = part._sidecar._fd = -1


def test_a_whole_part_asks_for_its_last_byte_again(tmp_path: Path) -> None:
    leave(tmp_path, CONTENT)
    part = claim(tmp_path)
    assert part.size_bytes == len(CONTENT) - 1
    part.release(keep=True)
    part = claim(tmp_path)
    assert part.size_bytes == len(CONTENT) - 1
    part.write(CONTENT[-1:])
    assert part.finish() == hashlib.sha256(CONTENT).hexdigest()
    part.release(keep=True)
    assert claim(tmp_path).size_bytes == len(CONTENT) - 1


@pytest.mark.parametrize(
    "damage", ["byte changed", "cut", "emptied", "sidecar gone", "sidecar torn", "another size", "another attachment's"]
)
def test_a_part_that_is_not_what_was_received_is_begun_anew(tmp_path: Path, damage: str) -> None:
    path = leave(tmp_path)
    attachment = ATTACHMENT
    note = path.with_suffix(".json")
    match damage:
        case "byte changed":
            path.write_bytes(CONTENT[:1500] + bytes([CONTENT[1500] ^ 1]) + CONTENT[1501:3000])
        case "cut":
            os.truncate(path, 2999)
        case "emptied":
            path.write_bytes(b"")
        case "sidecar gone":
            note.unlink()
        case "sidecar torn":
            os.truncate(note, 50)
        case "another size":
            attachment = replace(ATTACHMENT, size_bytes=len(CONTENT) + 1)
        case _:
            note.write_bytes(note.read_bytes().replace(b"22222222-", b"33333333-"))
    part = claim(tmp_path, attachment)
    assert (part.path, part.size_bytes, part.path.stat().st_size) == (path, 0, 0)
    part.write(CONTENT)
    assert part.finish() == hashlib.sha256(CONTENT).hexdigest()
    part.discard()


def test_what_stands_behind_the_certain_bytes_is_cut_off(tmp_path: Path) -> None:
    path = leave(tmp_path)
    with path.open("ab") as stream:
        stream.write(b"never made sure of")
    part = claim(tmp_path)
    assert (part.size_bytes, path.read_bytes()) == (3000, CONTENT[:3000])
    part.discard()


def test_two_at_once_never_share_a_part_and_find_their_own_again(tmp_path: Path) -> None:
    parts = [claim(tmp_path) for _ in range(kept_part._PLACES + 2)]
    assert len({part.path for part in parts}) == len(parts)
    for number, part in enumerate(parts):
        part.begin(etag='"abc"', total_bytes=len(CONTENT))
        part.write(CONTENT[: 100 + number])
    for part in parts:
        part.release(keep=True)
    heirs = [claim(tmp_path) for _ in range(kept_part._PLACES)]
    assert [heir.size_bytes for heir in heirs] == [100 + number for number in range(kept_part._PLACES)]
    forget_part(tmp_path, "a.gz", ATTACHMENT)
    assert all(heir.path.exists() for heir in heirs), "what is being worked on is not removed"
    heirs[0].discard()
    heirs[1].release(keep=True)
    later = claim(tmp_path)
    assert later.size_bytes == 101, "what was kept goes before an empty place"
    for part in (later, *heirs[2:]):
        part.release(keep=True)
    forget_part(tmp_path, "a.gz", ATTACHMENT)
    assert names_in(tmp_path) == []


def test_another_attachment_or_another_name_has_a_part_of_its_own(tmp_path: Path) -> None:
    leave(tmp_path)
    others = [claim(tmp_path, replace(ATTACHMENT, id="33333333-3333-4333-8333-333333333333")), claim(tmp_path, name="b.gz")]
    assert [other.size_bytes for other in others] == [0, 0]
    for other in others:
        other.discard()
    assert len(names_in(tmp_path)) == 2


def test_a_part_that_somebody_put_there_is_not_written_to(tmp_path: Path) -> None:
    path = leave(tmp_path)
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    path.unlink()
    path.symlink_to(theirs)
    part = claim(tmp_path)
    assert part.path != path
    part.write(CONTENT)
    part.discard()
    assert theirs.read_bytes() == b"theirs"


def test_without_locks_it_goes_without_keeping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(_fd: int) -> bool:
        raise OSError("no locks")

    monkeypatch.setattr(sidecar, "_lock", no_locks)
    part = claim(tmp_path)
    part.begin(etag='"abc"', total_bytes=len(CONTENT))
    part.write(CONTENT)
    part.finish()
    assert part.publish_numbered("a.gz") == tmp_path / "a.gz"
    part.release(keep=True)
    assert [name for name in names_in(tmp_path) if name.endswith(".part")] == []


def test_after_a_failing_disk_only_what_was_certain_before_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_part, "SYNC_EVERY_BYTES", 1000)
    monkeypatch.setattr(kept_part, "SYNC_EVERY_S", 0.0)
    part = claim(tmp_path)
    part.begin(etag='"abc"', total_bytes=len(CONTENT))
    part.write(CONTENT[:1200])
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda *_args: (_ for _ in ()).throw(OSError(5, "EIO")))
        with pytest.raises(LocalFileError):
            part.write(CONTENT[1200:1300])
    part.release(keep=True)
    heir = claim(tmp_path)
    assert (heir.size_bytes, heir.path.read_bytes()) == (1200, CONTENT[:1200])
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _fd: (_ for _ in ()).throw(OSError(5, "EIO")))
        heir.write(CONTENT[1200:1300])
        with pytest.raises(LocalFileError):
            heir.finish()
    heir.release(keep=True)
    assert claim(tmp_path).size_bytes == 1200


def test_a_sidecar_that_cannot_be_written_loses_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = claim(tmp_path)
    part.begin(etag='"abc"', total_bytes=len(CONTENT))
    monkeypatch.setattr(sidecar.SidecarFile, "write", lambda *_args: (_ for _ in ()).throw(OSError(28, "ENOSPC")))
    part.write(CONTENT)
    assert part.finish() == hashlib.sha256(CONTENT).hexdigest()
    part.publish_numbered("a.gz")
    part.release(keep=True)
    assert names_in(tmp_path) == ["a.gz"]


@pytest.mark.parametrize("resumed", [False, True])
def test_file_then_name_then_folder_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resumed: bool) -> None:
    monkeypatch.setattr(kept_part, "SYNC_EVERY_BYTES", 1)
    if resumed:
        leave(tmp_path)
    part = claim(tmp_path)
    calls: list[str] = []
    real_fsync, real_write = os.fsync, os.write
    inode, folder_inode = part.path.stat().st_ino, tmp_path.stat().st_ino

    def fsync(fd: int) -> None:
        calls.append({inode: "sync file", folder_inode: "sync folder"}[os.fstat(fd).st_ino])
        real_fsync(fd)

    def write(fd: int, block: bytes) -> int:
        calls.append("write" if os.fstat(fd).st_ino == inode else "note")
        return real_write(fd, block)

    def rename(source: Path, target: Path) -> None:
        calls.append("rename")
        rename_new(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "write", write)
    monkeypatch.setattr(disk, "rename_new", rename)
    if not resumed:
        part.begin(etag='"abc"', total_bytes=len(CONTENT))
    part.write(CONTENT[part.size_bytes :])
    part.finish()
    part.publish_numbered("a.gz")
    part.release(keep=False)
    assert calls[:3] == ["write", "sync file", "note"]
    assert calls[-2:] == ["rename", "sync folder"]
    assert "write" not in calls[1:]


def test_a_failure_to_sync_ahead_is_never_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells of lost bytes once; whoever waited for that answer may have been cancelled."""
    monkeypatch.setattr(kept_part, "SYNC_EVERY_BYTES", 1)
    monkeypatch.setattr(kept_part, "SYNC_EVERY_S", 0.0)
    for keep in (True, False):
        part = claim(tmp_path)
        assert part.size_bytes == 0
        part.begin(etag='"abc"', total_bytes=len(CONTENT))
        part.write(CONTENT[:3000])
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda _fd: (_ for _ in ()).throw(OSError(5, "EIO")))
            with pytest.raises(LocalFileError):
                part.sync()
        part.write(CONTENT[3000:])
        with pytest.raises(LocalFileError):
            part.finish()
        part.release(keep=keep)
        assert names_in(tmp_path) == []
