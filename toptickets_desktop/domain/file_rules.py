"""What the service takes: size, types and names. The one place where these limits stand.

Source: the service's attachment documentation (30 MB a file; the list of MIME types).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from toptickets_desktop.domain.errors import RefusalReason

MAX_UPLOAD_BYTES = 30 * 1024 * 1024
MAX_NAME_BYTES = 255  # the longest name that common file systems hold, in UTF-8

ALLOWED_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "text/plain": (".txt", ".text", ".log", ".md", ".csv", ".tsv", ".json", ".jsonl", ".xml", ".yaml", ".yml", ".ini", ".cfg", ".conf"),
        "text/html": (".html", ".htm"),
        "application/pdf": (".pdf",),
        "image/png": (".png",),
        "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
        "image/gif": (".gif",),
        "image/webp": (".webp",),
        "video/mp4": (".mp4", ".m4v"),
        "video/webm": (".webm",),
        "video/ogg": (".ogv", ".ogg"),
        "video/quicktime": (".mov", ".qt"),
        "application/zip": (".zip",),
        "application/x-7z-compressed": (".7z",),
        "application/gzip": (".gz", ".tgz"),
    }
)
"""MIME type → the endings that name it. Plain text also goes under the endings of logs and data files: their content is
checked to be text, and they are declared as what they are."""

_TYPE_OF_ENDING = {ending: mime for mime, endings in ALLOWED_TYPES.items() for ending in endings}

# Other names of the listed types (RFC 6713 for gzip; the rest as browsers, Windows and shared-mime-info write them).
_ALIASES = {
    "application/x-gzip": "application/gzip",
    "application/x-compressed-tar": "application/gzip",
    "application/x-zip-compressed": "application/zip",
    "application/x-zip": "application/zip",
    "application/x-7z": "application/x-7z-compressed",
    "application/x-pdf": "application/pdf",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "video/x-quicktime": "video/quicktime",
    "video/x-m4v": "video/mp4",
    "video/x-theora+ogg": "video/ogg",
    "application/xhtml+xml": "text/html",
}


def canonical_type(content_type: str) -> str:
    """A MIME type without parameters, lower-case, under the name that the service uses for it."""
    mime = content_type.partition(";")[0].strip().lower()
    return _ALIASES.get(mime, mime)


def is_allowed_type(content_type: str) -> bool:
    """Whether the service takes files of this type."""
    return canonical_type(content_type) in ALLOWED_TYPES


def type_of_name(name: str) -> str | None:
    """The listed type that a file's ending names, or None."""
    return _TYPE_OF_ENDING.get(ending_of(name))


def ending_of(name: str) -> str:
    """The last ending of a name with its dot, lower-case; empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem.strip(".") else ""


def refusal_of_name(name: str) -> RefusalReason | None:
    """Why a file of this name cannot be sent, or None. Format characters such as RTL marks are the user's business and pass."""
    try:
        encoded = name.encode()
    except UnicodeEncodeError:
        return RefusalReason.NAME_NOT_UNICODE
    if any(unicodedata.category(character) == "Cc" for character in name):
        return RefusalReason.NAME_HAS_CONTROL_CHARACTERS
    if len(encoded) > MAX_NAME_BYTES:
        return RefusalReason.NAME_TOO_LONG
    return None
