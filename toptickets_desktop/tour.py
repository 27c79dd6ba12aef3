"""Drives the real window through the main job on the sandbox, and takes its picture on the way.

`dev.py demo` shows with it that the program works where there is no display, and `dev.py screenshots` makes the pictures of the
documentation, so that they stay true.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QLinearGradient, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.incoming.check_sheet import CheckSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.theme import ColorChoice, Theme
from toptickets_desktop.transfer.checks import check_file

DEADLINE_S = 60.0
_POLL_S = 0.01
_SHOT_SIZE = (1440, 900)
_BIG_FILE_COUNT = 8


class TourFailed(Exception):
    """The window did not do in time what it should have done."""


async def check(window: MainWindow) -> int:
    """Wait until tickets and attachments are listed; returns an exit code."""
    try:
        await _until("tickets are listed", lambda: window.ticket_model.total_count > 0)
        await _until("attachments are listed", lambda: window.attachment_model.total_count > 0)
    except TourFailed as failure:
        sys.stderr.write(f"Self-check failed: {failure}\n")
        return 1
    sys.stdout.write(f"Self-check passed: {window.ticket_model.total_count} tickets, {window.attachment_model.total_count} attachments.\n")
    return 0


async def take_screenshots(window: MainWindow, look: Theme, folder: Path, scratch: Path) -> int:
    """List, look, upload, download and delete, for real, and leave pictures in `folder`; returns an exit code."""
    await asyncio.to_thread(lambda: folder.mkdir(parents=True, exist_ok=True))
    try:
        await _Tour(window, look, folder, scratch).run()
    except TourFailed as failure:
        sys.stderr.write(f"The tour stopped: {failure}\n")
        return 1
    return 0


class _Tour:
    def __init__(self, window: MainWindow, look: Theme, folder: Path, scratch: Path) -> None:
        self._window = window
        self._look = look
        self._folder = folder
        self._scratch = scratch

    async def run(self) -> None:
        window = self._window
        self._look.apply(ColorChoice.LIGHT)
        window.resize(*_SHOT_SIZE)
        window.panes.setSizes([556, 604, 280])
        await _until("tickets are listed", lambda: window.ticket_model.total_count > 0)
        await _until("attachments are listed", lambda: window.attachment_model.total_count > 0)
        first_picture = self._select_type("image/png")
        await _until("the preview shows the picture", lambda: window.preview_pane.is_showing_content)
        await self._shot("window")
        self._select_type("image/jpeg")
        await _until("the preview shows the photo", lambda: window.preview_pane.is_showing_content)
        window.panes.setSizes([300, 460, 680])
        await _until("the preview is sharp", lambda: window.preview_pane.is_showing_content)
        await self._shot("image-preview")
        window.panes.setSizes([556, 604, 280])
        await self._upload_with_refusals()
        await self._show_running_transfers()
        await self._download(first_picture)
        await self._delete_uploads()
        self._look.apply(ColorChoice.DARK)
        self._select_type("image/png")
        await _until("the preview shows the picture", lambda: window.preview_pane.is_showing_content)
        await self._shot("dark")
        await self._show_sign_in()
        self._look.apply(ColorChoice.LIGHT)

    def _select_type(self, content_type: str) -> str:
        row = next(row for row in self._window.attachment_model.rows if row.content_type == content_type)
        self._window.attachment_pane.select([row.id])
        self._window.attachment_pane.table.scrollToTop()
        return row.id

    async def _upload_with_refusals(self) -> None:
        """Drop good and bad files together: the bad ones are named with their reasons, the others arrive."""
        window = self._window
        before = window.attachment_model.total_count
        paths = await asyncio.to_thread(_make_mixed_files, self._scratch)
        _drop(window.attachment_pane.table.viewport(), paths)
        good = sum(1 for path in paths if not path.name.startswith(_BAD_PREFIXES))
        await _until("the sheet asks about what can be mended", lambda: _open_sheet(window) is not None)
        await self._shot("upload-check")
        sheet = _open_sheet(window)
        if sheet is not None:
            sheet.send_button.click()  # leaves out what would be refused, as the sheet proposes
        await _until("the good files are attached", lambda: window.attachment_model.total_count == before + good)
        await _until("the refused files are listed", lambda: _count(self._transfers(), TransferState.REFUSED) == len(paths) - good)
        window.floors.setSizes([500, 340])
        await self._shot("refused-files")
        window.attachment_pane.banner.hide()
        window.transfer_panel.clear_finished_requested.emit()
        await _until("the panel is empty", lambda: not self._transfers())

    async def _show_running_transfers(self) -> None:
        window = self._window
        before = window.attachment_model.total_count
        paths = await asyncio.to_thread(_make_big_files, self._scratch)
        window.floors.setSizes([500, 340])
        _drop(window.attachment_pane.table.viewport(), paths)
        await _until("transfers are under way", lambda: _is_half_way(self._transfers()))
        await self._shot("transfers")
        await _until("all of them are attached", lambda: window.attachment_model.total_count == before + len(paths))

    async def _download(self, attachment_id: str) -> None:
        window = self._window
        window.attachment_pane.select([attachment_id])
        window.actions_.download.trigger()
        await _until("the picture is saved", lambda: any(_is_saved(transfer, attachment_id) for transfer in self._transfers()))
        saved = next(transfer for transfer in self._transfers() if _is_saved(transfer, attachment_id))
        row = window.attachment_model.row(attachment_id)
        size_bytes = await asyncio.to_thread(lambda: saved.path.stat().st_size if saved.path else -1)
        if row is None or size_bytes != row.size_bytes:
            raise TourFailed("the saved file is not whole")

    async def _delete_uploads(self) -> None:
        window = self._window
        doomed = [row.id for row in window.attachment_model.rows if row.filename.startswith(_BIG_PREFIX)]
        window.attachment_pane.select(doomed)
        window.actions_.delete_now.trigger()
        question = window.findChild(QDialog, "deleteQuestion")
        if question is None:
            raise TourFailed("deleting asked nothing")
        await self._shot("delete")
        accept = question.findChild(QPushButton, "accept")
        if accept is None:
            raise TourFailed("the question has no button to go on")
        accept.click()
        await _until("they are deleted", lambda: not any(window.attachment_model.row(row_id) for row_id in doomed))
        window.transfer_panel.clear_finished_requested.emit()
        await _until("the panel is empty", lambda: not self._transfers())
        window.transfer_panel.set_folded(True)

    async def _show_sign_in(self) -> None:
        self._look.apply(ColorChoice.LIGHT)
        self._window.session.ask_for_key()
        dialog = self._window.session.dialog
        if dialog is None:
            raise TourFailed("the sign-in dialog did not open")
        await self._shot("sign-in")
        dialog.reject()

    def _transfers(self) -> list[Transfer]:
        return list(self._window.transfer_panel.model.transfers)

    async def _shot(self, name: str) -> None:
        """Let the window settle, then paint it and the dialogs above it into a PNG."""
        for _ in range(5):
            await asyncio.sleep(_POLL_S)
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
        data = _png(pixmap)
        target = self._folder / f"{name}.png"
        await asyncio.to_thread(target.write_bytes, data)
        sys.stdout.write(f"{target}\n")


async def _until(what: str, is_so: Callable[[], bool]) -> None:
    """Wait for a condition of the window.

    Raises:
        TourFailed: it did not come about before the deadline.
    """
    deadline = time.monotonic() + DEADLINE_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TourFailed(f"waited {DEADLINE_S:.0f} s in vain until {what}")
        await asyncio.sleep(_POLL_S)


def _open_sheet(window: MainWindow) -> CheckSheet | None:
    return next((sheet for sheet in window.findChildren(CheckSheet) if sheet.isVisible()), None)


def _count(transfers: list[Transfer], state: TransferState) -> int:
    return sum(1 for transfer in transfers if transfer.state is state)


def _is_half_way(transfers: list[Transfer]) -> bool:
    running = [transfer for transfer in transfers if transfer.state is TransferState.RUNNING and transfer.bytes_done]
    done = _count(transfers, TransferState.DONE)
    return (done >= 1 and len(running) >= 2) or done >= len(transfers) > 0


def _is_saved(transfer: Transfer, attachment_id: str) -> bool:
    return transfer.attachment_id == attachment_id and transfer.state is TransferState.DONE and transfer.path is not None


def _drop(target: QWidget, paths: list[Path]) -> None:
    """Let files fall on a widget, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = target.rect().center()
    # Qt gives a drop only to the widget that has taken the drag before.
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, event)


