"""Pasted pictures, and those dropped from web pages: coded off the window's thread, held for a moment, then sent like any file."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QWidget

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.file_drop import ImageSource
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.incoming.intake import Intake
from toptickets_desktop.gui.incoming.paste_bar import HOLD_MS, THUMBNAIL_SIZE, PasteBar
from toptickets_desktop.gui.incoming.pictures import png_of, thumbnail_of
from toptickets_desktop.gui.incoming.products import ProductMaker
from toptickets_desktop.gui.tasks import TaskOwner

_KINDS = frozenset({"png", "jpeg", "webp", "bmp", "tiff", "gif"})
_SOURCE_BYTES_MAX = 256 * 1024 * 1024


class NoPicture(TopTicketsError):
    """What was pasted cannot be read as a picture."""


class Pasting(QObject):
    """Shows a bar for each picture above the attachments.

    Args:
        window: whose focus the bars come and go with.
        strips: the layout that takes the bars.
        intake: sends what was not cancelled.
        hold_ms: how long a picture waits before it is sent.

    Signals:
        status_said(str): a sentence for the status line.
    """

    status_said = Signal(str)

    def __init__(self, window: QWidget, strips: QBoxLayout, intake: Intake, *, hold_ms: int = HOLD_MS) -> None:
        super().__init__(window)
        self._strips = strips
        self._intake = intake
        self.hold_ms = hold_ms
        self._numbers = itertools.count(1)
        self.bars: list[PasteBar] = []
        self.tasks = TaskOwner(self)

    def paste(self, ticket: Ticket, source: ImageSource | Path) -> None:
        """Hold a picture for a ticket.

        Args:
            ticket: where it goes.
            source: the picture; of a path, the file and its name are taken as they are, at once.
        """
        name = source.name if isinstance(source, Path) else _name_for(ticket)
        bar = PasteBar(visible_name(ticket.display_id), name, hold_ms=self.hold_ms)
        self.bars.append(bar)
        focus = QApplication.focusWidget()
        self._strips.addWidget(bar)
        task_name = f"paste {next(self._numbers)}"
        bar.cancelled.connect(lambda: self._close(bar, task_name, focus))
        self.tasks.start(
            task_name, self._prepare(ticket, source, bar, focus), on_error=lambda error: self._on_failed(bar, task_name, error)
        )
        if not isinstance(focus, QLineEdit):
            bar.send_button.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter sends, Esc cancels, the name is a Tab away

    def forget(self) -> None:
        """Cancel what is held: another key is used from now on."""
        for bar in list(self.bars):
            bar.cancel()
        self.tasks.cancel_all()  # also what has left its bar, and is not sent yet

    async def _prepare(self, ticket: Ticket, source: ImageSource | Path, bar: PasteBar, focus: QWidget | None) -> None:
        maker = await self._intake.maker()
        ratio = bar.devicePixelRatioF()
        made = await asyncio.to_thread(_make, maker, source, bar.name_field.text(), ratio)
        path, thumbnail, pixel_size, size_bytes = made
        try:
            bar.show_picture(thumbnail, pixel_size, size_bytes)
            name = await _answer_of(bar)
        except asyncio.CancelledError:
            # The window may be closing, and with it the loop; what is left, the next start removes.
            with contextlib.suppress(RuntimeError):
                asyncio.get_running_loop().run_in_executor(None, maker.files.discard, path)
            raise
        self._remove(bar, focus)
        renamed = path if path.name == name else await asyncio.to_thread(maker.renamed, path, name)
        self._intake.send(ticket, [renamed])

    def _close(self, bar: PasteBar, task_name: str, focus: QWidget | None) -> None:
        self.tasks.cancel(task_name)
        self._remove(bar, focus)
        self.status_said.emit(self.tr("The picture was not sent."))

    def _remove(self, bar: PasteBar, focus: QWidget | None) -> None:
        self.bars.remove(bar)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and bar.isAncestorOf(focused)
        bar.hide()
        self._strips.removeWidget(bar)
        bar.deleteLater()
        if had_focus and focus is not None:
            with contextlib.suppress(RuntimeError):  # it may be gone by now
                focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, bar: PasteBar, task_name: str, error: TopTicketsError) -> None:
        if bar in self.bars:
            bar.cancel()
        else:
            self.tasks.cancel(task_name)
        if isinstance(error, NoPicture):
            self.status_said.emit(self.tr("What was pasted cannot be read as a picture."))
        else:
            self._intake.failed.emit(error)


async def _answer_of(bar: PasteBar) -> str:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def on_sent(name: str) -> None:
        if not answer.done():
            answer.set_result(name)

    bar.sent.connect(on_sent)
    return await answer


def _make(maker: ProductMaker, source: ImageSource | Path, name: str, device_pixel_ratio: float) -> tuple[Path, QImage, QSize, int]:
    """Write the picture, and make its thumbnail. Blocks."""
    if isinstance(source, Path):
        try:
            data = source.read_bytes() if source.stat().st_size <= MAX_UPLOAD_BYTES else b""
        except OSError as exc:
            raise NoPicture from exc
        image = _decoded(data)
    else:
        image = source if isinstance(source, QImage) else _decoded(source)
        data = png_of(image)
    path = maker.write(name, data)
    return path, thumbnail_of(image, THUMBNAIL_SIZE, device_pixel_ratio), image.size(), len(data)


def _decoded(data: bytes) -> QImage:
    if not data or len(data) > _SOURCE_BYTES_MAX:
        raise NoPicture
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode() not in _KINDS:
        raise NoPicture
    image = reader.read()
    if image.isNull():
        raise NoPicture
    return image


def _name_for(ticket: Ticket) -> str:
    number = "".join(character for character in ticket.display_id if character.isalnum() or character in "-_ ") or "ticket"
    return f"{number} {datetime.now().astimezone():%Y-%m-%d %H.%M.%S}.png"
