from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.driving import Driver
from tests.gui.preview.pictures import picture
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.compare.compare_canvas import CompareCanvas, CompareMode
from toptickets_desktop.gui.compare.compare_view import CompareView
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


def _made(qtbot: QtBot, tmp_path: Path, first: bytes, second: bytes) -> tuple[CompareView, DecodeClient, QWidget]:
    parent, client = QWidget(), DecodeClient()
    qtbot.addWidget(parent)
    parent.resize(900, 600)
    attachments = Attachment("first", "t1", "first.png", "image/png", 100), Attachment("second", "t1", "second.png", "image/png", 100)
    view = CompareView(attachments[0], attachments[1], client, parent)
    view.show()
    for attachment, data in zip(attachments, (first, second), strict=True):
        (tmp_path / attachment.id).write_bytes(data)
        view.set_file(attachment.id, tmp_path / attachment.id)
    return view, client, parent


def _canvas(view: CompareView, name: str) -> ImageCanvas:
    canvas = view.findChild(ImageCanvas, name)
    assert isinstance(canvas, ImageCanvas)
    return canvas


def test_side_by_side_they_zoom_and_move_together(qtbot: QtBot, tmp_path: Path) -> None:
    view, client, _parent = _made(qtbot, tmp_path, picture("PNG", (2000, 1500)), picture("PNG", (2000, 1500), color=(0, 0, 200)))
    qtbot.waitUntil(lambda: view.is_at_rest, timeout=20_000)
    left, right = _canvas(view, "compareLeft"), _canvas(view, "compareRight")

    left.zoom_to(1.0, QPointF(10, 10))
    left.pan(QPointF(-60, -20))

    assert right.zoom == 1.0
    assert right.centre == left.centre
    qtbot.waitUntil(lambda: view.is_at_rest, timeout=20_000)
    assert all(canvas.image is not None and canvas.image.size.width() == 2000 for canvas in (left, right))
    client.shut_down()


def test_swiping_shows_one_before_the_line_and_the_other_behind(qtbot: QtBot, tmp_path: Path) -> None:
    view, client, _parent = _made(
        qtbot, tmp_path, picture("PNG", (400, 300), color=(200, 0, 0)), picture("PNG", (400, 300), color=(0, 0, 200))
    )
    qtbot.waitUntil(lambda: view.is_at_rest, timeout=20_000)
    QTest.keyClick(view, Qt.Key.Key_2)
    assert view.mode is CompareMode.SWIPE
    joint = view.findChild(CompareCanvas, "compareJoint")
    slider = view.findChild(QSlider, "compareSwipe")
    assert isinstance(joint, CompareCanvas)
    assert isinstance(slider, QSlider)
    middle = joint.rect().center()

    slider.setValue(900)
    assert joint.grab().toImage().pixelColor(middle).red() > 150
    slider.setValue(100)
    assert joint.grab().toImage().pixelColor(middle).blue() > 150

    line = QPoint(round(joint.line * joint.width()), 30)
    QTest.mousePress(joint, Qt.MouseButton.LeftButton, pos=line)
    QTest.mouseMove(joint, QPoint(joint.width() // 2, 30))
    QTest.mouseRelease(joint, Qt.MouseButton.LeftButton, pos=QPoint(joint.width() // 2, 30))
    assert slider.value() == pytest.approx(500, abs=3)
    client.shut_down()


def test_the_difference_is_black_where_they_are_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    view, client, _parent = _made(
        qtbot, tmp_path, picture("PNG", (400, 300), color=(200, 10, 0)), picture("PNG", (400, 300), color=(190, 10, 50))
    )
    qtbot.waitUntil(lambda: view.is_at_rest, timeout=20_000)
    QTest.keyClick(view, Qt.Key.Key_3)
    joint = view.findChild(CompareCanvas, "compareJoint")
    assert isinstance(joint, CompareCanvas)

    assert joint.grab().toImage().pixelColor(joint.rect().center()).name() == "#0a0032"
    client.shut_down()


def test_a_picture_that_cannot_be_shown_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    view, client, _parent = _made(qtbot, tmp_path, picture("PNG"), b"no picture")
    note = view.findChild(QLabel, "compareNoteRight")
    assert isinstance(note, QLabel)

    qtbot.waitUntil(lambda: "damaged" in note.text(), timeout=20_000)

    view.set_failure("first", "The service did not answer.")
    left = view.findChild(QLabel, "compareNoteLeft")
    assert isinstance(left, QLabel)
    assert left.text() == "The service did not answer."
    client.shut_down()


def test_two_selected_pictures_can_be_compared(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    pictures = [row.id for row in window.attachment_model.rows if row.content_type in {"image/png", "image/jpeg"}][:2]
    assert len(pictures) == 2
    window.attachment_pane.select(pictures[:1])
    assert not window.actions_.compare.isEnabled()
    window.attachment_pane.select(pictures)
    assert window.actions_.compare.isEnabled()

    window.actions_.compare.trigger()

    driver.until(lambda: any(view.is_at_rest for view in window.findChildren(CompareView)))
    (view,) = window.findChildren(CompareView)
    assert {attachment.id for attachment in view.attachments} == set(pictures)
    assert view.size() == window.size()
    _keep_picture(view, "compare")
    QTest.keyClick(view, Qt.Key.Key_2)
    driver.until(lambda: view.is_at_rest)
    _keep_picture(view, "swipe")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    driver.until(lambda: not window.findChildren(CompareView))


def _keep_picture(view: QWidget, name: str) -> None:
    if folder := os.environ.get("TEST_PICTURES"):
        view.grab().save(str(Path(folder) / f"{name}.png"))
