from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.preferences import preferences_dialog
from toptickets_desktop.gui.preferences.preferences_dialog import PreferencesDialog
from toptickets_desktop.settings import CONCURRENCY_MAX, Settings

LEFT = Qt.MouseButton.LeftButton

Open = Callable[..., PreferencesDialog]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(download_dir=tmp_path / "downloads", window={"geometry": "x"})


@pytest.fixture
def open_dialog(qtbot: QtBot, qt_loop: AppEventLoop, settings: Settings) -> Open:
    def open_dialog(key_kind: KeyKind | None = KeyKind.AGENT, key_source: KeySource | None = KeySource.KEYRING) -> PreferencesDialog:
        dialog = PreferencesDialog(settings, key_kind=key_kind, key_source=key_source)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    return open_dialog


@pytest.fixture
def dialog(open_dialog: Open) -> PreferencesDialog:
    return open_dialog()


def answer(dialog: PreferencesDialog, button: str) -> None:
    question = dialog.findChild(QMessageBox, "removeKeyQuestion")
    assert question is not None
    found = question.findChild(QPushButton, button)
    assert found is not None
    QTest.mouseClick(found, LEFT)


def test_choices_are_told_once_and_the_rest_is_kept(dialog: PreferencesDialog, settings: Settings, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.folder_line.setText(str(tmp_path / "elsewhere"))
    dialog.concurrency_box.setValue(2)
    dialog.theme_box.setCurrentIndex(dialog.theme_box.findText("Dark"))
    in_order = qtbot.waitSignals([dialog.settings_changed, dialog.accepted], order="strict")
    with in_order, qtbot.waitSignal(dialog.settings_changed) as changed:
        QTest.mouseClick(dialog.ok_button, LEFT)
    expected = Settings(download_dir=tmp_path / "elsewhere", concurrency=2, theme="dark", window={"geometry": "x"})
    assert changed.args == [expected]
    assert settings.concurrency == 4
    assert (tmp_path / "elsewhere").is_dir()


def test_nothing_changed_is_nothing_told(dialog: PreferencesDialog, qtbot: QtBot, settings: Settings) -> None:
    with qtbot.waitSignal(dialog.accepted), qtbot.assertNotEmitted(dialog.settings_changed):
        QTest.keyClick(dialog.folder_line, Qt.Key.Key_Return)
    assert not settings.download_dir.exists()


def test_escape_changes_nothing(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    dialog.concurrency_box.setValue(1)
    with qtbot.waitSignal(dialog.rejected), qtbot.assertNotEmitted(dialog.settings_changed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_folder_that_cannot_be_written_to_is_refused_in_words(dialog: PreferencesDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    dialog.folder_line.setText(str(tmp_path / "file"))
    with qtbot.assertNotEmitted(dialog.settings_changed):
        QTest.mouseClick(dialog.ok_button, LEFT)
        qtbot.waitUntil(dialog.folder_verdict.isVisible)
    assert dialog.folder_verdict.text().startswith("This folder cannot take downloads.")
    assert str(tmp_path / "file") in dialog.folder_verdict.text()
    assert dialog.isVisible()
    assert dialog.ok_button.isEnabled()
    dialog.folder_line.setText(str(tmp_path))
    assert not dialog.folder_verdict.isVisible()
    with qtbot.waitSignal(dialog.accepted):
        QTest.mouseClick(dialog.ok_button, LEFT)


@pytest.mark.parametrize("text", ["", "downloads", "./x"])
def test_a_folder_needs_its_whole_path(dialog: PreferencesDialog, text: str) -> None:
    dialog.folder_line.setText(text)
    QTest.mouseClick(dialog.ok_button, LEFT)
    assert "whole path" in dialog.folder_verdict.text()


def test_the_home_folder_has_its_short_form(dialog: PreferencesDialog) -> None:
    dialog.folder_line.setText("~/Downloads")
    assert dialog.folder == Path.home() / "Downloads"


def test_choosing_a_folder_fills_the_field(dialog: PreferencesDialog, tmp_path: Path) -> None:
    QTest.mouseClick(dialog.choose_button, LEFT)
    chooser = dialog.findChild(QFileDialog, "downloadFolderDialog")
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path))
    assert dialog.folder == tmp_path
    chooser.close()


def test_limits(dialog: PreferencesDialog) -> None:
    assert (dialog.concurrency_box.minimum(), dialog.concurrency_box.maximum()) == (1, CONCURRENCY_MAX)


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
    assert dialog.key_line.text() == words
    assert (dialog.remove_key_button.isVisible() and dialog.remove_key_button.isEnabled()) is can_remove
    assert bool(dialog.remove_key_button.toolTip()) is (source is KeySource.ENVIRONMENT)
    assert dialog.change_key_button.text().replace("&", "") == ("Change key…" if kind else "Sign in…")


def test_changing_the_key_gives_way_to_the_sign_in_dialog(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignals([dialog.rejected, dialog.change_key_requested], order="strict"):
        QTest.mouseClick(dialog.change_key_button, LEFT)


def test_the_key_is_removed_after_a_yes_only(dialog: PreferencesDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.remove_key_requested):
        QTest.mouseClick(dialog.remove_key_button, LEFT)
        answer(dialog, "cancel")
    assert dialog.isVisible()
    QTest.mouseClick(dialog.remove_key_button, LEFT)
    with qtbot.waitSignal(dialog.remove_key_requested):
        question = next(box for box in dialog.findChildren(QMessageBox, "removeKeyQuestion") if box.isVisible())
        accept = question.findChild(QPushButton, "accept")
        assert accept is not None
        QTest.mouseClick(accept, LEFT)
    assert not dialog.isVisible()


def test_a_defect_of_ours_does_not_leave_the_dialog_waiting(
    dialog: PreferencesDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        raise RuntimeError(folder)

    monkeypatch.setattr(preferences_dialog, "make_usable", fail)
    dialog.folder_line.setText(str(tmp_path))
    QTest.mouseClick(dialog.ok_button, LEFT)
    qtbot.waitUntil(dialog.folder_verdict.isVisible)
    assert dialog.ok_button.isEnabled()
