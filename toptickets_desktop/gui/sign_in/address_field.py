"""The service's address: folded away, because most people never change it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, BaseUrl
from toptickets_desktop.domain.errors import InvalidBaseUrl
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.theme import SPACING, Tone

_HOST_CHARACTERS_MAX = 40


class AddressField(QWidget):
    """An empty field means the usual address.

    Signals:
        changed(): the address is another one.
    """

    changed = Signal()

    def __init__(self, base_url: BaseUrl, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base_url: BaseUrl | None = base_url
        self._is_unfolded = False
        self.fold_button = QToolButton()
        self.fold_button.setObjectName("foldAddress")
        self.fold_button.setAutoRaise(True)
        self.fold_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.line = QLineEdit(base_url.text)
        self.line.setObjectName("serviceAddress")
        self.line.setAccessibleName(self.tr("Service address"))
        self.line.setPlaceholderText(DEFAULT_BASE_URL)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self.verdict = StatusLine()
        self.verdict.setObjectName("addressVerdict")
        layout = vertical(self, spacing_px=SPACING // 2)
        layout.addWidget(self.fold_button, alignment=Qt.AlignmentFlag.AlignLeading)
        layout.addWidget(self.line)
        layout.addWidget(self.verdict)
        self.fold_button.clicked.connect(self._on_fold_button_clicked)
        self.line.textChanged.connect(self._on_line_text_changed)
        self._show()

    @property
    def base_url(self) -> BaseUrl | None:
        """The address, when the text is one."""
        return self._base_url

    @property
    def is_unfolded(self) -> bool:
        """Whether the field shows; what is wrong is never hidden."""
        return self._is_unfolded or self._base_url is None

    def unfold_unless_usual(self) -> None:
        """Show the field when the address may be what is wrong."""
        if self._base_url is None or self._base_url.text != DEFAULT_BASE_URL:
            self._is_unfolded = True
            self._show()

    def _show(self) -> None:
        is_open = self.is_unfolded
        self.line.setVisible(is_open)
        self.verdict.setVisible(is_open and bool(self.verdict.text()))
        self.fold_button.setIcon(icon("chevron-down" if is_open else self._closed_icon_name()))
        # The mnemonic stays in front of the host: an ampersand in a host is not possible.
        words = self.tr("&Service address") if is_open else self.tr("&Service address: {host}").format(host=self._host())
        self.fold_button.setText(words)
        self.fold_button.setAccessibleName(words.replace("&", ""))

    def _closed_icon_name(self) -> str:
        return "chevron-right" if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else "chevron-left"

    def _host(self) -> str:
        host = visible_name(self._base_url.host) if self._base_url else ""
        return host if len(host) <= _HOST_CHARACTERS_MAX else f"…{host[-_HOST_CHARACTERS_MAX:]}"

    def _on_fold_button_clicked(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._show()
        if self.is_unfolded:
            self.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_line_text_changed(self, text: str) -> None:
        try:
            self._base_url = BaseUrl.parse(text.strip() or DEFAULT_BASE_URL)
        except InvalidBaseUrl as error:
            self._base_url = None
            words = f"{messages.sentence(error)} {messages.hint(error)}"
            self.verdict.show_text(words, icon_name="circle-alert", tone=Tone.DANGER)
        else:
            self.verdict.show_text("")
        self.verdict.setVisible(bool(self.verdict.text()))
        self.changed.emit()
