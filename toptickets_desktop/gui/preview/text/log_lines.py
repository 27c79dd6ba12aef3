"""Which lines of a log tell of an error or give a warning, in the ways that loggers write it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from toptickets_desktop.gui.preview.text.text_document import TextDocument

_CHUNK_BYTES = 128 * 1024
PROBLEMS_MAX = 100_000
LEVEL_CHARACTERS_MAX = 600
"""Loggers write the level near the beginning of the line; what stands further on is data."""


class LogLevel(StrEnum):
    """How bad a line is."""

    ERROR = "error"
    WARNING = "warning"


_ERROR_WORDS = "error|err|fatal|critical|crit|severe|alert|emerg|emergency|panic"
_WARNING_WORDS = "warning|warn"
_ERROR = re.compile(
    rf"\b(?:{_ERROR_WORDS.upper()})\b"  # 2026-11-24 20:14:02 ERROR …
    rf"|(?i:[\[<(](?:{_ERROR_WORDS})[\])>:])"  # [error] …
    rf"|(?i:\b(?:level|lvl|severity|loglevel)[\"']?\s*[=:]\s*[\"']?(?:{_ERROR_WORDS})\b)"  # level=error, "level":"error"
    r"|\"level\"\s*:\s*[56]0\b"  # pino and bunyan
    r"|(?i:^\s*(?:fatal |internal |fatal: |compile |syntax )?(?:error|panic|fatal)\s*:)"  # error: …
    r"|\bTraceback \(most recent call last\)"
    r"|\b(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Exception|Error)(?=:|$)"  # java.lang.NullPointerException: …, ValueError: …
    r"|(?i:\b(?:unhandled|uncaught) (?:\w+ )?exception\b)"
    r"|(?i:\bsegmentation fault\b)"
)
_WARNING = re.compile(
    rf"\b(?:{_WARNING_WORDS.upper()})\b"
    rf"|(?i:[\[<(](?:{_WARNING_WORDS})[\])>:])"
    rf"|(?i:\b(?:level|lvl|severity|loglevel)[\"']?\s*[=:]\s*[\"']?(?:{_WARNING_WORDS})\b)"
    r"|\"level\"\s*:\s*40\b"
    r"|(?i:^\s*warning\s*:)"
    r"|\b[A-Z]\w*Warning(?=:)"
)
# Each match of the patterns above has one of these in it; finding them first is ten times faster than the patterns.
_HINTS = tuple(
    word.encode()
    for word in ("err", "fatal", "crit", "severe", "alert", "emerg", "panic", "traceback", "exception", "segmentation", "warn", 'level"')
)


@dataclass(frozen=True, slots=True)
class Problems:
    """The rows that tell of errors or warnings, in their order."""

    rows: array[int] = field(default_factory=lambda: array("Q"))
    error_count: int = 0
    warning_count: int = 0


def level_of(text: str) -> LogLevel | None:
    """What a line tells of; None when nothing is wrong."""
    head = text[:LEVEL_CHARACTERS_MAX]
    if _ERROR.search(head):
        return LogLevel.ERROR
    return LogLevel.WARNING if _WARNING.search(head) else None


def find_problems(document: TextDocument, *, is_cancelled: Callable[[], bool] = lambda: False) -> Problems:
    """All rows with errors and warnings; takes up to a second for 30 MB, so not on the window's thread."""
    rows = array("Q")
    counts = dict.fromkeys(LogLevel, 0)
    row, row_count = 0, document.row_count
    while row < row_count and not is_cancelled() and len(rows) < PROBLEMS_MAX:
        start = document.row_start(row)
        last = max(row, document.row_at(min(start + _CHUNK_BYTES, len(document.data))) - 1)
        end = document.row_end(last)
        for candidate in sorted(_candidates(document, document.data[start:end].lower(), start)):
            level = None if document.is_continuation(candidate) else level_of(document.row_text(candidate))
            if level is not None:
                rows.append(candidate)
                counts[level] += 1
        row = last + 1
    return Problems(rows, counts[LogLevel.ERROR], counts[LogLevel.WARNING])


def _candidates(document: TextDocument, lowered: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for hint in _HINTS:
        position = lowered.find(hint)
        while position >= 0:
            row = document.row_at(start + position)
            found.add(row)
            position = lowered.find(hint, document.row_end(row) - start)
    return found
