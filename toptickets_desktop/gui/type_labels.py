"""MIME types as short labels for a table: "PNG image"."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from toptickets_desktop.domain.file_rules import canonical_type
from toptickets_desktop.domain.visible_names import visible_name

_LABELS: dict[str, object] = {
    "text/plain": QT_TRANSLATE_NOOP("TypeLabels", "Text"),
    "text/html": QT_TRANSLATE_NOOP("TypeLabels", "Web page"),
    "application/pdf": QT_TRANSLATE_NOOP("TypeLabels", "PDF document"),
    "image/png": QT_TRANSLATE_NOOP("TypeLabels", "PNG image"),
    "image/jpeg": QT_TRANSLATE_NOOP("TypeLabels", "JPEG image"),
    "image/gif": QT_TRANSLATE_NOOP("TypeLabels", "GIF image"),
    "image/webp": QT_TRANSLATE_NOOP("TypeLabels", "WebP image"),
    "video/mp4": QT_TRANSLATE_NOOP("TypeLabels", "MP4 video"),
    "video/webm": QT_TRANSLATE_NOOP("TypeLabels", "WebM video"),
    "video/ogg": QT_TRANSLATE_NOOP("TypeLabels", "Ogg video"),
    "video/quicktime": QT_TRANSLATE_NOOP("TypeLabels", "QuickTime video"),
    "application/zip": QT_TRANSLATE_NOOP("TypeLabels", "ZIP archive"),
    "application/x-7z-compressed": QT_TRANSLATE_NOOP("TypeLabels", "7-Zip archive"),
    "application/gzip": QT_TRANSLATE_NOOP("TypeLabels", "Gzip archive"),
}

_FOREIGN_LENGTH_MAX = 60


def type_label(content_type: str) -> str:
    """A type in a word or two; one that the service does not list is shown as it stands, bounded."""
    label = _LABELS.get(canonical_type(content_type))
    return QCoreApplication.translate("TypeLabels", str(label)) if label else visible_name(content_type[:_FOREIGN_LENGTH_MAX])
