"""Pictures as from a camera: boxes, a label, a whiteboard, a landscape, a map. Development only."""

from __future__ import annotations

import math
import random

from canvas import BLUE, GREEN, INK, RED, Canvas, as_photo, blend
from PIL import Image, ImageFilter

_CARDBOARD, _CARDBOARD_DARK, _WET = "#c89b62", "#8d6534", "#6d4f2c"


def _solid(canvas: Canvas, x: float, y: float, width: float, height: float, depth: float, *, wet: float) -> None:
    """A cardboard box seen from the front and above; `wet` is how much of its front is dark, from below."""
    rise, shift = depth * 0.45, depth * 0.6
    canvas.shape([(x, y), (x + shift, y - rise), (x + width + shift, y - rise), (x + width, y)], blend(_CARDBOARD, "#ffffff", 0.3))
    canvas.shape(
        [(x + width, y), (x + width + shift, y - rise), (x + width + shift, y + height - rise), (x + width, y + height)], _CARDBOARD_DARK
    )
    steps = 80
    for step in range(steps):
        top = y + height * step / steps
        share = step / steps
        edge = 1 - wet
        color = (
            blend(_CARDBOARD, _CARDBOARD_DARK, 0.35 * share) if share < edge else blend(_CARDBOARD_DARK, _WET, min(1.0, (share - edge) * 4))
        )
        canvas.shape([(x, top), (x + width, top), (x + width, top + height / steps + 1), (x, top + height / steps + 1)], color)
    tape = blend("#e6d3a8", "#ffffff", 0.2)
    canvas.shape(
        [(x + width * 0.44, y), (x + width * 0.44 + shift, y - rise), (x + width * 0.56 + shift, y - rise), (x + width * 0.56, y)], tape
    )
    canvas.shape(
        [(x + width * 0.44, y), (x + width * 0.56, y), (x + width * 0.56, y + height * 0.3), (x + width * 0.44, y + height * 0.3)], tape
    )
    canvas.box((x + width * 0.08, y + height * 0.2, x + width * 0.36, y + height * 0.48), "#f2efe8", radius=2)
    for row in range(4):
        end = x + width * (0.32 if row % 2 else 0.26)
        canvas.line([(x + width * 0.11, y + height * (0.26 + 0.055 * row)), (end, y + height * (0.26 + 0.055 * row))], "#55504a", 3)


def boxes(*, wet: float, count: int) -> Image.Image:
    canvas = Canvas(1280, 960)
    for row in range(960):
        color = blend("#b9bfc4", "#8f979d", row / 560) if row < 560 else blend("#6f6a63", "#a39a8e", (row - 560) / 400)
        canvas.shape([(0, row), (1280, row), (1280, row + 1), (0, row + 1)], color)
    for place in range(6):
        canvas.line([(640 + (place - 2.5) * 130, 560), (640 + (place - 2.5) * 520, 960)], "#7d766c", 3)
    canvas.line([(0, 560), (1280, 560)], "#5c5852", 6)
    shadow = Canvas(1280, 960, "#ffffff")
    places = ((150, 430, 400, 300), (640, 500, 420, 280), (330, 215, 360, 215))[:count]
    for x, y, width, height in places[:2]:
        shadow.shape(
            [(x - 20, y + height), (x + width + 190, y + height - 70), (x + width + 200, y + height + 34), (x + 20, y + height + 46)],
            "#4a4640",
        )
    soft = shadow.image.convert("L").filter(ImageFilter.GaussianBlur(18)).point(lambda value: 255 - value)
    canvas.image.paste("#2d2a26", mask=soft)
    for x, y, width, height in places:
        _solid(canvas, x, y, width, height, 210, wet=wet if y > 400 else 0.0)
    return as_photo(canvas.image, softness=1.1)


def label() -> Image.Image:
    canvas = Canvas(1000, 1300, "#5b5148")
    canvas.box((120, 110, 880, 1190), "#fbfaf6", radius=6)
    canvas.text(180, 170, "FROM", 22, "#777777", bold=True)
    canvas.text(180, 204, "Lumen Printing, 12 Mill Road", 32)
    canvas.text(180, 290, "TO", 22, "#777777", bold=True)
    for row, text in enumerate(("Dana Reyes", "Northwind Logistics", "Pier 9, Dock 4")):
        canvas.text(180, 324 + 52 * row, text, 42, bold=True)
    canvas.line([(160, 520), (840, 520)], INK, 4)
    chance = random.Random(7)
    x = 180
    while x < 700:  # the print stops before the label ends: that is the complaint
        width = chance.choice((4, 4, 8, 12))
        canvas.box((x, 570, x + width, 870), INK, radius=0)
        x += width + chance.choice((4, 8, 12))
    canvas.text(180, 900, "JD01 4600 0123 98", 38, mono=True)
    canvas.shape([(706, 540), (880, 540), (880, 1190), (640, 1190)], "#f3f1ea")
    canvas.text(180, 1040, "PRIORITY", 60, RED, bold=True)
    return as_photo(canvas.image.rotate(-3, resample=Image.Resampling.BICUBIC, fillcolor="#5b5148"), softness=0.9)


