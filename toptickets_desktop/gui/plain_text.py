"""Foreign text where Qt guesses between plain and rich text."""

from __future__ import annotations

import html


def tool_tip(text: str) -> str:
    """A tooltip that shows `text` as it is. Qt takes text with a tag in it for markup, so such text is escaped."""
    return f"<span>{html.escape(text)}</span>" if "<" in text else text
