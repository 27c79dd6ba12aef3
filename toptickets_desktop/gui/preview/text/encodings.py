"""Which encoding a text is in: what it says itself, what it must be, and else what it looks like."""

from __future__ import annotations

import codecs
import threading
from collections.abc import Iterator

from charset_normalizer import from_bytes

SAMPLE_BYTES = 64 * 1024
UTF8_CHECK_BYTES = 1024 * 1024
FALLBACK = "cp1252"
CHOICES = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "iso8859-15",
    "cp1250",
    "cp1251",
    "cp932",
    "gb18030",
    "big5",
    "euc_kr",
    "koi8-r",
)
"""What a user may choose instead, under Python's names."""

_CHUNK_BYTES = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_charset_lock = threading.Lock()  # charset-normalizer keeps its caches without one


def detect_encoding(data: bytes) -> str:
    """The encoding of a text under Python's name; never fails, since any bytes are a text in some encoding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if (wide := _wide_encoding(data[:SAMPLE_BYTES])) is not None:
        return wide
    if is_utf8(data[:UTF8_CHECK_BYTES], is_whole=len(data) <= UTF8_CHECK_BYTES):
        return "utf-8"
    with _charset_lock:
        best = from_bytes(_telling_sample(data), cp_exclusion=["utf_7"]).best()
    return FALLBACK if best is None or best.encoding in {"ascii", "utf_8"} else codecs.lookup(best.encoding).name


def is_utf8(data: bytes, *, is_whole: bool) -> bool:
    """Whether these bytes are UTF-8; a character that is cut off at the end is none only when this is the whole text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK_BYTES):
            decoder.decode(data[start : start + _CHUNK_BYTES])
        if is_whole:
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def to_utf8(data: bytes, encoding: str) -> Iterator[bytes]:
    """The text in UTF-8, piece by piece; what the encoding does not know becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for start in range(0, len(data), _CHUNK_BYTES):
        yield decoder.decode(data[start : start + _CHUNK_BYTES]).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: in most texts every second byte of it is often zero, and zeros are in no other text."""
    if len(sample) < 4 or b"\0" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _telling_sample(data: bytes) -> bytes:
    """A part around the first byte that is not ASCII: the beginning of a log may be the same in all encodings."""
    for start in range(0, len(data), _CHUNK_BYTES):
        chunk = data[start : start + _CHUNK_BYTES]
        if not chunk.isascii():
            plain = chunk.decode("ascii", "replace").find("\ufffd")
            first = max(0, start + plain - SAMPLE_BYTES // 8)
            return data[first : first + SAMPLE_BYTES]
    return data[:SAMPLE_BYTES]
