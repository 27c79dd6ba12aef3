"""Icons in the colours of the palette, drawn from the SVG files of Lucide whenever they are needed.

Every icon looks its colour up when it is painted, so nothing has to be told that the palette changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPaintEvent, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from toptickets_desktop.domain.file_rules import canonical_type, is_allowed_type, type_of_name
from toptickets_desktop.gui.resources import resource_bytes
from toptickets_desktop.gui.theme import Tone, tone_color

ICON_FOLDER = "icons"

_Mode = QIcon.Mode
_FAMILIES = {
    "image": ("file-image", Tone.SUCCESS),
    "video": ("file-play", Tone.SPECIAL),
    "pdf": ("file-text", Tone.DANGER),
    "text": ("file-type", Tone.NEUTRAL),
    "code": ("file-code", Tone.INFO),
    "archive": ("file-archive", Tone.WARNING),
    "unknown": ("file", Tone.NEUTRAL),
}
_CODE_TYPES = frozenset({"text/html"})
_ARCHIVE_TYPES = frozenset({"application/zip", "application/x-7z-compressed", "application/gzip"})

# PySide hands an engine that `clone` returns to Qt and lets go of it at once, which ends in a crash; Qt asks for a copy only
# where an icon is changed after it was made, which this program does not do, so this stays empty or very short.
_clones: list[QIconEngine] = []


@cache
def icon(name: str, *, thin: bool = False) -> QIcon:
    """The icon of that name, in the colour of the text around it; `thin` and quieter for one much larger than text.

    Raises:
        FileNotFoundError: we do not ship it.
    """
    return QIcon(_Engine(name, _quiet_color if thin else _text_color, thin=thin))


def file_type_icon(content_type: str, filename: str, *, thin: bool = False) -> QIcon:
    """The icon of a file: by its declared type, and where that says nothing by the ending of its name."""
    return _family_icon(file_family(content_type, filename), thin=thin)


def file_family(content_type: str, filename: str) -> str:
    """What sort of thing a file is: image, video, pdf, text, code, archive or unknown."""
    mime = canonical_type(content_type)
    if not is_allowed_type(mime):
        mime = type_of_name(filename) or mime
    if mime == "application/pdf":
        return "pdf"
    if mime in _CODE_TYPES:
        return "code"
    if mime in _ARCHIVE_TYPES:
        return "archive"
    major = mime.partition("/")[0]
    return major if major in {"image", "video", "text"} else "unknown"


class IconView(QWidget):
    """An icon at a fixed size that follows the palette, where a QLabel would keep a stale picture. Nothing for screen readers."""

    def __init__(self, size_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QIcon()
        self._size_px = size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, shown: QIcon) -> None:
        """Show this icon."""
        self._icon = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size_px, self._size_px)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        mode = _Mode.Normal if self.isEnabled() else _Mode.Disabled
        self._icon.paint(QPainter(self), self.rect(), Qt.AlignmentFlag.AlignCenter, mode)


@cache
def _family_icon(family: str, *, thin: bool) -> QIcon:
    name, tone = _FAMILIES[family]
    return QIcon(_Engine(name, lambda palette, mode: _tone_color(palette, mode, tone), thin=thin))


def _text_color(palette: QPalette, mode: QIcon.Mode) -> QColor:
    if mode is _Mode.Disabled:
        return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    return palette.color(QPalette.ColorRole.HighlightedText if mode is _Mode.Selected else QPalette.ColorRole.ButtonText)


def _quiet_color(palette: QPalette, mode: QIcon.Mode) -> QColor:
    return palette.color(QPalette.ColorRole.PlaceholderText) if mode in {_Mode.Normal, _Mode.Active} else _text_color(palette, mode)


def _tone_color(palette: QPalette, mode: QIcon.Mode, tone: Tone) -> QColor:
    return tone_color(tone, palette) if mode in {_Mode.Normal, _Mode.Active} else _text_color(palette, mode)


class _Engine(QIconEngine):
    """Draws one SVG file in the colour that a function picks from the palette."""

    def __init__(self, name: str, pick_color: Callable[[QPalette, QIcon.Mode], QColor], *, thin: bool) -> None:
        super().__init__()
        self._name = name
        self._pick_color = pick_color
        self._thin = thin
        self._svg = resource_bytes(ICON_FOLDER, f"{name}.svg")
        if thin:
            self._svg = self._svg.replace(b'stroke-width="2"', b'stroke-width="1.25"')

    def clone(self) -> QIconEngine:
        copy = _Engine(self._name, self._pick_color, thin=self._thin)
        _clones.append(copy)
        return copy

    def key(self) -> str:
        return "toptickets"

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        pixel_ratio = painter.device().devicePixelRatioF()
        pixmap = self.pixmap(rect.size() * pixel_ratio, mode, state)
        pixmap.setDevicePixelRatio(pixel_ratio)
        painter.drawPixmap(rect, pixmap)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:  # noqa: ARG002  # on and off look alike
        """The icon at a size in device pixels."""
        color = self._pick_color(QGuiApplication.palette(), mode)
        cache_key = f"toptickets/{self._name}/{self._thin:d}/{color.rgba():08x}/{size.width()}x{size.height()}"
        pixmap = QPixmap(size)
        if not QPixmapCache.find(cache_key, pixmap):
            pixmap = self._draw(size, color)
            QPixmapCache.insert(cache_key, pixmap)
        return pixmap

    def _draw(self, size: QSize, color: QColor) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(self._svg.replace(b"currentColor", color.name().encode())))
        painter = QPainter(pixmap)
        painter.setOpacity(color.alphaF())
        side = min(size.width(), size.height())
        square = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
        renderer.render(painter, square)
        painter.end()
        return pixmap
