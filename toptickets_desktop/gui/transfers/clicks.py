"""Clicks on what a delegate paints."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QMouseEvent


class Click:
    """Follows the left button. Rows move while transfers come and go: only a press and a release on the same one are a click."""

    def __init__(self) -> None:
        self._pressed_on: Hashable = None

    def is_on(self, identity: Hashable) -> bool:
        """Whether the button is held down over it."""
        return self._pressed_on is not None and self._pressed_on == identity

    def follow(self, event: QMouseEvent, identity: Hashable, place: QRect) -> tuple[bool, bool]:
        """Take an event.

        Args:
            event: of the mouse.
            identity: whose place it is.
            place: what can be clicked.

        Returns:
            Whether the event is used up, and whether it is a click.
        """
        if event.button() is not Qt.MouseButton.LeftButton:
            return False, False
        is_inside = place.contains(event.position().toPoint())
        if event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            self._pressed_on = identity if is_inside else None
            return is_inside, False
        if event.type() == QEvent.Type.MouseButtonRelease:
            is_click = is_inside and self.is_on(identity)
            self._pressed_on = None
            return is_click, is_click
        return False, False
