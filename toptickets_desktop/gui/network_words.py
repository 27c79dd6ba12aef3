"""What is wrong with a proxy or a file of certificates, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.errors import InvalidCaFile, InvalidCaFileReason, InvalidProxy, InvalidProxyReason
from toptickets_desktop.gui.formats import visible_name

translate = QCoreApplication.translate


def sentence(error: InvalidProxy | InvalidCaFile) -> str:
    """What is wrong."""
    return _proxy(error.reason) if isinstance(error, InvalidProxy) else _ca_file(error)


def hint(error: InvalidProxy | InvalidCaFile) -> str:
    """What to do about it."""
    if isinstance(error, InvalidProxy):
        return translate("Network", "It looks like http://proxy.example.com:3128.")
    return translate("Network", "Ask your IT department for the certificate as a PEM file.")


def _proxy(reason: InvalidProxyReason) -> str:
    match reason:
        case InvalidProxyReason.EMPTY:
            return translate("Network", "No proxy was given.")
        case InvalidProxyReason.MALFORMED:
            return translate("Network", "This is not the address of a proxy.")
        case InvalidProxyReason.UNKNOWN_SCHEME:
            return translate("Network", "Only http:// and https:// proxies can be used.")
        case InvalidProxyReason.HAS_CREDENTIALS:
            return translate("Network", "The proxy must not hold a user name or a password: they would be stored as plain text.")


def _ca_file(error: InvalidCaFile) -> str:
    match error.reason:
        case InvalidCaFileReason.UNREADABLE:
            words = translate("Network", "The certificates in “{name}” cannot be read.")
        case InvalidCaFileReason.TOO_LARGE:
            words = translate("Network", "“{name}” is too large to be a file of certificates.")
        case InvalidCaFileReason.NO_CERTIFICATE:
            words = translate("Network", "“{name}” holds no certificates that can be used (PEM).")
    return words.format(name=visible_name(error.path.name or str(error.path)))
