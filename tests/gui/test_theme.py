from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.ticket import TicketPriority, TicketStatus
from toptickets_desktop.gui.theme import (
    CONTRAST_MIN,
    ColorChoice,
    Theme,
    Tone,
    contrast_ratio,
    dark_palette,
    is_dark,
    light_palette,
    muted_color,
    priority_color,
    status_color,
    tabular_font,
    title_font,
    tone_color,
)

Role = QPalette.ColorRole
PALETTES = {"light": light_palette, "dark": dark_palette}
GROUNDS = (Role.Base, Role.AlternateBase, Role.Window)
TEXT_ON_GROUND = [
    (Role.WindowText, Role.Window),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.ButtonText, Role.Button),
    (Role.HighlightedText, Role.Highlight),
    (Role.ToolTipText, Role.ToolTipBase),
    (Role.PlaceholderText, Role.Base),
    (Role.PlaceholderText, Role.Window),
    (Role.Link, Role.Base),
    (Role.Link, Role.Window),
    (Role.LinkVisited, Role.Base),
]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    palette, style, font = QPalette(qapp.palette()), qapp.style().name(), QFont(qapp.font())
    theme = Theme(qapp)
    yield theme
    qapp.styleHints().colorSchemeChanged.disconnect(theme._on_style_hints_color_scheme_changed)
    theme.setParent(None)
    qapp.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(qapp: QApplication, name: str, text: QPalette.ColorRole, ground: QPalette.ColorRole) -> None:
    palette = PALETTES[name]()

    assert contrast_ratio(palette.color(text), palette.color(ground)) >= CONTRAST_MIN


@pytest.mark.parametrize("name", PALETTES)
def test_statuses_and_priorities_can_be_read_and_told_apart(qapp: QApplication, name: str) -> None:
    palette = PALETTES[name]()
    statuses = [status_color(status, palette) for status in TicketStatus]
    priorities = [priority_color(priority, palette) for priority in TicketPriority]

    for color in (*statuses, *priorities, muted_color(palette), *(tone_color(tone, palette) for tone in Tone)):
        assert min(contrast_ratio(color, palette.color(ground)) for ground in GROUNDS) >= CONTRAST_MIN
    assert len({color.name() for color in statuses}) == len(TicketStatus)
    assert len({color.name() for color in priorities}) == len(TicketPriority)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lightness=st.one_of(st.integers(0, 60), st.integers(215, 255)), hue=st.integers(0, 359))
def test_a_palette_of_the_platform_gets_readable_colours_too(qapp: QApplication, lightness: int, hue: int) -> None:
    palette = QPalette(light_palette())
    for ground in GROUNDS:
        palette.setColor(ground, QColor.fromRgb(QColor.fromHsl(hue, 40, lightness).rgb()))

    for tone in Tone:
        assert contrast_ratio(tone_color(tone, palette), palette.color(Role.Base)) >= CONTRAST_MIN


def test_an_unknown_word_has_the_ordinary_colour(qapp: QApplication) -> None:
    palette = dark_palette()

    assert status_color("archived", palette) == palette.color(Role.Text)
    assert priority_color("medium", palette) == palette.color(Role.Text)


def test_contrast_ratio_is_the_standards() -> None:
    assert contrast_ratio(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast_ratio(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_the_user_chooses_between_dark_and_light(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.apply("dark")
    assert theme.is_dark
    assert is_dark(qapp.palette())
    assert theme.choice is ColorChoice.DARK

    theme.apply(ColorChoice.LIGHT)
    assert not is_dark(qapp.palette())


def test_a_choice_that_we_do_not_know_follows_the_system(theme: Theme) -> None:
    theme.apply("dark")

    theme.apply("sepia")

    assert theme.choice is ColorChoice.SYSTEM
    assert not theme.is_dark  # the offscreen platform is light


def test_a_change_of_the_system_is_followed(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)


def test_qts_last_resort_of_a_style_is_replaced(qapp: QApplication) -> None:
    before, palette = qapp.style().name(), QPalette(qapp.palette())
    qapp.setStyle("Windows")
    replacing = Theme(qapp)
    try:
        assert qapp.style().name().lower() == "fusion"
    finally:
        qapp.styleHints().colorSchemeChanged.disconnect(replacing._on_style_hints_color_scheme_changed)
        replacing.setParent(None)
        qapp.setStyle(before)
        qapp.setPalette(palette)


def test_a_style_of_the_platform_keeps_its_palette(theme: Theme, qapp: QApplication) -> None:
    qapp.setStyle("Windows")  # stands for a style of the platform, which the theme did not choose

    theme.apply("system")

    assert qapp.palette().color(Role.Highlight) != light_palette().color(Role.Highlight)


def test_figures_are_equally_wide(qapp: QApplication) -> None:
    assert tabular_font().featureValue(QFont.Tag("tnum")) == 1
    assert tabular_font(QFont("Monospace")).family() == "Monospace"


def test_a_title_is_larger_than_the_text(qapp: QApplication) -> None:
    font = QFont(qapp.font())

    assert title_font(font).pointSizeF() > font.pointSizeF()
    assert title_font().weight() > qapp.font().weight()
    font.setPixelSize(20)
    assert title_font(font).pixelSize() == 20


@pytest.mark.parametrize("choice", [ColorChoice.LIGHT, ColorChoice.DARK])
def test_the_outline_of_a_box_to_be_ticked_is_seen(theme: Theme, qtbot: QtBot, choice: ColorChoice) -> None:
    theme.apply(choice)
    ground = QWidget()
    qtbot.addWidget(ground)
    box = QCheckBox("Words")
    QVBoxLayout(ground).addWidget(box)
    ground.show()
    picture = ground.grab().toImage()
    row = [picture.pixelColor(x, box.geometry().center().y()) for x in range(box.x(), box.x() + 8)]
    inside, outside = row[4], picture.pixelColor(1, 1)
    assert max(min(contrast_ratio(each, inside), contrast_ratio(each, outside)) for each in row) >= 3.0
