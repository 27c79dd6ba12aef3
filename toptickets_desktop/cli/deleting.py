"""`delete`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from toptickets_desktop.cli.formats import size_text
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.reporting import Report
from toptickets_desktop.cli.results import Result, result_of_deletion
from toptickets_desktop.cli.selection import find_ticket, select
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.visible_names import visible_text


def can_ask() -> bool:
    """Whether somebody is there to answer, and sees the question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be deleted, and what was named but is not there."""

    ticket: Ticket
    attachments: Sequence[Attachment]
    failed: Sequence[Result]


async def find_attachments(invocation: Invocation, reference: str, words: Sequence[str]) -> Found:
    """Look up what was named."""
    async with invocation.open_workspace() as workspace:
        ticket = await find_ticket(workspace.client, reference)
        selection = select(await workspace.client.list_attachments(ticket.id), words, ticket_id=ticket.id)
    return Found(ticket, selection.found, selection.failed)


def ask(found: Found) -> bool:
    """Name the files and ask."""
    for attachment in found.attachments:
        click.echo(f"  {visible_text(attachment.filename)}  {size_text(attachment.size_bytes)}", err=True)
    count = len(found.attachments)
    what = "this attachment" if count == 1 else f"these {count} attachments"
    return click.confirm(f"Delete {what} of {visible_text(found.ticket.display_id)} for good?", err=True)


async def delete_selected(invocation: Invocation, found: Found) -> int:
    """Delete one after the other.

    An attachment that is gone already is reported as failed: it may have been another one of that name that the user meant.
    """
    report = Report(invocation.output)
    for failed in found.failed:
        report.add(failed)
    if not found.attachments:
        return report.exit_code
    async with invocation.open_workspace() as workspace:
        for attachment in found.attachments:
            error: TopTicketsError | None = None
            try:
                await workspace.client.delete_attachment(found.ticket.id, attachment.id)
            except TopTicketsError as exc:
                error = exc
            report.add(result_of_deletion(attachment, error))
    return report.exit_code
