"""A small kit for drawing pictures that look like screenshots. Development only; needs Pillow and the Noto and DejaVu fonts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_FONTS = Path("/usr/share/fonts")
_LATIN = {False: "truetype/noto/NotoSans-Regular.ttf", True: "truetype/noto/NotoSans-Bold.ttf"}
_CJK = {False: "opentype/noto/NotoSansCJK-Regular.ttc", True: "opentype/noto/NotoSansCJK-Bold.ttc"}
_MONO = {False: "truetype/dejavu/DejaVuSansMono.ttf", True: "truetype/dejavu/DejaVuSansMono-Bold.ttf"}

INK, MUTED, LINE, PAPER, PAGE = "#1f2733", "#6b7686", "#dde2ea", "#ffffff", "#f3f5f9"
BLUE, TEAL, RED, AMBER, GREEN, VIOLET = "#2f6fed", "#12a594", "#d9363e", "#f0a020", "#2e9e5b", "#7a5af0"

Box = tuple[float, float, float, float]


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / name), size)


class Canvas:
    """A picture that is being drawn. All lengths are in pixels."""

    def __init__(self, width: int, height: int, background: str = PAGE) -> None:
        self.image = Image.new("RGB", (width, height), background)
        self._draw = ImageDraw.Draw(self.image)
        self.width, self.height = width, height

    def text(
        self, x: float, y: float, text: str, size: int = 16, color: str = INK, *, bold: bool = False, mono: bool = False, anchor: str = "la"
    ) -> None:
        family = _MONO if mono else _CJK if any(ord(character) > 0x2E80 for character in text) else _LATIN
        self._draw.text((x, y), text, fill=color, font=_font(family[bold], size), anchor=anchor)

    def box(self, box: Box, fill: str | None = PAPER, *, outline: str | None = None, radius: int = 8, width: int = 1) -> None:
        self._draw.rounded_rectangle(box, radius=radius, fill=fill, outline=outline, width=width)

    def card(self, box: Box, *, radius: int = 12, strength: int = 60) -> None:
        """A white sheet with a soft shadow."""
        shadow = Image.new("L", self.image.size, 0)
        left, top, right, bottom = box
        ImageDraw.Draw(shadow).rounded_rectangle((left, top + 6, right, bottom + 6), radius=radius, fill=strength)
        self.image.paste("#40506a", mask=shadow.filter(ImageFilter.GaussianBlur(12)))
        self.box(box, radius=radius, outline=LINE)

    def button(self, box: Box, text: str, color: str = BLUE, text_color: str = "#ffffff") -> None:
        self.box(box, color)
        self.text((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, text, 16, text_color, bold=True, anchor="mm")

    def field(self, box: Box, label: str, value: str) -> None:
        self.text(box[0], box[1] - 24, label, 14, MUTED)
        self.box(box, outline="#c6cedb")
        self.text(box[0] + 14, (box[1] + box[3]) / 2, value, 16, anchor="lm")

    def line(self, points: list[tuple[float, float]], color: str = LINE, width: int = 1) -> None:
        self._draw.line(points, fill=color, width=width, joint="curve")

    def shape(self, points: list[tuple[float, float]], color: str | tuple[int, int, int]) -> None:
        self._draw.polygon(points, fill=color)

    def disc(self, x: float, y: float, radius: float, color: str) -> None:
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)

    def arc(self, x: float, y: float, radius: float, start: float, end: float, color: str, width: int) -> None:
        self._draw.arc((x - radius, y - radius, x + radius, y + radius), start, end, fill=color, width=width)

    def pointer(self, x: float, y: float) -> None:
        """A mouse pointer."""
        outline = [(0, 0), (0, 22), (5, 17), (9, 26), (13, 24), (9, 16), (16, 16)]
        self.shape([(x + dx, y + dy) for dx, dy in outline], "#ffffff")
        self.line([(x + dx, y + dy) for dx, dy in [*outline, outline[0]]], "#000000", 2)

    def browser(self, address: str, title: str) -> float:
        """The frame of a browser window; returns where the page begins."""
        self.box((0, 0, self.width, 44), "#dfe4ec", radius=0)
        for place, color in enumerate(("#ec6a5e", "#f4bf4f", "#61c554")):
            self.disc(24 + 22 * place, 22, 7, color)
        self.box((100, 8, 340, 52), PAPER)
        self.text(118, 26, title, 14, anchor="lm")
        self.box((0, 44, self.width, 92), PAPER, radius=0)
        self.text(24, 68, "‹    ›", 20, MUTED, anchor="lm")
        self.box((130, 52, self.width - 40, 84), PAGE, radius=16)
        self.text(152, 68, address, 15, INK, anchor="lm")
        self.line([(0, 92), (self.width, 92)])
        return 92


def as_photo(image: Image.Image, *, softness: float = 0.7, grain: int = 5) -> Image.Image:
    """Make a drawing look as if a camera had seen it: soft edges, darker corners, a little grain."""
    soft = image.filter(ImageFilter.GaussianBlur(softness))
    corners = Image.radial_gradient("L").resize(image.size).point(lambda value: 255 - value * 2 // 5)
    dimmed = ImageChops.multiply(soft, Image.merge("RGB", [corners] * 3))
    noise = Image.effect_noise(image.size, grain * 4).filter(ImageFilter.GaussianBlur(0.6))
    return Image.blend(dimmed, Image.merge("RGB", [noise] * 3), 0.05)


def blend(one: str, other: str, share: float) -> tuple[int, int, int]:
    """A colour between two, given as #rrggbb; a share of 0 is the first."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue
