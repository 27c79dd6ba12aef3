"""Chips: small switches that say what a list is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from toptickets_desktop.gui.flow_layout import FlowLayout
from toptickets_desktop.gui.theme import SPACING, muted_color

_Role = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class ChipChoice:
    """One chip: the group that it belongs to, what it stands for there, its word and its tooltip.

    Of a group at most one is on, because the service takes one value of each kind.
    """

    group: str
    value: str
    text: str
    help_text: str


class Chip(QAbstractButton):
    """A pill with a word, filled while it is on."""

    def __init__(self, choice: ChipChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setObjectName(f"chip_{choice.group}_{choice.value}")
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.allow("")

    def allow(self, why_not: str) -> None:
        """Let it be pressed, or say why it cannot."""
        self.setEnabled(not why_not)
        self.setToolTip(why_not or self.choice.help_text)
        self.setAccessibleDescription(why_not or self.choice.help_text)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + SPACING * 2 + 2, metrics.height() + SPACING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        is_on = self.isChecked()
        ground = palette.color(_Role.Highlight if is_on else _Role.Base)
        ink = palette.color(_Role.HighlightedText if is_on else _Role.WindowText)
        if not self.isEnabled():
            ground, ink = palette.color(_Role.Window), palette.color(_Role.WindowText)
        elif self.underMouse() and not is_on:
            ground = palette.color(_Role.Midlight)
        pill = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(ground if is_on else _edge(palette), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        if self.hasFocus():
            inner = pill.adjusted(2, 2, -2, -2)
            painter.setPen(QPen(ink if is_on else palette.color(_Role.Highlight), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.setPen(ink)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        painter.end()


class ChipBar(QWidget):
    """Chips in lines. Tab goes to the bar, arrow keys from chip to chip, Space presses.

    Signals:
        changed(): another chip is on; `value` tells which.
    """

    changed = Signal()

    def __init__(self, choices: Sequence[ChipChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = FlowLayout(self)
        self._chips: list[Chip] = []
        group = choices[0].group if choices else ""
        for choice in choices:
            if choice.group != group:
                group = choice.group
                gap = QWidget()
                gap.setFixedSize(SPACING // 2, 1)
                self._layout.addWidget(gap)
            chip = Chip(choice)
            chip.clicked.connect(lambda _on=False, pressed=chip: self._on_chip_clicked(pressed))
            chip.installEventFilter(self)
            self._layout.addWidget(chip)
            self._chips.append(chip)
        self._make_tab_stop(self._chips[0])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def chips(self) -> list[Chip]:
        """All of them, in their order."""
        return list(self._chips)

    def chip(self, group: str, value: str) -> Chip:
        """The one that stands for a value.

        Raises:
            StopIteration: there is none.
        """
        return next(chip for chip in self._chips if (chip.choice.group, chip.choice.value) == (group, value))

    def value(self, group: str) -> str | None:
        """What is on in a group."""
        return next((chip.choice.value for chip in self._chips if chip.choice.group == group and chip.isChecked()), None)

    def values(self) -> dict[str, str]:
        """What is on, by group."""
        return {chip.choice.group: chip.choice.value for chip in self._chips if chip.isChecked()}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Have exactly these on, without a signal; groups and values that there are not are left out."""
        for chip in self._chips:
            chip.setChecked(values.get(chip.choice.group) == chip.choice.value)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Go from chip to chip with the arrow keys; Tab comes back to where one was."""
        if isinstance(event, QFocusEvent) and event.gotFocus() and isinstance(watched, Chip):
            self._make_tab_stop(watched)
        elif isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and isinstance(watched, Chip):
            return self._go(watched, Qt.Key(event.key()))
        return False

    def _go(self, chip: Chip, key: Qt.Key) -> bool:
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        steps = {
            Qt.Key.Key_Right: -1 if is_mirrored else 1,
            Qt.Key.Key_Left: 1 if is_mirrored else -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
        }
        usable = [each for each in self._chips if each.isEnabled()]
        if key not in steps or chip not in usable:
            return False
        usable[(usable.index(chip) + steps[key]) % len(usable)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _make_tab_stop(self, stop: Chip) -> None:
        for chip in self._chips:
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is stop else Qt.FocusPolicy.ClickFocus)

    def _on_chip_clicked(self, pressed: Chip) -> None:
        if pressed.isChecked():
            for chip in self._chips:
                if chip is not pressed and chip.choice.group == pressed.choice.group:
                    chip.setChecked(False)
        self.changed.emit()


def _edge(palette: QPalette) -> QColor:
    """A line that can be seen on either ground."""
    edge = muted_color(palette)
    edge.setAlphaF(0.55)
    return edge
