"""Takes pictures of the window."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QDialog

from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.tour.files import png
from toptickets_desktop.tour.waiting import POLL_S


class Camera:
    """Leaves its pictures in `folder`."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window = window
        self._folder = folder

    async def shoot(self, name: str) -> None:
        """Let the window settle, then paint it and the dialogs above it into a PNG."""
        for _ in range(5):
            await asyncio.sleep(POLL_S)
        window = self._window
        pixmap = window.grab()
        painter = QPainter(pixmap)
        dialogs = [child for child in window.findChildren(QDialog) if child.isVisible()]
        for dialog in dialogs:
            painter.fillRect(window.rect(), QColor(0, 0, 0, 70))
            place = QPoint((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 3)
            painter.drawPixmap(place, dialog.grab())
            painter.setPen(window.palette().mid().color())
            painter.drawRect(place.x(), place.y(), dialog.width() - 1, dialog.height() - 1)
        painter.end()
        data = png(pixmap)
        target = self._folder / f"{name}.png"
        await asyncio.to_thread(target.write_bytes, data)
        sys.stdout.write(f"{target}\n")
