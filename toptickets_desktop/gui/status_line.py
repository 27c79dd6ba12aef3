"""A mark and a sentence in the colour of what they mean: for dialogs, where a banner would be too loud."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal
from toptickets_desktop.gui.theme import SPACING, Tone, tone_color

ICON_PX = SPACING * 2

_TONES_OF_TEXT = frozenset({Tone.DANGER, Tone.NEUTRAL})
"""The others colour the mark only: good news and hints need no loud sentence."""


def paint_icon(painter: QPainter, name: str, place: QRect, color: QColor) -> None:
    """Paint an icon in any colour, where `icon()` knows those of text only."""
    pixel_ratio = painter.device().devicePixelRatioF()
    tinted = icon(name).pixmap(place.size(), pixel_ratio).copy()
    tint = QPainter(tinted)
    tint.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    tint.fillRect(tinted.rect(), color)
    tint.end()
    painter.drawPixmap(place, tinted)


class StatusLine(QWidget):
    """Plain text only. The ordinary text colour stands for no particular meaning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = _Mark()
        self._mark.hide()
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._tone: Tone | None = None
        layout = horizontal(self)
        layout.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)

    def text(self) -> str:
        return self._label.text()

    @property
    def tone(self) -> Tone | None:
        """What the sentence means."""
        return self._tone

    def reserve_lines(self, count: int) -> None:
        """Keep room for so many lines, so that nothing below jumps while the sentence changes."""
        self._label.setMinimumHeight(self.fontMetrics().lineSpacing() * count)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)

    def show_text(self, text: str, *, icon_name: str = "", tone: Tone | None = None) -> None:
        """Say something.

        Args:
            text: a sentence; may hold foreign text.
            icon_name: the mark before it; none when empty.
            tone: what it means; None for the ordinary colour of text.
        """
        self._tone = tone
        self._mark.setVisible(bool(icon_name))
        self._mark.icon_name = icon_name
        self._label.setText(text)
        self._color()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange}:
            self._color()

    def _color(self) -> None:
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        ordinary = self.palette().color(group, QPalette.ColorRole.WindowText)
        toned = ordinary if self._tone is None or not self.isEnabled() else tone_color(self._tone, self.palette())
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, toned if self._tone in _TONES_OF_TEXT else ordinary)
        self._label.setPalette(palette)
        self._mark.color = toned
        self._mark.update()


class _Mark(QWidget):
    """An icon as high as a line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.icon_name = ""
        self.color = QColor()
        self.setFixedSize(ICON_PX, max(ICON_PX, self.fontMetrics().lineSpacing()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        place = QRect(0, (self.height() - ICON_PX) // 2, ICON_PX, ICON_PX)
        painter = QPainter(self)
        paint_icon(painter, self.icon_name, place, self.color)
        painter.end()
