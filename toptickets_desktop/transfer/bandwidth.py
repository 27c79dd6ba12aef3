"""The user's limit on the speed of all transfers together."""

from __future__ import annotations

import asyncio

from toptickets_desktop.transfer.schedule import Clock, Sleep

_BURST_S = 0.5


class BandwidthLimit:
    """Lets bytes pass no faster than allowed, in the order of asking.

    Args:
        now_s: seconds that only grow.
        sleep: waits so many seconds by that clock.
    """

    def __init__(self, *, now_s: Clock, sleep: Sleep) -> None:
        self._now_s = now_s
        self._sleep = sleep
        self._bytes_per_s: float | None = None
        self._free_at_s = now_s()  # when all that was let pass has had its time
        self._changed = asyncio.Event()

    def set(self, bytes_per_s: int | None) -> None:
        """Allow so many bytes a second from now on; None for as many as there are."""
        self._bytes_per_s = None if bytes_per_s is None else float(max(1, bytes_per_s))
        self._free_at_s = self._now_s()
        self._changed.set()
        self._changed = asyncio.Event()

    def reserve(self, size_bytes: int) -> float:
        """Take the time that so many bytes need.

        Returns:
            Seconds to wait first.
        """
        if self._bytes_per_s is None:
            return 0.0
        now_s = self._now_s()
        self._free_at_s = max(self._free_at_s, now_s - _BURST_S) + size_bytes / self._bytes_per_s
        return max(0.0, self._free_at_s - now_s)

    async def wait(self, wait_s: float) -> None:
        """Wait, or until another limit is set."""
        sleeping = asyncio.ensure_future(self._sleep(wait_s))
        changing = asyncio.ensure_future(self._changed.wait())
        try:
            await asyncio.wait({sleeping, changing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            changing.cancel()
