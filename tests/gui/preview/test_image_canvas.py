from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from toptickets_desktop.decoding.image_decoder import DecodedImage, Frame
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas

RED, BLUE = QColor(255, 0, 0), QColor(0, 0, 255)


def _image(*colors: QColor, size: tuple[int, int] = (100, 50), **facts: object) -> DecodedImage:
    frames = []
    for color in colors:
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(color)
        frames.append(Frame(image, 10))
    given = {"pixel_size": QSize(*size), "format_name": "GIF", "frame_count": len(colors), **facts}
    return DecodedImage(tuple(frames), **given)  # type: ignore[arg-type]  # the keywords are the fields


@pytest.fixture
def canvas(qtbot: QtBot) -> ImageCanvas:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    canvas.show()
    return canvas


def _dot(canvas: ImageCanvas, x: int, y: int) -> str:
    return canvas.grab().toImage().pixelColor(x, y).name()


def test_a_picture_stands_in_the_middle_at_its_own_size(canvas: ImageCanvas) -> None:
    canvas.set_image(_image(RED))

    ground = canvas.palette().color(QPalette.ColorRole.Window).name()
    assert _dot(canvas, 150, 100) == RED.name()
    assert _dot(canvas, 105, 80) == RED.name()
    assert _dot(canvas, 95, 100) == ground
    assert _dot(canvas, 150, 70) == ground


def test_a_picture_larger_than_its_place_is_scaled_into_it(canvas: ImageCanvas) -> None:
    canvas.set_image(_image(RED, size=(1200, 400)))

    assert canvas.shown_size(_image(RED, size=(1200, 400))) == QSize(300, 100)
    assert _dot(canvas, 2, 100) == RED.name()
    assert _dot(canvas, 150, 40) != RED.name()


def test_nothing_is_painted_without_a_picture(canvas: ImageCanvas) -> None:
    canvas.set_image(None)

    assert _dot(canvas, 150, 100) == canvas.palette().color(QPalette.ColorRole.Window).name()
    assert canvas.image is None


def test_transparency_shows_a_checkerboard(canvas: ImageCanvas) -> None:
    canvas.set_image(_image(QColor(0, 0, 0, 0)))
    shown = canvas.grab().toImage()

    dots = {shown.pixelColor(110 + 8 * i, 90).name() for i in range(4)}

    assert dots == {canvas.palette().color(role).name() for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Midlight)}


def test_it_knows_when_a_picture_could_be_sharper(canvas: ImageCanvas) -> None:
    decoded_for_this_view = _image(RED, size=(300, 150), pixel_size=QSize(3000, 1500))

    assert not canvas.needs_sharper(decoded_for_this_view)
    canvas.resize(600, 400)
    assert canvas.needs_sharper(decoded_for_this_view)
    assert not canvas.needs_sharper(_image(RED))  # there is no more of it


def test_a_resize_is_told_once_it_has_settled(canvas: ImageCanvas, qtbot: QtBot) -> None:
    with qtbot.waitSignal(canvas.view_resized):
        pass  # of being shown
    told: list[bool] = []
    canvas.view_resized.connect(lambda: told.append(True))

    for width in range(301, 320):
        canvas.resize(width, 200)

    qtbot.waitUntil(lambda: bool(told))
    assert told == [True]


def test_a_move_to_a_denser_screen_is_told(canvas: ImageCanvas, qtbot: QtBot, qapp: QApplication) -> None:
    with qtbot.waitSignal(canvas.view_resized):
        pass

    with qtbot.waitSignal(canvas.view_resized):
        qapp.sendEvent(canvas, QEvent(QEvent.Type.DevicePixelRatioChange))


# --- playing ------------------------------------------------------------------------------------------------------------


def test_an_animation_plays_as_often_as_it_says_and_stops_at_its_end(canvas: ImageCanvas, qtbot: QtBot) -> None:
    canvas.set_image(_image(RED, BLUE, RED, play_count=2))

    qtbot.waitUntil(lambda: canvas.frame_index == 1)
    qtbot.waitUntil(lambda: not canvas.is_playing)
    assert canvas.frame_index == 2
    assert canvas._plays == 1  # one whole round before the last


def test_an_endless_animation_goes_on(canvas: ImageCanvas, qtbot: QtBot) -> None:
    canvas.set_image(_image(RED, BLUE, play_count=None))

    qtbot.waitUntil(lambda: canvas._plays >= 3)
    assert canvas.is_playing
    assert _dot(canvas, 150, 100) in {RED.name(), BLUE.name()}


def test_an_animation_waits_to_be_played_where_motion_is_reduced(canvas: ImageCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOPTICKETS_REDUCE_MOTION", "1")
    canvas.set_image(_image(RED, BLUE, play_count=None))
    assert not canvas.is_playing
    canvas.set_playing(True)
    assert canvas.is_playing


def test_an_animation_rests_while_nobody_sees_it(canvas: ImageCanvas, qtbot: QtBot) -> None:
    canvas.set_image(_image(RED, BLUE, play_count=None))

    def plays() -> bool:
        return canvas.is_playing

    assert plays()
    canvas.hide()
    assert not plays()
    canvas.show()
    assert plays()


def test_the_beginning_of_an_animation_stands_still(canvas: ImageCanvas) -> None:
    canvas.set_image(_image(RED, frame_count=5, is_complete=False))

    assert not canvas.is_playing


def test_a_sharper_picture_goes_on_where_the_other_was(canvas: ImageCanvas, qtbot: QtBot) -> None:
    canvas.set_image(_image(RED, BLUE, RED, play_count=1))
    qtbot.waitUntil(lambda: not canvas.is_playing)

    canvas.set_image(_image(RED, BLUE, RED, play_count=1, size=(200, 100)), is_same_picture=True)
    assert canvas.frame_index == 2

    canvas.set_image(_image(RED, BLUE, RED, play_count=1))
    assert canvas.frame_index == 0
