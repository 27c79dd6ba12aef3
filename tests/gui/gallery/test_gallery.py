from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.driving import Driver
from tests.gui.preview.pictures import picture
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.gallery.gallery_delegate import SIDE_PX
from toptickets_desktop.gui.gallery.thumbnail_store import ThumbnailStore
from toptickets_desktop.gui.gallery.thumbnails import Thumbnails
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.preview.content_kinds import PICTURE_TYPES
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.theme import Tone
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


def _image(color: str = "red", side: int = 20) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def _attachment(attachment_id: str, filename: str = "a.png", content_type: str = "image/png") -> Attachment:
    return Attachment(attachment_id, "t1", filename, content_type, 1000)


# --- the store ----------------------------------------------------------------------------------------------------------


def test_a_thumbnail_is_kept_privately_and_under_no_name_of_a_customer(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails")
    key = ThumbnailStore.key("https://desk.example/v1", "../Müller salary.png", 136)

    store.put(key, _image("blue"))

    (file,) = (tmp_path / "thumbnails").iterdir()
    assert file.name == f"{key}.png"
    assert "salary" not in file.name
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    known = store.get(key)
    assert known is not None
    assert known.pixelColor(3, 3).name() == "#0000ff"
    assert store.get(ThumbnailStore.key("https://other.example/v1", "../Müller salary.png", 136)) is None


def test_the_oldest_thumbnails_go_when_there_are_too_many(tmp_path: Path) -> None:
    for number in range(3):
        ThumbnailStore(tmp_path).put(f"{number:040}", _image())
        os.utime(tmp_path / f"{number:040}.png", (number, number))

    store = ThumbnailStore(tmp_path, bytes_max=1)
    store.tidy()

    assert len(list(tmp_path.iterdir())) <= 1
    store.clear()
    assert not list(tmp_path.iterdir())


def test_a_damaged_or_missing_thumbnail_is_none_and_a_disk_that_refuses_is_survived(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "file").write_bytes(b"")

    assert ThumbnailStore(tmp_path).get("broken") is None
    assert ThumbnailStore(tmp_path).get("missing") is None
    ThumbnailStore(tmp_path / "file" / "folder").put("key", _image())
    ThumbnailStore(None).put("key", _image())
    assert ThumbnailStore(None).get("key") is None


# --- what is made -------------------------------------------------------------------------------------------------------


class Files:
    """Gives files, and notes who asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.held: asyncio.Event | None = None

    async def fetch(self, attachment: Attachment) -> Path:
        self.asked.append(attachment.id)
        if self.held is not None:
            await self.held.wait()
        if attachment.filename == "gone.png":
            raise LocalFileError(self.folder, LocalFileReason.NOT_FOUND)
        path = self.folder / attachment.id
        path.write_bytes(b"no picture" if attachment.filename == "program.png" else picture("PNG", (400, 200)))
        return path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    folder = tmp_path / "files"
    folder.mkdir()
    return Files(folder)


@pytest.fixture
def thumbnails(qtbot: QtBot, qt_loop: AppEventLoop, files: Files, tmp_path: Path) -> Iterator[Thumbnails]:
    client = DecodeClient()
    made = Thumbnails(client, files.fetch, ThumbnailStore(tmp_path / "thumbnails"))
    made.set_service("https://desk.example/v1")
    made.set_side_px(100)
    yield made
    made.forget()
    client.shut_down()


def test_they_are_made_once_and_then_come_from_the_disk(
    qtbot: QtBot, qt_loop: AppEventLoop, thumbnails: Thumbnails, files: Files, tmp_path: Path
) -> None:
    thumbnails.want([_attachment("a1"), _attachment("a2", "notes.txt", "text/plain")])
    qtbot.waitUntil(lambda: not thumbnails.is_busy, timeout=20_000)
    made = thumbnails.image("a1")
    assert made is not None
    assert made.size().toTuple() == (100, 50)
    assert files.asked == ["a1"]

    thumbnails.forget()
    thumbnails.want([_attachment("a1")])
    qtbot.waitUntil(lambda: thumbnails.image("a1") is not None, timeout=20_000)
    assert files.asked == ["a1"]


def test_why_there_is_none_is_known_and_not_asked_for_again(
    qtbot: QtBot, qt_loop: AppEventLoop, thumbnails: Thumbnails, files: Files
) -> None:
    wanted = [_attachment("a1", "program.png"), _attachment("a2", "gone.png")]
    thumbnails.want(wanted)
    qtbot.waitUntil(lambda: not thumbnails.is_busy, timeout=20_000)

    assert (thumbnails.problem("a1"), thumbnails.problem("a2")) == ("not_an_image", "not_fetched")
    thumbnails.want(wanted)
    assert not thumbnails.is_busy


def test_what_is_scrolled_past_is_not_fetched(qtbot: QtBot, qt_loop: AppEventLoop, thumbnails: Thumbnails, files: Files) -> None:
    files.held = asyncio.Event()
    thumbnails.want([_attachment(f"a{number}") for number in range(50)])
    qtbot.waitUntil(lambda: len(files.asked) == 3, timeout=20_000)

    thumbnails.want([_attachment("a49")])
    files.held.set()

    qtbot.waitUntil(lambda: thumbnails.image("a49") is not None, timeout=20_000)
    assert (sorted(files.asked[:3]), files.asked[3:]) == (["a0", "a1", "a2"], ["a49"])  # the first three ask side by side


# --- in the window ------------------------------------------------------------------------------------------------------


def _in_gallery(driver: Driver, sandbox: Sandbox) -> MainWindow:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    window.actions_.show_gallery.trigger()
    driver.until(window.gallery.view.isVisible)
    return window


def test_pictures_get_thumbnails_and_the_selection_is_the_tables(driver: Driver, sandbox: Sandbox) -> None:
    window = _in_gallery(driver, sandbox)
    view, rows = window.gallery.view, window.attachment_model.rows
    driver.until(lambda: len(view.visible_rows()) > 0)
    pictures = [row for row in (rows[row] for row in view.visible_rows()) if row.content_type in PICTURE_TYPES]
    assert pictures

    driver.until(lambda: all(window.gallery.thumbnails.image(row.id) is not None for row in pictures))
    place = view.visualRect(window.attachment_model.index(rows.index(pictures[0]), 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    assert [row.id for row in window.attachment_pane.selected()] == [pictures[0].id]
    driver.until(lambda: window.preview_pane.is_showing_content)
    assert all(max(window.gallery.thumbnails.image(row.id).size().toTuple()) <= SIDE_PX for row in pictures)  # type: ignore[union-attr]
    _keep_picture(window, "gallery")

    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(window.attachment_pane.selected()) == len(rows)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert window.attachment_pane.selected() == []
    window.actions_.show_gallery.trigger()
    assert window.attachment_pane.table.isVisible()


def test_the_choice_is_remembered(driver: Driver, sandbox: Sandbox) -> None:
    window = _in_gallery(driver, sandbox)
    settings = window.settings
    window.close()

    again = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)

    driver.until(again.gallery.view.isVisible)
    assert again.actions_.show_gallery.isChecked()


def test_enter_and_double_click_download_and_progress_shows_in_the_cell(driver: Driver, sandbox: Sandbox) -> None:
    window = _in_gallery(driver, sandbox)
    view = window.gallery.view
    attachment = window.attachment_model.rows[0]
    activated: list[str] = []
    window.attachment_pane.activated.connect(lambda each: activated.append(each.id))
    place = view.visualRect(window.attachment_model.index(0, 0)).center()
    before = view.grab().toImage()

    running = Transfer(999, Direction.DOWNLOAD, "t", "n", TransferState.RUNNING, attachment_id=attachment.id, bytes_done=5, bytes_total=10)
    window.bridge.transfers_changed.emit([running])
    driver.until(lambda: view.grab().toImage() != before)

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(view, Qt.Key.Key_Return)

    assert activated == [attachment.id, attachment.id]


def test_a_name_that_hides_something_has_a_badge(driver: Driver, sandbox: Sandbox) -> None:
    window = _in_gallery(driver, sandbox)
    delegate = window.gallery.view.delegate

    assert delegate.badge_tone(_attachment("a1", "in\u202evoice.png")) is Tone.DANGER
    assert delegate.badge_tone(_attachment("a1", "invoice.png")) is None


def _keep_picture(window: MainWindow, name: str) -> None:
    """For whoever wants to see it: TOPTICKETS_ is taken from the environment of tests, so another name."""
    if folder := os.environ.get("TEST_PICTURES"):
        window.grab().save(str(Path(folder) / f"{name}.png"))
