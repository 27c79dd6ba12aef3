from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from toptickets_desktop.gui.formats import (
    duration_text,
    full_size_text,
    full_when_text,
    number_text,
    size_text,
    speed_text,
    time_left_text,
    when_text,
)

NOON = datetime(2025, 6, 11, 12, 0, tzinfo=UTC)
TWO_HOURS_EAST = timezone(timedelta(hours=2), "EAST")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_024, "1.0 kB"),
        (1_234_567, "1.2 MB"),
        (1024 * 1024 - 100, "1,023.9 kB"),
        (1024 * 1024 - 1, "1.0 MB"),  # not 1024.0 kB
        (30 * 1024 * 1024, "30.0 MB"),  # as the service counts
        (2**80, "8.0 EB"),
        (-5, "0 bytes"),
        (None, "–"),
    ],
)
def test_sizes_read_as_in_a_file_manager(size_bytes: int | None, text: str) -> None:
    assert size_text(size_bytes) == text


def test_full_size_is_exact_to_the_byte() -> None:
    assert full_size_text(1_234_567) == "1.2 MB (1,234,567 bytes)"
    assert full_size_text(12) == "12 bytes"
    assert full_size_text(None) == ""


def test_numbers_have_separators_even_without_a_locale() -> None:
    QLocale.setDefault(QLocale.c())

    assert number_text(1_234_567) == "1,234,567"


def test_sizes_follow_the_language() -> None:
    QLocale.setDefault(QLocale("de_DE"))

    assert size_text(1_234_567) == "1,2 MB"


@given(st.integers(min_value=0, max_value=10**18))
def test_no_size_shows_as_many_of_a_unit_as_make_the_next(size_bytes: int) -> None:
    assert float(size_text(size_bytes).split()[0].replace(",", "")) < 1024


@pytest.mark.parametrize(
    ("bytes_per_s", "text"), [(1_572_864.0, "1.5 MB/s"), (0.0, "0 bytes/s"), (None, ""), (float("nan"), ""), (-1.0, "")]
)
def test_speeds(bytes_per_s: float | None, text: str) -> None:
    assert speed_text(bytes_per_s) == text


@pytest.mark.parametrize(
    ("duration_s", "text"),
    [
        (0, "0 s"),
        (7.2, "8 s"),
        (59.5, "1 min 0 s"),
        (80, "1 min 20 s"),
        (2 * 3600 + 300, "2 h 5 min"),
        (3 * 86400 + 4 * 3600, "3 d 4 h"),
        (None, ""),
        (float("inf"), ""),
        (-1, ""),
    ],
)
def test_durations(duration_s: float | None, text: str) -> None:
    assert duration_text(duration_s) == text


def test_time_left_is_silent_when_unknown() -> None:
    assert time_left_text(7.2) == "8 s left"
    assert time_left_text(None) == ""


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=-90), "just now"),  # the service's clock is ahead
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=2, minutes=50), "2 h ago"),
        (timedelta(hours=8), "today, 04:00"),
        (timedelta(hours=20), "yesterday, 16:00"),
        (timedelta(hours=35), "yesterday, 01:00"),
        (timedelta(hours=37), "09/06/2025"),
        (timedelta(hours=-3), "today, 15:00"),
        (timedelta(days=-400), "16/07/2026"),
    ],
)
def test_moments_near_now_are_relative(age: timedelta, text: str) -> None:
    assert when_text(NOON - age, now=NOON, zone=UTC) == text


def test_days_change_at_the_users_midnight() -> None:
    late_evening = datetime(2025, 6, 10, 22, 30, tzinfo=UTC)  # half past midnight, two hours east

    assert when_text(late_evening, now=NOON, zone=TWO_HOURS_EAST) == "today, 00:30"
    assert when_text(late_evening, now=NOON, zone=UTC) == "yesterday, 22:30"


def test_a_full_moment_names_its_zone() -> None:
    assert full_when_text(NOON, zone=TWO_HOURS_EAST) == "Wednesday, 11 June 2025, 14:00 (EAST)"
    assert full_when_text(None) == ""


def test_a_moment_without_a_zone_is_utc_and_none_is_a_dash() -> None:
    assert when_text(NOON.replace(tzinfo=None), now=NOON, zone=UTC) == "just now"
    assert when_text(None) == "–"


@given(st.datetimes(timezones=st.sampled_from([UTC, TWO_HOURS_EAST, timezone(timedelta(hours=-23))])))
def test_no_moment_is_too_far_away(moment: datetime) -> None:
    for text in (when_text(moment), full_when_text(moment)):
        assert text
        assert all(unicodedata.category(character) != "Cc" for character in text)


def test_the_ends_of_the_calendar_are_shown_in_their_own_zone() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)

    assert when_text(first, zone=timezone(timedelta(hours=-23))) == "01/01/0001"
    assert "31 December 9999, 23:59 (UTC)" in full_when_text(last, zone=TWO_HOURS_EAST)
