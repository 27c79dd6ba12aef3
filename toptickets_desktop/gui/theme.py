"""The look of the whole program: style, light and dark palette, spacing, figures, and colours that mean something.

Where the platform has a style and palette of its own they stay; where it has none (plain X11, offscreen) Fusion is used with
the palettes below. There is no style sheet: it would switch off parts of the native styles.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from toptickets_desktop.domain.ticket import TicketPriority, TicketStatus

SPACING = 8
"""The grid in logical pixels: distances are this, its half, or a multiple of it."""

CONTRAST_MIN = 4.5
"""Of text on its background (WCAG 2.2, success criterion 1.4.3)."""

_POOR_STYLES = frozenset({"windows", "common"})  # Qt's own last resorts, which look like 1995


class ColorChoice(StrEnum):
    """Which palette the user wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """What a colour means."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    SPECIAL = "special"


_TONES = {
    Tone.NEUTRAL: QColor("#6b7280"),
    Tone.INFO: QColor("#2563c9"),
    Tone.SUCCESS: QColor("#1f7a4d"),
    Tone.WARNING: QColor("#b35a00"),
    Tone.DANGER: QColor("#c8322b"),
    Tone.SPECIAL: QColor("#7a4fc4"),
}

_STATUS_TONES = {
    TicketStatus.NEW.value: Tone.SPECIAL,
    TicketStatus.OPEN.value: Tone.INFO,
    TicketStatus.PENDING.value: Tone.WARNING,
    TicketStatus.RESOLVED.value: Tone.SUCCESS,
    TicketStatus.CLOSED.value: Tone.NEUTRAL,
}
_PRIORITY_TONES = {
    TicketPriority.LOW.value: Tone.NEUTRAL,
    TicketPriority.HIGH.value: Tone.WARNING,
    TicketPriority.URGENT.value: Tone.DANGER,
}

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f4f5f7",
    _Role.WindowText: "#1d232b",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f8f9fb",
    _Role.Text: "#1d232b",
    _Role.Button: "#fcfcfd",
    _Role.ButtonText: "#1d232b",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#1d232b",
    _Role.ToolTipText: "#f4f5f7",
    _Role.PlaceholderText: "#656e7c",
    _Role.Highlight: "#2a63c4",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#2a63c4",
    _Role.Link: "#1f57b8",
    _Role.LinkVisited: "#6a45b0",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e9ebef",
    _Role.Mid: "#c9ced6",
    _Role.Dark: "#9aa2ae",
    _Role.Shadow: "#5b6470",
}
_DARK = {
    _Role.Window: "#23262c",
    _Role.WindowText: "#e4e7ec",
    _Role.Base: "#1a1c20",
    _Role.AlternateBase: "#1f2227",
    _Role.Text: "#e4e7ec",
    _Role.Button: "#2f333b",
    _Role.ButtonText: "#e4e7ec",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#32373f",
    _Role.ToolTipText: "#eef0f3",
    _Role.PlaceholderText: "#949ca8",
    _Role.Highlight: "#2f66c4",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#2f66c4",
    _Role.Link: "#7fb0ff",
    _Role.LinkVisited: "#bd9cf5",
    _Role.Light: "#3a3f48",
    _Role.Midlight: "#31363e",
    _Role.Mid: "#15171a",
    _Role.Dark: "#101215",
    _Role.Shadow: "#08090a",
}
_TICKABLE_LIGHT, _TICKABLE_DARK = "#767e8a", "#8a93a0"  # the outline of a box to be ticked
_FUSION_OUTLINE_PERCENT = 140  # Fusion takes the ground, so much darker, for outlines
_TEXT_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText)
_DISABLED_LIGHT, _DISABLED_DARK = "#646c79", "#b2b8c2"  # readable too: why something cannot be done is asked of what cannot


class Theme(QObject):
    """Gives the application its look, and keeps it when the system turns dark or light.

    Signals:
        changed(): the palette is another one now.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._choice = ColorChoice.SYSTEM
        self._platform_palette = QPalette(application.palette())
        if application.style().name().lower() in _POOR_STYLES:
            application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_style_hints_color_scheme_changed)
        self._apply_palette()

    @property
    def choice(self) -> ColorChoice:
        """What the user wants."""
        return self._choice

    @property
    def is_dark(self) -> bool:
        """What is shown."""
        return is_dark(self._application.palette())

    def apply(self, choice: ColorChoice | str) -> None:
        """Follow the system, or be light or dark whatever the system says; an unknown word follows the system."""
        self._choice = ColorChoice(choice) if choice in set(ColorChoice) else ColorChoice.SYSTEM
        scheme = {ColorChoice.LIGHT: Qt.ColorScheme.Light, ColorChoice.DARK: Qt.ColorScheme.Dark}.get(self._choice, Qt.ColorScheme.Unknown)
        self._application.styleHints().setColorScheme(scheme)
        self._apply_palette()

    def _on_style_hints_color_scheme_changed(self, scheme: Qt.ColorScheme) -> None:  # noqa: ARG002  # read from the hints again
        self._apply_palette()

    def _apply_palette(self) -> None:
        shown = self._application.styleHints().colorScheme()
        if self._choice is ColorChoice.SYSTEM:
            wants_dark = shown is Qt.ColorScheme.Dark or (shown is Qt.ColorScheme.Unknown and is_dark(self._platform_palette))
        else:
            wants_dark = self._choice is ColorChoice.DARK
        # A style of the platform knows its own colours, unless the platform does not listen to what the user wants.
        platform_obeys = self._choice is ColorChoice.SYSTEM or (shown is Qt.ColorScheme.Dark) is wants_dark
        if self._application.style().name().lower() != "fusion" and platform_obeys:
            self._application.setPalette(QPalette())
        else:
            self._application.setPalette(dark_palette() if wants_dark else light_palette())
            for tickable in ("QCheckBox", "QRadioButton"):
                self._application.setPalette(tickable_palette(dark=wants_dark), tickable)  # type: ignore[arg-type]  # its stub wants bytes, it takes text
        self.changed.emit()


