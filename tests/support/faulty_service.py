"""A faulty way to a real service: two proxies, before the sandbox's API and before its storage, that break what they are told to break.

    with FaultyService(sandbox) as service:
        service.api.script("POST", "/attachments", commits_then_drops(Ending.RST))   # the next upload
        service.storage.script("GET", "/", cuts_body(100_000), then_stays=True)      # every download
        ...  # talk to service.base_url

A fault is a function that carries on one exchange; those below are the usual ones, and a test may write its own.
"""

from __future__ import annotations

import gzip
import http.client
import json as json_module
import re
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.sandbox.server import Sandbox

_SILENCE_MAX_S = 30.0
_BLOCK_BYTES = 64 * 1024
_HOP_HEADERS = frozenset({"connection", "keep-alive", "host", "transfer-encoding", "content-length"})
_CONTENT_RANGE = re.compile(r"bytes (\d+)-")


class Ending(Enum):
    """How a connection goes away."""

    FIN = auto()
    RST = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; header names in lower case, lengths left to whoever sends it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def first_byte(self) -> int:
        """Where in the object the body begins."""
        found = _CONTENT_RANGE.match(self.headers.get("content-range", ""))
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Served:
    """Bytes of an object that left for the client."""

    path: str
    first_byte: int
    size_bytes: int


class Exchange:
    """One request on its connection, in the hands of a fault."""

    def __init__(
        self, proxy: FaultyProxy, connection: socket.socket, read: Callable[[int], bytes], method: str, target: str, headers: dict[str, str]
    ) -> None:
        self.proxy = proxy
        self.method = method
        self.target = target
        self.headers = headers
        self._connection = connection
        self._read = read
        self._body = b""
        self._served_bytes = 0

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def length_bytes(self) -> int:
        """Of the request's body."""
        return int(self.headers.get("content-length", "0"))

    def read_body(self, limit_bytes: int | None = None) -> bytes:
        """The request's body, or its beginning.

        Raises:
            ConnectionError: the client went away before.
        """
        wanted = self.length_bytes if limit_bytes is None else min(limit_bytes, self.length_bytes)
        while len(self._body) < wanted:
            block = self._read(min(_BLOCK_BYTES, wanted - len(self._body)))
            if not block:
                raise ConnectionError("the client hung up")
            self._body += block
        return self._body

    def ask(self, *, without: tuple[str, ...] = ()) -> Answer:
        """Pass the request on to the service, and get its answer; headers named in `without` stay behind."""
        body = self.read_body()
        onward = http.client.HTTPConnection(*self.proxy.upstream, timeout=_SILENCE_MAX_S)
        try:
            kept = {name: value for name, value in self.headers.items() if name not in _HOP_HEADERS and name not in without}
            onward.request(self.method, self.target, body=body or None, headers=kept)
            response = onward.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, {name: value for name, value in headers.items() if name not in _HOP_HEADERS}, response.read())
        finally:
            onward.close()
        return self.proxy.change_answer(self, answer)

    def send(self, answer: Answer) -> None:
        """Answer as a good server does."""
        self.send_head(answer, {"content-length": str(len(answer.body))})
        self.send_body(answer, answer.body)

    def send_head(self, answer: Answer, framing: Mapping[str, str]) -> None:
        """Send the head of an answer, with these headers about its length."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in {**answer.headers, **framing, "connection": "close"}.items())
        self._connection.sendall(f"HTTP/1.1 {answer.status} Answered\r\n{lines}\r\n".encode("latin-1"))

    def send_body(self, answer: Answer, piece: bytes) -> None:
        """Send bytes of the body; those of objects are counted."""
        if answer.status in {200, 206}:
            self.proxy.note_served(Served(self.path, answer.first_byte + self._served_bytes, len(piece)))
            self._served_bytes += len(piece)
        self._connection.sendall(piece)

    def send_raw(self, data: bytes) -> None:
        """Send bytes that need not be HTTP."""
        self._connection.sendall(data)

    def end(self, ending: Ending) -> None:
        """Break the connection."""
        if ending is Ending.RST:
            # SO_LINGER of no time: closing sends RST instead of FIN (socket(7)).
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_WR)

    def hang(self) -> None:
        """Do nothing more until the client goes away or the test ends."""
        with suppress(OSError):
            self._connection.settimeout(None)
            while self._connection.recv(_BLOCK_BYTES):
                pass


Fault = Callable[[Exchange], None]


def passes(exchange: Exchange) -> None:
    """No fault."""
    exchange.send(exchange.ask())


def answers(
    status: int, *, json: Any = None, body: bytes = b"", headers: Mapping[str, str] | None = None, reads_body: bool = True
) -> Fault:
    """The service hears nothing; this is answered instead."""
    content = body if json is None else json_module.dumps(json).encode()
    content_type = "application/json" if json is not None else "text/html"
    answer = Answer(status, {"content-type": content_type, **(headers or {})}, content)

    def fault(exchange: Exchange) -> None:
        if reads_body:
            exchange.read_body()
        # Not counted as bytes of an object.
        exchange.send_head(answer, {"content-length": str(len(content))})
        exchange.send_raw(content)

    return fault


def drops(ending: Ending = Ending.FIN, *, after_bytes: int | None = None) -> Fault:
    """Read the request, or so many bytes of its body, and break the connection; the service hears nothing."""

    def fault(exchange: Exchange) -> None:
        exchange.read_body(after_bytes)
        exchange.end(ending)

    return fault


def commits_then_drops(ending: Ending = Ending.FIN) -> Fault:
    """The service does what is asked; its answer is lost."""

    def fault(exchange: Exchange) -> None:
        exchange.ask()
        exchange.end(ending)

    return fault


def commits_then(fault: Fault) -> Fault:
    """The service does what is asked; something else is answered."""

    def both(exchange: Exchange) -> None:
        exchange.ask()
        fault(exchange)

    return both


def commits_then_hangs(exchange: Exchange) -> None:
    """The service does what is asked, and nothing is ever answered."""
    exchange.ask()
    exchange.hang()


def hangs(exchange: Exchange) -> None:
    """Nothing is ever answered, and the service hears nothing."""
    exchange.read_body()
    exchange.hang()


def commits_late(exchange: Exchange) -> None:
    """The connection breaks; the service gets the request when `releases_late` is met."""
    exchange.read_body()
    exchange.proxy.late.append(exchange)
    exchange.end(Ending.FIN)


def releases_late(exchange: Exchange) -> None:
    """Answer, and only then pass on what came before and was kept back: whoever asks next sees it."""
    answer = exchange.ask()
    while exchange.proxy.late:
        exchange.proxy.late.popleft().ask()
    exchange.send(answer)


def cuts_answer(after_bytes: int, ending: Ending = Ending.FIN) -> Fault:
    """The service does what is asked; of its answer only so many bytes, head included, come."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        whole = f"HTTP/1.1 {answer.status} Created\r\ncontent-length: {len(answer.body)}\r\n\r\n".encode() + answer.body
        exchange.send_raw(whole[:after_bytes])
        exchange.end(ending)

    return fault


