"""Which job of the decoding process makes the thumbnail of which type of content: the one list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.preview.content_kinds import PICTURE_TYPES, VIDEO_TYPES, effective_type

THUMBNAIL_BYTES_MAX = 20 * 1024 * 1024
"""Larger files are not fetched just for a small picture of them."""


@dataclass(frozen=True, slots=True)
class ThumbnailJob:
    """A kind of job and its parameters; `width` and `height`, the most that is of use, in device pixels, are added to them."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


_JOBS: Mapping[str, ThumbnailJob] = {
    **dict.fromkeys(PICTURE_TYPES, ThumbnailJob("thumbnail")),
    **dict.fromkeys(VIDEO_TYPES, ThumbnailJob("video_poster")),
    "application/pdf": ThumbnailJob("pdf_page", {"page": 0}),
}
"""By content type. A job answers with one picture."""


def thumbnail_job(attachment: Attachment) -> ThumbnailJob | None:
    """The job, or None for what has an icon instead."""
    is_small = attachment.size_bytes is None or attachment.size_bytes <= THUMBNAIL_BYTES_MAX
    return _JOBS.get(effective_type(attachment)) if is_small else None
