"""The small language of the attachment filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.attachment_filter import FilterFacts, FilterKey, parse_filter, with_term

PICTURE = FilterFacts("Login error.png", ("image/png", "PNG image", "image"), "Alice Smith", 2 * 1024 * 1024)
LOG = FilterFacts("server.log", ("text/plain", "Text", "text"), "", 900)
UNKNOWN = FilterFacts("x", ("image/png",), "Bob", None)


@pytest.mark.parametrize(
    ("text", "takes_picture", "takes_log"),
    [
        ("", True, True),
        ("login", True, False),
        ("LOGIN png", True, False),
        ("alice", True, False),
        ("type:image", True, False),
        ("TYPE:Text", False, True),
        ("size:>1mb", True, False),
        ("size:>2mb", False, False),
        ("size:>=2mb", True, False),
        ("size:2MB", True, False),
        ("size:=2mb", True, False),
        ("size:<1k", False, True),
        ("size:<1,5kb", False, True),
        ("size:900", True, True),
        ("by:alice", True, False),
        ('by:"alice smith"', True, False),
        ("name:log", True, True),
        ("name:server", False, True),
        ("type:image size:>1mb by:alice login", True, False),
        ("type:", True, True),
        ("10:30", False, False),
        ('"login error"', True, False),
    ],
)
def test_what_a_filter_takes(text: str, takes_picture: bool, takes_log: bool) -> None:
    asked = parse_filter(text)
    assert (asked.accepts(PICTURE), asked.accepts(LOG)) == (takes_picture, takes_log)
    assert not asked.not_understood


@pytest.mark.parametrize("token", ["size:big", "size:>", "size:1tb", "size:--1", "size:>1x"])
def test_a_size_that_is_none_is_told_and_hides_nothing(token: str) -> None:
    asked = parse_filter(f"login {token}")
    assert asked.not_understood == (token,)
    assert asked.accepts(PICTURE)


def test_a_size_that_is_not_known_fits_no_condition() -> None:
    assert not parse_filter("size:<1gb").accepts(UNKNOWN)


def test_a_condition_takes_the_place_of_the_one_before() -> None:
    text = with_term("login", FilterKey.TYPE, "image")
    assert text == "login type:image"
    assert with_term(text, FilterKey.TYPE, "pdf") == "login type:pdf"
    assert with_term(text, FilterKey.TYPE, None) == "login"
    assert with_term("", FilterKey.BY, "Alice Smith") == 'by:"Alice Smith"'


@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_an_error(text: str) -> None:
    asked = parse_filter(text)
    assert asked.accepts(PICTURE) in {True, False}
    if not text.strip():
        assert not asked.terms


@given(st.text(max_size=30), st.sampled_from([FilterKey.NAME, FilterKey.TYPE, FilterKey.BY]), st.text("abc xyZ-", min_size=1, max_size=10))
def test_what_a_menu_writes_is_read_back(text: str, key: FilterKey, value: str) -> None:
    if '"' in text or not value.strip():
        return
    asked = parse_filter(with_term(text, key, value))
    assert asked.value_of(key) == value.strip().casefold()
    assert parse_filter(with_term(with_term(text, key, value), key, None)).value_of(key) is None
