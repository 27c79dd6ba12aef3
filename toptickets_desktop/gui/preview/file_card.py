"""What stands in the preview in place of a picture: what the file is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from toptickets_desktop.gui.icons import IconView
from toptickets_desktop.gui.preview.name_label import NameLabel
from toptickets_desktop.gui.theme import SPACING, tabular_font, title_font

CARD_ICON_PX = 8 * SPACING
TITLE_LINES_MAX = 3


class FileCard(QWidget):
    """A large icon, a name, its facts, a reason, what to do, and at most one button.

    Signals:
        retry_requested(): the button was pressed.
    """

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("previewCard")
        self._icon = IconView(CARD_ICON_PX)
        self._title = NameLabel(TITLE_LINES_MAX, Qt.AlignmentFlag.AlignHCenter)
        self._title.setObjectName("previewCardTitle")
        self._title.setFont(title_font(self.font()))
        self._facts = _line("previewCardFacts", QPalette.ColorRole.PlaceholderText)
        self._facts.setFont(tabular_font(self.font()))
        self._reason = _line("previewCardReason", QPalette.ColorRole.WindowText)
        self._hint = _line("previewCardHint", QPalette.ColorRole.PlaceholderText)
        self._busy = QProgressBar(maximum=0, textVisible=False)
        self._busy.setObjectName("previewBusy")
        self._busy.setAccessibleName(self.tr("Loading"))
        self._busy.setFixedSize(QSize(16 * SPACING, SPACING // 2))
        self._button = QPushButton(self.tr("Try again"))
        self._button.setObjectName("previewTryAgain")
        self._button.clicked.connect(self.retry_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * SPACING, 2 * SPACING, 2 * SPACING, 2 * SPACING)
        layout.setSpacing(SPACING)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addStretch(2)
        layout.addWidget(self._icon, alignment=centre)
        layout.addSpacing(SPACING)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        layout.addWidget(self._reason)
        layout.addWidget(self._hint)
        layout.addSpacing(SPACING)
        layout.addWidget(self._busy, alignment=centre)
        layout.addWidget(self._button, alignment=centre)
        layout.addStretch(3)

    @property
    def message(self) -> str:
        """All its words, for tests and screen readers."""
        lines = (self._title.text(), *(label.text() for label in (self._facts, self._reason, self._hint)))
        return "\n".join(line for line in lines if line)

    @property
    def can_retry(self) -> bool:
        """Whether it has the button."""
        return not self._button.isHidden()

    def show_file(
        self, icon: QIcon, title: str, *, facts: str = "", reason: str = "", hint: str = "", can_retry: bool = False, is_busy: bool = False
    ) -> None:
        """Say this; what is empty takes no room."""
        self._icon.set_icon(icon)
        self._title.set_name(title)
        self._title.setVisible(bool(title))
        for label, text in ((self._facts, facts), (self._reason, reason), (self._hint, hint)):
            label.setText(text)
            label.setVisible(bool(text))
        self._busy.setVisible(is_busy)
        self._button.setVisible(can_retry)
        self.setAccessibleName(self.message)


def _line(object_name: str, color: QPalette.ColorRole) -> QLabel:
    label = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
    label.setObjectName(object_name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(color)
    return label
