"""Pictures and words of the pages of one document, asked for when they are needed and kept within a budget."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage

from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest

PICTURE_BYTES_MAX = 96 * 1024 * 1024
REQUESTS_MAX = 3
"""More than the processes can do at once would only be in the way of what is scrolled to next."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page: their places in `text` (first character, length) and on the page (in points)."""

    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[QRectF] = field(default_factory=list)


class PageStore(QObject):
    """The pages of one document.

    Signals:
        picture_came(int): of this page, from 0.
        text_came(int): of this page.
    """

    picture_came = Signal(int)
    text_came = Signal(int)

    def __init__(self, decoder: DecodeClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decoder = decoder
        self._path: Path | None = None
        self.sizes: list[QSizeF] = []
        self._pictures: OrderedDict[tuple[int, bool], QImage] = OrderedDict()
        self._bytes = 0
        self._texts: dict[int, PageText] = {}
        self._requests: dict[tuple[str, int], DecodeRequest] = {}
        self._failed: set[tuple[int, bool]] = set()

    @property
    def is_busy(self) -> bool:
        return bool(self._requests)

    def open(self, path: Path, sizes: list[QSizeF]) -> None:
        """Another document, with the sizes of its pages in points."""
        self.close()
        self._path, self.sizes = path, sizes

    def close(self) -> None:
        for request in self._requests.values():
            request.cancel()
        self._requests.clear()
        self._pictures.clear()
        self._bytes = 0
        self._texts.clear()
        self._failed.clear()
        self._path, self.sizes = None, []

    def picture(self, page: int, *, is_small: bool) -> QImage | None:
        """What there is of a page, whatever its sharpness."""
        key = (page, is_small)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        return self._pictures.get((page, not is_small))

    def want_picture(self, page: int, width_px: int, *, is_small: bool) -> None:
        """Have a page drawn so many device pixels wide, unless it is there or on its way."""
        known = self._pictures.get((page, is_small))
        key = ("small" if is_small else "large", page)
        is_enough = known is not None and (known.width() == width_px or (page, is_small) in self._failed)
        if self._path is None or is_enough or key in self._requests or len(self._requests) >= REQUESTS_MAX:
            return
        if known is None and (page, is_small) in self._failed:
            return
        request = self._decoder.request("pdf_page", self._path, is_urgent=not is_small, page=page, width=width_px)
        self._requests[key] = request
        request.answered.connect(lambda decoded: self._on_picture_answered(key, page, is_small, decoded, width_px))
        request.refused.connect(lambda _problem: self._on_picture_refused(key, page, is_small))

    def drop_unseen(self, pages: range) -> None:
        """Give up large pictures of pages that are not seen any more."""
        for key in [key for key in self._requests if key[0] == "large" and key[1] not in pages]:
            self._requests.pop(key).cancel()

    def has_failed(self, page: int) -> bool:
        """Whether the page could not be drawn."""
        return (page, False) in self._failed

    def text(self, page: int) -> PageText | None:
        """The words of a page, as soon as they were asked for and came."""
        return self._texts.get(page)

    def want_text(self, page: int) -> None:
        key = ("text", page)
        if self._path is None or page in self._texts or key in self._requests:
            return
        request = self._decoder.request("pdf_text", self._path, page=page)
        self._requests[key] = request
        request.answered.connect(lambda decoded: self._on_text_answered(key, page, decoded))
        request.refused.connect(lambda _problem: self._on_text_refused(key, page))

    def _on_picture_answered(self, key: tuple[str, int], page: int, is_small: bool, decoded: Decoded, width_px: int) -> None:
        self._requests.pop(key, None)
        if not decoded.images:
            self._on_picture_refused(key, page, is_small)
            return
        image = decoded.images[0]
        old = self._pictures.pop((page, is_small), None)
        self._bytes += image.sizeInBytes() - (old.sizeInBytes() if old else 0)
        self._pictures[page, is_small] = image
        if image.width() != width_px:
            self._failed.add((page, is_small))  # as sharp as it gets
        while self._bytes > PICTURE_BYTES_MAX and len(self._pictures) > 2:
            _key, oldest = self._pictures.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()
        self.picture_came.emit(page)

    def _on_picture_refused(self, key: tuple[str, int], page: int, is_small: bool) -> None:
        self._requests.pop(key, None)
        self._failed.add((page, is_small))
        self.picture_came.emit(page)

    def _on_text_answered(self, key: tuple[str, int], page: int, decoded: Decoded) -> None:
        self._requests.pop(key, None)
        words = decoded.facts.get("words", [])
        self._texts[page] = PageText(
            str(decoded.facts.get("text", "")),
            [(int(word[0]), int(word[1])) for word in words],
            [QRectF(*map(float, word[2:6])) for word in words],
        )
        self.text_came.emit(page)

    def _on_text_refused(self, key: tuple[str, int], page: int) -> None:
        self._requests.pop(key, None)
        self._texts[page] = PageText()
