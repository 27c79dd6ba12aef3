"""The connections under the HTTP clients, against real sockets: speed is the benchmarks' business, honesty is this file's."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.conftest import CERTIFICATE, server_tls
from toptickets_desktop.api.connection import BUFFER_BYTES, ListeningBackend, ListeningStream

INTERIM = b"HTTP/1.1 102 Processing\r\n\r\n"
ANSWER = b"HTTP/1.1 413 Too Large\r\n\r\n"
BLOCK = b"x" * 65536
DEADLINE_S = 20.0

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def other_side(handler: Handler, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that does what the test says; gives its port. Errors of the handler come out at the end."""
    errors: list[BaseException] = []
    handling: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handling.add(task)
        try:
            await handler(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except Exception as exc:  # noqa: BLE001  # told at the end
            errors.append(exc)
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        async with asyncio.timeout(DEADLINE_S):
            yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in handling:
            task.cancel()
        await asyncio.gather(*handling, return_exceptions=True)
    assert errors == []


@contextlib.asynccontextmanager
async def connected(port: int, *, tls: bool = False) -> AsyncIterator[ListeningStream]:
    stream = await ListeningBackend().connect_tcp("127.0.0.1", port, timeout=5.0)
    if tls:
        stream = await stream.start_tls(ssl.create_default_context(cafile=str(CERTIFICATE)), "localhost", timeout=5.0)
    try:
        yield stream
    finally:
        await stream.aclose()


async def read_all(stream: ListeningStream) -> bytes:
    data = bytearray()
    while part := await stream.read(65536, timeout=5.0):
        data += part
    return bytes(data)


async def send_until_stopped(stream: ListeningStream) -> None:
    """Like httpcore: a head, then a body without end."""
    await stream.write(b"head")
    while True:
        await stream.write(BLOCK, timeout=5.0)


def reset(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_bytes_come_whole_and_in_order_however_slowly_they_are_read(tls: bool) -> None:
    sent = os.urandom(8 * 1024 * 1024 + 7)

    async def send(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async with other_side(send, tls=server_tls() if tls else None) as port, connected(port, tls=tls) as stream:
        received = bytearray()
        while part := await stream.read(65536, timeout=5.0):
            assert len(part) <= BUFFER_BYTES
            received += part
            await asyncio.sleep(0)
    assert hashlib.sha256(received).digest() == hashlib.sha256(sent).digest()


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_a_body_goes_out_whole_and_in_order(tls: bool) -> None:
    sent = os.urandom(4 * 1024 * 1024 + 7)
    taken = asyncio.get_running_loop().create_future()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.set_result(await reader.readexactly(len(sent) + 4))
        writer.write(ANSWER)
        await writer.drain()
        await reader.read()

    async with other_side(take, tls=server_tls() if tls else None) as port, connected(port, tls=tls) as stream:
        await stream.write(b"head")
        for start in range(0, len(sent), 200_000):
            await stream.write(sent[start : start + 200_000], timeout=5.0)
        assert await stream.read(65536, timeout=5.0) == ANSWER
        assert await taken == b"head" + sent


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
async def test_an_answer_ends_the_sending_and_is_read_afterwards(tls: bool) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4 + len(BLOCK))
        writer.write(ANSWER)
        await writer.drain()
        await reader.read()  # goes on taking all of it, so that only the answer can be what stops the sender

    async with other_side(refuse, tls=server_tls() if tls else None) as port, connected(port, tls=tls) as stream:
        with pytest.raises(httpcore.WriteError):
            await send_until_stopped(stream)
        assert await stream.read(65536, timeout=5.0) == ANSWER


async def test_an_answer_is_heard_while_the_other_side_takes_nothing() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(ANSWER)
        await writer.drain()
        await asyncio.Event().wait()

    async with other_side(refuse) as port, connected(port) as stream:
        with pytest.raises(httpcore.WriteError):
            await send_until_stopped(stream)
        assert await stream.read(65536, timeout=5.0) == ANSWER


async def test_an_answer_before_a_reset_is_not_lost() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4)
        writer.write(ANSWER)
        await writer.drain()
        writer.close()  # with bytes unread, the system sends a reset after the answer

    async with other_side(refuse) as port, connected(port) as stream:
        with pytest.raises(httpcore.WriteError):
            await send_until_stopped(stream)
        assert await stream.read(65536, timeout=5.0) == ANSWER


async def test_interim_answers_are_kept_for_later_and_do_not_stop_it() -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4)
        writer.write(INTERIM)
        await reader.readexactly(len(BLOCK))
        writer.write(INTERIM)
        await reader.readexactly(len(BLOCK))
        writer.write(ANSWER)
        await reader.read()

    async with other_side(take) as port, connected(port) as stream:
        await stream.write(b"head")
        await stream.write(BLOCK)
        await stream.write(BLOCK)
        heard = b""
        while not heard.endswith(ANSWER):
            heard += await stream.read(65536, timeout=5.0)
        assert heard == INTERIM * 2 + ANSWER


async def test_a_reset_is_an_error_and_an_end_is_an_end() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.readexactly(4) == b"rset":
            reset(writer)

    async with other_side(cut) as port:
        async with connected(port) as stream:
            await stream.write(b"rset")
            with pytest.raises(httpcore.ReadError):
                await stream.read(65536, timeout=5.0)
            with pytest.raises(httpcore.WriteError):
                await send_until_stopped(stream)
        async with connected(port) as stream:
            await stream.write(b"end!")
            assert await read_all(stream) == b""
            assert await read_all(stream) == b""


