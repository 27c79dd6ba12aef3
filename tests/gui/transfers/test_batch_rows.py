"""The rows of batches, against the plain rule of what should stand where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.gui.transfers.examples import upload
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.batch_rows import BatchRows, runs_of


class Mirror:
    """Follows what the rows announce, as a view does."""

    def __init__(self) -> None:
        self.rows = BatchRows(self._inserting, self._removing, self._resetting)
        self.seen: list[object] = []
        self.changes = 0

    def content(self) -> list[object]:
        return [
            shown.id if isinstance(shown, Transfer) else f"batch {shown.batch_id}"
            for shown in (self.rows[i] for i in range(len(self.rows)))
        ]

    def check(self) -> None:
        assert self.seen == self.content()
        for row, shown in enumerate(self.content()):
            if isinstance(shown, int):
                assert self.rows.row_of(shown) == row
        for batch in self.rows.batches:
            assert self.content()[self.rows.row_of_batch(batch) or 0] == f"batch {batch.batch_id}"
            assert batch.tally.total_count == len(batch.ids)

    @contextmanager
    def _inserting(self, first: int, last: int) -> Iterator[None]:
        yield
        self.changes += 1
        self.seen[first:first] = self.content()[first : last + 1]

    @contextmanager
    def _removing(self, first: int, last: int) -> Iterator[None]:
        yield
        self.changes += 1
        del self.seen[first : last + 1]

    @contextmanager
    def _resetting(self) -> Iterator[None]:
        yield
        self.changes += 1
        self.seen = self.content()


def in_batch(transfer_id: int, batch_id: int | None, state: TransferState = TransferState.QUEUED) -> Transfer:
    return replace(upload(transfer_id, state), batch_id=batch_id)


def test_a_batch_of_two_has_a_row_and_one_alone_has_none() -> None:
    mirror = Mirror()
    mirror.rows.add([in_batch(1, 1), in_batch(2, 2), in_batch(3, 2), in_batch(4, None)])
    assert mirror.content() == [1, "batch 2", 2, 3, 4]
    mirror.rows.add([in_batch(5, 1)])
    assert mirror.content() == ["batch 1", 1, 5, "batch 2", 2, 3, 4]
    mirror.check()


def test_folding_takes_the_rows_away_and_brings_them_back() -> None:
    mirror = Mirror()
    mirror.rows.add([in_batch(1, 1), in_batch(2, 1), in_batch(3, None)])
    (batch,) = mirror.rows.batches
    mirror.rows.set_collapsed(batch, True)
    assert mirror.content() == ["batch 1", 3]
    mirror.rows.add([in_batch(4, 1)])
    assert mirror.rows.replace(in_batch(2, 1, TransferState.DONE)) is None
    mirror.rows.set_collapsed(batch, False)
    assert mirror.content() == ["batch 1", 1, 2, 4, 3]
    mirror.check()
    mirror.rows.remove([1, 2, 4])
    assert mirror.content() == [3]
    mirror.check()


def test_ten_thousand_of_one_batch_come_in_one_go_and_grow_in_one_go() -> None:
    mirror = Mirror()
    mirror.rows.add([in_batch(number, 1) for number in range(37)])
    mirror.rows.add([in_batch(number, 1) for number in range(37, 10_000)])
    assert mirror.changes == 2
    mirror.rows.remove(range(10_000))
    assert mirror.changes == 3
    assert mirror.content() == []


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(st.integers(0, 30), max_size=8)),
        st.tuples(st.just("remove"), st.lists(st.integers(0, 30), max_size=8)),
        st.tuples(st.just("fold"), st.lists(st.integers(0, 3), max_size=2)),
    ),
    max_size=12,
)


@given(steps, st.lists(st.none() | st.integers(1, 4), min_size=31, max_size=31))
def test_views_see_what_is_there_whatever_happens(doings: list[tuple[str, list[int]]], batch_of: list[int | None]) -> None:
    mirror = Mirror()
    for what, numbers in doings:
        if what == "add":
            mirror.rows.add(in_batch(each, batch_of[each]) for each in set(numbers) - mirror.rows.transfers.keys())
        elif what == "remove":
            mirror.rows.remove(numbers)
        else:
            batches: list[Batch] = list(mirror.rows.batches)
            for number in numbers:
                if number < len(batches):
                    mirror.rows.set_collapsed(batches[number], not batches[number].is_collapsed)
        mirror.check()
        assert sorted(each for batch in _all_batches(mirror.rows) for each in batch.ids) == sorted(mirror.rows.transfers)


def _all_batches(rows: BatchRows) -> list[Batch]:
    found = {id(batch): batch for transfer in rows.transfers.values() if (batch := rows.batch_of(transfer)) is not None}
    return list(found.values())


def test_runs() -> None:
    assert runs_of([1, 2, 5]) == [(1, 2), (5, 5)]
    assert runs_of([]) == []
