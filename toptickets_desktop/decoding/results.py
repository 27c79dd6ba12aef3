"""What every kind of job takes and gives: the bytes, a result, and the word for why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, BinaryIO

from PySide6.QtGui import QImage


class Refused(Exception):
    """There is no result, and why, in one word such as "damaged", "too_large", "encrypted"."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes to decode; `file` can be sought in and is read-only."""

    file: BinaryIO
    size_bytes: int

    def read(self, bytes_max: int) -> bytes:
        """All of it.

        Raises:
            Refused: it is longer than that.
        """
        if self.size_bytes > bytes_max:
            raise Refused("too_large")
        self.file.seek(0)
        return self.file.read(self.size_bytes)  # a larger number would reserve as much memory


@dataclass(frozen=True, slots=True)
class Result:
    """What goes back to the window.

    Attributes:
        facts: what msgpack can hold.
        pictures: RGB32 or ARGB32_Premultiplied (others are converted).
        data: other bytes, such as a member of an archive.
        is_partial: whether another result of the same job follows.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    pictures: tuple[QImage, ...] = ()
    data: bytes = b""
    is_partial: bool = False
