"""What support may be sent about transfers: when what happened, how large, how often tried. No name, address, key or content."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from PySide6.QtCore import qVersion

from toptickets_desktop import __version__
from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.transfer.history import StateChange, error_facts

_EXTENSION_LENGTH_MAX = 6


@dataclass(frozen=True, slots=True)
class TransferStory:
    """A transfer and what became of it in this run."""

    transfer: Transfer
    changes: Sequence[StateChange]
    attempts: int


def diagnostics_text(
    stories: Sequence[TransferStory], *, now: datetime | None = None, system: Callable[[], str] = platform.platform
) -> str:
    """In English whatever the user's language, since it is for those who made the program.

    Args:
        stories: of the transfers in question.
        now: the present; the clock's when not given.
        system: describes the computer's operating system.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    lines = [
        f"TopTickets Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {system()}",
        f"{_time(moment)}, {len(stories)} transfer(s)",
    ]
    for number, story in enumerate(stories, 1):
        lines += ["", *_lines(number, story)]
    return "\n".join(lines) + "\n"


def _lines(number: int, story: TransferStory) -> list[str]:
    transfer = story.transfer
    kind = f"{transfer.direction.value}{_extension(transfer.name)}"
    total = "unknown size" if transfer.bytes_total is None else f"{transfer.bytes_total} bytes"
    lines = [
        f"#{number} {kind}, {total}, {transfer.bytes_done} moved, {transfer.state.value}, {story.attempts} attempt(s)",
        f"   attachment {transfer.attachment_id or '-'}, ticket {transfer.ticket_id}",
    ]
    if transfer.error is not None:
        lines.append(f"   error: {' <- '.join(error_facts(transfer.error))}")
    if transfer.wait_reason is not None:
        until = "" if transfer.waiting_until is None else f" until {_time(transfer.waiting_until)}"
        lines.append(f"   waits: {transfer.wait_reason.value}{until}")
    for change in story.changes:
        errors = f"  {' <- '.join(change.errors)}" if change.errors else ""
        lines.append(f"   {_time(change.at)} {change.state.value:<11} {change.bytes_done:>12}{errors}")
    return lines


def _extension(name: str) -> str:
    """The ending of a name tells what sort of file it is; the rest of it is the customer's."""
    ending = PurePath(name).suffix.lower()
    return f" of {ending}" if 1 < len(ending) <= _EXTENSION_LENGTH_MAX and ending[1:].isascii() and ending[1:].isalnum() else ""


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + "Z"
