"""An open workspace on the sandbox, and files to move."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.workspace import Workspace

MakeFile = Callable[[str, int], Path]


@pytest.fixture
async def workspace(sandbox: Sandbox) -> AsyncIterator[Workspace]:
    opened = await Workspace.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=2)
    yield opened
    await opened.close()


@pytest.fixture
async def ticket(workspace: Workspace) -> Ticket:
    """A ticket with attachments."""
    return (await workspace.client.list_tickets(limit=1)).tickets[0]


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """Makes files of random bytes that begin as a gzip file does."""

    def make(name: str, size_bytes: int) -> Path:
        path = tmp_path / name
        path.write_bytes(b"\x1f\x8b\x08" + os.urandom(size_bytes - 3))
        return path

    return make
