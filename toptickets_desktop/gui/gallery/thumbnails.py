"""Small pictures of attachments: from memory, from the disk, or made from the content in the decoding process. Only what is seen."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui.gallery.thumbnail_kinds import ThumbnailJob, thumbnail_job
from toptickets_desktop.gui.gallery.thumbnail_store import ThumbnailStore
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.tasks import TaskOwner

MEMORY_BYTES_MAX = 32 * 1024 * 1024
AT_ONCE_MAX = 3
TIME_LIMIT_S = 6.0


class Thumbnails(QObject):
    """Has thumbnails ready for those who say what they show.

    Args:
        decoder: makes them.
        fetch: gives an attachment's file.
        store: keeps them from one run to the next.

    Signals:
        arrived(str): the attachment of that id has another picture or problem than before.
    """

    arrived = Signal(str)

    def __init__(
        self,
        decoder: DecodeClient,
        fetch: Callable[[Attachment], Awaitable[Path]],
        store: ThumbnailStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._decoder = decoder
        self._fetch = fetch
        self.store = store
        self._service = ""
        self._side_px = 0
        self._images: OrderedDict[str, QImage] = OrderedDict()
        self._bytes = 0
        self._problems: dict[str, str] = {}
        self._wanted: OrderedDict[str, Attachment] = OrderedDict()
        self._running: set[str] = set()
        self.tasks = TaskOwner(self)

    def set_service(self, service: str) -> None:
        """Say whose attachments these are; two services never share a picture."""
        self.forget()
        self._service = service

    def set_side_px(self, side_px: int) -> None:
        """How large they are at most, in device pixels."""
        if side_px != self._side_px:
            service = self._service
            self.forget()
            self._service, self._side_px = service, side_px

    def image(self, attachment_id: str) -> QImage | None:
        """The picture, if it is in memory."""
        image = self._images.get(attachment_id)
        if image is not None:
            self._images.move_to_end(attachment_id)
        return image

    def problem(self, attachment_id: str) -> str:
        """Why there is none, as a word of the decoding job; empty when none is known."""
        return self._problems.get(attachment_id, "")

    @property
    def is_busy(self) -> bool:
        """Whether one of those wanted is still to come."""
        return bool(self._wanted or self._running)

    def want(self, attachments: Sequence[Attachment]) -> None:
        """Exactly these are seen now, the first first; what was wanted before and is not seen any more is dropped."""
        ids = {attachment.id for attachment in attachments}
        for attachment_id in self._running - ids:
            self.tasks.cancel(attachment_id)
        self._wanted = OrderedDict(
            (attachment.id, attachment)
            for attachment in attachments
            if attachment.id not in self._images
            and attachment.id not in self._problems
            and attachment.id not in self._running
            and thumbnail_job(attachment) is not None
        )
        self._begin()

    def forget(self) -> None:
        """Drop everything from memory, as when another key is used."""
        self._wanted.clear()
        for attachment_id in tuple(self._running):
            self.tasks.cancel(attachment_id)
        self._images.clear()
        self._problems.clear()
        self._bytes = 0

    def _begin(self) -> None:
        while self._wanted and len(self._running) < AT_ONCE_MAX and self._side_px:
            attachment_id, attachment = self._wanted.popitem(last=False)
            self._running.add(attachment_id)
            task = self.tasks.start(attachment_id, self._get(attachment), on_error=partial(self._fail, attachment_id))
            if task is None:
                self._running.discard(attachment_id)
                return
            task.add_done_callback(partial(self._on_done, attachment_id))

    def _on_done(self, attachment_id: str, _task: asyncio.Task[None]) -> None:
        self._running.discard(attachment_id)
        self._begin()

    def _fail(self, attachment_id: str, error: TopTicketsError) -> None:  # noqa: ARG002  # the table and the preview say why
        self._problems[attachment_id] = "not_fetched"
        self.arrived.emit(attachment_id)

    async def _get(self, attachment: Attachment) -> None:
        key = ThumbnailStore.key(self._service, attachment.id, self._side_px)
        known = await asyncio.to_thread(self.store.get, key)
        if known is not None:
            self._keep(attachment.id, known)
            return
        path = await self._fetch(attachment)
        job = thumbnail_job(attachment)
        if job is None:
            return
        result = await self._decoded(path, job)
        if isinstance(result, str):
            self._problems[attachment.id] = result
            self.arrived.emit(attachment.id)
            return
        self._keep(attachment.id, result)
        await asyncio.to_thread(self.store.put, key, result)

    async def _decoded(self, path: Path, job: ThumbnailJob) -> QImage | str:
        """The picture, or the word why there is none."""
        future: asyncio.Future[QImage | str] = asyncio.get_running_loop().create_future()

        side = self._side_px

        def settle(result: QImage | str) -> None:
            if not future.done():
                future.set_result(result)

        def on_answered(decoded: Decoded) -> None:
            if decoded.is_last:
                settle(_fitted(decoded.images[0], side) if decoded.images else "damaged")

        request: DecodeRequest = self._decoder.request(
            job.kind, path, time_limit_s=TIME_LIMIT_S, is_urgent=False, **job.parameters, width=side, height=side
        )
        request.answered.connect(on_answered)
        request.refused.connect(settle)
        try:
            return await future
        except asyncio.CancelledError:
            request.cancel()
            raise

    def _keep(self, attachment_id: str, image: QImage) -> None:
        self._images[attachment_id] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > MEMORY_BYTES_MAX and len(self._images) > 1:
            _id, oldest = self._images.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()
        self.arrived.emit(attachment_id)


def _fitted(image: QImage, side_px: int) -> QImage:
    """A page is as wide as was asked for, but higher."""
    if max(image.width(), image.height()) <= side_px:
        return image
    return image.scaled(side_px, side_px, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
