"""The table of fault cases that a run ends with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .bench import Row

_HEADINGS = ("case", "outcome", "tried again", "objects on the server", "bytes refetched")


def lines_of(rows: Iterable[Row]) -> Iterator[str]:
    """The rows under their headings, in columns."""
    cells = [
        (row.case, row.outcome, row.in_the_end, _number(row.objects), _number(row.refetched_bytes))
        for row in sorted(rows, key=lambda row: row.case)
    ]
    widths = [max(len(cell) for cell in column) for column in zip(_HEADINGS, *cells, strict=True)]
    for line in (_HEADINGS, tuple("-" * width for width in widths), *cells):
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
