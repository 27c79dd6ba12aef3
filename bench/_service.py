"""The smallest service that a benchmark can do without waiting for: links to files that nginx serves, and a sink for uploads.

Runs as a process of its own (`python -m bench._service PORT LINK_BASE`), so that it takes no time from the program that is measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta

HEAD_BYTES_MAX = 64 * 1024


class Exchange(asyncio.BufferedProtocol):
    """One connection: reads a head, counts a body, answers, and again."""

    def __init__(self, link_base: str) -> None:
        self._link_base = link_base
        self._buffer = bytearray(1024 * 1024)
        self._view = memoryview(self._buffer)
        self._head = b""
        self._body_left: int | None = None
        self._body_start = b""
        self._transport: asyncio.Transport | None = None
        self._length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        del sizehint
        return self._view

    def buffer_updated(self, nbytes: int) -> None:
        if self._body_left is None:
            self._head += bytes(self._view[:nbytes])
            head, found, rest = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            self._head = head
            self._length = _content_length(head)
            self._body_start = rest[:1024]
            self._body_left = self._length - len(rest)
        else:
            if len(self._body_start) < 1024:
                self._body_start += bytes(self._view[: min(nbytes, 1024)])
            self._body_left -= nbytes
        if self._body_left <= 0:
            self._answer()

    def _answer(self) -> None:
        method, target, _ = self._head.split(b"\r\n", 1)[0].decode().split(" ", 2)
        path = target.partition("?")[0].split("/")
        body: object = []
        status = "200 OK"
        if path[-1] == "download":
            name = path[-2]
            body = {
                "signed_url": f"{self._link_base}/{name}?token=bench",
                "expires_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
            }
        elif method == "POST":
            status = "201 Created"
            file_bytes = self._length - len(_part_head(self._body_start)) - 4 - _tail_bytes(self._head)
            body = {"id": "a1", "ticket_id": path[-2], "filename": "up.bin", "content_type": "application/zip", "size_bytes": file_bytes}
        content = json.dumps(body).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        assert self._transport is not None
        self._transport.write(head + content)
        self._head, self._body_left, self._body_start = b"", None, b""


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _part_head(body_start: bytes) -> bytes:
    return body_start.partition(b"\r\n\r\n")[0]


def _tail_bytes(head: bytes) -> int:
    """Of the last boundary line, as RFC 7578 has it."""
    boundary = head.partition(b"boundary=")[2].split(b"\r\n")[0]
    return len(boundary) + 8


async def serve(port: int, link_base: str) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Exchange(link_base), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
