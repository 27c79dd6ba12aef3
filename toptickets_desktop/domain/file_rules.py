"""What the service takes: size, types and names. The one place where these limits stand.

Source: the service's attachment documentation (30 MB a file; the list of MIME types).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from toptickets_desktop.domain.errors import FileRefused, RefusalReason

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

_TYPE_OF_OTHER_ENDING = {
    ending: mime
    for mime, endings in {
        # Text to look at, but run or rendered by what opens it under these names.
        "image/svg+xml": (".svg", ".svgz"),
        "text/javascript": (".js", ".mjs", ".cjs", ".jse"),
        "text/x-python": (".py", ".pyw"),
        "application/x-sh": (".sh", ".bash", ".zsh", ".ksh", ".csh", ".fish", ".command", ".run"),
        "application/x-bat": (".bat", ".cmd"),
        "application/x-powershell": (".ps1", ".psm1", ".psd1"),
        "text/vbscript": (".vbs", ".vbe", ".vb", ".wsf", ".wsh", ".wsc", ".sct"),
        "application/hta": (".hta",),
        "application/x-php": (".php", ".phtml", ".phar"),
        "application/x-perl": (".pl", ".pm"),
        "application/x-ruby": (".rb",),
        "text/x-lua": (".lua",),
        "text/x-tcl": (".tcl",),
        "application/x-applescript": (".scpt", ".applescript"),
        "application/x-registry": (".reg",),
        "application/x-desktop": (".desktop",),
        "application/x-mswinurl": (".url", ".webloc"),
        "application/x-setupscript": (".inf",),
        "multipart/related": (".mht", ".mhtml"),
        "application/rtf": (".rtf",),
        "application/postscript": (".ps", ".eps"),
        # Programs and installers.
        "application/vnd.microsoft.portable-executable": (".exe", ".dll", ".scr", ".com", ".pif", ".cpl", ".sys", ".ocx"),
        "application/x-msi": (".msi", ".msp", ".mst"),
        "application/x-ms-shortcut": (".lnk",),
        "application/x-executable": (".elf", ".so", ".bin", ".appimage", ".dylib"),
        "application/vnd.debian.binary-package": (".deb",),
        "application/x-rpm": (".rpm",),
        "application/x-apple-diskimage": (".dmg",),
        "application/x-iso9660-image": (".iso",),
        # Zip files inside, other types outside.
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx", ".ppsx"),
        "application/vnd.ms-office.macroenabled": (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".ppsm"),
        "application/vnd.openxmlformats-officedocument": (".dotx", ".xltx", ".potx", ".vsdx"),
        "application/vnd.oasis.opendocument": (".odt", ".ods", ".odp", ".odg", ".odf"),
        "application/epub+zip": (".epub",),
        "application/java-archive": (".jar", ".war", ".ear"),
        "application/vnd.android.package-archive": (".apk", ".xapk", ".aab"),
        "application/x-itunes-ipa": (".ipa",),
        "application/x-browser-extension": (".xpi", ".crx"),
        "application/vnd.ms-appx": (".appx", ".msix", ".appxbundle", ".msixbundle"),
        "application/x-package-in-zip": (".whl", ".egg", ".nupkg", ".vsix"),
        # Documents, archives, pictures and sounds that the service does not take.
        "application/x-ole-storage": (".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".msg", ".vsd", ".mpp", ".pub"),
        "application/vnd.rar": (".rar",),
        "application/x-tar": (".tar",),
        "application/x-bzip2": (".bz2", ".tbz", ".tbz2"),
        "application/x-xz": (".xz", ".txz"),
        "application/zstd": (".zst",),
        "application/vnd.ms-cab-compressed": (".cab",),
        "image/tiff": (".tif", ".tiff"),
        "image/bmp": (".bmp", ".dib"),
        "image/heic": (".heic", ".heif"),
        "image/avif": (".avif",),
        "image/jxl": (".jxl",),
        "image/jp2": (".jp2", ".j2k"),
        "image/x-icon": (".ico", ".cur"),
        "image/vnd.adobe.photoshop": (".psd",),
        "audio/mpeg": (".mp3",),
        "audio/mp4": (".m4a", ".m4b"),
        "audio/ogg": (".oga", ".opus"),
        "audio/wav": (".wav",),
        "audio/flac": (".flac",),
        "audio/aac": (".aac",),
        "video/x-matroska": (".mkv", ".mka"),
        "video/x-msvideo": (".avi",),
        "video/x-ms-wmv": (".wmv", ".asf", ".wma"),
        "video/x-flv": (".flv",),
        "video/mpeg": (".mpg", ".mpeg"),
        "video/3gpp": (".3gp", ".3g2"),
        "application/vnd.sqlite3": (".sqlite", ".sqlite3", ".db"),
        "application/java-vm": (".class",),
        "application/wasm": (".wasm",),
    }.items()
    for ending in endings
}

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


@lru_cache(maxsize=512)
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


def other_type_of_name(name: str) -> str | None:
    """The type that a file's ending names, when it is a known one that the service does not take; else None."""
    return _TYPE_OF_OTHER_ENDING.get(ending_of(name))


def ending_of(name: str) -> str:
    """The last ending of a name with its dot, lower-case; empty when there is none.

    What no file manager shows at the end of a name is passed over: `run.js` followed by a dot, a space or an invisible mark is still `.js`.
    """
    shown = "".join(character for character in name if unicodedata.category(character) != "Cf").rstrip(". ")
    stem, dot, ending = shown.rpartition(".")
    return f".{ending.lower()}" if dot and stem.strip(".") else ""


def type_not_taken(refusal: FileRefused) -> str | None:
    """The type that a file was refused for: its content's, or its name's where the content alone would do (an Office file is a ZIP)."""
    if refusal.found_type is None or (refusal.named_type is not None and is_allowed_type(refusal.found_type)):
        return refusal.named_type
    return refusal.found_type


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
