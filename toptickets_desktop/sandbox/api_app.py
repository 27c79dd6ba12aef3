"""The documented API (openapi.yaml): which operation needs which scope, and what it answers."""

from __future__ import annotations

import asyncio
import hmac
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toptickets_desktop.domain.access import Scope as KeyScope
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES
from toptickets_desktop.domain.ticket import TicketPriority, TicketStatus
from toptickets_desktop.sandbox.database import AttachmentRow, Database, TicketFilter, TicketRow, time_text
from toptickets_desktop.sandbox.failures import ApiFailure, forbidden, not_found, rate_limited, unauthorized
from toptickets_desktop.sandbox.keys import Grant, KeyRegister
from toptickets_desktop.sandbox.parameters import Parameters
from toptickets_desktop.sandbox.signed_urls import UrlSigner
from toptickets_desktop.sandbox.throttle import Throttle
from toptickets_desktop.sandbox.uploads import ReceivedFile, receive_file

_UNREAD_BYTES_MAX = 64 * 1024 * 1024
_UNREAD_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class ApiParts:
    """What the API works with. `storage_origin` is where signed URLs point, such as `http://127.0.0.2:4000`."""

    database: Database
    keys: KeyRegister
    signer: UrlSigner
    throttle: Throttle
    storage_origin: str
    secret: bytes


_Handler = Callable[[Request, Grant], Awaitable[Response]]


def make_api_app(parts: ApiParts) -> ASGIApp:
    """Build the application that answers under `/v1`."""
    api = _Api(parts)
    attachments = "/v1/tickets/{ticket_id}/attachments"
    app = Starlette(
        routes=[
            _resource(parts, "/v1/tickets", GET=(KeyScope.TICKETS_READ, api.list_tickets)),
            _resource(parts, "/v1/tickets/{ticket_id}", GET=(KeyScope.TICKETS_READ, api.get_ticket)),
            _resource(
                parts,
                attachments,
                GET=(KeyScope.ATTACHMENTS_READ, api.list_attachments),
                POST=(KeyScope.ATTACHMENTS_WRITE, api.upload_attachment),
            ),
            _resource(
                parts,
                f"{attachments}/{{attachment_id}}",
                GET=(KeyScope.ATTACHMENTS_READ, api.get_attachment),
                DELETE=(KeyScope.ATTACHMENTS_DELETE, api.delete_attachment),
            ),
            _resource(parts, f"{attachments}/{{attachment_id}}/download", GET=(KeyScope.ATTACHMENTS_READ, api.get_download_url)),
            _resource(parts, "/v1/users", GET=(KeyScope.USERS_READ, api.list_users)),
        ],
        exception_handlers={404: _on_unknown_path, 500: _on_defect},
    )
    app.router.redirect_slashes = False
    return app


def _resource(parts: ApiParts, path: str, **operations: tuple[KeyScope, _Handler]) -> Route:
    return Route(path, endpoint=_Resource(parts.keys, operations))


class _Resource:
    """One path: finds the operation for the method, then asks for key, budget and scope, in this order."""

    def __init__(self, keys: KeyRegister, operations: Mapping[str, tuple[KeyScope, _Handler]]) -> None:
        self._keys = keys
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive)
        request = Request(scope, body.receive)
        try:
            response = await self._answer(request)
        except ApiFailure as failure:
            response = failure.to_response()
            if request.method == "POST" and not body.is_read:
                await _answer_before_reading(response, body, send)
                return
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in self._operations:
            raise ApiFailure(405, "Method Not Allowed", {"Allow": ", ".join(self._operations)})
        needed, handler = self._operations[request.method]
        grant = self._keys.find(request.headers.get("authorization"))
        if grant is None:
            raise unauthorized()
        wait_s = grant.limiter.seconds_to_wait()
        if wait_s:
            raise rate_limited(wait_s)
        if needed not in grant.scopes:
            raise forbidden(needed)
        return await handler(request, grant)


