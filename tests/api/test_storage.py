from __future__ import annotations

import gzip
import threading

import pytest

from tests.api.awkward_servers import TunnelProxy
from tests.api.conftest import CERTIFICATE, IMPATIENT, QUICK, server_tls
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.api import storage as storage_module
from toptickets_desktop.api.storage import StorageClient, StoredObject
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import (
    NotReached,
    NotReachedReason,
    ObjectMissing,
    SignedUrlRefused,
    StorageError,
    TopTicketsError,
)

PATH = "/object/sign/a"
CONTENT = bytes(range(256)) * 40


def signed(server: ScriptedServer) -> SignedUrl:
    return SignedUrl(f"{server.origin}{PATH}?token=very-secret")


async def fetch(storage: StorageClient, url: SignedUrl, *, first_byte: int = 0) -> tuple[StoredObject, bytes]:
    async with storage.open(url, first_byte=first_byte) as stored:
        return stored, b"".join([chunk async for chunk in stored.chunks()])


async def test_an_object_and_what_is_asked_of_it(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, body=CONTENT, headers={"ETag": '"abc"', "Set-Cookie": "a=b"})
    for _ in range(2):
        stored, content = await fetch(storage, signed(server))
    assert content == CONTENT
    assert (stored.status, stored.first_byte, stored.length_bytes, stored.total_bytes) == (200, 0, len(CONTENT), len(CONTENT))
    assert stored.etag == '"abc"'
    for request in server.requests:
        assert not {"authorization", "cookie", "range", "referer"} & set(request.headers)
        assert request.headers["accept-encoding"] == "identity"
        assert request.query == {"token": "very-secret"}


async def test_a_later_part(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, status=206, body=CONTENT[100:], headers={"Content-Range": f"bytes 100-{len(CONTENT) - 1}/{len(CONTENT)}"})
    stored, content = await fetch(storage, signed(server), first_byte=100)
    assert content == CONTENT[100:]
    assert (stored.first_byte, stored.length_bytes, stored.total_bytes) == (100, len(CONTENT) - 100, len(CONTENT))
    assert server.requests[0].headers["range"] == "bytes=100-"


async def test_a_storage_that_ignores_the_range_says_so(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, body=CONTENT)
    stored, content = await fetch(storage, signed(server), first_byte=100)
    assert (stored.status, stored.first_byte, len(content)) == (200, 0, len(CONTENT))


async def test_a_total_or_a_length_that_is_not_known(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, status=206, body=b"abc", headers={"Content-Range": "bytes 2-4/*"})
    assert (await fetch(storage, signed(server), first_byte=2))[0].total_bytes is None
    with ScriptedServer() as chunked:
        chunked.answer("GET", PATH, raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        stored, content = await fetch(storage, signed(chunked))
    assert (stored.length_bytes, stored.total_bytes, content) == (None, None, b"abc")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Range": "bytes 0-2/10"},
        {"Content-Range": "bytes 2-1/10"},
        {"Content-Range": "bytes 2-9/10"},
        {"Content-Range": "bytes 2-4/4"},
        {"Content-Range": "items 2-4/10"},
        {"Content-Range": "garbage"},
    ],
)
async def test_a_part_that_was_not_asked_for(server: ScriptedServer, storage: StorageClient, headers: dict[str, str]) -> None:
    server.answer("GET", PATH, status=206, body=b"abc", headers=headers)
    with pytest.raises(StorageError) as caught:
        await fetch(storage, signed(server), first_byte=2)
    assert caught.value.code == "content_range"


async def test_a_bomb_is_not_inflated(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, body=gzip.compress(bytes(1_000_000)), headers={"Content-Encoding": "gzip"})
    with pytest.raises(StorageError) as caught:
        await fetch(storage, signed(server))
    assert caught.value.code == "content_encoding"


EXPIRED = {
    "statusCode": "400",
    "error": "InvalidJWT",
    "message": '"exp" claim timestamp check failed',
    "code": "InvalidJWT",
}
GONE = {"statusCode": "404", "error": "not_found", "message": "Object not found", "code": "NoSuchKey"}


