"""A picture for the clipboard: pixels alone, as a PNG file, for programs that take no files, such as an editor or a chat."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtGui import QImage

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.gui.incoming.pictures import png_of
from toptickets_desktop.gui.preview.content_kinds import PICTURE_TYPES, effective_type
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded

PNG_FORMAT = "image/png"
_SIDE_MAX_PX = 8192


def is_picture(attachment: Attachment) -> bool:
    """Whether it says that it is one."""
    return effective_type(attachment) in PICTURE_TYPES


async def picture_png(decoder: DecodeClient, path: Path) -> bytes | None:
    """The first frame of a picture, turned upright, decoded in a process of its own; None when it cannot be shown.

    Args:
        decoder: where it is decoded.
        path: a private file of ours.
    """
    answer: asyncio.Future[QImage | None] = asyncio.get_running_loop().create_future()

    def settle(image: QImage | None) -> None:
        if not answer.done():
            answer.set_result(image)

    request = decoder.request("thumbnail", path, width=_SIDE_MAX_PX, height=_SIDE_MAX_PX)
    request.answered.connect(lambda decoded: settle(_first_of(decoded)))
    request.refused.connect(lambda _problem: settle(None))
    try:
        image = await answer
    except asyncio.CancelledError:
        request.cancel()
        raise
    if image is None:
        return None
    try:
        return await asyncio.to_thread(png_of, image)
    except LocalFileError:
        return None


def _first_of(decoded: Decoded) -> QImage | None:
    return decoded.images[0] if decoded.images and not decoded.images[0].isNull() else None
