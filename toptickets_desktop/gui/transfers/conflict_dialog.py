"""Asks what to do about a file that is in the way of a download."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QGridLayout, QLabel, QPushButton, QWidget

from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.gui.fitting_dialog import FittingDialog
from toptickets_desktop.gui.formats import full_size_text, full_when_text, visible_name
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.theme import SPACING, muted_color, title_font
from toptickets_desktop.transfer.conflicts import ConflictDecision, ConflictQuestion

_WIDTH_PX = SPACING * 66
_UNKNOWN = "–"


class ConflictDialog(FittingDialog):
    """Keep both is the default and what Esc means: it is the one answer that loses nothing.

    Signals:
        decided(ConflictDecision): what the user wants.
    """

    decided = Signal(object)

    def __init__(self, question: ConflictQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflictDialog")
        self.setWindowTitle(self.tr("Save attachment"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._decision = ConflictDecision(ConflictPolicy.KEEP_BOTH)
        words = self.tr("“{name}” is already in the folder “{folder}”.")
        headline = _label(
            words.format(name=visible_name(question.path.name), folder=visible_name(question.path.parent.name or str(question.path.parent)))
        )
        headline.setObjectName("conflictHeadline")
        headline.setFont(title_font(self.font()))
        headline.setWordWrap(True)
        headline.setToolTip("")
        self.for_all = QCheckBox(self.tr("Do the same with &all others of this download"))
        self.for_all.setObjectName("conflictForAll")
        self.for_all.setVisible(question.batch_id is not None)
        consequence = _label(
            self.tr("“Keep both” saves the attachment under a name with a number. “Replace” cannot be undone: the file there now is lost.")
        )
        consequence.setWordWrap(True)
        palette = consequence.palette()
        palette.setColor(palette.ColorRole.WindowText, muted_color(self.palette()))
        consequence.setPalette(palette)
        layout = vertical(self, spacing_px=SPACING * 2, margin_px=SPACING * 2)
        layout.addWidget(headline)
        layout.addLayout(self._facts(question))
        layout.addWidget(consequence)
        layout.addWidget(self.for_all)
        layout.addWidget(self._buttons())
        self.resize(_WIDTH_PX, self.sizeHint().height())
        self.finished.connect(lambda _result: self.decided.emit(self._decision))

    def _facts(self, question: ConflictQuestion) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACING * 2)
        grid.setVerticalSpacing(SPACING)
        grid.setColumnStretch(2, 1)
        rows = (
            (self.tr("There now:"), question.existing_size_bytes, question.existing_modified_at, self.tr("changed {when}")),
            (self.tr("Attachment:"), question.new_size_bytes, question.new_created_at, self.tr("uploaded {when}")),
        )
        for row, (title, size_bytes, moment, words) in enumerate(rows):
            grid.addWidget(_label(title), row, 0)
            grid.addWidget(_label(full_size_text(size_bytes) or _UNKNOWN), row, 1)
            grid.addWidget(_label(_when(words, moment)), row, 2)
        return grid

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        for policy, name, words in (
            (ConflictPolicy.KEEP_BOTH, "keepBoth", self.tr("&Keep both")),
            (ConflictPolicy.REPLACE, "replaceFile", self.tr("&Replace")),
            (ConflictPolicy.SKIP, "skipFile", self.tr("&Skip")),
        ):
            button = QPushButton(words)
            button.setObjectName(name)
            button.setAutoDefault(policy is ConflictPolicy.KEEP_BOTH)
            button.setDefault(policy is ConflictPolicy.KEEP_BOTH)
            button.clicked.connect(lambda _checked=False, policy=policy: self._decide(policy))
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            if policy is ConflictPolicy.KEEP_BOTH:
                button.setFocus()
        return box

    def _decide(self, policy: ConflictPolicy) -> None:
        self._decision = ConflictDecision(policy, for_all=self.for_all.isChecked())
        self.accept()


def _when(words: str, moment: datetime | None) -> str:
    return "" if moment is None else words.format(when=full_when_text(moment))


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
