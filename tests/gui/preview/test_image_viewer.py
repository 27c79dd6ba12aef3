from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.preview.pictures import animation, noise, picture, turned_jpeg
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.image_viewer import ImageViewer


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[ImageViewer]:
    client = DecodeClient()
    viewer = ImageViewer(client)
    qtbot.addWidget(viewer)
    viewer.resize(400, 300)
    viewer.show()
    viewer.activateWindow()
    viewer.canvas.setFocus()
    yield viewer
    viewer.shut_down()
    client.shut_down()


def _open(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path, data: bytes, attachment_id: str = "a1") -> None:
    path = tmp_path / attachment_id
    path.write_bytes(data)
    viewer.show_file(path, Attachment(attachment_id, "t1", "picture", "image/png", len(data)))
    qtbot.waitUntil(lambda: viewer.is_at_rest, timeout=20_000)


def _turn_wheel(viewer: ImageViewer, notches: int, at: QPointF, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    event = QWheelEvent(
        at,
        viewer.canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewer.canvas, event)


def test_the_wheel_zooms_around_the_pointer_and_the_picture_becomes_sharper(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    _open(viewer, qtbot, tmp_path, noise("PNG", (1600, 1200)))
    canvas = viewer.canvas
    assert canvas.image is not None
    assert canvas.image.size == QSize(400, 300)
    before = canvas.picture_rect()

    _turn_wheel(viewer, 3, QPointF(100, 60))

    after = canvas.picture_rect()
    assert after.width() > 1.9 * before.width()
    pointed_at = [((100 - rect.x()) / rect.width(), (60 - rect.y()) / rect.height()) for rect in (before, after)]
    assert pointed_at[0] == pytest.approx(pointed_at[1], abs=0.01)
    assert "49 %" in viewer.caption
    qtbot.waitUntil(lambda: canvas.image is not None and canvas.image.size.width() > 780, timeout=20_000)


def test_keys_zoom_fit_show_the_own_size_and_turn(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    _open(viewer, qtbot, tmp_path, noise("JPEG", (1200, 600)))
    canvas = viewer.canvas
    assert canvas.zoom == pytest.approx(1 / 3)

    QTest.keyClick(canvas, Qt.Key.Key_1)
    assert canvas.zoom == 1.0
    assert canvas.can_pan
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.zoom == 1.25
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.zoom == 1.0
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.is_fitted
    QTest.keyClick(canvas, Qt.Key.Key_R)

    assert canvas.image is not None
    assert canvas.shown_size(canvas.image) == QSize(150, 300)
    assert canvas.quarter_turns == 1
    qtbot.waitUntil(lambda: viewer.is_at_rest, timeout=20_000)
    QTest.keyClick(canvas, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.quarter_turns == 0


def test_dragging_and_arrows_move_it_as_far_as_there_is_more(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    _open(viewer, qtbot, tmp_path, noise("JPEG", (1200, 900)))
    canvas = viewer.canvas
    canvas.zoom_to(1.0)
    left = canvas.picture_rect().x()

    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(canvas, QPoint(250, 150))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 150))
    assert canvas.picture_rect().x() == left + 50

    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.picture_rect().x() < left + 50
    for _ in range(40):
        QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.picture_rect().x() == 0


def test_turning_shows_the_picture_turned(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    _open(viewer, qtbot, tmp_path, turned_jpeg((200, 100), 1))  # its left half is red
    canvas = viewer.canvas

    canvas.turn(1)

    shown = canvas.grab().toImage()
    assert shown.pixelColor(200, 100).red() > 200  # what was left is above
    assert shown.pixelColor(200, 200).blue() > 200


def test_an_animation_is_held_stepped_through_and_played(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    _open(viewer, qtbot, tmp_path, animation("GIF", 5, duration=30, loop=0))
    canvas, tools = viewer.canvas, {action.objectName(): action for action in viewer.tools()}
    assert all(action.isVisible() for action in tools.values())

    tools["picturePlay"].trigger()
    held = canvas.frame_index
    assert (canvas.is_playing, tools["picturePlay"].text()) == (False, "Play")
    tools["pictureFrameOn"].trigger()
    assert canvas.frame_index == (held + 1) % 5
    tools["pictureFrameBack"].trigger()
    assert canvas.frame_index == held

    tools["picturePlay"].trigger()
    assert canvas.is_playing
    _open(viewer, qtbot, tmp_path, picture("PNG"), "a2")
    assert not tools["picturePlay"].isVisible()


def test_what_was_prefetched_is_shown_without_its_file(viewer: ImageViewer, qtbot: QtBot, tmp_path: Path) -> None:
    _open(viewer, qtbot, tmp_path, picture("PNG"))
    (tmp_path / "a2").write_bytes(picture("GIF", (60, 20)))
    following = Attachment("a2", "t1", "next.gif", "image/gif", 100)

    viewer.prefetch(tmp_path / "a2", following)
    qtbot.waitUntil(lambda: not viewer._prefetches, timeout=20_000)

    assert viewer.show_known(following)
    assert not viewer.needs_file()
    assert "60 × 20" in viewer.caption