@pytest.mark.parametrize(
    ("status", "json", "body", "kind", "code"),
    [
        (400, EXPIRED, None, SignedUrlRefused, "InvalidJWT"),
        (400, {"statusCode": "400", "error": "Error", "message": "jwt expired"}, None, SignedUrlRefused, "Error"),
        (400, {"code": "ExpiredToken", "message": "The provided token has expired."}, None, SignedUrlRefused, "ExpiredToken"),
        (400, {**EXPIRED, "message": "signature verification failed"}, None, SignedUrlRefused, "InvalidJWT"),
        (400, {"statusCode": "403", "error": "Forbidden"}, None, SignedUrlRefused, "Forbidden"),
        (400, GONE, None, ObjectMissing, "NoSuchKey"),
        (400, {"code": "NoSuchKey"}, None, ObjectMissing, "NoSuchKey"),
        (400, {"code": "InvalidRange"}, None, StorageError, "InvalidRange"),
        (400, ["jwt"], None, StorageError, ""),
        (400, None, b"<html>", StorageError, ""),
        (401, None, b"", SignedUrlRefused, ""),
        (
            403,
            None,
            b"<?xml?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
            SignedUrlRefused,
            "AccessDenied",
        ),
        (404, None, b"<Error><Code>NoSuchKey</Code></Error>", ObjectMissing, "NoSuchKey"),
        (404, GONE, None, ObjectMissing, "NoSuchKey"),
        (416, {"statusCode": "416", "error": "InvalidRange"}, None, StorageError, "InvalidRange"),
        (500, {"code": "x" * 100, "error": "bad code; <b>"}, None, StorageError, ""),
        (204, None, b"", StorageError, ""),
        (407, None, b"", NotReached, None),
    ],
)
async def test_each_refusal(
    server: ScriptedServer,
    storage: StorageClient,
    status: int,
    json: object,
    body: bytes | None,
    kind: type[TopTicketsError],
    code: str | None,
) -> None:
    server.answer("GET", PATH, status=status, json=json, body=body)
    with pytest.raises(TopTicketsError) as caught:
        await fetch(storage, signed(server))
    assert type(caught.value) is kind
    assert getattr(caught.value, "code", None) == code
    assert "very-secret" not in repr(caught.value) + repr(caught.value.__cause__)
    assert len(server.requests) == 1


async def test_a_refusal_that_is_cut_short_is_still_one(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, raw=b"HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\n{")
    with pytest.raises(ObjectMissing):
        await fetch(storage, signed(server))


async def test_a_busy_storage_is_asked_again(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, status=503)
    server.answer("GET", PATH, raw=b"")
    server.answer("GET", PATH, body=CONTENT)
    assert (await fetch(storage, signed(server)))[1] == CONTENT


@pytest.mark.parametrize(
    "cut", [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"]
)
async def test_a_connection_lost_on_the_way(server: ScriptedServer, storage: StorageClient, cut: bytes) -> None:
    server.answer("GET", PATH, raw=cut)
    async with storage.open(signed(server)) as stored:
        chunks = stored.chunks()
        assert await anext(chunks) == b"abc"
        with pytest.raises(NotReached) as caught:
            await anext(chunks)
    assert caught.value.reason is NotReachedReason.CONNECTION_LOST


async def test_silence_is_a_time_out(server: ScriptedServer) -> None:
    storage = StorageClient(network=IMPATIENT, allow_private_hosts=True)
    server.answer("GET", PATH, body=CONTENT, wait_for=threading.Event())
    with pytest.raises(NotReached) as caught:
        await fetch(storage, signed(server))
    assert caught.value.reason is NotReachedReason.TIMEOUT
    await storage.aclose()


async def test_an_error_of_the_reader_comes_out_as_it_is(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, body=CONTENT * 100)

    async def fill_the_disk() -> None:
        async with storage.open(signed(server)) as stored:
            async for _ in stored.chunks():
                raise OSError(28, "disk full")

    with pytest.raises(OSError, match="disk full"):
        await fill_the_disk()
    assert (await fetch(storage, signed(server)))[1] == CONTENT * 100


async def test_this_machine_is_not_a_storage_for_a_service_elsewhere(server: ScriptedServer) -> None:
    storage = StorageClient(network=QUICK)
    with pytest.raises(StorageError) as caught:
        await fetch(storage, signed(server))
    assert caught.value.code == "address_not_allowed"
    assert not server.requests
    await storage.aclose()


async def test_a_redirect_into_the_machine_is_not_followed(server: ScriptedServer, storage: StorageClient) -> None:
    server.answer("GET", PATH, status=302, headers={"Location": f"{server.origin}/secret"})
    with pytest.raises(StorageError) as caught:
        await fetch(storage, signed(server))
    assert caught.value.code == "address_not_allowed"
    assert len(server.requests) == 1


async def test_redirects_to_a_public_host_are_followed_a_few_times(
    server: ScriptedServer, storage: StorageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with ScriptedServer(tls=server_tls()) as public, TunnelProxy(public) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        server.answer("GET", PATH, status=302, headers={"Location": "https://files.example.com/there"})
        public.answer("GET", "/there", status=307, headers={"Location": "/again"})
        public.answer("GET", "/again", body=b"abc")
        assert (await fetch(storage, signed(server)))[1] == b"abc"
        public.answer("GET", "/again", status=307, headers={"Location": "/again"})
        server.answer("GET", PATH, status=302, headers={"Location": "https://files.example.com/again"})
        asked = len(public.requests)
        with pytest.raises(StorageError) as caught:
            await fetch(storage, signed(server))
        await storage.aclose()
        assert caught.value.code == "too_many_redirects"
        assert len(public.requests) - asked == storage_module._REDIRECTS_MAX
