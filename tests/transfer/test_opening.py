"""What opens with one gesture: only what shows something, and says so in name and content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.transfer.opening import Nature, judge, judge_file


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return buffer.getvalue()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TEXT = "Grüße aus dem Protokoll\n".encode()
MP4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(32)

# Twelve that can act, then eight that cannot.
ACTING = {
    "PE": b"MZ\x90\0" + bytes(128),
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(64),
    "Mach-O": b"\xcf\xfa\xed\xfe" + bytes(64),
    "shell script": b"#!/bin/sh\nrm -rf ~\n",
    "batch": b"@echo off\r\ndel *.*\r\n",
    "desktop entry": b"# a comment\n[Desktop Entry]\nType=Application\nExec=sh\n",
    "shell link": b"L\0\0\0\x01\x14\x02\0" + bytes(64),
    "HTML": b"\xef\xbb\xbf <!DOCTYPE html><script>1</script>",
    "HTML in UTF-16": b"\xff\xfe" + "<html><script>1</script>".encode("utf-16-le"),
    "SVG": b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "jar": zipped("a.txt", "META-INF/MANIFEST.MF", "Main.class"),
    "macros": zipped("[Content_Types].xml", "word/vbaProject.bin"),
}
SHOWING = {
    "PNG": PNG,
    "JPEG": JPEG,
    "PDF": PDF,
    "text": TEXT,
    "MP4": MP4,
    "zip": zipped("a.txt"),
    "gzip": b"\x1f\x8b\x08" + bytes(32),
    "nothing known": bytes(range(256)),
}
CONTENTS = {**ACTING, **SHOWING}
ENDINGS = [
    ".exe", ".com", ".scr", ".pif", ".dll", ".msi", ".msix", ".appx", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse",
    ".wsf", ".hta", ".lnk", ".url", ".reg", ".inf", ".jar", ".sh", ".run", ".py", ".pl", ".rb", ".php", ".desktop",
    ".appimage", ".deb", ".rpm", ".flatpakref", ".dmg", ".pkg", ".command", ".app", ".scpt", ".terminal", ".webloc", ".iso",
    ".docm", ".xlsm", ".pptm", ".doc", ".xls", ".html", ".svg", ".xhtml", ".mht", ".png", ".jpg", ".gif", ".pdf", ".txt",
    ".log", ".mp4", ".zip", ".gz", ".csv",
]  # fmt: skip
# What may open at once, by hand: nothing else may.
AT_ONCE = {
    (".png", "PNG"),
    (".jpg", "JPEG"),
    (".pdf", "PDF"),
    (".txt", "text"),
    (".log", "text"),
    (".csv", "text"),
    (".mp4", "MP4"),
    (".zip", "zip"),
    (".gz", "gzip"),
}


def test_sixty_endings_by_twenty_contents_open_nothing_that_acts() -> None:
    assert (len(ENDINGS), len(set(ENDINGS)), len(CONTENTS)) == (60, 60, 20)
    at_once = {
        (ending, kind)
        for ending in ENDINGS
        for kind, content in CONTENTS.items()
        if judge(f"invoice{ending}", io.BytesIO(content)).opens_at_once
    }
    assert at_once == AT_ONCE


@pytest.mark.parametrize("disguise", ["a.pdf.exe", "a.PDF.EXE", "a.exe.", "a.exe ", "a.e\u200bxe", "gpj\u202e.exe", "a.exe. ."])
@pytest.mark.parametrize("content", [PDF, PNG, TEXT], ids=["PDF", "PNG", "text"])
def test_a_program_by_name_is_one_whatever_it_hides_behind(disguise: str, content: bytes) -> None:
    judgement = judge(disguise, io.BytesIO(content))
    assert judgement.nature is Nature.PROGRAM
    assert not judgement.may_be_opened


@pytest.mark.parametrize(
    ("name", "content", "nature", "real_type", "may_be_opened"),
    [
        ("photo.png", ACTING["PE"], Nature.PROGRAM, "application/vnd.microsoft.portable-executable", False),
        ("notes.txt", ACTING["shell script"], Nature.SCRIPT, "application/x-script", False),
        ("link.txt", b"[InternetShortcut]\r\nURL=file:///\r\n", Nature.SHORTCUT, "application/x-mswinurl", False),
        ("page.html", TEXT, Nature.WEB_PAGE, "text/html", True),
        ("drawing.svg", ACTING["SVG"], Nature.DRAWING, "image/svg+xml", True),
        ("letter.docm", ACTING["macros"], Nature.MACROS, "application/vnd.ms-office.macroenabled", True),
        ("letter.docx", ACTING["macros"], Nature.MACROS, "application/vnd.ms-office.macroenabled", True),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), Nature.MACROS, "application/x-ole-storage", True),
        ("a.jpg", PNG, Nature.DISGUISED, "image/png", False),
        ("a.pdf", bytes(range(256)), Nature.UNKNOWN, None, True),
        ("readme.md", TEXT, Nature.UNKNOWN, "text/plain", True),
        ("movie.mov", MP4, Nature.HARMLESS, "video/mp4", True),
        ("no ending", PDF, Nature.UNKNOWN, "application/pdf", True),
        ("late.txt", b"a" * 100_000 + b"\0", Nature.UNKNOWN, None, True),
        ("empty.txt", b"", Nature.HARMLESS, "text/plain", True),
    ],
)
def test_known_cases(name: str, content: bytes, nature: Nature, real_type: str | None, may_be_opened: bool) -> None:
    judgement = judge(name, io.BytesIO(content))
    assert (judgement.nature, judgement.real_type, judgement.may_be_opened) == (nature, real_type, may_be_opened)


@given(st.binary(max_size=300), st.sampled_from(ENDINGS), st.sampled_from(list(CONTENTS)))
def test_any_bytes_give_a_judgement(tail: bytes, ending: str, kind: str) -> None:
    for content in (tail, CONTENTS[kind] + tail, CONTENTS[kind][: len(tail)]):
        judgement = judge(f"a{ending}", io.BytesIO(content))
        assert not judgement.opens_at_once or judgement.may_be_opened


def test_links_and_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(LocalFileError):
        judge_file(tmp_path / "link.txt")
    with pytest.raises(LocalFileError):
        judge_file(tmp_path / "gone.txt")
    assert judge_file(tmp_path / "a.txt").opens_at_once
