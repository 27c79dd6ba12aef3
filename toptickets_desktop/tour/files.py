"""Files for the tour, made on the spot, and how they fall on the window."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QLinearGradient, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.transfer.checks import check_file

BIG_FILE_COUNT = 8
BIG_PREFIX = "screen-recording-"
BAD_PREFIXES = ("setup-guide", "contract", "empty-notes", "database-dump", "invoice-macro")


def drop(target: QWidget, paths: list[Path]) -> None:
    """Let files fall on a widget, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = target.rect().center()
    # Qt gives a drop only to the widget that has taken the drag before.
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(target, event)


def make_mixed_files(folder: Path) -> list[Path]:
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


def make_big_files(folder: Path) -> list[Path]:
    source = folder / "recordings"
    source.mkdir(exist_ok=True)
    block = os.urandom(1024 * 1024)
    paths = []
    for number in range(1, BIG_FILE_COUNT + 1):
        path = source / f"{BIG_PREFIX}{number}.mp4"
        with path.open("wb") as file:
            file.write(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41")
            for _ in range(20 + number):
                file.write(block)
        check_file(path)
        paths.append(path)
    return paths


def png(pixmap: QPixmap) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


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
    return png(QPixmap.fromImage(image))
