"""A real drag with pointer and button, as a hand does it, between any two programs that speak XDND."""

from __future__ import annotations

from tests.desktop.desk import Desk
from tests.desktop.waiting import wait_for

Point = tuple[int, int]

# Toolkits begin a drag only after so many pixels (Qt 10, GTK 8), and follow the pointer by its way, not by its jumps.
_THRESHOLD_PX = 30
_STEP_PX = 24
# What the source shows once the program under the pointer has said that it would take what is dragged (freedesktop cursor names).
_ACCEPTING_CURSORS = frozenset({"dnd-copy", "dnd-move", "dnd-link", "dnd-ask", "copy", "move", "alias"})


def drag(desk: Desk, source: Point, target: Point) -> None:
    """Press at `source`, go to `target`, let go once the program there would take what is dragged.

    Raises:
        TimeoutError: nothing is dragged from `source`, or the program at `target` refuses it.
    """
    server = desk.x_server
    idle_owner = server.selection_owner("XdndSelection")
    desk.xdotool("mousemove", "--sync", *source)
    desk.xdotool("mousedown", 1)
    try:
        away = (source[0] + _THRESHOLD_PX, source[1] + _THRESHOLD_PX)
        _follow(desk, source, away, step_px=3)
        wait_for("the drag begins", lambda: server.selection_owner("XdndSelection") != idle_owner)
        _follow(desk, away, target, step_px=_STEP_PX)
        wait_for("the program under the pointer takes the drag", lambda: _is_accepted(desk, target))
    finally:
        desk.xdotool("mouseup", 1)


def _is_accepted(desk: Desk, target: Point) -> bool:
    # A pointer at rest sends nothing, and the answer may have come to an earlier question; so it moves a little and asks again.
    for x_offset in (2, 0):
        desk.xdotool("mousemove", target[0] + x_offset, target[1])
    return desk.x_server.cursor()[1] in _ACCEPTING_CURSORS


def _follow(desk: Desk, start: Point, end: Point, *, step_px: int) -> None:
    length_px = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    steps = max(1, -(-length_px // step_px))
    for step in range(1, steps + 1):
        desk.xdotool("mousemove", start[0] + (end[0] - start[0]) * step // steps, start[1] + (end[1] - start[1]) * step // steps)
