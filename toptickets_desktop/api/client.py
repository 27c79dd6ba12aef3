"""The service's API: a method for each endpoint."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from toptickets_desktop.api import wire
from toptickets_desktop.api.answers import ACCEPTED_ENCODING, ERROR_BYTES_MAX, LIST_BYTES_MAX, read_body
from toptickets_desktop.api.failures import failure_of_status, transport_failures
from toptickets_desktop.api.lane import Paced
from toptickets_desktop.api.multipart import MultipartFile
from toptickets_desktop.api.network import DEFAULT_NETWORK, NetworkSettings
from toptickets_desktop.api.rate_limit import RequestLimiter
from toptickets_desktop.api.retry import repeat_reading, repeat_when_refused_for_now
from toptickets_desktop.api.signed_url import with_lifetime
from toptickets_desktop.api.transport import NetworkTransport, open_http_client
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.attachment import Attachment, SignedUrl, User
from toptickets_desktop.domain.errors import NotFound, NotReached, ReceivedInstead, Rejected, ServiceError, UnexpectedAnswer
from toptickets_desktop.domain.network_access import DEFAULT_ACCESS, NetworkAccess
from toptickets_desktop.domain.ticket import Ticket, TicketQuery

ALL_TICKETS = TicketQuery()

_TICKETS_PAGE_MAX = 500
_USERS_PAGE_MAX = 100
_SMALLER_PAGES = (100, 50, 20, 10)
# A page of just this many rows, though more were asked for, may be cut at the server's own limit instead of being the last.
_OTHER_LIMITS = frozenset({50, 100})
_USERS_MAX = 100_000
_FIND_BY_SEARCH_PAGES = 5
_FIND_BY_WALKING_PAGES = 40

# What may stand in a path: UUIDs and their like, and nothing that means something there.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", re.ASCII)
_DECODE_IN_THREAD_BYTES = 64 * 1024

_Decoded = TypeVar("_Decoded")


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One page of tickets; `next_offset` is None when it was the last."""

    tickets: list[Ticket]
    next_offset: int | None


