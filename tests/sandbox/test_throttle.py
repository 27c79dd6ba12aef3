from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.sandbox.throttle import Throttle


@given(st.none() | st.integers(1, 10**9))
def test_a_slow_transfer_moves_often(bytes_per_s: int | None) -> None:
    throttle = Throttle()
    throttle.bytes_per_s = bytes_per_s
    assert 1 <= throttle.chunk_bytes <= 256 * 1024
    assert bytes_per_s is None or throttle.chunk_bytes <= max(1, bytes_per_s / 20)


async def test_bytes_take_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    slept_s: list[float] = []

    async def note(seconds: float) -> None:  # it stands in for asyncio.sleep
        slept_s.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    throttle = Throttle()
    await throttle.wait_after(1000)
    throttle.bytes_per_s = 4000
    await throttle.wait_after(1000)
    assert slept_s == [0.25]
