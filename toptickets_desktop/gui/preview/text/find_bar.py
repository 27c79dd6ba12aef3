"""The bar for words to find in a text: what, how many, which one, and how exactly."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSizePolicy, QToolButton, QWidget

from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal
from toptickets_desktop.gui.theme import SPACING, tabular_font

_TYPING_PAUSE_MS = 120


class FindBar(QWidget):
    """A field with its buttons; Enter and Shift+Enter go on, Esc closes.

    Signals:
        words_changed(): other words, or another way to compare them.
        step_requested(int): the next (1) or the previous (-1) match is wanted.
        closed(): it went away.
    """

    words_changed = Signal()
    step_requested = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_case_box: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Find in this file"))
        self.field.setObjectName("findField")
        self.field.setAccessibleName(self.tr("Find in this file"))
        self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setMinimumWidth(SPACING * 12)
        self._count = QLabel()
        self._count.setObjectName("findCount")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setFont(tabular_font(self.font()))
        self._count.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._case = QCheckBox(self.tr("Match &case"))
        self._case.setObjectName("findCase")
        if not has_case_box:
            self._case.hide()
        previous = _button("findPrevious", "chevron-up", self.tr("Previous match (Shift+F3)"), self)
        following = _button("findNext", "chevron-down", self.tr("Next match (F3)"), self)
        close = _button("findClose", "x", self.tr("Close the find bar (Esc)"), self)
        layout = horizontal(self, spacing_px=SPACING // 2, margin_px=SPACING // 2)
        layout.addWidget(self.field, 1)
        layout.addWidget(self._count)
        for widget in (previous, following, self._case, close):
            layout.addWidget(widget)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.words_changed)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.installEventFilter(self)
        self._case.toggled.connect(lambda _on: self.words_changed.emit())
        previous.clicked.connect(lambda: self.step_requested.emit(-1))
        following.clicked.connect(lambda: self.step_requested.emit(1))
        close.clicked.connect(self.close_bar)
        self.hide()

    @property
    def words(self) -> str:
        """What to find; empty while the bar is closed."""
        return "" if self.isHidden() else self.field.text()

    @property
    def matches_case(self) -> bool:
        return self._case.isChecked()

    @property
    def count_text(self) -> str:
        return self._count.text()

    def open_bar(self, words: str = "") -> None:
        """Show it with the focus, and with these words in it when there are any."""
        was_hidden = self.isHidden()
        self.show()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if was_hidden and self.field.text():
            self.words_changed.emit()

    def close_bar(self) -> None:
        """Close it as the user does."""
        self.put_away()
        self.closed.emit()

    def put_away(self) -> None:
        """Hide it without a word, as when something else is shown."""
        self.hide()
        self._pause.stop()

    def show_count(self, text: str, *, is_nothing: bool = False) -> None:
        """Say how many there are."""
        self._count.setText(text)
        self._count.setEnabled(not is_nothing)
        self.field.setAccessibleDescription(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys in the field; those that the window has shortcuts for mean the field while it has the focus."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return False
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_step = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3}
        is_find = event.matches(QKeySequence.StandardKey.Find)
        is_close = event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and (is_step or is_find or is_close):
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress or not (is_step or is_find or is_close):
            return False
        if is_close:
            self.close_bar()
        elif is_find:
            self.field.selectAll()
        elif self._pause.isActive():  # typed and confirmed at once: the first match is next
            self._pause.stop()
            self.words_changed.emit()
        else:
            self.step_requested.emit(-1 if back else 1)
        return True


def _button(object_name: str, icon_name: str, words: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent, autoRaise=True)
    button.setObjectName(object_name)
    button.setIcon(icon(icon_name))
    button.setToolTip(words)
    button.setAccessibleName(words.partition(" (")[0])
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