async def test_what_came_before_an_end_is_still_read_and_then_the_connection_is_of_no_more_use() -> None:
    async def say_and_go(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4)
        writer.write(ANSWER)

    async with other_side(say_and_go) as port, connected(port) as stream:
        await stream.write(b"head")
        assert await read_all(stream) == ANSWER
        assert stream.get_extra_info("is_readable")
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"next head")


async def test_a_connection_that_died_while_idle_is_seen_before_it_is_used() -> None:
    may_go = asyncio.Event()
    gone = asyncio.Event()

    async def wait_and_go(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await may_go.wait()
        writer.close()
        gone.set()

    async with other_side(wait_and_go) as port, connected(port) as stream:
        assert not stream.get_extra_info("is_readable")
        may_go.set()
        await gone.wait()
        while not stream.get_extra_info("is_readable"):  # noqa: ASYNC110  # the answer of a poll, which wakes nobody
            await asyncio.sleep(0)


async def test_silence_is_a_time_out_both_ways_and_the_connection_can_go_on() -> None:
    may_read = asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        await may_read.wait()
        reader._transport.resume_reading()  # type: ignore[attr-defined]
        while await reader.read(65536):
            pass
        writer.write(ANSWER)

    async with other_side(deaf) as port, connected(port) as stream:
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(65536, timeout=0.01)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(b"h" * 32 * 1024 * 1024, timeout=0.05)
        may_read.set()
        await stream.write(b"more", timeout=5.0)


async def test_cancelling_leaves_no_task_behind_and_loses_no_byte() -> None:
    may_speak = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await may_speak.wait()
        writer.write(ANSWER)
        await reader.read()

    async with other_side(speak) as port, connected(port) as stream:
        before = asyncio.all_tasks()
        reading = asyncio.create_task(stream.read(65536))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert asyncio.all_tasks() == before
        may_speak.set()
        assert await stream.read(65536, timeout=5.0) == ANSWER


async def test_closing_while_bytes_wait_to_be_sent_does_not_wait_for_the_other_side() -> None:
    async def deaf(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.Event().wait()

    async with other_side(deaf) as port, connected(port) as stream:
        sending = asyncio.create_task(stream.write(b"h" * 32 * 1024 * 1024))
        await asyncio.sleep(0)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        async with asyncio.timeout(2.0):
            await stream.aclose()
        assert stream.get_extra_info("socket").fileno() == -1


@pytest.mark.parametrize("turns", range(12))
async def test_giving_up_at_any_moment_of_connecting_leaves_no_socket_open(turns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[socket.socket] = []
    real_connect = asyncio.get_running_loop().sock_connect

    async def connect(made_socket: socket.socket, address: tuple[str, int]) -> None:
        made.append(made_socket)
        await real_connect(made_socket, address)

    async def listen(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", connect)
    async with other_side(listen) as port:
        connecting = asyncio.create_task(ListeningBackend().connect_tcp("127.0.0.1", port, timeout=5.0))
        for _ in range(turns):
            await asyncio.sleep(0)
        connecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await (await connecting).aclose()
        for _ in range(3):  # a transport closes its socket in the turn after
            await asyncio.sleep(0)
        assert all(each.fileno() == -1 for each in made)


async def test_nobody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(httpcore.ConnectError):
        await ListeningBackend().connect_tcp("127.0.0.1", port, timeout=5.0)


async def test_a_handshake_that_nobody_answers_is_a_time_out_and_is_closed() -> None:
    closed = asyncio.Event()

    async def mute(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while await reader.read(65536):
                pass
        closed.set()

    async with other_side(mute) as port:
        stream = await ListeningBackend().connect_tcp("127.0.0.1", port, timeout=5.0)
        with pytest.raises(httpcore.ConnectTimeout):
            await stream.start_tls(ssl.create_default_context(cafile=str(CERTIFICATE)), "localhost", timeout=0.05)
        await closed.wait()


async def test_a_handshake_that_is_cut_off_is_no_connection() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async with other_side(cut) as port:
        stream = await ListeningBackend().connect_tcp("127.0.0.1", port, timeout=5.0)
        with pytest.raises(httpcore.ConnectError):
            await stream.start_tls(ssl.create_default_context(cafile=str(CERTIFICATE)), "localhost", timeout=5.0)


@settings(deadline=None, max_examples=25)
@given(sizes=st.lists(st.integers(min_value=1, max_value=400_000), min_size=1, max_size=8))
def test_any_cutting_into_pieces_arrives_as_one(sizes: list[int]) -> None:
    async def run() -> None:
        sent = [os.urandom(size) for size in sizes]

        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = await reader.readexactly(4)
            writer.write(head + b"".join(sent))
            await writer.drain()
            writer.close()

        async with other_side(echo) as port, connected(port) as stream:
            await stream.write(b"head")
            assert await read_all(stream) == b"head" + b"".join(sent)

    asyncio.run(run())


async def test_bytes_ahead_of_the_handshake_are_not_taken_for_ones_that_came_through_tls() -> None:
    said = asyncio.Event()

    async def say_too_much(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(ANSWER)  # nothing waits to be sent, so it is out at once
        said.set()
        await reader.read()

    async with other_side(say_too_much) as port:
        stream = await ListeningBackend().connect_tcp("127.0.0.1", port)
        await said.wait()
        with pytest.raises(httpcore.ConnectError, match="ahead"):
            await stream.start_tls(ssl.create_default_context(cafile=str(CERTIFICATE)), "localhost", timeout=5.0)
        await stream.aclose()
