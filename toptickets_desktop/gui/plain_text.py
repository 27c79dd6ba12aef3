"""Foreign text where Qt guesses between plain and rich text."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt


def tool_tip(text: str) -> str:
    """A tooltip that shows `text` as it is: what Qt would take for markup is escaped."""
    return f"<span>{html.escape(text)}</span>" if Qt.mightBeRichText(text) else text
