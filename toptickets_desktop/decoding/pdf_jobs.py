"""Jobs that read PDF with QtPdf (pdfium): pages as pictures and their text. No links, forms or scripts are asked for, so none act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfSelection

from toptickets_desktop.decoding.results import Refused, Result, Source

CONTENT_BYTES_MAX = 256 * 1024 * 1024
PAGES_MAX = 5_000
SIDE_MAX_PX = 8_192
PIXELS_MAX = 8_000_000
"""An A4 page at 290 dots an inch. A picture is in memory three times while it goes to the window."""

PAGES_FREE, PAGES_A_BYTE_MAX = 1_000, 4
WORDS_MAX = 10_000
MATCHES_MAX = 2_000
TITLE_CHARACTERS_MAX = 300
_COUNT = re.compile(rb"/Count\s{1,20}(\d{1,20})")
_WORD = re.compile(r"\S+")

_Error = QPdfDocument.Error
_PROBLEMS = {_Error.IncorrectPassword: "encrypted", _Error.UnsupportedSecurityScheme: "encrypted"}


def warm_up() -> None:
    """Start pdfium, which reserves more addresses for its heap than a hardened process may."""
    QPdfDocument()


def pdf_info(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:  # noqa: ARG001  # all jobs take them
    """How many pages there are (`page_count`), their `sizes` in points, at most `PAGES_MAX` of them, and the `title`."""
    with _document(source) as document:
        count = document.pageCount()
        sizes = [document.pagePointSize(page) for page in range(min(count, PAGES_MAX))]
        title = str(document.metaData(QPdfDocument.MetaDataField.Title) or "")[:TITLE_CHARACTERS_MAX]
        yield Result({"page_count": count, "sizes": [[size.width(), size.height()] for size in sizes], "title": title})


def pdf_page(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """The `page` (from 0) as a picture `width` device pixels wide, or less where it would become too large."""
    with _document(source) as document:
        page = _page_number(document, parameters)
        size = document.pagePointSize(page)
        if size.width() <= 0 or size.height() <= 0:
            raise Refused("damaged")
        ratio = size.height() / size.width()
        width = max(1, min(int(parameters["width"]), SIDE_MAX_PX))
        if width * width * ratio > PIXELS_MAX or width * ratio > SIDE_MAX_PX:
            width = int(min((PIXELS_MAX / ratio) ** 0.5, SIDE_MAX_PX / ratio))
        options = QPdfDocumentRenderOptions()
        image = document.render(page, QSize(max(1, width), max(1, round(width * ratio))), options)
        if image.isNull():
            raise Refused("damaged")
        yield Result({"page": page}, (image,))


def pdf_text(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """The `text` of a `page`, and its `words`: first character, length, and box in points (x, y, width, height)."""
    with _document(source) as document:
        page = _page_number(document, parameters)
        text = document.getAllText(page).text()
        words: list[list[float]] = []
        for match in _WORD.finditer(text):
            if len(words) >= WORDS_MAX:
                break
            box = document.getSelectionAtIndex(page, match.start(), match.end() - match.start()).boundingRectangle()
            words.append([match.start(), match.end() - match.start(), box.x(), box.y(), box.width(), box.height()])
        yield Result({"page": page, "text": text, "words": words})


def pdf_search(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """All places of the `words` in reading order, a result for each page that has some: `page` and `matches`, lists of boxes."""
    pattern = re.compile(re.escape(str(parameters["words"])[:1000]).replace(r"\ ", r"\s+"), re.IGNORECASE)
    found = 0
    with _document(source) as document:
        for page in range(min(document.pageCount(), PAGES_MAX)):
            matches = []
            for match in pattern.finditer(document.getAllText(page).text()):
                if found < MATCHES_MAX and match.end() > match.start():
                    matches.append(_boxes(document.getSelectionAtIndex(page, match.start(), match.end() - match.start())))
                    found += 1
            if matches:
                yield Result({"page": page, "matches": matches}, is_partial=True)
            if found >= MATCHES_MAX:
                break
    yield Result({"page": -1, "matches": []})


@contextmanager
def _document(source: Source) -> Iterator[QPdfDocument]:
    data = source.read(CONTENT_BYTES_MAX)
    _refuse_loops(data)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    del data
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    try:
        document.load(buffer)
        if document.error() is not _Error.None_ or document.status() is not QPdfDocument.Status.Ready:
            raise Refused(_PROBLEMS.get(document.error(), "damaged"))
        if document.pageCount() < 1:
            raise Refused("damaged")
        yield document
    finally:
        document.close()
        buffer.close()


def _refuse_loops(data: bytes) -> None:
    """A tree of pages with a loop claims more of them than a file of its length can hold, however well it is packed."""
    pages_max = PAGES_FREE + PAGES_A_BYTE_MAX * len(data)
    if any(int(count[1]) > pages_max for count in _COUNT.finditer(data)):
        raise Refused("damaged")


def _page_number(document: QPdfDocument, parameters: dict[str, Any]) -> int:
    page = int(parameters["page"])
    if not 0 <= page < document.pageCount():
        raise Refused("damaged")
    return page


def _boxes(selection: QPdfSelection) -> list[list[float]]:
    """A box for each line that it reaches over; pdfium has one for each character."""
    lines: list[QRectF] = []
    for polygon in selection.bounds():
        box = polygon.boundingRect()
        if lines and box.top() < lines[-1].bottom() and box.bottom() > lines[-1].top() and box.left() >= lines[-1].left():
            lines[-1] = lines[-1].united(box)
        else:
            lines.append(box)
    return [[box.x(), box.y(), box.width(), box.height()] for box in lines]
