"""Names for saved files: hostile ones become harmless, honest ones stay as they are."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.transfer.local_names import names_to_try, numbered, part_name, safe_name, same_name_key, split_ending

NASTY = st.lists(
    st.one_of(
        st.characters(),
        st.sampled_from(
            [*'./\\:*?"<>| \t\n\0~$', "\u202e", "\u200b", "\ud800", "\u2028", "\u0301", "\u00a0", "CON", "com1", ".tar", ".gz"]
        ),
        st.integers(1, 300).map(lambda count: "é" * count),
    ),
    max_size=60,
).map("".join)
FORBIDDEN = set('/\\:*?"<>|')


def assert_harmless(name: str) -> None:
    assert name not in {"", ".", ".."}
    assert not set(name) & FORBIDDEN
    assert not {unicodedata.category(character) for character in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(name.encode()) <= 255
    assert name == name.strip()
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert unicodedata.is_normalized("NFC", name)
    stem = name.split(".", maxsplit=1)[0].rstrip().upper()
    assert stem not in {"CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³")}
    assert Path("folder", name).parent == Path("folder")


@given(NASTY)
def test_any_text_becomes_a_harmless_name_and_stays_it(filename: str) -> None:
    name = safe_name(filename)
    assert_harmless(name)
    assert safe_name(name) == name


@given(NASTY, st.integers(2, 10_000))
def test_numbered_names_and_parts_are_harmless_too(filename: str, number: int) -> None:
    name = safe_name(filename)
    next_name = numbered(name, number)
    assert_harmless(next_name)
    assert f" ({number})" in next_name
    assert split_ending(next_name)[1] == split_ending(name)[1]
    part = part_name(name, "0123abcd")
    assert part.startswith(".")
    assert part.endswith(".0123abcd.part")
    assert len(part.encode()) <= 255


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=300), st.sampled_from([".png", ".tar.gz", ".7z", ".html"]))
def test_the_ending_survives_any_shortening(stem: str, ending: str) -> None:
    assert safe_name(stem + ending).endswith(ending)


@pytest.mark.parametrize(
    ("filename", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("Bildschirmfoto 2024-05-01 um 10.11.12.png", "Bildschirmfoto 2024-05-01 um 10.11.12.png"),
        ("日本語の説明書.pdf", "日本語の説明書.pdf"),
        ("smile 😀.png", "smile 😀.png"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\evil.txt", "evil.txt"),
        ("folder/", "folder"),
        ('say "hi": *.txt', "say _hi__ _.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("two\nlines\t.txt", "twolines.txt"),
        ("CON", "CON_"),
        ("nul.tar.gz", "nul_.tar.gz"),
        ("nul .txt", "_nul .txt"),
        ("co\u200bn.txt", "con_.txt"),
        (".bashrc", "_.bashrc"),
        ("trailing. . .", "trailing"),
        ("", "attachment"),
        (".", "attachment"),
        ("..", "attachment"),
        ("///", "attachment"),
        ("\u202e", "attachment"),
        ("a" * 300 + ".tar.gz", "a" * 248 + ".tar.gz"),
        ("é" * 200 + ".png", "é" * 125 + ".png"),
    ],
)
def test_known_cases(filename: str, expected: str) -> None:
    assert safe_name(filename) == expected


def test_the_fallback_can_be_chosen() -> None:
    assert safe_name("..", fallback="download") == "download"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.png", ".png"),
        ("a.tar.gz", ".tar.gz"),
        ("A.TAR.BZ2", ".TAR.BZ2"),
        (".png", ""),
        ("no ending", ""),
        ("Dr. Smith", ""),
        ("a." + "x" * 40, ""),
        (".tar.gz", ""),
    ],
)
def test_endings(name: str, ending: str) -> None:
    assert split_ending(name) == (name.removesuffix(ending) if ending else name, ending)


def test_numbers_start_at_two() -> None:
    assert list(names_to_try("a.tar.gz", 3)) == ["a.tar.gz", "a (2).tar.gz", "a (3).tar.gz"]


def test_names_that_some_file_system_takes_for_one_have_one_key() -> None:
    assert len({same_name_key(name) for name in ("Café.TXT", "cafe\u0301.txt", "CAFÉ.txt")}) == 1
    assert same_name_key("a.txt") != same_name_key("b.txt")


def test_a_part_of_a_name_that_is_no_unicode_has_one_that_is() -> None:
    assert part_name(os.fsdecode(b"a\xff.gz"), "0123abcd") == ".a.gz.0123abcd.part"
