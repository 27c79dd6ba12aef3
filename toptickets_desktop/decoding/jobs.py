"""What a decoding process can do: one function for each kind of job.

A kind takes a `Source` and its parameters and gives one `Result` or several, the last of which is the whole. It raises `Refused` with a
word that the window turns into a sentence; anything else that goes wrong is told as "damaged".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


JobFunction = Callable[[Source, dict[str, Any]], Iterator[Result]]


def job_functions() -> dict[str, JobFunction]:
    """Every kind of job by its name. Called once, before the process gives up its rights, so it loads all that jobs need."""
    from toptickets_desktop.decoding import archive_jobs, html_jobs, pdf_jobs, picture_jobs, video_jobs

    pdf_jobs.warm_up()
    video_jobs.warm_up()
    return {
        "image": picture_jobs.image,
        "thumbnail": picture_jobs.thumbnail,
        "html": html_jobs.html_job,
        "archive_list": archive_jobs.archive_list,
        "archive_member": archive_jobs.archive_member,
        "pdf_info": pdf_jobs.pdf_info,
        "pdf_page": pdf_jobs.pdf_page,
        "pdf_text": pdf_jobs.pdf_text,
        "pdf_search": pdf_jobs.pdf_search,
        "video_poster": video_jobs.video_poster,
    }