def _png(pixmap: QPixmap) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


_BIG_PREFIX = "screen-recording-"
_BAD_PREFIXES = ("setup-guide", "contract", "empty-notes", "database-dump", "invoice-macro")


def _make_mixed_files(folder: Path) -> list[Path]:
    """Three files that may be sent and five that may not, each for another reason."""
    source = folder / "dropped"
    source.mkdir(exist_ok=True)
    (source / "what-I-see-now.png").write_bytes(_picture())
    (source / "browser-console.log").write_text("10:02:11 GET /session 200\n10:02:14 POST /login 403\n" * 200, encoding="utf-8")
    (source / "what-the-customer-wrote.txt").write_text("I see the error since Monday.\n", encoding="utf-8")
    (source / "setup-guide.png").write_bytes(b"MZ\x90\x00\x03" + bytes(2048))  # a Windows program under a picture's name
    (source / "contract.pdf").write_text("This is not a PDF.\n" * 20, encoding="utf-8")
    (source / "empty-notes.txt").touch()
    with (source / "database-dump.zip").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(MAX_UPLOAD_BYTES + 1)
    (source / "invoice-macro.docm").write_bytes(b"PK\x03\x04" + bytes(512))
    return sorted(source.iterdir())


def _make_big_files(folder: Path) -> list[Path]:
    source = folder / "recordings"
    source.mkdir(exist_ok=True)
    block = os.urandom(1024 * 1024)
    paths = []
    for number in range(1, _BIG_FILE_COUNT + 1):
        path = source / f"{_BIG_PREFIX}{number}.mp4"
        with path.open("wb") as file:
            file.write(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41")
            for _ in range(20 + number):
                file.write(block)
        check_file(path)
        paths.append(path)
    return paths


def _picture() -> bytes:
    image = QImage(960, 540, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, 960, 540)
    sky.setColorAt(0, QColor("#dbeafe"))
    sky.setColorAt(1, QColor("#fef3c7"))
    painter.fillRect(image.rect(), sky)
    painter.fillRect(280, 170, 400, 200, QColor("#ffffff"))
    painter.fillRect(280, 170, 400, 6, QColor("#dc2626"))
    for line, width in enumerate((300, 340, 220)):
        painter.fillRect(310, 220 + line * 36, width, 12, QColor("#cbd5e1"))
    painter.end()
    return _png(QPixmap.fromImage(image))
