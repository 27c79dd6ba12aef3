from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.preview.text.log_lines import LogLevel
from toptickets_desktop.gui.preview.text.text_view import tint
from toptickets_desktop.gui.preview.text.text_viewer import TextViewer
from toptickets_desktop.gui.theme import CONTRAST_MIN, contrast_ratio, dark_palette, light_palette

LOG = "\n".join("ERROR it broke" if i in {10, 700} else "WARN it bends" if i == 300 else f"INFO line {i}" for i in range(1000)).encode()
Child = TypeVar("Child", bound=QWidget)
Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[TextViewer]:
    viewer = TextViewer()
    qtbot.addWidget(viewer)
    viewer.resize(700, 400)
    viewer.show()
    yield viewer
    viewer.shut_down()


def show(qtbot: QtBot, viewer: TextViewer, data: bytes, name: str = "server.log") -> None:
    with qtbot.waitSignal(viewer.shown):
        viewer.show_bytes(data, name)


def child(viewer: TextViewer, kind: type[Child], name: str) -> Child:
    found = viewer.findChild(kind, name)
    assert found is not None
    return found


def current_line(viewer: TextViewer) -> int:
    document = viewer.view.document
    assert document is not None
    return document.line_number(viewer.view.caret_row)


def test_a_file_is_shown_with_its_facts(qtbot: QtBot, viewer: TextViewer, tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    path.write_bytes(LOG)

    with qtbot.waitSignal(viewer.shown):
        viewer.show_file(path, Attachment("a1", "t1", "server.log", "text/plain"))

    assert child(viewer, QToolButton, "textEncoding").text() == "UTF-8"
    assert child(viewer, QLabel, "textLines").text() == "Lines: 1,000"
    qtbot.waitUntil(lambda: child(viewer, QLabel, "textProblems").text() == "Errors: 2 · Warnings: 1")
    assert viewer.view.accessibleName() == "Text of server.log"
    qtbot.waitUntil(lambda: viewer.view.accessibleDescription() == "Line 1: INFO line 0")


def test_a_file_that_is_gone_is_refused(qtbot: QtBot, viewer: TextViewer, tmp_path: Path) -> None:
    with qtbot.waitSignal(viewer.refused) as refused:
        viewer.show_file(tmp_path / "gone.log", Attachment("a1", "t1", "gone.log", "text/plain"))

    assert refused.args == ["The text could not be read."]


def test_words_are_found_while_they_are_typed(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, LOG)
    viewer.view.setFocus()

    QTest.keyClick(viewer.view, Key.Key_F, CONTROL)
    QTest.keyClicks(viewer.find_bar.field, "LINE 99")
    qtbot.waitUntil(lambda: viewer.find_bar.count_text == "1 of 11")
    assert viewer.view.selected_text == "line 99"
    assert current_line(viewer) == 100

    QTest.keyClick(viewer.find_bar.field, Key.Key_Return)
    assert viewer.find_bar.count_text == "2 of 11"
    QTest.keyClick(viewer.view, Key.Key_F3)
    assert current_line(viewer) == 992
    QTest.keyClick(viewer.view, Key.Key_F3, SHIFT)
    QTest.keyClick(viewer.view, Key.Key_F3, SHIFT)
    QTest.keyClick(viewer.view, Key.Key_F3, SHIFT)
    assert viewer.find_bar.count_text == "11 of 11", "it begins again at the end"

    viewer.find_bar.field.setText("nowhere")
    qtbot.waitUntil(lambda: viewer.find_bar.count_text == "Not found")
    QTest.keyClick(viewer.find_bar.field, Key.Key_Escape)
    assert viewer.find_bar.isHidden()


def test_f8_goes_from_one_problem_to_the_next_and_around(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, LOG)
    qtbot.waitUntil(viewer.tools()[1].isEnabled)
    visited = []
    for _ in range(4):
        QTest.keyClick(viewer.view, Key.Key_F8)
        visited.append(current_line(viewer))
    assert visited == [11, 301, 701, 11]
    QTest.keyClick(viewer.view, Key.Key_F8, SHIFT)
    assert current_line(viewer) == 701
    assert viewer.view.caret_row in viewer.view.rows_seen
    assert viewer.view.selected_text == "ERROR it broke"


def test_text_is_selected_and_copied_with_the_keyboard(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, "first line\nse\u202econd\nthird".encode())
    QTest.keyClick(viewer.view, Key.Key_Down)
    QTest.keyClick(viewer.view, Key.Key_End, SHIFT)
    QTest.keyClick(viewer.view, Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "se\u202econd", "what is copied is what is in the file"

    QTest.keyClick(viewer.view, Key.Key_A, CONTROL)
    assert viewer.view.selected_text == "first line\nse\u202econd\nthird"
    QTest.keyClick(viewer.view, Key.Key_Home, CONTROL)
    QTest.keyClick(viewer.view, Key.Key_Right, CONTROL | SHIFT)
    assert viewer.view.selected_text == "first "


def test_text_is_selected_with_the_mouse(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, b"first line\nsecond line\nthird line")
    viewport = viewer.view.viewport()
    step = 400 // 20

    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, step // 2))
    assert viewer.view.selected_text == "first"

    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert viewer.view.selected_text == "first line\n", "the number of a line selects it"


def test_wrapped_text_is_walked_line_by_line(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, b"word " * 700 + b"\nend")
    viewer.tools()[3].setChecked(True)
    assert viewer.view.is_wrapped
    assert viewer.view.horizontalScrollBar().maximum() == 0

    QTest.keyClick(viewer.view, Key.Key_Down)
    assert viewer.view.caret_row == 0
    assert viewer.view.caret > 0
    QTest.keyClick(viewer.view, Key.Key_End, CONTROL)
    assert current_line(viewer) == 2
    viewer.grab()
    QTest.keyClick(viewer.view, Key.Key_PageUp)
    assert current_line(viewer) == 1


def test_another_encoding_can_be_chosen(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, "naïve".encode("cp1252"))
    button = child(viewer, QToolButton, "textEncoding")
    choice = next(action for action in button.menu().actions() if action.data() == "cp1251")

    with qtbot.waitSignal(viewer.shown):
        choice.trigger()

    assert button.text() == "Windows-1251"
    document = viewer.view.document
    assert document is not None
    assert document.row_text(0) == "naпve"


def test_only_what_is_seen_of_a_large_text_is_laid_out(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, b"INFO a line of a large log, as there are many of them\n" * 400_000)
    viewer.grab()
    QTest.keyClick(viewer.view, Key.Key_End, CONTROL)
    viewer.grab()

    assert current_line(viewer) == 400_000
    assert len(viewer.view._layouts._rows) < 200


@pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
@pytest.mark.parametrize("level", LogLevel)
def test_tinted_lines_can_be_read(palette: QPalette, level: LogLevel) -> None:
    ground = tint(level, palette)

    assert contrast_ratio(ground, palette.color(QPalette.ColorRole.Text)) >= CONTRAST_MIN
    assert ground != palette.color(QPalette.ColorRole.Base)


def test_the_next_text_replaces_one_that_is_still_read(qtbot: QtBot, viewer: TextViewer) -> None:
    viewer.show_bytes(LOG * 100, "first.log")
    show(qtbot, viewer, b"second", "second.log")

    document = viewer.view.document
    assert document is not None
    assert document.data == b"second"
    viewer.clear()
    assert viewer.view.document is None
    viewer.grab()


def test_another_text_does_not_take_the_focus(qtbot: QtBot, viewer: TextViewer) -> None:
    show(qtbot, viewer, LOG)
    other = QLabel("the list")
    qtbot.addWidget(other)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.setParent(viewer)
    other.show()
    viewer.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)

    show(qtbot, viewer, b"second", "second.log")

    assert other.hasFocus()
