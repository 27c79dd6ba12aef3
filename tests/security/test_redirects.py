"""Where the key and the program can be led by an answer, a redirect or a name: nowhere but to the service, and to public storages."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.api.conftest import ATTACHMENT_ID, CERTIFICATE, QUICK, TICKET_ID, server_tls
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.public_hosts import Reach, reach_of
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import ApiKey
from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.domain.errors import NotReached, Rejected, ServiceError, StorageError, TopTicketsError, UnexpectedAnswer

KEY = ApiKey("tt_admin_thisIsOnlyForTests")  # whose budget lets 510 requests through in a minute
STATUSES = (301, 302, 303, 307, 308)
PATH = "/v1/object"


class Neighbourhood:
    """A service and everything around it that listens; whatever is asked of anybody is noted by its server."""

    def __init__(self, stack: ExitStack) -> None:
        self.service = stack.enter_context(ScriptedServer())
        self.other_port = stack.enter_context(ScriptedServer())
        self.other_host = stack.enter_context(ScriptedServer(host="127.0.0.2"))
        self.tls = stack.enter_context(ScriptedServer(tls=server_tls()))
        self.ipv6 = stack.enter_context(ScriptedServer(host="::1"))

    @property
    def others(self) -> list[ScriptedServer]:
        return [self.other_port, self.other_host, self.tls, self.ipv6]

    @property
    def places(self) -> list[str]:
        """Where an answer may try to lead, all of it to somebody who listens where that can be had."""
        port = self.other_port.port
        return [
            f"http://127.0.0.1:{port}{PATH}",  # another port
            f"{self.other_host.origin}{PATH}",  # another host
            f"https://localhost:{self.tls.port}{PATH}",  # another scheme
            f"https://127.0.0.1:{self.tls.port}{PATH}",
            f"http://sub.localhost:{port}{PATH}",  # a subdomain
            f"http://localhost:{port}{PATH}",
            f"http://[::1]:{self.ipv6.port}{PATH}",
            f"http://[::ffff:127.0.0.1]:{port}{PATH}",
            f"http://[::ffff:7f00:1]:{port}{PATH}",
            f"http://2130706433:{port}{PATH}",  # decimal
            f"http://0x7f000001:{port}{PATH}",  # hexadecimal
            f"http://0x7f.0.0.1:{port}{PATH}",
            f"http://0177.0.0.1:{port}{PATH}",  # octal
            f"http://127.1:{port}{PATH}",
            f"http://0:{port}{PATH}",
            f"http://0.0.0.0:{port}{PATH}",
            f"http://①②⑦.0.0.1:{port}{PATH}",  # digits that IDNA folds
            f"//127.0.0.1:{port}{PATH}",
            f"http://user:pw@127.0.0.1:{port}{PATH}",
            f"http:\\\\127.0.0.1:{port}{PATH}",
            "https://10.0.0.1/x",
            "https://192.168.0.1/x",
            "https://172.16.0.1/x",
            "https://169.254.169.254/latest/meta-data",  # link-local, the metadata of cloud machines
            "https://[fe80::1]/x",
            "https://[fd00::1]/x",
            "https://100.64.0.1/x",
            "https://router.local/x",
            "file:///etc/passwd",
            "file://localhost/etc/passwd",
            "ftp://127.0.0.1/x",
            "javascript:alert(1)",
            "data:text/plain,x",
            "",
        ]


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> Iterator[Neighbourhood]:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with ExitStack() as stack:
        yield Neighbourhood(stack)


async def chunks() -> AsyncIterator[bytes]:
    yield b"customer data"


async def test_no_answer_of_the_service_takes_the_key_or_a_file_elsewhere(near: Neighbourhood) -> None:
    client = ApiClient(near.service.base_url, KEY, network=QUICK)
    path = f"/v1/tickets/{TICKET_ID}/attachments"
    tried = refused = 0
    for status in STATUSES:
        for place in [*near.places, f"{near.service.origin}/v1/elsewhere"]:
            headers = {"Location": place.encode("utf-8").decode("latin-1")}
            for method, route in (("GET", "/v1/tickets"), ("POST", path), ("DELETE", f"{path}/{ATTACHMENT_ID}")):
                near.service.answer(method, route, status=status, headers=headers)
            with pytest.raises(ServiceError) as listing:
                await client.list_tickets()
            with pytest.raises(ServiceError) as sending:
                await client.upload_attachment(TICKET_ID, filename="a.txt", content_type="text/plain", size_bytes=13, chunks=chunks())
            with pytest.raises(ServiceError) as deleting:
                await client.delete_attachment(TICKET_ID, ATTACHMENT_ID)
            for caught in (listing, sending, deleting):
                # A Location that is no URL at all is told in other words.
                assert isinstance(caught.value, (UnexpectedAnswer, NotReached, Rejected))
                refused += isinstance(caught.value, UnexpectedAnswer)
                tried += 1
    await client.aclose()
    assert tried == 3 * len(STATUSES) * (len(near.places) + 1)
    assert refused >= 0.8 * tried
    assert not [request for request in near.service.requests if request.target == "/v1/elsewhere"]
    assert [request for server in near.others for request in server.requests] == []
    assert [server.connections_made for server in near.others] == [0, 0, 0, 0]


async def fetch(storage: StorageClient, url: str) -> bytes:
    async with storage.open(SignedUrl(url)) as stored:
        return b"".join([chunk async for chunk in stored.chunks()])


async def test_no_redirect_of_the_storage_leads_into_the_machine_or_its_network(near: Neighbourhood) -> None:
    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    for status in STATUSES:
        for place in near.places:
            near.service.answer("GET", PATH, status=status, headers={"Location": place.encode("utf-8").decode("latin-1")})
            with pytest.raises(TopTicketsError):
                await fetch(storage, f"{near.service.origin}{PATH}?token=s")
    await storage.aclose()
    assert [server.connections_made for server in near.others] == [0, 0, 0, 0]
    assert not any("authorization" in request.headers or KEY.reveal() in repr(request) for request in near.service.requests)


async def test_no_signed_url_leads_into_the_machine_or_its_network(near: Neighbourhood) -> None:
    storage = StorageClient(network=QUICK)
    for place in near.places:
        with pytest.raises(TopTicketsError):
            await fetch(storage, place)
    await storage.aclose()
    assert [server.connections_made for server in [near.service, *near.others]] == [0] * 5


class Names:
    """Stands in for DNS: what each name leads to, one answer after the other; the last one stays."""

    def __init__(self, patch: pytest.MonkeyPatch, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self._real = socket.getaddrinfo
        patch.setattr(socket, "getaddrinfo", self._look_up)

    def _look_up(self, host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        found = self.answers.get(host.decode() if isinstance(host, bytes) else host)
        if found is None:
            return self._real(host, port, *rest, **named)
        return self._real(found.pop(0) if len(found) > 1 else found[0], port, *rest, **named)


async def problem(storage: StorageClient, url: str) -> TopTicketsError:
    with pytest.raises(TopTicketsError) as caught:
        await asyncio.wait_for(fetch(storage, url), 20)
    await storage.aclose()
    return caught.value


@pytest.mark.parametrize("inner", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "10.1.2.3", "169.254.169.254", "fe80::1", "fd00::1"])
async def test_a_public_name_that_leads_to_a_private_address_is_not_connected_to(
    near: Neighbourhood, monkeypatch: pytest.MonkeyPatch, inner: str
) -> None:
    Names(monkeypatch, files_example_com=[inner])
    error = await problem(StorageClient(network=QUICK), f"https://files.example.com:{near.tls.port}{PATH}")
    assert isinstance(error, StorageError)
    assert error.code == "address_not_allowed"
    assert not error.retryable
    assert [server.connections_made for server in near.others] == [0, 0, 0, 0]


async def test_a_name_that_changes_its_mind_is_held_to_its_last_word(near: Neighbourhood, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever answer is checked is the one that is connected to: there is no second look-up in between."""
    names = Names(monkeypatch, files_example_com=["192.88.99.1", "127.0.0.1"])  # the first is public, and nobody is there
    names.answers["files.example.com"].insert(0, "127.0.0.1")
    error = await problem(StorageClient(network=QUICK), f"https://files.example.com:{near.tls.port}{PATH}")
    assert isinstance(error, StorageError)
    assert near.tls.connections_made == 0


async def test_a_storage_may_be_where_the_service_itself_is(near: Neighbourhood, monkeypatch: pytest.MonkeyPatch) -> None:
    near.tls.answer("GET", PATH, body=b"abc")
    Names(monkeypatch, files_example_com=["127.0.0.1"], desk_example_com=["127.0.0.1"], far_example_com=["10.0.0.1"])
    url = f"https://files.example.com:{near.tls.port}{PATH}"
    storage = StorageClient(network=QUICK, service_host="desk.example.com")
    assert await fetch(storage, url) == b"abc"
    await storage.aclose()
    assert isinstance(await problem(StorageClient(network=QUICK, service_host="far.example.com"), url), StorageError)


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("93.184.216.34", Reach.PUBLIC),
        ("2606:2800:220:1::1", Reach.PUBLIC),
        ("127.8.8.8", Reach.LOOPBACK),
        ("::", Reach.LOOPBACK),
        ("::ffff:169.254.1.1", Reach.LINK_LOCAL),
        ("fe80::1%eth0", Reach.LINK_LOCAL),
        ("64:ff9b::7f00:1", Reach.LOOPBACK),
        ("64:ff9b::5db8:d822", Reach.PUBLIC),
        ("2002:a00:1::1", Reach.PRIVATE),
        ("::10.0.0.1", Reach.PRIVATE),
        ("100.64.0.1", Reach.PRIVATE),
        ("224.0.0.1", Reach.PRIVATE),
        ("fc00::1", Reach.PRIVATE),
        ("255.255.255.255", Reach.PRIVATE),
    ],
)
def test_addresses_are_sorted_by_what_they_stand_for(address: str, reach: Reach) -> None:
    assert reach_of(address) is reach
