"""Serving an application with uvicorn inside a loop that we own, quietly, and stopping within moments."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server

_DATE_HEADER_INTERVAL_S = 1.0
_STOP_WAIT_S = 0.5
_BACKLOG = 256
_TURNS_TO_ACCEPT = 5

# Its warnings repeat bytes of requests, and every request that it complains about is answered with 400 anyway.
_PARSER_LOGGER = "python_multipart"


def bound_socket(host: str, port: int) -> socket.socket:
    """A listening socket on a loopback address.

    Args:
        host: an IP address.
        port: 0 for any free one.

    Raises:
        OSError: the address is not there or the port is taken.
    """
    # The protocol is named because asyncio sets TCP_NODELAY only on sockets that say they are TCP: without it every answer,
    # written in two pieces, waits 40 ms for the client's delayed acknowledgement.
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows the option would let two servers share one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
        listening.setblocking(False)
    except BaseException:
        listening.close()
        raise
    return listening


def origin_of(listening: socket.socket) -> str:
    """The `http://host:port` of a bound socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class ServerThread:
    """A thread with an event loop that serves applications, each on its socket."""

    def __init__(self, served: Sequence[tuple[ASGIApp, socket.socket]]) -> None:
        self._served = served
        self._has_started = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="toptickets-sandbox", daemon=True)

    def start(self) -> None:
        """Returns when every application is served."""
        logging.getLogger(_PARSER_LOGGER).setLevel(logging.ERROR)
        self._thread.start()
        self._has_started.wait()
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Ends everything that runs and waits for the thread."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as exc:  # noqa: BLE001  # it is raised again in the thread that waits in start()
            self._error = exc
        finally:
            for _, listening in self._served:
                listening.close()
            self._has_started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        servers = [_Server(_stoppable(app), self._stop) for app, _ in self._served]
        for server, (_, listening) in zip(servers, self._served, strict=True):
            await server.open(listening)
        self._has_started.set()
        await asyncio.gather(*(server.run_until_stopped() for server in servers))


def _stoppable(app: ASGIApp) -> ASGIApp:
    """The same application, which ends in silence when it is cancelled: uvicorn would log that as a defect."""

    async def stoppable(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(asyncio.CancelledError):
            await app(scope, receive, send)

    return stoppable


class _Server(Server):
    """uvicorn's server without its polling: it starts and ends within milliseconds, as hundreds of tests need it."""

    def __init__(self, app: ASGIApp, stop: asyncio.Event) -> None:
        # h11 is named so that the server is the same everywhere, whatever else is installed.
        super().__init__(
            Config(app, http="h11", ws="none", lifespan="off", log_config=None, log_level="error", access_log=False, server_header=False)
        )
        self._stop = stop

    async def open(self, listening: socket.socket) -> None:
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        await self.startup(sockets=[listening])
        await self.on_tick(0)

    async def run_until_stopped(self) -> None:
        while not self._stop.is_set():
            try:
                async with asyncio.timeout(_DATE_HEADER_INTERVAL_S):
                    await self._stop.wait()
            except TimeoutError:
                await self.on_tick(0)
        await self._end()

    async def _end(self) -> None:
        # A connection takes asyncio some turns of the loop to accept; on a server that is closed in between it would stay open for ever.
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        # Connections first: their requests then see a client that has gone, and end by themselves.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        tasks = set(self.server_state.tasks)
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=_STOP_WAIT_S)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        for server in self.servers:
            await server.wait_closed()
