"""What opens the service: the address and the key, both checked before anything is sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from toptickets_desktop.domain.errors import (
    InvalidApiKey,
    InvalidApiKeyReason,
    InvalidBaseUrl,
    InvalidBaseUrlReason,
)

DEFAULT_BASE_URL = "https://api.toptickets.app/v1"

_KEY_BODY = re.compile(r"[A-Za-z0-9_\-]+")
_KEY_LENGTH_MIN = 12
_KEY_LENGTH_MAX = 512


class Scope(StrEnum):
    """The service's scopes; a request needs exactly one."""

    TICKETS_READ = "tickets:read"
    ATTACHMENTS_READ = "attachments:read"
    ATTACHMENTS_WRITE = "attachments:write"
    ATTACHMENTS_DELETE = "attachments:delete"
    USERS_READ = "users:read"


class KeyKind(StrEnum):
    """What a key is, told by its prefix `tt_<kind>_`."""

    ADMIN = "admin"
    READ_ONLY = "ro"
    AGENT = "agent"
    LIVE = "live"

    @property
    def prefix(self) -> str:
        """The text that every key of this kind begins with."""
        return f"tt_{self.value}_"

    @property
    def requests_per_minute(self) -> int:
        """The budget that the service grants to keys of this kind."""
        return 2_000 if self is KeyKind.ADMIN else 200

    @property
    def can_write(self) -> bool:
        """False when the prefix alone says that the key can neither upload nor delete."""
        return self is not KeyKind.READ_ONLY


class ApiKey:
    """An API key that does not show itself: the secret is in no repr, str or pickle; only `reveal()` gives it out."""

    __slots__ = ("__secret", "kind")

    def __init__(self, text: str) -> None:
        """Take a pasted key.

        Args:
            text: the key; white space around it is dropped.

        Raises:
            InvalidApiKey: the text cannot be a key of this service.
        """
        secret = text.strip()
        if not secret:
            raise InvalidApiKey(InvalidApiKeyReason.EMPTY)
        kind = kind_of_key(secret)
        if not _KEY_BODY.fullmatch(secret):
            raise InvalidApiKey(InvalidApiKeyReason.BAD_CHARACTERS)
        if kind is None:
            raise InvalidApiKey(InvalidApiKeyReason.UNKNOWN_PREFIX)
        if len(secret) < _KEY_LENGTH_MIN:
            raise InvalidApiKey(InvalidApiKeyReason.TOO_SHORT)
        if len(secret) > _KEY_LENGTH_MAX:
            raise InvalidApiKey(InvalidApiKeyReason.TOO_LONG)
        self.__secret = secret
        self.kind = kind

    def reveal(self) -> str:
        """The secret itself, for the Authorization header and the keyring only."""
        return self.__secret

    def __repr__(self) -> str:
        return f"ApiKey({self.kind.prefix}…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and other.reveal() == self.__secret

    def __hash__(self) -> int:
        return hash(self.__secret)

    def __reduce__(self) -> str:
        raise TypeError("an API key is not to be pickled")


def kind_of_key(text: str) -> KeyKind | None:
    """Tell a key's kind from its prefix alone, while it is still being typed; None when the prefix is none of ours."""
    text = text.strip()
    return next((kind for kind in KeyKind if text.startswith(kind.prefix)), None)


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """The service's address, checked: https, or http on this machine only; ends in `/v1`; no user, query or fragment."""

    text: str

    @classmethod
    def parse(cls, text: str) -> BaseUrl:
        """Check and normalise an address.

        Raises:
            InvalidBaseUrl: with the reason.
        """
        text = text.strip()
        try:
            parts = urlsplit(text)
            host, port = parts.hostname, parts.port
        except ValueError as exc:
            raise InvalidBaseUrl(InvalidBaseUrlReason.MALFORMED) from exc
        if parts.scheme not in {"http", "https"} or not host or any(c.isspace() or not c.isprintable() for c in text):
            raise InvalidBaseUrl(InvalidBaseUrlReason.MALFORMED)
        if parts.username is not None or parts.password is not None:
            raise InvalidBaseUrl(InvalidBaseUrlReason.HAS_CREDENTIALS)
        if parts.query or parts.fragment:
            raise InvalidBaseUrl(InvalidBaseUrlReason.HAS_QUERY)
        if parts.scheme == "http" and not is_loopback(host):
            raise InvalidBaseUrl(InvalidBaseUrlReason.NOT_HTTPS)
        path = parts.path.rstrip("/")
        if not path.endswith("/v1"):
            raise InvalidBaseUrl(InvalidBaseUrlReason.NOT_V1)
        shown_host = f"[{host}]" if ":" in host else host
        return cls(f"{parts.scheme}://{shown_host}{f':{port}' if port else ''}{path}")

    @property
    def host(self) -> str:
        """The host name without port, lower-case."""
        return urlsplit(self.text).hostname or ""

    @property
    def is_loopback(self) -> bool:
        """Whether the service runs on this machine, as the sandbox does."""
        return is_loopback(self.host)

    def __str__(self) -> str:
        return self.text


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine (RFC 6761 section 6.3 for `localhost`)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
