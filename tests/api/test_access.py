"""The way to the service that the user chose: proxy and extra certificates, changed while the program runs."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from pathlib import Path

import pytest

from tests.api.awkward_servers import TunnelProxy
from tests.api.conftest import CERTIFICATE, KEY, QUICK, server_tls
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import CA_FILE_BYTES_MAX, check_ca_file, create_tls_context
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import InvalidCaFile, InvalidCaFileReason, NotReached, NotReachedReason
from toptickets_desktop.domain.network_access import DEFAULT_ACCESS, NetworkAccess, ProxyMode

TICKETS = "/v1/tickets"
SERVICE = BaseUrl.parse("https://api.example.com/v1")


def through(proxy: TunnelProxy, extra_ca_file: Path | None = None) -> NetworkAccess:
    return NetworkAccess(ProxyMode.MANUAL, f"http://127.0.0.1:{proxy.port}", extra_ca_file)


async def reason_of(client: ApiClient) -> NotReachedReason:
    with pytest.raises(NotReached) as caught:
        await client.list_tickets()
    return caught.value.reason


async def test_a_service_that_only_the_extra_file_vouches_for() -> None:
    with ScriptedServer(tls=server_tls()) as server:
        server.answer("GET", TICKETS, json=[])
        base_url = BaseUrl.parse(f"https://localhost:{server.port}/v1")
        client = ApiClient(base_url, KEY, network=QUICK)
        assert await reason_of(client) is NotReachedReason.TLS
        assert not server.requests, "the key went to nobody"

        await client.use_access(NetworkAccess(extra_ca_file=CERTIFICATE))
        assert (await client.list_tickets()).tickets == []
        sibling = client.sibling()
        assert (await sibling.list_tickets()).tickets == [], "nor does it take another way"
        await sibling.aclose()

        await client.use_access(DEFAULT_ACCESS)
        assert await reason_of(client) is NotReachedReason.TLS, "and not any longer than it is asked for"
        await client.aclose()


async def test_the_systems_certificates_stay_trusted_beside_the_extra_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    other = _new_certificate(tmp_path)
    with ScriptedServer(tls=server_tls()) as server:
        server.answer("GET", TICKETS, json=[])
        client = ApiClient(
            BaseUrl.parse(f"https://localhost:{server.port}/v1"), KEY, network=QUICK, access=NetworkAccess(extra_ca_file=other)
        )
        assert (await client.list_tickets()).tickets == []
        await client.aclose()


async def test_storage_trusts_the_extra_file_too() -> None:
    with ScriptedServer(tls=server_tls()) as server, TunnelProxy(server) as proxy:
        server.answer("GET", "/o", body=b"content")
        storage = StorageClient(network=QUICK, access=through(proxy, CERTIFICATE))
        async with storage.open(SignedUrl("https://files.example.com/o?token=x")) as stored:
            assert b"".join([part async for part in stored.chunks()]) == b"content"
        await storage.aclose()
        assert "token" not in "".join(proxy.heads)


async def test_a_manual_proxy_wins_over_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(tls=server_tls()) as server, TunnelProxy(server) as proxy, ScriptedServer() as gone:
        server.answer("GET", TICKETS, json=[])
        monkeypatch.setenv("HTTPS_PROXY", gone.origin)
        client = ApiClient(SERVICE, KEY, network=QUICK, access=through(proxy, CERTIFICATE))
        await client.list_tickets()
        await client.aclose()
        (head,) = proxy.heads
    assert head.startswith("CONNECT api.example.com:443 ")
    assert KEY.reveal() not in head


async def test_without_a_proxy_the_environments_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def to_here(*_: object, **__: object) -> list[tuple[object, ...]]:
        raise OSError("direct")

    with ScriptedServer(tls=server_tls()) as server, TunnelProxy(server) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        client = ApiClient(SERVICE, KEY, network=QUICK, access=NetworkAccess(ProxyMode.NONE))
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", to_here)
        await reason_of(client)
        await client.aclose()
        assert not proxy.heads


async def test_a_manual_proxy_never_leads_to_this_machine() -> None:
    with ScriptedServer() as server, ScriptedServer() as gone:
        server.answer("GET", TICKETS, json=[])
        client = ApiClient(server.base_url, KEY, network=QUICK, access=NetworkAccess(ProxyMode.MANUAL, gone.origin))
        assert (await client.list_tickets()).tickets == []
        await client.aclose()


async def test_another_proxy_takes_over_while_a_download_ends_on_its_own_connection() -> None:
    with ScriptedServer(tls=server_tls()) as server, TunnelProxy(server) as one, TunnelProxy(server) as other:
        content = bytes(3_000_000)
        server.answer("GET", "/o", body=content)
        storage = StorageClient(network=QUICK, access=through(one, CERTIFICATE))
        async with storage.open(SignedUrl("https://files.example.com/o")) as stored:
            chunks = aiter(stored.chunks())
            received = len(await anext(chunks))
            await storage.use_access(through(other, CERTIFICATE))
            received += sum([len(part) async for part in chunks])
        assert received == len(content)
        assert (len(one.heads), len(other.heads)) == (1, 0)

        async with storage.open(SignedUrl("https://files.example.com/o")) as stored:
            assert sum([len(part) async for part in stored.chunks()]) == len(content)
        assert (len(one.heads), len(other.heads)) == (1, 1)
        await storage.aclose()


async def test_a_file_of_certificates_that_went_away_is_said(tmp_path: Path) -> None:
    client = ApiClient(SERVICE, KEY, network=QUICK, access=NetworkAccess(ProxyMode.NONE, "", tmp_path / "gone.pem"))
    with pytest.raises(NotReached) as caught:
        await client.list_tickets()
    assert caught.value.reason is NotReachedReason.TLS
    assert "extra certificates" in caught.value.detail
    await client.aclose()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, InvalidCaFileReason.UNREADABLE),
        (b"", InvalidCaFileReason.NO_CERTIFICATE),
        (b"-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n", InvalidCaFileReason.NO_CERTIFICATE),
        (b"-----BEGIN CERTIFICATE-----\n\xff\xfe\n-----END CERTIFICATE-----\n", InvalidCaFileReason.NO_CERTIFICATE),
        (bytes(CA_FILE_BYTES_MAX + 1), InvalidCaFileReason.TOO_LARGE),
    ],
)
def test_files_that_are_no_certificates(tmp_path: Path, content: bytes | None, reason: InvalidCaFileReason) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    for check in (check_ca_file, create_tls_context):
        with pytest.raises(InvalidCaFile) as caught:
            check(path)
        assert caught.value.reason is reason


def test_a_file_of_certificates_that_can_be_used() -> None:
    check_ca_file(CERTIFICATE)
    assert isinstance(create_tls_context(CERTIFICATE), ssl.SSLContext)


def _new_certificate(folder: Path) -> Path:
    target = folder / "other.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=other.example", "-keyout", str(folder / "key.pem"), "-out", str(target)]
    subprocess.run([*command, *names], check=True, capture_output=True)
    return target
