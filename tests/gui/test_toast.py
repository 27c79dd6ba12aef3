from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.theme import CONTRAST_MIN, contrast_ratio, dark_palette, light_palette
from toptickets_desktop.gui.toast import TOASTS_MAX, ToastStack

LONG_MS = 600_000


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(800, 500)
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    pane = QWidget()
    pane.setObjectName("pane")
    layout.addWidget(pane, 1)
    layout.addWidget(QLabel("below"))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    field(window).setFocus()
    return window


@pytest.fixture
def toasts(window: QWidget) -> ToastStack:
    return ToastStack(pane_of(window))


def pane_of(window: QWidget) -> QWidget:
    found = window.findChild(QWidget, "pane")
    assert isinstance(found, QWidget)
    return found


def field(window: QWidget) -> QLineEdit:
    found = window.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def test_a_toast_lies_inside_its_pane_and_leaves_the_focus(window: QWidget, toasts: ToastStack) -> None:
    toast = toasts.show("Deleted 3 attachments.", action="Undo", timeout_ms=LONG_MS)
    pane = pane_of(window)
    assert pane.geometry().contains(toast.geometry())
    assert field(window).hasFocus()
    QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert field(window).hasFocus(), "a click on it takes no focus, either"


def test_its_time_ends_it_unless_it_is_pointed_at(toasts: ToastStack, qtbot: QtBot) -> None:
    toast = toasts.show("Saved.", timeout_ms=LONG_MS)
    assert toast._timer.isActive()
    toast.enterEvent(QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert not toast._timer.isActive()
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    assert toast._timer.isActive()
    brief = toasts.show("Saved.", timeout_ms=1)
    with qtbot.assertNotEmitted(brief.acted), qtbot.waitSignal(brief.expired):
        pass
    assert toasts.shown == [toast]


def test_the_button_acts_once_and_the_time_after_it_says_nothing(toasts: ToastStack, qtbot: QtBot) -> None:
    toast = toasts.show("Deleted.", action="Undo", timeout_ms=LONG_MS)
    with qtbot.assertNotEmitted(toast.expired), qtbot.waitSignal(toast.acted):
        QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
        toast.dismiss()
    assert toasts.shown == []


def test_the_keyboard_reaches_it_and_comes_back(window: QWidget, toasts: ToastStack, qtbot: QtBot) -> None:
    toast = toasts.show("Deleted.", action="Undo", timeout_ms=LONG_MS)
    toasts.switch_focus()
    assert toast.button.hasFocus()
    assert not toast._timer.isActive(), "it waits while the focus is on it"
    toasts.switch_focus()
    assert field(window).hasFocus()
    assert toast._timer.isActive()
    toasts.switch_focus()
    with qtbot.waitSignal(toast.expired):
        QTest.keyClick(toast.button, Qt.Key.Key_Escape)
    assert field(window).hasFocus()
    toasts.switch_focus()
    assert field(window).hasFocus(), "there is no toast to go to"


def test_older_ones_give_way_and_the_rest_does_not_overlap(toasts: ToastStack, qtbot: QtBot) -> None:
    first = toasts.show("first", action="Undo", timeout_ms=LONG_MS)
    with qtbot.waitSignal(first.expired):
        for number in range(TOASTS_MAX):
            toasts.show(f"number {number}", timeout_ms=LONG_MS)
    shown = toasts.shown
    assert [toast.message for toast in shown] == ["number 0", "number 1", "number 2"]
    for upper, lower in pairwise(shown):
        assert upper.geometry().bottom() < lower.geometry().top()
    toasts.dismiss_all()
    assert toasts.shown == []


def test_a_long_hostile_text_is_plain_and_wraps_inside_the_pane(window: QWidget, toasts: ToastStack) -> None:
    toast = toasts.show("<b>bold</b> " * 40, action="Undo", timeout_ms=LONG_MS)
    label = toast.findChild(QLabel, "toastText")
    assert isinstance(label, QLabel)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert pane_of(window).geometry().contains(toast.geometry())
    assert label.height() >= label.heightForWidth(label.width()), "no line is cut off"
    window.resize(420, 600)
    QApplication.processEvents()
    assert window.rect().contains(toast.geometry())


@pytest.mark.parametrize("palette", [light_palette, dark_palette])
def test_its_words_can_be_read_in_both_palettes(palette: object, toasts: ToastStack) -> None:
    before = QApplication.palette()
    QApplication.setPalette(palette())  # type: ignore[operator]
    try:
        toast = toasts.show("Saved.", action="Undo", timeout_ms=LONG_MS)
        shown = toast.palette()
        assert contrast_ratio(shown.color(shown.ColorRole.WindowText), shown.color(shown.ColorRole.Window)) >= CONTRAST_MIN
        assert contrast_ratio(shown.color(shown.ColorRole.ButtonText), shown.color(shown.ColorRole.Button)) >= CONTRAST_MIN
    finally:
        QApplication.setPalette(before)


def test_screen_readers_get_its_name(toasts: ToastStack) -> None:
    toast = toasts.show("Deleted 3 attachments.", action="Undo", timeout_ms=LONG_MS)
    assert toast.accessibleName() == "Deleted 3 attachments."
    toast.set_text("Deleted 4 attachments.")
    assert toast.accessibleName() == toast.message == "Deleted 4 attachments."
    assert toast.pos() != QPoint(0, 0)
