"""Which program to open a file with: a list of those that say they can."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from toptickets_desktop.gui.applications import Application
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.theme import SPACING

_ICON_PX = SPACING * 3


class OpenWithDialog(QDialog):
    """Lets the user choose one.

    Args:
        path: the file.
        applications: what can open it, the default first.

    Signals:
        chosen(Application): open the file with it.
    """

    chosen = Signal(object)

    def __init__(self, path: Path, applications: Sequence[Application], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("openWithDialog")
        self.setWindowTitle(self.tr("Open with"))
        self._applications = list(applications)
        question = QLabel(self.tr("Open “{name}” with").format(name=visible_name(path.name)))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("applications")
        self.list.setAccessibleName(self.tr("Programs"))
        self.list.setIconSize(QSize(_ICON_PX, _ICON_PX))
        for number, application in enumerate(self._applications):
            name = visible_name(application.name)
            item = QListWidgetItem(_icon_of(application), self.tr("{name} (default)").format(name=name) if not number else name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._accept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        open_button = buttons.button(QDialogButtonBox.StandardButton.Open)
        assert isinstance(open_button, QPushButton)  # noqa: S101  # it was just made
        open_button.setObjectName("open")
        open_button.setEnabled(bool(self._applications))
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = vertical(self, margin_px=SPACING * 2)
        layout.setSpacing(SPACING)
        layout.addWidget(question)
        layout.addWidget(self.list, 1)
        if not self._applications:
            nothing = QLabel(self.tr("No program on this computer says that it opens files of this kind."))
            nothing.setWordWrap(True)
            layout.addWidget(nothing)
            self.list.hide()
        layout.addWidget(buttons)
        self.setMinimumWidth(SPACING * 48)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _accept(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._applications):
            self.chosen.emit(self._applications[row])
            self.accept()


def _icon_of(application: Application) -> QIcon:
    themed = QIcon.fromTheme(application.icon) if application.icon and "/" not in application.icon else QIcon()
    return themed if not themed.isNull() else icon("file")
