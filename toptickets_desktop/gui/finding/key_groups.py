"""Which keys do what, by groups: every menu entry with a shortcut as it is now, and the keys of single panes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from toptickets_desktop.gui.finding.commands import Command

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One command, and its keys as the platform writes them."""

    words: str
    keys: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """A heading and what stands under it."""

    title: str
    lines: tuple[KeyLine, ...]


def key_groups(commands: Sequence[Command]) -> list[KeyGroup]:
    """The groups of the menus in their order, then those of the panes."""
    lines: dict[str, list[KeyLine]] = {}
    for command in commands:
        if command.keys:
            words = command.text if len(command.path) < 2 else f"{command.path[-1]}: {command.text}"
            lines.setdefault(command.path[0], []).append(KeyLine(words, command.keys))
    return [*(KeyGroup(title, tuple(found)) for title, found in lines.items()), *_pane_groups()]


def _pane_groups() -> list[KeyGroup]:
    """Keys that the panes take themselves, which no action has."""
    return [
        KeyGroup(
            translate("Keys", "In the table of attachments"),
            (
                KeyLine(translate("Keys", "Download, or say where it is saved"), _keys("Return")),
                KeyLine(translate("Keys", "Take the selection away"), _keys("Esc")),
                KeyLine(translate("Keys", "Menu for the selection"), _keys("Menu", "Shift+F10")),
            ),
        ),
        KeyGroup(
            translate("Keys", "In a field"),
            (
                KeyLine(translate("Keys", "Take the filter away, then go to the table"), _keys("Esc")),
                KeyLine(translate("Keys", "Go to the table"), _keys("Down")),
            ),
        ),
        KeyGroup(
            translate("Keys", "In the palette"),
            (
                KeyLine(translate("Keys", "Choose from the results"), _keys("Up", "Down", "PgUp", "PgDown")),
                KeyLine(translate("Keys", "Do it"), _keys("Return")),
                KeyLine(translate("Keys", "Close"), _keys("Esc")),
                KeyLine(translate("Keys", "Commands only"), ">"),
            ),
        ),
        KeyGroup(
            translate("Keys", "On the filters of tickets"),
            (
                KeyLine(translate("Keys", "From one to the next"), _keys("Left", "Right")),
                KeyLine(translate("Keys", "Turn on or off"), _keys("Space")),
            ),
        ),
    ]


def _keys(*names: str) -> str:
    return ", ".join(QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText) for name in names)
