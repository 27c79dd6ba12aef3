"""A real HTTP server that says what a test tells it to: HTML, broken JSON, redirects, half an answer, nothing at all.

    with ScriptedServer() as server:
        server.answer("GET", "/v1/tickets", json=[])
        ...
        assert server.requests[0].headers["authorization"] == "Bearer …"

Several answers for one route are given in the order in which they were scripted; the last one stays.
"""

from __future__ import annotations

import json as json_module
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from toptickets_desktop.domain.access import BaseUrl

_HEAD_BYTES_MAX = 64 * 1024
_SILENCE_MAX_S = 30.0


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request as it arrived; header names in lower case.

    Attributes:
        target: the path as sent, without the query.
        query: decoded; the last value of each name.
        is_complete: False when the client broke off before the whole body was there, or when the answer was given without reading it.
    """

    method: str
    target: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Script:
    raw: bytes | Callable[[ReceivedRequest], bytes]
    wait_for: threading.Event | None
    before_body: bool
    close: bool
    hang_up: bool


class ScriptedServer:
    """Listens on a loopback address from `__enter__` to `__exit__`, each connection in a thread of its own."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._scripts: dict[tuple[str, str], list[_Script]] = {}
        self._given: set[tuple[str, str]] = set()  # routes whose first script has been used
        self._requests: list[ReceivedRequest] = []
        self._changed = threading.Condition()
        self._connections: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._is_stopping = threading.Event()
        self._listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.host = host
        self.port: int = self._listener.getsockname()[1]
        self.connections_made = 0

    @property
    def origin(self) -> str:
        """Such as `http://127.0.0.1:40001`."""
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}"

    @property
    def base_url(self) -> BaseUrl:
        """The address that an API client takes."""
        return BaseUrl.parse(f"{self.origin}/v1")

    @property
    def requests(self) -> list[ReceivedRequest]:
        """All requests so far, in the order in which they were read."""
        with self._changed:
            return list(self._requests)

    def wait_for_requests(self, count: int, *, timeout_s: float = 10) -> list[ReceivedRequest]:
        """Block until so many requests have come."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._requests) >= count, timeout_s):
                raise TimeoutError(f"{len(self._requests)} of {count} requests came")
            return list(self._requests)

    def answer(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        json: Any = None,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        raw: bytes | Callable[[ReceivedRequest], bytes] | None = None,
        wait_for: threading.Event | None = None,
        before_body: bool = False,
        close: bool = False,
        hang_up: bool = False,
    ) -> None:
        """Script an answer.

        Args:
            method: such as GET.
            path: with `/v1`, without query.
            status: of the answer.
            json: becomes the body.
            body: instead of `json`; nothing for neither.
            headers: besides Content-Length and, with `json`, Content-Type, both of which they may replace.
            raw: the whole answer, as bytes or made of the request; used instead of all the above. Empty: the connection is just closed.
            wait_for: answer only when this is set.
            before_body: answer as soon as the request's head is there, end the answer, and throw away what still comes.
            close: close the connection afterwards; `raw` answers always do.
            hang_up: with `before_body`: close without reading what still comes, which makes the system reset the connection.
        """
        if raw is None:
            ends = close or before_body
            lines = [*(headers.items() if isinstance(headers, Mapping) else headers), *([("Connection", "close")] if ends else [])]
            raw = response_bytes(status, json=json, body=body, headers=lines)
        else:
            ends = True
        with self._changed:
            self._scripts.setdefault((method, path), []).append(_Script(raw, wait_for, before_body, ends, hang_up))

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._is_stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._changed:
            connections = list(self._connections)
            scripts = [script for queue in self._scripts.values() for script in queue]
        for script in scripts:
            if script.wait_for is not None:
                script.wait_for.set()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(timeout=10)
            assert not thread.is_alive(), "a connection's thread hangs"

    def _spawn(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, name="scripted server", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._is_stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections_made += 1
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(_SILENCE_MAX_S)
            with self._changed:
                self._connections.add(connection)
            try:
                if self._tls is None:
                    self._converse(connection)
                else:
                    with self._tls.wrap_socket(connection, server_side=True) as secured:
                        self._converse(secured)
            finally:
                with self._changed:
                    self._connections.discard(connection)

    def _converse(self, connection: socket.socket) -> None:
        buffered = b""
        while not self._is_stopping.is_set():
            while b"\r\n\r\n" not in buffered:
                data = connection.recv(65536)
                if not data or len(buffered) > _HEAD_BYTES_MAX:
                    return
                buffered += data
            head, _, buffered = buffered.partition(b"\r\n\r\n")
            method, target, headers = _parse_head(head)
            path, _, query = target.partition("?")
            script = self._next_script(method, path)
            body, is_complete = b"", False
            if not script.before_body:
                body, is_complete, buffered = _read_body(connection, headers, buffered)
            fields = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
            request = ReceivedRequest(method, path, fields, headers, body, is_complete)
            with self._changed:
                self._requests.append(request)
                self._changed.notify_all()
            if script.wait_for is not None:
                script.wait_for.wait(_SILENCE_MAX_S)
            connection.sendall(script.raw(request) if callable(script.raw) else script.raw)
            if script.before_body and not script.hang_up:
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
            if script.close or not is_complete:
                return

    def _next_script(self, method: str, path: str) -> _Script:
        with self._changed:
            queue = self._scripts.get((method, path))
            if not queue:
                return _Script(response_bytes(404, json={"detail": "No answer is scripted for this"}), None, False, False, False)
            if (method, path) in self._given and len(queue) > 1:
                queue.pop(0)
            self._given.add((method, path))
            return queue[0]


def response_bytes(
    status: int = 200, *, json: Any = None, body: bytes | str | None = None, headers: Mapping[str, str] | Iterable[tuple[str, str]] = ()
) -> bytes:
    """A whole HTTP/1.1 answer."""
    lines = [(name, value) for name, value in (headers.items() if isinstance(headers, Mapping) else headers)]
    named = {name.lower() for name, _ in lines}
    if body is None:
        body = b"" if json is None else json_module.dumps(json)
        if json is not None and "content-type" not in named:
            lines.append(("Content-Type", "application/json"))
    content = body.encode() if isinstance(body, str) else body
    if not named & {"content-length", "transfer-encoding"} and status != 204:
        lines.append(("Content-Length", str(len(content))))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"HTTP/1.1 {status} Scripted\r\n{head}\r\n".encode() + content


def _parse_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return method, target, headers


def _read_body(connection: socket.socket, headers: Mapping[str, str], buffered: bytes) -> tuple[bytes, bool, bytes]:
    """The body, whether it is whole, and what came after it."""
    missing = int(headers.get("content-length", "0")) - len(buffered)
    parts = [buffered]
    while missing > 0:
        try:
            data = connection.recv(65536)
        except OSError:
            data = b""
        if not data:
            return b"".join(parts), False, b""
        parts.append(data)
        missing -= len(data)
    received = b"".join(parts)
    length = len(received) + min(missing, 0)
    return received[:length], True, received[length:]
