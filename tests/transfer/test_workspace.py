"""A workspace on the sandbox: content for previews comes whole, within the limit, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.errors import LengthMismatch, ReceivedInstead, UnexpectedAnswer
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.workspace import Workspace


async def test_it_knows_where_and_as_what_it_is_signed_in(workspace: Workspace, sandbox: Sandbox) -> None:
    assert (workspace.base_url, workspace.key_kind) == (sandbox.base_url, KeyKind.ADMIN)


async def test_content_is_read_within_the_limit(workspace: Workspace, ticket: Ticket, sandbox: Sandbox) -> None:
    content = bytes(range(256)) * 1000
    attachment_id = sandbox.add_attachment(ticket.id, filename="a.gz", content_type="application/gzip", content=content)
    attachment = await workspace.client.get_attachment(ticket.id, attachment_id)
    assert await workspace.read_content(attachment, limit_bytes=len(content)) == content

    for known in (attachment, replace(attachment, size_bytes=None)):
        with pytest.raises(UnexpectedAnswer) as refused:
            await workspace.read_content(known, limit_bytes=len(content) - 1)
        assert refused.value.received is ReceivedInstead.TOO_LARGE
    with pytest.raises(LengthMismatch):
        await workspace.read_content(replace(attachment, size_bytes=5), limit_bytes=len(content))
    assert await workspace.read_content(replace(attachment, size_bytes=None), limit_bytes=len(content)) == content
