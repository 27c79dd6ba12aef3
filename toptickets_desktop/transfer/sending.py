"""One sending of one file: what it is compared with, what is known of it, and which names may be its own."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from toptickets_desktop.domain.attachment import Attachment


@dataclass(frozen=True, slots=True)
class Baseline:
    """What tells an upload's own attachment from those that were there before it.

    Attributes:
        lookalike_ids: attachments that already had the file's name, of any size.
        newest_created_at: by the service's clock; None when nothing was there.
    """

    lookalike_ids: frozenset[str]
    newest_created_at: datetime | None

    def to_text(self) -> str:
        """For a journal."""
        newest = self.newest_created_at
        return json.dumps({"ids": sorted(self.lookalike_ids), "newest": newest.isoformat() if newest else None})

    @classmethod
    def from_text(cls, text: str) -> Baseline | None:
        """What `to_text` wrote; None when it is anything else."""
        try:
            values = json.loads(text)
            ids, newest = values["ids"], values["newest"]
            moment = None if newest is None else datetime.fromisoformat(newest)
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        is_sound = isinstance(ids, list) and all(isinstance(item, str) for item in ids) and (moment is None or moment.tzinfo is not None)
        return cls(frozenset(ids), moment) if is_sound else None


class Stage(Enum):
    """What is known of one sending."""

    UNDER_WAY = auto()  # not all handed over yet: cannot be stored
    HANDED_OVER = auto()  # all of it left us; the answer is still to come
    LOST = auto()  # no answer came: being looked for
    GIVEN_UP = auto()  # not found, or not looked for; may be stored all the same
    BROKEN_OFF = auto()  # ended before all was handed over; a service in its right mind has stored nothing
    STORED = auto()
    NOT_STORED = auto()


STAGES_THAT_MAY_BE_STORED = frozenset({Stage.HANDED_OVER, Stage.LOST, Stage.GIVEN_UP})


@dataclass(eq=False, slots=True)
class Sending:
    """One sending of one file.

    Attributes:
        baseline: None when the list could not be had before; then nothing can be proved afterwards.
        sha256: of the file, once all of it was read.
        was_looked_for: whether a list was had after the answer was lost.
        attachment: what it came to.
        remember: has the baseline written down when it has grown; for a journal.
    """

    ticket_id: str
    name: str
    size_bytes: int
    baseline: Baseline | None
    number: int
    stage: Stage = Stage.UNDER_WAY
    sha256: str | None = None
    was_looked_for: bool = False
    attachment: Attachment | None = None
    remember: Callable[[], Awaitable[None]] | None = None
    _given_up_at: int = 0
    _has_landed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def may_be_stored(self) -> bool:
        """Whether it is to be looked for before anything is sent again."""
        return self.stage in STAGES_THAT_MAY_BE_STORED or self.stage is Stage.BROKEN_OFF

    def is_rival_of(self, other: Sending) -> bool:
        """Whether an attachment that could be the other's could just as well be this one's."""
        is_lookalike = self.size_bytes == other.size_bytes and has_name(other.name, self.name)
        is_late = self.stage is Stage.GIVEN_UP and self._given_up_at < other.number  # the other's baseline would have shown it
        return self is not other and is_lookalike and self.stage in STAGES_THAT_MAY_BE_STORED and not is_late

    async def grow_baseline(self, attachment_id: str) -> None:
        """Another upload of this name has come to this attachment; after a restart, that must not be forgotten."""
        if self.baseline is not None and attachment_id not in self.baseline.lookalike_ids:
            self.baseline = replace(self.baseline, lookalike_ids=self.baseline.lookalike_ids | {attachment_id})
            if self.remember is not None:
                await self.remember()

    def note_handed_over(self) -> None:
        """All of it is on its way, so it may be stored from now on."""
        self.stage = Stage.HANDED_OVER

    def move_to(self, stage: Stage, *, now: int = 0) -> None:
        """For the reconciler alone."""
        self.stage = stage
        self._given_up_at = now
        self._has_landed.set()

    async def landed(self) -> None:
        """Until its own answer, or the lack of one, is known."""
        await self._has_landed.wait()


def has_name(stored: str, sent: str) -> bool:
    r"""Whether a file sent under one name may be listed under the other.

    The service's form parser (python-multipart) keeps only what follows the last `\` of a name that looks like a path on Windows;
    others do so with `/` too, trim blanks, or compose accents (Unicode Standard Annex #15).
    """
    return _core_of(stored) == _core_of(sent)


def _core_of(name: str) -> str:
    whole = unicodedata.normalize("NFC", name).strip()
    return whole.replace("\\", "/").rpartition("/")[2].strip() or whole
