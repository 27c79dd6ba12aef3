"""A proxy that loses answers: it passes every request on to a real service, and breaks the connection where a test wants it.

with DroppingProxy(sandbox.base_url) as proxy:
    proxy.drop_uploads(Drop.AFTER_COMMIT, Drop.BEFORE_COMMIT)   # the next two
    ... # talk to proxy.base_url
"""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from toptickets_desktop.domain.access import BaseUrl

_SILENCE_MAX_S = 30.0
_BLOCK_BYTES = 64 * 1024
_PER_CONNECTION = frozenset({"connection", "keep-alive", "host", "transfer-encoding", "date", "server"})


class Drop(Enum):
    """What happens to an upload."""

    NO = auto()
    AFTER_COMMIT = auto()  # stored, then the connection breaks without an answer
    BEFORE_COMMIT = auto()  # read to its end, then the connection breaks; the service never hears of it
    LATE_COMMIT = auto()  # the connection breaks first, and the service stores it when `commit_late` is called
    HALF_WAY = auto()  # the connection breaks after the first block of the body
    GATEWAY_PAGE = auto()  # stored, then a page of the proxy's own


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes


class DroppingProxy:
    """Listens on a loopback address from `__enter__` to `__exit__`.

    Attributes:
        on_list: called after each list of attachments was answered, with how many there have been since `__enter__`.
        before_answer: called before a good answer to an upload is passed back.
    """

    def __init__(self, service: BaseUrl) -> None:
        parts = urlsplit(service.text)
        self._service = (parts.hostname or "", parts.port or 80)
        self._prefix = parts.path
        self._drops: deque[Drop] = deque()
        self._late: list[_Request] = []
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._connections: set[socket.socket] = set()
        self._is_stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port: int = self._listener.getsockname()[1]
        self.on_list: Callable[[int], None] = lambda _count: None
        self.before_answer: Callable[[], None] = lambda: None
        self.lists_answered = 0
        self.uploads_received = 0

    @property
    def base_url(self) -> BaseUrl:
        """The address that an API client takes."""
        return BaseUrl.parse(f"http://127.0.0.1:{self._port}{self._prefix}")

    def drop_uploads(self, *drops: Drop) -> None:
        """Say what happens to the next uploads, in the order in which they arrive; all others pass."""
        with self._lock:
            self._drops.extend(drops)

    def commit_late(self) -> None:
        """Pass on the uploads that were kept back."""
        with self._lock:
            late, self._late = self._late, []
        for request in late:
            status, _, _ = self._pass_on(request)
            assert status == 201

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._is_stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=10)
            assert not thread.is_alive(), "a connection's thread hangs"

    def _spawn(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, name="dropping proxy", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._is_stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections.add(connection)
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(_SILENCE_MAX_S)
            with connection, connection.makefile("rb") as stream, suppress(OSError):
                while self._converse(connection, stream.readline, stream.read):
                    pass
        finally:
            with self._lock:
                self._connections.discard(connection)

    def _converse(self, connection: socket.socket, readline: Callable[[], bytes], read: Callable[[int], bytes]) -> bool:
        """One request; whether another may follow on the same connection."""
        first = readline().decode("latin-1").split()
        if len(first) != 3:
            return False
        method, target, _ = first
        headers: list[tuple[str, str]] = []
        while line := readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers.append((name, value.strip()))
        length_bytes = int(next((value for name, value in headers if name.lower() == "content-length"), "0"))
        drop = self._next_drop() if method == "POST" else Drop.NO
        if drop is Drop.HALF_WAY:
            read(min(_BLOCK_BYTES, length_bytes // 2))
            _reset(connection)
            return False
        request = _Request(method, target, headers, read(length_bytes))
        if len(request.body) < length_bytes:
            return False
        if drop in {Drop.BEFORE_COMMIT, Drop.LATE_COMMIT}:
            if drop is Drop.LATE_COMMIT:
                with self._lock:
                    self._late.append(request)
            return False
        status, answer_headers, body = self._pass_on(request)
        if drop is Drop.AFTER_COMMIT:
            return False
        if drop is Drop.GATEWAY_PAGE:
            status, answer_headers, body = 502, [("Content-Type", "text/html")], b"<html>Bad gateway</html>"
        elif method == "POST":
            self.before_answer()
        lines = "".join(
            f"{name}: {value}\r\n" for name, value in answer_headers if name.lower() not in {*_PER_CONNECTION, "content-length"}
        )
        if method == "GET" and target.partition("?")[0].endswith("/attachments"):
            with self._lock:
                self.lists_answered += 1
                answered = self.lists_answered
            self.on_list(answered)
        connection.sendall(f"HTTP/1.1 {status} Passed\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode("latin-1") + body)
        return True

    def _next_drop(self) -> Drop:
        with self._lock:
            self.uploads_received += 1
            return self._drops.popleft() if self._drops else Drop.NO

    def _pass_on(self, request: _Request) -> tuple[int, list[tuple[str, str]], bytes]:
        onward = http.client.HTTPConnection(*self._service, timeout=_SILENCE_MAX_S)
        try:
            kept = {name: value for name, value in request.headers if name.lower() not in _PER_CONNECTION}
            onward.request(request.method, request.target, body=request.body or None, headers=kept)
            response = onward.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            onward.close()


def _reset(connection: socket.socket) -> None:
    # SO_LINGER of no time: closing sends RST instead of FIN (socket(7)).
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
