from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.theme import Tone, dark_palette, light_palette, tone_color


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    line = StatusLine()
    qtbot.addWidget(line)
    line.setPalette(light_palette())
    line.resize(400, 40)
    line.show()
    qtbot.waitExposed(line)
    return line


def text_color(line: StatusLine) -> QColor:
    label = line.findChild(QLabel)
    assert label is not None
    return label.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)


def colors(line: StatusLine) -> set[int]:
    image = line.grab().toImage()
    return {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}


def test_bad_news_is_coloured_and_good_news_has_a_coloured_mark_only(line: StatusLine) -> None:
    line.show_text("No.", icon_name="circle-alert", tone=Tone.DANGER)
    assert text_color(line) == tone_color(Tone.DANGER, light_palette())
    line.show_text("Yes.", icon_name="circle-check", tone=Tone.SUCCESS)
    assert text_color(line) == light_palette().color(QPalette.ColorRole.WindowText)
    assert tone_color(Tone.SUCCESS, light_palette()).rgb() in colors(line)
    line.show_text("Well.")
    assert tone_color(Tone.SUCCESS, light_palette()).rgb() not in colors(line)


def test_colours_follow_the_palette(line: StatusLine) -> None:
    line.show_text("No.", icon_name="circle-alert", tone=Tone.DANGER)
    line.setPalette(dark_palette())
    assert text_color(line) == tone_color(Tone.DANGER, dark_palette())
    assert tone_color(Tone.DANGER, dark_palette()) != tone_color(Tone.DANGER, light_palette())


def test_what_is_disabled_has_no_colour(line: StatusLine) -> None:
    line.show_text("Yes.", icon_name="circle-check", tone=Tone.SUCCESS)
    line.setEnabled(False)
    assert tone_color(Tone.SUCCESS, light_palette()).rgb() not in colors(line)


def test_foreign_text_is_no_markup(line: StatusLine) -> None:
    line.show_text("<b>x</b>")
    assert line.text() == "<b>x</b>"
    line.reserve_lines(2)
    assert line.sizeHint().height() >= 2 * line.fontMetrics().lineSpacing()
