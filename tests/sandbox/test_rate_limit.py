from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.sandbox.rate_limit import WINDOW_S, RateLimiter


class _Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_the_budget_comes_back_as_requests_leave_the_window() -> None:
    clock = _Clock()
    limiter = RateLimiter(2, clock=clock)
    assert limiter.seconds_to_wait() == 0
    clock.now_s += 20
    assert limiter.seconds_to_wait() == 0
    clock.now_s += 10.5
    assert limiter.seconds_to_wait() == 30  # 29.5, rounded up
    clock.now_s += 29.5
    assert limiter.seconds_to_wait() == 0
    assert limiter.seconds_to_wait() == 20


def test_no_budget_at_all() -> None:
    assert RateLimiter(0).seconds_to_wait() == WINDOW_S


@given(steps_s=st.lists(st.floats(0, 30), max_size=60), budget=st.integers(1, 5))
def test_no_window_ever_holds_more_than_the_budget(steps_s: list[float], budget: int) -> None:
    clock = _Clock()
    limiter = RateLimiter(budget, clock=clock)
    granted_at: list[float] = []
    for step_s in steps_s:
        clock.now_s += step_s
        wait_s = limiter.seconds_to_wait()
        if wait_s == 0:
            granted_at.append(clock.now_s)
        else:
            # Whoever waits as told gets through.
            assert 1 <= wait_s <= WINDOW_S
            assert granted_at[-budget] + WINDOW_S <= clock.now_s + wait_s + 1e-6
    for place, moment in enumerate(granted_at):
        assert sum(moment <= other < moment + WINDOW_S - 1e-6 for other in granted_at[place:]) <= budget


@pytest.mark.soak
def test_a_hundred_thousand_requests() -> None:
    clock = _Clock()
    limiter = RateLimiter(2_000, clock=clock)
    granted = 0
    for _ in range(100_000):
        clock.now_s += 0.001
        granted += limiter.seconds_to_wait() == 0
    assert granted == 4_000  # 100 seconds touch two windows
