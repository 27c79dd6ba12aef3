"""Finding the attachments that the user named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from toptickets_desktop.cli.messages import AmbiguousName
from toptickets_desktop.cli.results import Result, ResultStatus
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import NotFound, TopTicketsError


@dataclass(slots=True)
class Selection:
    """What was found, each once, and a result for each word that named nothing."""

    found: list[Attachment] = field(default_factory=list)
    failed: list[Result] = field(default_factory=list)


def select(attachments: Sequence[Attachment], words: Iterable[str], *, ticket_id: str) -> Selection:
    """Take each word as an id, or else as the exact name of a single attachment."""
    selection = Selection()
    for word in dict.fromkeys(words):
        matches = [each for each in attachments if each.id == word] or [each for each in attachments if each.filename == word]
        if len(matches) == 1:
            if matches[0] not in selection.found:
                selection.found.append(matches[0])
            continue
        error: TopTicketsError = AmbiguousName([each.id for each in matches]) if matches else NotFound(status=404)
        selection.failed.append(Result(word, ResultStatus.FAILED, ticket_id, error=error))
    return selection
