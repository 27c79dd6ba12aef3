"""Switching from one profile to another, without a restart and without mixing what belongs to either."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, BaseUrl
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.profile import PRACTICE_PROFILE_ID, Profile, ProfileColor
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.dialogs import Question, confirm
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.profiles.profile_looks import profile_label
from toptickets_desktop.gui.profiles.profile_menu import ProfileButton, ProfileMenu
from toptickets_desktop.gui.profiles.profiles_dialog import ProfilesDialog
from toptickets_desktop.gui.sign_in.session_controller import SessionController
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.settings import Settings

_SWITCH = "switch profile"


class PracticeService(Protocol):
    """The embedded service, which lives as long as its profile is in use."""

    async def start(self) -> BaseUrl:
        """Start it, unless it runs, and have its key kept for this session; returns its address.

        Raises:
            LocalFileError: it cannot keep its data, or has no port.
        """
        ...

    async def stop(self) -> None:
        """Stop it, if it runs."""
        ...


class ProfileController(QObject):
    """Owns the menu, the toolbar's button and the dialog.

    Args:
        settings: holds the profiles; changed here, and `changed` says so.
        active_transfers: tells how many transfers are under way.
        before_leaving: finishes what cannot wait until the profile is in use again.
        practice: None where there is no embedded service to offer.

    Signals:
        changed(): a profile was added, changed or removed, or another one is in use.
        left(): what the profile that was in use had open is closed.
        status_said(str): a sentence for the status line.
    """

    changed = Signal()
    left = Signal()
    status_said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        session: SessionController,
        permissions: Permissions,
        settings: Settings,
        active_transfers: Callable[[], int],
        before_leaving: Callable[[], Awaitable[None]],
        practice: PracticeService | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._permissions = permissions
        self._settings = settings
        self._active_transfers = active_transfers
        self._before_leaving = before_leaving
        self._practice = practice
        self._dialog: ProfilesDialog | None = None
        self.tasks = TaskOwner(self)
        self.menu = ProfileMenu(window)
        self.button = ProfileButton(self.menu)
        self.menu.profile_chosen.connect(self._on_menu_profile_chosen)
        self.menu.manage_requested.connect(self.manage)
        self.menu.aboutToShow.connect(self._show)
        permissions.changed.connect(self._show_button)
        session.signed_in.connect(self._on_session_signed_in)
        self._show()

    @property
    def profiles(self) -> list[Profile]:
        """All that can be used."""
        profiles = self._settings.profiles
        if self._practice is None or any(each.is_practice for each in profiles):
            return profiles
        return [*profiles, practice_profile(self._settings.download_dir)]

    def start(self, base_url: BaseUrl | None = None) -> None:
        """Sign in with the profile in use.

        Args:
            base_url: another address than the profile's.
        """
        self.tasks.start(_SWITCH, self._open(base_url), on_error=self._on_switch_failed)

    def switch(self, profile_id: str) -> None:
        """Have another profile in use, after a question when transfers are under way."""
        profile = next((each for each in self.profiles if each.id == profile_id), None)
        if profile is None or profile_id == self._settings.profile_id:
            return
        count = self._active_transfers()
        if not count:
            self._switch(profile)
            return
        question = Question(
            object_name="switchQuestion",
            title=self.tr("Switch profile"),
            text=self.tr("Transfers of this profile are not finished yet: %n", "", count),
            details=self.tr("They pause now, and go on when you open “{profile}” again.").format(
                profile=profile_label(self._settings.profile)
            ),
            accept=self.tr("Switch"),
            cancel=self.tr("Stay"),
        )
        confirm(self._window, question, lambda: self._switch(profile))

    def manage(self) -> None:
        """Open the dialog."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        self._dialog = dialog = ProfilesDialog(
            self.profiles,
            in_use_id=self._settings.profile_id,
            powers=self._permissions.powers(),
            new_profile=self._new,
            parent=self._window,
        )
        dialog.profile_changed.connect(self._on_dialog_profile_changed)
        dialog.use_requested.connect(self.switch)
        dialog.remove_requested.connect(self._remove)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    async def close(self) -> None:
        """Stop what runs."""
        await self.tasks.close()

    def _switch(self, profile: Profile) -> None:
        self.tasks.start(_SWITCH, self._leave_and_open(profile), on_error=self._on_switch_failed)

    async def _leave_and_open(self, profile: Profile) -> None:
        await self._before_leaving()
        await self._session.leave()
        self.left.emit()
        self._settings.use_profile(profile)
        self.changed.emit()
        self._show()
        self.status_said.emit(self.tr("Profile: {name}").format(name=profile_label(profile)))
        await self._open(None)

    async def _open(self, base_url: BaseUrl | None) -> None:
        if self._practice is not None:
            if self._settings.profile.is_practice:
                base_url = await self._practice.start()
            else:
                await self._practice.stop()
        self._session.start(base_url or BaseUrl.parse(self._settings.base_url))

    def _new(self) -> Profile:
        used = {each.color for each in self.profiles}
        color = next((each for each in ProfileColor if each not in used), ProfileColor.BLUE)
        like = next((each for each in self.profiles if not each.is_practice), None)
        base_url = like.base_url if like is not None else DEFAULT_BASE_URL
        profile = Profile(uuid.uuid4().hex[:12], self.tr("New profile"), base_url, self._settings.download_dir, color)
        self._put(profile)
        return profile

    def _put(self, profile: Profile) -> None:
        self._settings.put_profile(profile)
        self.changed.emit()
        self._show()

    def _remove(self, profile_id: str) -> None:
        profile = next((each for each in self._settings.other_profiles if each.id == profile_id), None)
        if profile is not None:
            self.tasks.start(f"remove {profile_id}", self._remove_with_key(profile), on_error=self._on_remove_failed)

    async def _remove_with_key(self, profile: Profile) -> None:
        await self._session.forget_profile(BaseUrl.parse(profile.base_url), profile.id)
        self._settings.remove_profile(profile.id)
        self.changed.emit()
        self._show()
        self.status_said.emit(self.tr("Removed the profile {name} and its key.").format(name=profile_label(profile)))

    def _show(self) -> None:
        self.menu.show_profiles(self.profiles, self._settings.profile_id)
        if self._dialog is not None:
            self._dialog.show_profiles(self.profiles, self._settings.profile_id, self._permissions.powers())
        self._show_button()

    def _show_button(self) -> None:
        self.button.show_profile(self._settings.profile, powers=self._permissions.powers())

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_menu_profile_chosen(self, profile_id: str) -> None:
        self.switch(profile_id)
        self._show()  # a question may be open: the mark stays where it was

    def _on_session_signed_in(self) -> None:
        """The dialog may have given the profile another address."""
        if self._session.base_url.text != self._settings.base_url:
            self._settings.base_url = self._session.base_url.text
            self.changed.emit()
        self._show()

    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_dialog_profile_changed(self, profile: Profile) -> None:
        before = next((each for each in self._settings.profiles if each.id == profile.id), None)
        self._put(profile)
        if before is not None and profile.id == self._settings.profile_id and profile.base_url != before.base_url:
            self._switch(profile)

    def _on_switch_failed(self, error: TopTicketsError) -> None:
        self._warn(self.tr("Switch profile"), error)

    def _on_remove_failed(self, error: TopTicketsError) -> None:
        self._warn(self.tr("Remove profile"), error)

    def _warn(self, title: str, error: TopTicketsError) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, title, messages.sentence(error), parent=self._window)
        box.setInformativeText(messages.hint(error))
        box.open()
        box.finished.connect(box.deleteLater)


def practice_profile(download_dir: Path) -> Profile:
    """The profile of the embedded service, as it is before it was ever used."""
    return Profile(PRACTICE_PROFILE_ID, "", "http://127.0.0.1/v1", download_dir, ProfileColor.GREY)
