"""Tells the desktop, and where the window is looked at the window, that what was asked for has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.desktop.file_manager import FileManager
from toptickets_desktop.gui.desktop.launcher_progress import BadgeProgress, BusLauncherProgress, LauncherProgress
from toptickets_desktop.gui.desktop.notifications import BusNotifications, TrayNotifications, uses_session_bus
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.toast import ToastStack
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.batch_words import batch_ended_title, batch_troubles
from toptickets_desktop.gui.transfers.transfer_controller import TransferController
from toptickets_desktop.gui.transfers.transfer_model import TransferModel
from toptickets_desktop.gui.transfers.transfer_words import status_text
from toptickets_desktop.settings import Settings

if TYPE_CHECKING:
    from toptickets_desktop.gui.desktop.session_bus import SessionBus

translate = QCoreApplication.translate

_LAST_WORDS_S = 1.0
_SAID_IN_WINDOW = frozenset({TransferState.FAILED, TransferState.UNCONFIRMED})


class DesktopFeedback(QObject):
    """One notification for each batch that ends while the window has not the focus; a toast for one with failures while it has.

    Args:
        settings: `notifies` says whether the desktop is told.

    Signals:
        batch_wanted(int): the user wants to see the transfer of this id, and those asked for with it.
    """

    batch_wanted = Signal(int)

    def __init__(
        self, window: QWidget, transfers: TransferController, model: TransferModel, toasts: ToastStack, bridge: Bridge, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self._toasts = toasts
        self._settings = settings
        self._bridge = bridge
        self.tasks = TaskOwner(self)
        self._bus: SessionBus | None = None
        self._progress: LauncherProgress
        if uses_session_bus():
            from toptickets_desktop.gui.desktop.session_bus import SessionBus  # its library is there on Linux only

            self._bus = SessionBus()
            on_bus = BusNotifications(bridge, self._bus, self.tasks, self.tr("Show"), self)
            on_bus.activated.connect(self.batch_wanted)
            self.notifications: BusNotifications | TrayNotifications = on_bus
            self._progress = BusLauncherProgress(bridge, self._bus, self.tasks, self)
        else:
            in_tray = TrayNotifications(window.windowIcon(), self)
            in_tray.activated.connect(self.batch_wanted)
            self.notifications = in_tray
            self._progress = BadgeProgress()
        self.file_manager = FileManager(bridge, self._bus)
        transfers.batch_ended.connect(self._on_transfers_batch_ended)
        transfers.changed.connect(self._on_transfers_changed)

    async def close(self) -> None:
        """Leave the bus; to be awaited while the network thread runs."""
        self._progress.show(0, 0.0)
        await self.tasks.finish(limit_s=_LAST_WORDS_S)  # the end of what finished in the background is still to be told
        if self._bus is not None:
            await self._bridge.run(self._bus.close)

    def _on_transfers_changed(self) -> None:
        tally = self._model.tally
        self._progress.show(tally.moving_count, tally.fraction)

    def _on_transfers_batch_ended(self, batch: Batch) -> None:
        transfers = self._model.transfers_of(batch)
        if not transfers or all(transfer.state is TransferState.CANCELLED for transfer in transfers):
            return  # the user did that
        title, body = _words(batch, transfers)
        if not self._window.isActiveWindow() or self._window.isMinimized():
            if self._settings.notifies:
                self.notifications.show(transfers[0].id, title, body)
        elif any(transfer.state in _SAID_IN_WINDOW for transfer in transfers):
            toast = self._toasts.show(f"{title}. {body}" if body else title, action=self.tr("Show"))
            toast.acted.connect(lambda: self.batch_wanted.emit(transfers[0].id))


def _words(batch: Batch, transfers: list[Transfer]) -> tuple[str, str]:
    """A title and a line below it."""
    if len(transfers) > 1:
        return batch_ended_title(batch), batch_troubles(batch)
    (transfer,) = transfers
    name = visible_name(transfer.name)
    is_upload = transfer.direction is Direction.UPLOAD
    if transfer.state is TransferState.DONE:
        words = translate("Transfers", "Uploaded: {name}") if is_upload else translate("Transfers", "Saved: {name}")
        return words.format(name=name), visible_name(batch.ticket)
    return name, status_text(transfer)
