"""Asks for an API key, tests it, and has it kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QProgressBar, QPushButton, QWidget

from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import CredentialError, NotReached, TopTicketsError, Unauthorized, UnexpectedAnswer
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.diagnostics import show_error_details
from toptickets_desktop.gui.fitting_dialog import FittingDialog
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.sign_in.address_field import AddressField
from toptickets_desktop.gui.sign_in.key_field import KeyField
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING, Tone, title_font

CheckKey = Callable[[BaseUrl, ApiKey], Awaitable[None]]
SaveKey = Callable[[BaseUrl, ApiKey], Awaitable[None]]
KeepForSession = Callable[[BaseUrl, ApiKey], None]

WIDTH_PX = SPACING * 62
_SIGN_IN = "sign in"


@dataclass(frozen=True, slots=True)
class _Access:
    """An address and a key that belong together."""

    base_url: BaseUrl
    key: ApiKey


class SignInDialog(FittingDialog):
    """To be opened with `open()`. The key is in no signal but `signed_in`, and wiped from the field when the dialog closes.

    Args:
        base_url: the service that is offered.
        check_key: tries the key; raises what the service has against it.
        save_key: puts a key that works into the keyring; raises `CredentialError`.
        keep_for_session: keeps it in memory, when the keyring cannot.
        notice: why the dialog opens, when it is not the user who asked for it.

    Signals:
        signed_in(BaseUrl, ApiKey, bool): the key works; the bool says whether it is in the keyring (else in this session's memory).
    """

    signed_in = Signal(object, object, bool)

    def __init__(
        self,
        base_url: BaseUrl,
        *,
        check_key: CheckKey,
        save_key: SaveKey,
        keep_for_session: KeepForSession,
        notice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signInDialog")
        self.setWindowTitle(self.tr("Sign in"))
        self._check_key = check_key
        self._save_key = save_key
        self._keep_for_session = keep_for_session
        self._unkept: _Access | None = None  # tested, but the keyring did not take it
        self.tasks = TaskOwner(self)
        self.tasks.crashed.connect(self._on_tasks_crashed)

        self.notice = StatusLine()
        self.notice.setObjectName("signInNotice")
        self.notice.setVisible(bool(notice))
        self.notice.show_text(notice, icon_name="info", tone=Tone.WARNING)
        self.key_field = KeyField()
        self.address_field = AddressField(base_url)
        self.message = StatusLine()
        self.message.setObjectName("signInMessage")
        self.message.hide()
        self.busy = QProgressBar(maximum=0, textVisible=False)
        self.busy.setObjectName("signInBusy")
        self.busy.setAccessibleName(self.tr("Signing in"))
        self.busy.setFixedHeight(SPACING // 2)
        self.busy.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.sign_in_button = self._make_button("signInButton", QDialogButtonBox.ButtonRole.AcceptRole)
        self.session_button = self._make_button("keepForSessionButton", QDialogButtonBox.ButtonRole.ActionRole)
        self.session_button.setText(self.tr("&Keep for this session only"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self._error: TopTicketsError | None = None
        self.details_button = self._make_button("signInDetails", QDialogButtonBox.ButtonRole.HelpRole)
        self.details_button.setText(self.tr("Details…"))
        self.details_button.setAutoDefault(False)
        self.details_button.hide()
        self._lay_out()

        self.key_field.changed.connect(self._on_input_changed)
        self.address_field.changed.connect(self._on_input_changed)
        self.sign_in_button.clicked.connect(self._on_sign_in_button_clicked)
        self.session_button.clicked.connect(self._on_session_button_clicked)
        self.details_button.clicked.connect(self._on_details_button_clicked)
        self.buttons.rejected.connect(self.reject)
        self._on_input_changed()

    @property
    def is_busy(self) -> bool:
        """Whether a key is being tested or kept."""
        return not self.key_field.isEnabled()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the key."""
        super().showEvent(event)
        self.key_field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Stop what runs and forget the key."""
        self.tasks.cancel(_SIGN_IN)
        self._unkept = None
        self.key_field.wipe()
        super().done(result)

    # --- building -------------------------------------------------------------------------------------------------------

    def _make_button(self, object_name: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        button = QPushButton()
        button.setObjectName(object_name)
        self.buttons.addButton(button, role)
        return button

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Sign in to TopTickets"))
        title.setObjectName("signInTitle")
        title.setFont(title_font(self.font()))
        layout = vertical(self, spacing_px=SPACING * 2, margin_px=SPACING * 3)
        for part in (title, self.notice, self.key_field, self.address_field, self.message, self.busy):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(WIDTH_PX)

    # --- signing in -----------------------------------------------------------------------------------------------------

    def _start(self, access: _Access) -> None:
        self.tasks.start(_SIGN_IN, self._sign_in(access), on_error=self._on_sign_in_failed)

    async def _sign_in(self, access: _Access) -> None:
        if self._unkept != access:
            self._show_busy(self.tr("Testing the key…"))
            await self._check_key(access.base_url, access.key)
        self._show_busy(self.tr("Putting the key into the keyring…"))
        try:
            await self._save_key(access.base_url, access.key)
        except CredentialError as error:
            self._offer_session(access, error)
            return
        self._finish(access, is_stored=True)

    def _finish(self, access: _Access, *, is_stored: bool) -> None:
        self.signed_in.emit(access.base_url, access.key, is_stored)
        self.accept()

    def _offer_session(self, access: _Access, error: CredentialError) -> None:
        self._unkept = access
        words = self.tr("The key works, but it could not be stored. {sentence} {hint}")
        self._show_idle()
        text = words.format(sentence=messages.sentence(error), hint=messages.hint(error))
        self._show_message(text, "triangle-alert", Tone.WARNING, error=error)
        self.session_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- showing --------------------------------------------------------------------------------------------------------

    def _show_busy(self, text: str) -> None:
        self.key_field.setEnabled(False)
        self.address_field.setEnabled(False)
        self.sign_in_button.setEnabled(False)
        self.session_button.setEnabled(False)
        self.busy.show()
        self._show_message(text, "", None)

    def _show_idle(self) -> None:
        self.key_field.setEnabled(True)
        self.address_field.setEnabled(True)
        self.busy.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        """The default is what most likely helps next."""
        can_keep = self._unkept is not None
        self.sign_in_button.setText(self.tr("&Try the keyring again") if can_keep else self.tr("&Test and sign in"))
        self.sign_in_button.setEnabled(self.key_field.key is not None and self.address_field.base_url is not None)
        self.session_button.setVisible(can_keep)
        self.session_button.setEnabled(can_keep)
        self.sign_in_button.setDefault(not can_keep)
        self.session_button.setDefault(can_keep)

    def _show_message(self, text: str, icon_name: str, tone: Tone | None, *, error: TopTicketsError | None = None) -> None:
        self._error = error
        self.details_button.setVisible(error is not None)
        self.message.show_text(text, icon_name=icon_name, tone=tone)
        self.message.setVisible(bool(text))

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_input_changed(self) -> None:
        """What was said about the key before says nothing about this one."""
        self._unkept = None
        self._show_buttons()
        self._show_message("", "", None)

    def _on_sign_in_button_clicked(self) -> None:
        base_url, key = self.address_field.base_url, self.key_field.key
        if base_url is not None and key is not None and not self.is_busy:
            self._start(_Access(base_url, key))

    def _on_session_button_clicked(self) -> None:
        if self._unkept is not None:
            access = self._unkept
            self._keep_for_session(access.base_url, access.key)
            self._finish(access, is_stored=False)

    def _on_details_button_clicked(self) -> None:
        if self._error is not None:
            show_error_details(self, self._error)

    def _on_sign_in_failed(self, error: TopTicketsError) -> None:
        self._show_idle()
        if isinstance(error, (NotReached, UnexpectedAnswer)):
            self.address_field.unfold_unless_usual()
        self._show_message(f"{messages.sentence(error)} {messages.hint(error)}".strip(), "circle-alert", Tone.DANGER, error=error)
        self.key_field.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(error, Unauthorized):
            self.key_field.line.selectAll()

    def _on_tasks_crashed(self) -> None:
        """A defect of ours must not leave the dialog waiting for ever."""
        self._on_sign_in_failed(TopTicketsError())
