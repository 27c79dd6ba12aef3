"""Handing files to the platform: show in the file manager, or open, after a look at what the file really is."""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.applications import Application, applications_for
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.open_with_dialog import OpenWithDialog
from toptickets_desktop.gui.opening_sheet import ask_about_opening
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.transfer.opening import judge_file

_UNKNOWN_TYPE = "application/octet-stream"


class FileOpener(QObject):
    """Opens files and folders; nothing is entered into a list of recent documents.

    Args:
        window: what questions stand before.

    Signals:
        status_said(str): a sentence for the status line.
    """

    status_said = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._numbers = itertools.count()
        self._show_selected: Callable[[Path], Awaitable[bool]] | None = None
        self.tasks = TaskOwner(self)

    def show_folder(self, folder: Path) -> None:
        """Show a folder in the file manager."""
        self._start(self._show_folder(folder))

    def use_file_manager(self, show_selected: Callable[[Path], Awaitable[bool]]) -> None:
        """Have files shown by this; it tells whether it could."""
        self._show_selected = show_selected

    def show_in_folder(self, path: Path) -> None:
        """Show a file in the folder that it lies in: selected, where the file manager can do that."""
        self._start(self._show_in_folder(path))

    def open(self, path: Path, *, show_in_folder: Callable[[], object] | None = None) -> None:
        """Open a file with the platform's program for it, if its content and its name say that it merely shows something; else ask.

        Args:
            path: the file.
            show_in_folder: what the sheet offers first; None for the folder that the file lies in.
        """
        self._start(self._judge(path, lambda: self._open(path), show_in_folder))

    def open_with(self, path: Path, *, show_in_folder: Callable[[], object] | None = None) -> None:
        """Let the user choose the program; what can act is asked about first, as in `open`."""
        self._start(self._judge(path, lambda: self._start(self._choose_program(path)), show_in_folder))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.start(f"open {next(self._numbers)}", work, on_error=self._on_failed)

    async def _judge(self, path: Path, go_on: Callable[[], object], show_in_folder: Callable[[], object] | None) -> None:
        judgement = await asyncio.to_thread(judge_file, path)
        if judgement.opens_at_once:
            go_on()
            return
        show = show_in_folder or (lambda: self.show_in_folder(path))
        ask_about_opening(self._window, path, judgement, show_in_folder=show, open_it=go_on)

    async def _show_in_folder(self, path: Path) -> None:
        if not await asyncio.to_thread(path.exists):
            await self._show_folder(path.parent)
            self.status_said.emit(self.tr("The file is not there any more: {name}").format(name=visible_name(path.name)))
        elif self._show_selected is None or not await self._show_selected(path):
            await self._show_folder(path.parent)

    async def _show_folder(self, folder: Path) -> None:
        if not await asyncio.to_thread(folder.is_dir):
            self.status_said.emit(self.tr("The folder is not there: {folder}").format(folder=visible_name(str(folder))))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.status_said.emit(self.tr("The folder could not be opened: {folder}").format(folder=visible_name(str(folder))))

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._start(self._open_with_default(path))

    async def _open_with_default(self, path: Path) -> None:
        """Where Qt finds nothing to ask (no xdg-open): the first of the programs that are registered."""
        applications = await self._applications_for(path)
        if applications:
            self._run(applications[0], path)
        else:
            self.status_said.emit(self.tr("No program opens “{name}”.").format(name=visible_name(path.name)))

    async def _applications_for(self, path: Path) -> list[Application]:
        judgement = await asyncio.to_thread(judge_file, path)
        content_type = judgement.real_type or judgement.named_type or _UNKNOWN_TYPE
        return await asyncio.to_thread(applications_for, content_type)

    async def _choose_program(self, path: Path) -> None:
        if sys.platform == "win32":
            QProcess.startDetached("rundll32.exe", ["shell32.dll,OpenAs_RunDLL", str(path)])
            return
        if sys.platform == "darwin":
            self._choose_macos_program(path)
            return
        dialog = OpenWithDialog(path, await self._applications_for(path), self._window)
        dialog.chosen.connect(lambda application: self._run(application, path))
        dialog.open()

    def _choose_macos_program(self, path: Path) -> None:
        dialog = QFileDialog(self._window, self.tr("Open with"), "/Applications", self.tr("Programs (*.app)"))
        dialog.setObjectName("openWithDialog")
        dialog.fileSelected.connect(lambda program: QProcess.startDetached("/usr/bin/open", ["-a", program, str(path)]))
        dialog.open()

    def _run(self, application: Application, path: Path) -> None:
        program, *arguments = application.arguments_for(path)
        is_started, _process_id = QProcess.startDetached(program, arguments, str(path.parent))
        if not is_started:
            self.status_said.emit(self.tr("{program} could not be started.").format(program=visible_name(application.name)))

    def _on_failed(self, error: TopTicketsError) -> None:
        self.status_said.emit(messages.sentence(error))
