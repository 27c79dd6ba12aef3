"""What a decoding process can do: one function for each kind of job.

A kind takes a `Source` and its parameters and gives one `Result` or several, the last of which is the whole. It raises `Refused` with a
word that the window turns into a sentence; anything else that goes wrong is told as "damaged".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from toptickets_desktop.decoding import archive_jobs, html_jobs, pdf_jobs, picture_jobs, video_jobs
from toptickets_desktop.decoding.results import Result, Source

JobFunction = Callable[[Source, dict[str, Any]], Iterator[Result]]


def job_functions() -> dict[str, JobFunction]:
    """Every kind of job by its name. Called once, before the process gives up its rights, so it loads all that jobs need."""
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
