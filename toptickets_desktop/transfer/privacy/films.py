"""Places and devices in MP4 and QuickTime files: found, and blanked without moving a byte, so that every offset stays right.

Sources: ISO/IEC 14496-12 (boxes), QuickTime File Format (user data, metadata keys), 3GPP TS 26.244 (loci).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toptickets_desktop.transfer.privacy.exif import Told, read_xmp
from toptickets_desktop.transfer.privacy.pictures import NotUnderstood

_CONTAINERS = frozenset({b"moov", b"trak", b"udta", b"meta", b"ilst", b"mdia", b"minf"})
_PLACE_BOXES = frozenset({b"\xa9xyz", b"loci"})
_DEVICE_BOXES = frozenset({b"\xa9mak", b"\xa9mod", b"\xa9swr", b"\xa9cpy", b"\xa9aut"})
_PLACE_KEY = b"location"
_DEVICE_KEYS = (b".make", b".model", b".software", b".author")
_XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_DEPTH_MAX = 8


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    content: int
    end: int


def read_film(data: bytes) -> Told:
    """What a film's metadata tells; of what is broken, what can be read."""
    place = device = False
    try:
        for _, told in _telling(data):
            place, device = place or told.place, device or told.device
    except NotUnderstood:
        pass
    return Told(place, device)


def film_without_metadata(data: bytes) -> bytes:
    """The same film, of the same length, with places and devices blanked.

    Raises:
        NotUnderstood: its boxes do not fit into each other.
    """
    cleaned = bytearray(data)
    for box, _ in _telling(data):
        cleaned[box.content : box.end] = bytes(box.end - box.content)
        if box.name:
            cleaned[box.start + 4 : box.start + 8] = b"free"
    return bytes(cleaned)


def _telling(data: bytes) -> Iterator[tuple[_Box, Told]]:
    """Each box (or, without a name, each value) that tells something."""
    for box in _boxes(data, 0, len(data)):
        if box.name == b"moov":
            yield from _telling_in(data, box, 0)
        elif box.name == b"uuid" and data[box.content : box.content + 16] == _XMP_UUID:
            told = read_xmp(data[box.content : box.end])
            if told != Told():
                yield box, told


def _telling_in(data: bytes, parent: _Box, depth: int) -> Iterator[tuple[_Box, Told]]:
    if depth > _DEPTH_MAX:
        raise NotUnderstood
    start = parent.content
    if parent.name == b"meta" and data[start + 4 : start + 8] != b"hdlr":
        start += 4  # ISO's has a version and flags first, QuickTime's has not
    keys: list[bytes] = []
    for box in _boxes(data, start, parent.end):
        if box.name in _PLACE_BOXES:
            yield box, Told(place=True)
        elif box.name in _DEVICE_BOXES:
            yield box, Told(device=True)
        elif box.name == b"keys":
            keys = [data[key.content : key.end] for key in _boxes(data, box.content + 8, box.end)]
        elif box.name == b"ilst" and keys:
            yield from _telling_values(data, box, keys)
        elif box.name in _CONTAINERS:
            yield from _telling_in(data, box, depth + 1)


def _telling_values(data: bytes, ilst: _Box, keys: list[bytes]) -> Iterator[tuple[_Box, Told]]:
    for item in _boxes(data, ilst.content, ilst.end):
        number = int.from_bytes(item.name, "big")
        key = keys[number - 1] if 0 < number <= len(keys) else b""
        told = Told(_PLACE_KEY in key, key.endswith(_DEVICE_KEYS))
        if told == Told():
            continue
        for value in _boxes(data, item.content, item.end):
            # Behind type and locale; blank already means that nothing is told.
            first = min(value.content + 8, value.end)
            if any(data[first : value.end]):
                yield _Box(b"", first, first, value.end), told


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    at = start
    while at + 8 <= end:
        size = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        content = at + 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
            content = at + 16
        elif size == 0:
            if start == 0 and end == len(data):
                size = end - at  # to the end of the file
            else:
                return  # user data may end with four zero bytes
        if size < content - at or at + size > end:
            raise NotUnderstood
        yield _Box(name, at, content, at + size)
        at += size
