"""Drives the real window through the main job on the sandbox, and takes its picture on the way.

`dev.py demo` shows with it that the program works where there is no display, and `dev.py screenshots` makes the pictures of the
documentation, so that they stay true.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.theme import ColorChoice, Theme
from toptickets_desktop.tour.camera import Camera
from toptickets_desktop.tour.job import MainJob
from toptickets_desktop.tour.sights import Sights
from toptickets_desktop.tour.waiting import TourFailed, until

__all__ = ["check", "take_screenshots"]

_SHOT_SIZE = (1440, 900)
_PANE_WIDTHS_PX = [500, 620, 320]
_PICTURE_FIRST_WIDTHS_PX = [310, 450, 680]


async def check(window: MainWindow) -> int:
    """Wait until tickets and attachments are listed; returns an exit code."""
    try:
        await until("tickets are listed", lambda: window.ticket_model.total_count > 0)
        await until("attachments are listed", lambda: window.attachment_model.total_count > 0)
    except TourFailed as failure:
        sys.stderr.write(f"Self-check failed: {failure}\n")
        return 1
    sys.stdout.write(f"Self-check passed: {window.ticket_model.total_count} tickets, {window.attachment_model.total_count} attachments.\n")
    return 0


async def take_screenshots(window: MainWindow, look: Theme, folder: Path, scratch: Path) -> int:
    """List, look, upload, download and delete, for real, and leave pictures in `folder`; returns an exit code."""
    await asyncio.to_thread(lambda: folder.mkdir(parents=True, exist_ok=True))
    try:
        await _tour(window, look, folder, scratch)
    except TourFailed as failure:
        sys.stderr.write(f"The tour stopped: {failure}\n")
        return 1
    return 0


async def _tour(window: MainWindow, look: Theme, folder: Path, scratch: Path) -> None:
    camera = Camera(window, folder)
    sights = Sights(window, camera)
    look.apply(ColorChoice.LIGHT)
    window.resize(*_SHOT_SIZE)
    window.panes.setSizes(_PANE_WIDTHS_PX)
    await until("tickets are listed", lambda: window.ticket_model.total_count > 0)
    await until("attachments are listed", lambda: window.attachment_model.total_count > 0)
    picture = await _look_at(window, "image/png")
    await camera.shoot("window")
    await _look_at(window, "image/jpeg")
    window.panes.setSizes(_PICTURE_FIRST_WIDTHS_PX)
    await until("the preview is sharp", lambda: window.preview_pane.is_showing_content)
    await camera.shoot("image-preview")
    await sights.quick_look()
    window.panes.setSizes(_PANE_WIDTHS_PX)
    await _look_at(window, "image/png")
    for show in (sights.gallery, sights.palette, sights.shortcuts, sights.preferences, sights.right_to_left):
        await show()
    await MainJob(window, camera, scratch).run(picture)
    look.apply(ColorChoice.DARK)
    await _look_at(window, "image/png")
    await camera.shoot("dark")
    look.apply(ColorChoice.LIGHT)
    await sights.sign_in()


async def _look_at(window: MainWindow, content_type: str) -> str:
    """Select the first attachment of a type; returns its id."""
    row = next(row for row in window.attachment_model.rows if row.content_type == content_type)
    window.attachment_pane.select([row.id])
    window.attachment_pane.table.scrollToTop()
    await until("the preview shows the picture", lambda: window.preview_pane.is_showing_content)
    return row.id
