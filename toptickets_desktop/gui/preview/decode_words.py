"""Why a file is not shown, in words: what the decoding processes say of documents and archives."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def problem_words(problem: str) -> str:
    """A sentence for a word of `decoding.results.Refused` or of `DecodeClient`."""
    words = {
        "encrypted": translate("DecodeWords", "It is protected by a password and cannot be shown here."),
        "too_large": translate("DecodeWords", "It would need too much memory to be shown."),
        "too_slow": translate("DecodeWords", "It took too long to read, so it was given up."),
        "crashed": translate("DecodeWords", "It could not be read: it made the reader crash, which did no harm to anything else."),
        "unreadable": translate("DecodeWords", "The file could not be read."),
        "suspicious": translate("DecodeWords", "It is built to unpack to absurdly much, so it is not unpacked."),
        "unsupported": translate("DecodeWords", "It is packed in a way that is not known here."),
        "folder": translate("DecodeWords", "It is a folder."),
        "no_codec": translate(
            "DecodeWords", "The video is damaged, or this system has nothing to play its kind with (codec, or the library libpulse0)."
        ),
        "no_video": translate("DecodeWords", "There is no picture in it, only sound."),
        "no_picture": translate("DecodeWords", "No picture came of this video. Its codec may be missing on this system."),
    }
    return words.get(problem, translate("DecodeWords", "It is damaged, or not what its name says."))
