from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from tests.gui.preview.pictures import (
    animation,
    jpeg_with_a_thumbnail,
    noise,
    picture,
    png_header_only,
    turned_jpeg,
    wide_gamut_png,
)
from toptickets_desktop.decoding import image_decoder
from toptickets_desktop.decoding.image_decoder import (
    DecodedImage,
    ImageProblem,
    ImageRefused,
    decode_image,
    fitted,
    format_of,
)

BOX = QSize(400, 400)


def _whole(data: bytes, box: QSize) -> DecodedImage:
    *_parts, image = decode_image(data, box)
    return image


FORMATS = ["PNG", "JPEG", "GIF", "WebP"]

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    # What Qt's decoders say of broken files; that they are broken is what these tests are about.
    pytest.mark.qt_log_ignore("libpng", "Corrupt JPEG", "JPEG", "Rejecting image", "QGif", "Invalid", "imageio", extend=True),
]


def _problem(data: bytes, box: QSize = BOX) -> ImageProblem:
    with pytest.raises(ImageRefused) as refused:
        _whole(data, box)
    return refused.value.problem


@pytest.mark.parametrize("name", FORMATS)
def test_the_four_formats_are_decoded(name: str) -> None:
    image = _whole(picture(name), BOX)

    assert image.format_name == name
    assert image.pixel_size == image.size == QSize(40, 30)
    assert (image.frame_count, len(image.frames), image.play_count) == (1, 1, 1)
    assert image.is_full_size
    assert image.is_complete
    assert not image.is_cut_short
    dot = image.frames[0].image.pixelColor(5, 5)
    assert (dot.red() > 180, dot.green() < 60) == (True, True)


@pytest.mark.parametrize("name", FORMATS)
def test_a_large_picture_is_decoded_at_the_size_of_the_view(name: str) -> None:
    image = _whole(noise(name, (600, 300)), QSize(200, 200))

    assert image.size == QSize(200, 100)
    assert image.pixel_size == QSize(600, 300)
    assert not image.is_full_size


def test_a_picture_is_never_enlarged_and_never_empty() -> None:
    assert fitted(QSize(10, 10), QSize(100, 100)) == QSize(10, 10)
    assert fitted(QSize(10_000, 1), QSize(100, 100)) == QSize(100, 1)
    assert fitted(QSize(1, 10_000), QSize(100, 50)) == QSize(1, 50)


@pytest.mark.parametrize(
    ("mode", "color", "name", "has_alpha"),
    [("RGBA", (255, 0, 0, 128), "PNG", True), ("L", 90, "PNG", False), ("CMYK", (0, 255, 255, 0), "JPEG", False)],
)
def test_every_colour_model_is_made_ready_to_paint(mode: str, color: object, name: str, has_alpha: bool) -> None:
    shown = _whole(picture(name, mode=mode, color=color), BOX).frames[0].image

    assert shown.format() is (QImage.Format.Format_ARGB32_Premultiplied if has_alpha else QImage.Format.Format_RGB32)
    assert shown.hasAlphaChannel() is has_alpha


def test_colours_of_another_space_are_converted_to_the_screens() -> None:
    stored = (100, 100, 100)

    dot = _whole(wide_gamut_png(stored), BOX).frames[0].image.pixelColor(5, 5)

    assert dot.red() > 150  # 100 in linear light is brighter than 100 in sRGB


@pytest.mark.parametrize(
    ("orientation", "is_turned", "red_side"), [(1, False, "left"), (3, False, "right"), (6, True, "top"), (8, True, "bottom")]
)
def test_photos_stand_upright(orientation: int, is_turned: bool, red_side: str) -> None:
    image = _whole(turned_jpeg((80, 40), orientation), QSize(30, 30))

    assert image.pixel_size == (QSize(40, 80) if is_turned else QSize(80, 40))
    assert image.size == (QSize(15, 30) if is_turned else QSize(30, 15))
    shown = image.frames[0].image
    places = {"left": (1, 7), "right": (28, 7), "top": (7, 1), "bottom": (7, 28)}
    assert shown.pixelColor(*places[red_side]).red() > 200


# --- animations ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["GIF", "WebP"])
def test_an_animation_brings_all_frames_scaled(name: str) -> None:
    *first, image = decode_image(animation(name, 5, (80, 40), duration=70, loop=0), QSize(40, 40))

    assert (image.frame_count, len(image.frames)) == (5, 5)
    assert {(frame.image.width(), frame.image.height(), frame.delay_ms) for frame in image.frames} == {(40, 20, 70)}
    reds = [frame.image.pixelColor(3, 3).red() for frame in image.frames]
    assert reds == sorted(reds)
    assert reds[-1] > reds[0]
    assert [(len(begun.frames), begun.is_complete) for begun in first] == [(1, False)]


