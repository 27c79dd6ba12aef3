"""Signed links to stored objects: a JSON Web Token (RFC 7519, HS256) in the query, as Supabase Storage makes them."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

_BUCKET = "attachments"
PATH_PREFIX = f"/storage/v1/object/sign/{_BUCKET}/"


class TokenRefused(Exception):
    """The token does not open the object.

    Attributes:
        code: the storage's word for it, such as `InvalidJWT`.
        message: the storage's sentence.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class IssuedUrl:
    """A fresh link: path and query, without the origin."""

    target: str
    expires_at: datetime


class UrlSigner:
    """Makes and checks tokens.

    Args:
        secret: the key of the signature.
        lifetime_s: how long a link works, in seconds; may be negative, for links that are born expired.
        clock: seconds since the epoch.
    """

    def __init__(self, secret: bytes, *, lifetime_s: float, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self.lifetime_s = lifetime_s
        self._clock = clock

    def issue(self, object_path: str) -> IssuedUrl:
        """Sign a link to an object.

        Args:
            object_path: where the object lies in the bucket, `<ticket id>/<attachment id>`.
        """
        now_s = self._clock()
        expires_s = now_s + self.lifetime_s
        head = _encoded({"alg": "HS256", "typ": "JWT"})
        body = _encoded({"url": f"{_BUCKET}/{object_path}", "iat": int(now_s), "exp": expires_s})
        token = f"{head}.{body}.{self._signature(f'{head}.{body}')}"
        return IssuedUrl(f"{PATH_PREFIX}{quote(object_path)}?token={token}", datetime.fromtimestamp(expires_s, UTC))

    def check(self, token: str, object_path: str) -> datetime:
        """Check a token against the object it is used for; returns when it expires.

        Raises:
            TokenRefused: malformed, tampered with, expired, or made for another object.
        """
        signed_part, _, signature = token.rpartition(".")
        try:
            body = json.loads(_decoded(signed_part.split(".")[1]))
            given = signature.encode("ascii")
        except (IndexError, ValueError, binascii.Error) as exc:
            raise TokenRefused("InvalidJWT", "Invalid Compact JWS") from exc
        if not hmac.compare_digest(given, self._signature(signed_part).encode()):
            raise TokenRefused("InvalidJWT", "signature verification failed")
        if body["exp"] <= self._clock():
            raise TokenRefused("InvalidJWT", '"exp" claim timestamp check failed')
        if body["url"] != f"{_BUCKET}/{object_path}":
            raise TokenRefused("InvalidSignature", "The url do not match the signature")
        return datetime.fromtimestamp(body["exp"], UTC)

    def _signature(self, text: str) -> str:
        return _base64url(hmac.digest(self._secret, text.encode("utf-8", "surrogateescape"), "sha256"))


def _encoded(value: dict[str, object]) -> str:
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
