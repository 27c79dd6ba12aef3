"""Handing files to the platform: show in the file manager, or open when nothing in the file can act by itself."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from toptickets_desktop.domain.errors import FileRefused
from toptickets_desktop.domain.file_rules import ending_of
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.transfer.checks import check_file

# Text is opened only under names that no browser or interpreter claims.
_TEXT_ENDINGS = frozenset({".txt", ".text", ".log", ".csv"})
_NEVER_OPENED = frozenset({"text/html"})


class FileOpener(QObject):
    """Opens files and folders.

    Signals:
        status_said(str): a sentence for the status line.
    """

    status_said = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count()
        self.tasks = TaskOwner(self)

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager."""
        self._start(self._show_folder(folder))

    def show_in_folder(self, path: Path) -> None:
        """Show the folder that a file lies in."""
        self.show_folder(path.parent)

    def open(self, path: Path) -> None:
        """Open a file with the platform's program for it, if its content is what its name says and cannot act; else show its folder."""
        self._start(self._open(path))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.start(f"open {next(self._numbers)}", work)

    async def _show_folder(self, folder: Path) -> None:
        if not await asyncio.to_thread(folder.is_dir):
            self.status_said.emit(self.tr("The folder is not there: {folder}").format(folder=visible_name(str(folder))))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.status_said.emit(self.tr("The folder could not be opened: {folder}").format(folder=visible_name(str(folder))))

    async def _open(self, path: Path) -> None:
        if await asyncio.to_thread(is_inert, path):
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self.status_said.emit(self.tr("No program opens “{name}”.").format(name=visible_name(path.name)))
            return
        self.status_said.emit(
            self.tr("“{name}” is shown in its folder: files of this sort are not opened from here.").format(name=visible_name(path.name))
        )
        await self._show_folder(path.parent)


def is_inert(path: Path) -> bool:
    """Whether a file is of a type that only shows something, by name and content alike. Blocks."""
    try:
        content_type = check_file(path).content_type
    except FileRefused:
        return False
    if content_type == "text/plain":
        return ending_of(path.name) in _TEXT_ENDINGS
    return content_type not in _NEVER_OPENED
