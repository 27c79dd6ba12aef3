"""Finding words in a text of any size, piece by piece, so that it can be shown as it goes and given up at any time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toptickets_desktop.gui.preview.text.text_document import TextDocument

MATCHES_MAX = 100_000
_CHUNK_BYTES = 128 * 1024
_CASE_GROWTH = 4  # bytes that a character can take more or less in its other case


def find_matches(document: TextDocument, words: str, *, matches_case: bool = False) -> Iterator[list[tuple[int, int]]]:
    """Byte ranges of all matches from the top, a batch for each piece of the text; at most `MATCHES_MAX` in all.

    Matches do not overlap and do not reach over the end of a line.
    """
    pattern = re.compile(re.escape(words), 0 if matches_case else re.IGNORECASE)
    overlap = len(words) * _CASE_GROWTH
    data, position, after, found = document.data, 0, 0, 0
    while position < len(data) and found < MATCHES_MAX:
        end = _character_start(data, min(len(data), position + _CHUNK_BYTES))
        # A match may lie across the border: the next piece begins a little before it and what was found there is passed over.
        chunk = data[position:end].decode("utf-8", "replace")
        batch = [match for match in _ranges(pattern, chunk, position) if match[0] >= after][: MATCHES_MAX - found]
        found += len(batch)
        if batch:
            after = batch[-1][1]
        yield batch
        if end >= len(data):
            return
        position = max(_character_start(data, end - overlap), position + 1)


def _ranges(pattern: re.Pattern[str], chunk: str, start: int) -> Iterator[tuple[int, int]]:
    is_ascii = chunk.isascii()
    character, offset = 0, 0  # so far, so that each stretch is measured once
    for match in pattern.finditer(chunk):
        if is_ascii:
            yield start + match.start(), start + match.end()
            continue
        offset += len(chunk[character : match.start()].encode("utf-8", "replace"))
        length = len(match.group().encode("utf-8", "replace"))
        yield start + offset, start + offset + length
        character, offset = match.end(), offset + length


def _character_start(data: bytes, offset: int) -> int:
    """The beginning of the character that a byte lies in."""
    offset = max(0, offset)
    for back in range(4):
        if offset - back <= 0 or offset >= len(data) or data[offset - back] & 0xC0 != 0x80:
            return max(0, offset - back)
    return offset
