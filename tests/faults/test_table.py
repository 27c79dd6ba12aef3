"""Nothing that a fault test has to be about is left out of the table."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

# Every fault that the issue names, and what its cases are called.
WANTED = {
    "cut after n bytes with FIN": r"download: cut .* FIN|cut at half with FIN",
    "cut after n bytes with RST": r"cut at half with RST",
    "commit, then drop": r"^stored, then (FIN|RST)",
    "delay": r"silence",
    "drip": r"drip|pieces of 100 bytes",
    "truncated, with Content-Length": r"cut one byte before the end",
    "truncated, without Content-Length": r"cut, no length declared",
    "wrong Content-Length": r"(smaller|larger) length declared",
    "chunked": r"in chunks",
    "gzip bomb": r"gzip bomb",
    "HTML page": r"page",
    "redirect to another host": r"redirect to http elsewhere",
    "redirect to http": r"redirect to http",
    "redirect to a file": r"redirect to a file",
    "redirect to 169.254": r"redirect to .*169\.254",
    "changed object": r"another object of the size",
    "ignored Range": r"Range ignored",
    "416": r"416",
    "every 4xx: 400": r"\b400\b",
    "every 4xx: 401": r"\b401\b",
    "every 4xx: 403": r"\b403\b",
    "every 4xx: 404": r"\b404\b",
    "every 4xx: 408": r"\b408\b",
    "every 4xx: 409": r"\b409\b",
    "every 4xx: 413": r"\b413\b",
    "every 4xx: 422": r"\b422\b",
    "every 4xx: 429": r"\b429\b",
    "every 5xx: 500": r"\b500\b",
    "every 5xx: 502": r"\b502\b",
    "every 5xx: 503": r"\b503\b",
    "every 5xx: 504": r"\b504\b",
    "bad TLS": r"bad TLS",
    "ENOSPC at open, write, fsync and publishing": r"ENOSPC at (open|write|fsync|publish)",
    "EIO": r"EIO at",
    "read-only folder": r"EROFS at open",
    "folder removed": r"folder removed",
    "target locked": r"target locked",
    "SIGKILL": r"SIGKILL",
    "clock by two hours": r"clock",
    "lost answers": r"answers lost after the commit",
    "dropped before the commit": r"dropped before the commit",
    "changed between two attempts": r"objects changed between",
    "links that end": r"links end at",
    "simulated retries": r"simulated retries",
    "storm": r"budget .* a window",
    "fsync before rename": r"fsync before each rename",
    "memory": r"of 30 MB at once",
    "window and command": r"window = command",
    "archive": r"^zip: ",
}
_CASES = frozenset({"Case", "Resume", "Repeat", "Row"})


def _text(node: ast.expr) -> str:
    """A literal, or an f-string with its holes left out."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) for value in values)
        case _:
            return ""


def case_names() -> set[str]:
    """What the cases of this folder are called, as far as the source says it."""
    names: set[str] = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        if file == Path(__file__):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CASES and node.args:
                names.add(_text(node.args[0]))
                names.add(" at ".join(_words(node.args[:2])))
            if isinstance(node, ast.Assign):
                names.add(_text(node.value))
            if isinstance(node, ast.Dict):
                names |= {_text(key) for key in node.keys if key is not None}
            if isinstance(node, ast.IfExp):
                names |= {_text(node.body), _text(node.orelse)}
    return names


def _words(nodes: list[ast.expr]) -> list[str]:
    """`Case("write", errno.ENOSPC, …)` is called "ENOSPC at write"."""
    return [node.attr if isinstance(node, ast.Attribute) else _text(node) for node in reversed(nodes)]


@pytest.mark.parametrize("fault", WANTED)
def test_every_fault_has_a_case(fault: str) -> None:
    assert any(re.search(WANTED[fault], name) for name in case_names()), f"no case is about: {fault}"
