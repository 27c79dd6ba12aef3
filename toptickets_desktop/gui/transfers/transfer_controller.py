"""Keeps the transfers panel and the engine together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.transfers.transfer_model import TransferModel
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel
from toptickets_desktop.transfer.engine import TransferEngine


class TransferController(QObject):
    """Shows the engine's news, and tells the engine what is asked of it.

    Signals:
        active_count_changed(int): so many transfers are waiting or running.
    """

    active_count_changed = Signal(int)

    def __init__(self, panel: TransferPanel, model: TransferModel, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._bridge = bridge
        self._active: set[int] = set()
        self.tasks = TaskOwner(self)
        bridge.transfers_changed.connect(self._on_bridge_transfers_changed)
        panel.cancel_requested.connect(self._on_panel_cancel_requested)
        panel.retry_requested.connect(self._on_panel_retry_requested)
        panel.pause_requested.connect(self._on_panel_pause_requested)
        panel.resume_requested.connect(self._on_panel_resume_requested)
        panel.clear_finished_requested.connect(self._on_panel_clear_finished_requested)

    @property
    def active_count(self) -> int:
        """How many transfers are waiting or running."""
        return len(self._active)

    def clear(self) -> None:
        """Show nothing: the engine that these belonged to is gone."""
        self._model.remove([transfer.id for transfer in self._model.transfers])
        self._active.clear()
        self.active_count_changed.emit(0)

    def _command(self, name: str, work: Callable[[TransferEngine], None]) -> None:
        async def run() -> None:
            await self._bridge.command(work)

        self.tasks.start(name, run(), on_error=lambda _error: None)  # signed out meanwhile: there is nothing left to command

    def _on_bridge_transfers_changed(self, transfers: list[Transfer]) -> None:
        before = len(self._active)
        for transfer in transfers:
            if transfer.state.is_final:
                self._active.discard(transfer.id)
            else:
                self._active.add(transfer.id)
        self._model.update(transfers)
        if len(self._active) != before:
            self.active_count_changed.emit(len(self._active))

    def set_concurrency(self, concurrency: int) -> None:
        """Have so many transfers run at the same time from now on."""
        self._command("concurrency", lambda engine: engine.set_concurrency(concurrency))

    def _ask(self, what: str, transfer_ids: list[int], ask: Callable[[TransferEngine, int], None]) -> None:
        def ask_each(engine: TransferEngine) -> None:
            for transfer_id in _known(engine, transfer_ids):
                ask(engine, transfer_id)

        self._command(f"{what} {transfer_ids}", ask_each)

    def _on_panel_cancel_requested(self, transfer_ids: list[int]) -> None:
        self._ask("cancel", transfer_ids, TransferEngine.cancel)

    def _on_panel_retry_requested(self, transfer_ids: list[int]) -> None:
        self._ask("retry", transfer_ids, TransferEngine.retry)

    def _on_panel_pause_requested(self, transfer_ids: list[int]) -> None:
        self._ask("pause", transfer_ids, TransferEngine.pause)

    def _on_panel_resume_requested(self, transfer_ids: list[int]) -> None:
        self._ask("resume", transfer_ids, TransferEngine.resume)

    def _on_panel_clear_finished_requested(self) -> None:
        async def clear() -> None:
            self._model.remove(await self._bridge.command(lambda engine: engine.clear_finished()))

        self.tasks.start("clear finished", clear(), on_error=lambda _error: None)


def _known(engine: TransferEngine, transfer_ids: list[int]) -> list[int]:
    """Leave out rows that were cleared between the click and its arrival."""
    known = {transfer.id for transfer in engine.snapshots()}
    return [transfer_id for transfer_id in transfer_ids if transfer_id in known]
