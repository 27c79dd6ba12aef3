"""The pages of the preferences: what is chosen is told at once, and what cannot be used is said and not told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.api.conftest import CERTIFICATE
from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.network_access import ProxyMode
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.preferences import download_page
from toptickets_desktop.gui.preferences.preferences_dialog import KeyInUse, PreferencesDialog, Surroundings
from toptickets_desktop.settings import CONCURRENCY_MAX, Settings

LEFT = Qt.MouseButton.LeftButton

Open = Callable[..., PreferencesDialog]
Told = list[dict[str, Any]]


class Kept:
    """A cache that can be counted and cleared."""

    def __init__(self) -> None:
        self.kept_bytes = 3_000_000

    async def size_bytes(self) -> int:
        return self.kept_bytes

    async def clear(self) -> None:
        self.kept_bytes = 0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(download_dir=tmp_path / "downloads", window={"geometry": "x"})


@pytest.fixture
def open_dialog(qtbot: QtBot, qt_loop: AppEventLoop, settings: Settings) -> Open:
    parents: list[QWidget] = []  # the dialog deletes itself, so it is its parent that the test gives away

    def open_dialog(key_kind: KeyKind | None = KeyKind.AGENT, key_source: KeySource | None = KeySource.KEYRING) -> PreferencesDialog:
        key = KeyInUse(kind=key_kind, source=key_source, powers="May: upload." if key_kind else "", profile_name="Home")
        parents.append(QWidget())
        qtbot.addWidget(parents[-1])
        dialog = PreferencesDialog(settings, Surroundings(key=key, kept=[Kept(), Kept()]), parents[-1])
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    return open_dialog


@pytest.fixture
def dialog(open_dialog: Open) -> PreferencesDialog:
    return open_dialog()


@pytest.fixture
def told(dialog: PreferencesDialog) -> Told:
    heard: Told = []
    dialog.chosen.connect(heard.append)
    return heard


def answer(dialog: PreferencesDialog, button: str) -> None:
    question = next(box for box in dialog.findChildren(QMessageBox, "removeKeyQuestion") if box.isVisible())
    found = question.findChild(QPushButton, button)
    assert found is not None
    QTest.mouseClick(found, LEFT)


def choose(box: Any, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_each_choice_is_told_at_once_and_the_settings_are_left_alone(dialog: PreferencesDialog, told: Told, settings: Settings) -> None:
    before = settings.profile
    choose(dialog.general.theme_box, "dark")
    choose(dialog.general.language_box, "de")
    dialog.general.notify_box.click()
    dialog.downloads.subfolder_box.click()
    choose(dialog.downloads.conflict_box, "skip")
    dialog.transfers.concurrency_box.setValue(2)
    dialog.transfers.limit_box.click()
    dialog.transfers.bandwidth_box.setValue(500)
    dialog.transfers.limit_box.click()
    dialog.transfers.resume_box.click()
    dialog.transfers.undo_box.setValue(0)
    dialog.storage.limit_box.setValue(64)
    dialog.storage.age_box.setValue(1)
    dialog.storage.quit_box.click()
    assert told == [
        {"theme": "dark"},
        {"language": "de"},
        {"notifies": False},
        {"ticket_subfolders": True},
        {"conflict_policy": ConflictPolicy.SKIP},
        {"concurrency": 2},
        {"bandwidth_limit_bytes_per_s": 1_000_000},
        {"bandwidth_limit_bytes_per_s": 500_000},
        {"bandwidth_limit_bytes_per_s": None},
        {"resumes_transfers": False},
        {"undo_s": 0},
        {"cache_limit_bytes": 64 * 1024 * 1024},
        {"cache_age_days": 1},
        {"clears_cache_at_quit": True},
    ]
    assert settings.profile == before
    assert settings.concurrency == 4


def test_what_is_shown_is_what_is_set(open_dialog: Open, settings: Settings, tmp_path: Path) -> None:
    settings.bandwidth_limit_bytes_per_s = 250_000
    settings.conflict_policy = ConflictPolicy.ASK
    settings.proxy_mode, settings.proxy_url = ProxyMode.MANUAL, "http://proxy:3128"
    settings.extra_ca_file = CERTIFICATE
    settings.theme, settings.language, settings.undo_s = "light", "de", 20
    dialog = open_dialog()
    assert dialog.downloads.folder == tmp_path / "downloads"
    assert (dialog.transfers.limit_box.isChecked(), dialog.transfers.bandwidth_box.value()) == (True, 250)
    assert dialog.downloads.conflict_box.currentText() == "Ask each time"
    assert (dialog.network.mode, dialog.network.proxy_line.text()) == (ProxyMode.MANUAL, "http://proxy:3128")
    assert dialog.network.ca_line.text() == str(CERTIFICATE)
    assert (dialog.general.theme_box.currentText(), dialog.general.language_box.currentText()) == ("Light", "Deutsch")
    assert dialog.transfers.undo_box.value() == 20


# Downloads


def test_a_folder_is_made_and_told(dialog: PreferencesDialog, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.show_page(dialog.downloads)
    dialog.downloads.folder_line.setText(str(tmp_path / "elsewhere"))
    QTest.keyClick(dialog.downloads.folder_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [{"download_dir": tmp_path / "elsewhere"}]
    assert (tmp_path / "elsewhere").is_dir()
    assert dialog.isVisible(), "Enter in a field closes nothing"


def test_a_folder_typed_last_is_taken_when_the_dialog_is_closed(
    dialog: PreferencesDialog, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.show_page(dialog.downloads)
    dialog.downloads.folder_line.setFocus()
    qtbot.waitUntil(dialog.downloads.folder_line.hasFocus)
    dialog.downloads.folder_line.setText(str(tmp_path / "elsewhere"))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert told == [{"download_dir": tmp_path / "elsewhere"}]


def test_a_folder_that_cannot_be_written_to_is_refused_in_words(
    dialog: PreferencesDialog, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    page = dialog.downloads
    dialog.show_page(page)
    (tmp_path / "file").touch()
    page.folder_line.setText(str(tmp_path / "file"))
    page.take_folder()
    qtbot.waitUntil(page.folder_verdict.isVisible)
    assert page.folder_verdict.text().startswith("This folder cannot take downloads.")
    assert str(tmp_path / "file") in page.folder_verdict.text()
    page.folder_line.setText(str(tmp_path))
    page.take_folder()
    qtbot.waitUntil(lambda: bool(told))
    assert not page.folder_verdict.isVisible()
    assert told == [{"download_dir": tmp_path}]


@pytest.mark.parametrize("text", ["", "downloads", "./x"])
def test_a_folder_needs_its_whole_path(dialog: PreferencesDialog, told: Told, text: str) -> None:
    dialog.downloads.folder_line.setText(text)
    dialog.downloads.take_folder()
    assert "whole path" in dialog.downloads.folder_verdict.text()
    assert told == []


def test_the_home_folder_has_its_short_form(dialog: PreferencesDialog) -> None:
    dialog.downloads.folder_line.setText("~/Downloads")
    assert dialog.downloads.folder == Path.home() / "Downloads"


def test_choosing_a_folder_uses_it(dialog: PreferencesDialog, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.show_page(dialog.downloads)
    QTest.mouseClick(dialog.downloads.choose_button, LEFT)
    chooser = dialog.findChild(QFileDialog, "downloadFolderDialog")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path))
    qtbot.waitUntil(lambda: told == [{"download_dir": tmp_path}])
    chooser.close()


def test_a_defect_of_ours_is_told_and_leaves_the_dialog_usable(
    dialog: PreferencesDialog, told: Told, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        raise RuntimeError(folder)

    with monkeypatch.context() as patch:
        patch.setattr(download_page, "make_usable", fail)
        dialog.downloads.folder_line.setText(str(tmp_path))
        with qtbot.waitSignal(dialog.crashed):
            dialog.downloads.take_folder()
    dialog.downloads.take_folder()
    qtbot.waitUntil(lambda: told == [{"download_dir": tmp_path}])


# Network


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("socks5://127.0.0.1:1080", "Only http:// and https:// proxies can be used."),
        ("http://me:secret@proxy:3128", "would be stored as plain text"),
        ("http://proxy:99999", "not the address of a proxy"),
        (" ", "No proxy was given."),
    ],
)
def test_a_proxy_that_cannot_be_used_is_said_and_not_told(dialog: PreferencesDialog, told: Told, text: str, words: str) -> None:
    dialog.show_page(dialog.network)
    dialog.network.manual_button.click()
    assert not dialog.network.proxy_verdict.isVisible(), "nothing was typed yet"
    dialog.network.proxy_line.setText(text)
    QTest.keyClick(dialog.network.proxy_line, Qt.Key.Key_Return)
    assert words in dialog.network.proxy_verdict.text()
    assert dialog.network.proxy_verdict.isVisible()
    assert "secret" not in dialog.network.proxy_verdict.text()
    assert told == []


def test_a_proxy_is_told_in_its_usual_form(dialog: PreferencesDialog, told: Told) -> None:
    dialog.show_page(dialog.network)
    dialog.network.manual_button.click()
    dialog.network.proxy_line.setText("proxy.example:3128")
    QTest.keyClick(dialog.network.proxy_line, Qt.Key.Key_Return)
    dialog.network.none_button.click()
    dialog.network.system_button.click()
    assert [each["proxy_mode"] for each in told] == [ProxyMode.MANUAL, ProxyMode.NONE, ProxyMode.SYSTEM]
    assert told[0]["proxy_url"] == "http://proxy.example:3128"
    assert not dialog.network.proxy_line.isEnabled()


def test_certificates_are_tried_before_they_are_told(dialog: PreferencesDialog, told: Told, qtbot: QtBot, tmp_path: Path) -> None:
    page = dialog.network
    dialog.show_page(page)
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("nothing")
    page.ca_line.setText(str(nothing))
    page.take_ca_file()
    qtbot.waitUntil(page.ca_verdict.isVisible)
    assert "“nothing.pem” holds no certificates" in page.ca_verdict.text()
    page.ca_line.setText("ca.pem")
    page.take_ca_file()
    assert "whole path" in page.ca_verdict.text()
    assert told == []

    QTest.mouseClick(page.choose_button, LEFT)
    chooser = dialog.findChild(QFileDialog, "caFileDialog")
    assert chooser is not None
    chooser.fileSelected.emit(str(CERTIFICATE))
    qtbot.waitUntil(lambda: told == [{"extra_ca_file": CERTIFICATE}])
    chooser.close()
    page.ca_line.clear()
    page.take_ca_file()
    assert told[1:] == [{"extra_ca_file": None}]


# Storage, limits and the key


def test_what_is_kept_is_counted_and_cleared(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    dialog.show_page(dialog.storage)
    qtbot.waitUntil(lambda: dialog.storage.usage_line.text() == "5.7 MB")
    QTest.mouseClick(dialog.storage.clear_button, LEFT)
    qtbot.waitUntil(lambda: dialog.storage.usage_line.text() == "0 bytes")


def test_limits(dialog: PreferencesDialog) -> None:
    assert (dialog.transfers.concurrency_box.minimum(), dialog.transfers.concurrency_box.maximum()) == (1, CONCURRENCY_MAX)


@pytest.mark.parametrize(
    ("kind", "source", "words", "can_remove"),
    [
        (KeyKind.AGENT, KeySource.KEYRING, "Agent key. It is kept in the system's keyring.", True),
        (KeyKind.READ_ONLY, KeySource.SESSION, "Read-only key. It is kept until you quit, and stored nowhere.", True),
        (
            KeyKind.ADMIN,
            KeySource.ENVIRONMENT,
            "Admin key. It was given in the environment (TOPTICKETS_API_KEY) and is never stored.",
            False,
        ),
        (None, None, "Not signed in.", False),
    ],
)
def test_it_says_which_key_is_used(open_dialog: Open, kind: Any, source: Any, words: str, can_remove: bool) -> None:
    dialog = open_dialog(kind, source)
    page = dialog.key
    dialog.show_page(page)
    assert page.key_line.text() == words
    assert page.powers_line.text() == ("May: upload." if kind else "Nothing, without a key.")
    assert (page.remove_key_button.isVisible() and page.remove_key_button.isEnabled()) is can_remove
    assert bool(page.remove_key_button.toolTip()) is (source is KeySource.ENVIRONMENT)
    assert page.change_key_button.text().replace("&", "") == ("Change key…" if kind else "Sign in…")


def test_changing_the_key_gives_way_to_the_sign_in_dialog(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    dialog.show_page(dialog.key)
    with qtbot.waitSignals([dialog.rejected, dialog.change_key_requested], order="strict"):
        QTest.mouseClick(dialog.key.change_key_button, LEFT)


def test_the_key_is_removed_after_a_yes_only(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    dialog.show_page(dialog.key)
    with qtbot.assertNotEmitted(dialog.remove_key_requested):
        QTest.mouseClick(dialog.key.remove_key_button, LEFT)
        answer(dialog, "cancel")
    assert dialog.isVisible()
    QTest.mouseClick(dialog.key.remove_key_button, LEFT)
    with qtbot.waitSignal(dialog.remove_key_requested):
        answer(dialog, "accept")


def test_every_page_fits_a_small_screen(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    assert dialog.minimumSizeHint().height() <= QSize(1024, 600).height() - 60
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        page = dialog.pages.currentWidget()
        assert isinstance(page, QScrollArea)
        qtbot.waitUntil(page.isVisible)
        content = page.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= page.width(), "nothing is cut at the side"
