"""Rows keep their place and their identity, whatever list comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QObject, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.row_model import ROW_ROLE, RowModel, _runs


@dataclass(frozen=True)
class Fruit:
    id: str
    name: str
    weight_g: int = 0


class FruitModel(RowModel[Fruit]):
    column_count = 2

    def row_id(self, row: Fruit) -> str:
        return row.id

    def header(self, column: int) -> str:
        return ("Name", "Weight")[column]

    def text(self, row: Fruit, column: int) -> str:
        return row.name if column == 0 else str(row.weight_g)

    def sort_key_of(self, column: int) -> Callable[[Fruit], Any]:
        return (lambda row: row.weight_g) if column == 1 else super().sort_key_of(column)


FRUITS = [Fruit("a", "Apple", 150), Fruit("b", "banana", 120), Fruit("c", "Cherry", 8)]


def names(model: FruitModel) -> list[str]:
    return [row.name for row in model.rows]


def strict_tester(model: FruitModel) -> QObject:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)


def test_shows_rows_as_they_came_until_sorted(qapp: QApplication) -> None:
    model = FruitModel()
    model.set_rows(reversed(FRUITS))
    assert names(model) == ["Cherry", "banana", "Apple"]
    model.sort(0)
    assert names(model) == ["Apple", "banana", "Cherry"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Apple", "banana", "Cherry"]
    model.sort(1)
    assert names(model) == ["Cherry", "banana", "Apple"]
    model.sort(-1)
    assert names(model) == ["Cherry", "banana", "Apple"]


def test_selection_stays_on_its_row_through_a_refresh(qapp: QApplication) -> None:
    model = FruitModel()
    model.set_rows(FRUITS)
    view = QTableView()
    view.setModel(model)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().select(model.index(1, 0), flags)
    model.set_rows([Fruit("d", "Date"), Fruit("c", "Cherry", 9), Fruit("b", "Banana, ripe", 120)])
    selected = [index.data(ROW_ROLE).name for index in view.selectionModel().selectedRows()]
    assert selected == ["Banana, ripe"]
    assert names(model) == ["Date", "Cherry", "Banana, ripe"]


def test_upsert_remove_and_filter(qapp: QApplication) -> None:
    model = FruitModel()
    model.set_rows(FRUITS)
    model.set_filter(lambda row: "a" in row.name.lower())
    assert names(model) == ["Apple", "banana"]
    assert model.total_count == 3
    model.upsert([Fruit("d", "Damson"), Fruit("a", "Apricot")])
    assert names(model) == ["Apricot", "banana", "Damson"]
    model.remove(["b", "unknown"])
    model.set_filter(None)
    assert names(model) == ["Apricot", "Cherry", "Damson"]
    assert model.row_of("c") == 1
    assert model.row_of("b") is None
    assert model.row("d") == Fruit("d", "Damson")


def test_only_what_changed_is_repainted(qapp: QApplication, qtbot: QtBot) -> None:
    model = FruitModel()
    model.set_rows(FRUITS)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.set_rows(FRUITS)
    assert changed == []
    model.upsert([Fruit("b", "banana", 121)])
    assert changed == [(1, 1)]
    model.repaint_rows()
    assert changed[-1] == (0, 2)


def test_foreign_text_in_a_tooltip_is_not_markup(qapp: QApplication) -> None:
    model = FruitModel()
    model.set_rows([Fruit("x", "<b>bold</b>")])
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "&lt;b&gt;bold" in tip


def test_a_long_list_that_loses_every_other_row_is_reset(qapp: QApplication, qtbot: QtBot) -> None:
    model = FruitModel()
    model.set_rows(Fruit(str(i), str(i)) for i in range(1000))
    with qtbot.waitSignal(model.modelReset):
        model.set_filter(lambda row: int(row.id) % 2 == 0)
    assert len(model.rows) == 500


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3)), max_size=8, unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3)), max_size=8, unique_by=lambda pair: pair[0]),
    st.sampled_from([-1, 0, 1]),
    st.booleans(),
)
def test_any_list_becomes_any_other(first: list[tuple[str, int]], second: list[tuple[str, int]], column: int, filtered: bool) -> None:
    model = FruitModel()
    tester = strict_tester(model)
    model.set_rows(Fruit(name, name, weight) for name, weight in first)
    model.sort(column)
    kept = {name: QPersistentModelIndex(model.index(row, 0)) for row, name in enumerate(names(model))}
    model.set_rows(Fruit(name, name, weight) for name, weight in second)
    if filtered:
        model.set_filter(lambda row: row.weight_g > 0)
    expected = [Fruit(name, name, weight) for name, weight in second if weight > 0 or not filtered]
    if column == 1:
        expected.sort(key=lambda row: row.weight_g)
    elif column == 0:
        expected.sort(key=lambda row: row.name)
    assert list(model.rows) == expected
    for name, index in kept.items():
        if index.isValid():
            assert index.data() == name
    assert tester.parent() is model


PAGES = st.lists(st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.integers(0, 3)), max_size=6), max_size=5)


@given(PAGES, st.sampled_from([-1, 0, 1]), st.sampled_from([*Qt.SortOrder]), st.booleans())
def test_page_after_page_is_as_everything_at_once(
    pages: list[list[tuple[str, int]]], column: int, order: Qt.SortOrder, filtered: bool
) -> None:
    model, at_once = FruitModel(), FruitModel()
    tester = strict_tester(model)
    for each in (model, at_once):
        each.set_filter((lambda row: row.weight_g > 0) if filtered else None)
        each.sort(column, order)
    known: dict[str, Fruit] = {}
    kept: list[tuple[str, QPersistentModelIndex]] = []
    for page in pages:
        rows = [Fruit(name, name, weight) for name, weight in page]
        model.upsert(rows)
        known.update((row.id, row) for row in rows)
        kept += [(row.id, QPersistentModelIndex(model.index(place, 0))) for place, row in enumerate(model.rows)]
        assert all(model.row_of(row.id) == place for place, row in enumerate(model.rows))
    at_once.set_rows(known.values())
    assert list(model.rows) == list(at_once.rows)
    assert all(index.data() == name for name, index in kept if index.isValid())
    assert tester.parent() is model


def test_a_page_is_added_without_looking_at_the_rows_that_are_there(qapp: QApplication) -> None:
    asked: list[str] = []

    class Watched(FruitModel):
        def row_id(self, row: Fruit) -> str:
            asked.append(row.id)
            return row.id

    for column in (-1, 1):
        model = Watched()
        model.sort(column)
        model.set_rows(Fruit(str(i), str(i), i) for i in range(1000))
        asked.clear()
        model.upsert(Fruit(str(i), str(i), i) for i in range(1000, 1010))
        assert len(asked) <= 20
        assert len(model.rows) == 1010


@given(st.sets(st.integers(0, 60)))
def test_runs_cover_exactly_the_numbers(numbers: set[int]) -> None:
    runs = _runs(sorted(numbers))
    assert [n for first, last in runs for n in range(first, last + 1)] == sorted(numbers)
    assert all(later[0] - earlier[1] > 1 for earlier, later in pairwise(runs))
