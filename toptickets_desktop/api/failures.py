"""What went wrong, as a domain error: the one place where statuses and transport failures are told apart."""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice

import httpx

from toptickets_desktop.api import wire
from toptickets_desktop.domain.errors import (
    Forbidden,
    NotFound,
    NotReached,
    NotReachedReason,
    RateLimited,
    ReceivedInstead,
    Rejected,
    ServerFault,
    ServiceError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.redaction import redact

_REQUIRED_SCOPE = re.compile(r"Required scope:\s*([a-z_]+:[a-z_]+)", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_RETRY_AFTER_MAX_S = 3600.0
_CAUSES_MAX = 20

# A proxy on the way may say these in HTML and still mean what they say: nothing was stored.
_CLEAR_WITHOUT_DETAIL = frozenset({413, 429})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class SendingState:
    """Whether a request may have reached the other side in full; the body of an upload sets it, other requests never do."""

    def __init__(self, *, is_handed_over: bool = False) -> None:
        self.is_handed_over = is_handed_over


@contextmanager
def transport_failures(*, may_have_been_sent: SendingState | None = None) -> Iterator[None]:
    """Turn everything that httpx, TLS and the operating system raise into domain errors.

    Args:
        may_have_been_sent: what the body of an upload knows; without it, a request counts as sent once a connection was there.

    Raises:
        NotReached: there is no answer.
        Rejected: the request cannot be written down as a URL.
    """
    try:
        yield
    except httpx.InvalidURL as exc:
        raise Rejected from exc
    except (httpx.HTTPError, httpx.StreamError, OSError) as exc:  # OSError: TimeoutError and ssl.SSLError among them
        is_sent = not isinstance(exc, _NEVER_SENT) if may_have_been_sent is None else may_have_been_sent.is_handed_over
        raise NotReached(_reason_of(exc), _own_words(exc), request_sent=is_sent) from exc


def failure_of_status(status: int, headers: Mapping[str, str], body: bytes) -> ServiceError:
    """The domain error for an answer that is not the one hoped for.

    Args:
        status: the HTTP status.
        headers: with names that are compared without regard to case, as httpx has them.
        body: at most as much as was worth reading; hostile.

    Source: contract.md of the service ("Errors"); 407 from RFC 9110 section 15.5.8.
    """
    if status == 407:
        return NotReached(NotReachedReason.PROXY, "the proxy asks for a sign-in", request_sent=False)
    if 300 <= status < 400:
        return UnexpectedAnswer(ReceivedInstead.REDIRECT, status=status)
    detail = wire.decode_detail(body)
    received = wire.what_came(body, headers.get("content-type", ""))
    if received is ReceivedInstead.HTML and status not in _CLEAR_WITHOUT_DETAIL:
        return UnexpectedAnswer(ReceivedInstead.HTML, status=status)
    match status:
        case 401:
            return Unauthorized(detail or "", status=status)
        case 403:
            scope = _REQUIRED_SCOPE.search(detail or "")
            return Forbidden(detail or "", required_scope=scope[1].lower() if scope else None)
        case 404 | 410:
            return NotFound(detail or "", status=status)
        case 429:
            return RateLimited(detail or "", retry_after_s=retry_after_s(headers))
        case 400 | 409 | 413 | 415 | 422:
            return Rejected(detail or "", status=status)
        case _ if 400 <= status < 500 and detail is not None:
            return Rejected(detail, status=status)
        case _ if 500 <= status < 600:
            return UnexpectedAnswer(received, status=status) if detail is None else ServerFault(detail, status=status)
        case _:
            return UnexpectedAnswer(ReceivedInstead.UNKNOWN_STATUS, status=status)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The wait that the service asks for, in seconds, between nothing and an hour; None when it names none that can be read.

    Source: RFC 9110 section 10.2.3. A date is compared with the answer's own Date when there is one: our clock may be wrong.
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), _RETRY_AFTER_MAX_S)
    until = http_date(text)
    if until is None:
        return None
    now = http_date(headers.get("date", "")) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), _RETRY_AFTER_MAX_S)


def causes_of(error: BaseException) -> list[BaseException]:
    """An error and what led to it, nearest first; groups are opened."""
    return list(islice(_walk(error), _CAUSES_MAX))


def _walk(error: BaseException) -> Iterator[BaseException]:
    yield error
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _walk(part)
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _walk(cause)


def _reason_of(error: Exception) -> NotReachedReason:
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return NotReachedReason.TIMEOUT
    if isinstance(error, httpx.ProxyError):
        return NotReachedReason.PROXY
    causes = causes_of(error)
    if isinstance(error, ssl.SSLError):
        return NotReachedReason.TLS
    if isinstance(error, httpx.ConnectError):
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            return NotReachedReason.TLS
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            return NotReachedReason.NAME
        return NotReachedReason.CONNECT
    return NotReachedReason.CONNECTION_LOST


def _own_words(error: Exception) -> str:
    """What the system says about it, for the details: never a URL, never a secret."""
    for cause in causes_of(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return wire.clean_sentence(redact(cause.verify_message))
        if isinstance(cause, OSError) and cause.strerror:
            # asyncio puts its own words and the address in place of the system's.
            if cause.errno is not None and cause.strerror.startswith("Connect call failed"):
                return os.strerror(cause.errno)
            return wire.clean_sentence(redact(cause.strerror))
    return ""


def http_date(text: str) -> datetime | None:
    """Read a date as headers have it (RFC 9110 section 5.6.7); None when it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
