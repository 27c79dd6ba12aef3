"""What may be sent: real files of every awkward kind, each with its own reason."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from toptickets_desktop.domain.errors import FileRefused, RefusalReason
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES, MAX_UPLOAD_BYTES
from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.transfer import checks
from toptickets_desktop.transfer.checks import check_file, check_paths, expand

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
EXE = b"MZ\x90\0\x03\0\0\0"
GZIP = b"\x1f\x8b\x08\0"
DOCX = b"PK\x03\x04" + bytes(22) + b"\x13\0\0\0[Content_Types].xml"
MP4 = b"\0\0\0\x10ftypisom\0\0\0\0"
MOV = b"\0\0\0\x10ftypqt  \0\0\0\0"
OGG_SOUND = b"OggS\0\x02" + bytes(20) + b"\x01\x08OpusHead"


def refusal_of(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        check_file(path)
    assert refused.value.path == path
    return refused.value


def test_a_good_file_is_described_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(PNG)
    status = path.stat()
    checked = check_file(path)
    assert (checked.path, checked.name, checked.content_type) == (path, "shot.png", "image/png")
    assert (checked.size_bytes, checked.mtime_ns) == (len(PNG), status.st_mtime_ns)
    assert checked.is_same(status)
    path.write_bytes(PNG + b"more")
    assert not checked.is_same(path.stat())


def test_all_sample_files_pass_and_cover_every_type() -> None:
    result = check_paths([path for path in sorted(samples_folder().iterdir()) if path.suffix != ".toml"])
    assert result.refused == []
    assert {file.content_type for file in result.accepted} == set(ALLOWED_TYPES)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("server.log.1", b"line\n", "text/plain"),
        ("README", b"words", "text/plain"),
        ("page", b"<!DOCTYPE html>", "text/html"),
        ("page.txt", b"<html>", "text/plain"),
        ("page.html", b"no tags at all", "text/html"),
        ("script.txt", b"#!/bin/sh\n", "text/plain"),
        ("picture.xml", b"<svg xmlns='x'/>", "text/plain"),
        ("picture", PNG, "image/png"),
        ("archive.unknown", GZIP, "application/gzip"),
        ("bundle.zip", DOCX, "application/zip"),
        ("clip.mov", MP4, "video/mp4"),
        ("clip.mp4", MOV, "video/quicktime"),
        ("clip.m4v", MP4, "video/mp4"),
        ("SHOT.PNG", PNG, "image/png"),
        ("shot.png.", PNG, "image/png"),
        ("late.pdf", b"from the scanner\n%PDF-1.7\n", "application/pdf"),
        ("logs.tar.gz", GZIP, "application/gzip"),
        ('quote" \\ back 日本 😀 \u202e.png', PNG, "image/png"),
    ],
)
def test_content_and_name_agree_well_enough(tmp_path: Path, name: str, content: bytes, content_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    checked = check_file(path)
    assert (checked.name, checked.content_type) == (name, content_type)


@pytest.mark.parametrize(
    ("name", "content", "reason", "found_type", "named_type"),
    [
        ("shot.png", EXE, RefusalReason.DISGUISED, "application/vnd.microsoft.portable-executable", "image/png"),
        ("contract.pdf", b"just words", RefusalReason.DISGUISED, "text/plain", "application/pdf"),
        ("photo.jpg", PNG, RefusalReason.DISGUISED, "image/png", "image/jpeg"),
        ("notes.txt", PNG, RefusalReason.DISGUISED, "image/png", "text/plain"),
        ("notes.txt", b"text and \0 nothing", RefusalReason.DISGUISED, None, "text/plain"),
        ("shot.png", DOCX, RefusalReason.DISGUISED, "application/vnd.openxmlformats-officedocument", "image/png"),
        ("tool.exe", EXE, RefusalReason.TYPE_NOT_ALLOWED, "application/vnd.microsoft.portable-executable", None),
        ("tool", EXE, RefusalReason.TYPE_NOT_ALLOWED, "application/vnd.microsoft.portable-executable", None),
        ("letter.docx", DOCX, RefusalReason.TYPE_NOT_ALLOWED, "application/vnd.openxmlformats-officedocument", None),
        ("letter", DOCX, RefusalReason.TYPE_NOT_ALLOWED, "application/vnd.openxmlformats-officedocument", None),
        ("run.sh", b"echo", RefusalReason.TYPE_NOT_ALLOWED, "text/plain", "application/x-sh"),
        ("run.BAT", b"@echo off", RefusalReason.TYPE_NOT_ALLOWED, "text/plain", "application/x-bat"),
        ("run.ps1", b"Get-Item", RefusalReason.TYPE_NOT_ALLOWED, "text/plain", "application/x-powershell"),
        ("run.js ", b"alert()", RefusalReason.TYPE_NOT_ALLOWED, "text/plain", "text/javascript"),
        ("run.vbs\u200b", b"MsgBox", RefusalReason.TYPE_NOT_ALLOWED, "text/plain", "text/vbscript"),
        ("run", b"#!/usr/bin/env python3\n", RefusalReason.TYPE_NOT_ALLOWED, "application/x-script", None),
        ("drawing.svg", b"<svg >", RefusalReason.TYPE_NOT_ALLOWED, "image/svg+xml", "image/svg+xml"),
        ("song.ogg", OGG_SOUND, RefusalReason.TYPE_NOT_ALLOWED, "audio/ogg", "video/ogg"),
        ("film.ogv", OGG_SOUND, RefusalReason.DISGUISED, "audio/ogg", "video/ogg"),
        ("nothing", b"\0\x01\x02", RefusalReason.TYPE_NOT_ALLOWED, None, None),
    ],
)
def test_types_that_are_refused(
    tmp_path: Path, name: str, content: bytes, reason: RefusalReason, found_type: str | None, named_type: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refusal = refusal_of(path)
    assert (refusal.reason, refusal.found_type) == (reason, found_type)
    if named_type is not None:
        assert refusal.named_type == named_type


def test_a_text_is_looked_at_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "long.log"
    path.write_bytes(b"a line of a log\n" * 400_000)
    assert check_file(path).content_type == "text/plain"
    with path.open("ab") as stream:
        stream.write(EXE)
    assert refusal_of(path).reason is RefusalReason.DISGUISED


def test_exactly_the_limit_passes_and_one_byte_more_does_not(tmp_path: Path) -> None:
    path = tmp_path / "big.gz"
    path.write_bytes(GZIP)
    os.truncate(path, MAX_UPLOAD_BYTES)
    assert check_file(path).size_bytes == 30 * 1024 * 1024
    os.truncate(path, MAX_UPLOAD_BYTES + 1)
    refusal = refusal_of(path)
    assert (refusal.reason, refusal.size_bytes) == (RefusalReason.TOO_LARGE, MAX_UPLOAD_BYTES + 1)


def test_files_that_are_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.png"))
        (tmp_path / "folder.png").mkdir()
        (tmp_path / "empty.png").touch()
        (tmp_path / "loop.png").symlink_to("loop.png")
        (tmp_path / "dangling.png").symlink_to("nowhere")
        (tmp_path / "device.png").symlink_to("/dev/zero")
        (tmp_path / "file").touch()
        reasons = {
            name: refusal_of(tmp_path / name).reason
            for name in (
                "pipe.png",
                "socket.png",
                "folder.png",
                "empty.png",
                "loop.png",
                "dangling.png",
                "device.png",
                "gone.png",
                "file/below.png",
            )
        }
    assert reasons == {
        "pipe.png": RefusalReason.NOT_REGULAR,
        "socket.png": RefusalReason.NOT_REGULAR,
        "folder.png": RefusalReason.DIRECTORY,
        "empty.png": RefusalReason.EMPTY,
        "loop.png": RefusalReason.UNREADABLE,
        "dangling.png": RefusalReason.NOT_FOUND,
        "device.png": RefusalReason.NOT_REGULAR,
        "gone.png": RefusalReason.NOT_FOUND,
        "file/below.png": RefusalReason.NOT_FOUND,
    }


def test_a_link_that_the_user_chose_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(PNG)
    (tmp_path / "link.png").symlink_to("real.png")
    assert check_file(tmp_path / "link.png").name == "link.png"


def test_a_file_put_in_its_place_after_the_first_look_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(PNG)
    real_open = os.open

    def open_after_the_swap(*args: object, **kwargs: object) -> int:
        path.unlink()
        os.mkfifo(path)
        return real_open(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(os, "open", open_after_the_swap)
    assert refusal_of(path).reason is RefusalReason.NOT_REGULAR


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (Path("/tmp/two\nlines.png"), RefusalReason.NAME_HAS_CONTROL_CHARACTERS),
        (Path("/tmp/nul\0.png"), RefusalReason.NAME_HAS_CONTROL_CHARACTERS),
        (Path("/tmp/nul\0/a.png"), RefusalReason.NOT_FOUND),
        (Path("/tmp", "x" * 252 + ".png"), RefusalReason.NAME_TOO_LONG),
        (Path("/", *["deep"] * 2000, "a.png"), RefusalReason.NAME_TOO_LONG),
        (Path(os.fsdecode(b"/tmp/latin-\xe9.png")), RefusalReason.NAME_NOT_UNICODE),
    ],
    ids=["newline", "nul", "nul in folder", "long name", "long path", "not unicode"],
)
def test_names_that_cannot_be_sent(path: Path, reason: RefusalReason) -> None:
    assert refusal_of(path).reason is reason


@contextmanager
def unprivileged_folder() -> Iterator[Path]:
    """A folder that anybody may enter; inside the block we are somebody whom file modes bind, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    user_id = os.geteuid()
    try:
        yield folder
    finally:
        os.seteuid(user_id)
        shutil.rmtree(folder)


