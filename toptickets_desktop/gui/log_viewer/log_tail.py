"""The end of a log file, and what is added to it. Blocks; callers use a thread."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toptickets_desktop.domain.redaction import redact

TAIL_BYTES_MAX = 1024 * 1024
_LINE_CHARACTERS_MAX = 64 * 1024
_OWN_FIELDS = frozenset({"timestamp", "level", "logger", "event"})


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line.

    Attributes:
        at: when; None when the line does not say.
        level: in lower case, such as "warning"; empty when the line is none of ours.
        text: what happened, in one line.
        details: everything else that the line holds, a field a line; tracebacks among it.
    """

    at: datetime | None
    level: str
    logger: str
    text: str
    details: str


class LogTail:
    """Reads a log that grows, is rotated, or is not there yet. What it returns went through the redactor once more.

    Args:
        path: the log.
        tail_bytes: how much of what is there already is read.
    """

    def __init__(self, path: Path, *, tail_bytes: int = TAIL_BYTES_MAX) -> None:
        self.path = path
        self._tail_bytes = tail_bytes
        self._offset: int | None = None
        self._file_id = (0, 0)
        self._rest = b""

    def read_new(self) -> list[LogEntry]:
        """The entries since the last call, oldest first; the first call gives the end of what is there. What cannot be read is empty."""
        try:
            with self.path.open("rb") as file:
                facts = os.fstat(file.fileno())
                file_id = (facts.st_dev, facts.st_ino)
                is_other = file_id != self._file_id or (self._offset or 0) > facts.st_size
                if self._offset is None or is_other:
                    start = max(facts.st_size - self._tail_bytes, 0) if self._offset is None else 0
                    self._file_id, self._offset, self._rest = file_id, start, b""
                    skips_first = start > 0
                else:
                    skips_first = False
                file.seek(self._offset)
                content = file.read(self._tail_bytes)
        except OSError:
            return []
        self._offset += len(content)
        lines = (self._rest + content).split(b"\n")
        self._rest = lines.pop()[-_LINE_CHARACTERS_MAX:]
        return [_entry(line) for line in lines[1 if skips_first else 0 :] if line.strip()]


def _entry(line: bytes) -> LogEntry:
    text = line[:_LINE_CHARACTERS_MAX].decode("utf-8", "replace")
    try:
        fields = dict(json.loads(text).items())
    except (ValueError, AttributeError, RecursionError):
        return LogEntry(None, "", "", _one_line(text), "")
    details = "\n".join(f"{name}: {value}" for name, value in fields.items() if name not in _OWN_FIELDS)
    return LogEntry(
        _moment(fields.get("timestamp")),
        str(fields.get("level", "")).lower(),
        _one_line(str(fields.get("logger", ""))),
        _one_line(str(fields.get("event", ""))),
        redact(details),
    )


def _one_line(text: str) -> str:
    return redact(" ".join(text.split()))


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None
