"""An answer's body: read no further than is good for us, and inflated no further either."""

from __future__ import annotations

import zlib

import httpx

from toptickets_desktop.domain.errors import ReceivedInstead, UnexpectedAnswer

LIST_BYTES_MAX = 64 * 1024 * 1024
ERROR_BYTES_MAX = 64 * 1024

ACCEPTED_ENCODING = "gzip"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


async def read_body(response: httpx.Response, *, limit_bytes: int, cut: bool = False) -> bytes:
    """Read a streamed response to its end. httpx's own decoders are left out: they inflate without a limit.

    Args:
        response: as `stream=True` gives it.
        limit_bytes: as sent and, again, as inflated.
        cut: return what fits instead of raising: of an error, the beginning tells enough.

    Raises:
        UnexpectedAnswer: too large, or compressed in a way that was not asked for.
        httpx.TransportError: the connection broke.
    """
    parts: list[bytes] = []
    size_bytes = 0
    async for part in response.aiter_raw():
        parts.append(part)
        size_bytes += len(part)
        if size_bytes > limit_bytes:
            if cut:
                break
            raise UnexpectedAnswer(ReceivedInstead.TOO_LARGE, status=response.status_code)
    body = b"".join(parts)
    match response.headers.get("content-encoding", "identity").strip().lower():
        case "identity" | "":
            pass
        case "gzip" | "x-gzip":
            body = _inflate(body, limit_bytes=limit_bytes, cut=cut, status=response.status_code)
        case _:
            raise UnexpectedAnswer(ReceivedInstead.NOT_JSON, status=response.status_code)
    return body[:limit_bytes]


def _inflate(body: bytes, *, limit_bytes: int, cut: bool, status: int) -> bytes:
    inflater = zlib.decompressobj(_GZIP_WINDOW)
    try:
        inflated = inflater.decompress(body, limit_bytes + 1)
    except zlib.error as exc:
        raise UnexpectedAnswer(ReceivedInstead.NOT_JSON, status=status) from exc
    if cut:
        return inflated
    if len(inflated) > limit_bytes:
        raise UnexpectedAnswer(ReceivedInstead.TOO_LARGE, status=status)
    if body and not inflater.eof:
        raise UnexpectedAnswer(ReceivedInstead.NOT_JSON, status=status)
    return inflated