class Framing(Enum):
    """How the end of a body is told."""

    LENGTH = auto()
    CHUNKED = auto()
    CLOSE = auto()  # not at all


def cuts_body(after_bytes: int, ending: Ending = Ending.FIN, framing: Framing = Framing.LENGTH, *, is_ended_well: bool = False) -> Fault:
    """Only the first bytes of the body come.

    Args:
        after_bytes: how many.
        ending: how the connection breaks.
        framing: what was announced.
        is_ended_well: a chunked body gets its last chunk, as if it were whole.
    """

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        piece = answer.body[:after_bytes]
        if framing is Framing.CHUNKED:
            exchange.send_head(answer, {"transfer-encoding": "chunked"})
            exchange.send_raw(f"{len(piece):x}\r\n".encode())
            exchange.send_body(answer, piece)
            exchange.send_raw(b"\r\n0\r\n\r\n" if is_ended_well else b"\r\n")
        else:
            exchange.send_head(answer, {"content-length": str(len(answer.body))} if framing is Framing.LENGTH else {})
            exchange.send_body(answer, piece)
        exchange.end(ending)

    return fault


def sends(framing: Framing, *, block_bytes: int = 1000, extra: bytes = b"", declared_bytes: int | None = None) -> Fault:
    """The whole body, in small blocks, with something behind it, or with a wrong length."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        body = answer.body + extra
        if framing is Framing.CHUNKED:
            exchange.send_head(answer, {"transfer-encoding": "chunked"})
        elif framing is Framing.LENGTH:
            exchange.send_head(answer, {"content-length": str(len(body) if declared_bytes is None else declared_bytes)})
        else:
            exchange.send_head(answer, {})
        for start in range(0, len(body), block_bytes):
            piece = body[start : start + block_bytes]
            if framing is Framing.CHUNKED:
                exchange.send_raw(f"{len(piece):x}\r\n".encode())
            exchange.send_body(answer, piece)
            if framing is Framing.CHUNKED:
                exchange.send_raw(b"\r\n")
        if framing is Framing.CHUNKED:
            exchange.send_raw(b"0\r\n\r\n")

    return fault


def stalls_after(after_bytes: int) -> Fault:
    """The first bytes of the body come, and then nothing, on an open connection."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        exchange.send_head(answer, {"content-length": str(len(answer.body))})
        exchange.send_body(answer, answer.body[:after_bytes])
        exchange.hang()

    return fault


