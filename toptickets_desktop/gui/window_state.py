"""How the window was left: geometry, splitters, columns and what is folded away, as text in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QMainWindow, QSplitter

from toptickets_desktop.gui.table_columns import TableColumns

_SHOWN, _HIDDEN = "shown", "hidden"


@dataclass(frozen=True)
class WindowState:
    """The parts of a window that keep their places.

    Attributes:
        splitters, headers, columns, switches: by the name that they have in the settings.
    """

    window: QMainWindow
    splitters: Mapping[str, QSplitter]
    headers: Mapping[str, QHeaderView]
    columns: Mapping[str, TableColumns]
    switches: Mapping[str, QAction]

    def restore(self, saved: Mapping[str, str]) -> None:
        """Put everything where it was; what is missing or damaged stays as it is."""
        _restore(saved.get("geometry"), self.window.restoreGeometry)
        for name, splitter in self.splitters.items():
            _restore(saved.get(name), splitter.restoreState)
        for name, header in self.headers.items():
            _restore(saved.get(name), header.restoreState)
        for name, columns in self.columns.items():
            columns.restore(saved.get(name, ""))
        for name, action in self.switches.items():
            if name in saved:
                action.setChecked(saved[name] == _SHOWN)

    def saved(self) -> dict[str, str]:
        """Everything as text."""
        states = {"geometry": self.window.saveGeometry()}
        states.update((name, splitter.saveState()) for name, splitter in self.splitters.items())
        states.update((name, header.saveState()) for name, header in self.headers.items())
        texts = {name: bytes(state.toBase64().data()).decode("ascii") for name, state in states.items()}
        texts.update((name, columns.state) for name, columns in self.columns.items())
        texts.update((name, _SHOWN if action.isChecked() else _HIDDEN) for name, action in self.switches.items())
        return texts


def _restore(text: str | None, restore: Callable[[QByteArray], bool]) -> None:
    if text:
        restore(QByteArray.fromBase64(text.encode("ascii", "replace")))
