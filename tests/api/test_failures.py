from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toptickets_desktop.api.failures import SendingState, failure_of_status, retry_after_s, transport_failures
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

DETAIL = b'{"detail": "So it is."}'
PAGE = b"<html><h1>502 Bad Gateway</h1></html>"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, DETAIL, Rejected),
        (401, DETAIL, Unauthorized),
        (401, b"", Unauthorized),
        (403, DETAIL, Forbidden),
        (404, DETAIL, NotFound),
        (404, b"", NotFound),
        (405, DETAIL, Rejected),
        (409, DETAIL, Rejected),
        (410, DETAIL, NotFound),
        (413, DETAIL, Rejected),
        (413, PAGE, Rejected),
        (415, DETAIL, Rejected),
        (422, DETAIL, Rejected),
        (429, PAGE, RateLimited),
        (500, DETAIL, ServerFault),
        (503, DETAIL, ServerFault),
        (407, PAGE, NotReached),
    ],
)
def test_each_documented_status(status: int, body: bytes, kind: type[ServiceError]) -> None:
    error = failure_of_status(status, httpx.Headers(), body)
    assert type(error) is kind
    assert error.detail == ("So it is." if body is DETAIL else "the proxy asks for a sign-in" if status == 407 else "")


@pytest.mark.parametrize(
    ("status", "body", "received"),
    [
        (401, PAGE, ReceivedInstead.HTML),
        (403, PAGE, ReceivedInstead.HTML),
        (404, PAGE, ReceivedInstead.HTML),
        (502, PAGE, ReceivedInstead.HTML),
        (503, b"", ReceivedInstead.EMPTY),
        (504, b"upstream timed out", ReceivedInstead.NOT_JSON),
        (500, b'{"error": "x"}', ReceivedInstead.OTHER_JSON),
        (302, b"", ReceivedInstead.REDIRECT),
        (206, DETAIL, ReceivedInstead.UNKNOWN_STATUS),
        (418, b"", ReceivedInstead.UNKNOWN_STATUS),
        (799, DETAIL, ReceivedInstead.UNKNOWN_STATUS),
    ],
)
def test_what_is_not_the_services_own(status: int, body: bytes, received: ReceivedInstead) -> None:
    error = failure_of_status(status, httpx.Headers(), body)
    assert isinstance(error, UnexpectedAnswer)
    assert (error.received, error.status) == (received, status)


def test_a_403_names_the_scope_that_is_missing() -> None:
    body = b'{"detail": "Insufficient permissions. Required scope: attachments:delete"}'
    error = failure_of_status(403, httpx.Headers(), body)
    assert isinstance(error, Forbidden)
    assert error.required_scope == "attachments:delete"
    other = failure_of_status(403, httpx.Headers(), DETAIL)
    assert isinstance(other, Forbidden)
    assert other.required_scope is None


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected_s"),
    [
        ("30", 30.0),
        ("0", 0.0),
        (" 1.5 ", 1.5),
        ("999999999", 3600.0),
        (format_datetime(NOON + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOON - timedelta(days=9), usegmt=True), 0.0),
        ("Thu, 01 Jan 2026 12:00:05 -0000", 5.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600.0),
        ("-5", None),
        ("1e9", None),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("٣", None),
    ],
)
def test_retry_after(text: str, expected_s: float | None) -> None:
    assert retry_after_s({"retry-after": text, "date": format_datetime(NOON, usegmt=True)}) == expected_s


def test_retry_after_without_a_date_of_the_answer_uses_our_clock() -> None:
    wait_s = retry_after_s({"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)})
    assert wait_s is not None
    assert 50 < wait_s <= 60


@settings(deadline=None)
@given(st.text(), st.text())
def test_retry_after_survives_anything(text: str, date: str) -> None:
    wait_s = retry_after_s({"retry-after": text, "date": date})
    assert wait_s is None or 0 <= wait_s <= 3600


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "reason", "is_sent"),
    [
        (httpx.ConnectTimeout("x"), NotReachedReason.TIMEOUT, False),
        (httpx.PoolTimeout("x"), NotReachedReason.TIMEOUT, False),
        (httpx.ReadTimeout("x"), NotReachedReason.TIMEOUT, True),
        (TimeoutError(), NotReachedReason.TIMEOUT, True),
        (httpx.ProxyError("x"), NotReachedReason.PROXY, False),
        (httpx.ConnectError("x"), NotReachedReason.CONNECT, False),
        (caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")), NotReachedReason.NAME, False),
        (caused(httpx.ConnectError("x"), ExceptionGroup("all", [OSError(111, "Refused")])), NotReachedReason.CONNECT, False),
        (caused(httpx.ConnectError("x"), ssl.SSLError(1, "WRONG_VERSION_NUMBER")), NotReachedReason.TLS, False),
        (ssl.SSLError(1, "ALERT"), NotReachedReason.TLS, True),
        (httpx.ReadError("x"), NotReachedReason.CONNECTION_LOST, True),
        (httpx.RemoteProtocolError("x"), NotReachedReason.CONNECTION_LOST, True),
        (httpx.DecodingError("x"), NotReachedReason.CONNECTION_LOST, True),
        (httpx.StreamClosed(), NotReachedReason.CONNECTION_LOST, True),
        (ConnectionResetError(104, "reset"), NotReachedReason.CONNECTION_LOST, True),
    ],
)
def test_each_transport_failure(error: Exception, reason: NotReachedReason, is_sent: bool) -> None:
    with pytest.raises(NotReached) as caught, transport_failures():
        raise error
    assert (caught.value.reason, caught.value.request_sent) == (reason, is_sent)
    assert caught.value.__cause__ is error


def test_an_upload_knows_itself_whether_it_was_sent() -> None:
    with pytest.raises(NotReached) as caught, transport_failures(may_have_been_sent=SendingState(is_handed_over=False)):
        raise httpx.ReadError("x")
    assert not caught.value.request_sent


def test_what_cannot_be_a_url_is_rejected_before_it_is_sent() -> None:
    with pytest.raises(Rejected), transport_failures():
        raise httpx.InvalidURL("URL too long")


def test_other_errors_pass_through() -> None:
    with pytest.raises(KeyError), transport_failures():
        raise KeyError