def compresses(*, bomb_bytes: int = 0) -> Fault:
    """The body comes compressed though nobody asked, or is a bomb that swells to so many bytes."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        body = gzip.compress(bytes(bomb_bytes) if bomb_bytes else answer.body)
        exchange.send(replace(answer, headers={**answer.headers, "content-encoding": "gzip"}, body=body))

    return fault


def ignores_range(exchange: Exchange) -> None:
    """The whole object, whatever part was asked for."""
    exchange.send(exchange.ask(without=("range",)))


def changes(**headers: str) -> Fault:
    """The answer passes with other headers; underscores in the names stand for hyphens."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        exchange.send(replace(answer, headers={**answer.headers, **changed}))

    return fault


def serves_other(content: bytes, *, etag: str = '"another"') -> Fault:
    """Another object lies under the same link by now: as Supabase Storage, whatever If-Range says."""

    def fault(exchange: Exchange) -> None:
        found = re.fullmatch(r"bytes=(\d+)-", exchange.headers.get("range", ""))
        start = int(found[1]) if found else 0
        headers = {"etag": etag, "content-type": "application/gzip"}
        if not start:
            exchange.send(Answer(200, headers, content))
        elif start < len(content):
            exchange.send(Answer(206, {**headers, "content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"}, content[start:]))
        else:
            exchange.send(Answer(416, {}, b'{"statusCode":"416","error":"InvalidRange"}'))

    return fault


def links_to(change: Callable[[str], str]) -> Fault:
    """The signed URL is another one."""

    def fault(exchange: Exchange) -> None:
        answer = exchange.ask()
        link = json_module.loads(answer.body)
        exchange.send(replace(answer, body=json_module.dumps({**link, "signed_url": change(link["signed_url"])}).encode()))

    return fault


@dataclass(slots=True)
class _Script:
    method: str
    path_part: str
    faults: deque[Fault]
    then_stays: bool


