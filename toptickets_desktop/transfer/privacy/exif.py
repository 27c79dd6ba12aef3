"""Exif data, as it stands in JPEG, PNG and WebP files: whether it tells a place or a device, and which way up the picture is.

Source: CIPA DC-008 (Exif 2.32), TIFF 6.0.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

UPRIGHT = 1

_ENTRIES_MAX = 512  # far more than any camera writes
_SHORT = 3
_ORIENTATION, _GPS_POINTER, _EXIF_POINTER = 0x0112, 0x8825, 0x8769
_PLACE_TAGS = frozenset({0x0002, 0x0004, 0x0014, 0x0016, 0x001B, 0x001C})  # latitude, longitude, destination, method, area
_DEVICE_TAGS = frozenset(
    {
        0x010F,  # Make
        0x0110,  # Model
        0x013B,  # Artist
        0x013C,  # HostComputer
        0x927C,  # MakerNote
        0xA430,  # CameraOwnerName
        0xA431,  # BodySerialNumber
        0xA433,  # LensMake
        0xA434,  # LensModel
        0xA435,  # LensSerialNumber
        0xC62F,  # CameraSerialNumber (DNG)
    }
)
# XMP and IPTC name the same things in words.
_XMP_PLACE = re.compile(rb"GPSLatitude|GPSLongitude|GPSDest|photoshop:City|Iptc4xmp(?:Core|Ext):(?:Location|City|Sublocation)")
_XMP_DEVICE = re.compile(
    rb"tiff:(?:Make|Model)\b|(?:aux|exifEX):(?:SerialNumber|BodySerialNumber|LensSerialNumber|OwnerName|CameraOwnerName)"
)
_IPTC_PLACE = re.compile(rb"\x1c\x02[\x5a\x5c]")  # IIM 4.2: 2:90 City, 2:92 Sublocation


@dataclass(frozen=True, slots=True)
class Told:
    """What metadata tells.

    Attributes:
        place: where it was taken.
        device: make, model, serial number or owner of the camera or phone.
        orientation: how the picture is to be turned for viewing, 1 to 8 (tag 0x0112).
    """

    place: bool = False
    device: bool = False
    orientation: int = UPRIGHT

    def __or__(self, other: Told) -> Told:
        """Both together; the first orientation that is not upright counts."""
        orientation = self.orientation if self.orientation != UPRIGHT else other.orientation
        return Told(self.place or other.place, self.device or other.device, orientation)


def read_exif(data: bytes) -> Told:
    """What a block of Exif (from its TIFF header on) tells. Never fails: what is broken tells what can be read of it."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        return Told()
    (first,) = struct.unpack_from(order + "I", data, 4)
    place, device, orientation = False, False, UPRIGHT
    for tag, kind, value, offset in _entries(data, first, order):
        device = device or tag in _DEVICE_TAGS
        if tag == _ORIENTATION and kind == _SHORT:
            (found,) = struct.unpack_from(order + "H", data, offset)
            orientation = found if 1 <= found <= 8 else UPRIGHT
        elif tag == _GPS_POINTER:
            place = any(each[0] in _PLACE_TAGS for each in _entries(data, value, order))
        elif tag == _EXIF_POINTER:
            device = device or any(each[0] in _DEVICE_TAGS for each in _entries(data, value, order))
    return Told(place, device, orientation)


def read_xmp(data: bytes) -> Told:
    """What an XMP packet tells."""
    return Told(_XMP_PLACE.search(data) is not None, _XMP_DEVICE.search(data) is not None)


def read_iptc(data: bytes) -> Told:
    """What a block of IPTC (IIM) tells."""
    return Told(place=_IPTC_PLACE.search(data) is not None)


def orientation_only(orientation: int) -> bytes:
    """A block of Exif, from its TIFF header on, with nothing in it but which way up the picture is."""
    return b"MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, orientation, 0) + struct.pack(">I", 0)


def _entries(data: bytes, at: int, order: str) -> Iterator[tuple[int, int, int, int]]:
    """Tag, type, value (or where it stands), and the place of the value field, for each entry of one directory."""
    if at + 2 > len(data):
        return
    (count,) = struct.unpack_from(order + "H", data, at)
    for number in range(min(count, _ENTRIES_MAX)):
        start = at + 2 + 12 * number
        if start + 12 > len(data):
            return
        tag, kind, _, value = struct.unpack_from(order + "HHII", data, start)
        yield tag, kind, value, start + 8
