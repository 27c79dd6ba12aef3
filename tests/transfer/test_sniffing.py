"""Content is told from bytes: the listed types, what commonly disguises itself, and texts that look like something else."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.file_rules import type_of_name
from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.transfer.sniffing import HEAD_BYTES, has_pdf_header, is_text, sniff

SAMPLES = [path for path in sorted(samples_folder().iterdir()) if path.suffix != ".toml"]


def zip_of(*names: str, first_content: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for index, name in enumerate(names):
            archive.writestr(name, first_content if index == 0 else b"x")
    return stream.getvalue()


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    brands = b"".join(compatible)
    return struct.pack(">I4s4sI", 16 + len(brands), b"ftyp", major, 512) + brands + b"\0\0\0\x08free" + bytes(50)


def ogg(*payloads: bytes) -> bytes:
    pages = b"".join(b"OggS\0\x02" + bytes(20) + bytes([1, len(payload)]) + payload for payload in payloads)
    return pages + b"OggS\0\0" + bytes(20) + b"\0"


def ebml(doc_type: bytes) -> bytes:
    content = b"\x42\x86\x81\x01\x42\x82" + bytes([0x80 | len(doc_type)]) + doc_type
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(content)]) + content + bytes(20)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_real_files_of_every_type(path: Path) -> None:
    found = sniff(path.read_bytes()[:HEAD_BYTES])
    named = type_of_name(path.name)
    assert found == named


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"MZ\x90\0\x03" + bytes(60), "application/vnd.microsoft.portable-executable"),
        (Path(sys.executable).resolve().read_bytes()[:64], "application/x-executable"),
        (b"\xcf\xfa\xed\xfe\x07\0\0\x01", "application/x-mach-binary"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02" + bytes(30), "application/x-mach-binary"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(30), "application/java-vm"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(60), "application/x-ms-shortcut"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "application/x-ole-storage"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (b"BM\x36\0\0\0\0\0\0\0", "image/bmp"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"SQLite format 3\0" + bytes(60), "application/vnd.sqlite3"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0", "audio/wav"),
        (b"RIFF\x24\0\0\0????", None),
        (b"a.txt" + bytes(252) + b"ustar\x0000", "application/x-tar"),
        (b"PK\x05\x06" + bytes(18), "application/zip"),
        (zip_of("a.txt"), "application/zip"),
        (zip_of("[Content_Types].xml", "word/document.xml"), "application/vnd.openxmlformats-officedocument"),
        (zip_of("META-INF/MANIFEST.MF"), "application/java-archive"),
        (zip_of("res/a.png", "AndroidManifest.xml"), "application/vnd.android.package-archive"),
        (zip_of("mimetype", first_content=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        (zip_of("mimetype", first_content=b"application/epub+zip"), "application/epub+zip"),
        (zip_of("mimetype", first_content=b"anything\nelse"), "application/zip"),
        (ftyp(b"isom", b"avc1"), "video/mp4"),
        (ftyp(b"iso6"), "video/mp4"),
        (ftyp(b"qt  "), "video/quicktime"),
        (ftyp(b"heic", b"mif1"), "image/heic"),
        (ftyp(b"mif1", b"avif"), "image/avif"),
        (ftyp(b"avif"), "image/avif"),
        (ftyp(b"M4A ", b"isom"), "audio/mp4"),
        (ftyp(b"3gp5", b"isom"), "video/mp4"),
        (ftyp(b"3gp5", b"3gp4"), "video/3gpp"),
        (ftyp(b"what", b"ever"), None),
        (b"\0\0\0\x20moov" + bytes(30), "video/quicktime"),
        (ebml(b"webm"), "video/webm"),
        (ebml(b"matroska"), "video/x-matroska"),
        (b"\x1a\x45\xdf\xa3" + bytes(20), None),
        (ogg(b"\x80theora\x03\x02"), "video/ogg"),
        (ogg(b"\x01vorbis\0", b"\x80theora\x03"), "video/ogg"),
        (ogg(b"fishead\0", b"OpusHead\x01"), "audio/ogg"),
        (ogg(b"unknown\0"), None),
        (b"junk\0\x01" + b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.7\n", "application/pdf"),
        (b"\x00\x01\x02 anything", None),
        (b"#!/bin/sh\nrm -rf ~\n", "application/x-script"),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<?xml version='1.0'?>\n<orders/>", "text/plain"),
        (b"  \n<!DOCTYPE html><html>", "text/html"),
        (b"<P>hello", "text/html"),
        (b"<plaintext is not a paragraph", "text/plain"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"%!PS-Adobe-3.0", "application/postscript"),
        ("\ufeff<html>".encode("utf-16-le"), "text/html"),
        ("\ufeffGrüße".encode("utf-16-be"), "text/plain"),
        (b"MZ is how the message began", "text/plain"),
        (b"BM, BZh, ID3 and GIF89a are marks", "text/plain"),
        (b"Get free and wide: moov", "text/plain"),
        ("naïve – “quoted”".encode("cp1252"), "text/plain"),
        ("こんにちは".encode("shift-jis"), "text/plain"),
        (b"\x1b[31mred\x1b[0m\r\n", "text/plain"),
        (b"", "text/plain"),
    ],
)
def test_heads(head: bytes, expected: str | None) -> None:
    assert sniff(head) == expected


def test_a_text_may_quote_a_pdf_header() -> None:
    head = b"The file begins with %PDF-1.7 as usual"
    assert sniff(head) == "text/plain"
    assert has_pdf_header(head)
    assert not has_pdf_header(b" " * 1100 + b"%PDF-1.7")


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=200), st.sampled_from(["utf-8", "utf-16"]), st.integers(1, 50)
)
def test_text_is_text_however_it_is_cut_into_blocks(text: str, encoding: str, block_bytes: int) -> None:
    data = text.encode(encoding)
    # The first block holds the mark, as a head of 64 KiB does.
    blocks = [data[:2], *(data[index : index + block_bytes] for index in range(2, len(data), block_bytes))]
    assert is_text(blocks)
    assert not is_text([*blocks, "\0".encode("utf-16-le" if encoding == "utf-16" else encoding)])


def test_broken_utf_16_is_no_text() -> None:
    assert not is_text([b"\xff\xfe", b"\x00\xdc\x00\xdc"])


@given(st.binary(max_size=600))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert sniff(data) is None or "/" in (sniff(data) or "")
