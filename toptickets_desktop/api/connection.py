"""Connections that move bytes as fast as the machine allows, and listen while they send.

httpcore's own backend reads 64 KiB at a time (over TLS 16 KiB, a record) through several layers. Here the loop receives straight into
one buffer for each connection. Since it always receives, an early "no" (413, 401, 400) is heard in the middle of an upload; a client
that listens only after the last byte may find the answer thrown away with the broken connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import select
import socket
import ssl
import sys
from collections.abc import Iterable
from typing import Any

import httpcore

from toptickets_desktop.api.public_hosts import AddressNotAllowed, PublicHosts
from toptickets_desktop.domain.access import is_loopback

BUFFER_BYTES = 256 * 1024
"""What one connection holds of what was received and not yet asked for; asyncio decrypts as much in one turn."""
SENDING_BYTES_MAX = 512 * 1024
"""More than this waits in no connection to be sent."""

_HAPPY_EYEBALLS_S = 0.25  # RFC 8305 section 5: the recommended delay between attempts
_ATTEMPT_S_MAX = 3.0  # at an address that is not the last one
_CLOSING_S_MAX = 5.0  # a turn or two of the loop, in fact
_INTERIM_BYTES_MAX = 16 * 1024
_LISTENING_TURNS_MAX = 10  # of the loop; two are enough unless TLS has something of its own to say


class _Inbox(asyncio.BufferedProtocol):
    """What the loop tells of one connection; wakes the one who reads and the one who writes."""

    def __init__(self) -> None:
        self._buffer = bytearray(BUFFER_BYTES)
        self._view = memoryview(self._buffer)
        self._filled_bytes = 0
        self._is_paused = False
        self._can_send = True
        self._transport: asyncio.Transport | None = None
        self._waiters: set[asyncio.Future[None]] = set()
        self._lost = asyncio.get_running_loop().create_future()
        self.error: Exception | None = None
        self.is_at_end = False

    # --- what the loop calls --------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.adopt(transport)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002  # the loop takes what there is
        return self._view[self._filled_bytes :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled_bytes += nbytes
        if self._filled_bytes == BUFFER_BYTES and self._transport is not None:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self.is_at_end = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_at_end = True
        self.error = exc
        if not self._lost.done():
            self._lost.set_result(None)
        self._wake()

    def pause_writing(self) -> None:
        self._can_send = False

    def resume_writing(self) -> None:
        self._can_send = True
        self._wake()

    # --- what the stream asks -------------------------------------------------------------------------------------------

    def adopt(self, transport: asyncio.BaseTransport) -> None:
        """Belong to this transport from now on."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # a connection goes both ways
        transport.set_write_buffer_limits(high=SENDING_BYTES_MAX)
        self._transport = transport

    @property
    def has_bytes(self) -> bool:
        return self._filled_bytes > 0

    @property
    def is_full(self) -> bool:
        """Whether so much waits to be sent that no more is taken."""
        return not self._can_send and not self._lost.done()

    @property
    def is_interim(self) -> bool:
        """Whether what has come is nothing but 1xx answers: they come before the real one and end no request (RFC 9110 section 15.2)."""
        if self._filled_bytes > _INTERIM_BYTES_MAX:
            return False
        data = bytes(self._view[: self._filled_bytes])
        return data.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")) and data.endswith(b"\r\n\r\n")

    @property
    def is_answered(self) -> bool:
        """Whether the other side has said anything that ends a request, or hung up."""
        return self.is_at_end or (self._filled_bytes > 0 and not self.is_interim)

    def take(self) -> bytes:
        """All that has come."""
        data = bytes(self._view[: self._filled_bytes])
        self._filled_bytes = 0
        if self._is_paused and self._transport is not None:
            self._is_paused = False
            self._transport.resume_reading()
        return data

    async def news(self) -> None:
        """Wait until something has come, gone or ended."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    async def until_readable(self) -> None:
        """Wait until there is something to take, or the end."""
        while not (self._filled_bytes or self.is_at_end):
            await self.news()

    async def until_lost(self) -> None:
        """Wait until the socket is closed."""
        await asyncio.shield(self._lost)

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)


class ListeningStream(httpcore.AsyncNetworkStream):
    """A connection that, from the second write of a request on, ends the writing when an answer comes.

    The write then raises `httpcore.WriteError`: httpcore stops sending and reads the answer, as it does for any connection that takes no
    more bytes. Not from the first: that is the head, after which most requests have nothing more to say.
    """

    def __init__(self, transport: asyncio.Transport, inbox: _Inbox) -> None:
        self._transport = transport
        self._inbox = inbox
        self._is_sending = False
        self._socket: socket.socket = transport.get_extra_info("socket")
        self._poll = None if sys.platform == "win32" else select.poll()  # Windows has none, and its select knows no limit of 1,024
        if self._poll is not None:
            self._poll.register(self._socket.fileno(), select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Read all that is there, or wait for it; may be more than `max_bytes`, for h11 takes any amount. Empty at the end.

        Raises:
            httpcore.ReadError: the connection broke.
            httpcore.ReadTimeout: nothing came for `timeout` seconds.
        """
        self._is_sending = False
        inbox = self._inbox
        if not inbox.has_bytes and not inbox.is_at_end:
            try:
                async with asyncio.timeout(timeout):
                    await inbox.until_readable()
            except TimeoutError as exc:
                raise httpcore.ReadTimeout("nothing came in time") from exc
        if inbox.has_bytes:
            return inbox.take()
        if inbox.error is not None:
            raise httpcore.ReadError(str(inbox.error)) from inbox.error
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Hand over all of `buffer`, unless an answer comes first.

        Raises:
            httpcore.WriteError: the other side has answered or closed.
            httpcore.WriteTimeout: nothing could be sent for `timeout` seconds.
        """
        if not buffer:
            return
        if self._is_sending:
            await self._listen()
        elif self._transport.is_closing():
            raise httpcore.WriteError("closed by the other side") from self._inbox.error
        is_head, self._is_sending = not self._is_sending, True
        self._transport.write(buffer)
        if not self._inbox.is_full:
            return
        try:
            async with asyncio.timeout(timeout):
                while self._inbox.is_full:
                    await self._inbox.news()
                    if not is_head:
                        self._stop_when_answered()
        except TimeoutError as exc:
            raise httpcore.WriteTimeout("nothing was taken in time") from exc

    async def _listen(self) -> None:
        # An answer that is already here must be taken in first: a write that meets a closed connection throws it away.
        for _ in range(_LISTENING_TURNS_MAX):
            await asyncio.sleep(0)
            self._stop_when_answered()
            if not self._is_readable():
                break

    def _stop_when_answered(self) -> None:
        if self._inbox.is_answered or self._transport.is_closing():
            raise httpcore.WriteError("answered before everything was sent") from self._inbox.error

    async def aclose(self) -> None:
        """Close at once; nobody waits for the other side, and nothing more is sent."""
        self._transport.abort()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_S_MAX):
                await self._inbox.until_lost()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> ListeningStream:
        """Go over to TLS; the stream returned takes this one's place.

        Raises:
            httpcore.ConnectError: the other side does not speak TLS, or its certificate is not to be trusted.
            httpcore.ConnectTimeout: the handshake took longer than `timeout` seconds.
        """
        if self._inbox.has_bytes or self._is_readable():
            # Said before anybody proved who he is, and would be read as if it had come through TLS (RFC 3207 section 4.2).
            self._transport.abort()
            raise httpcore.ConnectError("bytes, or the end, ahead of the TLS handshake")
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                secured = await loop.start_tls(self._transport, self._inbox, ssl_context, server_hostname=server_hostname)
        except BaseException as exc:
            self._transport.abort()
            if isinstance(exc, TimeoutError):
                raise httpcore.ConnectTimeout("no TLS handshake in time") from exc
            if isinstance(exc, OSError):  # ssl.SSLError among them
                raise httpcore.ConnectError(str(exc)) from exc
            raise
        if secured is None:  # the loop's word for a connection that was lost in that moment
            raise httpcore.ConnectError("closed during the TLS handshake")
        self._inbox.adopt(secured)
        return ListeningStream(secured, self._inbox)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks for: "ssl_object", "socket", "client_addr", "server_addr", and "is_readable" of an idle connection."""
        match info:
            case "is_readable":
                return self._inbox.has_bytes or self._inbox.is_at_end or self._is_readable()
            case "client_addr":
                return self._transport.get_extra_info("sockname")
            case "server_addr":
                return self._transport.get_extra_info("peername")
            case _:
                return self._transport.get_extra_info(info)

    def _is_readable(self) -> bool:
        """Whether the system holds something that the loop has not received yet."""
        if self._socket.fileno() < 0:
            return True
        return bool(self._poll.poll(0) if self._poll is not None else select.select([self._socket], [], [], 0)[0])


