"""The automatic audit: names, menus, keys, contrast and room, over everything that the program shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.audit.checks import clipped, duplicate_shortcuts, poor_contrast, unnamed, without_menu_entry
from tests.gui.audit.scenes import SCENES, Stage
from tests.gui.audit.stretching import StretchingTranslator
from tests.gui.driving import Driver
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.theme import dark_palette, light_palette
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

Check = Callable[[QWidget], list[str]]

LARGE = QSize(1440, 880)
FULL_HD_AT_200_PERCENT = QSize(960, 540)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[QApplication]:
    """The application, whose palette, font, direction and translation a test may change."""
    palette, font = QPalette(qapp.palette()), QFont(qapp.font())
    yield qapp
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setFont(font)
    qapp.setPalette(palette)


@pytest.fixture
def stretched(look: QApplication) -> Iterator[StretchingTranslator]:
    translator = StretchingTranslator()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


def audit(driver: Driver, sandbox: Sandbox, folder: Path, size: QSize, *checks: Check) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60 and bool(window.people.users))
    window.resize(size)
    stage = Stage(driver, window, folder)
    found: list[str] = []
    for name, build in SCENES.items():
        for shown in build(stage):
            driver.qtbot.wait(1)  # let layouts settle: Qt lays out on the next turn of its loop
            QApplication.processEvents()
            found += [f"{name}: {problem}" for check in checks for problem in check(shown)]
    problems = "\n".join(sorted(set(found)))
    assert not problems, problems


def test_everything_that_takes_the_focus_has_a_name(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    audit(driver, sandbox, tmp_path, LARGE, unnamed)


def test_every_action_is_in_a_menu_and_no_key_means_two_things(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    problems = "\n".join([*without_menu_entry(window), *duplicate_shortcuts(window)])
    assert not problems, problems


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_all_text_can_be_read(
    palette: Callable[[], QPalette], driver: Driver, sandbox: Sandbox, tmp_path: Path, look: QApplication
) -> None:
    look.setPalette(palette())
    audit(driver, sandbox, tmp_path, LARGE, poor_contrast)


def test_nothing_is_clipped(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    audit(driver, sandbox, tmp_path, LARGE, clipped)


def test_nothing_is_clipped_at_200_percent(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    audit(driver, sandbox, tmp_path, FULL_HD_AT_200_PERCENT, clipped)


def test_nothing_is_clipped_with_text_twice_as_large(driver: Driver, sandbox: Sandbox, tmp_path: Path, look: QApplication) -> None:
    font = QFont(look.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    look.setFont(font)
    audit(driver, sandbox, tmp_path, QSize(1900, 1000), clipped)


def test_nothing_is_clipped_with_longer_words(driver: Driver, sandbox: Sandbox, tmp_path: Path, stretched: StretchingTranslator) -> None:
    audit(driver, sandbox, tmp_path, LARGE, clipped)
    assert stretched.asked > 300


def test_nothing_is_clipped_from_right_to_left_with_longer_words(
    driver: Driver, sandbox: Sandbox, tmp_path: Path, look: QApplication, stretched: StretchingTranslator
) -> None:
    look.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    audit(driver, sandbox, tmp_path, LARGE, clipped)
