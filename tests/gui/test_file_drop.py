"""Files dropped on a widget arrive after the drop has returned, and only where they are wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.file_drop import FileDrop, local_paths


def file_data(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def drop(widget: QWidget, data: QMimeData, x: int = 5) -> bool:
    if not drag(widget, data, x):
        return False
    event = QDropEvent(QPointF(x, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(widget, event)
    return event.isAccepted()


def drag(widget: QWidget, data: QMimeData, x: int = 5) -> bool:
    event = QDragEnterEvent(QPoint(x, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.fixture
def target(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(100, 50)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def left_half(position: QPoint) -> str | None:
    return "left" if position.x() < 50 else None


def test_paths_come_after_the_handler_returned(qtbot: QtBot, target: QWidget) -> None:
    files = FileDrop(target, left_half)
    got: list[tuple[str, list[Path]]] = []
    files.files_dropped.connect(lambda key, paths: got.append((key, paths)))
    assert drop(target, file_data("file:///tmp/a%20b.png", "file:///tmp/c.txt", "https://example.com/d.png"))
    assert got == [], "the source of the drag waits for the handler"
    qtbot.waitUntil(lambda: bool(got))
    assert got == [("left", [Path("/tmp/a b.png"), Path("/tmp/c.txt")])]


def test_nothing_is_taken_where_it_is_not_wanted(qtbot: QtBot, target: QWidget) -> None:
    files = FileDrop(target, left_half)
    with qtbot.assertNotEmitted(files.files_dropped, wait=50):
        assert not drop(target, file_data("file:///tmp/a.png"), x=80)
        assert drag(target, file_data("file:///tmp/a.png"))
        nothing = QMimeData()
        event = QDropEvent(QPointF(80, 5), Qt.DropAction.CopyAction, nothing, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QGuiApplication.sendEvent(target, event)
        assert not event.isAccepted()
        assert not drop(target, file_data("https://example.com/a.png"))
        assert not drag(target, file_data("https://example.com/a.png"))
        assert not drag(target, QMimeData())


def test_the_place_is_marked_while_files_hover(qtbot: QtBot, target: QWidget) -> None:
    files = FileDrop(target, left_half)
    marks = list(target.findChildren(QWidget))
    with qtbot.waitSignal(files.hovered) as hovered:
        assert drag(target, file_data("file:///tmp/a.png"))
    assert hovered.args == ["left"]
    assert all(mark.isVisible() for mark in marks)
    assert not target.grab().isNull()
    QGuiApplication.sendEvent(target, QDragLeaveEvent())
    assert not any(mark.isVisible() for mark in marks)


def test_local_paths_leaves_out_other_places() -> None:
    assert local_paths(file_data("file:///tmp/ä%E2%80%AE.txt", "smb://server/x")) == [Path("/tmp/ä\u202e.txt")]
