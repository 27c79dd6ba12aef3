from __future__ import annotations

import asyncio

import httpcore
import pytest

from toptickets_desktop.api.connection import ListeningStream

INTERIM = b"HTTP/1.1 102 Processing\r\n\r\n"
ANSWER = b"HTTP/1.1 413 Too Large\r\n\r\n"


class Wire(httpcore.AsyncNetworkStream):
    """The other side, played by the test: what it says, and whether it takes bytes."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[bytes | Exception] = asyncio.Queue()
        self.takes_bytes = asyncio.Event()
        self.takes_bytes.set()
        self.taken = b""
        self.is_closed = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        heard = await self.said.get()
        if isinstance(heard, Exception):
            raise heard
        return heard

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self.takes_bytes.wait()
        self.taken += buffer

    async def aclose(self) -> None:
        self.is_closed = True

    def get_extra_info(self, info: str) -> bool:
        return not self.said.empty()


async def test_an_answer_ends_the_sending_and_is_read_afterwards() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"head")
    await stream.write(b"body 1")
    wire.said.put_nowait(ANSWER)
    with pytest.raises(httpcore.WriteError):
        await stream.write(b"body 2")
    assert wire.taken == b"headbody 1"
    assert await stream.read(10) == ANSWER


async def test_an_answer_is_heard_while_the_other_side_takes_nothing() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"head")
    wire.takes_bytes.clear()
    sending = asyncio.create_task(stream.write(b"body"))
    await asyncio.sleep(0)
    wire.said.put_nowait(ANSWER)
    with pytest.raises(httpcore.WriteError):
        await sending
    assert await stream.read(10) == ANSWER


async def test_interim_answers_are_kept_for_later_and_do_not_stop_it() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"head")
    wire.said.put_nowait(INTERIM)
    await stream.write(b"body 1")
    wire.said.put_nowait(INTERIM)
    await stream.write(b"body 2")
    wire.said.put_nowait(ANSWER)
    assert wire.taken == b"headbody 1body 2"
    assert await stream.read(10) == INTERIM * 2
    assert await stream.read(10) == ANSWER


async def test_a_head_alone_is_sent_without_listening_and_empty_writes_are_nothing() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"")
    await stream.write(b"head")
    await stream.write(b"")
    wire.said.put_nowait(ANSWER)
    assert await stream.read(10) == ANSWER
    await stream.write(b"next head")  # A new request on the same connection begins anew.
    assert wire.taken == b"headnext head"


async def test_an_error_met_while_listening_is_told_to_the_reader() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"head")
    wire.said.put_nowait(httpcore.ReadError("reset"))
    with pytest.raises(httpcore.WriteError):
        await stream.write(b"body")
    with pytest.raises(httpcore.ReadError):
        await stream.read(10)


async def test_no_answer_after_the_body_is_a_time_out() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"head")
    await stream.write(b"body")
    with pytest.raises(httpcore.ReadTimeout):
        await stream.read(10, timeout=0.01)
    await stream.aclose()
    assert wire.is_closed


async def test_closing_and_cancelling_leave_no_task_behind() -> None:
    wire = Wire()
    stream = ListeningStream(wire)
    await stream.write(b"head")
    wire.takes_bytes.clear()
    sending = asyncio.create_task(stream.write(b"body"))
    await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await stream.aclose()
    assert wire.is_closed
    assert asyncio.all_tasks() == {asyncio.current_task()}
