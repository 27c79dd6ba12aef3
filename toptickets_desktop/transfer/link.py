"""The link of one download: asked for as late as possible, renewed when it ends or is refused, and known to nobody else."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from toptickets_desktop.domain.attachment import SignedUrl

# A link is renewed so long before its end, or a tenth of its life before if it is short-lived: one request more is cheaper than a refusal.
_RENEW_AHEAD_S = 30.0
_RENEW_AHEAD_PART = 0.1


class Link:
    """A signed URL for as long as it works; never in a repr, never on a disk.

    Args:
        clock: seconds that only grow; the wall clock may be wrong and may be set.
    """

    __slots__ = ("_clock", "_signed_url", "_usable_until")

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._signed_url: SignedUrl | None = None
        self._usable_until: float | None = None

    async def current(self, ask: Callable[[], Awaitable[SignedUrl]]) -> SignedUrl:
        """The link, asked for with `ask` if there is none or it ends soon.

        A new one is used whatever it says of its end: if it does not work, the storage will say so.
        """
        if self._signed_url is None or (self._usable_until is not None and self._clock() >= self._usable_until):
            asked_at = self._clock()
            self.drop()
            signed_url = await ask()
            if signed_url.lifetime_s is not None:
                lifetime_s = max(0.0, signed_url.lifetime_s)
                self._usable_until = asked_at + lifetime_s - min(_RENEW_AHEAD_S, lifetime_s * _RENEW_AHEAD_PART)
            self._signed_url = signed_url
        return self._signed_url

    def drop(self) -> None:
        """Forget it: it was refused, or is not needed any more."""
        self._signed_url = self._usable_until = None
