"""A real drag with pointer and button, as a hand does it, between any two programs that speak XDND."""

from __future__ import annotations

from collections.abc import Callable

from tests.desktop.desk import Desk
from tests.desktop.waiting import wait_for

Point = tuple[int, int]

# Toolkits begin a drag only after so many pixels (Qt 10, GTK 8), and follow the pointer by its way, not by its jumps.
_THRESHOLD_PX = 30
_STEP_PX = 24
_SETTLED_MOVES = 6
# What the source shows once the program under the pointer has said that it would take what is dragged (freedesktop cursor names).
_ACCEPTING_CURSORS = frozenset({"dnd-copy", "dnd-move", "dnd-link", "dnd-ask", "copy", "move", "alias"})


def drag(
    desk: Desk,
    source: Point,
    target: Point,
    *,
    is_from_qt: bool = False,
    rest_at: Point | None = None,
    until: Callable[[], object] | None = None,
) -> None:
    """Press at `source`, go to `target`, let go once the program there would take what is dragged.

    Args:
        desk: where.
        source: what is dragged.
        target: where to.
        is_from_qt: Qt's cursors have no names; then the one that it shows over its own window, which takes nothing back, means no.
        rest_at: on the way there, the pointer stays here…
        until: …as long as this is not true.

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
        refusing = _settled_cursor(desk, away) if is_from_qt else None
        if rest_at is not None and until is not None:
            _follow(desk, away, rest_at, step_px=_STEP_PX)
            wait_for("what the resting pointer brings about", until)
            away = rest_at
        _follow(desk, away, target, step_px=_STEP_PX)
        wait_for("the program under the pointer takes the drag", lambda: _is_accepted(desk, target, refusing))
    finally:
        desk.xdotool("mouseup", 1)


def _settled_cursor(desk: Desk, place: Point) -> int:
    """The serial number of the cursor that stays while the pointer moves about a place."""
    seen: list[int] = []
    for step in range(_SETTLED_MOVES * 4):
        desk.xdotool("mousemove", "--sync", place[0] + step % 2 + 1, place[1])
        seen.append(desk.x_server.cursor()[0])
        if len(seen) > _SETTLED_MOVES and len(set(seen[-_SETTLED_MOVES:])) == 1:
            break
    return seen[-1]


def _is_accepted(desk: Desk, target: Point, refusing: int | None) -> bool:
    # A pointer at rest sends nothing, and the answer may have come to an earlier question; so it moves a little and asks again.
    for x_offset in (2, 0):
        desk.xdotool("mousemove", target[0] + x_offset, target[1])
    serial, name = desk.x_server.cursor()
    return name in _ACCEPTING_CURSORS if refusing is None else serial != refusing


def _follow(desk: Desk, start: Point, end: Point, *, step_px: int) -> None:
    length_px = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
    steps = max(1, -(-length_px // step_px))
    for step in range(1, steps + 1):
        desk.xdotool("mousemove", start[0] + (end[0] - start[0]) * step // steps, start[1] + (end[1] - start[1]) * step // steps)
