"""What the pages of the preferences have in common: a form in a place that scrolls, and choices that hold at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING, Tone, title_font


class Page(QScrollArea):
    """One page. What was chosen on it is told at once.

    Signals:
        chosen(dict): new values of fields of `Settings`, by name.
    """

    chosen = Signal(object)

    def __init__(self, object_name: str, icon_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.icon_name = icon_name
        self.tasks = TaskOwner(self)
        self.running: set[asyncio.Task[None]] = set()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(SPACING * 2)
        self.form.setVerticalSpacing(SPACING * 2)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._heading = QLabel()
        self._heading.setFont(title_font(self.font()))
        layout = vertical(self._content, spacing_px=SPACING * 2)
        layout.setContentsMargins(0, 0, SPACING, 0)
        layout.addWidget(self._heading)
        layout.addLayout(self.form)
        layout.addStretch(1)
        self.setWidget(self._content)

    @property
    def title(self) -> str:
        """What the page is called."""
        return self._heading.text()

    def set_title(self, title: str) -> None:
        """Name the page."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        """As wide as what is on it."""
        content = self._content.sizeHint()
        return QSize(content.width() + SPACING * 3, content.height())

    def start(self, name: str, work: Coroutine[Any, Any, None], *, on_error: Callable[[TopTicketsError], None]) -> None:
        """Start a task, for which a dialog that is closed waits before it goes."""
        task = self.tasks.start(name, work, on_error=on_error)
        if task is not None:
            self.running.add(task)
            task.add_done_callback(self.running.discard)

    def tell(self, **values: object) -> None:
        """Have these fields of `Settings` take these values."""
        self.chosen.emit(values)

    def add_row(self, text: str, field: QWidget | QLayout, *, buddy: QWidget | None = None) -> None:
        """A label, with its mnemonic, and what it names; without a text, something that stands by itself."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        target = buddy if buddy is not None else field
        if isinstance(target, QWidget):
            label.setBuddy(target)
        if isinstance(field, QWidget):
            self.form.addRow(label, field)
        else:
            self.form.addRow(label, field)


def check_box(object_name: str, text: str, *, is_checked: bool, tip: str = "") -> QCheckBox:
    """A yes or no."""
    box = QCheckBox(text)
    box.setObjectName(object_name)
    box.setToolTip(tip)
    box.setChecked(is_checked)
    return box


def choice_box(object_name: str, accessible_name: str, choices: Sequence[tuple[str, str]], current: str) -> QComboBox:
    """One of several; each choice is a value and its words."""
    box = QComboBox()
    box.setObjectName(object_name)
    box.setAccessibleName(accessible_name)
    box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(box.findData(current), 0))
    return box


def number_box(object_name: str, accessible_name: str, *, least: int, most: int, value: int, suffix: str = "") -> QSpinBox:
    """A number."""
    box = QSpinBox(minimum=least, maximum=most, value=value, suffix=suffix)
    box.setObjectName(object_name)
    box.setAccessibleName(accessible_name)
    box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    # Each digit that is typed would count at once; the number holds when it is finished.
    box.setKeyboardTracking(False)
    return box


def text_line(object_name: str, accessible_name: str, text: str) -> QLineEdit:
    """A line of text."""
    line = QLineEdit(text)
    line.setObjectName(object_name)
    line.setAccessibleName(accessible_name)
    return line


def push_button(object_name: str, text: str) -> QPushButton:
    """A button that Enter in another field does not press."""
    button = QPushButton(text)
    button.setObjectName(object_name)
    button.setAutoDefault(False)
    return button


def verdict_line(object_name: str) -> StatusLine:
    """Says what is wrong; hidden while nothing is."""
    line = StatusLine()
    line.setObjectName(object_name)
    line.hide()
    return line


def show_problem(verdict: StatusLine, text: str) -> None:
    """Say what is wrong, or nothing."""
    verdict.show_text(text, icon_name="circle-alert" if text else "", tone=Tone.DANGER)
    verdict.setVisible(bool(text))


def hint_label(text: str) -> QLabel:
    """Quiet words below a field."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def beside(*widgets: QWidget, fills: bool = False) -> QBoxLayout:
    """Fields in a row; the first takes the room that is left, if it is to."""
    row = horizontal()
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 1 if fills and number == 0 else 0)
    if not fills:
        row.addStretch(1)
    return row


def below(*parts: QWidget | QLayout) -> QBoxLayout:
    """A field, and below it what belongs to it."""
    column = vertical(spacing_px=SPACING // 2)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return column
