"""The storage behind the signed URLs, as Supabase Storage was seen to behave (1.11.2, file backend).

It knows no keys: the token in the query is all. It ignores If-Range and If-Match, answers 400 for an expired token and
for a missing object, and 416 without a Content-Range.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from toptickets_desktop.sandbox.database import AttachmentRow, Database
from toptickets_desktop.sandbox.signed_urls import PATH_PREFIX, TokenRefused, UrlSigner
from toptickets_desktop.sandbox.throttle import Throttle

_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class _RangeNotSatisfiable(Exception):
    pass


def make_storage_app(database: Database, signer: UrlSigner, throttle: Throttle) -> ASGIApp:
    """Build the application that answers signed URLs."""

    async def get_object(request: Request) -> Response:
        ticket_id, attachment_id = request.path_params["ticket_id"], request.path_params["attachment_id"]
        if "token" not in request.query_params:
            return _failure("400", "Error", "querystring must have required property 'token'", "InvalidRequest")
        try:
            expires_at = signer.check(request.query_params["token"], f"{ticket_id}/{attachment_id}")
        except TokenRefused as exc:
            return _failure("400", exc.code, exc.message, exc.code)
        row = await run_in_threadpool(database.attachment, ticket_id, attachment_id)
        if row is None:
            return _failure("404", "not_found", "Object not found", "NoSuchKey")
        try:
            stream, modified_s = await run_in_threadpool(_opened, database.object_file(row.id))
        except OSError:
            return _failure("500", "internal", "Internal Server Error", "InternalError", http_status=500)
        try:
            first_byte, end_byte = _slice_of(request.headers.get("range"), row.size_bytes)
        except _RangeNotSatisfiable:
            await run_in_threadpool(stream.close)
            return _failure("416", "InvalidRange", "The requested range is not satisfiable", "InvalidRange", http_status=416)
        headers = _headers(row, modified_s, expires_at, request.query_params.get("download"))
        is_part = "range" in request.headers and (first_byte, end_byte) != (0, None)
        return _ObjectResponse(
            _Slice(stream, first_byte, row.size_bytes if end_byte is None else end_byte), is_part, row, headers, throttle
        )

    return Starlette(
        routes=[Route(f"{PATH_PREFIX}{{ticket_id}}/{{attachment_id}}", get_object, methods=["GET"])],
        exception_handlers={404: _on_unknown_route, 405: _on_unknown_route},
    )


@dataclass(frozen=True, slots=True)
class _Slice:
    """Bytes `first_byte` up to, not including, `end_byte` of an open file."""

    stream: BinaryIO
    first_byte: int
    end_byte: int


class _ObjectResponse(Response):
    """Sends a slice of an open file in chunks, read off the event loop. A file that is deleted meanwhile is sent to its end."""

    def __init__(self, piece: _Slice, is_part: bool, row: AttachmentRow, headers: Mapping[str, str], throttle: Throttle) -> None:
        length_bytes = piece.end_byte - piece.first_byte
        super().__init__(status_code=206 if is_part else 200, headers={**headers, "content-length": str(length_bytes)})
        if is_part:
            self.headers["content-range"] = f"bytes {piece.first_byte}-{piece.end_byte - 1}/{row.size_bytes}"
        self._piece = piece
        self._throttle = throttle

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        stream = self._piece.stream
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            left_bytes = 0 if scope["method"] == "HEAD" else self._piece.end_byte - self._piece.first_byte
            await run_in_threadpool(stream.seek, self._piece.first_byte)
            while left_bytes > 0:
                chunk = await run_in_threadpool(stream.read, min(left_bytes, self._throttle.chunk_bytes))
                if not chunk:
                    break
                left_bytes -= len(chunk)
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                await self._throttle.wait_after(len(chunk))
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            stream.close()


def _opened(file: Path) -> tuple[BinaryIO, float]:
    stream = file.open("rb")
    return stream, os.fstat(stream.fileno()).st_mtime


def _slice_of(header: str | None, size_bytes: int) -> tuple[int, int | None]:
    """Read a Range header (RFC 9110 section 14.1.2) of one range; anything else means the whole object."""
    match = _RANGE.fullmatch(header or "")
    if match is None or match.groups() == ("", ""):
        return 0, None
    first, last = match.groups()
    if not first:
        if int(last) == 0:
            raise _RangeNotSatisfiable
        return max(0, size_bytes - int(last)), size_bytes
    if int(first) >= size_bytes:
        raise _RangeNotSatisfiable
    if not last:
        return int(first), size_bytes
    if int(last) < int(first):
        return 0, None
    return int(first), min(size_bytes, int(last) + 1)


def _headers(row: AttachmentRow, modified_s: float, expires_at: datetime, download_name: str | None) -> dict[str, str]:
    headers = {
        "content-type": row.content_type if _PRINTABLE.fullmatch(row.content_type) else "application/octet-stream",
        "accept-ranges": "bytes",
        "etag": f'"{row.md5}"',
        "last-modified": formatdate(modified_s, usegmt=True),
        "expires": formatdate(expires_at.timestamp(), usegmt=True),
        "cache-control": "no-cache",
    }
    if download_name is not None:
        name = quote(download_name or row.filename, safe="")
        headers["content-disposition"] = f"attachment; filename={name}; filename*=UTF-8''{name}"
    return headers


def _failure(status: str, error: str, message: str, code: str, *, http_status: int = 400) -> Response:
    return JSONResponse({"statusCode": status, "error": error, "message": message, "code": code}, status_code=http_status)


def _on_unknown_route(request: Request, _exc: Exception) -> Response:
    message = f"Route {request.method}:{request.url.path} not found"
    return JSONResponse({"message": message, "error": "Not Found", "statusCode": 404}, status_code=404)
