"""Noticing once, for all transfers, that the service's host cannot be reached, and that it can be again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from toptickets_desktop.transfer.schedule import Sleep, Uniform

_WAIT_INITIAL_S = 1.0
_WAIT_MAX_S = 30.0


class Reachability:
    """Probes while the host is away.

    Args:
        probe: one cheap request; whether the host was reached.
        on_back: called when it is; with whether it was seen to be away at all.
        sleep: waits so many seconds.
        uniform: randomness, so that a whole office does not come back at the same moment.
    """

    def __init__(self, probe: Callable[[], Awaitable[bool]], on_back: Callable[[bool], None], *, sleep: Sleep, uniform: Uniform) -> None:
        self._probe = probe
        self._on_back = on_back
        self._sleep = sleep
        self._uniform = uniform
        self._task: asyncio.Task[None] | None = None

    @property
    def is_away(self) -> bool:
        """Whether somebody could not reach the host and nobody has since."""
        return self._task is not None

    def note_away(self) -> None:
        """Somebody could not reach the host."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._watch(), name="transfer-reachability")

    def close(self) -> None:
        """Stop probing."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _watch(self) -> None:
        bound_s = _WAIT_INITIAL_S
        was_away = False
        while True:
            await self._sleep(self._uniform(bound_s / 2, bound_s))
            if await self._probe():
                break
            was_away = True
            bound_s = min(_WAIT_MAX_S, bound_s * 2)
        self._task = None
        self._on_back(was_away)
