"""What every viewer of a sort of content is: a widget that shows one file, with tools for the strip above it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.attachment import Attachment


class Viewer(QWidget):
    """Shows one file at a time. Hosted by a `ViewerHost`, which fetches the file and says its name.

    Never blocks: it reads and decodes through a `DecodeClient` or on threads of its own, and drops what comes too late.

    Signals:
        shown(): the content is on the screen, or a first part of it.
        refused(str): it cannot be shown; words for the user, who sees a card with them in place of the viewer.
        changed(): `caption`, `note`, `tools` or `is_at_rest` say something else.
        file_wanted(): what is shown from memory could be better with the file; answered by `show_file`.
    """

    shown = Signal()
    refused = Signal(str)
    changed = Signal()
    file_wanted = Signal()

    def show_file(self, path: Path, attachment: Attachment) -> None:
        """Show this file; what was asked for before is dropped.

        Args:
            path: a private file of ours, which nobody changes while it is shown.
            attachment: whose content it is.
        """
        raise NotImplementedError

    def show_known(self, attachment: Attachment) -> bool:  # noqa: ARG002  # for those who remember
        """Show what is remembered of it without the file; False when nothing is."""
        return False

    def needs_file(self) -> bool:
        """Whether what `show_known` shows is not as good as the file would make it."""
        return True

    def prefetch(self, path: Path, attachment: Attachment) -> None:  # what a viewer cannot prepare it need not
        """It may be shown next: prepare it, if nobody waits for something else."""

    def clear(self) -> None:
        """Let go of the file, and show nothing."""
        raise NotImplementedError

    def forget(self) -> None:
        """Drop all that is remembered, as when another key is used."""
        self.clear()

    def shut_down(self) -> None:
        """The program ends: stop what runs."""
        self.clear()

    def tools(self) -> list[QAction]:
        """What can be done with the content, in the order of the strip; a separator is an action too."""
        return []

    def zoom(self, steps: int) -> None:  # what has one size only leaves it
        """Show the content larger (more than 0) or smaller, or (0) at the size it had at first."""

    def close_layer(self) -> bool:
        """Close what was opened last inside the viewer, as Esc does; False when there is nothing of that sort."""
        return False

    @property
    def caption(self) -> str:
        """What the content is, in a line below it, such as its format and size in pixels."""
        return ""

    @property
    def note(self) -> str:
        """What the user should know about how it is shown, such as that it is cut short; mostly empty."""
        return ""

    @property
    def is_at_rest(self) -> bool:
        """Whether the content is there, whole and as good as it gets, and nothing is under way."""
        return True
