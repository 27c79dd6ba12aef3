"""The fixture of tests that drive the whole window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.driving import Driver
from toptickets_desktop.gui.event_loop import AppEventLoop


@pytest.fixture
def driver(request: pytest.FixtureRequest, qtbot: QtBot, qt_loop: AppEventLoop, tmp_path: Path) -> Iterator[Driver]:
    """Opens windows, and closes them as the program does: before the service that they are connected to."""
    if "sandbox" in request.fixturenames:
        request.getfixturevalue("sandbox")  # set up first, it goes last
    driving = Driver(qtbot, tmp_path)
    yield driving
    driving.close()
