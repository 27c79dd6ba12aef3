"""Shows what would be copied before it is copied."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.theme import SPACING

_SIZE = QSize(SPACING * 94, SPACING * 52)


class DiagnosticsDialog(QDialog):
    """Read-only text with Copy; stays open so that the user sees what was taken."""

    def __init__(self, text: str, parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("diagnosticsDialog")
        self.setWindowTitle(title or self.tr("Diagnostics"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        intro = QLabel(self.tr("This is all that is copied: no file names, no content, no key and no links."))
        intro.setWordWrap(True)
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("diagnosticsText")
        self.text.setAccessibleName(self.windowTitle())
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        intro.setBuddy(self.text)
        self._said = QLabel()
        self._said.setObjectName("diagnosticsSaid")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setObjectName("copyDiagnostics")
        self.copy_button.setIcon(icon("copy"))
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        buttons.rejected.connect(self.reject)
        layout = vertical(self, margin_px=SPACING * 2)
        layout.addWidget(intro)
        layout.addWidget(self.text, 1)
        layout.addWidget(self._said)
        layout.addWidget(buttons)
        self.resize(_SIZE)
        self.copy_button.setFocus()

    def _on_copy_button_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._said.setText(self.tr("Copied."))
        self._said.setAccessibleName(self._said.text())
