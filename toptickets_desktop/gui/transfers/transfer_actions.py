"""What can be asked of transfers, as actions: for the selected rows, and for all of them. The menu bar and the panel share them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.formats import speed_text
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.transfers.tally import Tally
from toptickets_desktop.gui.transfers.transfer_words import TransferAction, action_text, actions_for

translate = QCoreApplication.translate

_KB = 1024
BANDWIDTH_LIMITS_BYTES_PER_S = (256 * _KB, 512 * _KB, _KB**2, 2 * _KB**2, 5 * _KB**2, 10 * _KB**2)
"""Offered in the menu; the settings take any."""

_ICONS_AND_KEYS = {
    TransferAction.OPEN: ("external-link", "Return"),
    TransferAction.SHOW_IN_FOLDER: ("folder-open", "Ctrl+Return"),
    TransferAction.START_NEXT: ("arrow-up-to-line", "Ctrl+Up"),
    TransferAction.PAUSE: ("pause", "Ctrl+P"),
    TransferAction.RESUME: ("play", "Ctrl+Shift+R"),
    TransferAction.RETRY: ("rotate-cw", "Ctrl+R"),
    TransferAction.CANCEL: ("x", "Del"),
}


class TransferActions(QObject):
    """The actions; the panel enables and answers them.

    Signals:
        asked(TransferAction): for the selected rows.
        limit_chosen(int | None): all transfers together may move so many bytes a second.
    """

    asked = Signal(object)
    limit_chosen = Signal(object)

    def __init__(self, table: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.of_rows = {action: self._make_for_rows(action, table) for action in _ICONS_AND_KEYS}
        self.copy = self._make("copyTransferMessage", "copy", self.tr("Copy message"))
        self.copy.setShortcut(QKeySequence.StandardKey.Copy)
        self.diagnostics = self._make("copyTransferDiagnostics", "clipboard-list", self.tr("Copy diagnostics…"))
        for action in (self.copy, self.diagnostics):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            table.addAction(action)
        self.retry_failed = self._make("retryFailedTransfers", "rotate-cw", self.tr("Retry failed"))
        self.pause_all = self._make("pauseAllTransfers", "pause", self.tr("Pause all"))
        self.resume_all = self._make("resumeAllTransfers", "play", self.tr("Resume all"))
        self.cancel_all = self._make("cancelAllTransfers", "circle-x", self.tr("Cancel all"))
        self.clear_finished = self._make("clearFinishedTransfers", "list-x", self.tr("Clear finished"))
        self.limit_menu = QMenu(self.tr("Bandwidth limit"), parent)
        self.limit_menu.setObjectName("bandwidthMenu")
        self.limit_menu.setIcon(icon("gauge"))
        self._limits = QActionGroup(self)
        self.show_limit(None)

    def show_limit(self, bytes_per_s: int | None) -> None:
        """Mark the limit that holds; one that is not offered is added."""
        self.limit_menu.clear()
        for action in self._limits.actions():
            self._limits.removeAction(action)
            action.deleteLater()
        offered = sorted({*BANDWIDTH_LIMITS_BYTES_PER_S, *([] if bytes_per_s is None else [bytes_per_s])})
        for limit in [None, *offered]:
            action = QAction(limit_text(limit), self.limit_menu, checkable=True, checked=limit == bytes_per_s)
            action.triggered.connect(lambda _checked=False, limit=limit: self.limit_chosen.emit(limit))
            self._limits.addAction(action)
            self.limit_menu.addAction(action)
            if limit is None:
                self.limit_menu.addSeparator()

    def allow(self, selected: Iterable[Transfer], tally: Tally) -> None:
        """Enable what can be done now."""
        transfers = list(selected)
        possible: set[TransferAction] = set()
        for transfer in transfers:
            possible |= actions_for(transfer)
        for action, made in self.of_rows.items():
            made.setEnabled(action in possible)
        self.copy.setEnabled(bool(transfers))
        self.diagnostics.setEnabled(bool(transfers))
        paused, failed = tally.counts[TransferState.PAUSED], tally.counts[TransferState.FAILED]
        self.retry_failed.setEnabled(failed > 0)
        self.pause_all.setEnabled(tally.active_count > paused)
        self.resume_all.setEnabled(paused > 0)
        self.cancel_all.setEnabled(tally.active_count > 0)
        self.clear_finished.setEnabled(tally.total_count > tally.active_count)

    def fill_context_menu(self, menu: QMenu) -> None:
        """What can be done with the selected rows."""
        menu.addActions([*self.of_rows.values()])
        menu.addSeparator()
        menu.addActions([self.copy, self.diagnostics])

    def add_menu(self, menu_bar: QMenuBar) -> None:
        """Put all of them into a menu before the last one, which is that of help."""
        menu = QMenu(self.tr("T&ransfers"), menu_bar)
        menu.setObjectName("transfersMenu")
        self.fill_context_menu(menu)
        menu.addSeparator()
        menu.addActions([self.retry_failed, self.pause_all, self.resume_all, self.cancel_all, self.clear_finished])
        menu.addSeparator()
        menu.addMenu(self.limit_menu)
        menu_bar.insertMenu(menu_bar.actions()[-1], menu)

    def _make(self, object_name: str, icon_name: str, text: str) -> QAction:
        action = QAction(icon(icon_name), text, self)
        action.setObjectName(object_name)
        return action

    def _make_for_rows(self, action: TransferAction, table: QWidget) -> QAction:
        icon_name, keys = _ICONS_AND_KEYS[action]
        made = self._make(f"transfer{action.name.title().replace('_', '')}", icon_name, action_text(action))
        made.setShortcut(QKeySequence(keys))
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(lambda _checked=False: self.asked.emit(action))
        table.addAction(made)
        return made


def limit_text(bytes_per_s: int | None) -> str:
    """A limit in words."""
    return translate("Transfers", "No limit") if bytes_per_s is None else speed_text(bytes_per_s)
