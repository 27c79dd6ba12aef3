"""`download`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.reporting import Report, report_transfers
from toptickets_desktop.cli.selection import Selection, find_ticket, select
from toptickets_desktop.domain.transfer import ConflictPolicy


async def download_attachments(
    invocation: Invocation, reference: str, words: Sequence[str] | None, folder: Path, if_exists: ConflictPolicy
) -> int:
    """Save the attachments that were named, or all when `words` is None."""
    report = Report(invocation.output)
    async with invocation.open_workspace() as workspace:
        ticket = await find_ticket(workspace.client, reference)
        attachments = await workspace.client.list_attachments(ticket.id)
        selection = Selection(attachments) if words is None else select(attachments, words, ticket_id=ticket.id)
        for failed in selection.failed:
            report.add(failed)
        if words is None and not attachments:
            invocation.output.note("No attachments.")
        transfer_ids = [workspace.engine.download(each, folder, if_exists=if_exists) for each in selection.found]
        await report_transfers(workspace.engine, transfer_ids, report, invocation.output)
    return report.exit_code
