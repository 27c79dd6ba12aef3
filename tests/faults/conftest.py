"""A service and a storage that misbehave as told, and a workspace on them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.domain.access import ApiKey
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.transfer.backoff import ONCE
from toptickets_desktop.transfer.workspace import Workspace

from .bench import Row
from .table import lines_of

TICKET_ID = "11111111-1111-4111-8111-111111111111"
ATTACHMENT_ID = "22222222-2222-4222-8222-222222222222"
UPLOAD_PATH = f"/v1/tickets/{TICKET_ID}/attachments"
LINK_PATH = f"{UPLOAD_PATH}/{ATTACHMENT_ID}/download"
OBJECT_PATH = "/object/sign/report.gz"
SECRET = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl"


@dataclass
class FaultyService:
    """The API and the storage, on two addresses."""

    api: ScriptedServer
    storage: ScriptedServer
    signed_url: str = field(init=False)

    def __post_init__(self) -> None:
        self.signed_url = f"{self.storage.origin}{OBJECT_PATH}?token={SECRET}"
        self.api.answer("GET", LINK_PATH, json={"signed_url": self.signed_url, "expires_at": "2099-01-01T00:00:00Z"})

    @property
    def whole_uploads(self) -> int:
        """How many files the service has: what came in full may have been stored."""
        return sum(request.method == "POST" and request.is_complete for request in self.api.requests)

    @property
    def upload_attempts(self) -> int:
        return sum(request.method == "POST" for request in self.api.requests)


def stored_answer(size_bytes: int) -> dict[str, Any]:
    """What the service says of a file that it has stored."""
    return {
        "id": ATTACHMENT_ID,
        "ticket_id": TICKET_ID,
        "filename": "report.gz",
        "content_type": "application/gzip",
        "size_bytes": size_bytes,
        "created_at": "2024-05-01T10:00:00Z",
    }


def attachment_of(size_bytes: int | None) -> Attachment:
    return Attachment(ATTACHMENT_ID, TICKET_ID, "report.gz", "application/gzip", size_bytes)


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with ScriptedServer() as api, ScriptedServer(host="127.0.0.2") as storage:
        yield FaultyService(api, storage)


@pytest.fixture
async def workspace(service: FaultyService) -> AsyncIterator[Workspace]:
    opened = await Workspace.open(service.api.base_url, ApiKey("tt_agent_0123456789abcdef"), policy=ONCE)
    yield opened
    await opened.close()


_ROWS = pytest.StashKey[list[Row]]()


@pytest.fixture
def fault_rows(request: pytest.FixtureRequest) -> list[Row]:
    """The lines of the table that the run ends with; each case adds its own."""
    return request.config.stash.setdefault(_ROWS, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash.get(_ROWS, [])
    if rows:
        terminalreporter.section(f"{len(rows)} fault cases")
        for line in lines_of(rows):
            terminalreporter.write_line(line)
