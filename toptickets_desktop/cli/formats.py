"""Sizes and times for people at a terminal."""

from __future__ import annotations

from datetime import datetime

_UNITS = ("KB", "MB", "GB", "TB")


def size_text(size_bytes: int | None) -> str:
    """A size in short: `245 KB`; an MB is 1024 × 1024 bytes, as the service counts its limit."""
    if size_bytes is None:
        return "?"
    if size_bytes < 1024:
        return f"{size_bytes} B"
    amount = float(size_bytes)
    for unit in _UNITS:
        amount /= 1024
        if amount < 1023.5 or unit == _UNITS[-1]:
            return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"
    raise AssertionError("the last unit takes every size")


def time_text(when: datetime | None) -> str:
    """A time in this computer's zone, to the minute."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M") if when is not None else ""
