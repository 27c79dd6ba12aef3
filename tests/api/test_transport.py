"""The way to the service: proxies, TLS, and what must not travel along."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.awkward_servers import HalfDeafServer, TunnelProxy
from tests.api.conftest import CERTIFICATE, KEY, QUICK, server_tls
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import create_tls_context
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import NotReached, NotReachedReason

TICKETS = "/v1/tickets"
SERVICE = BaseUrl.parse("https://api.example.com/v1")


@pytest.fixture
def secure_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """A TLS server whose certificate the system trusts, as OpenSSL is told by SSL_CERT_FILE."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with ScriptedServer(tls=server_tls()) as running:
        yield running


async def refusal_of(base_url: BaseUrl) -> NotReached:
    client = ApiClient(base_url, KEY, network=QUICK)
    try:
        with pytest.raises(NotReached) as caught:
            await client.list_tickets()
    finally:
        await client.aclose()
    return caught.value


async def test_a_certificate_that_the_system_trusts(secure_server: ScriptedServer) -> None:
    secure_server.answer("GET", TICKETS, json=[])
    client = ApiClient(BaseUrl.parse(f"https://localhost:{secure_server.port}/v1"), KEY, network=QUICK)
    assert (await client.list_tickets()).tickets == []
    await client.aclose()


async def test_a_certificate_that_nobody_trusts() -> None:
    with ScriptedServer(tls=server_tls()) as server:
        server.answer("GET", TICKETS, json=[])
        error = await refusal_of(BaseUrl.parse(f"https://localhost:{server.port}/v1"))
        assert (error.reason, error.request_sent) == (NotReachedReason.TLS, False)
        assert "certificate" in error.detail
        assert not server.requests


async def test_a_certificate_of_another_host(secure_server: ScriptedServer) -> None:
    error = await refusal_of(BaseUrl.parse(f"https://127.0.0.1:{secure_server.port}/v1"))
    assert error.reason is NotReachedReason.TLS
    assert not secure_server.requests


async def test_a_server_that_speaks_no_tls() -> None:
    with HalfDeafServer([b"HTTP/1.1 400 Bad Request\r\n\r\n"]) as server:
        error = await refusal_of(BaseUrl.parse(server.base_url.text.replace("http:", "https:")))
    assert error.reason is NotReachedReason.TLS


async def test_a_name_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    error = await refusal_of(SERVICE)
    assert (error.reason, error.detail) == (NotReachedReason.NAME, "Name or service not known")


async def test_a_proxy_is_used_and_never_sees_the_key(secure_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    secure_server.answer("GET", TICKETS, json=[])
    with TunnelProxy(secure_server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:pass@127.0.0.1:{proxy.port}")
        client = ApiClient(SERVICE, KEY, network=QUICK)
        await client.list_tickets()
        await client.aclose()
        (head,) = proxy.heads
    assert head.startswith("CONNECT api.example.com:443 ")
    assert base64.b64encode(b"user:pass").decode() in head
    assert KEY.reveal() not in head
    assert secure_server.requests[0].headers["authorization"] == f"Bearer {KEY.reveal()}"


async def test_a_proxy_that_says_no(secure_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with TunnelProxy(secure_server, answer=b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = await refusal_of(SERVICE)
    assert (error.reason, error.request_sent) == (NotReachedReason.PROXY, False)


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer() as gone:
        monkeypatch.setenv("HTTPS_PROXY", gone.origin)
    assert (await refusal_of(SERVICE)).reason is NotReachedReason.PROXY


@pytest.mark.parametrize("value", ["socks5://user:secret@127.0.0.1:1080", "what://127.0.0.1", "http://user:secret:x@:99999999", "http://"])
async def test_a_proxy_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    error = await refusal_of(SERVICE)
    assert (error.reason, error.request_sent) == (NotReachedReason.PROXY, False)
    assert "secret" not in "".join(map(repr, [error, error.__cause__]))


async def test_a_proxy_is_looked_up_again_after_it_was_not_there(secure_server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    secure_server.answer("GET", TICKETS, json=[])
    with ScriptedServer() as gone:
        monkeypatch.setenv("HTTPS_PROXY", gone.origin)
    client = ApiClient(SERVICE, KEY, network=QUICK)
    with pytest.raises(NotReached):
        await client.list_tickets()
    with TunnelProxy(secure_server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert (await client.list_tickets()).tickets == []
        await client.aclose()


async def test_the_sandbox_is_reached_past_any_proxy(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    server.answer("GET", TICKETS, json=[])
    client = ApiClient(server.base_url, KEY, network=QUICK)
    assert (await client.list_tickets()).tickets == []
    await client.aclose()


async def test_netrc_is_not_read(server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    server.answer("GET", "/object", body=b"abc")
    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    async with storage.open(SignedUrl(f"{server.origin}/object?token=x")) as stored:
        assert [chunk async for chunk in stored.chunks()] == [b"abc"]
    await storage.aclose()
    assert "authorization" not in server.requests[0].headers


def test_the_tls_context_checks_names_and_chains() -> None:
    context = create_tls_context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
