"""The main job, for real: send good and bad files, watch them go, save one, delete what was sent."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QDialog, QPushButton

from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.incoming.check_sheet import CheckSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.tour.camera import Camera
from toptickets_desktop.tour.files import BAD_PREFIXES, BIG_PREFIX, drop, make_big_files, make_mixed_files
from toptickets_desktop.tour.waiting import TourFailed, until


class MainJob:
    """Does it in a window that shows a ticket; `scratch` is a folder for files to send."""

    def __init__(self, window: MainWindow, camera: Camera, scratch: Path) -> None:
        self._window = window
        self._shot = camera.shoot
        self._scratch = scratch

    async def run(self, attachment_id: str) -> None:
        """Do all of it; `attachment_id` is what is saved."""
        await self._upload_with_refusals()
        await self._show_running_transfers()
        await self._download(attachment_id)
        await self._delete_uploads()

    async def _upload_with_refusals(self) -> None:
        """Drop good and bad files together: the bad ones are named with their reasons, the others arrive."""
        window = self._window
        before = window.attachment_model.total_count
        paths = await asyncio.to_thread(make_mixed_files, self._scratch)
        drop(window.attachment_pane.table.viewport(), paths)
        good = sum(1 for path in paths if not path.name.startswith(BAD_PREFIXES))
        await until("the sheet asks about what can be mended", lambda: _open_sheet(window) is not None)
        await self._shot("upload-check")
        sheet = _open_sheet(window)
        if sheet is not None:
            sheet.send_button.click()  # leaves out what would be refused, as the sheet proposes
        await until("the good files are attached", lambda: window.attachment_model.total_count == before + good)
        await until("the refused files are listed", lambda: _count(self._transfers(), TransferState.REFUSED) == len(paths) - good)
        window.floors.setSizes([500, 340])
        await self._shot("refused-files")
        window.attachment_pane.banner.hide()
        window.transfer_panel.clear_finished_requested.emit()
        await until("the panel is empty", lambda: not self._transfers())

    async def _show_running_transfers(self) -> None:
        window = self._window
        before = window.attachment_model.total_count
        paths = await asyncio.to_thread(make_big_files, self._scratch)
        window.floors.setSizes([500, 340])
        drop(window.attachment_pane.table.viewport(), paths)
        await until("transfers are under way", lambda: _is_half_way(self._transfers()))
        await self._shot("transfers")
        await until("all of them are attached", lambda: window.attachment_model.total_count == before + len(paths))

    async def _download(self, attachment_id: str) -> None:
        window = self._window
        window.attachment_pane.select([attachment_id])
        window.actions_.download.trigger()
        await until("the picture is saved", lambda: any(_is_saved(transfer, attachment_id) for transfer in self._transfers()))
        saved = next(transfer for transfer in self._transfers() if _is_saved(transfer, attachment_id))
        row = window.attachment_model.row(attachment_id)
        size_bytes = await asyncio.to_thread(lambda: saved.path.stat().st_size if saved.path else -1)
        if row is None or size_bytes != row.size_bytes:
            raise TourFailed("the saved file is not whole")

    async def _delete_uploads(self) -> None:
        window = self._window
        doomed = [row.id for row in window.attachment_model.rows if row.filename.startswith(BIG_PREFIX)]
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
        await until("they are deleted", lambda: not any(window.attachment_model.row(row_id) for row_id in doomed))
        window.transfer_panel.clear_finished_requested.emit()
        await until("the panel is empty", lambda: not self._transfers())
        window.transfer_panel.set_folded(True)

    def _transfers(self) -> list[Transfer]:
        return list(self._window.transfer_panel.model.transfers)


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
