"""Looking out for a service that was not reached, so that the window comes back by itself when the service does."""

from __future__ import annotations

import asyncio
import random

from PySide6.QtCore import QObject, Signal

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.tasks import TaskOwner

WAIT_FIRST_S = 1.0
WAIT_MAX_S = 30.0

_WATCH = "reachability"


class Reachability(QObject):
    """Asks now and then, as long as the service was not reached.

    Signals:
        back(): the service answers again.
    """

    back = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.tasks = TaskOwner(self)

    @property
    def is_away(self) -> bool:
        """Whether the service is being looked out for."""
        return self.tasks.is_running(_WATCH)

    def note_away(self) -> None:
        """The service was not reached."""
        if not self.is_away:
            self.tasks.start(_WATCH, self._watch(), on_error=self._on_watch_failed)

    def note_reached(self) -> None:
        """The service has answered, or nobody asks it any more."""
        self.tasks.cancel(_WATCH)

    async def _watch(self) -> None:
        wait_s = WAIT_FIRST_S
        while True:
            await asyncio.sleep(random.uniform(wait_s / 2, wait_s))  # noqa: S311  # so that a whole office does not come back at once
            if await self._bridge.call(lambda workspace: workspace.client.is_reached()):
                break
            wait_s = min(WAIT_MAX_S, wait_s * 2)
        self.back.emit()

    def _on_watch_failed(self, _error: TopTicketsError) -> None:
        """Nobody is signed in any more: whoever signs in next asks anew."""