class FaultyProxy:
    """Listens on a loopback address from `__enter__` to `__exit__`, each connection in a thread of its own.

    Attributes:
        change_answer: what becomes of every answer of the service before a fault sees it.
        late: requests that are kept back.
        requests: method, path and Range header of every request, in the order in which they came.
    """

    def __init__(self, upstream: tuple[str, int], *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.upstream = upstream
        self.change_answer: Callable[[Exchange, Answer], Answer] = lambda _exchange, answer: answer
        self.late: deque[Exchange] = deque()
        self.requests: list[tuple[str, str, str | None]] = []
        self._tls = tls
        self._scripts: list[_Script] = []
        self._served: list[Served] = []
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._connections: set[socket.socket] = set()
        self._listener = socket.create_server((host, 0))
        self.origin = f"{'https' if tls else 'http'}://{host}:{self._listener.getsockname()[1]}"

    @property
    def served(self) -> list[Served]:
        """All bytes of objects that left for the client, in the order in which they did."""
        with self._lock:
            return list(self._served)

    def script(self, method: str, path_part: str, *faults: Fault, then_stays: bool = False) -> None:
        """Let the next requests whose path ends with, or holds, `path_part` meet these faults, one each.

        Args:
            method: of the requests.
            path_part: `/attachments` for the end of the path, `/` for any.
            faults: in the order of the requests.
            then_stays: the last fault is met again and again, else the way is clear after it.
        """
        with self._lock:
            self._scripts.append(_Script(method, path_part, deque(faults), then_stays))

    def clear(self) -> None:
        """From now on nothing is broken."""
        with self._lock:
            self._scripts.clear()

    def note_served(self, served: Served) -> None:
        """Count bytes of an object."""
        with self._lock:
            self._served.append(served)

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Close everything; whoever connects from now on is refused. Once is enough, twice does no harm."""
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
        thread = threading.Thread(target=work, args=args, name="faulty proxy", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections.add(connection)
            self._spawn(self._serve, connection)

    def _serve(self, plain: socket.socket) -> None:
        connection = plain
        try:
            plain.settimeout(_SILENCE_MAX_S)
            if self._tls is not None:
                connection = self._tls.wrap_socket(plain, server_side=True)
            with connection.makefile("rb") as stream:
                self._converse(connection, stream.readline, stream.read)
        except OSError:
            pass  # The client went away, which is its right.
        finally:
            with self._lock:
                self._connections.discard(plain)
            connection.close()

    def _converse(self, connection: socket.socket, readline: Callable[[], bytes], read: Callable[[int], bytes]) -> None:
        first = readline().decode("latin-1").split()
        if len(first) != 3:
            return
        method, target, _ = first
        if not method.isascii() or not method.isalpha():  # a TLS client's hello, whose random bytes may look like three words
            return
        headers: dict[str, str] = {}
        while line := readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        exchange = Exchange(self, connection, read, method, target, headers)
        with self._lock:
            self.requests.append((method, exchange.path, headers.get("range")))
            fault = self.next_fault(method, exchange.path)
        fault(exchange)

    def next_fault(self, method: str, path: str) -> Fault:
        """What the next request meets."""
        for script in self._scripts:
            if script.method == method and script.faults and (path.endswith(script.path_part) or script.path_part == "/"):
                return script.faults[0] if script.then_stays and len(script.faults) == 1 else script.faults.popleft()
        return passes


class FaultyService:
    """The sandbox behind two faulty proxies: what the API says of the storage leads to the second one.

    Attributes:
        api: before the API.
        storage: before the storage.
    """

    def __init__(self, sandbox: Sandbox, *, api_tls: ssl.SSLContext | None = None) -> None:
        self.sandbox = sandbox
        self.api = FaultyProxy(address_of(sandbox.base_url.text), tls=api_tls)
        self.storage = FaultyProxy(address_of(sandbox.storage_origin), host="127.0.0.2")
        self.api.change_answer = self._with_other_storage

    @property
    def base_url(self) -> BaseUrl:
        """The address that an API client takes."""
        return BaseUrl.parse(f"{self.api.origin}/v1")

    @property
    def refetched_bytes(self) -> int:
        """How many bytes of objects came more than once."""
        spans: dict[str, list[Served]] = {}
        for served in self.storage.served:
            spans.setdefault(served.path, []).append(served)
        return sum(sum(span.size_bytes for span in of_path) - _covered_bytes(of_path) for of_path in spans.values())

    @property
    def links_asked(self) -> int:
        """How often a signed URL was asked for."""
        return sum(method == "GET" and path.endswith("/download") for method, path, _ in self.api.requests)

    @property
    def uploads_asked(self) -> int:
        """How often an upload was begun."""
        return sum(method == "POST" for method, _, _ in self.api.requests)

    def clear(self) -> None:
        """From now on nothing is broken."""
        self.api.clear()
        self.storage.clear()

    def __enter__(self) -> Self:
        self.api.__enter__()
        self.storage.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.storage.stop()
        self.api.stop()

    def _with_other_storage(self, exchange: Exchange, answer: Answer) -> Answer:
        if not exchange.path.endswith("/download"):
            return answer
        return replace(answer, body=answer.body.replace(self.sandbox.storage_origin.encode(), self.storage.origin.encode()))


def address_of(origin: str) -> tuple[str, int]:
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or 80


def _covered_bytes(spans: list[Served]) -> int:
    covered = end = 0
    for span in sorted(spans, key=lambda span: span.first_byte):
        span_end = span.first_byte + span.size_bytes
        covered += max(0, span_end - max(end, span.first_byte))
        end = max(end, span_end)
    return covered
