"""From one profile to another in the running window: tickets, keys and transfers of each stay apart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from tests.support.service_view import ServiceView
from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import BaseUrl, KeyKind
from toptickets_desktop.domain.profile import FIRST_PROFILE_ID, PRACTICE_PROFILE_ID, Profile, ProfileColor
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.incoming import intake
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.profiles.profiles_dialog import ProfilesDialog
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings
from toptickets_desktop.transfer.outgoing import Neighbours, Outgoing, examine

__all__ = ["driver"]

OTHER = "other"
MUCH = b"much of it\n" * 100_000


class Practice:
    """The embedded service as app.py runs it, with its starts and stops counted."""

    def __init__(self, sandbox: Sandbox, credentials: Credentials) -> None:
        self._sandbox = sandbox
        self._credentials = credentials
        self.events: list[str] = []

    async def start(self) -> BaseUrl:
        self.events.append("start")
        self._credentials.keep_for_session(self._sandbox.base_url, self._sandbox.keys[KeyKind.READ_ONLY], profile_id=PRACTICE_PROFILE_ID)
        return self._sandbox.base_url

    async def stop(self) -> None:
        self.events.append("stop")


@pytest.fixture
def other_sandbox() -> Iterator[Sandbox]:
    with Sandbox(tickets=3) as running:
        yield running


class Desks:
    """A window with two profiles, each with a key of its own for a service of its own."""

    def __init__(self, driver: Driver, first: Sandbox, other: Sandbox, folder: Path) -> None:
        self.driver, self.first, self.other = driver, first, other
        self.credentials = Credentials(environment={})
        self.credentials.keep_for_session(other.base_url, other.keys[KeyKind.ADMIN], profile_id=OTHER)
        self.profile = Profile(OTHER, "Other desk", other.base_url.text, folder / "other", ProfileColor.RED)
        self.settings = Settings(
            download_dir=folder / "first", base_url=first.base_url.text, profile_name="First desk", other_profiles=[self.profile]
        )

    def open(self, *, practice: Practice | None = None) -> MainWindow:
        window = self.driver.open(
            self.first.base_url,
            self.first.keys[KeyKind.AGENT],
            ticket="TKT-1042",
            settings=self.settings,
            credentials=self.credentials,
            practice=practice,
        )
        self.driver.until(lambda: window.attachment_model.total_count > 0)
        return window

    def wait_for(self, window: MainWindow, service: BaseUrl) -> None:
        self.driver.until(
            lambda: window.session.key_kind is not None and window.session.base_url == service and window.ticket_model.rowCount() > 0
        )


@pytest.fixture
def desks(driver: Driver, sandbox: Sandbox, other_sandbox: Sandbox, tmp_path: Path) -> Desks:
    return Desks(driver, sandbox, other_sandbox, tmp_path)


def test_a_switch_shows_the_other_service_and_nothing_of_the_first(desks: Desks, tmp_path: Path) -> None:
    window = desks.open()
    first_requests = len(desks.first.requests)
    assert window.profiles.button.text() == "First desk"

    window.profiles.menu.profile_chosen.emit(OTHER)
    desks.wait_for(window, desks.other.base_url)

    assert window.ticket_model.rowCount() == 3
    assert window.attachments.ticket is None
    assert window.profiles.button.text() == "Other desk"
    assert "Other desk" in window.windowTitle()
    assert desks.settings.download_dir == tmp_path / "other"
    assert desks.settings.profiles == [
        Profile(FIRST_PROFILE_ID, "First desk", desks.first.base_url.text, tmp_path / "first"),
        desks.profile,
    ]
    assert all(request.status != 401 for request in desks.other.requests), "it got its own key at once"
    assert len(desks.first.requests) == first_requests, "and the first service was left alone"

    window.profiles.switch(FIRST_PROFILE_ID)
    desks.wait_for(window, desks.first.base_url)
    desks.driver.until(lambda: window.attachments.ticket is not None and window.attachments.ticket.display_id == "TKT-1042")


def test_files_that_are_still_looked_at_never_go_to_the_next_profile(desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, go_on = threading.Event(), threading.Event()

    def examine_slowly(path: Path, neighbours: Neighbours) -> Outgoing:
        looking.set()
        go_on.wait(30)
        return examine(path, neighbours)

    monkeypatch.setattr(intake, "examine", examine_slowly)
    file = tmp_path / "for the first.txt"
    file.write_text("nothing special\n")
    window = desks.open()
    window.commands.upload([file])
    desks.driver.until(looking.is_set)

    window.profiles.switch(OTHER)
    desks.wait_for(window, desks.other.base_url)
    go_on.set()
    desks.driver.until(lambda: not window.incoming.intake.tasks.is_busy)
    assert transfers(window) == []
    assert [toast.message for toast in window.toasts.shown] == ["Files that were not on their way yet were not sent."]

    monkeypatch.undo()
    window.tickets.open_ticket("TKT-1042")
    desks.driver.until(lambda: window.attachments.ticket is not None and window.attachment_model.total_count > 0)
    window.commands.upload([file])
    desks.driver.until(lambda: [each.name for each in transfers(window, TransferState.DONE)] == [file.name])
    assert not any(request.method == "POST" for request in desks.first.requests)


def test_a_switch_during_a_transfer_asks_and_the_transfer_goes_on_when_the_profile_is_back(desks: Desks, tmp_path: Path) -> None:
    ticket_id = ServiceView(desks.first).ticket_id("TKT-1042")
    desks.first.add_attachment(ticket_id, filename="much.txt", content_type="text/plain", content=MUCH)
    desks.first.limit_speed(40_000)
    window = desks.open()
    row = next(each for each in window.attachment_model.rows if each.filename == "much.txt")
    window.attachments.download([row], desks.settings.download_dir)
    desks.driver.until(lambda: any(each.bytes_done for each in transfers(window, TransferState.RUNNING)))

    window.profiles.switch(OTHER)
    desks.driver.answer(window, "switchQuestion", "cancel")
    assert desks.settings.profile_id == FIRST_PROFILE_ID
    window.profiles.switch(OTHER)
    desks.driver.answer(window, "switchQuestion", "accept")
    desks.wait_for(window, desks.other.base_url)
    assert transfers(window) == []
    assert not (tmp_path / "first" / "much.txt").exists()

    desks.first.limit_speed(None)
    window.profiles.switch(FIRST_PROFILE_ID)
    desks.driver.until((tmp_path / "first" / "much.txt").exists)
    assert (tmp_path / "first" / "much.txt").read_bytes() == MUCH


def test_the_practice_service_starts_and_stops_with_its_profile(desks: Desks) -> None:
    practice = Practice(desks.other, desks.credentials)
    window = desks.open(practice=practice)
    practice.events.clear()

    window.profiles.switch(PRACTICE_PROFILE_ID)
    desks.wait_for(window, desks.other.base_url)
    assert window.session.key_kind is KeyKind.READ_ONLY
    assert window.profiles.button.text() == "Practice service"
    window.profiles.switch(FIRST_PROFILE_ID)
    desks.wait_for(window, desks.first.base_url)

    assert practice.events == ["start", "stop"]


def test_what_the_key_may_do_is_said_and_learned(desks: Desks) -> None:
    window = desks.open()
    assert "May: see tickets" in window.profiles.button.toolTip()
    assert "May not" not in window.profiles.button.toolTip()
    window.permissions.set_key_kind(KeyKind.READ_ONLY)
    assert window.profiles.button.toolTip().endswith("May not: upload, delete.")


def test_profiles_are_added_named_and_removed_with_their_key(desks: Desks) -> None:
    window = desks.open()
    window.profiles.manage()
    dialog = window.findChild(ProfilesDialog)
    assert dialog is not None

    desks.driver.click(_button(dialog, "addProfile"))
    added = dialog.profile
    assert added is not None
    assert added in desks.settings.other_profiles
    name = dialog.findChild(QLineEdit, "profileName")
    assert name is not None
    name.selectAll()
    desks.driver.type(name, "Two words")
    assert [each.name for each in desks.settings.profiles] == ["First desk", "Other desk", "Two words"]
    assert not _button(dialog, "removeProfile").toolTip()

    desks.driver.click(_button(dialog, "removeProfile"))
    desks.driver.answer(dialog, "removeProfileQuestion", "cancel")
    assert len(desks.settings.profiles) == 3
    dialog.select(OTHER)
    desks.driver.click(_button(dialog, "removeProfile"))
    desks.driver.answer(dialog, "removeProfileQuestion", "accept")
    desks.driver.until(lambda: len(desks.settings.profiles) == 2)
    assert OTHER not in {each.id for each in desks.settings.profiles}
    assert OTHER not in {account.rpartition(" ")[2] for account in desks.credentials._of_session}

    dialog.select(FIRST_PROFILE_ID)
    assert not _button(dialog, "removeProfile").isEnabled(), "the one in use stays"
    dialog.reject()


def test_an_address_that_cannot_be_used_is_said_and_not_taken(desks: Desks) -> None:
    window = desks.open()
    window.profiles.manage()
    dialog = window.findChild(ProfilesDialog)
    assert dialog is not None
    dialog.select(OTHER)
    dialog.address_line.setText("http://desk.example/v1")
    dialog.address_line.editingFinished.emit()
    assert "https://" in dialog.address_verdict.text()
    assert desks.settings.other_profiles == [desks.profile]
    dialog.address_line.setText("https://desk.example/v1")
    dialog.address_line.editingFinished.emit()
    assert desks.settings.other_profiles[0].base_url == "https://desk.example/v1"
    dialog.reject()


def test_another_address_of_the_profile_in_use_signs_in_there_without_the_old_key(desks: Desks) -> None:
    window = desks.open()
    window.profiles.manage()
    dialog = window.findChild(ProfilesDialog)
    assert dialog is not None
    dialog.address_line.setText(desks.other.base_url.text)
    dialog.address_line.editingFinished.emit()
    desks.driver.until(lambda: window.session.dialog is not None)
    assert not [request for request in desks.other.requests if request.status == 401]
    assert not desks.other.requests, "no key for this address, so nothing was sent"
    for box in window.findChildren(QMessageBox):
        box.reject()
    dialog.reject()


def _button(dialog: ProfilesDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found
