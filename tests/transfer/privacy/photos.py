"""Photos and films that tell where and with what they were taken."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PLACE: dict[int, object] = {
    GPS.GPSLatitudeRef: "N",
    GPS.GPSLatitude: (52.0, 31.0, 12.0),
    GPS.GPSLongitudeRef: "E",
    GPS.GPSLongitude: (13.0, 24.0, 18.0),
}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="52,31.2N" tiff:Make="Acme"/></x:xmpmeta>'


def picture(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture with something to see in it."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 30, 60), (4, 4, 20, 30))
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize(size))
    return image


def exif(*, place: bool = True, device: bool = True, orientation: int = 1) -> Image.Exif:
    block = Image.Exif()
    block[Base.ImageDescription] = "a test"  # Pillow writes no block that has further directories alone
    if device:
        block[Base.Make], block[Base.Model] = "Acme", "Phone 9"
        block.get_ifd(IFD.Exif)[Base.BodySerialNumber] = "SN-0042"
    if orientation != 1:
        block[Base.Orientation] = orientation
    if place:
        block.get_ifd(IFD.GPSInfo).update(PLACE)
    return block


def photo(kind: str, *, place: bool = True, device: bool = True, orientation: int = 1, progressive: bool = False) -> bytes:
    """The bytes of a JPEG, PNG or WEBP file."""
    stream = io.BytesIO()
    options = {"progressive": progressive, "icc_profile": b"profile"} if kind == "JPEG" else {}
    picture("RGB" if kind == "JPEG" else "RGBA").save(
        stream, kind, exif=exif(place=place, device=device, orientation=orientation), **options
    )
    return stream.getvalue()


def jpeg_with(marker: int, content: bytes, *, at_end: bytes = b"") -> bytes:
    """A JPEG with one more segment, and with something behind its end."""
    plain = photo("JPEG", place=False, device=False)
    return plain[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + plain[2:] + at_end


def png_with(name: bytes, content: bytes) -> bytes:
    stream = io.BytesIO()
    picture("RGBA").save(stream, "PNG")
    plain = stream.getvalue()
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return plain[:33] + chunk + plain[33:]


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def with_user_data(film: bytes, *boxes: bytes) -> bytes:
    """A film whose `moov` box, which has to be its last, holds user data."""
    at = film.rindex(b"moov") - 4
    size = int.from_bytes(film[at : at + 4], "big")
    return film[:at] + box(b"moov", film[at + 8 : at + size] + b"".join(boxes)) + film[at + size :]


def user_data() -> bytes:
    return box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+52.5200+013.4050/") + box(b"\xa9mod", b"\x00\x07\x15\xc7Phone 9"))


def apple_metadata() -> bytes:
    keys = [b"com.apple.quicktime.location.ISO6709", b"com.apple.quicktime.creationdate", b"com.apple.quicktime.model"]
    values = [b"+52.5200+013.4050/", b"2026-11-24", b"Phone 9"]
    key_boxes = b"".join(box(b"mdta", key) for key in keys)
    items = b"".join(
        box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0) + value)) for number, value in enumerate(values, 1)
    )
    handler = box(b"hdlr", bytes(8) + b"mdta" + bytes(13))
    return box(b"meta", handler + box(b"keys", struct.pack(">II", 0, len(keys)) + key_boxes) + box(b"ilst", items))