def light_palette() -> QPalette:
    """Dark text on light ground."""
    return _palette(_LIGHT, _DISABLED_LIGHT)


def dark_palette() -> QPalette:
    """Light text on dark ground."""
    return _palette(_DARK, _DISABLED_DARK)


def tickable_palette(*, dark: bool) -> QPalette:
    """For boxes to be ticked. Fusion makes their outline from the ground, which is not painted: in ours nobody would see it.

    Source: at least 3:1 for what marks a control (WCAG 2.2, success criterion 1.4.11).
    """
    palette = dark_palette() if dark else light_palette()
    palette.setColor(_Role.Window, QColor(_TICKABLE_DARK if dark else _TICKABLE_LIGHT).lighter(_FUSION_OUTLINE_PERCENT))
    return palette


def is_dark(palette: QPalette) -> bool:
    """Whether a palette has light text on dark ground."""
    return palette.color(_Role.WindowText).lightnessF() > palette.color(_Role.Window).lightnessF()


def tone_color(tone: Tone, palette: QPalette | None = None) -> QColor:
    """The colour of a meaning, readable as text on this palette (the application's when not given)."""
    palette = palette or QGuiApplication.palette()
    grounds = tuple(palette.color(role).rgb() for role in (_Role.Base, _Role.AlternateBase, _Role.Window))
    return QColor.fromRgb(_readable(_TONES[tone].rgb(), grounds))


def status_color(status: str, palette: QPalette | None = None) -> QColor:
    """The text colour of a ticket's status; the ordinary one for a status that we do not know."""
    return _color_in(_STATUS_TONES, status, palette)


def priority_color(priority: str, palette: QPalette | None = None) -> QColor:
    """The text colour of a ticket's priority; the ordinary one for medium, and for a priority that we do not know."""
    return _color_in(_PRIORITY_TONES, priority, palette)


def muted_color(palette: QPalette | None = None) -> QColor:
    """The text colour of what matters less."""
    return tone_color(Tone.NEUTRAL, palette)


def contrast_ratio(one: QColor, other: QColor) -> float:
    """How well two opaque colours are told apart, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tabular_font(font: QFont | None = None) -> QFont:
    """A font (the application's when not given) whose figures are equally wide, so that numbers stand in columns."""
    tabular = QFont(font) if font is not None else QGuiApplication.font()
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def title_font(font: QFont | None = None) -> QFont:
    """The font of a heading inside a pane: a little larger and heavier than the text (the application's when not given)."""
    title = QFont(font) if font is not None else QGuiApplication.font()
    title.setWeight(QFont.Weight.DemiBold)
    if title.pointSizeF() > 0:  # fonts can also be measured in pixels
        title.setPointSizeF(title.pointSizeF() * 1.15)
    return title


def _color_in(tones: dict[str, Tone], word: str, palette: QPalette | None) -> QColor:
    tone = tones.get(word)
    return (palette or QGuiApplication.palette()).color(_Role.Text) if tone is None else tone_color(tone, palette)


@lru_cache(maxsize=256)
def _readable(color: int, grounds: tuple[int, ...]) -> int:
    """Lighten or darken a colour until it can be read on all these grounds; at the end of the scale it is what it is."""
    grounds_shown = [QColor.fromRgb(ground) for ground in grounds]
    step = 0.02 if max(ground.lightnessF() for ground in grounds_shown) < 0.5 else -0.02
    shown = QColor.fromRgb(color)
    hue, saturation, lightness = shown.hslHueF(), shown.hslSaturationF(), shown.lightnessF()
    while min(contrast_ratio(shown, ground) for ground in grounds_shown) < CONTRAST_MIN and 0 < lightness < 1:
        lightness = min(1.0, max(0.0, lightness + step))
        shown = QColor.fromRgb(QColor.fromHslF(hue, saturation, lightness).rgb())  # as it will be, with 8 bits a channel
    return shown.rgb()


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _palette(colors: dict[QPalette.ColorRole, str], disabled_text: str) -> QPalette:
    palette = QPalette()
    for role, name in colors.items():
        palette.setColor(role, QColor(name))
    disabled = QPalette.ColorGroup.Disabled
    for role in _TEXT_ROLES:
        palette.setColor(disabled, role, QColor(disabled_text))
    palette.setColor(disabled, _Role.Highlight, QColor(colors[_Role.Mid]))
    palette.setColor(disabled, _Role.HighlightedText, QColor(disabled_text))
    palette.setColor(disabled, _Role.Accent, QColor(disabled_text))
    return palette
