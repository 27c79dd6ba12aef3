"""Answers what AT-SPI tells a screen reader about a desktop's programs, in lines of JSON on standard input and output.

A script for the system's Python, whose gi knows the Atspi library; screen_reader.py starts it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  # the version must be chosen before

SEARCH_DEPTH_MAX = 24
CELL_COUNT_MAX = 2000


def serve() -> None:
    """Answer questions from standard input until it ends."""
    for line in sys.stdin:
        question = json.loads(line)
        nodes = list(_find(question["program"], question["role"], question["name"]))
        if question.get("press"):
            nodes = [node for node in nodes if _press(node)][:1]
        elif "row_with" in question:
            nodes = [node for node in nodes if _select_row(node, question["row_with"])]
        found = [_facts(node) for node in nodes]
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


def _find(program: str, role: str, name: str) -> Iterator[Any]:
    desktop = Atspi.get_desktop(0)
    for application in _children(desktop):
        if application.get_name() == program:
            yield from _descendants(application, role, name, 0)


def _descendants(node: Any, role: str, name: str, depth: int) -> Iterator[Any]:
    try:
        node_role = node.get_role_name()
        if role in {node_role, "*"} and node.get_name() == name:
            yield node
        if depth < SEARCH_DEPTH_MAX and (role == "table cell" or node_role not in {"table", "tree table", "tree"}):
            for child in _children(node):
                yield from _descendants(child, role, name, depth + 1)
    except GLib.Error:
        return  # it went away while it was looked at


def _children(node: Any) -> Iterator[Any]:
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def _press(node: Any) -> bool:
    """Do what the widget itself says that it does, as a screen reader lets its user do."""
    states = node.get_state_set()
    action = node.get_action_iface()
    if action is None or not states.contains(Atspi.StateType.ENABLED) or not states.contains(Atspi.StateType.SHOWING):
        return False
    return bool(action.do_action(0))


def _select_row(node: Any, cell_name: str) -> bool:
    table = node.get_table_iface()
    if table is None:
        return False
    rows, columns = table.get_n_rows(), table.get_n_columns()
    for row in range(rows):
        if any(_text(table.get_accessible_at(row, column)) == cell_name for column in range(columns)):
            return bool(table.add_row_selection(row))
    return False


def _facts(node: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"cells": []}
    if node.get_component_iface() is not None:
        extents = node.get_extents(Atspi.CoordType.SCREEN)
        facts |= {"x": extents.x, "y": extents.y, "width": extents.width, "height": extents.height}
    table = node.get_table_iface()
    if table is not None:
        rows, columns = table.get_n_rows(), table.get_n_columns()
        if rows * columns <= CELL_COUNT_MAX:
            facts["cells"] = [[_text(table.get_accessible_at(row, column)) for column in range(columns)] for row in range(rows)]
    return facts


def _text(cell: Any) -> str:
    return "" if cell is None else cell.get_name()


if __name__ == "__main__":
    serve()
