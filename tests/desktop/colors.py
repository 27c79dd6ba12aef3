"""How much of a screenshot has a colour: what proves that a picture of one colour is seen."""

from __future__ import annotations

from PIL import Image

Color = tuple[int, int, int]

_GRID = (160, 100)
_TOLERANCE = 24  # of each component; JPEG and colour management change them a little


def share_of(screenshot: Image.Image, color: Color) -> float:
    """The part of the screenshot that has the colour, more or less: 0 to 1."""
    return len(_places(screenshot, color)) / (_GRID[0] * _GRID[1])


def point_in(screenshot: Image.Image, color: Color) -> tuple[int, int]:
    """A point of that colour, amid others of it.

    Raises:
        IndexError: there is none.
    """
    places = _places(screenshot, color)
    column, row = divmod(places[len(places) // 2], _GRID[0])[::-1]
    return (2 * column + 1) * screenshot.width // (2 * _GRID[0]), (2 * row + 1) * screenshot.height // (2 * _GRID[1])


def _places(screenshot: Image.Image, color: Color) -> list[int]:
    dots = screenshot.convert("RGB").resize(_GRID, Image.Resampling.NEAREST).tobytes()
    pixels = zip(dots[0::3], dots[1::3], dots[2::3], strict=True)
    return [place for place, pixel in enumerate(pixels) if all(abs(a - b) < _TOLERANCE for a, b in zip(pixel, color, strict=True))]
