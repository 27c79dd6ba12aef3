from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.fitting_dialog import FittingDialog
from toptickets_desktop.gui.layouts import vertical


def test_it_grows_and_shrinks_with_its_parts_and_widens_when_it_must(qtbot: QtBot) -> None:
    dialog = FittingDialog()
    qtbot.addWidget(dialog)
    layout = vertical(dialog)
    text = QLabel("word " * 100, wordWrap=True)
    button = QPushButton("OK")
    for part in (QLabel("Title"), text, button):
        layout.addWidget(part)
    text.hide()
    dialog.resize(300, 10)
    dialog.show()
    qtbot.waitExposed(dialog)
    low = dialog.height()
    text.show()
    qtbot.waitUntil(lambda: dialog.height() > low + text.heightForWidth(300) - 10)
    text.hide()
    qtbot.waitUntil(lambda: dialog.height() == low)
    assert dialog.width() == 300
    button.setText("long " * 100)
    qtbot.waitUntil(lambda: dialog.width() >= button.minimumSizeHint().width() > 300)
