"""`upload`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.reporting import Report, report_transfers
from toptickets_desktop.cli.results import Result, ResultStatus, result_of_refusal
from toptickets_desktop.cli.selection import find_ticket
from toptickets_desktop.domain.errors import FileRefused, TopTicketsError

if TYPE_CHECKING:
    from toptickets_desktop.transfer.checks import CheckedFile


async def upload_files(invocation: Invocation, reference: str, paths: Sequence[Path]) -> int:
    """Check all files before the first request, then send those that may be sent."""
    from toptickets_desktop.transfer.checks import check_paths

    report = Report(invocation.output)
    checked = await asyncio.to_thread(check_paths, dict.fromkeys(paths))
    if not checked.accepted:
        _report_refused(report, checked.refused, ticket_id=None)
        return report.exit_code
    ticket_id: str | None = None
    try:
        async with invocation.open_workspace() as workspace:
            ticket_id = (await find_ticket(workspace.client, reference)).id
            _report_refused(report, checked.refused, ticket_id)
            transfer_ids = [workspace.engine.upload(ticket_id, file) for file in checked.accepted]
            await report_transfers(workspace.engine, transfer_ids, report, invocation.output)
    except TopTicketsError as exc:
        if ticket_id is not None:
            raise
        _report_refused(report, checked.refused, ticket_id=None)
        return report.add_all_failed(_not_sent(checked.accepted, exc), exc)
    return report.exit_code


def _report_refused(report: Report, refused: Sequence[FileRefused], ticket_id: str | None) -> None:
    for refusal in refused:
        report.add(result_of_refusal(refusal, ticket_id))


def _not_sent(files: Sequence[CheckedFile], error: TopTicketsError) -> Iterator[Result]:
    for file in files:
        yield Result(file.name, ResultStatus.FAILED, path=file.path, error=error)
