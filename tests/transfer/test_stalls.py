"""What counts as standing still, and what the user's limit on the speed does."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tests.support.simulated_time import SimulatedTime
from toptickets_desktop.transfer.bandwidth import BandwidthLimit
from toptickets_desktop.transfer.stalls import FLOOR_BYTES_PER_S, SLOW_S, STILL_S, StallWatch


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_before_the_first_byte_there_is_no_stall() -> None:
    clock = Clock()
    watch = StallWatch(clock)
    clock.now = 1e6
    assert watch.stall() is None


def test_thirty_seconds_without_a_byte_are_a_stall() -> None:
    clock = Clock()
    watch = StallWatch(clock)
    watch.on_bytes(1_000_000)
    clock.now = STILL_S - 0.1
    watch.on_bytes(1_000_000)  # said again is not moved
    assert watch.stall() is None
    clock.now = STILL_S
    stall = watch.stall()
    assert stall is not None
    assert (stall.moved_bytes, stall.window_s) == (0, STILL_S)


@given(step_bytes=st.integers(1, 20_000), step_s=st.floats(0.5, 20.0))
def test_a_trickle_is_a_stall_and_a_steady_stream_is_none(step_bytes: int, step_s: float) -> None:
    clock = Clock()
    watch = StallWatch(clock)
    watch.on_bytes(0)
    stalled = False
    for step in range(1, 400):
        clock.now = step * step_s
        watch.on_bytes(step * step_bytes)
        stalled = stalled or watch.stall() is not None
    speed = step_bytes / step_s
    if speed >= FLOOR_BYTES_PER_S * 1.5:
        assert not stalled
    elif speed <= FLOOR_BYTES_PER_S / 1.5 and 400 * step_s > 3 * SLOW_S:
        assert stalled


def test_what_we_hold_back_ourselves_is_no_stall() -> None:
    clock = Clock()
    watch = StallWatch(clock)
    watch.on_bytes(10)
    clock.now = 10
    watch.on_hold()
    clock.now = 1000
    assert watch.stall() is None
    watch.on_going()
    clock.now = 1019
    assert watch.stall() is None
    clock.now = 1021
    assert watch.stall() is not None


def test_a_new_answer_is_waited_for_anew() -> None:
    clock = Clock()
    watch = StallWatch(clock)
    watch.on_bytes(10)
    watch.restart()
    clock.now = 1000
    assert (watch.has_begun, watch.stall()) == (False, None)


@given(sizes=st.lists(st.integers(1, 300_000), min_size=1, max_size=40), limit=st.integers(1_000, 1_000_000), seed=st.integers(0, 100))
async def test_all_together_keep_to_the_limit(sizes: list[int], limit: int, seed: int) -> None:
    time = SimulatedTime(seed)
    bandwidth = BandwidthLimit(now_s=time.now_s, sleep=time.sleep)
    bandwidth.set(limit)
    began = time.now

    async def move(part: list[int]) -> None:
        for size in part:
            await bandwidth.wait(bandwidth.reserve(size))

    async def everybody() -> None:
        await asyncio.gather(*[move(sizes[index::4]) for index in range(4)])

    await time.run(everybody())
    took_s = time.now - began
    assert took_s >= sum(sizes) / limit - 0.51
    assert took_s <= sum(sizes) / limit + 0.01


async def test_another_limit_holds_at_once() -> None:
    time = SimulatedTime()
    bandwidth = BandwidthLimit(now_s=time.now_s, sleep=time.sleep)
    assert bandwidth.reserve(10**9) == 0
    bandwidth.set(10)
    waiting = asyncio.ensure_future(bandwidth.wait(bandwidth.reserve(10**6)))
    await asyncio.sleep(0)
    bandwidth.set(None)
    await waiting
    assert time.now == 1000.0
    assert bandwidth.reserve(10**9) == 0
