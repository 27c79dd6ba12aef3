"""Foreign text where Qt guesses between plain and rich text."""

from __future__ import annotations

import html

from PySide6.QtGui import QGuiApplication

_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


def tool_tip(text: str) -> str:
    """A tooltip that shows `text` as it is. Qt takes text with a tag in it for markup, so such text is escaped."""
    return f"<span>{html.escape(text)}</span>" if "<" in text else text


def isolated(text: str) -> str:
    """Text that keeps its own direction inside a window from right to left (Unicode's bidirectional algorithm, UAX #9, FSI).

    Without it "21.4 kB" stands there as "kB 21.4", and the dots of a shortened English subject before its beginning.
    """
    return f"{_ISOLATE}{text}{_END_OF_ISOLATE}" if text and QGuiApplication.isRightToLeft() else text
