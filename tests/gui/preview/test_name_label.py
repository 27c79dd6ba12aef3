from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.preview.name_label import NameLabel

LONG_NAME = "x" * 300 + ".pdf"


@pytest.fixture
def label(qtbot: QtBot) -> NameLabel:
    label = NameLabel(3, Qt.AlignmentFlag.AlignHCenter)
    qtbot.addWidget(label)
    return label


def test_a_short_name_takes_one_line(label: NameLabel) -> None:
    label.set_name("report.pdf")

    assert label.heightForWidth(400) <= label.fontMetrics().height() + 2
    assert label.hasHeightForWidth()


@pytest.mark.parametrize("width", [1, 40, 150, 600])
def test_a_long_name_takes_no_more_lines_than_there_are(label: NameLabel, width: int) -> None:
    label.set_name(LONG_NAME)

    assert label.heightForWidth(width) <= 3 * label.fontMetrics().height() + 6 or width == 1


def test_the_middle_gives_way_and_the_tooltip_has_it_all(label: NameLabel, qtbot: QtBot) -> None:
    label.set_name(LONG_NAME)
    label.resize(200, 100)
    label.grab()
    layout, is_whole = label._layout(200)

    assert not is_whole
    assert layout.text().startswith("xxx")
    assert layout.text().endswith(".pdf")
    assert "…" in layout.text()
    assert label.toolTip() == label.text() == label.accessibleName()

    label.set_name("short.pdf")
    label.grab()
    assert label.toolTip() == ""


def test_a_hostile_name_is_harmless(label: NameLabel) -> None:
    label.set_name("<b>a\u202e</b>\n.exe")
    label.resize(20, 20)
    label.grab()

    assert label.text() == "<b>a⟨U+202E⟩</b>␊.exe"
    assert "<b>" not in label.toolTip()  # escaped


def test_sizes_that_a_layout_asks_for(label: NameLabel) -> None:
    label.set_name(LONG_NAME)

    assert label.sizeHint().height() > label.minimumSizeHint().height()
    assert label.minimumSizeHint().width() < label.sizeHint().width()
