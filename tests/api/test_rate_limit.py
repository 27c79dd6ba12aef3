"""The key's budget: no window of 60 seconds holds more, whoever counts, and somebody who clicks does not wait for two hundred files."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.simulated_time import SimulatedTime
from toptickets_desktop.api.lane import transfer_lane
from toptickets_desktop.api.rate_limit import WINDOW_S, RequestLimiter


class Lane:
    """A transfer that notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def on_hold(self) -> None:
        self.heard.append("hold")

    def on_going(self) -> None:
        self.heard.append("going")

    async def pace(self, size_bytes: int) -> None:
        self.heard.append(str(size_bytes))


def most_in_a_window(times: list[float]) -> int:
    ordered = sorted(times)
    return max((index + 1 - bisect_left(ordered, at - WINDOW_S + 1e-9) for index, at in enumerate(ordered)), default=0)


@given(
    seed=st.integers(0, 10_000),
    budget=st.integers(1, 40),
    requests=st.integers(1, 150),
    share_of_transfers=st.floats(0, 1),
    slowest_s=st.floats(0, 90),
)
@settings(max_examples=60, deadline=None)
async def test_no_window_at_the_service_holds_more_than_the_budget(
    seed: int, budget: int, requests: int, share_of_transfers: float, slowest_s: float
) -> None:
    time = SimulatedTime(seed, early_s=0.01)
    limiter = RequestLimiter(budget, now_s=time.now_s, sleep=time.sleep)
    arrivals: list[float] = []

    async def request() -> None:
        await time.sleep(time.random.uniform(0, 100))
        async with limiter.place():
            await time.sleep(time.random.uniform(0, slowest_s))  # on its way to the service
            arrivals.append(time.now)
            await time.sleep(time.random.uniform(0, slowest_s))

    async def transfer() -> None:
        with transfer_lane(Lane()):
            await request()

    async def everybody() -> None:
        await asyncio.gather(*[transfer() if time.random.random() < share_of_transfers else request() for _ in range(requests)])

    await time.run(everybody())
    limiter.close()
    assert len(arrivals) == requests, "everybody gets a turn"
    assert most_in_a_window(arrivals) <= budget


async def test_room_is_kept_for_somebody_who_clicks() -> None:
    time = SimulatedTime()
    limiter = RequestLimiter(200, now_s=time.now_s, sleep=time.sleep)
    sent: list[float] = []

    async def transfer() -> None:
        with transfer_lane(Lane()):
            async with limiter.place():
                sent.append(time.now)

    transfers = [asyncio.ensure_future(transfer()) for _ in range(1000)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(sent) == 160
    began = time.now
    for _click in range(40):
        async with limiter.place():
            pass
    assert time.now == began, "forty clicks in the same minute, and none of them waits"

    async def all_sent() -> None:
        await asyncio.gather(*transfers)

    await time.run(all_sent())
    limiter.close()
    assert most_in_a_window(sent) <= 160
    assert time.now - began < 1000 / 160 * (WINDOW_S + 1)


async def test_the_window_goes_before_transfers_that_wait_longer() -> None:
    time = SimulatedTime()
    limiter = RequestLimiter(1, now_s=time.now_s, sleep=time.sleep)
    order: list[str] = []
    lane = Lane()

    async def send(name: str) -> None:
        async with limiter.place():
            order.append(name)

    async def send_for_transfer(name: str) -> None:
        with transfer_lane(lane):
            await send(name)

    await send("first")
    waiting = [asyncio.ensure_future(send_for_transfer("transfer"))]
    await asyncio.sleep(0)
    waiting.append(asyncio.ensure_future(send("click")))

    async def everybody() -> None:
        await asyncio.gather(*waiting)

    await time.run(everybody())
    limiter.close()
    assert order == ["first", "click", "transfer"]
    assert lane.heard == ["hold", "going"]


@pytest.mark.parametrize("seed", range(20))
async def test_those_who_give_up_waiting_leave_no_hole(seed: int) -> None:
    time = SimulatedTime(seed)
    chance = random.Random(seed)
    limiter = RequestLimiter(5, now_s=time.now_s, sleep=time.sleep)
    sent: list[float] = []

    async def send() -> None:
        async with limiter.place():
            sent.append(time.now)

    tasks = [asyncio.ensure_future(send()) for _ in range(40)]
    for _ in range(5):
        await asyncio.sleep(0)
    given_up = chance.sample(tasks, 20)

    async def everybody() -> None:
        for task in given_up:
            await time.sleep(chance.uniform(0, 60))
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    await time.run(everybody())
    limiter.close()
    assert all(task.done() for task in tasks)
    assert all(not task.cancelled() for task in tasks if task not in given_up)
    assert most_in_a_window(sent) <= 5


async def test_another_key_has_a_budget_of_its_own_and_nobody_waits_for_the_old_one() -> None:
    time = SimulatedTime()
    limiter = RequestLimiter(2, now_s=time.now_s, sleep=time.sleep)
    release = asyncio.Event()
    order: list[str] = []

    async def request(name: str, until: asyncio.Event | None = None) -> None:
        async with limiter.place():
            order.append(name)
            if until is not None:
                await until.wait()

    await request("old, ended")
    under_way = asyncio.create_task(request("old, under way", release))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(request(f"new {number}")) for number in range(3)]
    await asyncio.sleep(0)
    assert order == ["old, ended", "old, under way"]
    limiter.begin_anew(4)
    await asyncio.gather(*waiting)  # at once: three of four, and the one that is under way
    more = asyncio.create_task(request("new, beyond"))
    await asyncio.sleep(0)
    assert order[-1] == "new 2"
    release.set()
    await under_way
    await time.run(until=lambda: order[-1] == "new, beyond", limit_s=WINDOW_S + 5)
    assert time.now >= WINDOW_S
    await more
    limiter.close()