def give_up_root() -> None:
    if os.geteuid() == 0:
        os.seteuid(65534)


def test_a_file_without_permission_is_unreadable() -> None:
    with unprivileged_folder() as folder:
        (folder / "secret.png").write_bytes(PNG)
        (folder / "secret.png").chmod(0)
        (folder / "closed").mkdir()
        (folder / "closed" / "a.png").write_bytes(PNG)
        (folder / "closed").chmod(0)
        give_up_root()
        assert refusal_of(folder / "secret.png").reason is RefusalReason.UNREADABLE
        result = check_paths([folder])
        os.seteuid(os.getuid())
        (folder / "closed").chmod(0o755)
    assert [(refusal.path.name, refusal.reason) for refusal in result.refused] == [
        ("closed", RefusalReason.UNREADABLE),
        ("secret.png", RefusalReason.UNREADABLE),
    ]


def test_folders_are_opened_out_in_order_and_litter_is_left(tmp_path: Path) -> None:
    for name in ("b/2.png", "b/1.png", "b/.DS_Store", "b/Thumbs.db", "b/._1.png", "a.png", "B/c/d.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PNG)
    found = [path.relative_to(tmp_path).as_posix() for path in expand([tmp_path])]
    assert found == ["a.png", "B/c/d.png", "b/1.png", "b/2.png"]
    assert expand([tmp_path / "b" / ".DS_Store"]) == [tmp_path / "b" / ".DS_Store"]
    assert len(check_paths([tmp_path, tmp_path / "a.png", tmp_path]).accepted) == 4


def test_links_in_folders_neither_loop_nor_lead_out(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "private.png").write_bytes(PNG)
    (folder / "a.png").write_bytes(PNG)
    (folder / "inside.png").symlink_to("a.png")
    (folder / "loop").symlink_to(folder)
    (folder / "out.png").symlink_to(tmp_path / "private.png")
    os.mkfifo(folder / "pipe")
    result = check_paths([folder])
    assert [file.name for file in result.accepted] == ["a.png", "inside.png"]
    assert [(refusal.path.name, refusal.reason) for refusal in result.refused] == [
        ("loop", RefusalReason.NOT_REGULAR),
        ("out.png", RefusalReason.NOT_REGULAR),
        ("pipe", RefusalReason.NOT_REGULAR),
    ]


def test_empty_and_overfull_folders_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "FILES_IN_FOLDERS_MAX", 3)
    for folder, count in (("full", 4), ("ok", 2), ("also", 2), ("more", 2), ("empty", 0)):
        (tmp_path / folder).mkdir()
        for number in range(count):
            (tmp_path / folder / f"{number}.png").write_bytes(PNG)
    folders = [tmp_path / folder for folder in ("full", "ok", "also", "more", "empty")]
    result = check_paths([*folders, tmp_path / "ok" / "0.png"])
    assert [file.path.parent.name for file in result.accepted] == ["ok", "ok"]
    assert [(refusal.path.name, refusal.reason) for refusal in result.refused] == [
        ("full", RefusalReason.TOO_MANY_FILES),
        ("also", RefusalReason.TOO_MANY_FILES),
        ("more", RefusalReason.TOO_MANY_FILES),
        ("empty", RefusalReason.EMPTY),
    ]


def test_one_bad_file_does_not_spoil_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.png").write_bytes(PNG)
    (tmp_path / "bad.png").write_bytes(EXE)
    result = check_paths([tmp_path / "bad.png", tmp_path / "gone.png", tmp_path / "good.png"])
    assert [file.name for file in result.accepted] == ["good.png"]
    assert [refusal.reason for refusal in result.refused] == [RefusalReason.DISGUISED, RefusalReason.NOT_FOUND]
