"""Files on real folders: whole or not at all, never over another, and every objection of the system in our own terms."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from toptickets_desktop.domain.errors import FileChanged, LocalFileError, LocalFileReason
from toptickets_desktop.transfer import disk
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.disk import PartFile, SourceFile, find_name, publish_new, sync_folder
from toptickets_desktop.transfer.exclusive_rename import rename_new

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


@pytest.fixture
def part(tmp_path: Path) -> Iterator[PartFile]:
    with PartFile(tmp_path / "saved", "a.png") as created:
        yield created


@pytest.fixture
def checked(tmp_path: Path) -> CheckedFile:
    (tmp_path / "source.png").write_bytes(PNG)
    return check_file(tmp_path / "source.png")


def test_a_part_is_hidden_private_and_becomes_the_file_whole(part: PartFile) -> None:
    folder = part.path.parent
    assert part.path.name.startswith(".a.png.")
    assert part.path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    part.write(PNG)
    part.write(bytearray(b"end"))
    assert part.finish() == hashlib.sha256(PNG + b"end").hexdigest()
    assert part.publish_numbered("a.png") == folder / "a.png"
    assert (folder / "a.png").read_bytes() == PNG + b"end"
    part.discard()
    assert [path.name for path in folder.iterdir()] == ["a.png"]


def test_a_discarded_part_is_gone_and_discarding_twice_is_fine(part: PartFile) -> None:
    part.write(b"half")
    part.discard()
    part.discard()
    assert list(part.path.parent.iterdir()) == []


def test_a_part_whose_folder_went_away_is_discarded_quietly(part: PartFile) -> None:
    part.path.unlink()
    part.path.parent.rmdir()
    part.finish()
    with pytest.raises(LocalFileError) as raised:
        part.publish_numbered("a.png")
    assert raised.value.reason is LocalFileReason.NOT_FOUND
    with pytest.raises(LocalFileError):
        part.publish_over("a.png")
    with pytest.raises(LocalFileError):
        part.publish_if_free("a.png")


def test_taken_names_are_numbered_whatever_their_case_or_form(part: PartFile) -> None:
    folder = part.path.parent
    (folder / "CAFE\u0301.PNG").write_bytes(b"mine")
    (folder / "café (2).png").symlink_to("nowhere")
    part.finish()
    assert part.publish_numbered("café.png") == folder / "café (3).png"
    assert (folder / "CAFE\u0301.PNG").read_bytes() == b"mine"


def test_a_name_taken_at_the_last_moment_is_not_overwritten(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = part.path.parent
    part.finish()
    real_publish = publish_new

    def publish_after_somebody_else(source: Path, target: Path) -> None:
        if not target.exists():
            monkeypatch.setattr(disk, "publish_new", real_publish)
            target.write_bytes(b"theirs")
        real_publish(source, target)

    monkeypatch.setattr(disk, "publish_new", publish_after_somebody_else)
    assert part.publish_numbered("a.png") == folder / "a (2).png"
    assert (folder / "a.png").read_bytes() == b"theirs"


def test_when_all_numbers_are_taken_it_says_so(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_NUMBERS_TRIED_MAX", 2)
    for name in ("a.png", "a (2).png"):
        (part.path.parent / name).touch()
    part.finish()
    with pytest.raises(LocalFileError) as raised:
        part.publish_numbered("a.png")
    assert raised.value.reason is LocalFileReason.EXISTS


def test_skipping_looks_again_at_the_end(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = part.path.parent
    part.finish()
    (folder / "A.PNG").touch()
    assert part.publish_if_free("a.png") is None
    (folder / "b.png").touch()
    monkeypatch.setattr(disk, "find_name", lambda _folder, _name: None)  # it was not there a moment ago
    assert part.publish_if_free("b.png") is None
    assert part.publish_if_free("c.png") == folder / "c.png"


def test_replacing_takes_the_name_but_not_what_a_link_leads_to(part: PartFile, tmp_path: Path) -> None:
    folder = part.path.parent
    (tmp_path / "elsewhere").write_bytes(b"theirs")
    (folder / "a.png").symlink_to(tmp_path / "elsewhere")
    part.write(b"new")
    part.finish()
    assert part.publish_over("a.png") == folder / "a.png"
    assert not (folder / "a.png").is_symlink()
    assert ((folder / "a.png").read_bytes(), (tmp_path / "elsewhere").read_bytes()) == (b"new", b"theirs")


def test_a_folder_is_not_replaced(part: PartFile) -> None:
    (part.path.parent / "a.png").mkdir()
    part.finish()
    with pytest.raises(LocalFileError) as raised:
        part.publish_over("a.png")
    assert raised.value.reason is LocalFileReason.EXISTS


def not_to_be_had(_source: Path, _target: Path) -> None:
    raise OSError(errno.EPERM, "not here")


@pytest.mark.parametrize(
    "ways",
    [None, [rename_new], [not_to_be_had, disk._link_new], [not_to_be_had, not_to_be_had]],
    ids=["all", "rename", "link", "placeholder"],
)
def test_only_free_names_are_taken_whatever_the_file_system_knows(tmp_path: Path, ways: list[Callable[[Path, Path], None]] | None) -> None:
    (tmp_path / "part").write_bytes(b"new")
    (tmp_path / "taken").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        publish_new(tmp_path / "part", tmp_path / "taken", ways=ways)
    publish_new(tmp_path / "part", tmp_path / "free", ways=ways)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["free", "taken"]
    assert ((tmp_path / "free").read_bytes(), (tmp_path / "taken").read_bytes()) == (b"new", b"theirs")


def test_a_failure_over_a_placeholder_leaves_no_empty_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        publish_new(tmp_path / "gone", tmp_path / "free", ways=[])
    assert list(tmp_path.iterdir()) == []


def test_other_errors_of_naming_come_out(tmp_path: Path) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        publish_new(tmp_path / "part", tmp_path / "free", ways=[full])


def test_a_folder_that_cannot_be_synced_is_no_failure_but_a_failing_disk_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync_saying(number: int) -> None:
        def fail(_fd: int) -> None:
            raise OSError(number, "words")

        monkeypatch.setattr(os, "fsync", fail)

    fsync_saying(errno.EINVAL)
    sync_folder(tmp_path)
    fsync_saying(errno.EIO)
    with pytest.raises(OSError, match="words"):
        sync_folder(tmp_path)


def test_the_file_is_on_the_disk_before_it_has_its_name(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    real_fsync = os.fsync
    part_inode, folder_inode = part.path.stat().st_ino, part.path.parent.stat().st_ino

    def fsync(fd: int) -> None:
        calls.append({part_inode: "sync file", folder_inode: "sync folder"}[os.fstat(fd).st_ino])
        real_fsync(fd)

    def rename(source: Path, target: Path) -> None:
        calls.append("rename")
        rename_new(source, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(disk, "rename_new", rename)
    part.write(PNG)
    part.finish()
    part.publish_numbered("a.png")
    assert calls == ["sync file", "rename", "sync folder"]


def test_a_disk_that_is_full_is_told_when_writing_or_at_the_latest_when_finishing(part: PartFile) -> None:
    part.discard()
    part._fd = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(LocalFileError) as raised:
        part.write(b"x")
    assert (raised.value.reason, raised.value.errno_name) == (LocalFileReason.NO_SPACE, "ENOSPC")


def test_a_part_needs_its_folder_unless_it_may_make_it(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError) as raised:
        PartFile(tmp_path / "gone", "a.png", make_folder=False)
    assert (raised.value.reason, raised.value.path) == (LocalFileReason.NOT_FOUND, tmp_path / "gone" / "a.png")
    (tmp_path / "file").touch()
    with pytest.raises(LocalFileError) as raised:
        PartFile(tmp_path / "file" / "below", "a.png")
    assert raised.value.path == tmp_path / "file" / "below"


def test_a_name_is_found_in_any_case_and_a_missing_folder_holds_none(tmp_path: Path) -> None:
    (tmp_path / "A.png").touch()
    assert find_name(tmp_path, "a.PNG") == tmp_path / "A.png"
    assert find_name(tmp_path, "b.png") is None
    assert find_name(tmp_path / "gone", "a.png") is None


def test_a_source_gives_its_bytes_and_their_sum(checked: CheckedFile) -> None:
    source = SourceFile(checked)
    blocks = []
    while not source.is_at_end:
        blocks.append(source.read(100))
    assert b"".join(blocks) == PNG
    assert [len(block) for block in blocks] == [100, 100, 8]
    assert source.sha256 == hashlib.sha256(PNG).hexdigest()
    source.close()
    source.close()


def test_a_source_that_is_another_file_now_is_not_opened(checked: CheckedFile) -> None:
    checked.path.rename(checked.path.with_name("old.png"))
    checked.path.write_bytes(PNG)
    with pytest.raises(FileChanged):
        SourceFile(checked)
    checked.path.unlink()
    os.mkfifo(checked.path)
    with pytest.raises(FileChanged):
        SourceFile(checked)
    checked.path.unlink()
    with pytest.raises(LocalFileError):
        SourceFile(checked)


@pytest.mark.parametrize("change", ["grown", "cut", "rewritten"])
def test_a_source_that_changes_never_gives_its_last_block(checked: CheckedFile, change: str) -> None:
    source = SourceFile(checked)
    first = source.read(100)
    if change == "grown":
        with checked.path.open("ab") as stream:
            stream.write(b"more")
    elif change == "cut":
        os.truncate(checked.path, 100)
    else:
        checked.path.write_bytes(PNG[::-1])
        os.utime(checked.path, ns=(0, checked.mtime_ns + 1))
    given = [first]

    def read_the_rest() -> None:
        while True:
            given.append(source.read(50))

    with pytest.raises(FileChanged):
        read_the_rest()
    assert len(b"".join(given)) < checked.size_bytes
    source.close()