class ApiClient:
    """The service with one key. All methods raise `domain.errors.ServiceError`s; which ones, failures.py says."""

    def __init__(
        self,
        base_url: BaseUrl,
        key: ApiKey,
        *,
        network: NetworkSettings = DEFAULT_NETWORK,
        access: NetworkAccess = DEFAULT_ACCESS,
        limiter: RequestLimiter | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            base_url: the only place that the key is ever sent to.
            key: sent with each request.
            network: waiting times and attempts.
            access: proxy and extra certificates.
            limiter: the key's budget of requests; None for what its prefix says.
        """
        self._limiter = limiter or RequestLimiter(key.kind.requests_per_minute)
        self._base_url = base_url
        self._key = key
        self._network = network
        self._access = access
        self._transport = NetworkTransport(network, access)
        self._http = open_http_client(network, self._transport)
        self._page_max: dict[str, int] = {}  # per list, once the service has refused a larger one

    async def use_access(self, access: NetworkAccess) -> None:
        """Go another way from now on; what is under way ends as it began."""
        self._access = access
        await self._transport.use(access)

    async def aclose(self) -> None:
        """Close all connections."""
        self._limiter.close()
        await self._http.aclose()

    def sibling(self) -> ApiClient:
        """Another client of the same service with the same key, with connections of its own."""
        return ApiClient(self._base_url, self._key, network=self._network, access=self._access)

    def use_key(self, key: ApiKey) -> None:
        """Send another key from now on: the one before is not accepted any more."""
        self._key = key
        self._limiter.begin_anew(key.kind.requests_per_minute)

    async def list_tickets(self, query: TicketQuery = ALL_TICKETS, *, offset: int = 0, limit: int = 100) -> TicketPage:
        """One page of tickets.

        Args:
            query: what to list.
            offset: rows to leave out: 0, or the last page's `next_offset`.
            limit: rows wanted; fewer may come.
        """
        rows, next_offset = await self._page("/tickets", _query_fields(query), offset, min(limit, _TICKETS_PAGE_MAX), wire.decode_tickets)
        return TicketPage(rows, next_offset)

    async def iter_tickets(
        self, query: TicketQuery = ALL_TICKETS, *, page_size: int = _TICKETS_PAGE_MAX
    ) -> AsyncGenerator[list[Ticket], None]:
        """All tickets, page by page, none twice. Ends when a page brings nothing new, whatever the service says of further ones."""
        seen: set[str] = set()
        offset: int | None = 0
        while offset is not None:
            page = await self.list_tickets(query, offset=offset, limit=page_size)
            fresh = {ticket.id: ticket for ticket in page.tickets if ticket.id not in seen}
            if not fresh:
                return
            seen.update(fresh)
            offset = page.next_offset
            yield list(fresh.values())

    async def get_ticket(self, ticket_id: str) -> Ticket:
        """One ticket by its id."""
        return await self._read(_path("tickets", ticket_id), wire.decode_ticket)

    async def find_ticket(self, reference: str) -> Ticket:
        """One ticket by its id, its display id in any case (`tkt-1042`), or its number.

        Raises:
            NotFound: there is none.
        """
        reference = reference.strip()
        if _is_uuid(reference):
            return await self.get_ticket(reference)
        if not re.fullmatch(r"#?([A-Za-z]{1,16}-)?[0-9]{1,18}", reference, re.ASCII):
            try:
                return await self.get_ticket(reference)  # Ids are not promised to be UUIDs.
            except Rejected as exc:
                raise NotFound(exc.detail, status=exc.status) from exc
        reference = reference.removeprefix("#")
        # Full-text search is not promised to look at display ids; so, if it finds nothing, the list itself is walked.
        for query, pages_max in ((TicketQuery(search=reference), _FIND_BY_SEARCH_PAGES), (ALL_TICKETS, _FIND_BY_WALKING_PAGES)):
            pages = 0
            async with aclosing(self.iter_tickets(query)) as walk:
                async for tickets in walk:
                    found = next((ticket for ticket in tickets if _is_called(ticket, reference)), None)
                    if found is not None:
                        return found
                    pages += 1
                    if pages == pages_max:
                        break
        raise NotFound

    async def list_attachments(self, ticket_id: str) -> list[Attachment]:
        """All attachments of a ticket."""
        rows = await self._read(_path("tickets", ticket_id, "attachments"), lambda body: wire.decode_attachments(body, ticket_id=ticket_id))
        return list({row.id: row for row in rows.usable}.values())

    async def get_attachment(self, ticket_id: str, attachment_id: str) -> Attachment:
        """One attachment's metadata."""
        path = _path("tickets", ticket_id, "attachments", attachment_id)
        return await self._read(path, lambda body: wire.decode_attachment(body, ticket_id=ticket_id))

    def attachment_url(self, ticket_id: str, attachment_id: str) -> str:
        """The address that an attachment has for ever, and that opens nothing without a key.

        Raises:
            NotFound: nothing of the service can have such an id.
        """
        return f"{self._base_url.text}{_path('tickets', ticket_id, 'attachments', attachment_id)}"

    def attachments_url(self, ticket_id: str) -> str:
        """The address of a ticket's list of attachments.

        Raises:
            NotFound: nothing of the service can have such an id.
        """
        return f"{self._base_url.text}{_path('tickets', ticket_id, 'attachments')}"

    async def get_download_url(self, ticket_id: str, attachment_id: str) -> SignedUrl:
        """A signed URL for an attachment's bytes, to be used soon and kept nowhere."""
        path = _path("tickets", ticket_id, "attachments", attachment_id, "download")
        heads: list[Mapping[str, str]] = []
        signed_url = await self._read(path, wire.decode_signed_url, on_head=heads.append)
        return with_lifetime(signed_url, heads[-1])

    async def delete_attachment(self, ticket_id: str, attachment_id: str) -> None:
        """Delete an attachment for good. Never sent twice, except after a 429."""
        path = _path("tickets", ticket_id, "attachments", attachment_id)
        body = await repeat_when_refused_for_now(lambda: self._exchange("DELETE", path, good=(200, 204)), self._network)
        # A 200 with a page is not the service's: a captive portal, say.
        if body and wire.what_came(body) is not ReceivedInstead.OTHER_JSON:
            raise UnexpectedAnswer(wire.what_came(body), status=200)

    async def upload_attachment(
        self, ticket_id: str, *, filename: str, content_type: str, size_bytes: int, chunks: AsyncIterable[bytes]
    ) -> Attachment:
        """Send a file. Never sent twice: `chunks` can be read only once, and the service knows no idempotency key.

        Args:
            ticket_id: where it belongs.
            filename: as it is to arrive; no control characters.
            content_type: `type/subtype`.
            size_bytes: how many bytes `chunks` will give.
            chunks: the file's bytes; errors raised in it come out as they are.

        Raises:
            FileChanged: `chunks` gave fewer or more bytes than `size_bytes`; the upload was broken off.
            NotReached: `request_sent` tells whether the service may have the whole file.
            ValueError: name or type cannot be sent.
        """
        path = _path("tickets", ticket_id, "attachments")
        form = MultipartFile(filename=filename, content_type=content_type, size_bytes=size_bytes, chunks=Paced(aiter(chunks)))
        try:
            body = await self._exchange("POST", path, good=(200, 201), form=form)
        except ServiceError:
            if form.source_error is not None:
                raise form.source_error from None  # An OSError of the file is not one of the network.
            raise
        if not form.is_handed_over:
            raise UnexpectedAnswer(ReceivedInstead.UNKNOWN_STATUS, status=201)  # "Stored", before it can have been.
        return await _decode(body, lambda body: wire.decode_attachment(body, ticket_id=ticket_id), status=201)

    async def is_reached(self) -> bool:
        """Whether the service answers at all, whatever it says: one small request, sent once."""
        try:
            await self._exchange("GET", "/tickets", good=(200,), fields={"limit": "1"})
        except NotReached:
            return False
        except ServiceError:
            return True
        return True

    async def list_users(self) -> list[User]:
        """All users, inactive ones too; needs a scope of its own."""
        users: dict[str, User] = {}
        offset: int | None = 0
        while offset is not None and len(users) < _USERS_MAX:
            rows, offset = await self._page("/users", {}, offset, _USERS_PAGE_MAX, wire.decode_users)
            known = len(users)
            users |= {user.id: user for user in rows if user.id not in users}
            if len(users) == known:
                break
        return list(users.values())

    async def _page(
        self, path: str, fields: Mapping[str, str], offset: int, limit: int, decode: Callable[[bytes], wire.Rows[_Decoded]]
    ) -> tuple[list[_Decoded], int | None]:
        """One page of a list, and where the next one begins."""
        while True:
            size = max(1, min(limit, self._page_max.get(path, limit)))
            # Some lists call it offset, some skip (contract.md); the name that a list does not know means nothing to it.
            place = {"offset": str(offset), "skip": str(offset)} if offset else {}
            try:
                rows = await self._read(path, decode, {**fields, **place, "limit": str(size)})
            except Rejected as exc:
                smaller = next((page for page in _SMALLER_PAGES if page < size), None)
                if exc.status != 422 or "limit" not in exc.detail.lower() or smaller is None:
                    raise
                self._page_max[path] = smaller
                continue
            is_last = not rows.received or (rows.received < size and rows.received not in _OTHER_LIMITS)
            return rows.usable, None if is_last else offset + rows.received

    async def _read(
        self,
        path: str,
        decode: Callable[[bytes], _Decoded],
        fields: Mapping[str, str] | None = None,
        *,
        on_head: Callable[[Mapping[str, str]], None] | None = None,
    ) -> _Decoded:
        body = await repeat_reading(lambda: self._exchange("GET", path, good=(200,), fields=fields, on_head=on_head), self._network)
        return await _decode(body, decode, status=200)

    async def _exchange(
        self,
        method: str,
        path: str,
        *,
        good: tuple[int, ...],
        fields: Mapping[str, str] | None = None,
        form: MultipartFile | None = None,
        on_head: Callable[[Mapping[str, str]], None] | None = None,
    ) -> bytes:
        """Send one request once and return the body of its good answer; `on_head` gets the headers of each answer."""
        network = self._network
        limiter = self._limiter
        async with limiter.place(), AsyncExitStack() as on_exit:
            # Looked up only now: there may have been another key when the wait for a place began.
            headers = {"Accept": "application/json", "Accept-Encoding": ACCEPTED_ENCODING, "Authorization": f"Bearer {self._key.reveal()}"}
            content: AsyncGenerator[bytes, None] | None = None
            on_exit.enter_context(transport_failures(may_have_been_sent=form))
            deadline = await on_exit.enter_async_context(asyncio.timeout(network.answer_timeout_s if form is None else None))
            if form is not None:
                # Sending takes as long as it takes; the clock runs from then on.
                form.on_handed_over = lambda: deadline.reschedule(asyncio.get_running_loop().time() + network.upload_answer_timeout_s)
                headers |= {"Content-Type": form.content_type, "Content-Length": str(form.content_length)}
                content = await on_exit.enter_async_context(aclosing(aiter(form)))
            request = self._http.build_request(method, f"{self._base_url.text}{path}", params=fields, headers=headers, content=content)
            if form is not None:
                request.extensions["timeout"]["read"] = network.upload_answer_timeout_s
            response = await on_exit.enter_async_context(aclosing(await self._http.send(request, stream=True)))
            if on_head is not None:
                on_head(response.headers)
            is_good = response.status_code in good
            body = await read_body(response, limit_bytes=LIST_BYTES_MAX if is_good else ERROR_BYTES_MAX, cut=not is_good)
        if not is_good:
            raise failure_of_status(response.status_code, response.headers, body)
        return body


async def _decode(body: bytes, decode: Callable[[bytes], _Decoded], *, status: int) -> _Decoded:
    try:
        if len(body) > _DECODE_IN_THREAD_BYTES:
            return await asyncio.to_thread(decode, body)
        return decode(body)
    except UnexpectedAnswer as exc:
        raise UnexpectedAnswer(exc.received, status=status) from exc


def _path(*segments: str) -> str:
    """A path of checked segments.

    Raises:
        NotFound: nothing of the service can have such an id.
    """
    if not all(_ID.fullmatch(segment) for segment in segments):
        raise NotFound
    return "".join(f"/{segment}" for segment in segments)


def _query_fields(query: TicketQuery) -> dict[str, str]:
    fields = {
        "search": query.search.strip(),
        "status": query.status,
        "priority": query.priority,
        "unassigned": "true" if query.unassigned else None,
        "assigned_user_id": query.assigned_user_id,
        "assigned_team_id": query.assigned_team_id,
        "customer_id": query.customer_id,
        "category": query.category,
    }
    # A lone surrogate, as a clipboard can hold, has no place in a URL.
    return {name: value.encode("utf-8", "replace").decode() for name, value in fields.items() if value}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return bool(_ID.fullmatch(text))


def _is_called(ticket: Ticket, reference: str) -> bool:
    return ticket.display_id.casefold() == reference.casefold() or (reference.isdigit() and ticket.number == int(reference))
