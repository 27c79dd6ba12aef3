"""Speed and time left, by a clock that the test moves."""

from __future__ import annotations

import itertools
import random

import pytest

from toptickets_desktop.transfer.progress import SpeedMeter

MIB = 1024 * 1024


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_nothing_is_claimed_before_something_is_known() -> None:
    clock = Clock()
    meter = SpeedMeter(clock)
    assert meter.bytes_per_s() is None
    assert meter.seconds_left(100) is None
    clock.now_s += 0.5
    meter.record(50)
    assert meter.bytes_per_s() == pytest.approx(100)
    assert meter.seconds_left(100) is None
    clock.now_s += 0.5
    assert meter.seconds_left(None) is None


def test_a_steady_speed_is_told_exactly_and_the_time_counts_down() -> None:
    clock = Clock()
    meter = SpeedMeter(clock)
    left_s = []
    for step in range(1, 100):
        clock.now_s += 0.1
        meter.record(step * MIB // 10)
        left_s.append(meter.seconds_left(10 * MIB))
    assert meter.bytes_per_s() == pytest.approx(MIB, rel=0.02)
    known = [left for left in left_s if left is not None]
    assert all(earlier >= later for earlier, later in itertools.pairwise(known))
    assert known[-1] == pytest.approx(0.1, abs=0.1)


def test_only_the_last_seconds_count() -> None:
    clock = Clock()
    meter = SpeedMeter(clock)
    done = 0
    for speed in (10 * MIB, 1 * MIB):
        for _ in range(80):
            clock.now_s += 0.1
            done += speed // 10
            meter.record(done)
    assert meter.bytes_per_s() == pytest.approx(MIB, rel=0.05)


def test_the_speed_falls_when_nothing_comes() -> None:
    clock = Clock()
    meter = SpeedMeter(clock)
    clock.now_s += 1
    meter.record(MIB)
    assert meter.bytes_per_s() == pytest.approx(MIB)
    clock.now_s += 3
    assert meter.bytes_per_s() == pytest.approx(MIB / 4)
    clock.now_s += 30
    meter.record(MIB)
    clock.now_s += 5
    assert meter.bytes_per_s() == 0
    assert meter.seconds_left(2 * MIB) is None


def test_an_uneven_stream_does_not_make_the_time_left_jump() -> None:
    clock = Clock()
    meter = SpeedMeter(clock)
    uneven = random.Random(1)
    done = 0
    shown: list[float] = []
    for _ in range(300):
        clock.now_s += 0.1
        done += uneven.choice([0, 0, MIB // 5, MIB // 2])
        meter.record(done)
        left_s = meter.seconds_left(200 * MIB)
        if left_s is not None:
            shown.append(left_s)
    settled = shown[60:]
    jumps_s = [abs(later - earlier) for earlier, later in itertools.pairwise(settled)]
    assert sum(jump > 1 for jump in jumps_s) <= len(jumps_s) // 10
    assert max(jumps_s) < 0.2 * max(settled)


def test_bytes_of_an_earlier_attempt_are_no_speed() -> None:
    clock = Clock()
    meter = SpeedMeter(clock, first_bytes=1000)
    clock.now_s += 1
    meter.record(1100)
    assert meter.bytes_per_s() == pytest.approx(100)
    assert meter.seconds_left(1300) == pytest.approx(2)
