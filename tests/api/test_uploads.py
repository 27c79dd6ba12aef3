"""Uploads that go wrong: who is told what, and what the service can have by then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from tests.api.awkward_servers import HalfDeafServer
from tests.api.conftest import IMPATIENT, KEY, QUICK, TICKET_ID
from tests.support.scripted_server import ScriptedServer, response_bytes
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    FileChanged,
    NotReached,
    NotReachedReason,
    RateLimited,
    ReceivedInstead,
    Rejected,
    ServerFault,
    Unauthorized,
    UnexpectedAnswer,
)

PATH = f"/v1/tickets/{TICKET_ID}/attachments"
CHUNK = b"x" * 64 * 1024
STORED = {"id": "a1", "filename": "a.txt", "size_bytes": 3}


async def zeros(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield CHUNK


async def upload(client: ApiClient, *, chunks: AsyncIterator[bytes] | None = None, size_bytes: int = 3, name: str = "a.txt") -> Attachment:
    async def three() -> AsyncIterator[bytes]:
        yield b"abc"

    return await client.upload_attachment(
        TICKET_ID, filename=name, content_type="text/plain", size_bytes=size_bytes, chunks=chunks or three()
    )


async def test_a_file_arrives_with_an_exact_length(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("POST", PATH, status=201, json=STORED)
    attachment = await upload(client, chunks=zeros(20), size_bytes=20 * len(CHUNK), name='q"ü.txt')
    (request,) = server.requests
    assert attachment.ticket_id == TICKET_ID
    assert request.is_complete
    assert int(request.headers["content-length"]) == len(request.body)
    assert "transfer-encoding" not in request.headers
    assert 'filename="q\\"ü.txt"\r\n'.encode() in request.body
    assert request.body.count(b"x" * 100) == 20 * len(CHUNK) // 100


@pytest.mark.parametrize("announced", [len(CHUNK) * 3 - 1, len(CHUNK) * 3 + 1])
async def test_a_file_that_changes_is_broken_off(server: ScriptedServer, client: ApiClient, announced: int) -> None:
    server.answer("POST", PATH, status=201, json=STORED)
    with pytest.raises(FileChanged):
        await upload(client, chunks=zeros(3), size_bytes=announced)
    (request,) = await asyncio.to_thread(server.wait_for_requests, 1)
    assert not request.is_complete


async def test_an_error_of_the_file_comes_out_as_it_is(server: ScriptedServer, client: ApiClient) -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield CHUNK
        raise PermissionError("no more")

    server.answer("POST", PATH, status=201, json=STORED)
    with pytest.raises(PermissionError, match="no more"):
        await upload(client, chunks=failing(), size_bytes=3 * len(CHUNK))
    assert not (await asyncio.to_thread(server.wait_for_requests, 1))[0].is_complete


async def test_a_cancelled_upload_is_not_complete(server: ScriptedServer, client: ApiClient) -> None:
    going = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield CHUNK
        going.set()
        await asyncio.Event().wait()

    server.answer("POST", PATH, status=201, json=STORED)
    sending = asyncio.create_task(upload(client, chunks=stuck(), size_bytes=3 * len(CHUNK)))
    await going.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert not (await asyncio.to_thread(server.wait_for_requests, 1))[0].is_complete


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (413, "<html>Request Entity Too Large", Rejected),
        (400, '{"detail": "File too large"}', Rejected),
        (401, '{"detail": "Invalid API key"}', Unauthorized),
        (429, '{"detail": "Slow down"}', RateLimited),
    ],
)
async def test_an_early_no_is_heard_before_everything_is_sent(
    server: ScriptedServer, client: ApiClient, status: int, body: str, kind: type[Exception]
) -> None:
    server.answer("POST", PATH, status=status, body=body, before_body=True)
    with pytest.raises(kind):
        await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))
    assert len(server.requests) == 1  # Not even a 429 makes it begin again: the file's bytes are spent.


async def test_a_server_that_says_no_and_hangs_up_is_heard_or_at_least_understood(server: ScriptedServer, client: ApiClient) -> None:
    # The reset can overtake the answer on its way; then it is a lost connection, and certainly no upload.
    server.answer("POST", PATH, status=413, body="<html>", before_body=True, hang_up=True)
    with pytest.raises((Rejected, NotReached)) as caught:
        await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))
    assert not (isinstance(caught.value, NotReached) and caught.value.request_sent)


async def test_an_early_no_is_heard_though_the_server_takes_no_more_bytes() -> None:
    with HalfDeafServer([response_bytes(400, json={"detail": "File too large"})]) as server:
        client = ApiClient(server.base_url, KEY, network=QUICK)
        with pytest.raises(Rejected, match="File too large"):
            await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))
        await client.aclose()


async def test_interim_answers_do_not_end_an_upload() -> None:
    interim = b"HTTP/1.1 102 Processing\r\n\r\n"
    with HalfDeafServer([interim, interim, response_bytes(400, json={"detail": "After all, no"})]) as server:
        client = ApiClient(server.base_url, KEY, network=QUICK)
        with pytest.raises(Rejected, match="After all, no"):
            await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))
        await client.aclose()


async def test_a_server_that_takes_no_more_and_says_nothing_is_a_time_out() -> None:
    with HalfDeafServer([]) as server:
        client = ApiClient(server.base_url, KEY, network=IMPATIENT)
        with pytest.raises(NotReached) as caught:
            await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))
        assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.TIMEOUT, False)
        await client.aclose()


async def test_stored_before_it_was_sent_is_not_believed(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("POST", PATH, status=201, json=STORED, before_body=True)
    with pytest.raises(UnexpectedAnswer):
        await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))


async def test_a_connection_lost_in_the_middle_was_not_an_upload(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("POST", PATH, raw=b"", before_body=True, hang_up=True)
    with pytest.raises(NotReached) as caught:
        await upload(client, chunks=zeros(480), size_bytes=480 * len(CHUNK))
    assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.CONNECTION_LOST, False)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"])
async def test_a_connection_lost_after_the_last_byte_may_have_been_one(server: ScriptedServer, client: ApiClient, answer: bytes) -> None:
    server.answer("POST", PATH, raw=answer)
    with pytest.raises(NotReached) as caught:
        await upload(client)
    assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.CONNECTION_LOST, True)
    assert server.requests[0].is_complete
    assert len(server.requests) == 1


async def test_silence_after_the_last_byte_may_have_been_one(server: ScriptedServer) -> None:
    client = ApiClient(server.base_url, KEY, network=IMPATIENT)
    server.answer("POST", PATH, status=201, json=STORED, wait_for=threading.Event())
    with pytest.raises(NotReached) as caught:
        await upload(client)
    assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.TIMEOUT, True)
    await client.aclose()


async def test_a_fault_is_told_and_not_repeated(server: ScriptedServer, client: ApiClient) -> None:
    server.answer("POST", PATH, status=500, json={"detail": "Internal error"})
    with pytest.raises(ServerFault):
        await upload(client)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("body", "received"), [("<html>", ReceivedInstead.HTML), ("{}", ReceivedInstead.OTHER_JSON), ("", ReceivedInstead.EMPTY)]
)
async def test_a_201_that_is_no_attachment(server: ScriptedServer, client: ApiClient, body: str, received: ReceivedInstead) -> None:
    server.answer("POST", PATH, status=201, body=body)
    with pytest.raises(UnexpectedAnswer) as caught:
        await upload(client)
    assert (caught.value.received, caught.value.status) == (received, 201)


async def test_nobody_there_is_known_to_be_no_upload() -> None:
    with ScriptedServer() as gone:
        base_url = gone.base_url
    client = ApiClient(base_url, KEY, network=QUICK)
    with pytest.raises(NotReached) as caught:
        await upload(client)
    assert (caught.value.reason, caught.value.request_sent) == (NotReachedReason.CONNECT, False)
    await client.aclose()


async def test_a_name_that_cannot_be_sent_is_refused_unsent(server: ScriptedServer, client: ApiClient) -> None:
    with pytest.raises(ValueError, match="name"):
        await upload(client, name="a\r\nX-Injected: 1")
    assert not server.requests
