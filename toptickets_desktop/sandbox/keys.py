"""The sandbox's API keys: derived from a random secret, so that they survive a restart and stand in no file."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from toptickets_desktop.domain.access import ApiKey, KeyKind, Scope
from toptickets_desktop.sandbox.rate_limit import RateLimiter

_READ_SCOPES = frozenset({Scope.TICKETS_READ, Scope.ATTACHMENTS_READ, Scope.USERS_READ})

SCOPES_OF_KIND: Mapping[KeyKind, frozenset[Scope]] = {
    KeyKind.ADMIN: frozenset(Scope),
    KeyKind.READ_ONLY: _READ_SCOPES,
    KeyKind.AGENT: frozenset(Scope),
    # Live keys belong to an integration: it handles attachments and has no business with the names of the staff.
    KeyKind.LIVE: frozenset(Scope) - {Scope.USERS_READ},
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a known key may do, and in whose name."""

    kind: KeyKind
    scopes: frozenset[Scope]
    user_id: str | None
    limiter: RateLimiter


class KeyRegister:
    """Knows keys by the hash of their text only."""

    def __init__(self) -> None:
        self._grants: dict[str, Grant] = {}
        self._lock = threading.Lock()

    def add(
        self,
        key: ApiKey,
        *,
        scopes: Collection[Scope] | None = None,
        requests_per_minute: int | None = None,
        user_id: str | None = None,
    ) -> None:
        """Let a key in; scopes and budget are those of its kind unless given."""
        grant = Grant(
            kind=key.kind,
            scopes=SCOPES_OF_KIND[key.kind] if scopes is None else frozenset(scopes),
            user_id=user_id,
            limiter=RateLimiter(key.kind.requests_per_minute if requests_per_minute is None else requests_per_minute),
        )
        with self._lock:
            self._grants[_hash(key.reveal())] = grant

    def revoke(self, key: ApiKey) -> None:
        """Let a key in no more; an unknown one is no error."""
        with self._lock:
            self._grants.pop(_hash(key.reveal()), None)

    def find(self, authorization: str | None) -> Grant | None:
        """The grant behind an Authorization header (RFC 6750 section 2.1), or None."""
        scheme, _, text = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        with self._lock:
            return self._grants.get(_hash(text.strip()))


def derived_key(secret: bytes, kind: KeyKind) -> ApiKey:
    """The key of a kind that belongs to this secret, always the same."""
    return ApiKey(kind.prefix + _text(hmac.digest(secret, f"api key of kind {kind.value}".encode(), "sha256")))


def random_key(kind: KeyKind) -> ApiKey:
    """A key that nobody had before."""
    return ApiKey(kind.prefix + _text(secrets.token_bytes(32)))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
