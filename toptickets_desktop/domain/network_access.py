"""How this machine reaches the outside: which proxy, and whom to trust besides the system's certificate authorities."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from toptickets_desktop.domain.errors import InvalidProxy, InvalidProxyReason

_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?", re.ASCII)
_PROXY_LENGTH_MAX = 512


class ProxyMode(StrEnum):
    """Where the proxy comes from."""

    SYSTEM = "system"
    NONE = "none"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class NetworkAccess:
    """What the user chose about the way to the service.

    Attributes:
        proxy_mode: which proxy is used; this machine itself is never reached through one.
        proxy_url: with `ProxyMode.MANUAL`, one that `checked_proxy_url` accepts.
        extra_ca_file: PEM certificates that are trusted besides the system's; None for none.
    """

    proxy_mode: ProxyMode = ProxyMode.SYSTEM
    proxy_url: str = ""
    extra_ca_file: Path | None = None


DEFAULT_ACCESS = NetworkAccess()


def checked_proxy_url(text: str) -> str:
    """Check and normalise a proxy that a person typed; `proxy.example:3128` stands for an http proxy.

    No user name and no password: what is set here is written to a plain file.

    Raises:
        InvalidProxy: with the reason.
    """
    text = text.strip()
    if not text:
        raise InvalidProxy(InvalidProxyReason.EMPTY)
    if len(text) > _PROXY_LENGTH_MAX or any(c.isspace() or not c.isprintable() for c in text):
        raise InvalidProxy(InvalidProxyReason.MALFORMED)
    scheme, separator, _ = text.partition("://")
    if separator and scheme.lower() not in {"http", "https"}:
        raise InvalidProxy(InvalidProxyReason.UNKNOWN_SCHEME)
    try:
        parts = urlsplit(text if separator else f"http://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as exc:
        raise InvalidProxy(InvalidProxyReason.MALFORMED) from exc
    if "@" in parts.netloc:
        raise InvalidProxy(InvalidProxyReason.HAS_CREDENTIALS)
    if parts.path.strip("/") or parts.query or parts.fragment or not _is_host(host) or port == 0:
        raise InvalidProxy(InvalidProxyReason.MALFORMED)
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown_host}{f':{port}' if port else ''}"


def _is_host(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _HOST_NAME.fullmatch(host) is not None
    return True
