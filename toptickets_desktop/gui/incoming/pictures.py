"""Pictures made for sending: pasted ones as PNG, too large ones smaller, and the proof that a cleaned copy looks the same. Blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason

_FORMATS = ("png", "jpeg", "webp")
_QUALITIES = (90, 80, 70)
_SCALES = (1.0, 0.75, 0.5, 0.35, 0.25, 0.15, 0.1)
_MARGIN = 0.98  # of the limit
_PIXELS_MAX = 200_000_000


class NotShrunk(Exception):
    """The picture cannot be read, or does not become small enough."""


@dataclass(frozen=True, slots=True)
class SmallerPicture:
    """A copy of a picture that fits.

    Attributes:
        data: the whole file.
        ending: with its dot, of the kind that it is.
        pixel_size: as it is seen, turned upright.
    """

    data: bytes
    ending: str
    pixel_size: QSize


def png_of(image: QImage) -> bytes:
    """A picture as a PNG file.

    Raises:
        LocalFileError: it cannot be coded: there is too little memory.
    """
    return _coded(without_texts(image), "png", -1) or _fail()


def shrink(path: Path, limit_bytes: int) -> SmallerPicture:
    """Code a picture anew, as large as fits: first with a lower quality, then with fewer pixels. Nothing but the pixels is kept.

    A photo stays a JPEG, and a picture with transparency becomes a WebP.

    Raises:
        NotShrunk: that cannot be done.
    """
    for scale in _SCALES:
        image = _read(path, scale)
        kind, ending = ("webp", ".webp") if image.hasAlphaChannel() else ("jpeg", ".jpg")
        for quality in _QUALITIES:
            data = _coded(image, kind, quality)
            if data is not None and len(data) <= limit_bytes * _MARGIN:
                return SmallerPicture(data, ending, image.size())
    raise NotShrunk


def looks_the_same(before: bytes, after: bytes) -> bool:
    """Whether two files decode to the very same pixels, turned the same way."""
    one, other = _Decoded(before), _Decoded(after)
    frames = list(zip(one.frames(), other.frames(), strict=False))
    same_count = one.count == other.count == len(frames)
    return bool(frames) and same_count and one.turn == other.turn and all(first == second for first, second in frames)


class _Decoded:
    """A picture's frames, without the turn that its metadata asks for."""

    def __init__(self, data: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._reader = QImageReader(self._buffer)
        self._reader.setAutoTransform(False)
        is_listed = bytes(self._reader.format().data()).decode() in _FORMATS
        self.turn = self._reader.transformation()
        self.count = max(1, self._reader.imageCount()) if is_listed else 0

    def frames(self) -> Iterator[QImage]:
        for _ in range(self.count):
            image = self._reader.read()
            if image.isNull():
                return
            yield without_texts(image)  # which are no part of the comparison


def _read(path: Path, scale: float) -> QImage:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in _FORMATS or not size.isValid() or size.width() * size.height() > _PIXELS_MAX:
        raise NotShrunk
    if scale < 1.0:
        reader.setScaledSize(QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale))))
    image = reader.read()
    if image.isNull():
        raise NotShrunk
    return without_texts(image)


def without_texts(image: QImage) -> QImage:
    """The same picture; what a program or a web page wrote into it is no part of it."""
    clean = QImage(image)
    for key in clean.textKeys():
        clean.setText(key, "")
    return clean


def thumbnail_of(image: QImage, size: QSize, device_pixel_ratio: float) -> QImage:
    """A small copy for the screen, never larger than the picture itself."""
    box = size * device_pixel_ratio
    if image.width() > box.width() or image.height() > box.height():
        image = image.scaled(box, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    image.setDevicePixelRatio(device_pixel_ratio)
    return image


def _coded(image: QImage, kind: str, quality: int) -> bytes | None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind.encode())
    writer.setQuality(quality)
    return bytes(buffer.data().data()) if writer.write(image) else None


def _fail() -> bytes:
    raise LocalFileError(Path("image.png"), LocalFileReason.OTHER)
