"""Jobs that decode pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize

from toptickets_desktop.decoding.image_decoder import DecodedImage, ImageRefused, decode_image
from toptickets_desktop.decoding.results import Refused, Result, Source

CONTENT_BYTES_MAX = 256 * 1024 * 1024
SIDE_MAX_PX = 16_384


def image(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """A picture as large as it fits into `width` × `height` device pixels; of an animation first one frame, then all of them."""
    for decoded in _decoded(source, parameters, takes_animation=True):
        yield _result(decoded)


def thumbnail(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """The first frame of a picture, as large as it fits."""
    for decoded in _decoded(source, parameters, takes_animation=False):
        yield _result(decoded)


def _decoded(source: Source, parameters: dict[str, Any], *, takes_animation: bool) -> Iterator[DecodedImage]:
    width, height = (min(max(int(parameters[name]), 1), SIDE_MAX_PX) for name in ("width", "height"))
    try:
        yield from decode_image(source.read(CONTENT_BYTES_MAX), QSize(width, height), takes_animation=takes_animation)
    except ImageRefused as exc:
        raise Refused(exc.problem.value) from exc


def _result(decoded: DecodedImage) -> Result:
    facts = {
        "width": decoded.pixel_size.width(),
        "height": decoded.pixel_size.height(),
        "format": decoded.format_name,
        "frame_count": decoded.frame_count,
        "play_count": decoded.play_count,
        "is_cut_short": decoded.is_cut_short,
        "is_complete": decoded.is_complete,
        "delays_ms": [frame.delay_ms for frame in decoded.frames],
    }
    return Result(facts, tuple(frame.image for frame in decoded.frames), is_partial=not decoded.is_complete)
