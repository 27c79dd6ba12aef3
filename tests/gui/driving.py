"""A real window on a real service, driven by tests that are plain functions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.profiles.profile_controller import PracticeService
from toptickets_desktop.gui.window.services import KeptIn, Services
from toptickets_desktop.settings import Settings

T = TypeVar("T")

WAIT_MS = 20_000


@dataclass
class Driver:
    """Opens windows and waits for what they show; `close` ends what is still open."""

    qtbot: QtBot
    folder: Path
    metadata_path: Path | None = None
    opened: list[tuple[MainWindow, Bridge]] = field(default_factory=list)

    def open(
        self,
        base_url: BaseUrl,
        key: ApiKey | None,
        *,
        ticket: str = "",
        files: Sequence[Path] = (),
        settings: Settings | None = None,
        credentials: Credentials | None = None,
        practice: PracticeService | None = None,
    ) -> MainWindow:
        """Show a window that is signed in with `key`, or asks for one; `settings` are those of an earlier window."""
        credentials = credentials or Credentials(environment={})
        if key is not None:
            credentials.keep_for_session(base_url, key)
        bridge = Bridge()
        settings = settings or Settings(download_dir=self.folder / "downloads")
        window = MainWindow(
            Services(
                bridge,
                credentials,
                settings,
                kept_in=KeptIn(journal_path=self.folder / "transfers.sqlite", metadata_path=self.metadata_path),
                practice=practice,
            )
        )
        bridge.start()
        self.opened.append((window, bridge))
        window.show()
        window.start(base_url, ticket=ticket, files=files)
        return window

    def open_ticket(self, base_url: BaseUrl, key: ApiKey, ticket: str = "TKT-1042") -> MainWindow:
        """Show a window and wait until the ticket's attachments are listed."""
        window = self.open(base_url, key, ticket=ticket)
        self.until(lambda: window.attachments.ticket is not None and window.attachment_model.total_count > 0)
        return window

    def until(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=WAIT_MS)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on Qt's loop to its end."""
        task = asyncio.get_event_loop().create_task(work)
        self.until(task.done)
        return task.result()

    def answer(self, window: QWidget, object_name: str, button: str) -> None:
        """Press a button of a question that is open."""
        self.until(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, object_name)))
        dialog = next(dialog for dialog in window.findChildren(QDialog, object_name) if dialog.isVisible())
        found = dialog.findChild(QPushButton, button)
        assert found is not None
        self.click(found)

    # pytest-qt's own methods for keys and buttons have no types.

    def press(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, modifiers)

    def type(self, widget: QWidget, text: str) -> None:
        QTest.keyClicks(widget, text)

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place or widget.rect().center())

    def double_click(self, widget: QWidget, place: QPoint) -> None:
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def close(self) -> None:
        """Close everything as the program does."""
        for window, bridge in self.opened:
            window.close_now()
            self.run(window.shut_down())
            self.run(bridge.close())
            window.deleteLater()


def transfers(window: MainWindow, state: TransferState | None = None) -> list[Transfer]:
    """The rows of the transfers panel, all or those in a state."""
    return [transfer for transfer in window.transfer_panel.model.transfers if state in {None, transfer.state}]


def drop(target: QWidget, paths: Sequence[Path], at: QPointF | None = None) -> None:
    """Let files fall on a widget, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = at if at is not None else QPointF(target.rect().center())
    # Qt gives a drop only to the widget that has taken the drag before.
    enter = QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, enter)
    event = QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, event)


def attachment_names(window: MainWindow) -> list[str]:
    """The file names in the attachments table, as they are on the service."""
    return [row.filename for row in window.attachment_model.rows]
