"""Real pictures made for a test, whole and broken."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(file_format: str, size: tuple[int, int] = (40, 30), color: Any = (200, 30, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of one colour."""
    return _saved(Image.new(mode, size, color), file_format, **options)


def noise(file_format: str, size: tuple[int, int], **options: Any) -> bytes:
    """A picture that does not compress well."""
    return _saved(Image.effect_noise(size, 80).convert("RGB"), file_format, **options)


def animation(file_format: str, frames: int, size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Frames that turn from black to red, each different, for Pillow drops a frame that equals the one before."""
    images = [Image.new("RGB", size, (min(255, 1 + i * 250 // frames), i % 200, 0)) for i in range(frames)]
    return _saved(images[0], file_format, save_all=True, append_images=images[1:], **options)


def turned_jpeg(size: tuple[int, int], orientation: int) -> bytes:
    """A JPEG as cameras write it, with the orientation in Exif (1 to 8)."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", size, (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))  # the left half is red
    return _saved(image, "JPEG", exif=exif, quality=95)


def jpeg_with_a_thumbnail(size: tuple[int, int]) -> bytes:
    """A JPEG that has another, whole one inside a segment."""
    thumbnail = picture("JPEG", (8, 8))
    exif = b"Exif\0\0" + thumbnail
    plain = noise("JPEG", size)
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def wide_gamut_png(color: tuple[int, int, int]) -> bytes:
    """A PNG whose colours are meant in another space than the screen's."""
    plain = picture("PNG", color=color)
    gamma = _chunk(b"gAMA", struct.pack(">I", 100_000))  # linear light
    primaries = _chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000))  # Adobe RGB's green
    return plain[:33] + gamma + primaries + plain[33:]


def png_header_only(width: int, height: int) -> bytes:
    """A PNG that claims a size and brings no picture."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _saved(image: Image.Image, file_format: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, file_format, **options)
    return target.getvalue()
