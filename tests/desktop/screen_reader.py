"""What a screen reader is told by the programs of a desktop, over AT-SPI."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.desktop.desk import Desk, Rectangle, end
from tests.desktop.waiting import TIMEOUT_S, wait_for

_SERVICE = Path(__file__).with_name("atspi_service.py")
_SYSTEM_FOLDERS = "/usr/bin:/usr/local/bin:/bin"
_NEEDED = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


@dataclass(frozen=True, slots=True)
class Widget:
    """One widget as a screen reader sees it; `cells` are the texts of a table, row by row."""

    place: Rectangle
    cells: tuple[tuple[str, ...], ...] = ()


class ScreenReader:
    """Asks about the programs of one desktop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __enter__(self) -> Self:
        python = system_python()
        assert python is not None, "no system Python with gi and Atspi"
        self._process = subprocess.Popen(
            [python, _SERVICE], env=self._desk.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        end(self._process)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def find(self, program: str, role: str, name: str) -> list[Widget]:
        """All widgets of a program with this role (AT-SPI's words, such as "table"; "*" for any) and exactly this name."""
        return self._ask({"program": program, "role": role, "name": name})

    def press(self, program: str, name: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Press the button of that name, through what it offers to assistive programs, as soon as it can be pressed."""
        # AT-SPI calls it "button" since 2.54, and "push button" before.
        questions = [{"program": program, "role": role, "name": name, "press": True} for role in ("push button", "button")]
        wait_for(f"{program} lets {name!r} be pressed", lambda: any(self._ask(question) for question in questions), timeout_s=timeout_s)

    def select_row(self, program: str, table: str, cell: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Select the row of a table that has a cell of that name, as soon as there is one."""
        question = {"program": program, "role": "table", "name": table, "row_with": cell}
        wait_for(f"{program} lets the row {cell!r} be selected", lambda: self._ask(question), timeout_s=timeout_s)

    def _ask(self, question: Mapping[str, object]) -> list[Widget]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            assert self._process.stderr is not None
            raise OSError(f"the AT-SPI service ended: {self._process.stderr.read().decode()}")
        return [
            Widget(
                Rectangle(facts["x"], facts["y"], facts["width"], facts["height"]),
                tuple(tuple(row) for row in facts["cells"]),
            )
            for facts in json.loads(answer)
            if "x" in facts
        ]

    def wait_for(self, program: str, role: str, name: str, *, timeout_s: float = TIMEOUT_S) -> Widget:
        """The first such widget, as soon as there is one."""
        return wait_for(f"{program} shows a {role} {name!r}", lambda: self.find(program, role, name), timeout_s=timeout_s)[0]


def system_python() -> str | None:
    """A Python that can speak AT-SPI; None when there is none."""
    python = shutil.which("python3", path=_SYSTEM_FOLDERS)
    if python is None or subprocess.run([python, "-c", _NEEDED], capture_output=True, check=False).returncode != 0:
        return None
    return python
