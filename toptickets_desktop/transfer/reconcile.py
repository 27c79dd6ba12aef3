"""What became of an upload whose answer was lost: the ticket's list is asked, before and after, and the difference tells.

POST is not idempotent and the service knows no idempotency key, so nothing here ever sends a file: it only looks.

An attachment counts as the lost upload's own when it was not in the list before the upload, has its name and size, is not older than
what was there already, and is not needed to account for another upload of the same name and size. Where that leaves a choice, the
stored bytes are compared.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Protocol

import structlog

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import (
    AnswerLost,
    Forbidden,
    NotFound,
    Rejected,
    ServerFault,
    ServiceError,
    TopTicketsError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.transfer.checks import CheckedFile
from toptickets_desktop.transfer.sending import STAGES_THAT_MAY_BE_STORED, Baseline, Sending, Stage, has_name

WAITS_S = (0.0, 1.0, 2.0, 4.0, 8.0)
"""Before each look at the list, in seconds: a commit may come after the connection has gone."""

LISTING_AGE_MAX_S = 15.0
"""How old the list may be that a further upload to the same ticket is compared with; so a batch costs few requests."""

# The service's machines need not agree to the second.
_CLOCKS_DIFFER_BY = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


class AttachmentLists(Protocol):
    """The one thing that is asked of the service."""

    async def list_attachments(self, ticket_id: str) -> list[Attachment]:
        """All attachments of a ticket."""


@dataclass(slots=True)
class _TicketNotes:
    """What is known of one ticket."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rows: list[Attachment] = field(default_factory=list)
    listed_as: int = -1  # where the list stands in the order of all things
    listed_at_s: float = float("-inf")
    accounted_ids: set[str] = field(default_factory=set)  # attachments whose upload is known
    sha256s: dict[str, str] = field(default_factory=dict)  # of stored attachments that had to be compared
    sendings: list[Sending] = field(default_factory=list)  # those that may be stored, or may come to be


