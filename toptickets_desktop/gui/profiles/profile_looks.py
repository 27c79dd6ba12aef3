"""How a profile is called and coloured where it is shown."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPen, QPixmap

from toptickets_desktop.domain.profile import Profile, ProfileColor
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.theme import is_dark

translate = QCoreApplication.translate

# For light and for dark ground: each at least 3:1 on it (WCAG 2.2, success criterion 1.4.11), and far enough from the others.
_COLORS = {
    ProfileColor.BLUE: ("#2563c9", "#6ea3f5"),
    ProfileColor.GREEN: ("#1f7a4d", "#55b98a"),
    ProfileColor.ORANGE: ("#b35a00", "#e8954a"),
    ProfileColor.RED: ("#c8322b", "#f0766f"),
    ProfileColor.PURPLE: ("#7a4fc4", "#b394ee"),
    ProfileColor.TEAL: ("#0f7c87", "#4dbcc6"),
    ProfileColor.GREY: ("#6b7280", "#a3abb8"),
}
_RADIUS_SHARE = 0.36

# As in gui/icons.py: PySide lets go of a copied engine too early.
_copies: list[QIconEngine] = []


def profile_label(profile: Profile) -> str:
    """What a profile is called."""
    if profile.is_practice and not profile.name:
        return translate("Profiles", "Practice service")
    return visible_name(profile.label)


def color_text(color: ProfileColor) -> str:
    """The name of a colour."""
    return {
        ProfileColor.BLUE: translate("Profiles", "Blue"),
        ProfileColor.GREEN: translate("Profiles", "Green"),
        ProfileColor.ORANGE: translate("Profiles", "Orange"),
        ProfileColor.RED: translate("Profiles", "Red"),
        ProfileColor.PURPLE: translate("Profiles", "Purple"),
        ProfileColor.TEAL: translate("Profiles", "Teal"),
        ProfileColor.GREY: translate("Profiles", "Grey"),
    }[color]


def profile_color(color: ProfileColor, palette: QPalette | None = None) -> QColor:
    """The colour itself, as it is seen well on this palette (the application's when not given)."""
    on_light, on_dark = _COLORS[color]
    return QColor(on_dark if is_dark(palette or QGuiApplication.palette()) else on_light)


@cache
def dot_icon(color: ProfileColor) -> QIcon:
    """A dot of that colour, which follows the palette."""
    return QIcon(_Dot(color))


class _Dot(QIconEngine):
    """Looks its colour up when it is painted."""

    def __init__(self, color: ProfileColor) -> None:
        super().__init__()
        self._color = color

    def clone(self) -> QIconEngine:
        copy = _Dot(self._color)
        _copies.append(copy)
        return copy

    def key(self) -> str:
        return "toptickets-dot"

    def isNull(self) -> bool:
        return False

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002  # Qt's signature
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mode is QIcon.Mode.Selected:  # a ring, since the ground may have the very same colour
            painter.setPen(QPen(QGuiApplication.palette().color(QPalette.ColorRole.HighlightedText), 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(profile_color(self._color))
        radius = min(rect.width(), rect.height()) * _RADIUS_SHARE
        painter.drawEllipse(rect.toRectF().center(), radius, radius)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap
