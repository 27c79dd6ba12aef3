"""A scripted server, and clients that wait but a moment between two attempts."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import NetworkSettings
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import ApiKey

KEY = ApiKey("tt_live_thisIsOnlyForTests")
QUICK = NetworkSettings(connect_timeout_s=5, retry_wait_initial_s=0.001, retry_wait_max_s=0.002)
IMPATIENT = replace(QUICK, read_timeout_s=0.1, write_timeout_s=0.2, upload_answer_timeout_s=0.1)
CERTIFICATE = Path(__file__).parent / "data" / "test-host.pem"

TICKET_ID = "5f0c7d0e-8f7e-4e5c-9d56-0a4a5a3f1c11"
ATTACHMENT_ID = "0b9e3c52-64f4-4f0a-8d0b-2a3f7f5b7e21"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[ApiClient]:
    client = ApiClient(server.base_url, KEY, network=QUICK)
    yield client
    await client.aclose()


@pytest.fixture
async def storage() -> AsyncIterator[StorageClient]:
    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    yield storage
    await storage.aclose()


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
