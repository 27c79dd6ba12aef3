"""Jobs for HTML, archives and PDF, called in this process; tests/gui/preview tries them in the one that they are made for."""

from __future__ import annotations

import gzip
import io
import re
import struct
import tarfile
import time
import zipfile
from typing import Any

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from tests.gui.preview.corpus import documents
from toptickets_desktop.decoding.archive_jobs import ENTRIES_SHOWN_MAX, UNPACKED_BYTES_MAX, archive_list, archive_member
from toptickets_desktop.decoding.html_jobs import PIECE_COST_MAX, SHOWN_CHARACTERS_MAX, TABLE_DEPTH_MAX, TAGS, decode_html, inert_html
from toptickets_desktop.decoding.pdf_jobs import pdf_info, pdf_page, pdf_search, pdf_text
from toptickets_desktop.decoding.results import Refused, Result, Source


def source(data: bytes) -> Source:
    return Source(io.BytesIO(data), len(data))


def listing(data: bytes) -> dict[str, Any]:
    return next(archive_list(source(data), {})).facts


def member(data: bytes, index: int) -> bytes:
    return next(archive_member(source(data), {"index": index})).data


def problem(data: bytes, index: int = 0) -> str:
    with pytest.raises(Refused) as refused:
        member(data, index)
    return refused.value.problem


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def seven_zipped(members: dict[str, bytes], **options: Any) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return buffer.getvalue()


# --- HTML ---------------------------------------------------------------------------------------------------------------


def _inert(markup: str) -> tuple[str, bool]:
    pieces, is_cut_short = inert_html(markup)
    return "".join(pieces), is_cut_short


def test_nothing_that_acts_or_fetches_is_left() -> None:
    markup = """<html><head><title>t</title><style>p{background:url(http://x/)}</style><script>alert(1)</script></head>
        <body onload=x() background="http://x/"><p style="color:red" onclick=y()>Hello</p><iframe src="file:///etc/passwd"></iframe>
        <form action="http://x/"><input value="typed"><button>Send</button></form><link rel=stylesheet href=http://x/>
        <img src="http://x/pixel.gif" alt="a pixel"><object data=x></object><svg><script>z()</script></svg><base href=http://x/>
        <meta http-equiv=refresh content="0;url=http://x/"><a href="javascript:alert(1)">odd</a></body></html>"""

    inert, is_cut_short = _inert(markup)

    assert not is_cut_short
    assert "Hello" in inert
    assert "[a pixel]" in inert
    assert not re.search(r"script|style|onclick|onload|src=|href|iframe|form|input|alert|url\(|http:", inert)


def test_links_say_where_they_lead() -> None:
    inert, _ = _inert(
        '<a href="https://evil.example/login">https://bank.example</a> <a href="https://same.example">https://same.example</a>'
    )

    assert inert == "https://bank.example <small>[https://evil.example/login]</small> https://same.example"


def test_hidden_characters_are_made_visible() -> None:
    assert _inert("<p>invoice\u202egpj.exe</p>")[0] == "<p>invoice⟨U+202E⟩gpj.exe</p>"


def test_deep_and_long_markup_is_kept_small() -> None:
    nested, _ = _inert("<table><tr><td>" * 200 + "inside")
    long, is_cut_short = _inert("<p>words and words</p>" * 50_000)

    assert "inside" in nested
    assert nested.count("<table>") == TABLE_DEPTH_MAX
    assert is_cut_short
    assert len(long) < SHOWN_CHARACTERS_MAX * 1.1


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr>" + "<td>x</td>" * 3_000 + "</tr></table>",
        "<table>" + ("<tr>" + "<td colspan=20 rowspan=20>x</td>" * 5 + "</tr>") * 500 + "</table>",
        "<ul>" + "<li>x</li>" * 3_000 + "</ul>",
        "words " * 20_000,
    ],
    ids=["cells", "spans", "items", "words"],
)
def test_what_takes_long_to_lay_out_comes_in_pieces_that_stand_alone(markup: str) -> None:
    pieces, _ = inert_html(markup)

    assert len(pieces) > 2
    for piece in pieces:
        assert len(piece) <= PIECE_COST_MAX * 1.1
        assert piece.count("<td") <= PIECE_COST_MAX / 200
        for tag in ("table", "tr", "td", "ul", "li"):
            assert len(re.findall(f"<{tag}[ >]", piece)) == piece.count(f"</{tag}>")