def whiteboard() -> Image.Image:
    canvas = Canvas(1400, 900, "#eef0ef")
    canvas.box((0, 850, 1400, 900), "#9aa0a3", radius=0)
    stages = (("Browser", 120, BLUE), ("Proxy", 480, GREEN), ("SSO", 840, RED))
    for name, x, color in stages:
        for offset in (0, 3):
            canvas.box((x + offset, 300 - offset, x + 240, 470 + offset), None, outline=color, radius=18, width=5)
        canvas.text(x + 120, 385, name, 46, color, bold=True, anchor="mm")
    for x in (372, 732):
        canvas.line([(x, 390), (x + 50, 384), (x + 98, 390)], INK, 6)
        canvas.line([(x + 76, 372), (x + 98, 390), (x + 74, 406)], INK, 6)
    canvas.line([(960, 480), (900, 600), (600, 640), (300, 600), (240, 485)], RED, 6)
    canvas.text(600, 690, "clock is 4½ min ahead!", 52, RED, bold=True, anchor="mm")
    canvas.text(120, 110, "Login loop  (Tue)", 64, INK, bold=True)
    canvas.line([(120, 200), (640, 192)], INK, 6)
    canvas.text(980, 560, "use NTP", 48, GREEN, bold=True)
    return as_photo(canvas.image.rotate(1.2, resample=Image.Resampling.BICUBIC, fillcolor="#c9cccb"), softness=1.0)


def landscape() -> Image.Image:
    """A sunset over mountains: the picture that a customer uses in the shop."""
    width, height = 1600, 1000
    canvas = Canvas(width, height)
    for row in range(height):
        share = row / (height * 0.68)
        color = blend("#274a86", "#f29c6b", min(1.0, share)) if share < 0.75 else blend("#f29c6b", "#ffe0a8", min(1.0, (share - 0.75) * 3))
        canvas.shape([(0, row), (width, row), (width, row + 1), (0, row + 1)], color)
    glow = Canvas(width, height, "#000000")
    glow.disc(1080, 560, 190, "#9a9a9a")
    canvas.image.paste("#fff1cf", mask=glow.image.convert("L").filter(ImageFilter.GaussianBlur(90)))
    canvas.disc(1080, 560, 62, "#fff6dd")
    for layer, (base, rough, near) in enumerate(
        ((590, 150, "#7d6a8f"), (680, 120, "#54507c"), (780, 100, "#2f3a5f"), (880, 70, "#182440"))
    ):
        chance = random.Random(30 + layer)
        phases = [(chance.uniform(0.002, 0.006) * (1 + part), chance.uniform(0, 6.3), rough / (1.4 + part)) for part in range(6)]
        ridge: list[tuple[float, float]] = [
            (x, base - sum(abs(math.sin(x * pace + phase)) * size * 0.35 for pace, phase, size in phases)) for x in range(0, width + 8, 8)
        ]
        canvas.shape([(0, height), *ridge, (width, height)], near)
    return canvas.image.filter(ImageFilter.GaussianBlur(0.8))


def street_map() -> Image.Image:
    canvas = Canvas(1200, 800, "#ece8df")
    canvas.shape([(0, 620), (300, 560), (620, 640), (900, 590), (1200, 660), (1200, 800), (0, 800)], "#a9cde8")
    canvas.shape([(700, 60), (1010, 40), (1060, 260), (760, 300)], "#c7dfb0")
    for place in range(9):
        canvas.line([(80 + 135 * place, 0), (30 + 150 * place, 600)], "#ffffff", 12)
    for place in range(6):
        canvas.line([(0, 60 + 105 * place), (1200, 30 + 112 * place)], "#ffffff", 12)
    canvas.line([(0, 420), (400, 380), (800, 430), (1200, 330)], "#f6d27a", 22)
    route = [(110.0, 500.0), (250, 480), (262, 300), (560, 286), (575, 180), (900, 170)]
    canvas.line(route, BLUE, 10)
    for (x, y), color in ((route[0], GREEN), (route[-1], RED)):
        canvas.disc(x, y, 20, color)
        canvas.disc(x, y, 8, "#ffffff")
    canvas.text(820, 110, "Kestrel Park", 22, "#5d7f3f", bold=True)
    canvas.text(420, 700, "Harbour", 26, "#4b7ea3", bold=True)
    canvas.box((40, 40, 330, 130), "#ffffff", outline="#c9c4b8")
    canvas.text(64, 62, "Dock 4, Pier 9", 22, INK, bold=True)
    canvas.text(64, 94, "18 min · 6.2 km", 18, GREEN)
    return canvas.image
