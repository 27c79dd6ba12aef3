"""Takes the engine's questions about files in the way to the window, and the answers back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.gui.transfers.conflict_dialog import ConflictDialog
from toptickets_desktop.transfer.conflicts import ConflictDecision, ConflictQuestion


@dataclass(eq=False, slots=True)
class _Asked:
    """A question under way. The future belongs to the network thread, the dialog to the window's."""

    question: ConflictQuestion
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[ConflictDecision]
    dialog: ConflictDialog | None = None
    is_withdrawn: bool = False


class ConflictAsker(QObject):
    """Opens a dialog for each question; the engine puts one at a time.

    Args:
        window: what the dialog belongs to. While it is hidden nobody can answer, and both files are kept.
    """

    _asked = Signal(object)
    _withdrawn = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)
        self._withdrawn.connect(self._on_withdrawn, Qt.ConnectionType.QueuedConnection)

    async def ask(self, question: ConflictQuestion) -> ConflictDecision:
        """On the network thread: wait for the user's answer."""
        loop = asyncio.get_running_loop()
        asked = _Asked(question, loop, loop.create_future())
        self._asked.emit(asked)
        try:
            return await asked.answer
        finally:
            if asked.answer.cancelled():
                self._withdrawn.emit(asked)

    def _on_asked(self, asked: _Asked) -> None:
        if asked.is_withdrawn:
            return
        if not self._window.isVisible():
            self._tell(asked, ConflictDecision(ConflictPolicy.KEEP_BOTH))
            return
        asked.dialog = ConflictDialog(asked.question, self._window)
        asked.dialog.decided.connect(lambda decision: self._on_dialog_decided(asked, decision))
        asked.dialog.open()

    def _on_withdrawn(self, asked: _Asked) -> None:
        asked.is_withdrawn = True
        if asked.dialog is not None:
            asked.dialog.reject()

    def _on_dialog_decided(self, asked: _Asked, decision: ConflictDecision) -> None:
        asked.dialog = None
        self._tell(asked, decision)

    def _tell(self, asked: _Asked, decision: ConflictDecision) -> None:
        def on_loop() -> None:
            if not asked.answer.done():
                asked.answer.set_result(decision)

        if not asked.loop.is_closed():
            asked.loop.call_soon_threadsafe(on_loop)