def test_absurd_nesting_is_cut_off_before_a_tree_is_built() -> None:
    begun_s = time.process_time()
    inert, is_cut_short = _inert("<p>first</p>" + "<div>" * 200_000 + "x")

    assert "first" in inert
    assert is_cut_short
    assert time.process_time() - begun_s < 1.0


def test_a_tree_of_pages_with_a_loop_is_refused_before_it_is_walked() -> None:
    loop = documents.pages(1)
    loop[2] = b"<< /Type /Pages /Kids [2 0 R 10 0 R] /Count 99999999 >>"

    with pytest.raises(Refused, match="damaged"):
        list(pdf_info(source(documents.pdf(loop)), {}))


@given(
    st.lists(
        st.sampled_from(
            [
                *(f"<{tag}>" for tag in sorted(TAGS)),
                *(f"</{tag}>" for tag in sorted(TAGS)),
                "<a href=x>",
                "</a>",
                "<img alt='<b>'>",
                "w&amp;",
                "<!--",
            ]
        )
    )
)
@settings(max_examples=60)
def test_any_markup_becomes_tags_of_the_list_only(parts: list[str]) -> None:
    inert, _ = _inert("".join(parts))

    assert set(re.findall(r"</?([a-z0-9]+)", inert)) <= TAGS
    assert _inert(inert)[0] == inert or "<" in inert


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_html_is_read_in_its_encoding(encoding: str) -> None:
    assert "é" in decode_html(f'<meta charset="{encoding}"><p>é'.encode(encoding))


# --- archives -----------------------------------------------------------------------------------------------------------


def test_a_zip_is_listed_and_its_members_are_read() -> None:
    data = zipped(**{"logs/a.log": b"one\n" * 100, "b.txt": b"two", "empty/": b""})

    facts = listing(data)

    assert facts["format"] == "zip"
    assert [(entry[0], entry[1], entry[4]) for entry in facts["entries"]] == [
        ("logs/a.log", 400, False),
        ("b.txt", 3, False),
        ("empty/", 0, True),
    ]
    assert not facts["is_suspicious"]
    assert member(data, 1) == b"two"
    assert problem(data, 2) == "folder"
    assert problem(data, 3) == "damaged"


def test_hostile_names_are_names_only() -> None:
    data = zipped(**{"../../etc/passwd": b"x", "C:\\evil.exe": b"y", "a\u202eb": b"z"})

    assert [entry[0] for entry in listing(data)["entries"]] == ["../../etc/passwd", "C:\\evil.exe", "a\u202eb"]
    assert member(data, 0) == b"x"


def test_a_7z_is_listed_and_its_members_are_read() -> None:
    data = seven_zipped({"a/b.txt": b"hello", "c.log": b"second" * 10})

    assert [(entry[0], entry[1]) for entry in listing(data)["entries"]] == [("a/b.txt", 5), ("c.log", 60)]
    assert member(data, 1) == b"second" * 10


def test_protected_archives_say_so() -> None:
    data = seven_zipped({"a.txt": b"hello"}, password="secret")
    assert [entry[5] for entry in listing(data)["entries"]] == [True]
    assert problem(data) == "encrypted"
    with pytest.raises(Refused, match="encrypted"):
        listing(seven_zipped({"a.txt": b"hello"}, password="secret", header_encryption=True))
    zip_data = bytearray(zipped(a=b"hello"))
    for signature, flags_at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        zip_data[zip_data.index(signature) + flags_at] |= 1
    assert [entry[5] for entry in listing(bytes(zip_data))["entries"]] == [True]
    assert problem(bytes(zip_data)) == "encrypted"


