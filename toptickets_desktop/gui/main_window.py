"""The window: puts its parts to work, and ends them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog

from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.gui.diagnostics import show_error_details
from toptickets_desktop.gui.window.parts import WindowParts
from toptickets_desktop.gui.window.services import Services
from toptickets_desktop.gui.window.session_life import SessionLife
from toptickets_desktop.gui.window.window_dialogs import WindowDialogs
from toptickets_desktop.gui.window.wiring import Wiring

_WARM_UP_DELAY_MS = 1_500  # the window and the first list come first


class MainWindow(WindowParts):
    """The window, from `start` over `closed` to `shut_down`; its `settings_changed` says when to save the settings."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._is_closing = False
        self.forgets_everything = False  # whether, after the end, nothing is to be kept
        self.life = SessionLife(self)
        self._wiring = Wiring(self)
        self._dialogs = WindowDialogs(self)
        self._dialogs.crashed.connect(self.report_defect)
        self._dialogs.forget_requested.connect(self._forget_and_quit)
        self.quitting.quit_requested.connect(self.close_now)
        for tasks in (*self.task_owners(), self.known.tasks):
            tasks.crashed.connect(self.report_defect)
        self.state.restore(self.settings.window)
        self.transfer_panel.set_folded(True)  # until there is something to show
        self.show_title()

    def start(self, base_url: BaseUrl | None = None, *, ticket: str = "", files: Sequence[Path] = ()) -> None:
        """Sign in and show a ticket.

        Args:
            base_url: the service; that of the profile in use when not given.
            ticket: an id or a number such as TKT-1042; the one that was open last when empty.
            files: to upload to `ticket`; without one, or when it is not there, the user is asked which one they are for.
        """
        QTimer.singleShot(_WARM_UP_DELAY_MS, self, self.decoder.warm_up)
        self.ticket_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.life.start(base_url, ticket, files)

    def report_defect(self, error: BaseException) -> None:
        """Tell the user that something went wrong that nobody foresaw; the log has the rest."""
        words = self.tr("Something went wrong inside the program ({kind}).").format(kind=type(error).__name__)
        toast = self.toasts.show(words, action=self.tr("Details…"))
        toast.acted.connect(lambda: show_error_details(self, error))

    async def shut_down(self) -> None:
        """End what runs; to be awaited after `closed`."""
        self.times_timer.stop()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        await self.feedback.close()
        await self.deleting.finish()
        await self.handing_out.finish()
        for tasks in self.task_owners():
            await tasks.close()
        await self.known.close()
        self.preview_pane.shut_down()
        self.quick_look.shut_down()
        self.decoder.shut_down()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when transfers are under way, or deletions can still be undone; remember how the window was left."""
        if self.deleting.can_undo and not self._is_closing:
            event.ignore()
            self.deleting.ask_before_quitting(self.close)
            return
        if not self._is_closing and not self.quitting.may_quit():
            event.ignore()
            return
        self.settings.window.update(self.state.saved())
        self.settings_changed.emit()
        super().closeEvent(event)
        self.closed.emit()

    def close_now(self) -> None:
        """Close without asking."""
        self._is_closing = True
        self.close()

    def show_again(self) -> None:
        """Bring the window back, minimised or hidden while transfers finish."""
        self.quitting.show_again()

    def _forget_and_quit(self) -> None:
        self.forgets_everything = True
        self.close_now()
