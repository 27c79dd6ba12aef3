"""Plain HTTP requests to a sandbox, for tests that look at the service itself."""

from __future__ import annotations

from typing import Any

import httpx

from toptickets_desktop.domain.access import ApiKey, KeyKind
from toptickets_desktop.sandbox.server import Sandbox


def api_client(sandbox: Sandbox, key: ApiKey | KeyKind | None = KeyKind.ADMIN) -> httpx.Client:
    """A client with a key, the key of a kind, or none; the caller closes it."""
    if isinstance(key, KeyKind):
        key = sandbox.keys[key]
    headers = {} if key is None else {"Authorization": f"Bearer {key.reveal()}"}
    return httpx.Client(base_url=str(sandbox.base_url), headers=headers, trust_env=False, timeout=20)


def ticket_id_of(api: httpx.Client, number: int = 1042) -> str:
    """The id of the ticket with this number."""
    found = api.get("/tickets", params={"search": f"TKT-{number}"}).json()
    return next(str(ticket["id"]) for ticket in found if ticket["ticket_number"] == number)


def upload(
    api: httpx.Client, ticket_id: str, content: bytes, *, filename: str = "a.txt", content_type: str = "text/plain"
) -> dict[str, Any]:
    """Upload as a browser would; returns the attachment."""
    response = api.post(f"/tickets/{ticket_id}/attachments", files={"file": (filename, content, content_type)})
    assert response.status_code == 201, response.text
    attachment: dict[str, Any] = response.json()
    return attachment


def signed_url(api: httpx.Client, ticket_id: str, attachment_id: str) -> str:
    """A fresh link to an attachment's bytes."""
    return str(api.get(f"/tickets/{ticket_id}/attachments/{attachment_id}/download").json()["signed_url"])
