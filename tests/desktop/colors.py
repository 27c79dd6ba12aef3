"""How much of a screenshot has a colour: what proves that a picture of one colour is seen."""

from __future__ import annotations

from PIL import Image

Color = tuple[int, int, int]

_GRID = (160, 100)
_TOLERANCE = 24  # of each component; JPEG and colour management change them a little


def share_of(screenshot: Image.Image, color: Color) -> float:
    """The part of the screenshot that has the colour, more or less: 0 to 1."""
    dots = screenshot.convert("RGB").resize(_GRID, Image.Resampling.NEAREST).tobytes()
    pixels = list(zip(dots[0::3], dots[1::3], dots[2::3], strict=True))
    return sum(all(abs(a - b) < _TOLERANCE for a, b in zip(pixel, color, strict=True)) for pixel in pixels) / len(pixels)
