"""A text of up to tens of megabytes, indexed by rows: any row of it is had at once, without laying out or decoding the rest.

The text is held as UTF-8 in memory. It is not mapped from its file: a mapped file that somebody shortens meanwhile ends the program.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate

from toptickets_desktop.gui.preview.text.encodings import detect_encoding, is_utf8, to_utf8

ROW_BYTES_MAX = 4096
"""A longer line is shown in rows of at most so much: laying out one line of 30 MB would take minutes."""

_CHUNK_BYTES = 256 * 1024
_ENDS = b"\r\n"


class TextLoadingCancelled(Exception):
    """Nobody wants this text any more."""


class TextDocument:
    """A text and where its rows begin. A row is a line, or a part of a line that is too long to be one row.

    Positions in it are byte offsets into `data`, or a row and a character in the row.

    Attributes:
        data: the text in UTF-8.
        encoding: what it was read as, under Python's name.
    """

    def __init__(self, data: bytes, encoding: str, row_starts: array[int], continuations: array[int]) -> None:
        self.data = data
        self.encoding = encoding
        self._row_starts = row_starts
        self._continuations = continuations
        ends = row_starts[1:]
        ends.append(len(data))
        self.longest_row_bytes = max(map(int.__sub__, ends, row_starts), default=0)

    @property
    def row_count(self) -> int:
        """At least one: an empty text has an empty row."""
        return len(self._row_starts)

    @property
    def line_count(self) -> int:
        return len(self._row_starts) - len(self._continuations)

    def line_number(self, row: int) -> int:
        """The number of the line, from 1, that this row is (a part of)."""
        return row + 1 - bisect_right(self._continuations, row)

    def is_continuation(self, row: int) -> bool:
        """Whether the row goes on with the line of the row above."""
        i = bisect_left(self._continuations, row)
        return i < len(self._continuations) and self._continuations[i] == row

    def row_at(self, offset: int) -> int:
        """The row that this byte lies in."""
        return max(0, bisect_right(self._row_starts, offset) - 1)

    def row_start(self, row: int) -> int:
        return self._row_starts[row]

    def row_end(self, row: int) -> int:
        """Where the next row begins."""
        return self._row_starts[row + 1] if row + 1 < len(self._row_starts) else len(self.data)

    def row_text(self, row: int) -> str:
        """The row without the end of its line."""
        return self.data[self._row_starts[row] : self.row_end(row)].rstrip(_ENDS).decode("utf-8", "replace")

    def offset_of(self, row: int, character: int) -> int:
        """The byte offset of a character of a row."""
        return self._row_starts[row] + len(self.row_text(row)[:character].encode("utf-8", "replace"))

    def character_at(self, row: int, offset: int) -> int:
        """Which character of the row a byte offset is; the nearest one in it."""
        start = self._row_starts[row]
        return len(self.data[start : max(start, min(offset, self.row_end(row)))].rstrip(_ENDS).decode("utf-8", "replace"))

    def text_between(self, start: int, end: int) -> str:
        """The text between two byte offsets, as it is in the file."""
        return self.data[start:end].decode("utf-8", "replace")


def load_text(data: bytes, encoding: str | None = None, *, is_cancelled: Callable[[], bool] = lambda: False) -> TextDocument:
    """Read a text; may take some tenths of a second for 30 MB, so not on the window's thread.

    Args:
        data: the bytes of the file.
        encoding: what to read it as, under Python's name; found out when None.
        is_cancelled: asked now and then.

    Raises:
        TextLoadingCancelled: `is_cancelled` said so.
        LookupError: no such encoding.
    """
    name = encoding or detect_encoding(data)
    if name == "utf-8" and is_utf8(data, is_whole=True):
        text = data
    else:
        pieces = []
        for piece in to_utf8(data, name):
            _stop_if(is_cancelled)
            pieces.append(piece)
        text = b"".join(pieces)
    starts, continuations = _index(text, is_cancelled)
    return TextDocument(text, name, starts, continuations)


def _index(data: bytes, is_cancelled: Callable[[], bool]) -> tuple[array[int], array[int]]:
    starts, continuations = array("Q"), array("Q")
    position, is_inside_line = 0, False
    while position < len(data):
        _stop_if(is_cancelled)
        end = min(len(data), position + _CHUNK_BYTES)
        lines = data[position:end].splitlines(keepends=True)
        is_cut = end < len(data) and not lines[-1].endswith(b"\n")
        if is_cut and len(lines) > 1:
            lines.pop()  # looked at again from its beginning, with the next chunk
            is_cut = False
        lengths = [*map(len, lines)]
        if not is_inside_line and not is_cut and max(lengths) <= ROW_BYTES_MAX:
            starts.extend(accumulate(lengths[:-1], initial=position))
            position += sum(lengths)
            continue
        for line in lines:
            for start, stop in _rows_of(line, is_cut=is_cut):
                if is_inside_line:
                    continuations.append(len(starts))
                starts.append(position + start)
                is_inside_line = True
                line_end = stop
            position += line_end
            is_inside_line = is_cut
    if not starts:
        starts.append(0)
    return starts, continuations


def _rows_of(line: bytes, *, is_cut: bool) -> list[tuple[int, int]]:
    """Where the rows of a line begin and end; of a line whose end is not known yet, the rows that are full."""
    rows = []
    start, content_end = 0, len(line.rstrip(_ENDS))
    while content_end - start > ROW_BYTES_MAX:
        stop = start + ROW_BYTES_MAX
        while stop > start + ROW_BYTES_MAX - 4 and line[stop] & 0xC0 == 0x80:  # inside a character (RFC 3629)
            stop -= 1
        rows.append((start, stop))
        start = stop
    if not is_cut:
        rows.append((start, len(line)))
    return rows


def _stop_if(is_cancelled: Callable[[], bool]) -> None:
    if is_cancelled():
        raise TextLoadingCancelled
