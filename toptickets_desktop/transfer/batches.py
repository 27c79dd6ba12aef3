"""What was asked for together: a small number within one run, and a key that lasts from run to run."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from uuid import uuid4

from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.transfer.records import Record


class Batches:
    """Knows the numbers and the keys of one engine's batches."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._key_of: dict[int, str] = {}
        self._number_of: dict[str, int] = {}

    def new(self) -> int:
        """A number that no other batch of this run has."""
        return next(self._numbers)

    def joined(self, transfer: Transfer, record: Record) -> Transfer:
        """Have picture and record name the same batch: the record of a new transfer that of the picture, and the picture of one that an
        earlier run left that of the record.
        """
        if transfer.batch_id is not None:
            record.batch_key = self._key_of.setdefault(transfer.batch_id, uuid4().hex)
        elif record.batch_key:
            number = self._number_of.get(record.batch_key) or self.new()
            self._number_of[record.batch_key], self._key_of[number] = number, record.batch_key
            return replace(transfer, batch_id=number)
        return transfer
