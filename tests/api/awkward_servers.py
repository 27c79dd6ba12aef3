"""Servers that do less than HTTP: one that stops listening, and a proxy that only tunnels."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Self

from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.domain.access import BaseUrl


class HalfDeafServer:
    """Reads a little of a request, answers, and then neither reads on nor hangs up."""

    def __init__(self, answers: list[bytes]) -> None:
        self._answers = answers
        self._may_go_on = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self.base_url = BaseUrl.parse(f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._may_go_on.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            for answer in self._answers:
                connection.recv(65536)
                connection.sendall(answer)
            self._may_go_on.wait(30)


class TunnelProxy:
    """An HTTP proxy that knows one thing: CONNECT, and whatever name is asked for, it leads to one server."""

    def __init__(self, target: ScriptedServer, *, answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n") -> None:
        self._target = target
        self._answer = answer
        self.heads: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        for end in [self._listener, *self._open]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for end in [self._listener, *self._open]:
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._open.append(near)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += near.recv(65536)
                self.heads.append(head.decode("latin-1"))
                near.sendall(self._answer)
                if b" 200 " not in self._answer:
                    near.shutdown(socket.SHUT_WR)
                    continue
                far = socket.create_connection((self._target.host, self._target.port))
                self._open.append(far)
                for source, sink in ((near, far), (far, near)):
                    self._threads.append(threading.Thread(target=_pump, args=(source, sink), daemon=True))
                    self._threads[-1].start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
