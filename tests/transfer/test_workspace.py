"""A workspace on the sandbox knows where it is signed in, and as what."""

from __future__ import annotations

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.workspace import Workspace


async def test_it_knows_where_and_as_what_it_is_signed_in(workspace: Workspace, sandbox: Sandbox) -> None:
    assert (workspace.base_url, workspace.key_kind) == (sandbox.base_url, KeyKind.ADMIN)
