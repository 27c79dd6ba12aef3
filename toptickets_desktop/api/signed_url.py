"""Where a signed URL, and a redirect behind it, may lead, and how long it lives."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from toptickets_desktop.api.failures import http_date
from toptickets_desktop.domain.access import is_loopback
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import StorageError

# Names that never belong to a host of the public internet (RFC 6761, RFC 6762, RFC 8375, and ICANN's `.internal`).
_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".test", ".invalid", ".onion")


def checked_target(text: str, *, allow_loopback: bool) -> httpx.URL:
    """Parse a signed URL and make sure that it leads to a storage on the internet, or, if allowed, to this machine.

    Raises:
        StorageError: with the code `address_not_allowed`.
    """
    url = _parsed(text)
    if allow_loopback and is_loopback(url.host):
        return url
    if url.scheme != "https" or not _is_public_name(url.host):
        raise not_allowed()
    return url


def checked_redirect(location: str, *, base: httpx.URL) -> httpx.URL:
    """Parse a redirect's Location; it may only lead to https, on its own port, at a public host name: never into a private network.

    Raises:
        StorageError: with the code `address_not_allowed`.
    """
    try:
        url = _parsed(str(base.join(location)))
    except (httpx.InvalidURL, ValueError) as exc:
        raise not_allowed() from exc
    if url.scheme != "https" or url.port is not None or not _is_public_name(url.host):
        raise not_allowed()
    return url


def with_lifetime(signed_url: SignedUrl, headers: Mapping[str, str]) -> SignedUrl:
    """Work out how long a signed URL lives from now on.

    `expires_at` is compared with the Date of the answer that it came in (RFC 9110 section 6.6.1), because our own clock may be wrong;
    with our clock only when there is no such date.
    """
    if signed_url.expires_at is None:
        return signed_url
    now = http_date(headers.get("date", "")) or datetime.now(UTC)
    return replace(signed_url, lifetime_s=(signed_url.expires_at - now).total_seconds())


def _parsed(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise not_allowed() from None  # The cause may quote the secret.
    # httpx would make an Authorization header of a user in the URL.
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or not 0 < (url.port or 443) < 65_536:
        raise not_allowed()
    return url


def _is_public_name(host: str) -> bool:
    host = host.lower().rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # A last label of digits is an address in disguise: "127.1", "0x7f.1" (WHATWG URL, "ends in a number").
        last_label = host.rpartition(".")[2]
        return "." in host and not host.endswith(_PRIVATE_SUFFIXES) and not last_label[:1].isdigit()
    return False


def not_allowed() -> StorageError:
    """The error for a place where no storage may be."""
    error = StorageError(code="address_not_allowed")
    error.retryable = False
    return error
