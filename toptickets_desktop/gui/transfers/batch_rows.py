"""Which row shows what: batches in the order of asking, each with a row of its own over those of its transfers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import groupby

from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.gui.transfers.batch import Batch

Row = Transfer | Batch
Change = Callable[[int, int], AbstractContextManager[None]]
"""Wraps a change of the rows from the first to the last."""

_RUNS_BEFORE_RESET = 200


class BatchRows:
    """The rows of the panel, and where each transfer and batch stands.

    Args:
        inserting: wraps the insertion of rows.
        removing: wraps the removal of rows.
        resetting: wraps a change of very many rows.
    """

    def __init__(self, inserting: Change, removing: Change, resetting: Callable[[], AbstractContextManager[None]]) -> None:
        self._inserting = inserting
        self._removing = removing
        self._resetting = resetting
        self._rows: list[Row] = []
        self._transfers: dict[int, Transfer] = {}
        self._batches: list[Batch] = []  # in the order of their first transfers
        self._by_key: dict[tuple[str, int], Batch] = {}
        self._row_of_id: dict[int, int] = {}
        self._row_of_batch: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: int) -> Row:
        return self._rows[row]

    @property
    def transfers(self) -> dict[int, Transfer]:
        """By id."""
        return self._transfers

    @property
    def batches(self) -> Iterator[Batch]:
        """Those with a row of their own."""
        return (batch for batch in self._batches if batch.has_header)

    def row_of(self, transfer_id: int) -> int | None:
        """Where a transfer is shown; None when it is not."""
        return self._row_of_id.get(transfer_id)

    def row_of_batch(self, batch: Batch) -> int | None:
        """Where the row over its transfers is; None when it has none."""
        return None if batch.batch_id is None else self._row_of_batch.get(batch.batch_id)

    def batch_of(self, transfer: Transfer) -> Batch | None:
        """What a transfer belongs to; one that stands alone is a batch without a row of its own."""
        return self._by_key.get(_key(transfer))

    def batch(self, batch_id: int) -> Batch | None:
        """The batch of that number."""
        return self._by_key.get(("batch", batch_id))

    def replace(self, new: Transfer) -> int | None:
        """Take a newer picture; returns its row, if it is shown."""
        old = self._transfers[new.id]
        self._transfers[new.id] = new
        self._by_key[_key(old)].replace(old, new)
        row = self._row_of_id.get(new.id)
        if row is not None:
            self._rows[row] = new
        return row

    def add(self, new: Iterable[Transfer]) -> None:
        """Add transfers, where their ids and batches belong: nearly always at the end, and then in one go."""
        fresh: dict[tuple[str, int], Batch] = {}
        grown: dict[tuple[str, int], list[Transfer]] = {}
        for transfer in sorted(new, key=lambda each: each.id):
            self._transfers[transfer.id] = transfer
            key = _key(transfer)
            if key in self._by_key:
                grown.setdefault(key, []).append(transfer)
                continue
            batch = fresh.setdefault(key, Batch(transfer.batch_id))
            batch.add(transfer)
            batch.has_header = len(batch.ids) > 1
        for key, together in grown.items():
            self._add_to(self._by_key[key], together)
        placed = [(bisect_left(self._batches, batch.ids[0], key=lambda each: each.ids[0]), batch) for batch in fresh.values()]
        self._by_key |= fresh
        inserted = 0
        for place, at_place in groupby(placed, key=lambda pair: pair[0]):
            batches = [batch for _, batch in at_place]
            self._insert_batches(place + inserted, batches)
            inserted += len(batches)

    def remove(self, transfer_ids: Iterable[int]) -> None:
        """Take transfers away; unknown ids are no matter."""
        gone = set(transfer_ids) & self._transfers.keys()
        touched = {id(batch): batch for batch in (self._by_key[_key(self._transfers[each])] for each in gone)}
        emptied = [batch for batch in touched.values() if all(each in gone for each in batch.ids)]
        rows = [row for each in gone if (row := self._row_of_id.get(each)) is not None]
        rows += [row for batch in emptied if (row := self.row_of_batch(batch)) is not None]
        runs = runs_of(sorted(rows))
        if len(runs) > _RUNS_BEFORE_RESET:
            with self._resetting():
                self._forget(gone, touched.values(), emptied)
                dropped = set(rows)
                self._rows = [each for row, each in enumerate(self._rows) if row not in dropped]
                self._index_again()
            return
        for first, last in reversed(runs):
            with self._removing(first, last):
                for shown in self._rows[first : last + 1]:
                    if isinstance(shown, Transfer):
                        del self._row_of_id[shown.id]
                del self._rows[first : last + 1]
                self._index_again(first)
        self._forget(gone, touched.values(), emptied)

    def set_collapsed(self, batch: Batch, is_collapsed: bool) -> None:
        """Show only the row of a batch, or those of its transfers, too."""
        row = self.row_of_batch(batch)
        if row is None or batch.is_collapsed is is_collapsed or not batch.ids:
            return
        first, last = row + 1, row + len(batch.ids)
        batch.is_collapsed = is_collapsed
        if is_collapsed:
            with self._removing(first, last):
                del self._rows[first : last + 1]
                for transfer_id in batch.ids:
                    del self._row_of_id[transfer_id]
                self._index_again(row)
        else:
            with self._inserting(first, last):
                self._rows[first:first] = [self._transfers[transfer_id] for transfer_id in batch.ids]
                self._index_again(row)

    def _insert_batches(self, place: int, batches: list[Batch]) -> None:
        first = self._first_row(self._batches[place]) if place < len(self._batches) else len(self._rows)
        rows: list[Row] = []
        for batch in batches:
            rows += [batch] if batch.has_header else []
            rows += [self._transfers[transfer_id] for transfer_id in batch.ids]
        with self._inserting(first, first + len(rows) - 1):
            self._batches[place:place] = batches
            self._rows[first:first] = rows
            self._index_again(first)

    def _add_to(self, batch: Batch, transfers: list[Transfer]) -> None:
        """Add to a batch that is shown already: nearly always at its end, and then in one go."""
        first = self._first_row(batch)
        if not batch.has_header:
            batch.has_header = True
            with self._inserting(first, first):
                self._rows.insert(first, batch)
                self._index_again(first)
        is_at_end = transfers[0].id > batch.ids[-1]
        for together in [transfers] if is_at_end else [[transfer] for transfer in transfers]:
            places = [batch.add(transfer) for transfer in together]
            if batch.is_collapsed:
                continue
            row = first + 1 + places[0]
            with self._inserting(row, row + len(together) - 1):
                self._rows[row:row] = together
                self._index_again(row)

    def _first_row(self, batch: Batch) -> int:
        row = self.row_of_batch(batch)
        return self._row_of_id[batch.ids[0]] if row is None else row

    def _forget(self, gone: set[int], touched: Iterable[Batch], emptied: Iterable[Batch]) -> None:
        for batch in touched:
            for transfer_id in batch.ids:
                if transfer_id in gone:
                    batch.tally.take(self._transfers[transfer_id])
            batch.ids = [each for each in batch.ids if each not in gone]
        emptied_ids = {id(batch) for batch in emptied}
        for batch in emptied:
            if batch.batch_id is not None:
                self._row_of_batch.pop(batch.batch_id, None)
        if emptied_ids:
            self._batches = [batch for batch in self._batches if id(batch) not in emptied_ids]
            self._by_key = {key: batch for key, batch in self._by_key.items() if id(batch) not in emptied_ids}
        for transfer_id in gone:
            del self._transfers[transfer_id]
            self._row_of_id.pop(transfer_id, None)

    def _index_again(self, first: int = 0) -> None:
        for row in range(first, len(self._rows)):
            shown = self._rows[row]
            if isinstance(shown, Transfer):
                self._row_of_id[shown.id] = row
            elif shown.batch_id is not None:
                self._row_of_batch[shown.batch_id] = row


def runs_of(rows: list[int]) -> list[tuple[int, int]]:
    """Group growing numbers into runs of neighbours: [1, 2, 5] → [(1, 2), (5, 5)]."""
    grouped = (list(group) for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in grouped]


def _key(transfer: Transfer) -> tuple[str, int]:
    return ("transfer", transfer.id) if transfer.batch_id is None else ("batch", transfer.batch_id)
