"""Every string that people see can be translated: literals in `tr`, and no words outside of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import toptickets_desktop.gui

GUI = Path(toptickets_desktop.gui.__file__).parent
FILES = sorted(GUI.rglob("*.py"))
TRANSLATING = {"tr", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP"}
SPEAKING = {
    "setText",
    "setTitle",
    "setToolTip",
    "setStatusTip",
    "setWindowTitle",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
    "setInformativeText",
    "addTab",
    "addItem",
    "addMenu",
    "showMessage",
    "show_message",
    "set_text",
    "set_note",
}
NAMES = {"TopTickets", "TopTickets Desktop"}
_WORDS = re.compile(r"[A-Za-z]{2,}")


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def _calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def _words_for_people(argument: ast.expr) -> str:
    """The literal words of an argument, if it is one that people read."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        text = argument.value
    elif isinstance(argument, ast.JoinedStr):
        text = " ".join(part.value for part in argument.values if isinstance(part, ast.Constant) and isinstance(part.value, str))
    else:
        return ""
    is_said_alike_everywhere = text.strip(" ·") in NAMES or text.startswith("http://")
    return text if _WORDS.search(text) and not is_said_alike_everywhere else ""


def wrong_strings(source: str) -> list[str]:
    """What a translator could not translate."""
    found = []
    for call in _calls(source):
        name = _called(call)
        if name in TRANSLATING:
            texts = call.args[:1] if name in {"tr", "QT_TR_NOOP"} else call.args[1:2]
            found += [f"line {call.lineno}: {name} of an f-string" for text in texts if isinstance(text, ast.JoinedStr)]
            found += [f"line {call.lineno}: formatted inside {name}" for text in texts if _is_formatted(text)]
        elif name in SPEAKING:
            found += [f"line {call.lineno}: {name}({words!r})" for argument in call.args[:2] if (words := _words_for_people(argument))]
    return found


def _is_formatted(text: ast.expr) -> bool:
    return isinstance(text, ast.Call) and _called(text) == "format"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(GUI)))
def test_every_string_can_be_translated(file: Path) -> None:
    # The first argument of show_message names an icon.
    wrong = [
        each for each in wrong_strings(file.read_text(encoding="utf-8")) if "show_message('" not in each or " " in each.partition("('")[2]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "source",
    [
        'self.tr(f"{count} files")',
        'translate("Room", f"{count} files")',
        'self.tr("{n} files".format(n=1))',
        'label.setText("Loading files")',
        'label.setToolTip(f"{count} files")',
    ],
)
def test_the_check_finds_what_it_looks_for(source: str) -> None:
    assert wrong_strings(source)


@pytest.mark.parametrize("source", ['self.tr("{n} files").format(n=1)', 'label.setText(self.tr("Files"))', 'label.setText(f"{a} · {b}")'])
def test_the_check_leaves_the_rest(source: str) -> None:
    assert not wrong_strings(source)
