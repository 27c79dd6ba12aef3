"""The client and the storage client against the real thing: every endpoint, and every refusal that is documented."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import pytest

from tests.api.conftest import QUICK
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import ApiKey, KeyKind, Scope
from toptickets_desktop.domain.errors import Forbidden, NotFound, ObjectMissing, RateLimited, Rejected, SignedUrlRefused, Unauthorized
from toptickets_desktop.domain.ticket import Ticket, TicketQuery, TicketStatus
from toptickets_desktop.sandbox.server import Sandbox

CONTENT = b"A line of a log, \xc3\xbc.\n" * 50_000


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[ApiClient]:
    client = ApiClient(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], network=QUICK)
    yield client
    await client.aclose()


async def any_ticket(client: ApiClient) -> Ticket:
    return (await client.list_tickets(limit=1)).tickets[0]


async def pieces(content: bytes = CONTENT) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


async def upload(
    client: ApiClient, ticket: Ticket, *, filename: str = "server.log", content: bytes = CONTENT, content_type: str = "text/plain"
) -> str:
    stored = await client.upload_attachment(
        ticket.id, filename=filename, content_type=content_type, size_bytes=len(content), chunks=pieces(content)
    )
    return stored.id


async def test_all_tickets_come_once_each_however_they_are_paged(client: ApiClient) -> None:
    whole = [ticket.id for page in [page async for page in client.iter_tickets()] for ticket in page]
    in_parts = [ticket.id for page in [page async for page in client.iter_tickets(page_size=7)] for ticket in page]
    assert len(whole) == len(set(whole)) == 60
    assert sorted(in_parts) == sorted(whole)


async def test_filters_are_the_services_own(client: ApiClient) -> None:
    found = await client.list_tickets(TicketQuery(status=TicketStatus.OPEN, unassigned=True), limit=500)
    assert all(ticket.status == "open" and ticket.assigned_user_id is None for ticket in found.tickets)
    everything = (await client.list_tickets(limit=500)).tickets
    assert len(found.tickets) == sum(ticket.status == "open" and ticket.assigned_user_id is None for ticket in everything)


async def test_a_ticket_is_found_by_any_of_its_names(client: ApiClient) -> None:
    ticket = await any_ticket(client)
    for name in (ticket.id, ticket.display_id, ticket.display_id.lower(), str(ticket.number)):
        assert await client.find_ticket(name) == await client.get_ticket(ticket.id)


@pytest.mark.parametrize("filename", ["plain.txt", 'a "quoted" \\ name.log', "日本語 🎉 %22.txt", "gnp.\u202etxt", "x" * 251 + ".txt"])
async def test_a_file_goes_up_is_listed_comes_down_and_is_deleted(sandbox: Sandbox, client: ApiClient, filename: str) -> None:
    ticket = await any_ticket(client)
    attachment_id = await upload(client, ticket, filename=filename)
    listed = {row.id: row for row in await client.list_attachments(ticket.id)}[attachment_id]
    assert (listed.filename, listed.content_type, listed.size_bytes) == (filename, "text/plain", len(CONTENT))
    assert (await client.get_attachment(ticket.id, attachment_id)).filename == filename

    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    signed_url = await client.get_download_url(ticket.id, attachment_id)
    assert signed_url.lifetime_s == pytest.approx(3600, abs=5)
    assert signed_url.url.startswith(sandbox.storage_origin)
    assert signed_url.expires_at is not None
    async with storage.open(signed_url) as whole:
        content = b"".join([chunk async for chunk in whole.chunks()])
    async with storage.open(signed_url, first_byte=1_000_000) as rest:
        assert (rest.status, rest.first_byte, rest.etag, rest.total_bytes) == (206, 1_000_000, whole.etag, len(CONTENT))
        assert b"".join([chunk async for chunk in rest.chunks()]) == CONTENT[1_000_000:]
    assert hashlib.sha256(content).digest() == hashlib.sha256(CONTENT).digest()

    await client.delete_attachment(ticket.id, attachment_id)
    with pytest.raises(NotFound):
        await client.get_attachment(ticket.id, attachment_id)
    with pytest.raises(ObjectMissing):
        async with storage.open(signed_url):
            pass
    await storage.aclose()
    assert not any(request.had_authorization for request in sandbox.storage_requests)


async def test_an_expired_url_is_refused(sandbox: Sandbox, client: ApiClient) -> None:
    ticket = await any_ticket(client)
    attachment_id = await upload(client, ticket)
    sandbox.set_url_lifetime(-10)
    storage = StorageClient(network=QUICK, allow_private_hosts=True)
    with pytest.raises(SignedUrlRefused):
        async with storage.open(await client.get_download_url(ticket.id, attachment_id)):
            pass
    await storage.aclose()


async def test_what_the_service_refuses_to_store(client: ApiClient) -> None:
    ticket = await any_ticket(client)
    with pytest.raises(Rejected) as wrong_type:
        await upload(client, ticket, content_type="application/x-msdownload")
    with pytest.raises(Rejected) as too_large:
        await upload(client, ticket, content=bytes(30 * 1024 * 1024 + 1))
    assert (wrong_type.value.status, too_large.value.status) == (400, 400)
    assert wrong_type.value.detail
    assert too_large.value.detail


async def test_users_are_listed(client: ApiClient) -> None:
    users = await client.list_users()
    assert users
    assert all(user.full_name for user in users)


async def test_a_wrong_key(sandbox: Sandbox) -> None:
    client = ApiClient(sandbox.base_url, ApiKey("tt_live_nobodyKnowsThisOne"), network=QUICK)
    with pytest.raises(Unauthorized) as caught:
        await client.list_tickets()
    assert caught.value.detail == "Invalid API key"
    await client.aclose()


async def test_a_key_without_the_scope(sandbox: Sandbox, client: ApiClient) -> None:
    ticket = await any_ticket(client)
    attachment_id = await upload(client, ticket)
    reader = ApiClient(sandbox.base_url, sandbox.add_key(KeyKind.LIVE, scopes={Scope.TICKETS_READ}), network=QUICK)
    with pytest.raises(Forbidden) as reading:
        await reader.list_attachments(ticket.id)
    with pytest.raises(Forbidden) as deleting:
        await reader.delete_attachment(ticket.id, attachment_id)
    with pytest.raises(Forbidden) as writing:
        await upload(reader, ticket)
    assert [caught.value.required_scope for caught in (reading, deleting, writing)] == [
        Scope.ATTACHMENTS_READ,
        Scope.ATTACHMENTS_DELETE,
        Scope.ATTACHMENTS_WRITE,
    ]
    await reader.aclose()


async def test_what_is_not_there(client: ApiClient) -> None:
    nowhere = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(NotFound):
        await client.get_ticket(nowhere)
    with pytest.raises(NotFound):
        await client.find_ticket("TKT-99999999")
    with pytest.raises(Rejected) as not_a_uuid:
        await client.list_attachments("no-uuid")
    assert not_a_uuid.value.status == 422


async def test_a_spent_budget(sandbox: Sandbox) -> None:
    client = ApiClient(sandbox.base_url, sandbox.add_key(KeyKind.LIVE, requests_per_minute=1), network=QUICK)
    await client.list_tickets()
    with pytest.raises(RateLimited) as caught:
        await client.list_tickets()
    assert caught.value.retry_after_s is not None
    assert 0 < caught.value.retry_after_s <= 60
    await client.aclose()