def test_gzip_has_one_member_and_a_tar_in_it_many() -> None:
    data = gzip.compress(b"log line\n" * 10)
    assert [entry[1] for entry in listing(data)["entries"]] == [90]
    assert member(data, 0) == b"log line\n" * 10

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        info = tarfile.TarInfo("x/y.txt")
        info.size = 3
        tar.addfile(info, io.BytesIO(b"abc"))
    assert listing(buffer.getvalue())["format"] == "tar"
    assert member(buffer.getvalue(), 0) == b"abc"


def test_a_gzip_bomb_is_not_unpacked_further_than_the_limit() -> None:
    data = gzip.compress(bytes(UNPACKED_BYTES_MAX + 1_000_000), 1)

    assert listing(data)["is_suspicious"]
    assert problem(data) == "too_large"


def test_members_that_share_bytes_are_a_bomb() -> None:
    data = zipped(a=b"x" * 1000, b=b"y" * 1000)
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    overlapping = data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]

    assert listing(overlapping)["is_suspicious"]
    assert problem(overlapping) == "suspicious"


def test_a_member_that_claims_little_and_unpacks_to_much_is_stopped() -> None:
    data = bytearray(zipped(a=bytes(40_000_000)))
    for signature, size_at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = data.index(signature) + size_at
        data[at : at + 4] = struct.pack("<I", 100)

    assert problem(bytes(data)) in {"damaged", "too_large"}
    assert problem(zipped(a=bytes(40_000_000))) == "too_large"


def test_an_archive_of_very_many_members_is_listed_in_part() -> None:
    data = zipped(**{f"{i}.txt": b"" for i in range(ENTRIES_SHOWN_MAX + 5)})

    facts = listing(data)

    assert len(facts["entries"]) == ENTRIES_SHOWN_MAX
    assert facts["entry_count"] == ENTRIES_SHOWN_MAX + 5


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\3\4" + b"\0" * 100, b"7z\xbc\xaf\x27\x1c" + b"\0" * 10, b"\x1f\x8b\x08junk", gzip.compress(b"x" * 99)[:-6]]
)
def test_damaged_archives_are_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="damaged"):
        listing(data)


# --- PDF ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdf(qapp: QApplication) -> bytes:
    return make_pdf(["Invoice number 1 for TopTickets", "second page", "the last invoice  number"])


def make_pdf(pages: list[str]) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    for i, words in enumerate(pages):
        if i:
            writer.newPage()
        painter.drawText(500, 500, words)
    painter.end()
    return bytes(buffer.data().data())


def test_pages_are_counted_drawn_and_read(pdf: bytes) -> None:
    info = next(pdf_info(source(pdf), {})).facts
    page: Result = next(pdf_page(source(pdf), {"page": 1, "width": 300}))
    text = next(pdf_text(source(pdf), {"page": 0})).facts

    assert info["page_count"] == 3
    assert page.pictures[0].width() == 300
    assert text["text"] == "Invoice number 1 for TopTickets"
    assert [text["text"][word[0] : word[0] + word[1]] for word in text["words"]] == ["Invoice", "number", "1", "for", "TopTickets"]
    assert all(word[4] > 0 and word[5] > 0 for word in text["words"])


def test_words_are_found_on_all_pages(pdf: bytes) -> None:
    results = [result.facts for result in pdf_search(source(pdf), {"words": "INVOICE number"})]

    assert [(facts["page"], len(facts["matches"])) for facts in results] == [(0, 1), (2, 1), (-1, 0)]
    assert len(results[0]["matches"][0]) == 1, "one box for one line"


@pytest.mark.parametrize("page", [-1, 3])
def test_a_page_that_is_not_there_is_refused(pdf: bytes, page: int) -> None:
    with pytest.raises(Refused):
        next(pdf_page(source(pdf), {"page": page, "width": 100}))


@pytest.mark.parametrize("cut", [0, 4, 300])
def test_damaged_documents_are_refused(pdf: bytes, cut: int) -> None:
    with pytest.raises(Refused, match="damaged"):
        next(pdf_info(source(pdf[:cut]), {}))
