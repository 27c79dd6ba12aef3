"""One file in the check sheet: what is the matter with it, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QLineEdit, QWidget

from toptickets_desktop.domain.errors import RefusalReason
from toptickets_desktop.domain.file_rules import refusal_of_name
from toptickets_desktop.gui.formats import size_text, visible_name
from toptickets_desktop.gui.icons import file_type_icon
from toptickets_desktop.gui.incoming.concern_words import concerns
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preview.name_label import NameLabel
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.theme import SPACING, Tone, tabular_font
from toptickets_desktop.transfer.local_names import split_ending
from toptickets_desktop.transfer.outgoing import Outgoing

_ICON_PX = SPACING * 3
_CHOICE_WIDTH_PX = SPACING * 24


class Choice(StrEnum):
    """What is done with a file."""

    SEND = "send"
    RENAME = "rename"
    SHRINK = "shrink"
    ZIP = "zip"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user decided about one file.

    Attributes:
        name: what it is to be called.
        removes_metadata: whether a copy without places and devices goes in its stead.
        product: the copy that was made already (a smaller picture).
    """

    outgoing: Outgoing
    choice: Choice
    name: str
    removes_metadata: bool = False
    product: Path | None = None


class CheckRow(QFrame):
    """A row of the sheet.

    Args:
        outgoing: the file.
        suggestion: another name for it; its own when there is none.

    Signals:
        choice_changed(Choice): the user chose something else.
        edited(): anything else about the decision changed.
    """

    choice_changed = Signal(object)
    edited = Signal()

    def __init__(self, outgoing: Outgoing, suggestion: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkRow")
        self.outgoing = outgoing
        self.product: Path | None = None
        name = visible_name(outgoing.name)
        self.setAccessibleName(name)
        self._choices = _choices_for(outgoing, suggestion)

        mark = QLabel()
        mark.setPixmap(file_type_icon("", outgoing.name).pixmap(_ICON_PX, _ICON_PX))
        title = NameLabel(1, Qt.AlignmentFlag.AlignLeading)
        title.set_name(outgoing.name)
        size = QLabel(size_text(outgoing.size_bytes) if outgoing.size_bytes is not None else "")
        size.setTextFormat(Qt.TextFormat.PlainText)
        size.setFont(tabular_font(size.font()))
        self.choice_box = QComboBox()
        self.choice_box.setObjectName("checkChoice")
        self.choice_box.setAccessibleName(self.tr("What to do with {name}").format(name=name))
        self.choice_box.setMinimumWidth(_CHOICE_WIDTH_PX)
        for choice in self._choices:
            self.choice_box.addItem(self._choice_text(choice), choice)
        self.name_field = QLineEdit(suggestion)
        self.name_field.setObjectName("checkName")
        self.name_field.setAccessibleName(self.tr("New name for {name}").format(name=name))
        self.clean_box = QCheckBox(
            self.tr("Remove location and device data from the copy that is sent")
            if outgoing.told.device
            else self.tr("Remove the location from the copy that is sent")
        )
        self.clean_box.setObjectName("checkClean")
        self.clean_box.setChecked(True)
        self.status = StatusLine()
        self.status.setObjectName("checkStatus")
        self.status.hide()

        head = horizontal()
        head.addWidget(title, 1)
        head.addWidget(size)
        head.addWidget(self.choice_box)
        body = vertical(spacing_px=SPACING // 2)
        body.addLayout(head)
        for text, tone in concerns(outgoing):
            line = StatusLine()
            line.show_text(text, icon_name="circle-x" if tone is Tone.DANGER else "triangle-alert", tone=tone)
            body.addWidget(line)
        for part in (self.name_field, self.clean_box, self.status):
            body.addWidget(part)
        layout = horizontal(self, spacing_px=SPACING + SPACING // 2)
        layout.setContentsMargins(SPACING * 2, SPACING + SPACING // 2, SPACING * 2, SPACING + SPACING // 2)
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(body, 1)

        self.choice_box.currentIndexChanged.connect(self._on_choice_box_index_changed)
        self.name_field.textEdited.connect(self._on_name_field_edited)
        self.clean_box.toggled.connect(self.edited)
        self._show_parts()

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        return Choice(self.choice_box.currentData())

    @property
    def problem_kind(self) -> tuple[object, ...]:
        """Equal for files with the same things to say about them."""
        outgoing = self.outgoing
        return (
            outgoing.refusal and outgoing.refusal.reason,
            outgoing.twin and outgoing.twin.is_certain,
            outgoing.has_name_taken,
            outgoing.told.place,
            bool(outgoing.secrets.total),
        )

    @property
    def is_ready(self) -> bool:
        """Whether the decision can be carried out."""
        if self.choice is Choice.RENAME:
            return not self._name_problem()
        return self.choice is not Choice.SHRINK or self.product is not None

    def decision(self) -> Decision:
        """What is to be done."""
        outgoing, choice = self.outgoing, self.choice
        name = self.name_field.text().strip() if choice is Choice.RENAME else outgoing.name
        removes = outgoing.told.place and self.clean_box.isChecked() and choice not in {Choice.SKIP, Choice.SHRINK}
        return Decision(outgoing, choice, name, removes, self.product if choice is Choice.SHRINK else None)

    def choose(self, choice: Choice) -> None:
        """Choose something, when it is offered."""
        if choice in self._choices:
            self.choice_box.setCurrentIndex(self._choices.index(choice))

    def show_status(self, text: str, *, icon_name: str = "", tone: Tone | None = None) -> None:
        """Say how the decision is getting on."""
        self.status.show_text(text, icon_name=icon_name, tone=tone)
        self.status.setVisible(bool(text))

    def show_failure(self, text: str) -> None:
        """Say why the decision could not be carried out."""
        self.show_status(text, icon_name="circle-x", tone=Tone.DANGER)

    def _show_parts(self) -> None:
        self.name_field.setVisible(self.choice is Choice.RENAME)
        self.clean_box.setVisible(self.outgoing.told.place and self.choice not in {Choice.SKIP, Choice.SHRINK})

    def _name_problem(self) -> str:
        name = self.name_field.text().strip()
        if not name:
            return self.tr("Type a name.")
        reason = refusal_of_name(name)
        if reason is RefusalReason.NAME_TOO_LONG:
            return self.tr("This name is too long.")
        return self.tr("This name cannot be sent.") if reason is not None else ""

    def _choice_text(self, choice: Choice) -> str:
        match choice:
            case Choice.SEND:
                return self.tr("Send anyway") if not self._is_about_place_only() else self.tr("Send")
            case Choice.RENAME:
                return self.tr("Send under another name")
            case Choice.SHRINK:
                return self.tr("Send a smaller copy")
            case Choice.ZIP:
                return self.tr("Put into a ZIP")
            case Choice.SKIP:
                return self.tr("Do not send")

    def _is_about_place_only(self) -> bool:
        outgoing = self.outgoing
        return outgoing.told.place and not (outgoing.twin or outgoing.has_name_taken or outgoing.secrets.total)

    def _on_choice_box_index_changed(self) -> None:
        self.show_status("")
        self._show_parts()
        if self.choice is Choice.RENAME and self.isVisible():
            self.name_field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name_field.setSelection(0, len(split_ending(self.name_field.text())[0]))
        self.choice_changed.emit(self.choice)

    def _on_name_field_edited(self) -> None:
        problem = self._name_problem()
        if problem:
            self.show_failure(problem)
        else:
            self.show_status("")
        self.edited.emit()


def _choices_for(outgoing: Outgoing, suggestion: str) -> list[Choice]:
    """What is offered; the first is what happens when the user only presses Enter, so it is the one that does no harm."""
    refusal = outgoing.refusal
    if refusal is None:
        if outgoing.secrets.total or outgoing.twin is not None:
            return [Choice.SKIP, Choice.SEND, Choice.RENAME, Choice.ZIP]
        if outgoing.has_name_taken:
            return [Choice.RENAME, Choice.SEND, Choice.ZIP, Choice.SKIP]
        return [Choice.SEND, Choice.RENAME, Choice.ZIP, Choice.SKIP]
    match refusal.reason:
        case RefusalReason.TOO_LARGE:
            return [Choice.SHRINK, Choice.ZIP, Choice.SKIP] if outgoing.can_be_shrunk else [Choice.SKIP, Choice.ZIP]
        case RefusalReason.TYPE_NOT_ALLOWED | RefusalReason.DISGUISED:
            renaming = [Choice.RENAME] if suggestion != outgoing.name else []
            return [Choice.SKIP, *renaming, Choice.ZIP]
        case _:
            return [Choice.RENAME, Choice.SKIP]
