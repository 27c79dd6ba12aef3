"""Turns the bytes of a stranger's picture into frames of the size they are shown at. Runs in the decoding process.

Only the four formats that the service takes are ever handed to Qt, told apart by their first bytes: a file cannot reach
another of Qt's decoders by its name or its declared type.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader

from toptickets_desktop.decoding import hardening

ALLOCATION_LIMIT_MB = 128
PIXELS_MAX = ALLOCATION_LIMIT_MB * 1024 * 1024 // 4  # decoders other than JPEG's hold the whole picture, 4 bytes a pixel
JPEG_PIXELS_MAX = 110_000_000  # JPEG is scaled while it is decoded; the largest phone cameras have 108 megapixels

ANIMATION_BYTES_MAX = 64 * 1024 * 1024
ANIMATION_FRAMES_MAX = 1_000
ANIMATION_TIME_LIMIT_S = 8.0

_MEMORY_MARGIN = 1.5
_DELAY_MIN_MS = 20
_DELAY_INSTEAD_MS = 100  # what browsers do with animations that name no delay, or one too short to mean it

_JPEG_END = b"\xff\xd9"
_JPEG_SCAN = 0xDA
_GIF_EXTENSION, _GIF_IMAGE = 0x21, 0x2C


class ImageProblem(StrEnum):
    """Why a picture is not shown."""

    NOT_AN_IMAGE = "not_an_image"  # by its content; whatever it is called
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"  # in pixels
    TOO_SLOW = "too_slow"


class ImageRefused(Exception):
    """A picture that is not shown."""

    def __init__(self, problem: ImageProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of an animation, or the only one; `delay_ms` is how long it stays."""

    image: QImage
    delay_ms: int


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """What can be painted.

    Attributes:
        frames: at least one, all of the same size.
        pixel_size: of the original, turned upright.
        format_name: "PNG", "JPEG", "GIF" or "WebP", by content.
        frame_count: in the file; more than there are frames here when the animation was too large to take whole.
        play_count: how often an animation plays; None for ever.
        is_cut_short: the end of the file is missing, and so is a part of the picture.
        is_complete: False while only the first frame of an animation is here.
    """

    frames: tuple[Frame, ...]
    pixel_size: QSize
    format_name: str
    frame_count: int = 1
    play_count: int | None = 1
    is_cut_short: bool = False
    is_complete: bool = True

    @property
    def size(self) -> QSize:
        """Of the frames, in their own pixels."""
        return self.frames[0].image.size()

    @property
    def size_bytes(self) -> int:
        """The memory that the frames take."""
        return sum(frame.image.sizeInBytes() for frame in self.frames)

    @property
    def is_full_size(self) -> bool:
        """Whether a larger view could not show more."""
        return self.size == self.pixel_size


