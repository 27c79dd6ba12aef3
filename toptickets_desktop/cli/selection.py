"""Finding the ticket and the attachments that the user named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toptickets_desktop.cli.errors import AmbiguousName, TicketNotFound
from toptickets_desktop.cli.results import Result, ResultStatus
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import NotFound, TopTicketsError
from toptickets_desktop.domain.ticket import Ticket

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient


async def find_ticket(client: ApiClient, reference: str) -> Ticket:
    """The ticket with this id or number.

    Raises:
        TicketNotFound: there is none.
        ServiceError: the service did not say.
    """
    try:
        return await client.find_ticket(reference)
    except NotFound as exc:
        raise TicketNotFound(reference) from exc


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
