"""The limits and lists of the service, and what names tell."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.errors import RefusalReason
from toptickets_desktop.domain.file_rules import (
    ALLOWED_TYPES,
    MAX_UPLOAD_BYTES,
    canonical_type,
    ending_of,
    is_allowed_type,
    other_type_of_name,
    refusal_of_name,
    type_of_name,
)


def test_the_limits_are_the_documented_ones() -> None:
    assert MAX_UPLOAD_BYTES == 31_457_280
    assert set(ALLOWED_TYPES) == {
        *("text/plain", "text/html", "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"),
        *("video/mp4", "video/webm", "video/ogg", "video/quicktime", "application/zip", "application/x-7z-compressed", "application/gzip"),
    }


def test_every_ending_names_one_type_and_no_ending_is_both_taken_and_not() -> None:
    endings = [ending for endings in ALLOWED_TYPES.values() for ending in endings]
    assert len(endings) == len(set(endings))
    for mime, own in ALLOWED_TYPES.items():
        for ending in own:
            assert (type_of_name(f"a{ending}"), other_type_of_name(f"a{ending}")) == (mime, None)


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("image/png", "image/png"),
        ("Image/PNG; charset=binary", "image/png"),
        ("application/x-gzip", "application/gzip"),
        ("application/x-zip-compressed", "application/zip"),
        ("image/jpg", "image/jpeg"),
        ("application/x-msdownload", "application/x-msdownload"),
        ("", ""),
    ],
)
def test_types_have_one_name(content_type: str, expected: str) -> None:
    assert canonical_type(content_type) == expected
    assert is_allowed_type(content_type) == (expected in ALLOWED_TYPES)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PNG", ".png"),
        ("a.tar.gz", ".gz"),
        ("a", ""),
        (".png", ""),
        ("...png", ""),
        ("a.", ""),
        ("a.js. .", ".js"),
        ("a.js\u200b", ".js"),
        ("exe\u202egnp.js", ".js"),
    ],
)
def test_the_ending_is_what_people_see_at_the_end(name: str, ending: str) -> None:
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("name", "mime"), [("a.docx", None), ("a.exe", None), ("A.JPG", "image/jpeg"), ("a.log", "text/plain"), ("a", None)]
)
def test_names_tell_listed_types(name: str, mime: str | None) -> None:
    assert type_of_name(name) == mime


@pytest.mark.parametrize(
    ("name", "mime"),
    [("a.SH", "application/x-sh"), ("a.svg", "image/svg+xml"), ("a.jar", "application/java-archive"), ("a.unknown", None), ("a.png", None)],
)
def test_names_tell_known_types_that_are_not_listed(name: str, mime: str | None) -> None:
    assert other_type_of_name(name) == mime


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ('He said "hi" \\ 日本 😀 \u202e.png', None),
        ("x" * 255, None),
        ("é" * 127 + "x", None),
        ("x" * 256, RefusalReason.NAME_TOO_LONG),
        ("é" * 128, RefusalReason.NAME_TOO_LONG),
        ("a\nb", RefusalReason.NAME_HAS_CONTROL_CHARACTERS),
        ("a\x7fb", RefusalReason.NAME_HAS_CONTROL_CHARACTERS),
        ("a\x85b", RefusalReason.NAME_HAS_CONTROL_CHARACTERS),
        (os.fsdecode(b"\xff.png"), RefusalReason.NAME_NOT_UNICODE),
    ],
)
def test_names_that_can_and_cannot_be_sent(name: str, reason: RefusalReason | None) -> None:
    assert refusal_of_name(name) is reason


@given(st.text())
def test_any_name_gets_an_answer(name: str) -> None:
    assert ending_of(name) == ending_of(name).lower()
    assert not (type_of_name(name) and other_type_of_name(name))
    if refusal_of_name(name) is None:
        assert name.encode().decode() == name
