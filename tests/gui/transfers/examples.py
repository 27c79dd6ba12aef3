"""Transfers in every state, for the tests of this room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toptickets_desktop.domain.errors import AnswerLost, FileRefused, NotReached, NotReachedReason, RefusalReason, TransferCancelled
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState

MB = 1024 * 1024


def upload(transfer_id: int, state: TransferState = TransferState.QUEUED, name: str = "scan.png", **facts: Any) -> Transfer:
    return Transfer(
        id=transfer_id, direction=Direction.UPLOAD, ticket_id="ticket-1", name=name, state=state, **({"bytes_total": 12 * MB} | facts)
    )


def download(transfer_id: int, state: TransferState = TransferState.QUEUED, name: str = "log.txt", **facts: Any) -> Transfer:
    return Transfer(
        id=transfer_id, direction=Direction.DOWNLOAD, ticket_id="ticket-1", name=name, state=state, **({"bytes_total": 12 * MB} | facts)
    )


def running(transfer_id: int, bytes_done: int = round(4.2 * MB)) -> Transfer:
    return upload(transfer_id, TransferState.RUNNING, bytes_done=bytes_done, bytes_per_s=3.1 * MB, seconds_left=2.5)


def failed(transfer_id: int) -> Transfer:
    return upload(transfer_id, TransferState.FAILED, error=NotReached(NotReachedReason.CONNECTION_LOST))


def refused(transfer_id: int) -> Transfer:
    return upload(transfer_id, TransferState.REFUSED, "empty.txt", error=FileRefused(Path("empty.txt"), RefusalReason.EMPTY))


def saved(transfer_id: int, path: Path = Path("Downloads/log.txt")) -> Transfer:
    return download(transfer_id, TransferState.DONE, bytes_done=12 * MB, path=path)


def one_of_each_state() -> list[Transfer]:
    return [
        upload(1),
        running(2),
        upload(3, TransferState.VERIFYING, bytes_done=12 * MB),
        upload(4, TransferState.DONE, bytes_done=12 * MB),
        saved(5),
        download(6, TransferState.SKIPPED),
        refused(7),
        upload(8, TransferState.UNCONFIRMED, error=AnswerLost()),
        failed(9),
        upload(10, TransferState.CANCELLED, error=TransferCancelled()),
        download(11, TransferState.RUNNING, bytes_done=200_000, bytes_total=None),
    ]