class _Body:
    """The body of a request, and whether all of it was read."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.is_read = False

    async def receive(self) -> Message:
        message = await self._receive()
        self.is_read = message["type"] != "http.request" or not message.get("more_body", False)
        return message


class _Api:
    """The operations of openapi.yaml, one method each."""

    def __init__(self, parts: ApiParts) -> None:
        self._parts = parts
        self._database = parts.database

    async def list_tickets(self, request: Request, _grant: Grant) -> Response:
        query = Parameters(request)
        offset = query.integer("offset", default=0, minimum=0)
        limit = query.integer("limit", default=100, minimum=1, maximum=500)
        wanted = TicketFilter(
            columns={
                "status": query.choice("status", TicketStatus),
                "priority": query.choice("priority", TicketPriority),
                "assigned_user_id": query.uuid("assigned_user_id"),
                "assigned_team_id": query.uuid("assigned_team_id"),
                "customer_id": query.uuid("customer_id"),
                "category": query.text("category"),
            },
            unassigned=query.boolean("unassigned"),
            search=query.text("search"),
        )
        query.check()
        found = await run_in_threadpool(self._database.tickets, wanted, offset=offset, limit=limit)
        return JSONResponse([self._ticket_json(ticket) for ticket in found])

    async def get_ticket(self, request: Request, _grant: Grant) -> Response:
        return JSONResponse(self._ticket_json(await self._ticket_of(request)))

    async def list_attachments(self, request: Request, _grant: Grant) -> Response:
        ticket = await self._ticket_of(request)
        found = await run_in_threadpool(self._database.attachments, ticket.id)
        return JSONResponse([row.to_json(with_uploader=row.is_uploader_listed) for row in found])

    async def upload_attachment(self, request: Request, grant: Grant) -> Response:
        ticket = await self._ticket_of(request)
        received = await receive_file(request, self._database.new_part_file(), self._parts.throttle)
        row = await run_in_threadpool(self._keep, ticket.id, received, grant)
        return JSONResponse(row.to_json(), status_code=201)

    async def get_attachment(self, request: Request, _grant: Grant) -> Response:
        return JSONResponse((await self._attachment_of(request)).to_json())

    async def delete_attachment(self, request: Request, _grant: Grant) -> Response:
        row = await self._attachment_of(request)
        if not await run_in_threadpool(self._database.delete_attachment, row.ticket_id, row.id):
            raise not_found("Attachment")
        return Response(status_code=204)

    async def get_download_url(self, request: Request, _grant: Grant) -> Response:
        row = await self._attachment_of(request)
        issued = self._parts.signer.issue(f"{row.ticket_id}/{row.id}")
        return JSONResponse({"signed_url": self._parts.storage_origin + issued.target, "expires_at": time_text(issued.expires_at)})

    async def list_users(self, request: Request, _grant: Grant) -> Response:
        query = Parameters(request)
        skip = query.integer("skip", default=0, minimum=0)
        limit = query.integer("limit", default=50, minimum=1, maximum=100)
        query.check()
        found = await run_in_threadpool(self._database.users, offset=skip, limit=limit)
        return JSONResponse([asdict(user) | {"avatar_url": None} for user in found])

    async def _ticket_of(self, request: Request) -> TicketRow:
        path = Parameters(request)
        ticket_id = path.path_uuid("ticket_id")
        path.check()
        ticket = await run_in_threadpool(self._database.ticket, ticket_id)
        if ticket is None:
            raise not_found("Ticket")
        return ticket

    async def _attachment_of(self, request: Request) -> AttachmentRow:
        path = Parameters(request)
        ticket_id, attachment_id = path.path_uuid("ticket_id"), path.path_uuid("attachment_id")
        path.check()
        row = await run_in_threadpool(self._database.attachment, ticket_id, attachment_id)
        if row is None:
            raise not_found("Attachment")
        return row

    def _keep(self, ticket_id: str, received: ReceivedFile, grant: Grant) -> AttachmentRow:
        if received.content_type not in ALLOWED_TYPES:
            received.part_file.unlink()
            raise ApiFailure(400, f"File type not allowed. Allowed types: {', '.join(ALLOWED_TYPES)}")
        row = AttachmentRow(
            id=str(uuid.uuid4()),
            ticket_id=ticket_id,
            filename=received.filename,
            content_type=received.content_type,
            size_bytes=received.size_bytes,
            uploaded_by_user_id=grant.user_id,
            created_at=time_text(datetime.now(UTC)),
            md5=received.md5,
        )
        received.part_file.replace(self._database.object_file(row.id))
        self._database.add_attachment(row)
        return row

    def _ticket_json(self, ticket: TicketRow) -> dict[str, Any]:
        # The customer's token is a secret of the service: derived like the keys, so that it stands in no file either.
        token = uuid.UUID(bytes=hmac.digest(self._parts.secret, f"tracking token of {ticket.id}".encode(), "sha256")[:16], version=4)
        return asdict(ticket) | {"ticket_display_id": ticket.display_id, "tracking_token": str(token)}


async def _answer_before_reading(response: Response, body: _Body, send: Send) -> None:
    """Refuse an upload: the answer goes first, then what the client is still sending is thrown away, within bounds.

    Closing at once would reset the connection, and the client would lose the answer (RFC 9112 section 9.6).
    """
    response.headers["Connection"] = "close"
    await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
    await send({"type": "http.response.body", "body": bytes(response.body), "more_body": True})
    thrown_away_bytes = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(_UNREAD_WAIT_S):
            while thrown_away_bytes < _UNREAD_BYTES_MAX and not body.is_read:
                thrown_away_bytes += len((await body.receive()).get("body", b""))
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _on_unknown_path(_request: Request, _exc: Exception) -> Response:
    return ApiFailure(404, "Not Found").to_response()


def _on_defect(_request: Request, _exc: Exception) -> Response:
    return ApiFailure(500, "Internal Server Error").to_response()
