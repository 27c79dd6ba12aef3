"""Metadata of pictures: what it tells, and the same picture without it. The coded pixels are copied as they are, never coded anew.

Sources: ITU-T T.81 annex B (JPEG), PNG third edition, the WebP container specification.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from toptickets_desktop.transfer.privacy.exif import UPRIGHT, Told, orientation_only, read_exif, read_iptc, read_xmp

_EXIF_HEAD = b"Exif\0\0"
_XMP_HEADS = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_IPTC_HEAD = b"Photoshop 3.0\0"

_EOI, _SOS, _COM = 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP13, _APP15 = 0xE0, 0xE1, 0xED, 0xEF
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
# What decides how the pixels look: JFIF (density), the colour profile, Adobe's note on the colour transform.
_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_NEXT_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD hIST pHYs sPLT cICP mDCV cLLI acTL fcTL fdAT".split())
_TEXT_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_TEXT_BYTES_MAX = 4 * 1024 * 1024  # of a compressed text that is looked into

_KEPT_RIFF = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_VP8X_EXIF, _VP8X_XMP = 0x08, 0x04


class NotUnderstood(ValueError):
    """The file is not built as its kind should be, so nothing can be taken out of it safely."""


def read_picture(data: bytes) -> Told:
    """What the metadata of a JPEG, PNG or WebP file tells; of what is broken, what can be read."""
    told = Told()
    try:
        for found in _told(data):
            told = told | found
    except NotUnderstood:
        pass
    return told


def without_metadata(data: bytes) -> bytes:
    """The same picture with nothing but what its pixels need, and which way up it is.

    Raises:
        NotUnderstood: it is none of the three kinds, or broken.
    """
    orientation = read_picture(data).orientation
    if data.startswith(b"\xff\xd8"):
        return _clean_jpeg(data, orientation)
    if data.startswith(_PNG_HEAD):
        return _clean_png(data, orientation)
    if _is_webp(data):
        return _clean_webp(data, orientation)
    raise NotUnderstood


def _told(data: bytes) -> Iterator[Told]:
    if data.startswith(b"\xff\xd8"):
        for marker, start, end in _segments(data):
            yield from _told_by_segment(marker, data[start + 4 : end])
    elif data.startswith(_PNG_HEAD):
        for name, content in _chunks(data):
            yield from _told_by_chunk(name, content)
    elif _is_webp(data):
        for name, content in _riff_chunks(data):
            if name == b"EXIF":
                yield read_exif(content.removeprefix(_EXIF_HEAD))
            elif name == b"XMP ":
                yield read_xmp(content)


# --- JPEG -------------------------------------------------------------------------------------------------------------------


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each part up to the end of the image; that of a scan holds its coded pixels too."""
    at = 2
    while True:
        found = _NEXT_MARKER.match(data, at)
        if found is None:
            raise NotUnderstood
        marker, start = found[1][0], found.end() - 2
        if marker in _BARE_MARKERS or marker == _EOI:
            at = start + 2
        else:
            if start + 4 > len(data):
                raise NotUnderstood
            at = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
            if at < start + 4 or at > len(data):
                raise NotUnderstood
            if marker == _SOS:
                end = _NEXT_MARKER.search(data, at)
                if end is None:
                    raise NotUnderstood
                at = end.start()
        yield marker, start, at
        if marker == _EOI:
            return


def _told_by_segment(marker: int, content: bytes) -> Iterator[Told]:
    if marker == _APP1 and content.startswith(_EXIF_HEAD):
        yield read_exif(content[len(_EXIF_HEAD) :])
    elif marker == _APP1 and content.startswith(_XMP_HEADS):
        yield read_xmp(content)
    elif marker == _APP13 and content.startswith(_IPTC_HEAD):
        yield read_iptc(content)


def _clean_jpeg(data: bytes, orientation: int) -> bytes:
    """What follows the end of the image goes too: phones put a film, or further pictures with all their metadata, there."""
    parts = [data[:2]]
    exif = b""
    if orientation != UPRIGHT:
        body = _EXIF_HEAD + orientation_only(orientation)
        exif = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    for marker, start, end in _segments(data):
        is_app = _APP0 <= marker <= _APP15
        if marker == _COM or (is_app and not data.startswith(_KEPT_APPS.get(marker, b"\0none"), start + 4)):
            continue
        if exif and marker != _APP0:  # JFIF wants to be first
            parts.append(exif)
            exif = b""
        parts.append(data[start:end])
    return b"".join(parts)


# --- PNG --------------------------------------------------------------------------------------------------------------------


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG_HEAD)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if at + 12 + length > len(data):
            raise NotUnderstood
        yield name, data[at + 8 : at + 8 + length]
        if name == b"IEND":
            return
        at += 12 + length
    raise NotUnderstood


def _told_by_chunk(name: bytes, content: bytes) -> Iterator[Told]:
    if name == b"eXIf":
        yield read_exif(content.removeprefix(_EXIF_HEAD))
    elif name in _TEXT_CHUNKS:
        keyword, _, rest = content.partition(b"\0")
        text = _text_of_chunk(name, rest)
        if keyword.startswith(b"Raw profile type"):  # ImageMagick's way: name, length, and hexadecimal digits on lines
            block = _from_hex(text)
            yield read_exif(block.removeprefix(_EXIF_HEAD)) | read_xmp(block) | read_iptc(block)
        else:
            yield read_xmp(text)


def _text_of_chunk(name: bytes, rest: bytes) -> bytes:
    if name == b"zTXt":
        return _inflated(rest[1:])
    if name == b"iTXt" and len(rest) > 2:
        text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
        return _inflated(text) if rest[0] else text
    return rest


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, _TEXT_BYTES_MAX)
    except zlib.error:
        return b""


def _from_hex(text: bytes) -> bytes:
    lines = text.split(b"\n", 3)
    try:
        return bytes.fromhex(lines[-1].decode("ascii", "ignore"))
    except ValueError:
        return b""


def _clean_png(data: bytes, orientation: int) -> bytes:
    parts = [_PNG_HEAD]
    for name, content in _chunks(data):
        if name in _KEPT_CHUNKS:
            parts.append(_chunk(name, content))
        if name == b"IHDR" and orientation != UPRIGHT:
            parts.append(_chunk(b"eXIf", orientation_only(orientation)))
    return b"".join(parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


# --- WebP -------------------------------------------------------------------------------------------------------------------


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise NotUnderstood
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise NotUnderstood
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _clean_webp(data: bytes, orientation: int) -> bytes:
    """Only the extended form (with a VP8X chunk) can hold metadata; the other two stay as they are."""
    parts: list[bytes] = []
    is_extended = False
    for name, content in _riff_chunks(data):
        if name not in _KEPT_RIFF:
            continue
        body = content
        if name == b"VP8X" and len(content) >= 10:
            is_extended = True
            flags = content[0] & ~(_VP8X_EXIF | _VP8X_XMP) | (_VP8X_EXIF if orientation != UPRIGHT else 0)
            body = bytes([flags]) + content[1:]
        parts.append(_riff(name, body))
    if not parts:
        raise NotUnderstood
    if is_extended and orientation != UPRIGHT:
        parts.append(_riff(b"EXIF", orientation_only(orientation)))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
