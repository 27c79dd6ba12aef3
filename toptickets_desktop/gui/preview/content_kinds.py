"""Which content types there is something to see of, and which type an attachment is taken for."""

from __future__ import annotations

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.file_rules import canonical_type, is_allowed_type, type_of_name

ARCHIVE_TYPES = frozenset({"application/zip", "application/x-7z-compressed", "application/gzip"})
VIDEO_TYPES = frozenset({"video/mp4", "video/webm", "video/ogg", "video/quicktime"})
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def effective_type(attachment: Attachment) -> str:
    """The declared type, or the one of the name when that is none of the service's; the content is looked at in any case."""
    mime = canonical_type(attachment.content_type)
    # Services answer application/octet-stream for what they do not know.
    return mime if is_allowed_type(mime) else type_of_name(attachment.filename) or mime