@pytest.mark.parametrize(("name", "loop", "plays"), [("GIF", None, 1), ("GIF", 0, None), ("GIF", 2, 3), ("WebP", 0, None), ("WebP", 3, 3)])
def test_an_animation_says_how_often_it_plays(name: str, loop: int | None, plays: int | None) -> None:
    options: dict[str, Any] = {} if loop is None else {"loop": loop}

    assert _whole(animation(name, 3, **options), BOX).play_count == plays


def test_a_delay_too_short_to_mean_it_is_what_browsers_make_of_it() -> None:
    image = _whole(animation("WebP", 3, duration=[5, 0, 30]), BOX)

    assert [frame.delay_ms for frame in image.frames] == [100, 100, 30]


def test_an_animation_beyond_the_budget_is_taken_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_decoder, "ANIMATION_BYTES_MAX", 4 * 40 * 30 * 4)

    image = _whole(animation("GIF", 9), BOX)

    assert (len(image.frames), image.frame_count, image.is_complete) == (4, 9, True)


def test_an_animation_that_takes_too_long_is_taken_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_decoder, "ANIMATION_TIME_LIMIT_S", 0.0)

    image = _whole(animation("GIF", 9), BOX)

    assert (len(image.frames), image.frame_count, image.is_complete) == (1, 9, True)


def test_an_animation_cut_short_plays_what_is_there() -> None:
    whole = animation("GIF", 8, (60, 60))

    image = _whole(whole[: len(whole) * 2 // 3], BOX)

    assert image.is_cut_short
    assert 0 < len(image.frames) < 8
    assert not _whole(whole + b"trailing bytes", BOX).is_cut_short


# --- what a stranger may send -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ\x90\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM" + bytes(60), b"%PDF-1.7", b"RIFF....WAVE", picture("TIFF")],
    ids=["empty", "exe", "svg", "bmp", "pdf", "wav", "tiff"],
)
def test_nothing_but_the_four_formats_reaches_a_decoder(data: bytes) -> None:
    assert _problem(data) is ImageProblem.NOT_AN_IMAGE


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\x04\x00\x00\x00WEBP",
        noise("PNG", (200, 200))[:5_000],
        noise("WebP", (200, 200))[:1_000],
        png_header_only(100, 100),
    ],
    ids=["png-magic", "jpeg-magic", "gif-magic", "webp-magic", "png-half", "webp-half", "png-no-data"],
)
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    assert _problem(data) is ImageProblem.DAMAGED


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    assert _problem(png_header_only(60_000, 60_000)) is ImageProblem.TOO_LARGE
    assert _problem(picture("GIF", (9_000, 9_000), mode="L", color=0)) is ImageProblem.TOO_LARGE


def test_a_jpeg_cut_short_is_shown_as_such() -> None:
    whole = noise("JPEG", (300, 300))

    assert not _whole(whole, BOX).is_cut_short
    assert not _whole(whole + b"trailing bytes", BOX).is_cut_short
    assert _whole(whole[: len(whole) // 2], BOX).is_cut_short


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture() -> None:
    whole = jpeg_with_a_thumbnail((300, 300))

    assert not _whole(whole, BOX).is_cut_short
    assert _whole(whole[:-2_000], BOX).is_cut_short


@pytest.mark.qt_log_ignore(".", extend=True)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(FORMATS), cut=st.integers(0, 400), at=st.integers(0, 400), noise_bytes=st.binary(max_size=8))
def test_no_damage_crashes_the_decoder(name: str, cut: int, at: int, noise_bytes: bytes) -> None:
    data = bytearray(animation(name, 3) if name in {"GIF", "WebP"} else picture(name))
    data[at : at + len(noise_bytes)] = noise_bytes
    try:
        image = _whole(bytes(data[: max(12, len(data) - cut)]), BOX)
    except ImageRefused:
        return
    assert image.frames
    assert image.size.width() <= BOX.width()


@given(st.binary(max_size=40))
def test_a_format_is_told_by_the_first_bytes_only(data: bytes) -> None:
    assert format_of(data) in {None, *FORMATS}


def test_frames_larger_than_announced_are_fitted_too() -> None:
    data = bytearray(animation("GIF", 3))
    data[6:8] = b"\x00\x08"  # the logical screen's width: 2048
    image = _whole(bytes(data), BOX)
    assert all(frame.image.width() <= BOX.width() and frame.image.height() <= BOX.height() for frame in image.frames)
