"""Who a request is for. Set by the transfer engine around its work; everything else is for somebody who looks at the window."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class TransferLane(Protocol):
    """What a transfer wants to hear of its own requests."""

    def on_hold(self) -> None:
        """Held back by a limit of our own from now on: that nothing moves is nobody's fault."""

    def on_going(self) -> None:
        """Not held back any more."""

    async def pace(self, size_bytes: int) -> None:
        """Wait until so many bytes may pass."""


_current: ContextVar[TransferLane | None] = ContextVar("transfer_lane", default=None)


def current_lane() -> TransferLane | None:
    """The transfer that the running task works for; None when it works for the window."""
    return _current.get()


@contextmanager
def transfer_lane(lane: TransferLane) -> Iterator[None]:
    """Let what the body sends count as a transfer's."""
    token = _current.set(lane)
    try:
        yield
    finally:
        _current.reset(token)


async def pace(size_bytes: int) -> None:
    """Let bytes of a transfer pass no faster than allowed; others at once."""
    lane = _current.get()
    if lane is not None and size_bytes:
        await lane.pace(size_bytes)


class Paced:
    """Blocks of a transfer's body, no faster than allowed.

    Asks for a block only when it is wanted, so that the source still learns from that when its last block has been handed over.
    """

    def __init__(self, blocks: AsyncIterator[bytes]) -> None:
        self._blocks = blocks

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        block = await anext(self._blocks)
        await pace(len(block))
        return block
