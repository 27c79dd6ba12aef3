"""What is really on the sandbox, asked over plain HTTP and past our own client."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import urlencode

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

_TIMEOUT_S = 10


class ServiceView:
    """Reads a sandbox with the key of an administrator."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        # The proxies of whoever runs the tests have no business here.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ticket_id(self, display_id: str) -> str:
        """The id of a ticket such as TKT-1042."""
        found = self._get(f"/tickets?{urlencode({'search': display_id})}")
        return next(str(ticket["id"]) for ticket in found if ticket["ticket_display_id"] == display_id)

    def attachments(self, ticket_id: str) -> dict[str, str]:
        """The attachments of a ticket: id → file name."""
        return {str(item["id"]): str(item["filename"]) for item in self._get(f"/tickets/{ticket_id}/attachments")}

    def content(self, ticket_id: str, attachment_id: str) -> bytes:
        """The bytes that the storage keeps for an attachment."""
        answer = self._get(f"/tickets/{ticket_id}/attachments/{attachment_id}/download")
        with self._opener.open(answer["signed_url"], timeout=_TIMEOUT_S) as response:
            return bytes(response.read())

    def _get(self, path: str) -> Any:
        key = self._sandbox.keys[KeyKind.ADMIN]
        request = urllib.request.Request(f"{self._sandbox.base_url}{path}", headers={"Authorization": f"Bearer {key.reveal()}"})
        with self._opener.open(request, timeout=_TIMEOUT_S) as response:
            return json.load(response)
