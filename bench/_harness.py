"""Fair comparisons: two ways of doing the same thing in turn (A B A B …), medians, spread and ratios, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PAIRS = 5
OUTPUT = Path(__file__).resolve().parent.parent / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Series:
    """One figure, measured several times."""

    name: str
    unit: str
    values: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{number(self.median)} {self.unit} ({number(min(self.values))} … {number(max(self.values))})"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours against a yardstick; the ratio is taken pair by pair, so that a machine that gets slower on the way hurts both.

    Attributes:
        bound: what was promised of the ratio, such as "≥ 0.9"; empty for a figure that is only shown.
    """

    what: str
    ours: Series
    theirs: Series
    bound: str = ""

    @property
    def ratios(self) -> list[float]:
        return [a / b for a, b in zip(self.ours.values, self.theirs.values, strict=True)]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands for itself."""

    what: str
    series: Series
    bound: str = ""


@dataclass(slots=True)
class Report:
    """What one benchmark has to say."""

    name: str
    comparisons: list[Comparison] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def show(self) -> None:
        """Print the tables and leave them as JSON in build/bench."""
        if self.comparisons:
            rows = [
                (c.what, str(c.ours), str(c.theirs), f"{c.ratio:.2f} ({min(c.ratios):.2f} … {max(c.ratios):.2f})", c.bound)
                for c in self.comparisons
            ]
            yardstick = self.comparisons[0].theirs.name
            print_table((self.name, "ours: median (min … max)", f"{yardstick}: median (min … max)", "ratio", "bar"), rows)
        if self.figures:
            print_table((self.name, "median (min … max)", "bar"), [(f.what, str(f.series), f.bound) for f in self.figures])
        write_json(self.name, {"report": asdict(self), "ratios": {c.what: c.ratio for c in self.comparisons}})


def in_pairs(ours: Callable[[], float], theirs: Callable[[], float], *, pairs: int = PAIRS) -> tuple[list[float], list[float]]:
    """Run both in turn, once each to warm up, then `pairs` times that count."""
    ours()
    theirs()
    results: tuple[list[float], list[float]] = ([], [])
    for _ in range(pairs):
        results[0].append(ours())
        results[1].append(theirs())
    return results


def number(value: float) -> str:
    """Three significant digits are all that these machines are good for."""
    if value == 0:
        return "0"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}"


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(str(row[column])) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(flush=True)


def write_json(name: str, content: dict[str, Any]) -> None:
    """Leave figures, with the machine that they come from, in build/bench."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / f"{name}.json").write_text(json.dumps({"machine": machine(), **content}, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "python": sys.version.split()[0],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
