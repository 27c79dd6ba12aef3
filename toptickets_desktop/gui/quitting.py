"""What happens when the program is to end while transfers are under way."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.transfer import TransferState, WaitReason
from toptickets_desktop.gui.quit_dialog import QuitChoice, QuitDialog
from toptickets_desktop.gui.transfers.transfer_controller import TransferController

SESSION_END_LIMIT_S = 2.0
"""How long transfers have to come to rest when the session ends; a logout kills what takes much longer."""


class QuitGuard(QObject):
    """Asks before transfers are left, and lets them finish without the window if the user wants that.

    The session's end (SIGTERM, logout) asks nothing: what is not finished is in the journal and goes on at the next start.

    Args:
        window: hidden while transfers finish without it.
        transfers: those in question.

    Signals:
        quit_requested(): the program may end now.
        finished_in_background(): the last transfer has ended while the window was hidden; `quit_requested` follows.
    """

    quit_requested = Signal()
    finished_in_background = Signal()

    def __init__(self, window: QWidget, transfers: TransferController) -> None:
        super().__init__(window)
        self._window = window
        self._transfers = transfers
        self._is_in_background = False
        self._is_session_ending = False
        self._dialog: QuitDialog | None = None
        transfers.changed.connect(self._on_transfers_changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # The session manager waits for the answer, so it must be given before these return.
            application.commitDataRequest.connect(self._on_session_end, Qt.ConnectionType.DirectConnection)
            application.saveStateRequest.connect(self._on_session_end, Qt.ConnectionType.DirectConnection)

    @property
    def is_in_background(self) -> bool:
        """Whether transfers finish while the window is hidden."""
        return self._is_in_background

    @property
    def time_limit_s(self) -> float | None:
        """How long transfers may take to come to rest; None for as long as they need."""
        return SESSION_END_LIMIT_S if self._is_session_ending else None

    def may_quit(self) -> bool:
        """Whether the program may end now; if not, the user is asked, and `quit_requested` may follow."""
        if self._is_session_ending or not self._transfers.active_count:
            return True
        if self._dialog is None:
            self._dialog = QuitDialog(self._transfers.active_count, self._window)
            self._dialog.chosen.connect(self._on_dialog_chosen)
            self._dialog.open()
        return False

    def end_session(self) -> None:
        """End without asking, and soon."""
        self._is_session_ending = True
        self.quit_requested.emit()

    def show_again(self) -> None:
        """Bring the window back, wherever it is."""
        self._is_in_background = False
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _on_dialog_chosen(self, choice: QuitChoice) -> None:
        self._dialog = None
        match choice:
            case QuitChoice.RESUME_LATER:
                self.quit_requested.emit()
            case QuitChoice.STOP:
                self._transfers.stop_all(self.quit_requested.emit)
            case QuitChoice.FINISH_IN_BACKGROUND:
                self._is_in_background = True
                self._window.hide()
                self._on_transfers_changed()
            case QuitChoice.KEEP_WORKING:
                pass

    def _on_session_end(self, manager: QSessionManager) -> None:  # noqa: ARG002  # nothing is asked of it
        self.end_session()

    def _on_transfers_changed(self) -> None:
        if not self._is_in_background:
            return
        left = self._transfers.active()
        if any(transfer.wait_reason is WaitReason.SIGN_IN for transfer in left):
            self.show_again()  # only the user can help
        elif all(transfer.state is TransferState.PAUSED for transfer in left):
            self._is_in_background = False
            self.finished_in_background.emit()
            self.quit_requested.emit()
