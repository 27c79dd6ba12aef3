"""Real small files of every type that the service takes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parents[1]


class Sample(NamedTuple):
    """A file as somebody would attach it."""

    filename: str
    content_type: str
    content: bytes


def samples_folder() -> Path:
    """Where the ready-made files lie: inside the wheel, or beside the package in an editable install."""
    inside = _PACKAGE / "resources" / "samples"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources" / "samples"


def make_samples(now: datetime) -> list[list[Sample]]:
    """The attachments of the most recent tickets, a list for each ticket."""
    log = f"{now.isoformat()} ERROR sign-in failed\n".encode() * 200
    return [[Sample("browser.log", "text/plain", log), Sample("notes.txt", "text/plain", b"Called back.\n")]]
