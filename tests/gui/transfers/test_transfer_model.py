from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from tests.gui.transfers.examples import MB, download, one_of_each_state, running, upload
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.transfers.transfer_model import FRACTION_ROLE, SORT_ROLE, TRANSFER_ROLE, TransferColumn, TransferModel

Role = Qt.ItemDataRole


class Recorder:
    """What the model says, in order."""

    def __init__(self, model: TransferModel) -> None:
        self.said: list[tuple[Any, ...]] = []
        model.rowsInserted.connect(lambda _parent, first, last: self.said.append(("inserted", first, last)))
        model.rowsRemoved.connect(lambda _parent, first, last: self.said.append(("removed", first, last)))
        model.modelReset.connect(lambda: self.said.append(("reset",)))
        model.dataChanged.connect(self._on_data_changed)

    def _on_data_changed(self, top_left: QModelIndex, bottom_right: QModelIndex) -> None:
        self.said.append(("changed", top_left.row(), bottom_right.row(), top_left.column(), bottom_right.column()))


def ids(model: TransferModel) -> list[int]:
    return [transfer.id for transfer in model.transfers]


def value(model: TransferModel, row: int, column: TransferColumn, role: int = Role.DisplayRole) -> Any:
    return model.index(row, column).data(role)


def test_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = TransferModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types for it
    model.update(one_of_each_state())
    model.update([replace(transfer, state=TransferState.DONE) for transfer in one_of_each_state()[:5]])
    model.remove([2, 3, 9])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types for it


def test_rows_stand_in_the_order_of_asking_whatever_order_the_news_has() -> None:
    model = TransferModel()
    recorder = Recorder(model)
    model.update([upload(9), upload(4)])
    model.update([upload(2), upload(6), upload(5), upload(20)])
    assert ids(model) == [2, 4, 5, 6, 9, 20]
    assert [model.row_of(transfer_id) for transfer_id in ids(model)] == [0, 1, 2, 3, 4, 5]
    assert recorder.said == [("inserted", 0, 1), ("inserted", 0, 0), ("inserted", 2, 3), ("inserted", 5, 5)]


def test_progress_repaints_one_cell_and_a_new_state_the_row() -> None:
    model = TransferModel()
    model.update([running(1), running(2), running(3), upload(4)])
    recorder = Recorder(model)
    model.update([running(1), running(2, 5 * MB), running(3, 5 * MB), upload(4, TransferState.DONE)])
    status, last = TransferColumn.STATUS, TransferColumn.BUTTON
    assert recorder.said == [("changed", 1, 2, status, status), ("changed", 3, 3, TransferColumn.NAME, last)]


def test_ten_thousand_rows_cost_one_signal_to_add_and_one_to_change() -> None:
    model = TransferModel()
    recorder = Recorder(model)
    model.update([upload(transfer_id) for transfer_id in range(10_000)])
    model.update([running(5_000)])
    assert [said[0] for said in recorder.said] == ["inserted", "changed"]
    model.remove(range(0, 10_000, 2))
    assert recorder.said[-1] == ("reset",)
    assert ids(model) == list(range(1, 10_000, 2))
    assert all(model.row_of(transfer_id) == row for row, transfer_id in enumerate(ids(model)))


def test_remove_takes_runs_and_forgets_nothing_else() -> None:
    model = TransferModel()
    model.update([upload(transfer_id) for transfer_id in range(8)])
    recorder = Recorder(model)
    model.remove([1, 2, 5, 99])
    assert recorder.said == [("removed", 5, 5), ("removed", 1, 2)]
    assert ids(model) == [0, 3, 4, 6, 7]
    assert model.row_of(6) == 3
    assert model.row_of(5) is None


def test_first_active_row_is_one_that_runs() -> None:
    model = TransferModel()
    assert model.first_active_row() is None
    model.update([upload(1, TransferState.DONE), upload(2), running(3), running(4)])
    assert model.first_active_row() == 2
    assert model.active_ids == [2, 3, 4]
    model.update([upload(3, TransferState.DONE), upload(4, TransferState.DONE)])
    assert model.first_active_row() == 1


def test_roles() -> None:
    model = TransferModel()
    hostile = download(1, name="\u202egnp.exe<b>\n")
    model.update([hostile, running(2), upload(3, TransferState.DONE)])
    assert value(model, 0, TransferColumn.NAME, TRANSFER_ROLE) == hostile
    assert "\u202e" not in value(model, 0, TransferColumn.NAME)
    assert "<b>" not in value(model, 0, TransferColumn.NAME, Role.ToolTipRole)
    assert value(model, 1, TransferColumn.STATUS).startswith("4.2 MB of")
    assert value(model, 1, TransferColumn.STATUS, Role.ToolTipRole).startswith("4.2 MB of")
    assert value(model, 1, TransferColumn.BUTTON) == ""
    assert value(model, 1, TransferColumn.BUTTON, Role.AccessibleTextRole) == "Cancel"
    assert value(model, 1, TransferColumn.BUTTON, Role.ToolTipRole) == "Cancel"
    assert value(model, 2, TransferColumn.BUTTON, Role.ToolTipRole) == ""
    assert value(model, 1, TransferColumn.NAME, Role.AccessibleTextRole) == "scan.png"
    assert not value(model, 1, TransferColumn.NAME, Role.DecorationRole).isNull()
    assert value(model, 1, TransferColumn.STATUS, Role.DecorationRole) is None
    assert value(model, 1, TransferColumn.STATUS, Role.FontRole) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "File"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_sort_role_orders_by_native_values() -> None:
    model = TransferModel()
    model.update([running(1, 9 * MB), running(2, 1 * MB), upload(3, name="Alpha")])

    def order(column: TransferColumn) -> list[int]:
        return sorted(ids(model), key=lambda transfer_id: value(model, model.row_of(transfer_id) or 0, column, SORT_ROLE))

    assert order(TransferColumn.STATUS) == [3, 2, 1]
    assert order(TransferColumn.NAME) == [3, 1, 2]
    assert order(TransferColumn.BUTTON) == [1, 2, 3]


def test_unchanged_news_says_nothing() -> None:
    model = TransferModel()
    transfers: list[Transfer] = one_of_each_state()
    model.update(transfers)
    recorder = Recorder(model)
    model.update(transfers)
    assert recorder.said == []


def test_the_bar_says_what_the_words_say() -> None:
    now_s = [100.0]
    model = TransferModel(now_s=lambda: now_s[0])
    transfer = replace(running(1), bytes_done=MB, bytes_total=10 * MB)
    model.update([transfer])
    now_s[0] += 0.1
    model.update([replace(transfer, bytes_done=5 * MB)])
    assert value(model, 0, TransferColumn.STATUS).startswith("1.0 MB of 10.0 MB")
    assert value(model, 0, TransferColumn.STATUS, FRACTION_ROLE) == 0.1
    now_s[0] += 1.0
    model.update([replace(transfer, bytes_done=6 * MB)])
    assert value(model, 0, TransferColumn.STATUS).startswith("6.0 MB of 10.0 MB")
    assert value(model, 0, TransferColumn.STATUS, FRACTION_ROLE) == 0.6
