"""The commands of the window as its menus have them, so that whatever gets a menu entry is in the palette and on the sheet of shortcuts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar


@dataclass(frozen=True, slots=True)
class Command:
    """A menu entry.

    Attributes:
        text: its words, without marks for the keyboard.
        path: the menus that it stands in, the outermost first.
        keys: its shortcuts as the platform writes them; empty for none.
        why_not: why it cannot be done now; empty when it can, or when nobody says.
    """

    action: QAction
    text: str
    path: tuple[str, ...]
    keys: str
    why_not: str


def menu_commands(menu_bar: QMenuBar) -> list[Command]:
    """Every entry of every menu, in the order of the menus."""
    found: list[Command] = []
    for top in menu_bar.actions():
        menu = top.menu()
        if isinstance(menu, QMenu):
            _collect(menu, (plain_words(menu.title()),), found)
    return found


def plain_words(text: str) -> str:
    """The words of an action or a menu, without `&` and `…`."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def keys_text(action: QAction) -> str:
    """The shortcuts of an action as the platform writes them."""
    return ", ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in action.shortcuts() if not sequence.isEmpty())


def _collect(menu: QMenu, path: tuple[str, ...], found: list[Command]) -> None:
    menu.aboutToShow.emit()  # some are filled only then
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            _collect(inner, (*path, plain_words(inner.title())), found)
        elif not action.isSeparator() and action.isVisible() and action.text():
            why_not = "" if action.isEnabled() else action.statusTip()
            found.append(Command(action, plain_words(action.text()), path, keys_text(action), why_not))
