"""Asks what is to become of transfers that are not finished when the user wants to quit."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCommandLinkButton, QDialogButtonBox, QLabel, QWidget

from toptickets_desktop.gui.fitting_dialog import FittingDialog
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.theme import SPACING, title_font

_WIDTH_PX = SPACING * 62


class QuitChoice(Enum):
    """What the user wants."""

    FINISH_IN_BACKGROUND = auto()
    RESUME_LATER = auto()
    STOP = auto()
    KEEP_WORKING = auto()


class QuitDialog(FittingDialog):
    """Quitting and going on later is the default; Esc keeps working.

    Signals:
        chosen(QuitChoice): what the user wants.
    """

    chosen = Signal(object)

    def __init__(self, active_count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quitQuestion")
        self.setWindowTitle(self.tr("Quit TopTickets Desktop"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._choice = QuitChoice.KEEP_WORKING
        headline = QLabel(self.tr("Transfers are not finished yet: %n", "", active_count))
        headline.setTextFormat(Qt.TextFormat.PlainText)
        headline.setFont(title_font(self.font()))
        layout = vertical(self, margin_px=SPACING * 2)
        layout.addWidget(headline)
        layout.addSpacing(SPACING)
        self.resume_button = self._make(
            QuitChoice.RESUME_LATER,
            "resumeLater",
            "log-out",
            self.tr("&Quit and resume later"),
            self.tr("They go on when you start the program again. Until then nothing incomplete stands under a file's name."),
        )
        background = self._make(
            QuitChoice.FINISH_IN_BACKGROUND,
            "finishInBackground",
            "panel-bottom",
            self.tr("&Finish in the background"),
            self.tr("The window closes now, and the program quits by itself when the last transfer has ended."),
        )
        stop = self._make(
            QuitChoice.STOP,
            "stopAndQuit",
            "circle-x",
            self.tr("&Stop transfers and quit"),
            self.tr("What has not arrived is given up, and the parts of files are removed."),
        )
        for button in (self.resume_button, background, stop):
            layout.addWidget(button)
        layout.addSpacing(SPACING)
        box = QDialogButtonBox()
        keep = box.addButton(self.tr("&Keep working"), QDialogButtonBox.ButtonRole.RejectRole)
        keep.setObjectName("keepWorking")
        keep.setAutoDefault(False)
        box.rejected.connect(self.reject)
        layout.addWidget(box)
        self.resume_button.setDefault(True)
        self.resume_button.setFocus()
        self.resize(_WIDTH_PX, self.sizeHint().height())
        self.finished.connect(lambda _result: self.chosen.emit(self._choice))

    def _make(self, choice: QuitChoice, object_name: str, icon_name: str, text: str, description: str) -> QCommandLinkButton:
        button = QCommandLinkButton(text, description)
        button.setObjectName(object_name)
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(SPACING * 2 + 4, SPACING * 2 + 4))
        button.setAccessibleName(text.replace("&", ""))
        button.setAccessibleDescription(description)
        button.setAutoDefault(choice is QuitChoice.RESUME_LATER)
        button.clicked.connect(lambda: self._choose(choice))
        return button

    def _choose(self, choice: QuitChoice) -> None:
        self._choice = choice
        self.accept()
