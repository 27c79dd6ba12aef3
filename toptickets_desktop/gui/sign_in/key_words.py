"""What is said about an API key: its kind, what it may do, and where it is kept. Never the key itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.formats import number_text

translate = QCoreApplication.translate


def kind_text(kind: KeyKind) -> str:
    """The name of a kind of key."""
    match kind:
        case KeyKind.ADMIN:
            return translate("Keys", "Admin key")
        case KeyKind.READ_ONLY:
            return translate("Keys", "Read-only key")
        case KeyKind.AGENT:
            return translate("Keys", "Agent key")
        case KeyKind.LIVE:
            return translate("Keys", "Live key")


def kind_description(kind: KeyKind) -> str:
    """What a key of this kind is, what it may do, and how much of it."""
    if kind.can_write:
        words = translate("Keys", "{kind}: sees attachments, uploads and deletes as far as its permissions go. {count} requests a minute.")
    else:
        words = translate("Keys", "{kind}: sees and saves attachments, but can neither upload nor delete. {count} requests a minute.")
    return words.format(kind=kind_text(kind), count=number_text(kind.requests_per_minute))


def source_text(source: KeySource) -> str:
    """Where a key is kept, as a sentence."""
    match source:
        case KeySource.ENVIRONMENT:
            return translate("Keys", "It was given in the environment (TOPTICKETS_API_KEY) and is never stored.")
        case KeySource.KEYRING:
            return translate("Keys", "It is kept in the system's keyring.")
        case KeySource.SESSION:
            return translate("Keys", "It is kept until you quit, and stored nowhere.")