class Reconciler:
    """Finds out what became of uploads; one for all uploads of a key, because it tells them apart by count.

    Use: `begin` before the first byte; then `note_stored`, `note_not_stored` or `note_broken_off` when the outcome is known, and
    `settle` when the answer was lost; `look_again` before anything is sent a second time. After a restart: `restore` for every
    upload that may have been under way (and `note_accounted` for those that were done), then `settle` each.

    Args:
        lists: the service.
        fingerprint: the SHA-256 of a stored attachment's bytes, as hex; asked only where names, sizes and counts leave a choice.
        waits_s: before each look at the list.
        sleep: waits so many seconds.
        now_s: a clock that only goes forward.
        wall_clock: the time of day; need not be right.
    """

    def __init__(
        self,
        lists: AttachmentLists,
        *,
        fingerprint: Callable[[Attachment], Awaitable[str]] | None = None,
        waits_s: Sequence[float] = WAITS_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now_s: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._lists = lists
        self._fingerprint = fingerprint
        self._waits_s = tuple(waits_s)
        self._sleep = sleep
        self._now_s = now_s
        self._wall_clock = wall_clock
        self._order = count(1)  # of sendings and lists: what came before what, without a clock
        self._tickets: dict[str, _TicketNotes] = {}

    async def begin(self, ticket_id: str, file: CheckedFile, *, after: Sending | None = None) -> Sending:
        """Note what is there before a file is sent.

        Args:
            ticket_id: where it is sent to.
            file: what is sent.
            after: the sending of the same file before this one, just looked for in vain: what lands of it late is found, too.

        Raises:
            ServiceError: the service is not to be reached, or not now, or not with this key; the upload would meet the same. A list
                that is merely refused or broken is no obstacle: then `baseline` is None.
        """
        if after is not None and after.may_be_stored and after.baseline is not None:
            return self._register(Sending(ticket_id, file.name, file.size_bytes, after.baseline, next(self._order)))
        notes = self._notes(ticket_id)
        # What may land late must be in the list, or known not to be.
        is_delicate = any(has_name(other.name, file.name) and other.may_be_stored for other in notes.sendings)
        number = next(self._order)
        try:
            rows = await self._listing(ticket_id, age_max_s=0.0 if is_delicate else LISTING_AGE_MAX_S)
            baseline = self._baseline(file.name, rows)
        except (Forbidden, NotFound, Rejected, ServerFault, UnexpectedAnswer) as exc:
            _log.info("no list before an upload", kind=exc.kind)
            baseline = None
        return self._register(Sending(ticket_id, file.name, file.size_bytes, baseline, number))

    def restore(self, ticket_id: str, file: CheckedFile, baseline: Baseline | None) -> Sending:
        """Take up an upload of an earlier run that may have been sent. Restore all of them before settling the first."""
        sending = self._register(Sending(ticket_id, file.name, file.size_bytes, baseline, next(self._order)))
        sending.move_to(Stage.LOST)
        return sending

    def note_accounted(self, ticket_id: str, attachment_ids: Iterable[str]) -> None:
        """These attachments came from uploads that are known to be done."""
        self._notes(ticket_id).accounted_ids.update(attachment_ids)

    async def note_stored(self, sending: Sending, attachment: Attachment) -> None:
        """The service said so, or it was found. When this returns, uploads of the same name are safe from taking it for theirs."""
        self.note_accounted(sending.ticket_id, [attachment.id])
        sending.attachment = attachment
        self._close(sending, Stage.STORED)
        for other in list(self._notes(sending.ticket_id).sendings):
            if has_name(attachment.filename, other.name):
                await other.grow_baseline(attachment.id)

    def note_not_stored(self, sending: Sending) -> None:
        """A definite no, or it never got there."""
        self._close(sending, Stage.NOT_STORED)

    def note_broken_off(self, sending: Sending) -> None:
        """It ended before all was handed over."""
        self._close(sending, Stage.BROKEN_OFF)

    def give_up(self, sending: Sending) -> None:
        """Nobody waits for the answer any more; it may be stored."""
        sending.move_to(Stage.GIVEN_UP, now=next(self._order))

    async def settle(self, sending: Sending) -> Attachment | None:
        """Look for an upload whose answer was lost, for as long as the waits last.

        Returns:
            The upload's own attachment: it is stored, once. None: it was not found, which does not prove that it never comes.
        """
        try:
            if sending.attachment is not None:
                return await self.look_again(sending)
            return await self._search(sending, self._waits_s)
        except ServiceError as exc:
            _log.info("a lost upload could not be looked for", kind=exc.kind)
            return None

    async def look_again(self, sending: Sending) -> Attachment | None:
        """Look for an earlier sending of a file before it is sent again.

        Returns:
            Its attachment: there is nothing to send. None: it may be sent.

        Raises:
            AnswerLost: something of it is there; only the user can tell what it is. The next call lets it pass.
            ServiceError: the list cannot be had, so nothing should be sent now.
        """
        if sending.attachment is not None:
            # Stored, but cancelled before that was told; or somebody has deleted it since.
            rows = await self._listing(sending.ticket_id, age_max_s=0.0)
            return next((row for row in rows if row.id == sending.attachment.id and row.size_bytes in {None, sending.size_bytes}), None)
        if not sending.may_be_stored or sending.baseline is None:
            return None
        if sending.stage is Stage.BROKEN_OFF:
            rows = await self._listing(sending.ticket_id, age_max_s=0.0)
            if self._remains(sending, sending.baseline, rows):
                self._register(sending)
                sending.was_looked_for = True
                self.give_up(sending)
                raise AnswerLost
            return None
        return await self._search(sending, self._waits_s[:1] if sending.was_looked_for else self._waits_s)

    def _notes(self, ticket_id: str) -> _TicketNotes:
        return self._tickets.setdefault(ticket_id, _TicketNotes())

    def _register(self, sending: Sending) -> Sending:
        self._notes(sending.ticket_id).sendings.append(sending)
        return sending

    def _close(self, sending: Sending, stage: Stage) -> None:
        sending.move_to(stage)
        sendings = self._notes(sending.ticket_id).sendings
        if sending in sendings:
            sendings.remove(sending)

    def _baseline(self, name: str, rows: Iterable[Attachment]) -> Baseline:
        lookalikes = frozenset(row.id for row in rows if has_name(row.filename, name))
        # A row from the future would make every new one seem old.
        now = self._wall_clock()
        times = [row.created_at for row in rows if row.created_at is not None and row.created_at <= now]
        return Baseline(lookalikes, max(times, default=None))

    async def _listing(self, ticket_id: str, *, age_max_s: float) -> list[Attachment]:
        """The list; with an age of 0 one that was asked for after now. Many who ask at the same time share one request."""
        notes = self._notes(ticket_id)
        asked_as = next(self._order)
        async with notes.lock:
            is_young = age_max_s > 0 and self._now_s() - notes.listed_at_s <= age_max_s
            if not is_young and notes.listed_as < asked_as:
                listed_as, listed_at_s = next(self._order), self._now_s()
                notes.rows = await self._lists.list_attachments(ticket_id)
                notes.listed_as, notes.listed_at_s = listed_as, listed_at_s
            return notes.rows

    async def _search(self, sending: Sending, waits_s: Sequence[float]) -> Attachment | None:
        """Look after each wait.

        Raises:
            ServiceError: not a single list could be had.
        """
        baseline = sending.baseline
        sending.move_to(Stage.LOST)
        failure: ServiceError | None = None
        was_listed = False
        try:
            if baseline is None:
                return None
            for index, wait_s in enumerate(waits_s):
                await self._sleep(wait_s)
                try:
                    found = await self._look(sending, baseline, is_last=index == len(waits_s) - 1)
                except (Unauthorized, Forbidden, NotFound) as exc:
                    failure = exc
                    break  # Asking again makes it no better.
                except ServiceError as exc:
                    failure = exc
                    continue
                sending.was_looked_for = was_listed = True
                if found is not None:
                    await self.note_stored(sending, found)
                    return found
        finally:
            if sending.stage is Stage.LOST:
                self.give_up(sending)
        if failure is not None and not was_listed:
            raise failure
        return None

    async def _look(self, sending: Sending, baseline: Baseline, *, is_last: bool) -> Attachment | None:
        while True:
            rows = await self._listing(sending.ticket_id, age_max_s=0.0)
            candidates, rivals = self._candidates(sending, baseline, rows), self._rivals(sending)
            without_answer = [other for other in rivals if other.stage is Stage.HANDED_OVER]
            if not candidates or not without_answer:
                break
            # Their answers, which come or fail within the client's time limit, will say which attachment is whose.
            for other in without_answer:
                await other.landed()
        if len(candidates) > len(rivals) or is_last:
            for candidate in candidates if _leave_a_choice(sending, candidates, rivals) else ():
                await self._compare(candidate)
        # Nothing is awaited from here until the attachment is noted as this sending's: it is nobody else's.
        return self._choose(sending, self._candidates(sending, baseline, rows), self._rivals(sending))

    def _choose(self, sending: Sending, candidates: list[Attachment], rivals: list[Sending]) -> Attachment | None:
        if not candidates:
            return None
        if not _leave_a_choice(sending, candidates, rivals):
            return candidates[0]
        sha256s = self._notes(sending.ticket_id).sha256s
        if sending.sha256 is not None and all(candidate.id in sha256s for candidate in candidates):
            return next((candidate for candidate in candidates if sha256s[candidate.id] == sending.sha256), None)
        rank = sum(rival.number < sending.number for rival in rivals)
        return candidates[rank] if len(candidates) > len(rivals) else None

    async def _compare(self, attachment: Attachment) -> None:
        sha256s = self._notes(attachment.ticket_id).sha256s
        if self._fingerprint is None or attachment.id in sha256s:
            return
        try:
            sha256s[attachment.id] = await self._fingerprint(attachment)
        except TopTicketsError as exc:
            _log.info("a stored file could not be compared", kind=exc.kind)

    def _rivals(self, sending: Sending) -> list[Sending]:
        return [other for other in self._notes(sending.ticket_id).sendings if other.is_rival_of(sending)]

    def _candidates(self, sending: Sending, baseline: Baseline, rows: Iterable[Attachment]) -> list[Attachment]:
        """Attachments that could be this upload's, oldest first."""
        found = [row for row in self._new_lookalikes(sending, baseline, rows) if row.size_bytes == sending.size_bytes]
        return sorted(found, key=lambda row: (row.created_at or datetime.max.replace(tzinfo=UTC), row.id))

    def _remains(self, sending: Sending, baseline: Baseline, rows: Iterable[Attachment]) -> list[Attachment]:
        """Attachments that could be the beginning of a file that was not sent in full."""
        others = [other for other in self._notes(sending.ticket_id).sendings if has_name(other.name, sending.name) and other is not sending]
        sizes_of_others = {other.size_bytes for other in others if other.stage in STAGES_THAT_MAY_BE_STORED}
        return [
            row
            for row in self._new_lookalikes(sending, baseline, rows)
            if row.size_bytes is None or (row.size_bytes <= sending.size_bytes and row.size_bytes not in sizes_of_others)
        ]

    def _new_lookalikes(self, sending: Sending, baseline: Baseline, rows: Iterable[Attachment]) -> list[Attachment]:
        accounted_ids = self._notes(sending.ticket_id).accounted_ids
        newest = baseline.newest_created_at
        return [
            row
            for row in rows
            if has_name(row.filename, sending.name)
            and row.id not in baseline.lookalike_ids
            and row.id not in accounted_ids
            and (newest is None or row.created_at is None or row.created_at >= newest - _CLOCKS_DIFFER_BY)
        ]


def _leave_a_choice(sending: Sending, candidates: list[Attachment], rivals: list[Sending]) -> bool:
    """Whether it matters which of the attachments is taken. The same bytes under the same name are one as good as the other."""
    if not rivals:
        return len(candidates) > 1
    return sending.sha256 is None or any(rival.sha256 != sending.sha256 for rival in rivals)
