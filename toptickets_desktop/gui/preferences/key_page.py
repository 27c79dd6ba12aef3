"""Which key is used, what it may do, and where it is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal

from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.dialogs import Question, confirm
from toptickets_desktop.gui.preferences.page import Page, beside, push_button
from toptickets_desktop.gui.sign_in.key_words import kind_text, source_text
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.theme import Tone


class KeyPage(Page):
    """The key of the profile in use.

    Signals:
        change_requested(): the user wants to sign in with another key.
        remove_requested(): the user wants the key forgotten, and has said yes to it.
        profiles_requested(): the user wants to see the profiles.
    """

    change_requested = Signal()
    remove_requested = Signal()
    profiles_requested = Signal()

    def __init__(self, kind: KeyKind | None, source: KeySource | None, powers: str, profile_name: str) -> None:
        super().__init__("keyPage", "key-round")
        self.set_title(self.tr("Profile and key"))
        self.profile_line = StatusLine()
        self.profile_line.show_text(profile_name)
        self.profiles_button = push_button("showProfiles", self.tr("&Manage profiles…"))
        self.key_line = StatusLine()
        self.key_line.setObjectName("keyInUse")
        self.powers_line = StatusLine()
        self.powers_line.setObjectName("keyPowers")
        self.powers_line.show_text(powers or self.tr("Nothing, without a key."))
        self.change_key_button = push_button("changeKeyButton", self.tr("Change &key…") if kind else self.tr("&Sign in…"))
        self.remove_key_button = push_button("removeKeyButton", self.tr("&Remove key…"))
        self.add_row(self.tr("Profile:"), self.profile_line)
        self.add_row("", beside(self.profiles_button))
        self.add_row(self.tr("API key:"), self.key_line)
        self.add_row(self.tr("Permissions:"), self.powers_line)
        self.add_row("", beside(self.change_key_button, self.remove_key_button))
        self._show_key(kind, source)
        self.profiles_button.clicked.connect(self.profiles_requested)
        self.change_key_button.clicked.connect(self.change_requested)
        self.remove_key_button.clicked.connect(self._on_remove_key_button_clicked)

    def _show_key(self, kind: KeyKind | None, source: KeySource | None) -> None:
        if kind is None or source is None:
            self.key_line.show_text(self.tr("Not signed in."), icon_name="key-round", tone=Tone.NEUTRAL)
            self.remove_key_button.hide()
            return
        words = self.tr("{kind}. {where}").format(kind=kind_text(kind), where=source_text(source))
        self.key_line.show_text(words, icon_name="key-round")
        if source is KeySource.ENVIRONMENT:
            self.remove_key_button.setEnabled(False)
            self.remove_key_button.setToolTip(self.tr("To stop using it, start the program without TOPTICKETS_API_KEY."))

    def _on_remove_key_button_clicked(self) -> None:
        question = Question(
            object_name="removeKeyQuestion",
            title=self.tr("Remove key"),
            text=self.tr("Remove the API key from this computer?"),
            details=self.tr(
                "You are signed out, and what is being transferred stops. The key itself stays valid: revoke it in TopTickets."
            ),
            accept=self.tr("Remove"),
        )
        confirm(self, question, self.remove_requested.emit)
