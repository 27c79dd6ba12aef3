"""`tickets` and `attachments`."""

from __future__ import annotations

from contextlib import aclosing

from toptickets_desktop.cli.exit_codes import ExitCode
from toptickets_desktop.cli.formats import size_text, time_text
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.output import Output
from toptickets_desktop.cli.selection import find_ticket
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.ticket import Ticket, TicketQuery

TICKETS_SHOWN_MAX = 100


async def list_tickets(invocation: Invocation, query: TicketQuery, *, lists_all: bool) -> int:
    """Print tickets as they come (JSON) or when the columns' widths are known."""
    from toptickets_desktop.api.wire import ticket_to_json

    output = invocation.output
    rows: list[Ticket] = []

    def take(page: list[Ticket]) -> None:
        if not output.as_json:
            rows.extend(page)
            return
        for ticket in page:
            output.json_line(ticket_to_json(ticket))

    async with invocation.open_workspace() as workspace:
        if lists_all:
            async with aclosing(workspace.client.iter_tickets(query)) as pages:
                async for page in pages:
                    take(page)
            has_more = False
        else:
            first_page = await workspace.client.list_tickets(query, limit=TICKETS_SHOWN_MAX)
            take(first_page.tickets)
            has_more = first_page.next_offset is not None
    if not output.as_json:
        _print_tickets(output, rows)
    if has_more:
        output.note(f"These are the first {TICKETS_SHOWN_MAX} tickets; --all lists the rest as well.")
    return ExitCode.DONE


async def list_attachments(invocation: Invocation, reference: str) -> int:
    """Print a ticket's attachments."""
    from toptickets_desktop.api.wire import attachment_to_json

    output = invocation.output
    async with invocation.open_workspace() as workspace:
        ticket = await find_ticket(workspace.client, reference)
        attachments = await workspace.client.list_attachments(ticket.id)
    if output.as_json:
        for attachment in attachments:
            output.json_line(attachment_to_json(attachment))
    else:
        _print_attachments(output, attachments)
    return ExitCode.DONE


def _print_tickets(output: Output, tickets: list[Ticket]) -> None:
    if not tickets:
        output.note("No tickets.")
        return
    rows = [[each.display_id, each.status, each.priority, time_text(each.updated_at), each.subject] for each in tickets]
    output.table(["Ticket", "Status", "Priority", "Updated", "Subject"], rows)


def _print_attachments(output: Output, attachments: list[Attachment]) -> None:
    if not attachments:
        output.note("No attachments.")
        return
    rows = [[each.id, size_text(each.size_bytes), time_text(each.created_at), each.content_type, each.filename] for each in attachments]
    output.table(["Id", "Size", "Added", "Type", "Name"], rows, right_aligned=["Size"])