class ListeningBackend(httpcore.AsyncNetworkBackend):
    """Opens `ListeningStream`s.

    Args:
        public_hosts: decides which of a host's addresses are connected to; None for all.
    """

    def __init__(self, public_hosts: PublicHosts | None = None) -> None:
        self._public_hosts = public_hosts

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> ListeningStream:
        """Connect to the first of the host's addresses that answers.

        Raises:
            httpcore.ConnectError: none does.
            httpcore.ConnectTimeout: none did in time.
        """
        try:
            async with asyncio.timeout(timeout):
                transport, inbox = await self._connected(host, port, local_address)
        except TimeoutError as exc:
            raise httpcore.ConnectTimeout("no connection in time") from exc
        except AddressNotAllowed as exc:
            raise httpcore.ConnectError("the name leads to no public address") from exc
        except OSError as exc:
            raise httpcore.ConnectError(str(exc)) from exc
        connected: socket.socket = transport.get_extra_info("socket")
        for option in socket_options or ():
            with contextlib.suppress(OSError):
                connected.setsockopt(*option)
        return ListeningStream(transport, inbox)

    async def _connected(self, host: str, port: int, local_address: str | None) -> tuple[asyncio.Transport, _Inbox]:
        loop = asyncio.get_running_loop()
        local = None if local_address is None else (local_address, 0)
        if self._public_hosts is None:
            # Nothing is gained by racing the addresses of this machine, and asyncio's race forgets to close the winner's socket when it is
            # cancelled in the moment of winning.
            delay_s = None if is_loopback(host) else _HAPPY_EYEBALLS_S
            return await loop.create_connection(_Inbox, host, port, local_addr=local, happy_eyeballs_delay=delay_s)
        *others, last = await self._public_hosts.addresses(host, port)
        for address in others:
            with contextlib.suppress(OSError):  # TimeoutError among them
                async with asyncio.timeout(_ATTEMPT_S_MAX):
                    return await loop.create_connection(_Inbox, address, port, local_addr=local)
        return await loop.create_connection(_Inbox, last, port, local_addr=local)

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts of httpcore's own, which we do not ask for."""
        await asyncio.sleep(seconds)
