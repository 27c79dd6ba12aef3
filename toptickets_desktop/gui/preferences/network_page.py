"""The proxy, and whom to trust besides the system's certificate authorities."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton

from toptickets_desktop.api.network import check_ca_file
from toptickets_desktop.domain.errors import InvalidProxy, TopTicketsError
from toptickets_desktop.domain.network_access import ProxyMode, checked_proxy_url
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.preferences.page import Page, below, beside, hint_label, push_button, show_problem, text_line, verdict_line
from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.settings import Settings

_CHECK = "check certificates"


class NetworkPage(Page):
    """The way to the service. What is under way keeps the connection it has; the next request goes the new way."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("networkPage", "network")
        self.set_title(self.tr("Network"))
        self._proxy_mode = settings.proxy_mode
        self._proxy_url = settings.proxy_url
        self._ca_file = settings.extra_ca_file
        self.modes = QButtonGroup(self)
        self.system_button = self._radio("proxySystem", self.tr("Like the &system"), ProxyMode.SYSTEM)
        self.none_button = self._radio("proxyNone", self.tr("&None"), ProxyMode.NONE)
        self.manual_button = self._radio("proxyManual", self.tr("&This one:"), ProxyMode.MANUAL)
        self.proxy_line = text_line("proxyUrl", self.tr("Address of the proxy"), settings.proxy_url)
        self.proxy_line.setPlaceholderText("http://proxy.example.com:3128")
        placeholder_px = self.proxy_line.fontMetrics().horizontalAdvance(self.proxy_line.placeholderText())
        self.proxy_line.setMinimumWidth(placeholder_px + SPACING * 3)
        self.proxy_line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self.proxy_line.setEnabled(settings.proxy_mode is ProxyMode.MANUAL)
        self.proxy_verdict = verdict_line("proxyVerdict")
        self.ca_line = text_line("extraCaFile", self.tr("File of extra certificates"), str(settings.extra_ca_file or ""))
        self.ca_line.setPlaceholderText(self.tr("None"))
        self.choose_button = push_button("chooseCaFile", self.tr("&Choose…"))
        self.ca_verdict = verdict_line("caVerdict")
        proxy = below(self.system_button, self.none_button, beside(self.manual_button), self.proxy_line, self.proxy_verdict)
        self.add_row(self.tr("Proxy:"), proxy, buddy=self.system_button)
        certificates = below(
            beside(self.ca_line, self.choose_button, fills=True),
            self.ca_verdict,
            hint_label(self.tr("A PEM file that is trusted besides the system's certificates, for a company's own.")),
        )
        self.add_row(self.tr("&Extra certificates:"), certificates, buddy=self.ca_line)
        self.modes.buttonClicked.connect(lambda _button: self._on_mode_chosen())
        self.proxy_line.textEdited.connect(lambda _text: show_problem(self.proxy_verdict, ""))
        self.proxy_line.editingFinished.connect(self.take_proxy)
        self.ca_line.textEdited.connect(lambda _text: show_problem(self.ca_verdict, ""))
        self.ca_line.editingFinished.connect(self.take_ca_file)
        self.choose_button.clicked.connect(self._on_choose_button_clicked)

    @property
    def mode(self) -> ProxyMode:
        """What is marked."""
        return list(ProxyMode)[self.modes.checkedId()]

    def take_proxy(self) -> None:
        """Use what is marked and typed, if it can be used."""
        mode, url = self.mode, self._proxy_url
        if mode is ProxyMode.MANUAL:
            try:
                url = checked_proxy_url(self.proxy_line.text())
            except InvalidProxy as error:
                show_problem(self.proxy_verdict, f"{messages.sentence(error)} {messages.hint(error)}")
                return
        show_problem(self.proxy_verdict, "")
        if (mode, url) != (self._proxy_mode, self._proxy_url):
            self._proxy_mode, self._proxy_url = mode, url
            self.tell(proxy_mode=mode, proxy_url=url)

    def take_ca_file(self) -> None:
        """Try the file that was typed, and use it when it holds certificates; an empty field means none."""
        text = self.ca_line.text().strip()
        path = Path(text).expanduser() if text else None
        if path == self._ca_file:
            show_problem(self.ca_verdict, "")
        elif path is None:
            self._use_ca_file(None)
        elif not path.is_absolute():
            show_problem(self.ca_verdict, self.tr("Give the whole path of the file, or choose it."))
        elif not self.tasks.is_running(_CHECK):
            self.start(_CHECK, self._check(path), on_error=self._on_check_failed)

    async def _check(self, path: Path) -> None:
        await asyncio.to_thread(check_ca_file, path)
        self._use_ca_file(path)

    def _use_ca_file(self, path: Path | None) -> None:
        self._ca_file = path
        show_problem(self.ca_verdict, "")
        self.tell(extra_ca_file=path)

    def _radio(self, object_name: str, text: str, mode: ProxyMode) -> QRadioButton:
        button = QRadioButton(text)
        button.setObjectName(object_name)
        button.setChecked(mode is self._proxy_mode)
        self.modes.addButton(button, list(ProxyMode).index(mode))
        return button

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_mode_chosen(self) -> None:
        is_manual = self.mode is ProxyMode.MANUAL
        self.proxy_line.setEnabled(is_manual)
        if is_manual and not self.proxy_line.text().strip():
            self.proxy_line.setFocus(Qt.FocusReason.OtherFocusReason)  # nothing is wrong yet
        else:
            self.take_proxy()

    def _on_check_failed(self, error: TopTicketsError) -> None:
        show_problem(self.ca_verdict, f"{messages.sentence(error)} {messages.hint(error)}")

    def _on_choose_button_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Extra certificates"), self.ca_line.text())
        dialog.setObjectName("caFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_ca_file_chosen)
        dialog.open()

    def _on_ca_file_chosen(self, path: str) -> None:
        self.ca_line.setText(str(Path(path)))
        self.take_ca_file()
