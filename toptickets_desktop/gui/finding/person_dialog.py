"""Asks who the user is: a key does not say whose it is, and "mine" has to mean somebody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from toptickets_desktop.domain.attachment import User
from toptickets_desktop.domain.fuzzy import fold
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.theme import SPACING

_ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class PersonDialog(QDialog):
    """A list of people to choose oneself from.

    Args:
        users: from the service; inactive ones are left out.
        current_id: who was chosen before.

    Signals:
        chosen(str): the id of who it is.
    """

    chosen = Signal(str)

    def __init__(self, users: Sequence[User], current_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personDialog")
        self.setWindowTitle(self.tr("Who are you?"))
        text = QLabel(self.tr("An API key does not say whose it is. Choose yourself, so that “Mine” shows the tickets assigned to you."))
        text.setObjectName("personText")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self.filter_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Filter people"))
        self.filter_field.setObjectName("personFilter")
        self.filter_field.setAccessibleName(self.tr("Filter people"))
        self.filter_field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_field.textChanged.connect(self._show_fitting)
        self.list = QListWidget()
        self.list.setObjectName("people")
        self.list.setAccessibleName(self.tr("People"))
        for user in sorted((each for each in users if each.is_active), key=lambda each: fold(each.full_name)):
            email = f" · {visible_name(user.email)}" if user.email else ""
            item = QListWidgetItem(icon("user"), f"{visible_name(user.full_name)}{email}")
            item.setData(_ID_ROLE, user.id)
            self.list.addItem(item)
            if user.id == current_id:
                self.list.setCurrentItem(item)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = vertical(self, margin_px=SPACING * 2)
        for widget in (text, self.filter_field, self.list, self._buttons):
            layout.addWidget(widget)
        self.list.itemActivated.connect(self.accept)
        self.list.itemSelectionChanged.connect(self._update_button)
        self.accepted.connect(self._on_accepted)
        self._update_button()
        self.resize(QSize(SPACING * 52, SPACING * 52))
        self.filter_field.setFocus()

    def choose(self, user_id: str) -> None:
        """Have this one chosen."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID_ROLE) == user_id:
                self.list.setCurrentRow(row)

    def _show_fitting(self, text: str) -> None:
        words = fold(text).split()
        shown = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            fits = all(word in fold(item.text()) for word in words)
            item.setHidden(not fits)
            if fits:
                shown.append(item)
        if words and shown and self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])
        self._update_button()

    def _update_button(self) -> None:
        item = self.list.currentItem()
        is_chosen = bool(self.list.selectedItems()) and not item.isHidden()
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_chosen)

    def _on_accepted(self) -> None:
        item = self.list.currentItem()
        if self.list.selectedItems() and not item.isHidden():
            self.chosen.emit(item.data(_ID_ROLE))
