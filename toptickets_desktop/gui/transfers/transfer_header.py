"""The line over the rows of the Transfers panel: what all of them do together, and what can be asked of all."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from toptickets_desktop.gui.elided_label import ElidedLabel
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal
from toptickets_desktop.gui.theme import SPACING, tabular_font, title_font
from toptickets_desktop.gui.transfers.tally import Tally
from toptickets_desktop.gui.transfers.transfer_actions import TransferActions, limit_text

_SUMMARY_WIDTH_PX = SPACING * 32


class TransferHeader(QWidget):
    """Title, summary and buttons. Where there is little room the buttons keep their icons only, with the words in a tooltip.

    Signals:
        fold_toggled(bool): the rows are to be folded away, or shown again.
    """

    fold_toggled = Signal(bool)

    def __init__(self, actions: TransferActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        title = QLabel(self.tr("Transfers"))
        title.setObjectName("transferTitle")
        title.setFont(title_font(self.font()))
        self.summary = ElidedLabel()
        self.summary.setObjectName("transferSummary")
        self.summary.setFont(tabular_font(self.font()))
        self.retry_button = _button("retryFailedButton", actions.retry_failed)
        self.pause_button = _button("pauseAllButton", actions.pause_all)
        self.cancel_all_button = _button("cancelAllButton", actions.cancel_all)
        self.clear_button = _button("clearFinishedButton", actions.clear_finished)
        self.limit_button = QToolButton(autoRaise=True)
        self.limit_button.setObjectName("bandwidthButton")
        self.limit_button.setIcon(icon("gauge"))
        self.limit_button.setMenu(actions.limit_menu)
        self.limit_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fold_button = QToolButton(autoRaise=True)
        self.fold_button.setCheckable(True)
        self.fold_button.setObjectName("foldTransfers")
        self.fold_button.toggled.connect(self.fold_toggled)
        self._wordy = (self.retry_button, self.pause_button, self.cancel_all_button, self.clear_button, self.limit_button)
        layout = horizontal(self, spacing_px=SPACING // 2)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
        layout.addWidget(title)
        layout.addSpacing(SPACING * 2)
        layout.addWidget(self.summary, 1)
        layout.addSpacing(SPACING)
        for button in (*self._wordy, self.fold_button):
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_limit(None)

    def show_tally(self, tally: Tally, text: str) -> None:
        """Show the line, and the buttons that have something to do."""
        self.summary.set_text(text)
        self.retry_button.setVisible(self._actions.retry_failed.isEnabled())
        is_resuming = self._actions.resume_all.isEnabled() and not self._actions.pause_all.isEnabled()
        self.pause_button.setDefaultAction(self._actions.resume_all if is_resuming else self._actions.pause_all)
        self._name()
        self._fit()
        self.setAccessibleName(self.tr("Transfers: {text}").format(text=text) if tally.total_count else self.tr("Transfers"))

    def show_limit(self, bytes_per_s: int | None) -> None:
        """Say which limit holds."""
        words = limit_text(bytes_per_s)
        self.limit_button.setText(words)
        self.limit_button.setToolTip(self.tr("Bandwidth limit: {limit}").format(limit=words))
        self.limit_button.setAccessibleName(self.limit_button.toolTip())
        self._fit()

    def show_fold(self, is_folded: bool) -> None:
        """Say what the last button does."""
        words = self.tr("Show the list of transfers") if is_folded else self.tr("Fold the list of transfers away")
        self.fold_button.setIcon(icon("chevron-up" if is_folded else "chevron-down"))
        self.fold_button.setToolTip(words)
        self.fold_button.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _name(self) -> None:
        for button in (self.retry_button, self.pause_button, self.cancel_all_button, self.clear_button):
            button.setAccessibleName(button.text())

    def _fit(self) -> None:
        """Words beside the icons where they leave room for the summary."""
        margins = SPACING * 8
        words_px = sum(
            button.fontMetrics().horizontalAdvance(button.text()) + SPACING * 5 for button in self._wordy if not button.isHidden()
        )
        has_room = self.width() - words_px - margins >= _SUMMARY_WIDTH_PX + SPACING * 10
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if has_room else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._wordy:
            button.setToolButtonStyle(style)


def _button(object_name: str, action: QAction) -> QToolButton:
    button = QToolButton(autoRaise=True)
    button.setObjectName(object_name)
    button.setDefaultAction(action)
    return button
