"""The field for the API key, with a line that says what is in it before anything is sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from toptickets_desktop.domain.access import ApiKey, KeyKind, kind_of_key
from toptickets_desktop.domain.errors import InvalidApiKey, InvalidApiKeyReason
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.sign_in.key_words import kind_description
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.theme import SPACING, Tone

_LINES_OF_VERDICT = 2
_HIDDEN_INPUT = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class KeyField(QWidget):
    """The key is hidden unless the user asks to see it.

    Signals:
        changed(): the text is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: ApiKey | None = None
        self.line = QLineEdit()
        self.line.setObjectName("apiKey")
        self.line.setAccessibleName(self.tr("API key"))
        self.line.setPlaceholderText(self.tr("Paste your key here"))
        self.line.setInputMethodHints(_HIDDEN_INPUT)
        self.reveal_button = QToolButton()
        self.reveal_button.setObjectName("revealKey")
        self.reveal_button.setCheckable(True)
        self.reveal_button.setAutoRaise(True)
        self.verdict = StatusLine()
        self.verdict.setObjectName("keyVerdict")
        self.verdict.reserve_lines(_LINES_OF_VERDICT)
        label = QLabel(self.tr("&API key"))
        label.setBuddy(self.line)
        row = horizontal(spacing_px=SPACING // 2)
        row.addWidget(self.line, 1)
        row.addWidget(self.reveal_button)
        layout = vertical(self)
        layout.addWidget(label)
        layout.addLayout(row)
        layout.addWidget(self.verdict)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.reveal_button.toggled.connect(self._on_reveal_button_toggled)
        self._on_reveal_button_toggled(is_shown=False)
        self._judge()

    @property
    def key(self) -> ApiKey | None:
        """The key, when the text is one."""
        return self._key

    def wipe(self) -> None:
        """Forget the text and all that undo could bring back; hide what comes next."""
        self.reveal_button.setChecked(False)
        self.line.setText("")

    def _judge(self) -> None:
        text = self.line.text()
        self._key = None
        try:
            self._key = ApiKey(text)
        except InvalidApiKey as error:
            self._show_error(error, kind_of_key(text), text)
            return
        self.verdict.show_text(kind_description(self._key.kind), icon_name="circle-check", tone=Tone.SUCCESS)

    def _show_error(self, error: InvalidApiKey, kind: KeyKind | None, text: str) -> None:
        """Nothing is wrong with a key that is not typed to its end."""
        if error.reason is InvalidApiKeyReason.EMPTY:
            self.verdict.show_text(self.tr("To make one: in TopTickets, Settings → API keys."), icon_name="key-round", tone=Tone.NEUTRAL)
        elif error.reason is InvalidApiKeyReason.TOO_SHORT and kind is not None:
            self.verdict.show_text(kind_description(kind), icon_name="key-round", tone=Tone.NEUTRAL)
        elif any(known.prefix.startswith(text) for known in KeyKind):
            self.verdict.show_text(messages.sentence(error), icon_name="key-round", tone=Tone.NEUTRAL)
        else:
            self.verdict.show_text(messages.sentence(error), icon_name="circle-alert", tone=Tone.DANGER)

    def _on_line_text_changed(self, text: str) -> None:
        trimmed = text.strip()
        if trimmed != text:  # what is copied from a web page often brings blanks or a line's end with it
            self.line.setText(trimmed)
            return
        self._judge()
        self.changed.emit()

    def _on_reveal_button_toggled(self, is_shown: bool) -> None:  # Qt's signal passes it so
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        words = self.tr("Hide the key") if is_shown else self.tr("Show the key")
        self.reveal_button.setIcon(icon("eye-off" if is_shown else "eye"))
        self.reveal_button.setToolTip(words)
        self.reveal_button.setAccessibleName(words)
