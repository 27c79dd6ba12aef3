from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.file_rules import ALLOWED_TYPES
from toptickets_desktop.gui.icons import ICON_FOLDER, IconView, file_family, file_type_icon, icon
from toptickets_desktop.gui.resources import resource_path
from toptickets_desktop.gui.theme import Tone, dark_palette, light_palette, tone_color

SHIPPED = sorted(path.stem for path in resource_path(ICON_FOLDER).glob("*.svg"))
SIZE = QSize(24, 24)


@pytest.fixture(autouse=True)
def _palette(qapp: QApplication) -> Iterator[None]:
    before = QPalette(qapp.palette())
    qapp.setPalette(light_palette())
    yield
    qapp.setPalette(before)


def _ink(image: QImage) -> QColor:
    """The colour of the most opaque dot: icons have one colour only."""
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(dots, key=lambda color: color.alpha())


def _color(shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    return _ink(shown.pixmap(SIZE, 1.0, mode).toImage()).name()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_icon_is_drawn(qapp: QApplication, name: str) -> None:
    assert _ink(icon(name).pixmap(SIZE).toImage()).alpha() > 200


def test_every_icon_that_the_program_names_is_shipped() -> None:
    package = Path(__file__).parents[2] / "toptickets_desktop"
    source = "".join(path.read_text("utf-8") for path in package.rglob("*.py"))

    named = set(re.findall(r'\bicon\(\s*"([a-z0-9-]+)"', source))

    assert named
    assert named <= set(SHIPPED)


def test_an_icon_has_the_colour_of_the_text_in_each_mode(qapp: QApplication) -> None:
    palette = qapp.palette()

    assert _color(icon("upload")) == palette.buttonText().color().name()
    assert _color(icon("upload"), QIcon.Mode.Selected) == palette.highlightedText().color().name()
    assert _color(icon("upload"), QIcon.Mode.Disabled) == palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
    assert _color(icon("upload", thin=True)) == palette.placeholderText().color().name()
    assert _color(icon("upload", thin=True), QIcon.Mode.Selected) == palette.highlightedText().color().name()


def test_an_icon_follows_the_palette_without_being_told(qapp: QApplication) -> None:
    shown = icon("upload")
    assert _color(shown) == light_palette().buttonText().color().name()

    qapp.setPalette(dark_palette())

    assert _color(shown) == dark_palette().buttonText().color().name()


def test_an_icon_is_drawn_in_device_pixels(qapp: QApplication) -> None:
    pixmap = icon("upload").pixmap(SIZE, 2.0)

    assert pixmap.size() == SIZE * 2
    assert pixmap.devicePixelRatio() == 2.0


def test_icons_are_made_once_and_survive_copies(qapp: QApplication) -> None:
    assert icon("upload") is icon("upload")
    copy = QIcon(icon("upload"))
    copy.setIsMask(True)  # makes Qt ask for an engine of its own
    gc.collect()

    assert _color(copy) == _color(icon("upload"))
    assert copy.name() == "upload"


def test_an_icon_that_is_not_shipped_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


@pytest.mark.parametrize(
    ("content_type", "filename", "family"),
    [
        ("image/png", "a", "image"),
        ("image/jpg", "a", "image"),
        ("video/mp4", "a.pdf", "video"),  # the declared type counts first
        ("application/pdf", "a", "pdf"),
        ("text/plain; charset=utf-8", "a", "text"),
        ("text/html", "a", "code"),
        ("application/x-gzip", "a", "archive"),
        ("application/octet-stream", "a.7z", "archive"),
        ("application/octet-stream", "a.exe", "unknown"),
        ("", "", "unknown"),
        ("image/tiff", "scan", "image"),
    ],
)
def test_the_family_of_a_file(content_type: str, filename: str, family: str) -> None:
    assert file_family(content_type, filename) == family


@pytest.mark.parametrize("content_type", ALLOWED_TYPES)
def test_every_listed_type_has_an_icon_of_its_family(qapp: QApplication, content_type: str) -> None:
    assert file_family(content_type, "") != "unknown"
    assert _color(file_type_icon(content_type, "")) in {tone_color(tone).name() for tone in Tone}
    assert _color(file_type_icon(content_type, ""), QIcon.Mode.Selected) == qapp.palette().highlightedText().color().name()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text())
def test_any_foreign_type_and_name_has_an_icon(qapp: QApplication, content_type: str, filename: str) -> None:
    assert not file_type_icon(content_type, filename, thin=True).isNull()


def test_an_icon_view_follows_the_palette(qtbot: QtBot, qapp: QApplication) -> None:
    view = IconView(48)
    qtbot.addWidget(view)
    view.set_icon(icon("upload"))
    view.show()
    view.resize(view.sizeHint())

    def painted() -> str:
        image = QImage(view.size(), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        view.render(image, renderFlags=IconView.RenderFlag(0))
        return _ink(image).name()

    assert painted() == light_palette().buttonText().color().name()
    qapp.setPalette(dark_palette())
    assert painted() == dark_palette().buttonText().color().name()
    view.setEnabled(False)
    assert painted() == dark_palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
