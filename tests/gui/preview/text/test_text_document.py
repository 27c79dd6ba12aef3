from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.gui.preview.text.encodings import detect_encoding
from toptickets_desktop.gui.preview.text.log_lines import LogLevel, find_problems, level_of
from toptickets_desktop.gui.preview.text.text_document import ROW_BYTES_MAX, TextLoadingCancelled, load_text
from toptickets_desktop.gui.preview.text.text_search import find_matches

_PIECES = ["\n", "\r\n", "\r", "a", "ß€😀", "words " * 20, "x" * 5000, "日本" * 900, "\0"]
texts = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@given(texts)
def test_rows_hold_the_whole_text_and_are_never_too_long(text: str) -> None:
    document = load_text(text.encode(), "utf-8")

    rows = [document.data[document.row_start(row) : document.row_end(row)] for row in range(document.row_count)]
    assert b"".join(rows) == text.encode()
    assert all(len(row) <= ROW_BYTES_MAX + 2 for row in rows)
    assert document.line_count == max(1, len(re.findall(r"\r\n|\r|\n|[^\r\n]+(?:\r\n|\r|\n|\Z)", text)))
    lines = [document.line_number(row) for row in range(document.row_count)]
    assert lines == sorted(lines)
    assert lines[-1] == document.line_count
    for row in range(document.row_count):
        assert "\ufffd" not in document.row_text(row)
        assert document.row_at(document.row_start(row)) == row
        length = len(document.row_text(row))
        assert document.character_at(row, document.offset_of(row, length)) == length


@given(st.binary(max_size=3000))
def test_any_bytes_are_some_text(data: bytes) -> None:
    document = load_text(data)

    assert document.row_count >= 1
    assert [document.row_text(row) for row in range(document.row_count)]


def test_lines_that_end_where_pieces_are_read_are_counted_once() -> None:
    line = b"a" * 1023 + b"\r\n"
    for shift in range(3):
        document = load_text(b"b" * shift + line * 1000)
        assert document.line_count == document.row_count == 1000


def test_one_line_of_many_megabytes_has_one_number() -> None:
    document = load_text(b"[" + b'{"a": 1}, ' * 300_000 + b"]")

    assert document.line_count == 1
    assert document.line_number(document.row_count - 1) == 1
    assert document.is_continuation(1)
    assert not document.is_continuation(0)


def test_loading_can_be_given_up() -> None:
    with pytest.raises(TextLoadingCancelled):
        load_text(b"line\n" * 100, is_cancelled=lambda: True)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Grüße an Zoë, 3 € 😀"),
        ("utf-16-le", "plain words in wide characters"),
        ("utf-16-be", "plain words in wide characters"),
        ("cp1251", "Привет, мир. Это письмо написано на русском языке, и его надо прочитать." * 4),
        ("cp932", "これは日本語のログファイルです。エラーが発生しました。" * 4),
    ],
)
def test_encodings_are_recognised(encoding: str, text: str) -> None:
    assert detect_encoding(text.encode(encoding)) == encoding
    assert load_text(text.encode(encoding)).row_text(0) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_mark_at_the_beginning_decides_and_is_not_shown(mark: bytes, encoding: str) -> None:
    assert load_text(mark + "é1".encode(encoding)).row_text(0) == "é1"


def test_a_text_is_read_as_what_the_user_says() -> None:
    document = load_text("naïve".encode("cp1252"), "utf-8")

    assert document.row_text(0) == "na\ufffdve"
    assert document.encoding == "utf-8"


@given(texts, st.sampled_from(["a", "words", "ß", "日本日", "xx", "s w"]))
def test_matches_are_all_that_a_plain_search_finds(text: str, words: str) -> None:
    document = load_text(text.encode(), "utf-8")

    found = [document.data[start:end].decode() for batch in find_matches(document, words, matches_case=True) for start, end in batch]

    assert found == [words] * text.count(words)


def test_matches_over_the_border_of_pieces_are_found_once() -> None:
    for shift in range(24):
        data = b"." * (128 * 1024 - shift) + b"needle in hay" + b"." * 1000
        matches = [match for batch in find_matches(load_text(data), "NEEDLE in") for match in batch]
        assert matches == [(128 * 1024 - shift, 128 * 1024 - shift + 9)]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("2026-11-24 20:14:02,117 ERROR worker failed", LogLevel.ERROR),
        ("[error] 1234#0: upstream timed out", LogLevel.ERROR),
        ("time=2026-11-24 level=error msg=x", LogLevel.ERROR),
        ('{"level":"fatal","msg":"x"}', LogLevel.ERROR),
        ('{"level":50,"msg":"x"}', LogLevel.ERROR),
        ("Traceback (most recent call last):", LogLevel.ERROR),
        ("ValueError: no such thing", LogLevel.ERROR),
        ("Caused by: java.lang.IllegalStateException: closed", LogLevel.ERROR),
        ("error: linker command failed", LogLevel.ERROR),
        ("FATAL:  role does not exist", LogLevel.ERROR),
        ("2026-11-24 WARN  disk nearly full", LogLevel.WARNING),
        ("level=warning msg=x", LogLevel.WARNING),
        ("x.py:3: DeprecationWarning: old", LogLevel.WARNING),
        ("INFO 0 errors, 0 warnings", None),
        ("GET /terror/error.html 200", None),
        ("alerting is on", None),
        ("", None),
    ],
)
def test_levels_are_recognised_as_loggers_write_them(line: str, level: LogLevel | None) -> None:
    assert level_of(line) is level
    problems = find_problems(load_text(f"first\n{line}\n".encode()))
    assert list(problems.rows) == ([] if level is None else [1])


def test_problems_are_counted_over_all_pieces() -> None:
    document = load_text(b"".join(b"%07d %s something happened here\n" % (i, b"ERROR" if i % 10 == 3 else b"INFO") for i in range(20_000)))

    problems = find_problems(document)

    assert [*problems.rows] == [*range(3, 20_000, 10)]
    assert problems.error_count == 2000
    assert problems.warning_count == 0
