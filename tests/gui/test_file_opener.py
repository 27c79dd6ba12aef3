"""Files are handed to the platform only when nothing in them can act."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.file_opener import FileOpener, is_inert


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


@pytest.mark.parametrize(
    ("name", "content", "inert"),
    [
        ("notes.txt", b"hello\n", True),
        ("notes.md", b"hello\n", False),
        ("page.html", b"<!doctype html><script>1</script>", False),
        ("page.txt", b"<!doctype html><script>1</script>", True),
        ("setup.exe", b"MZ\x90\x00" + bytes(100), False),
        ("photo.png", b"MZ\x90\x00" + bytes(100), False),
        ("macro.docm", b"PK\x03\x04" + bytes(100), False),
        ("run.sh", b"#!/bin/sh\n", False),
        ("gone.txt", None, False),
    ],
)
def test_what_can_act_is_not_inert(tmp_path: Path, name: str, content: bytes | None, inert: bool) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert is_inert(path) is inert


def test_inert_files_are_opened_and_others_shown(qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, tmp_path: Path) -> None:
    opener = FileOpener()
    text, program = tmp_path / "a.txt", tmp_path / "a.exe"
    text.write_text("hello")
    program.write_bytes(b"MZ\x90\x00" + bytes(100))
    opener.open(text)
    qtbot.waitUntil(lambda: platform.opened == [text])
    with qtbot.waitSignal(opener.status_said) as said:
        opener.open(program)
    assert "a.exe" in said.args[0]
    qtbot.waitUntil(lambda: platform.opened == [text, tmp_path])


def test_a_folder_that_is_gone_is_said(qtbot: QtBot, qt_loop: AppEventLoop, platform: Platform, tmp_path: Path) -> None:
    opener = FileOpener()
    opener.show_in_folder(tmp_path / "a.txt")
    qtbot.waitUntil(lambda: platform.opened == [tmp_path])
    with qtbot.waitSignal(opener.status_said) as said:
        opener.show_folder(tmp_path / "gone")
    assert "not there" in said.args[0]
