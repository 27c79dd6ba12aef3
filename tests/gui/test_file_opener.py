"""Files are handed to the platform with one gesture only when nothing in them can act; of all others it is said what they are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.file_opener import FileOpener
from toptickets_desktop.gui.open_with_dialog import OpenWithDialog


class Platform(QObject):
    """Stands in for the platform's programs: Qt gives it every `file:` URL that is to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def platform() -> Iterator[Platform]:
    taker = Platform()
    QDesktopServices.setUrlHandler("file", taker, "take")  # type: ignore[arg-type]  # takes text only, whatever its stub says
    yield taker
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def sheet(qtbot: QtBot, window: QWidget) -> QMessageBox:
    qtbot.waitUntil(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox, "openingSheet")))
    return next(box for box in window.findChildren(QMessageBox, "openingSheet") if box.isVisible())


def press(box: QMessageBox, name: str) -> None:
    button = box.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_what_only_shows_something_opens_at_once(
    qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, window: QWidget, tmp_path: Path
) -> None:
    text = tmp_path / "a.txt"
    text.write_text("hello")
    FileOpener(window).open(text)
    qtbot.waitUntil(lambda: platform.opened == [text])
    assert not window.findChildren(QMessageBox)


def test_a_program_is_named_and_only_its_folder_is_offered(
    qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, window: QWidget, tmp_path: Path
) -> None:
    program = tmp_path / "invoice\u202egpj.exe"
    program.write_bytes(b"MZ\x90\x00" + bytes(100))
    opener = FileOpener(window)
    opener.open(program)
    box = sheet(qtbot, window)
    assert "a Windows program" in box.text()
    assert "⟨U+202E⟩" in box.text()
    assert box.findChild(QPushButton, "openAnyway") is None
    assert box.defaultButton() is box.findChild(QPushButton, "showInFolder")
    press(box, "showInFolder")
    qtbot.waitUntil(lambda: platform.opened == [tmp_path])
    opener.open(program)
    press(sheet(qtbot, window), "cancel")
    assert platform.opened == [tmp_path]


def test_a_web_page_opens_after_a_second_gesture_only(
    qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, window: QWidget, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><script>1</script>")
    shown: list[str] = []
    opener = FileOpener(window)
    opener.open(page, show_in_folder=lambda: shown.append("here"))
    press(sheet(qtbot, window), "showInFolder")
    assert (shown, platform.opened) == (["here"], [])
    opener.open(page)
    press(sheet(qtbot, window), "openAnyway")
    qtbot.waitUntil(lambda: platform.opened == [page])


def test_a_disguise_is_named_by_both_its_types(qtbot: QtBot, qt_loop: AppEventLoop, window: QWidget, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"#!/bin/sh\nrm -rf ~\n")
    FileOpener(window).open(picture)
    box = sheet(qtbot, window)
    assert "is a script, though its name says that it is a PNG image" in box.text()
    press(box, "cancel")


def test_a_file_that_is_gone_is_said(qtbot: QtBot, qt_loop: AppEventLoop, window: QWidget, tmp_path: Path) -> None:
    opener = FileOpener(window)
    with qtbot.waitSignal(opener.status_said) as said:
        opener.open(tmp_path / "gone.txt")
    assert "gone.txt" in said.args[0]


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these have dialogs of their own")
def test_open_with_lists_the_programs_and_starts_the_chosen_one(
    qtbot: QtBot, qt_loop: AppEventLoop, window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    applications = tmp_path / "applications"
    applications.mkdir()
    result = tmp_path / "opened"
    (applications / "viewer.desktop").write_text(
        f'[Desktop Entry]\nType=Application\nName=Viewer\nExec=/bin/sh -c "echo \\\\$0 > {result}" %f\n'
    )
    (applications / "mimeinfo.cache").write_text("[MIME Cache]\ntext/plain=viewer.desktop;gone.desktop;\n")
    text = tmp_path / "a.txt"
    text.write_text("hello")
    FileOpener(window).open_with(text)
    qtbot.waitUntil(lambda: bool(window.findChildren(OpenWithDialog)))
    (dialog,) = window.findChildren(OpenWithDialog)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == ["Viewer (default)"]
    open_button = dialog.findChild(QPushButton, "open")
    assert open_button is not None
    open_button.click()
    qtbot.waitUntil(lambda: result.exists() and result.read_text() == f"{text}\n")


def test_a_folder_that_is_gone_is_said(qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, window: QWidget, tmp_path: Path) -> None:
    opener = FileOpener(window)
    opener.show_in_folder(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: platform.opened == [tmp_path])
    with qtbot.waitSignal(opener.status_said) as said:
        opener.show_folder(tmp_path / "gone")
    assert "not there" in said.args[0]


def test_a_file_is_selected_where_the_file_manager_can_and_else_its_folder_opens(
    qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, window: QWidget, tmp_path: Path
) -> None:
    asked: list[Path] = []
    can_select = [True, False]

    async def show_selected(path: Path) -> bool:
        asked.append(path)
        return can_select.pop(0)

    file = tmp_path / "a.txt"
    file.write_text("hello")
    opener = FileOpener(window)
    opener.use_file_manager(show_selected)
    opener.show_in_folder(file)
    qtbot.waitUntil(lambda: asked == [file])
    opener.show_in_folder(file)
    qtbot.waitUntil(lambda: platform.opened == [tmp_path])
    assert asked == [file, file]


def test_a_file_that_went_away_is_named_and_its_folder_shown(
    qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, window: QWidget, tmp_path: Path
) -> None:
    opener = FileOpener(window)
    with qtbot.waitSignal(opener.status_said) as said:
        opener.show_in_folder(tmp_path / "gone.txt")
    assert said.args == ["The file is not there any more: gone.txt"]
    assert platform.opened == [tmp_path]
