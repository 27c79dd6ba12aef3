"""Which viewer shows which attachment: the one list of all kinds.

To add a kind: write a `Viewer` in a file of its own and a line in `all_kinds`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.gui.preview.archive.archive_viewer import ArchiveViewer
from toptickets_desktop.gui.preview.content_kinds import ARCHIVE_TYPES, PICTURE_TYPES, VIDEO_TYPES, effective_type
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.html_viewer import HtmlViewer
from toptickets_desktop.gui.preview.image_viewer import ImageViewer
from toptickets_desktop.gui.preview.pdf.pdf_viewer import PdfViewer
from toptickets_desktop.gui.preview.text.text_viewer import TextViewer
from toptickets_desktop.gui.preview.video_viewer import VideoViewer
from toptickets_desktop.gui.preview.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ViewerKind:
    """A sort of content.

    Attributes:
        name: of the kind, for object names and settings.
        content_types: that it shows.
        make: makes its viewer; called when the first such attachment is looked at.
        size_bytes_max: larger ones are not fetched just to be looked at.
    """

    name: str
    content_types: frozenset[str]
    make: Callable[[DecodeClient], Viewer]
    size_bytes_max: int = MAX_UPLOAD_BYTES


def all_kinds() -> tuple[ViewerKind, ...]:
    """Every kind there is."""
    return (
        ViewerKind("image", PICTURE_TYPES, ImageViewer),
        ViewerKind("text", frozenset({"text/plain"}), lambda _decoder: TextViewer()),
        ViewerKind("html", frozenset({"text/html"}), HtmlViewer),
        ViewerKind("pdf", frozenset({"application/pdf"}), PdfViewer),
        ViewerKind("video", VIDEO_TYPES, VideoViewer),
        ViewerKind("archive", ARCHIVE_TYPES, ArchiveViewer),
    )


def kind_for(attachment: Attachment, kinds: Sequence[ViewerKind]) -> ViewerKind | None:
    """The kind that shows an attachment, by its declared type, and where that says nothing by its name."""
    content_type = effective_type(attachment)
    return next((kind for kind in kinds if content_type in kind.content_types), None)
