"""A translation into no language: every string 40 % longer, as German or Finnish would have it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator

LONGER_BY = 0.4
_FILLING = "ẅö rdęn lįŋ gęr ünd läŋ gęr "


class StretchingTranslator(QTranslator):
    """Answers every string with itself and as much more as asked for; placeholders and marks for the keyboard stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked = 0

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        if not source or context.startswith("Q"):  # Qt's own strings are those of the platform
            return source
        self.asked += 1
        more = max(1, round(len(source) * LONGER_BY))
        filling = (_FILLING * (more // len(_FILLING) + 1))[:more].strip() or "ę"
        # Dots stay at the end, where programs look for them.
        return f"{source[:-1]}{filling}…" if source.endswith("…") else f"{source} {filling}"[: len(source) + more]
