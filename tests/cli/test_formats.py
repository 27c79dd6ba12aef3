"""How large, and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from toptickets_desktop.cli.formats import size_text, time_text


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (None, "?"),
        (0, "0 B"),
        (999, "999 B"),
        (1_024, "1.0 KB"),
        (10_137, "9.9 KB"),
        (10_199, "10 KB"),
        (250_000, "244 KB"),
        (1_048_400, "1.0 MB"),
        (31_457_280, "30 MB"),
        (5 * 2**60, "5242880 TB"),
    ],
)
def test_sizes(size_bytes: int | None, text: str) -> None:
    assert size_text(size_bytes) == text


def test_times_are_of_this_computers_zone() -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert time_text(moment) == moment.astimezone().strftime("%Y-%m-%d %H:%M")
    assert time_text(None) == ""
