"""A slow network for the demo and the tests: how fast attachments move in and out, at most."""

from __future__ import annotations

import asyncio

_CHUNK_BYTES = 256 * 1024
_PIECES_PER_S = 20


class Throttle:
    """The speed limit of one sandbox, for each transfer by itself.

    Attributes:
        bytes_per_s: None for no limit; may be changed at any time from any thread.
    """

    def __init__(self) -> None:
        self.bytes_per_s: int | None = None

    @property
    def chunk_bytes(self) -> int:
        """How much to move at once, so that a slow transfer still moves often."""
        limit = self.bytes_per_s
        return _CHUNK_BYTES if limit is None else max(1, min(_CHUNK_BYTES, limit // _PIECES_PER_S))

    async def wait_after(self, moved_bytes: int) -> None:
        """Take the time that so many bytes take."""
        limit = self.bytes_per_s
        if limit is not None:
            await asyncio.sleep(moved_bytes / limit)
