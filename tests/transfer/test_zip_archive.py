"""The archive on the disk: whole members only, read back by another program."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.transfer.zip_archive import ArchivePart, MemberSink, forget_archive

MOMENT = datetime(2024, 5, 1, 10, 0, 2, tzinfo=UTC)


def attachment(content_type: str = "image/png", created_at: datetime | None = MOMENT) -> Attachment:
    return Attachment("1", "2", "a", content_type, created_at=created_at)


def add(part: ArchivePart, name: str, content: bytes, content_type: str = "image/png") -> MemberSink:
    sink = MemberSink(part, name, attachment(content_type))
    sink.begin(etag='"e"', total_bytes=len(content))
    for start in range(0, len(content), 1000):
        sink.write(content[start : start + 1000])
    assert sink.is_whole
    sink.finish()
    return sink


def test_members_are_stored_or_deflated_by_their_type_and_have_utf8_names(tmp_path: Path) -> None:
    part = ArchivePart(tmp_path, "all.zip", "token")
    contents = {"bild ü 猫.png": os.urandom(5000), "log.txt": b"line\n" * 1000, "empty.png": b""}
    for name, content in contents.items():
        add(part, name, content, "text/plain; charset=utf-8" if name.endswith(".txt") else "image/png")
    part.finish_archive()
    target = part.publish("all.zip", ConflictPolicy.KEEP_BOTH)
    part.discard()
    assert target == tmp_path / "all.zip"
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]
    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == contents
        infos = {info.filename: info for info in archive.infolist()}
    assert infos["bild ü 猫.png"].compress_type == zipfile.ZIP_STORED
    assert infos["bild ü 猫.png"].flag_bits & 0x800
    assert not infos["log.txt"].flag_bits & 0x800
    assert infos["log.txt"].compress_type == zipfile.ZIP_DEFLATED
    assert infos["log.txt"].compress_size < 100
    assert infos["log.txt"].date_time == tuple(MOMENT.astimezone().timetuple()[:6])


@pytest.mark.skipif(shutil.which("unzip") is None, reason="needs unzip")
def test_another_program_finds_it_sound(tmp_path: Path) -> None:
    part = ArchivePart(tmp_path, "all.zip", "token")
    add(part, "a.png", os.urandom(100_000))
    add(part, "b.txt", b"text" * 10_000, "text/html")
    part.finish_archive()
    target = part.publish("all.zip", ConflictPolicy.KEEP_BOTH)
    tested = subprocess.run(["unzip", "-t", str(target)], capture_output=True, text=True, check=False)  # whichever there is
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_a_dropped_member_leaves_no_trace(tmp_path: Path) -> None:
    part = ArchivePart(tmp_path, "all.zip", "token")
    add(part, "a.png", b"a" * 3000)
    broken = MemberSink(part, "b.png", attachment())
    broken.begin(etag=None, total_bytes=5000)
    broken.write(b"SECRET" * 100)
    broken.drop()
    assert (broken.size_bytes, broken.is_of(None, 5000)) == (0, False)
    add(part, "b.png", b"second" * 500)
    broken = MemberSink(part, "c.png", attachment())
    broken.begin(etag=None, total_bytes=5000)
    broken.write(b"SECRET" * 100)
    broken.begin(etag='"new"', total_bytes=4)  # another object by now
    broken.write(b"anew")
    broken.finish()
    part.finish_archive()
    assert b"SECRET" not in part.path.read_bytes()
    with zipfile.ZipFile(part.path) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.png", "b.png", "c.png"]
        assert archive.read("b.png") == b"second" * 500
        assert archive.read("c.png") == b"anew"
    part.discard()
    assert list(tmp_path.iterdir()) == []


def test_zip64_records_are_written_where_sizes_need_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = os.urandom(50_000)
    with monkeypatch.context() as patch:
        patch.setattr(zipfile, "ZIP64_LIMIT", 10_000)
        part = ArchivePart(tmp_path, "all.zip", "token")
        for number in range(3):
            add(part, f"{number}.png", content)
        part.finish_archive()
    data = part.path.read_bytes()
    assert data.count(b"PK\x06\x06") == 1  # the ZIP64 end of central directory record
    with zipfile.ZipFile(part.path) as archive:
        assert archive.testzip() is None
        assert all(archive.read(name) == content for name in ("0.png", "1.png", "2.png"))
        assert all(info.extract_version >= zipfile.ZIP64_VERSION for info in archive.infolist())
    part.discard()


def test_more_members_than_the_old_format_counts(tmp_path: Path) -> None:
    part = ArchivePart(tmp_path, "all.zip", "token")
    for number in range(65_540):
        part.begin_member(f"{number}.png", attachment(), 1)
        part.write(b"x")
        part.end_member()
    part.finish_archive()
    with zipfile.ZipFile(part.path) as archive:
        assert len(archive.namelist()) == 65_540
    part.discard()


def test_a_member_that_changed_on_the_disk_is_noticed(tmp_path: Path) -> None:
    part = ArchivePart(tmp_path, "all.zip", "token")
    content = b"a" * 3000
    sink = add(part, "a.png", content)
    sha256 = sink.finish()
    part.finish_archive()
    part.verify_member("a.png", len(content), sha256)
    with pytest.raises(LocalFileError):
        part.verify_member("a.png", len(content) + 1, sha256)
    damaged = bytearray(part.path.read_bytes())
    damaged[1000] ^= 1
    part.path.write_bytes(damaged)
    with pytest.raises(LocalFileError):
        part.verify_member("a.png", len(content), sha256)
    with pytest.raises(LocalFileError):
        part.verify_member("b.png", len(content), sha256)
    part.discard()


def test_what_a_killed_run_left_is_used_again_or_removed(tmp_path: Path) -> None:
    first = ArchivePart(tmp_path, "all.zip", "token")
    first.begin_member("a.png", attachment(), 10)
    first.write(b"half")
    second = ArchivePart(tmp_path, "all.zip", "token")
    assert second.path == first.path
    add(second, "b.png", b"b")
    second.finish_archive()
    with zipfile.ZipFile(second.path) as archive:
        assert archive.namelist() == ["b.png"]
    forget_archive(tmp_path, "all.zip", "token")
    assert list(tmp_path.iterdir()) == []
    forget_archive(tmp_path, "all.zip", "token")
    forget_archive(tmp_path / "gone", "all.zip", "token")


def test_a_link_in_the_place_of_the_part_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"keep")
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / ".all.zip.token.part").symlink_to(precious)
    part = ArchivePart(folder, "all.zip", "token")
    add(part, "a.png", b"a")
    part.finish_archive()
    part.discard()
    assert precious.read_bytes() == b"keep"


@pytest.mark.parametrize("year", [1970, 2200])
def test_times_that_a_zip_cannot_hold(tmp_path: Path, year: int) -> None:
    part = ArchivePart(tmp_path, "all.zip", "token")
    for created_at in (datetime(year, 1, 1, tzinfo=UTC), None, datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        part.begin_member(f"{created_at}.png", attachment(created_at=created_at), 0)
        part.end_member()
    part.finish_archive()
    with zipfile.ZipFile(part.path) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    part.discard()


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LocalFileError):
        ArchivePart(tmp_path / "gone", "all.zip", "token")
    assert not (tmp_path / "gone").exists()
