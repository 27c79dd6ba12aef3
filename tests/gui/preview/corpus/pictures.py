"""Pictures."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from tests.gui.preview import pictures
from tests.gui.preview.corpus import CorpusFile, damaged
from tests.gui.preview.pictures import animation, noise, picture, png_header_only, turned_jpeg, wide_gamut_png

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WebP": "image/webp"}
_MODES = {"PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "JPEG": ("L", "RGB", "CMYK"), "GIF": ("L", "P"), "WebP": ("RGB", "RGBA")}


def files() -> Iterator[CorpusFile]:
    """Sound, odd, broken and hostile ones."""
    for name, mime in _TYPES.items():
        ending = name.lower()
        for mode in _MODES[name]:
            color = 0 if mode in {"1", "L", "P", "I;16"} else tuple([90] * len(mode))
            data = picture(name, mode=mode, color=color)
            yield CorpusFile(f"{ending}-{mode.replace(';', '')}.{ending}", mime, data, is_sound=True, is_small_set=mode == "RGB")
        for size in ((1, 1), (3000, 2), (2, 3000), (1600, 1200)):
            yield CorpusFile(f"{ending}-{size[0]}x{size[1]}.{ending}", mime, picture(name, size), is_sound=True)
        yield CorpusFile(f"{ending}-large.{ending}", mime, picture(name, (6000, 4000)), is_sound=True)
        yield from damaged(f"{ending}.{ending}", mime, noise(name, (300, 200)))
        yield CorpusFile(f"{ending}-empty.{ending}", mime, b"")
        yield CorpusFile(f"{ending}-is-text.{ending}", mime, b"This is no picture.\n" * 40)
        yield CorpusFile(f"{ending}-is-program.{ending}", mime, b"MZ\x90\0" + bytes(4000), is_small_set=True)
    for name in ("GIF", "WebP"):
        moving = animation(name, 12, (200, 150), duration=40, loop=0)
        yield CorpusFile(f"moving.{name.lower()}", _TYPES[name], moving, is_sound=True, is_small_set=True)
        yield from damaged(f"moving.{name.lower()}", _TYPES[name], moving, cuts=3, flips=3)
    yield CorpusFile("moving-1500-frames.gif", "image/gif", animation("GIF", 1500, (30, 20)), is_sound=True)
    for orientation in range(1, 9):
        yield CorpusFile(f"turned-{orientation}.jpeg", "image/jpeg", turned_jpeg((80, 40), orientation), is_sound=True)
    yield CorpusFile("progressive.jpeg", "image/jpeg", noise("JPEG", (500, 400), progressive=True), is_sound=True)
    yield CorpusFile("thumbnail-inside.jpeg", "image/jpeg", pictures.jpeg_with_a_thumbnail((300, 200)), is_sound=True)
    yield CorpusFile("wide-gamut.png", "image/png", wide_gamut_png((10, 200, 10)), is_sound=True)
    yield CorpusFile("png-called.jpeg", "image/jpeg", picture("PNG"), is_sound=True, is_small_set=True)
    yield CorpusFile("jpeg-called.png", "image/png", picture("JPEG"), is_sound=True)
    yield CorpusFile("svg-called.png", "image/png", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')
    yield from _bombs()


def _bombs() -> Iterator[CorpusFile]:
    for side in (65_535, 100_000, 2**31 - 1):
        yield CorpusFile(f"claims-{side}.png", "image/png", png_header_only(side, side), is_small_set=side == 65_535)
    yield CorpusFile("bomb-30000x30000.png", "image/png", one_bit_png(30_000, 30_000), is_small_set=True)
    yield CorpusFile("bomb-6400x5000.png", "image/png", picture("PNG", (6_400, 5_000)), is_sound=True)
    yield CorpusFile("claims-65535.gif", "image/gif", _gif_that_claims(65_535, 65_535))
    yield CorpusFile("frame-larger-than-picture.gif", "image/gif", _gif_that_claims(10, 10, frame=(30_000, 30_000)))
    yield CorpusFile("claims-65500.jpeg", "image/jpeg", _jpeg_that_claims(65_500, 65_500), is_small_set=True)
    yield CorpusFile("claims-16383.webp", "image/webp", _webp_that_claims(16_383, 16_383))
    yield CorpusFile("text-chunk-bomb.png", "image/png", _png_with_inflating_text(), is_small_set=True)
    yield CorpusFile("bomb.gif", "image/gif", picture("GIF", (9_000, 9_000), mode="L", color=0))


def one_bit_png(width: int, height: int) -> bytes:
    """Black, and about a thousandth of what it becomes."""
    line = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = pictures._chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + pictures._chunk(b"IDAT", packed) + pictures._chunk(b"IEND", b"")


def _png_with_inflating_text() -> bytes:
    plain = picture("PNG")
    text = pictures._chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return plain[:33] + text + plain[33:]


def _gif_that_claims(width: int, height: int, frame: tuple[int, int] | None = None) -> bytes:
    data = bytearray(picture("GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    if frame is not None:
        position = data.index(b",", 13 + 3 * 2 ** ((data[10] & 7) + 1))
        data[position + 5 : position + 9] = struct.pack("<HH", *frame)
    return bytes(data)


def _jpeg_that_claims(width: int, height: int) -> bytes:
    data = bytearray(picture("JPEG"))
    position = data.index(b"\xff\xc0")
    data[position + 5 : position + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _webp_that_claims(width: int, height: int) -> bytes:
    data = bytearray(picture("WebP"))
    position = data.index(b"\x9d\x01\x2a")
    data[position + 3 : position + 7] = struct.pack("<HH", width, height)
    return bytes(data)
