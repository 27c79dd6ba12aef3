from __future__ import annotations

import random
from itertools import pairwise

from toptickets_desktop.gui.transfers.steady_figures import Figures, SteadyFigures

MB = 1024 * 1024


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_figures_change_once_a_second_at_most() -> None:
    clock = Clock()
    steady = SteadyFigures(clock)
    chance = random.Random(7)
    shown: list[Figures] = []
    for _ in range(600):  # a minute of ten looks a second
        shown.append(steady.look(1, chance.uniform(2.5, 3.5) * MB, chance.uniform(20, 40)))
        clock.now_s += 0.1
    changes = sum(before != after for before, after in pairwise(shown))
    assert changes <= 60


def test_the_unit_does_not_waver_around_its_limit() -> None:
    clock = Clock()
    steady = SteadyFigures(clock)
    units = set()
    for speed in [1.02 * MB, 0.98 * MB, 1.01 * MB, 0.95 * MB, 1.05 * MB]:
        units.add(steady.look(0, speed, None).speed.split()[1])
        clock.now_s += 1.0
    assert len(units) == 1
    assert steady.look(0, 0.5 * MB, None).speed == "512.0 kB/s"
    clock.now_s += 1.0
    assert steady.look(0, 1.2 * MB, None).speed == "1.2 MB/s"
    clock.now_s += 1.0
    assert steady.look(0, 900.0, None).speed == "900 bytes/s"


def test_the_time_left_counts_down_and_small_rises_are_not_shown() -> None:
    clock = Clock()
    steady = SteadyFigures(clock)
    shown = []
    for left_s in [61.0, 59.0, 62.0, 64.0, 58.0, 200.0, 8.2, 7.4, 9.9, 3700.0]:
        shown.append(steady.look(0, MB, left_s).left)
        clock.now_s += 1.0
    assert shown == [
        "1 min 10 s left",
        "1 min 0 s left",
        "1 min 0 s left",
        "1 min 0 s left",
        "1 min 0 s left",
        "3 min 20 s left",
        "9 s left",
        "8 s left",
        "8 s left",
        "1 h 5 min left",
    ]


def test_nothing_is_said_of_what_is_not_known() -> None:
    steady = SteadyFigures(Clock())
    assert steady.look(5, None, None) == Figures(5, "", "")
    assert SteadyFigures(Clock()).look(0, float("nan"), float("inf")) == Figures(0, "", "")
    assert steady.next_in_s == 1.0


def test_nothing_moved_is_said_no_longer_than_it_is_true() -> None:
    clock = Clock()
    steady = SteadyFigures(clock)
    assert steady.look(0, None, None).bytes_done == 0
    clock.now_s += 0.1
    assert steady.look(5 * MB, MB, 3.0).bytes_done == 5 * MB
    clock.now_s += 0.1
    assert steady.look(6 * MB, MB, 2.0).bytes_done == 5 * MB, "from then on once a second"
