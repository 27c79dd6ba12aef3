"""What happened to each transfer in this run, in facts that may be shown to anybody: no name, no address, no foreign text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.transfer import Transfer, TransferState

CHANGES_MAX = 64


@dataclass(frozen=True, slots=True)
class StateChange:
    """A transfer came into a state.

    Attributes:
        bytes_done: moved by then.
        errors: the kind of the error that it had met, with the HTTP status or the reason where there is one, and those behind it.
    """

    at: datetime
    state: TransferState
    bytes_done: int
    errors: tuple[str, ...] = ()


class History:
    """Listens to an engine. Keeps the newest changes of each transfer; to be used on the engine's loop."""

    def __init__(self) -> None:
        self._changes: dict[int, deque[StateChange]] = {}
        self._attempts: dict[int, int] = {}

    def note(self, transfers: Sequence[Transfer]) -> None:
        """Take the engine's news."""
        for transfer in transfers:
            changes = self._changes.setdefault(transfer.id, deque(maxlen=CHANGES_MAX))
            if changes and changes[-1].state is transfer.state:
                continue
            changes.append(StateChange(datetime.now(UTC), transfer.state, transfer.bytes_done, error_facts(transfer.error)))
            if transfer.state is TransferState.RUNNING:
                self._attempts[transfer.id] = self._attempts.get(transfer.id, 0) + 1

    def of(self, transfer_id: int) -> list[StateChange]:
        """The changes of a transfer, oldest first."""
        return list(self._changes.get(transfer_id, ()))

    def attempts(self, transfer_id: int) -> int:
        """How often it was begun in this run."""
        return self._attempts.get(transfer_id, 0)

    def forget(self, transfer_ids: Iterable[int]) -> None:
        """These are not shown any more."""
        for transfer_id in transfer_ids:
            self._changes.pop(transfer_id, None)
            self._attempts.pop(transfer_id, None)


def error_facts(error: BaseException | None) -> tuple[str, ...]:
    """Our own words for an error and its causes; never its message, which may hold a name or a sentence of the service."""
    facts: list[str] = []
    while isinstance(error, TopTicketsError) and len(facts) < 5:
        reason, status, errno_name = (getattr(error, name, None) for name in ("reason", "status", "errno_name"))
        details = [str(reason)] if reason is not None else []
        details += [f"HTTP {status}"] if isinstance(status, int) else []
        details += [errno_name] if isinstance(errno_name, str) and errno_name.isalnum() else []
        facts.append(f"{error.kind} ({', '.join(details)})" if details else error.kind)
        error = error.__cause__
    return tuple(facts)
