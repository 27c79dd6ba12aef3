"""The menu of profiles, and the button in the toolbar that says which one is in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from toptickets_desktop.domain.profile import Profile
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.profiles.profile_looks import dot_icon, profile_label

_LABEL_CHARACTERS_MAX = 22


class ProfileMenu(QMenu):
    """The same menu in the menu bar and under the toolbar's button.

    Signals:
        profile_chosen(str): the id of the profile to use.
        manage_requested(): the dialog is wanted.
    """

    profile_chosen = Signal(str)
    manage_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profileMenu")
        self.setTitle(self.tr("P&rofile"))
        self.setToolTipsVisible(True)
        self._group: QActionGroup | None = None
        self._manage = self.addAction(icon("users"), self.tr("&Manage profiles…"))
        self._manage.setObjectName("manageProfiles")
        self._manage.triggered.connect(lambda _checked=False: self.manage_requested.emit())
        self._separator = self.insertSeparator(self._manage)

    def show_profiles(self, profiles: Sequence[Profile], in_use_id: str) -> None:
        """List these profiles, one of them in use."""
        if self._group is not None:
            for action in self._group.actions():
                self.removeAction(action)
            self._group.deleteLater()
        self._group = QActionGroup(self)
        for number, profile in enumerate(profiles, start=1):
            mnemonic = f"&{number} " if number <= 9 else ""
            action = self._group.addAction(dot_icon(profile.color), mnemonic + profile_label(profile).replace("&", "&&"))
            action.setObjectName(f"profile_{profile.id}")
            action.setCheckable(True)
            action.setChecked(profile.id == in_use_id)
            action.setToolTip(self.tr("Runs on this computer, with made-up tickets") if profile.is_practice else profile.base_url)
            action.triggered.connect(lambda _checked=False, profile_id=profile.id: self.profile_chosen.emit(profile_id))
            self.insertAction(self._separator, action)


class ProfileButton(QToolButton):
    """Says by name and colour at which desk one sits, and opens the menu."""

    def __init__(self, menu: ProfileMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("profileButton")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        self.setMenu(menu)

    def show_profile(self, profile: Profile, *, powers: str = "") -> None:
        """Show the one in use.

        Args:
            profile: the one.
            powers: what its key may do, in words.
        """
        label = profile_label(profile)
        shown = label if len(label) <= _LABEL_CHARACTERS_MAX else f"{label[: _LABEL_CHARACTERS_MAX - 1]}…"
        self.setIcon(dot_icon(profile.color))
        self.setText(shown.replace("&", "&&"))
        words = self.tr("Profile: {name}").format(name=label)
        self.setAccessibleName(words)
        self.setToolTip("\n".join(filter(None, [words, "" if profile.is_practice else profile.base_url, powers])))
