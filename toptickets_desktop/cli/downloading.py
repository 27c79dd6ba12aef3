"""`download`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.reporting import Report, report_transfers
from toptickets_desktop.cli.results import Result, ResultStatus
from toptickets_desktop.cli.selection import Selection, find_ticket, select
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState

if TYPE_CHECKING:
    from toptickets_desktop.transfer.workspace import Workspace

_ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class DownloadWish:
    """What the user asked for.

    Attributes:
        reference: the ticket, by id or number.
        words: ids or names of attachments; None for all.
        folder: where to save them.
        if_exists: what to do about files in the way.
        archive: save all of them into this ZIP instead; None for a file each.
        keep_incomplete: save the archive even if some of them cannot be fetched.
        writes_manifest: write a list with sums beside what was saved.
    """

    reference: str
    words: Sequence[str] | None
    folder: Path
    if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH
    archive: Path | None = None
    keep_incomplete: bool = False
    writes_manifest: bool = False


@dataclass(slots=True)
class FoundDownloads:
    """What was found of it, and what is to be done about each file in the way, by attachment id."""

    ticket: Ticket
    selection: Selection
    decisions: Mapping[str, ConflictPolicy] = field(default_factory=dict)


async def download_attachments(invocation: Invocation, wish: DownloadWish) -> int:
    """Save what was asked for."""
    async with invocation.open_workspace() as workspace:
        return await _download(invocation, workspace, wish, await _find(workspace, wish))


async def find_downloads(invocation: Invocation, wish: DownloadWish) -> FoundDownloads:
    """Look up what was asked for."""
    async with invocation.open_workspace() as workspace:
        return await _find(workspace, wish)


def ask_first(wish: DownloadWish, found: FoundDownloads) -> None:
    """Ask about the files in the way.

    Raises:
        LocalFileError: a folder cannot be read.
    """
    from toptickets_desktop.cli.conflict_questions import ask_about_conflicts
    from toptickets_desktop.transfer.local_names import safe_name

    if wish.archive is not None:
        found.decisions = ask_about_conflicts([(_ARCHIVE, wish.archive.parent, wish.archive.name, None)])
        return
    found.decisions = ask_about_conflicts(
        (each.id, wish.folder, safe_name(each.filename), each.size_bytes) for each in found.selection.found
    )


async def download_found(invocation: Invocation, wish: DownloadWish, found: FoundDownloads) -> int:
    """Save what was found, as the user decided."""
    async with invocation.open_workspace() as workspace:
        return await _download(invocation, workspace, wish, found)


async def _find(workspace: Workspace, wish: DownloadWish) -> FoundDownloads:
    ticket = await find_ticket(workspace.client, wish.reference)
    attachments = await workspace.client.list_attachments(ticket.id)
    return FoundDownloads(ticket, Selection(attachments) if wish.words is None else select(attachments, wish.words, ticket_id=ticket.id))


async def _download(invocation: Invocation, workspace: Workspace, wish: DownloadWish, found: FoundDownloads) -> int:
    report, engine, attachments = Report(invocation.output), workspace.engine, found.selection.found
    for failed in found.selection.failed:
        report.add(failed)
    if not attachments:
        if wish.words is None:
            invocation.output.note("No attachments.")
        return report.exit_code
    if wish.archive is not None:
        policy = found.decisions.get(_ARCHIVE, wish.if_exists)
        transfer_ids = [
            engine.download_zip(found.ticket.id, attachments, wish.archive, if_exists=policy, keep_incomplete=wish.keep_incomplete)
        ]
    else:
        batch_id = engine.new_batch()
        transfer_ids = [
            engine.download(each, wish.folder, if_exists=found.decisions.get(each.id, wish.if_exists), batch_id=batch_id)
            for each in attachments
        ]
    await report_transfers(engine, transfer_ids, report, invocation.output)
    rows = [engine.snapshot(transfer_id) for transfer_id in transfer_ids]
    for row in rows:
        for result in _missing_members(row):
            report.add(result)
    if wish.writes_manifest:
        await _write_manifest(invocation, wish, found.ticket, rows)
    return report.exit_code


def _missing_members(row: Transfer) -> list[Result]:
    """A line for each file that an archive should have and has not."""
    return [
        Result(member.attachment.filename, ResultStatus.FAILED, row.ticket_id, member.attachment.id, error=member.error)
        for member in row.members
        if member.error is not None
    ]


async def _write_manifest(invocation: Invocation, wish: DownloadWish, ticket: Ticket, rows: Sequence[Transfer]) -> None:
    """Beside what was saved; when nothing was, there is nothing to prove.

    Raises:
        LocalFileError: it cannot be written.
    """
    from toptickets_desktop.transfer.local_names import safe_name
    from toptickets_desktop.transfer.manifest import MANIFEST_SUFFIX, entries_of, write_manifest

    saved = [row.path for row in rows if row.path is not None and row.state is not TransferState.SKIPPED]
    if not saved:
        return
    is_archive = wish.archive is not None
    name = f"{saved[0].name}{MANIFEST_SUFFIX}" if is_archive else safe_name(f"{ticket.display_id}{MANIFEST_SUFFIX}")
    path = await asyncio.to_thread(
        write_manifest, saved[0].parent, name, ticket.id, entries_of(rows), archive=saved[0].name if is_archive else None
    )
    invocation.output.note(f"Manifest: {path}")
