"""Connections that listen while they send, so that a server's early "no" is heard.

A server may refuse an upload before it has all of it (413, 401, 400) and close. httpcore reads only after it has sent everything
or could not send any more; by then the operating system may have thrown the answer away with the broken connection.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

_READ_BYTES = 64 * 1024
_LISTENING_TURNS_MAX = 10  # of the loop; two are enough unless TLS has something of its own to say


class ListeningStream(httpcore.AsyncNetworkStream):
    """A network stream that, from the second write of a request on, also reads.

    When an answer comes, the write ends in `httpcore.WriteError`: httpcore then stops sending and reads the answer, as it does for any
    connection that takes no more bytes.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._is_sending = False
        self._early_read: asyncio.Task[bytes] | None = None
        self._early_bytes = b""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there; may be more than `max_bytes` when it came early (h11 takes any amount)."""
        self._is_sending = False
        if self._early_bytes:
            data, self._early_bytes = self._early_bytes, b""
            return data
        if self._early_read is None:
            return await self._stream.read(max_bytes, timeout)
        done, _ = await asyncio.wait({self._early_read}, timeout=timeout)
        if not done:
            raise httpcore.ReadTimeout("no answer in time")
        reading, self._early_read = self._early_read, None
        return reading.result()

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of `buffer`, unless an answer comes first.

        Raises:
            httpcore.WriteError: the other side has answered or closed.
        """
        if not buffer:
            return
        if not self._is_sending:
            self._is_sending = True  # The head: most requests are nothing else, and need no second ear.
            await self._stream.write(buffer, timeout)
            return
        writing = asyncio.ensure_future(self._write_unless_answered(buffer, timeout))
        try:
            while not writing.done():
                await asyncio.wait({writing, self._listen()}, return_when=asyncio.FIRST_COMPLETED)
                if not writing.done():
                    self._stop_when_answered()
            writing.result()
        finally:
            await _end(writing)

    async def _write_unless_answered(self, buffer: bytes, timeout: float | None) -> None:
        # An answer that is already here must be taken in first: a write that meets a closed connection throws it away.
        for _ in range(_LISTENING_TURNS_MAX):
            self._listen()
            await asyncio.sleep(0)
            self._stop_when_answered()
            if not self._stream.get_extra_info("is_readable"):
                break
        await self._stream.write(buffer, timeout)

    def _listen(self) -> asyncio.Task[bytes]:
        if self._early_read is None:
            self._early_read = asyncio.create_task(self._stream.read(_READ_BYTES, None))
        return self._early_read

    def _stop_when_answered(self) -> None:
        reading = self._early_read
        if reading is None or not reading.done():
            return
        if reading.exception() is None and _is_interim(reading.result()):
            self._early_bytes += reading.result()
            self._early_read = None
            return
        raise httpcore.WriteError("answered before everything was sent")

    async def aclose(self) -> None:
        """Close at once; nobody waits for the other side."""
        reading, self._early_read = self._early_read, None
        try:
            if reading is not None:
                await _end(reading)
        finally:
            await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> ListeningStream:
        """Go over to TLS; the stream returned takes this one's place."""
        return ListeningStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What httpcore's own stream tells."""
        return self._stream.get_extra_info(info)


def _is_interim(data: bytes) -> bool:
    # RFC 9110 section 15.2: 1xx answers come before the real one and do not end a request.
    return data.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")) and data.endswith(b"\r\n\r\n")


async def _end(task: asyncio.Future[Any]) -> None:
    """Cancel a task and take its outcome, so that nobody complains of an error never looked at."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()


class ListeningBackend(httpcore.AsyncNetworkBackend):
    """Opens `ListeningStream`s."""

    def __init__(self) -> None:
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> ListeningStream:
        """Connect; errors as httpcore's own backend raises them."""
        return ListeningStream(await self._backend.connect_tcp(host, port, timeout, local_address, socket_options))

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts of httpcore's own, which we do not ask for."""
        await asyncio.sleep(seconds)
