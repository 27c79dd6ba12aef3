"""Render the application icon into PNG files of the hicolor theme's sizes: `python packaging/make_icons.py`.

The pictures are committed, so that whoever packages the program needs no Qt to do so; a test renders them again and compares.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PROJECT = Path(__file__).resolve().parents[1]
DRAWINGS = PROJECT / "resources" / "icons" / "app"
SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)
LARGEST_SMALL_PX = 24  # up to here the drawing made for small sizes is the clearer one


def render(size_px: int) -> QImage:
    """Draw the icon as a square of `size_px` pixels; needs a QGuiApplication."""
    name = "toptickets-small.svg" if size_px <= LARGEST_SMALL_PX else "toptickets.svg"
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWINGS / name)).render(painter)
    painter.end()
    return image


def icon_path(size_px: int) -> Path:
    """Where the picture of that size is kept."""
    return DRAWINGS / f"{size_px}.png"


def main() -> int:
    """Write all sizes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv)
    for size_px in SIZES_PX:
        path = icon_path(size_px)
        if not render(size_px).save(str(path)):
            print(f"could not write {path}", file=sys.stderr)
            return 1
        print(f"{path.relative_to(PROJECT)}  {path.stat().st_size} bytes")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
