"""MIME types in words, as they stand in a sentence: "a PNG image", "a Windows program"."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from toptickets_desktop.domain.file_rules import canonical_type

translate = QCoreApplication.translate

_MIME = re.compile(r"[a-z0-9!#$&^_.+\-]{1,60}/[a-z0-9!#$&^_.+\-]{1,60}")  # RFC 6838 section 4.2, with a bound of ours

_WORDS: dict[str, object] = {
    # What the service takes.
    "text/plain": QT_TRANSLATE_NOOP("TypeWords", "plain text"),
    "text/html": QT_TRANSLATE_NOOP("TypeWords", "a web page (HTML)"),
    "application/pdf": QT_TRANSLATE_NOOP("TypeWords", "a PDF document"),
    "image/png": QT_TRANSLATE_NOOP("TypeWords", "a PNG image"),
    "image/jpeg": QT_TRANSLATE_NOOP("TypeWords", "a JPEG image"),
    "image/gif": QT_TRANSLATE_NOOP("TypeWords", "a GIF image"),
    "image/webp": QT_TRANSLATE_NOOP("TypeWords", "a WebP image"),
    "video/mp4": QT_TRANSLATE_NOOP("TypeWords", "an MP4 video"),
    "video/webm": QT_TRANSLATE_NOOP("TypeWords", "a WebM video"),
    "video/ogg": QT_TRANSLATE_NOOP("TypeWords", "an Ogg video"),
    "video/quicktime": QT_TRANSLATE_NOOP("TypeWords", "a QuickTime video"),
    "application/zip": QT_TRANSLATE_NOOP("TypeWords", "a ZIP archive"),
    "application/x-7z-compressed": QT_TRANSLATE_NOOP("TypeWords", "a 7-Zip archive"),
    "application/gzip": QT_TRANSLATE_NOOP("TypeWords", "a gzip archive"),
    # Programs, scripts, installers and what starts them.
    "application/vnd.microsoft.portable-executable": QT_TRANSLATE_NOOP("TypeWords", "a Windows program"),
    "application/x-msi": QT_TRANSLATE_NOOP("TypeWords", "a Windows installer"),
    "application/x-ms-shortcut": QT_TRANSLATE_NOOP("TypeWords", "a Windows shortcut"),
    "application/x-bat": QT_TRANSLATE_NOOP("TypeWords", "a Windows batch file"),
    "application/x-powershell": QT_TRANSLATE_NOOP("TypeWords", "a PowerShell script"),
    "text/vbscript": QT_TRANSLATE_NOOP("TypeWords", "a Visual Basic script"),
    "application/hta": QT_TRANSLATE_NOOP("TypeWords", "an HTML program"),
    "application/x-registry": QT_TRANSLATE_NOOP("TypeWords", "a Windows registry file"),
    "application/x-setupscript": QT_TRANSLATE_NOOP("TypeWords", "a Windows setup file"),
    "application/vnd.ms-appx": QT_TRANSLATE_NOOP("TypeWords", "a Windows app package"),
    "application/x-executable": QT_TRANSLATE_NOOP("TypeWords", "a program"),
    "application/x-mach-binary": QT_TRANSLATE_NOOP("TypeWords", "a macOS program"),
    "application/x-apple-diskimage": QT_TRANSLATE_NOOP("TypeWords", "a macOS disk image"),
    "application/x-applescript": QT_TRANSLATE_NOOP("TypeWords", "an AppleScript program"),
    "application/vnd.debian.binary-package": QT_TRANSLATE_NOOP("TypeWords", "a Debian package"),
    "application/x-rpm": QT_TRANSLATE_NOOP("TypeWords", "an RPM package"),
    "application/x-archive": QT_TRANSLATE_NOOP("TypeWords", "a program library or package"),
    "application/x-iso9660-image": QT_TRANSLATE_NOOP("TypeWords", "a disc image"),
    "application/x-desktop": QT_TRANSLATE_NOOP("TypeWords", "a Linux launcher"),
    "application/x-mswinurl": QT_TRANSLATE_NOOP("TypeWords", "an internet shortcut"),
    "application/x-script": QT_TRANSLATE_NOOP("TypeWords", "a script"),
    "application/x-sh": QT_TRANSLATE_NOOP("TypeWords", "a shell script"),
    "text/javascript": QT_TRANSLATE_NOOP("TypeWords", "a JavaScript program"),
    "text/x-python": QT_TRANSLATE_NOOP("TypeWords", "a Python program"),
    "application/x-php": QT_TRANSLATE_NOOP("TypeWords", "a PHP program"),
    "application/x-perl": QT_TRANSLATE_NOOP("TypeWords", "a Perl program"),
    "application/x-ruby": QT_TRANSLATE_NOOP("TypeWords", "a Ruby program"),
    "text/x-lua": QT_TRANSLATE_NOOP("TypeWords", "a Lua program"),
    "text/x-tcl": QT_TRANSLATE_NOOP("TypeWords", "a Tcl program"),
    "application/java-archive": QT_TRANSLATE_NOOP("TypeWords", "a Java program"),
    "application/java-vm": QT_TRANSLATE_NOOP("TypeWords", "a Java program"),
    "application/wasm": QT_TRANSLATE_NOOP("TypeWords", "a WebAssembly program"),
    "application/x-dex": QT_TRANSLATE_NOOP("TypeWords", "an Android program"),
    "application/vnd.android.package-archive": QT_TRANSLATE_NOOP("TypeWords", "an Android app"),
    "application/x-itunes-ipa": QT_TRANSLATE_NOOP("TypeWords", "an iPhone app"),
    "application/x-browser-extension": QT_TRANSLATE_NOOP("TypeWords", "a browser extension"),
    "application/x-package-in-zip": QT_TRANSLATE_NOOP("TypeWords", "a software package"),
    # Documents.
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": QT_TRANSLATE_NOOP("TypeWords", "a Word document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": QT_TRANSLATE_NOOP("TypeWords", "an Excel workbook"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": QT_TRANSLATE_NOOP(
        "TypeWords", "a PowerPoint presentation"
    ),
    "application/vnd.openxmlformats-officedocument": QT_TRANSLATE_NOOP("TypeWords", "a Microsoft Office document"),
    "application/vnd.ms-office.macroenabled": QT_TRANSLATE_NOOP("TypeWords", "a Microsoft Office document with macros"),
    "application/x-ole-storage": QT_TRANSLATE_NOOP("TypeWords", "an older Microsoft Office document"),
    "application/vnd.oasis.opendocument": QT_TRANSLATE_NOOP("TypeWords", "an OpenDocument file"),
    "application/epub+zip": QT_TRANSLATE_NOOP("TypeWords", "an e-book"),
    "application/rtf": QT_TRANSLATE_NOOP("TypeWords", "a rich text document"),
    "application/postscript": QT_TRANSLATE_NOOP("TypeWords", "a PostScript document"),
    "multipart/related": QT_TRANSLATE_NOOP("TypeWords", "a saved web page"),
    "application/vnd.sqlite3": QT_TRANSLATE_NOOP("TypeWords", "a database"),
    # Archives.
    "application/vnd.rar": QT_TRANSLATE_NOOP("TypeWords", "a RAR archive"),
    "application/x-tar": QT_TRANSLATE_NOOP("TypeWords", "a tar archive"),
    "application/x-bzip2": QT_TRANSLATE_NOOP("TypeWords", "a bzip2 archive"),
    "application/x-xz": QT_TRANSLATE_NOOP("TypeWords", "an XZ archive"),
    "application/zstd": QT_TRANSLATE_NOOP("TypeWords", "a Zstandard archive"),
    "application/x-lz4": QT_TRANSLATE_NOOP("TypeWords", "an LZ4 archive"),
    "application/vnd.ms-cab-compressed": QT_TRANSLATE_NOOP("TypeWords", "a cabinet archive"),
    # Pictures, sounds and films.
    "image/svg+xml": QT_TRANSLATE_NOOP("TypeWords", "an SVG drawing"),
    "image/tiff": QT_TRANSLATE_NOOP("TypeWords", "a TIFF image"),
    "image/bmp": QT_TRANSLATE_NOOP("TypeWords", "a BMP image"),
    "image/heic": QT_TRANSLATE_NOOP("TypeWords", "a HEIC photo"),
    "image/avif": QT_TRANSLATE_NOOP("TypeWords", "an AVIF image"),
    "image/jxl": QT_TRANSLATE_NOOP("TypeWords", "a JPEG XL image"),
    "image/jp2": QT_TRANSLATE_NOOP("TypeWords", "a JPEG 2000 image"),
    "image/x-icon": QT_TRANSLATE_NOOP("TypeWords", "an icon"),
    "image/x-canon-cr3": QT_TRANSLATE_NOOP("TypeWords", "a camera's raw photo"),
    "image/vnd.adobe.photoshop": QT_TRANSLATE_NOOP("TypeWords", "a Photoshop image"),
    "audio/mpeg": QT_TRANSLATE_NOOP("TypeWords", "an MP3 recording"),
    "audio/mp4": QT_TRANSLATE_NOOP("TypeWords", "an MP4 recording"),
    "audio/ogg": QT_TRANSLATE_NOOP("TypeWords", "an Ogg recording"),
    "audio/wav": QT_TRANSLATE_NOOP("TypeWords", "a WAV recording"),
    "audio/flac": QT_TRANSLATE_NOOP("TypeWords", "a FLAC recording"),
    "audio/aac": QT_TRANSLATE_NOOP("TypeWords", "an AAC recording"),
    "video/x-matroska": QT_TRANSLATE_NOOP("TypeWords", "a Matroska video"),
    "video/x-msvideo": QT_TRANSLATE_NOOP("TypeWords", "an AVI video"),
    "video/x-ms-wmv": QT_TRANSLATE_NOOP("TypeWords", "a Windows Media video"),
    "video/x-flv": QT_TRANSLATE_NOOP("TypeWords", "a Flash video"),
    "video/mpeg": QT_TRANSLATE_NOOP("TypeWords", "an MPEG video"),
    "video/3gpp": QT_TRANSLATE_NOOP("TypeWords", "a phone video (3GP)"),
}

_WORDS_OF_FAMILY: dict[str, object] = {
    "image": QT_TRANSLATE_NOOP("TypeWords", "an image of another type ({mime})"),
    "video": QT_TRANSLATE_NOOP("TypeWords", "a video of another type ({mime})"),
    "audio": QT_TRANSLATE_NOOP("TypeWords", "a recording of another type ({mime})"),
    "text": QT_TRANSLATE_NOOP("TypeWords", "text of another type ({mime})"),
    "font": QT_TRANSLATE_NOOP("TypeWords", "a font ({mime})"),
}


def type_words(mime: str | None) -> str:
    """A type in words, with its article, for the middle of a sentence.

    Args:
        mime: a MIME type, possibly from a stranger: what is not shaped like one is not repeated.
    """
    mime = canonical_type(mime or "")
    if mime.startswith("application/vnd.oasis.opendocument."):
        mime = "application/vnd.oasis.opendocument"
    if mime in _WORDS:
        return translate("TypeWords", str(_WORDS[mime]))
    if not _MIME.fullmatch(mime):
        return translate("TypeWords", "a file of an unknown type")
    family = _WORDS_OF_FAMILY.get(mime.partition("/")[0])
    if family is None:
        return translate("TypeWords", "a file of another type ({mime})").format(mime=mime)
    return translate("TypeWords", str(family)).format(mime=mime)
