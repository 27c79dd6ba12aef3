"""Keeps the transfers panel and the engine together."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.errors import Unauthorized
from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.diagnostics_dialog import DiagnosticsDialog
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.diagnostics import TransferStory, diagnostics_text
from toptickets_desktop.gui.transfers.ticket_numbers import TicketNumbers
from toptickets_desktop.gui.transfers.transfer_model import TransferModel
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.workspace import Workspace


class TransferController(QObject):
    """Shows the engine's news, and tells the engine what is asked of it.

    Signals:
        active_count_changed(int): so many transfers are waiting or running.
        changed(): there is news of some.
        batch_ended(Batch): nothing of what was asked for together waits or runs any more.
    """

    active_count_changed = Signal(int)
    changed = Signal()
    batch_ended = Signal(object)

    def __init__(self, panel: TransferPanel, model: TransferModel, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel = panel
        self._model = model
        self._bridge = bridge
        self._active: set[int] = set()
        self._active_batches: dict[int, Batch] = {}
        self.tasks = TaskOwner(self)
        self.ticket_numbers = TicketNumbers(bridge, self.tasks, self)
        model.set_ticket_numbers(self.ticket_numbers.number)
        self.ticket_numbers.changed.connect(model.show_ticket_numbers)
        bridge.transfers_changed.connect(self._on_bridge_transfers_changed)
        panel.cancel_requested.connect(self._on_panel_cancel_requested)
        panel.retry_requested.connect(self._on_panel_retry_requested)
        panel.pause_requested.connect(self._on_panel_pause_requested)
        panel.resume_requested.connect(self._on_panel_resume_requested)
        panel.start_next_requested.connect(self._on_panel_start_next_requested)
        panel.diagnostics_requested.connect(self._on_panel_diagnostics_requested)
        panel.clear_finished_requested.connect(self._on_panel_clear_finished_requested)

    @property
    def active_count(self) -> int:
        """How many transfers are waiting or running."""
        return len(self._active)

    def clear(self) -> None:
        """Show nothing: the engine that these belonged to is gone."""
        self._model.remove([transfer.id for transfer in self._model.transfers])
        self._active.clear()
        self._active_batches.clear()
        self.ticket_numbers.forget()
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
        self._note_batches(transfers)
        self.changed.emit()

    def active(self) -> list[Transfer]:
        """Those that wait or run."""
        return [transfer for each in self._active if (transfer := self._model.transfer(each)) is not None]

    def stop_all(self, on_stopped: Callable[[], object]) -> None:
        """Cancel all that waits or runs, then call `on_stopped`."""
        ids = list(self._active)

        def cancel_each(engine: TransferEngine) -> None:
            for transfer_id in _known(engine, ids):
                engine.cancel(transfer_id)

        async def stop() -> None:
            with contextlib.suppress(Unauthorized):  # signed out meanwhile, which has stopped them
                await self._bridge.command(cancel_each)
            on_stopped()

        self.tasks.start("stop all", stop())

    def set_bandwidth_limit(self, bytes_per_s: int | None) -> None:
        """Let all transfers together move so many bytes a second at most; None for no limit."""
        self._panel.show_limit(bytes_per_s)
        self._command("bandwidth", lambda engine: engine.set_bandwidth_limit(bytes_per_s))

    def set_concurrency(self, concurrency: int) -> None:
        """Have so many transfers run at the same time from now on."""
        self._command("concurrency", lambda engine: engine.set_concurrency(concurrency))

    def _ask(self, what: str, transfer_ids: list[int], ask: Callable[[TransferEngine, int], None]) -> None:
        def ask_each(engine: TransferEngine) -> None:
            for transfer_id in _known(engine, transfer_ids):
                ask(engine, transfer_id)

        self._command(f"{what} {transfer_ids}", ask_each)

    def _note_batches(self, transfers: list[Transfer]) -> None:
        batches = {id(batch): batch for transfer in transfers if (batch := self._model.batch_of(transfer)) is not None}
        for identity, batch in batches.items():
            if batch.is_active:
                self._active_batches[identity] = batch
            elif self._active_batches.pop(identity, None) is not None:
                self.batch_ended.emit(batch)

    def _on_panel_cancel_requested(self, transfer_ids: list[int]) -> None:
        self._ask("cancel", transfer_ids, TransferEngine.cancel)

    def _on_panel_retry_requested(self, transfer_ids: list[int]) -> None:
        self._ask("retry", transfer_ids, TransferEngine.retry)
        self._on_panel_start_next_requested(transfer_ids)

    def _on_panel_start_next_requested(self, transfer_ids: list[int]) -> None:
        """What was clicked goes first, and among itself in the order of its rows."""
        self._ask("prioritise", transfer_ids[::-1], TransferEngine.prioritise)

    def _on_panel_pause_requested(self, transfer_ids: list[int]) -> None:
        self._ask("pause", transfer_ids, TransferEngine.pause)

    def _on_panel_resume_requested(self, transfer_ids: list[int]) -> None:
        self._ask("resume", transfer_ids, TransferEngine.resume)

    def _on_panel_clear_finished_requested(self) -> None:
        async def clear_on_engine(workspace: Workspace) -> list[int]:
            cleared = workspace.engine.clear_finished()
            workspace.history.forget(cleared)
            return cleared

        async def clear() -> None:
            self._model.remove(await self._bridge.call(clear_on_engine))

        self.tasks.start("clear finished", clear(), on_error=lambda _error: None)

    def _on_panel_diagnostics_requested(self, transfers: list[Transfer]) -> None:
        async def look(workspace: Workspace) -> list[TransferStory]:
            history = workspace.history
            return [TransferStory(transfer, history.of(transfer.id), history.attempts(transfer.id)) for transfer in transfers]

        async def show() -> None:
            text = diagnostics_text(await self._bridge.call(look))
            DiagnosticsDialog(text, self._panel.window(), title=self.tr("Diagnostics of transfers")).open()

        self.tasks.start("diagnostics", show(), on_error=lambda _error: None)


def _known(engine: TransferEngine, transfer_ids: list[int]) -> list[int]:
    """Leave out rows that were cleared between the click and its arrival."""
    known = {transfer.id for transfer in engine.snapshots()}
    return [transfer_id for transfer_id in transfer_ids if transfer_id in known]
