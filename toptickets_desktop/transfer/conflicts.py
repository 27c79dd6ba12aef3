"""Asking the user what to do when a file of the wanted name is there already."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.domain.system_errors import local_errors
from toptickets_desktop.domain.transfer import ConflictPolicy, WaitReason
from toptickets_desktop.transfer.disk import find_name
from toptickets_desktop.transfer.job import Attempt, Job
from toptickets_desktop.transfer.local_names import same_name_key
from toptickets_desktop.transfer.off_loop import OffLoop

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ConflictQuestion:
    """A file that is to be saved, and the one that is there.

    Attributes:
        transfer_id: whose question it is.
        batch_id: what was asked for together with it; None when it stands alone, and "for all" makes no sense.
        name: what is to be saved, as the service calls it: foreign text.
        path: the file that is there.
        existing_size_bytes: None when that cannot be told.
        existing_modified_at: None when that cannot be told.
        new_size_bytes: None when the service did not say.
        new_created_at: None when the service did not say.
    """

    transfer_id: int
    batch_id: int | None
    name: str
    path: Path
    existing_size_bytes: int | None = None
    existing_modified_at: datetime | None = None
    new_size_bytes: int | None = None
    new_created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConflictDecision:
    """What the user wants.

    Attributes:
        policy: anything but ASK.
        for_all: the same for every further conflict in the batch.
    """

    policy: ConflictPolicy
    for_all: bool = False


AskConflict = Callable[[ConflictQuestion], Awaitable[ConflictDecision]]
"""Asks the user. Cancelled when the answer is not needed any more."""


class Conflicts:
    """Finds out what is to be done about a file in the way. Puts one question at a time, and remembers what holds for a whole batch.

    Args:
        disk: threads for looking at folders.
        on_answered: called with a transfer whose question was answered, and that may go on.
    """

    def __init__(self, disk: OffLoop, on_answered: Callable[[Job], None]) -> None:
        self.ask: AskConflict | None = None
        self._disk = disk
        self._on_answered = on_answered
        self._one_at_a_time = asyncio.Lock()
        self._for_all: dict[int, ConflictPolicy] = {}
        self._claims: dict[tuple[int, Path, str], int] = {}
        self._answers: dict[int, ConflictPolicy] = {}
        self._asking: dict[int, asyncio.Task[None]] = {}

    async def settle(self, attempt: Attempt, folder: Path, name: str, if_exists: ConflictPolicy) -> ConflictPolicy | None:
        """What to do about a file in the way; None when the user has to be asked: then the transfer waits, and goes on by itself.

        Raises:
            LocalFileError: the folder cannot be read.
        """
        if if_exists is not ConflictPolicy.ASK:
            return if_exists
        job, transfer = attempt.job, attempt.job.picture()
        known = self._known(job.id, transfer.batch_id)
        if known is not None:
            return known
        found = await self._disk.run(existing_file, folder, name)
        if found is None:
            self.is_own_name(attempt, folder, name)  # "replace all", said later, is not about what this one saves
            return ConflictPolicy.KEEP_BOTH  # nobody was asked about what turns up while the bytes come
        if not attempt.is_current:
            return None
        path, size_bytes, modified_at = found
        attachment = transfer.attachment
        question = ConflictQuestion(
            transfer_id=job.id,
            batch_id=transfer.batch_id,
            name=transfer.name,
            path=path,
            existing_size_bytes=size_bytes,
            existing_modified_at=modified_at,
            new_size_bytes=transfer.bytes_total,
            new_created_at=None if attachment is None else attachment.created_at,
        )
        job.hold(WaitReason.ANSWER)
        self._asking[job.id] = asyncio.get_running_loop().create_task(self._ask(job, question), name=f"transfer-{job.id}-question")
        return None

    def is_own_name(self, attempt: Attempt, folder: Path, name: str) -> bool:
        """Whether a transfer may replace what has this name: of those in one batch only the first, else it would replace another's file."""
        batch_id = attempt.job.picture().batch_id
        if batch_id is None:
            return True
        return self._claims.setdefault((batch_id, folder, same_name_key(name)), attempt.job.id) == attempt.job.id

    def withdraw(self, job: Job) -> None:
        """Its question needs no answer any more; nothing happens when it has none."""
        asking = self._asking.pop(job.id, None)
        if asking is not None:
            asking.cancel()

    async def close(self) -> None:
        """Withdraw all questions."""
        asking = list(self._asking.values())
        self._asking.clear()
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)

    def _known(self, job_id: int, batch_id: int | None) -> ConflictPolicy | None:
        if self.ask is None:
            return ConflictPolicy.KEEP_BOTH
        if job_id in self._answers:
            return self._answers[job_id]
        return None if batch_id is None else self._for_all.get(batch_id)

    async def _ask(self, job: Job, question: ConflictQuestion) -> None:
        try:
            async with self._one_at_a_time:
                policy = self._known(job.id, question.batch_id) or await self._answer(question)
        except Exception:  # noqa: BLE001  # whatever it is, it is the asker's; nothing may be lost by it
            _log.exception("nobody could be asked")
            policy = ConflictPolicy.KEEP_BOTH
        if self._asking.pop(job.id, None) is not None:
            self._answers[job.id] = policy
            self._on_answered(job)

    async def _answer(self, question: ConflictQuestion) -> ConflictPolicy:
        if self.ask is None:
            return ConflictPolicy.KEEP_BOTH
        decision = await self.ask(question)
        policy = ConflictPolicy.KEEP_BOTH if decision.policy is ConflictPolicy.ASK else decision.policy
        if decision.for_all and question.batch_id is not None:
            self._for_all[question.batch_id] = policy
        return policy


def existing_file(folder: Path, name: str) -> tuple[Path, int | None, datetime | None] | None:
    """The file in the way, with its size and time as far as they can be told; None when the name is free. Blocking.

    Raises:
        LocalFileError: the folder cannot be read.
    """
    path = find_name(folder, name)
    if path is None:
        return None
    try:
        with local_errors(path):
            status = path.stat()
    except LocalFileError:
        return path, None, None
    return path, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC)