def format_of(data: bytes) -> str | None:
    """The name of the picture format that the first bytes say, or None when it is none of ours.

    Source: PNG (RFC 2083 section 3.1), JPEG (ITU T.81 B.1.1.3), GIF89a section 17, WebP (RFC 9649 section 2.4).
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    return None


def fitted(size: QSize, box: QSize) -> QSize:
    """The largest size of the same shape that fits into the box; never larger than the original, never empty."""
    if size.width() <= box.width() and size.height() <= box.height():
        return size
    return size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def decode_image(data: bytes, box: QSize, *, takes_animation: bool = True) -> Iterator[DecodedImage]:
    """Decode a picture at the size it is shown at: the whole of it, or first the beginning of an animation and then all of it.

    Args:
        data: the file.
        box: the view, in device pixels; the picture is made to fit.
        takes_animation: whether more than the first frame is wanted.

    Raises:
        ImageRefused: it is not one of the formats, damaged, or too large.
        MemoryError: there was not enough left for it.
    """
    format_name = format_of(data)
    if format_name is None:
        raise ImageRefused(ImageProblem.NOT_AN_IMAGE)
    QImageReader.setAllocationLimit(ALLOCATION_LIMIT_MB)
    source = QByteArray(data)
    buffer = QBuffer(source)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(format_name.lower().encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    stored_size = reader.size()
    if stored_size.isEmpty():
        raise ImageRefused(ImageProblem.DAMAGED)
    if stored_size.width() * stored_size.height() > (JPEG_PIXELS_MAX if format_name == "JPEG" else PIXELS_MAX):
        raise ImageRefused(ImageProblem.TOO_LARGE)
    is_turned = bool(reader.transformation().value & QImageIOHandler.Transformation.TransformationRotate90.value)
    upright_size = stored_size.transposed() if is_turned else stored_size
    wanted = fitted(upright_size, box)
    if wanted != upright_size:
        reader.setScaledSize(wanted.transposed() if is_turned else wanted)
    memory_left_bytes = hardening.memory_left_bytes()
    first = _read_frame(reader, box)
    if first is None:
        # Qt says the same of both. JPEG is never held whole.
        held = wanted if format_name == "JPEG" else stored_size
        if memory_left_bytes < held.width() * held.height() * 4 * _MEMORY_MARGIN:
            raise MemoryError
        raise ImageRefused(ImageProblem.DAMAGED)
    still = DecodedImage(
        frames=(first,),
        pixel_size=upright_size,
        format_name=format_name,
        is_cut_short=not _has_an_end(data, format_name),
    )
    if not takes_animation or not reader.supportsAnimation():
        yield still
        return
    # Qt counts GIF frames by walking through the whole file, so the first frame is read and shown before that.
    yield replace(still, is_complete=False)
    frame_count = reader.imageCount()
    yield still if frame_count <= 1 else _decode_animation(reader, box, still, frame_count)


def _decode_animation(reader: QImageReader, box: QSize, still: DecodedImage, frame_count: int) -> DecodedImage:
    deadline = time.monotonic() + ANIMATION_TIME_LIMIT_S
    loop_count = reader.loopCount()
    frames = list(still.frames)
    is_cut_short = still.is_cut_short
    frame_bytes = max(1, frames[0].image.sizeInBytes())
    frames_max = min(frame_count, ANIMATION_FRAMES_MAX, max(1, ANIMATION_BYTES_MAX // frame_bytes))
    while len(frames) < frames_max and time.monotonic() < deadline:
        frame = _read_frame(reader, box)
        if frame is None:
            is_cut_short = True
            break
        frames.append(frame)
    return replace(
        still,
        frames=tuple(frames),
        frame_count=frame_count,
        play_count=None if loop_count < 0 else loop_count + 1,
        is_cut_short=is_cut_short,
    )


def _read_frame(reader: QImageReader, box: QSize) -> Frame | None:
    image = reader.read()
    if image.isNull():
        return None
    if image.width() > box.width() or image.height() > box.height():
        # A GIF may announce one size and have frames of another, and then Qt scales nothing.
        image = image.scaled(fitted(image.size(), box), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    delay_ms = reader.nextImageDelay()
    return Frame(_ready_to_paint(image), delay_ms if delay_ms >= _DELAY_MIN_MS else _DELAY_INSTEAD_MS)


def _ready_to_paint(image: QImage) -> QImage:
    """In the screen's colour space and in the format that is painted fastest."""
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    wanted = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    if image.colorSpace().isValid() and image.colorSpace() != srgb:
        converted = image.convertedToColorSpace(srgb, wanted)
        if not converted.isNull():  # a profile that Qt cannot use leaves the colours as they are stored
            return converted
    return image.convertToFormat(wanted)


def _has_an_end(data: bytes, format_name: str) -> bool:
    """Whether a file is there to its end, in the formats whose decoders fill in what is missing and do not call it an error."""
    match format_name:
        case "JPEG":
            return _jpeg_has_an_end(data)
        case "GIF":
            return _gif_has_an_end(data)
        case _:
            return True


def _jpeg_has_an_end(data: bytes) -> bool:
    """Look for the end marker behind the segments; a thumbnail's does not count, for it lies inside one (ITU T.81 annex B)."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == _JPEG_SCAN:
            return data.find(_JPEG_END, position + 2) >= 0
        # A byte of filling has no length behind it.
        position += 1 if marker == 0xFF else 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return False


def _gif_has_an_end(data: bytes) -> bool:
    """Walk over the blocks to the trailer (GIF89a sections 15 to 27)."""
    position = 13 + _gif_table_bytes(data[10:11])
    while position < len(data):
        kind = data[position]
        if kind == _GIF_EXTENSION:
            position += 2
        elif kind == _GIF_IMAGE:
            position += 11 + _gif_table_bytes(data[position + 9 : position + 10])
        else:
            return True  # the trailer, or nothing that the format knows, which says nothing about the end
        while position < len(data) and data[position]:
            position += 1 + data[position]
        position += 1
    return False


def _gif_table_bytes(flags: bytes) -> int:
    """The length of the colour table that a byte of flags announces."""
    return 3 * 2 ** ((flags[0] & 0x07) + 1) if flags and flags[0] & 0x80 else 0
