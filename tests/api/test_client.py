"""The client against a server that says what it should not. The service as it should be: test_with_sandbox.py."""

from __future__ import annotations

import errno
import gzip
import os
import threading
from dataclasses import replace
from typing import Any

import pytest

from tests.api.conftest import ATTACHMENT_ID, IMPATIENT, KEY, QUICK, TICKET_ID
from tests.support.scripted_server import ScriptedServer, response_bytes
from toptickets_desktop.api import answers
from toptickets_desktop.api import client as client_module
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.errors import (
    Forbidden,
    NotFound,
    NotReached,
    NotReachedReason,
    RateLimited,
    ReceivedInstead,
    Rejected,
    ServerFault,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.ticket import TicketQuery

TICKETS = "/v1/tickets"
TICKET = f"{TICKETS}/{TICKET_ID}"
ATTACHMENTS = f"{TICKET}/attachments"
ATTACHMENT = f"{ATTACHMENTS}/{ATTACHMENT_ID}"
CLOSE = ("Connection", "close")


def rows(start: int, count: int) -> list[dict[str, Any]]:
    return [{"id": f"t{n}", "ticket_number": n, "ticket_display_id": f"TKT-{n}", "subject": "s"} for n in range(start, start + count)]


def paged(all_rows: list[dict[str, Any]], *, most: int = 10_000, place: str = "offset") -> Any:
    """An answer that serves pages of a list, at most `most` rows each."""

    def answer(request: Any) -> bytes:
        start = int(request.query.get(place, 0))
        return response_bytes(json=all_rows[start : start + min(most, int(request.query["limit"]))], headers=[CLOSE])

    return answer


async def test_every_request_carries_the_key_and_nothing_it_should_not(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, json=[], headers={"Set-Cookie": "session=1; Path=/"})
    await client.list_tickets()
    await client.list_tickets()
    for request in server.requests:
        assert request.headers["authorization"] == f"Bearer {KEY.reveal()}"
        assert request.headers["user-agent"].startswith("toptickets-desktop/")
        assert "cookie" not in request.headers
    assert server.connections_made == 1


async def test_the_query_is_sent_under_the_apis_names(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, json=[])
    query = TicketQuery(
        search=" a&b=ü \ud800 ",
        status="open",
        priority="high",
        unassigned=True,
        assigned_user_id="u",
        assigned_team_id="t",
        customer_id="c",
        category="k",
    )
    await client.list_tickets(query, limit=9_999)
    assert server.requests[0].query == {
        "search": "a&b=ü ?",
        "status": "open",
        "priority": "high",
        "unassigned": "true",
        "assigned_user_id": "u",
        "assigned_team_id": "t",
        "customer_id": "c",
        "category": "k",
        "limit": "500",
    }


async def test_a_search_too_long_for_any_url_is_rejected_unsent(server: ScriptedServer, client: ApiClient) -> None:
    with pytest.raises(Rejected):
        await client.list_tickets(TicketQuery(search="x" * 100_000))
    assert not server.requests


@pytest.mark.parametrize("place", ["offset", "skip"])
async def test_all_pages_are_read_whatever_the_service_calls_the_place(server: ScriptedServer, client: ApiClient, place: str) -> None:
    server.answer("GET", TICKETS, raw=paged(rows(0, 25), place=place))
    pages = [[ticket.number for ticket in page] async for page in client.iter_tickets(page_size=10)]
    assert pages == [list(range(10)), list(range(10, 20)), list(range(20, 25))]


async def test_a_page_cut_at_the_servers_own_limit_is_not_taken_for_the_last(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, raw=paged(rows(0, 230), most=100))
    assert sum([len(page) async for page in client.iter_tickets()]) == 230


async def test_rows_that_shift_while_paging_show_once(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, json=rows(0, 3))
    server.answer("GET", TICKETS, json=rows(2, 3))
    server.answer("GET", TICKETS, json=[])
    numbers = [ticket.number async for page in client.iter_tickets(page_size=3) for ticket in page]
    assert numbers == [0, 1, 2, 3, 4]


async def test_a_service_that_knows_no_pages_does_not_make_it_loop(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, json=rows(0, 10))
    assert [len(page) async for page in client.iter_tickets(page_size=10)] == [10]
    assert len(server.requests) == 2


async def test_unusable_rows_count_for_the_next_page(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, json=[{"subject": "no id"}, *rows(0, 4)])
    page = await client.list_tickets(limit=5)
    assert (len(page.tickets), page.next_offset) == (4, 5)


@pytest.mark.parametrize(
    "detail", ["limit must be at most 100", [{"loc": ["query", "limit"], "msg": "too large", "type": "less_than_equal"}]]
)
async def test_a_limit_that_is_refused_is_lowered_and_remembered(server: ScriptedServer, client: ApiClient, detail: object) -> None:
    server.answer("GET", TICKETS, status=422, json={"detail": detail})
    server.answer("GET", TICKETS, status=422, json={"detail": detail})
    server.answer("GET", TICKETS, json=rows(0, 3))
    assert len((await client.list_tickets(limit=500)).tickets) == 3
    await client.list_tickets(limit=500)
    assert [request.query["limit"] for request in server.requests] == ["500", "100", "50", "50"]


async def test_a_service_that_refuses_every_limit_is_asked_a_few_times_only(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, status=422, json={"detail": "limit: no"})
    with pytest.raises(Rejected):
        await client.list_tickets()
    assert len(server.requests) == 4


async def test_users_come_from_all_pages_and_repeated_ones_end_it(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", "/v1/users", raw=paged([{"id": f"u{n}"} for n in range(230)], place="skip"))
    assert len(await client.list_users()) == 230
    with ScriptedServer() as stubborn:
        stubborn.answer("GET", "/v1/users", json=[{"id": f"u{n}"} for n in range(100)])
        other = ApiClient(stubborn.base_url, KEY, network=QUICK)
        assert len(await other.list_users()) == 100
        assert len(stubborn.requests) == 2
        await other.aclose()


async def test_an_attachment_listed_twice_shows_once(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", ATTACHMENTS, json=[{"id": "a"}, {"id": "a"}, {"id": "b"}])
    assert [row.id for row in await client.list_attachments(TICKET_ID)] == ["a", "b"]


@pytest.mark.parametrize("hostile", ["../x", "..", "", "a/b", "a?b", "a#b", "a%2fb", "-x", "a\r\nb", "x" * 200, "é", "\ud800"])
async def test_an_id_never_leaves_its_place_in_the_path(server: ScriptedServer, client: ApiClient, hostile: str) -> None:
    with pytest.raises(NotFound):
        await client.get_ticket(hostile)
    with pytest.raises(NotFound):
        await client.delete_attachment(TICKET_ID, hostile)
    assert not server.requests


@pytest.mark.parametrize("reference", ["TKT-7", "tkt-7", "7", "#7", " TKT-7 "])
async def test_a_ticket_is_found_by_its_number_even_if_the_search_does_not_know_it(
    server: ScriptedServer, client: ApiClient, reference: str
) -> None:
    def answer(request: Any) -> bytes:
        return response_bytes(json=[] if "search" in request.query else rows(0, 10), headers=[CLOSE])

    server.answer("GET", TICKETS, raw=answer)
    assert (await client.find_ticket(reference)).id == "t7"


async def test_a_ticket_that_is_nowhere_is_not_found_after_a_bounded_walk(
    server: ScriptedServer, client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_FIND_BY_WALKING_PAGES", 3)

    def endless(request: Any) -> bytes:
        return response_bytes(json=rows(int(request.query.get("offset", 0)), 500), headers=[CLOSE])

    server.answer("GET", TICKETS, raw=endless)
    with pytest.raises(NotFound):
        await client.find_ticket("TKT-999999999")
    assert len(server.requests) == 5 + 3


async def test_a_ticket_is_found_by_its_id(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKET, json={"id": TICKET_ID})
    server.answer("GET", f"{TICKETS}/opaque_id", json={"id": "opaque_id"})
    server.answer("GET", f"{TICKETS}/nonsense", status=422, json={"detail": "not a UUID"})
    assert (await client.find_ticket(TICKET_ID)).id == TICKET_ID
    assert (await client.find_ticket("opaque_id")).id == "opaque_id"
    for nothing in ("nonsense", "no such thing", ""):
        with pytest.raises(NotFound):
            await client.find_ticket(nothing)


async def test_a_captive_portal_is_not_the_service(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, body="<html>Please sign in", headers={"Content-Type": "text/html"})
    server.answer("DELETE", ATTACHMENT, body="<html>Please sign in", headers={"Content-Type": "text/html"})
    with pytest.raises(UnexpectedAnswer) as listing:
        await client.list_tickets()
    with pytest.raises(UnexpectedAnswer) as deleting:
        await client.delete_attachment(TICKET_ID, ATTACHMENT_ID)
    assert [(caught.value.received, caught.value.status) for caught in (listing, deleting)] == [(ReceivedInstead.HTML, 200)] * 2


@pytest.mark.parametrize(("status", "body"), [(204, b""), (200, b""), (200, b"{}")])
async def test_a_delete_has_worked_when_the_service_says_so(server: ScriptedServer, client: ApiClient, status: int, body: bytes) -> None:
    server.answer("DELETE", ATTACHMENT, status=status, body=body)
    await client.delete_attachment(TICKET_ID, ATTACHMENT_ID)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_never_followed_with_the_key(server: ScriptedServer, client: ApiClient, status: int) -> None:
    server.answer("GET", TICKETS, status=status, headers={"Location": f"{server.origin}/v1/elsewhere"})
    with pytest.raises(UnexpectedAnswer) as caught:
        await client.list_tickets()
    assert caught.value.received is ReceivedInstead.REDIRECT
    assert [request.target for request in server.requests] == [TICKETS]


async def test_a_list_that_is_too_large_is_not_read_to_its_end(
    server: ScriptedServer, client: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LIST_BYTES_MAX", 1000)
    server.answer("GET", TICKETS, json=rows(0, 100))
    bomb = gzip.compress(b"[" + b" " * 5_000_000 + b"]")
    server.answer("GET", TICKETS, body=bomb[:900], headers={"Content-Encoding": "gzip"})
    for _ in range(2):
        with pytest.raises(UnexpectedAnswer) as caught:
            await client.list_tickets()
        assert caught.value.received is ReceivedInstead.TOO_LARGE


async def test_an_endless_error_page_is_read_no_further_than_needed(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, status=400, body=b'{"detail": "' + b"x" * (4 * answers.ERROR_BYTES_MAX) + b'"}')
    with pytest.raises(Rejected) as caught:
        await client.list_tickets()
    assert caught.value.detail == ""


async def test_a_compressed_answer_is_read(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, body=gzip.compress(b'[{"id": "a"}]'), headers={"Content-Encoding": "gzip"})
    assert len((await client.list_tickets()).tickets) == 1
    assert server.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("body", "encoding"), [(b"no gzip", "gzip"), (gzip.compress(b"[]")[:-4], "gzip"), (b"[]", "br"), (b"[]", "deflate, gzip")]
)
async def test_an_answer_compressed_otherwise_is_refused(server: ScriptedServer, client: ApiClient, body: bytes, encoding: str) -> None:
    server.answer("GET", TICKETS, body=body, headers={"Content-Encoding": encoding})
    with pytest.raises(UnexpectedAnswer) as caught:
        await client.list_tickets()
    assert caught.value.received is ReceivedInstead.NOT_JSON


async def test_a_compressed_error_is_understood(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, status=401, body=gzip.compress(b'{"detail": "Invalid API key"}'), headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unauthorized) as caught:
        await client.list_tickets()
    assert caught.value.detail == "Invalid API key"


async def test_a_large_list_is_decoded_off_the_loop(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, json=[{**row, "description": "x" * 2_000} for row in rows(0, 100)])
    assert len((await client.list_tickets()).tickets) == 100


PASSING = [
    (response_bytes(503, body="<html>", headers=[CLOSE]), UnexpectedAnswer),
    (response_bytes(500, json={"detail": "Internal error"}, headers=[CLOSE]), ServerFault),
    (response_bytes(429, json={"detail": "Slow down"}, headers=[CLOSE]), RateLimited),
    (response_bytes(429, json={"detail": "Slow down"}, headers=[CLOSE, ("Retry-After", "0")]), RateLimited),
    (b"", NotReached),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[", NotReached),
    (b"\x16\x03\x01 this is not HTTP\r\n\r\n", NotReached),
]


@pytest.mark.parametrize(("passing", "kind"), PASSING)
async def test_reading_is_tried_again_after_what_may_pass(
    server: ScriptedServer, client: ApiClient, passing: bytes, kind: type[Exception]
) -> None:
    server.answer("GET", TICKETS, raw=passing)
    server.answer("GET", TICKETS, json=rows(0, 1))
    assert len((await client.list_tickets()).tickets) == 1
    assert len(server.requests) == 2


@pytest.mark.parametrize(("passing", "kind"), PASSING)
async def test_reading_is_given_up_after_a_few_times(
    server: ScriptedServer, client: ApiClient, passing: bytes, kind: type[Exception]
) -> None:
    server.answer("GET", TICKETS, raw=passing)
    with pytest.raises(kind):
        await client.list_tickets()
    assert len(server.requests) == QUICK.attempts


@pytest.mark.parametrize(("passing", "kind"), [case for case in PASSING if case[1] is not RateLimited])
async def test_deleting_is_never_tried_again(server: ScriptedServer, client: ApiClient, passing: bytes, kind: type[Exception]) -> None:
    server.answer("DELETE", ATTACHMENT, raw=passing)
    with pytest.raises(kind):
        await client.delete_attachment(TICKET_ID, ATTACHMENT_ID)
    assert len(server.requests) == 1


async def test_deleting_is_tried_again_when_it_was_refused_for_now(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("DELETE", ATTACHMENT, status=429, json={"detail": "Slow down"}, headers={"Retry-After": "0"})
    server.answer("DELETE", ATTACHMENT, status=204)
    await client.delete_attachment(TICKET_ID, ATTACHMENT_ID)
    assert len(server.requests) == 2


async def test_a_long_wait_is_the_callers_to_decide(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("GET", TICKETS, status=429, json={"detail": "Try again in 59 seconds."}, headers={"Retry-After": "59"})
    with pytest.raises(RateLimited) as caught:
        await client.list_tickets()
    assert caught.value.retry_after_s == 59
    assert len(server.requests) == 1


@pytest.mark.parametrize(("status", "kind"), [(400, Rejected), (401, Unauthorized), (403, Forbidden), (404, NotFound), (422, Rejected)])
async def test_a_definite_no_is_not_asked_again(server: ScriptedServer, client: ApiClient, status: int, kind: type[Exception]) -> None:
    server.answer("GET", TICKETS, status=status, json={"detail": "No"})
    with pytest.raises(kind, match="No"):
        await client.list_tickets()
    assert len(server.requests) == 1


async def test_silence_is_a_time_out_and_not_asked_again(server: ScriptedServer) -> None:
    client = ApiClient(server.base_url, KEY, network=IMPATIENT)
    server.answer("GET", TICKETS, json=[], wait_for=threading.Event())
    with pytest.raises(NotReached) as caught:
        await client.list_tickets()
    assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.TIMEOUT, True)
    assert len(server.requests) == 1
    await client.aclose()


async def test_a_whole_answer_has_a_time_limit_of_its_own(server: ScriptedServer) -> None:
    client = ApiClient(server.base_url, KEY, network=replace(QUICK, answer_timeout_s=0.2))
    server.answer("GET", TICKETS, json=[], wait_for=threading.Event())
    with pytest.raises(NotReached) as caught:
        await client.list_tickets()
    assert caught.value.reason is NotReachedReason.TIMEOUT
    await client.aclose()


async def test_a_service_that_is_not_there(server: ScriptedServer) -> None:
    with ScriptedServer() as gone:
        base_url = gone.base_url
    client = ApiClient(base_url, KEY, network=QUICK)
    with pytest.raises(NotReached) as caught:
        await client.list_tickets()
    assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.CONNECT, False)
    assert caught.value.detail == os.strerror(errno.ECONNREFUSED)
    await client.aclose()


@pytest.mark.parametrize("answer", [{}, {"signed_url": "/relative?token=x"}, {"signed_url": "javascript:alert(1)"}])
async def test_an_answer_without_a_signed_url(server: ScriptedServer, client: ApiClient, answer: object) -> None:
    server.answer("GET", f"{ATTACHMENT}/download", json=answer)
    with pytest.raises(UnexpectedAnswer) as caught:
        await client.get_download_url(TICKET_ID, ATTACHMENT_ID)
    assert (caught.value.received, caught.value.status) == (ReceivedInstead.OTHER_JSON, 200)
