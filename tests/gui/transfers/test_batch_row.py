"""The row of a batch in the panel, driven as a user does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMenuBar
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.gui.transfers.examples import MB, download, failed, refused, running, saved, upload
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.transfers.batch_words import batch_ended_title, batch_troubles
from toptickets_desktop.gui.transfers.transfer_model import TransferColumn, TransferModel
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel

LEFT = Qt.MouseButton.LeftButton
DONE = TransferState.DONE


def batch(transfers: list[Transfer], batch_id: int = 1) -> list[Transfer]:
    return [replace(transfer, batch_id=batch_id) for transfer in transfers]


@pytest.fixture
def panel(qtbot: QtBot) -> TransferPanel:
    panel = TransferPanel()
    qtbot.addWidget(panel)
    panel.resize(1000, 400)
    panel.show()
    qtbot.waitExposed(panel)
    panel.model.set_ticket_numbers(lambda _ticket_id: "TKT-1042")
    return panel


def text(model: TransferModel, row: int, column: TransferColumn, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    return str(model.index(row, column).data(role))


@pytest.mark.parametrize(
    ("transfers", "title", "status", "spoken_button"),
    [
        ([upload(1, DONE), upload(2, DONE), failed(3)], "Upload to TKT-1042", "2 of 3 uploaded · 1 failed", "Retry 1"),
        ([upload(1, DONE), upload(2, DONE)], "Upload to TKT-1042", "2 uploaded · 24.0 MB", ""),
        ([saved(1), saved(2)], "Download from TKT-1042", "2 saved · 24.0 MB", "Show in folder"),
        ([running(1), upload(2)], "Upload to TKT-1042", "0 of 2 uploaded · 3.1 MB/s · 7 s left", "Cancel"),
        ([running(1), failed(2)], "Upload to TKT-1042", "0 of 2 uploaded · 3.1 MB/s · 3 s left · 1 failed", "Retry 1, Cancel"),
        ([upload(1, TransferState.PAUSED), upload(2, TransferState.PAUSED)], "Upload to TKT-1042", "0 of 2 uploaded · 2 paused", "Resume"),
        ([download(1), download(2)], "Download from TKT-1042", "0 of 2 saved · 2 waiting", "Cancel"),
        ([refused(1), upload(2, DONE)], "Upload to TKT-1042", "1 of 2 uploaded · 1 not sent", ""),
    ],
)
def test_what_it_says(panel: TransferPanel, transfers: list[Transfer], title: str, status: str, spoken_button: str) -> None:
    panel.model.update(batch(transfers))
    assert text(panel.model, 0, TransferColumn.NAME) == title
    assert text(panel.model, 0, TransferColumn.STATUS) == status
    assert text(panel.model, 0, TransferColumn.BUTTON, Qt.ItemDataRole.AccessibleTextRole) == spoken_button


def test_the_end_in_one_sentence(panel: TransferPanel) -> None:
    panel.model.update(batch([*(upload(number, DONE) for number in range(8)), failed(8), failed(9)]))
    shown = panel.model.batch(1)
    assert shown is not None
    assert (batch_ended_title(shown), batch_troubles(shown)) == ("8 of 10 uploaded to TKT-1042", "2 failed")


def test_a_hostile_number_of_a_ticket_is_plain_and_visible(panel: TransferPanel) -> None:
    panel.model.set_ticket_numbers(lambda _ticket_id: "\u202e<b>1\n")
    panel.model.update(batch([upload(1), upload(2)]))
    assert "\u202e" not in text(panel.model, 0, TransferColumn.NAME)
    assert "<b>" not in text(panel.model, 0, TransferColumn.NAME, Qt.ItemDataRole.ToolTipRole)


def test_model_keeps_the_rules_of_qt_with_batches(qtmodeltester: ModelTester) -> None:
    model = TransferModel()
    model.update(batch([running(1), failed(2)]) + batch([upload(3)], 2))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types for it
    model.update(batch([upload(9)], 2))
    shown = model.batch(1)
    assert shown is not None
    model.set_collapsed(shown, True)
    model.update(batch([running(1, 9 * MB), upload(12)]))
    model.remove([1, 3])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types for it


def test_progress_repaints_the_batch_and_nothing_else(panel: TransferPanel) -> None:
    model = panel.model
    model.update(batch([running(1), upload(2)]) + batch([upload(3, DONE), upload(4, DONE)], 2))
    rows: list[tuple[int, int]] = []

    def note(top: QModelIndex, bottom: QModelIndex) -> None:
        rows.append((top.row(), bottom.row()))

    model.dataChanged.connect(note)
    model.update(batch([running(1, 6 * MB)]))
    assert rows == [(1, 1), (0, 0)]


def cell(panel: TransferPanel, row: int, column: TransferColumn) -> QRect:
    return panel.table.visualRect(panel.model.index(row, column))


def retry_place(panel: TransferPanel, row: int) -> QPoint:
    place = cell(panel, row, TransferColumn.STATUS)
    return QPoint(place.right() - 40, place.center().y())


def test_retry_tries_again_what_failed_and_only_that(panel: TransferPanel, qtbot: QtBot) -> None:
    others = [upload(4, TransferState.CANCELLED), upload(5, TransferState.UNCONFIRMED)]
    panel.model.update(batch([upload(1, DONE), failed(2), failed(3), *others]))
    with qtbot.waitSignal(panel.retry_requested) as asked:
        QTest.mouseClick(panel.table.viewport(), LEFT, pos=retry_place(panel, 0))
    assert asked.args == [[2, 3]]
    panel.model.update(batch([failed(9), failed(10)], 2))
    qtbot.waitUntil(panel.actions_.retry_failed.isEnabled)
    with qtbot.waitSignal(panel.retry_requested) as asked:
        panel.actions_.retry_failed.trigger()
    assert asked.args == [[2, 3, 9, 10]]


def test_without_failures_there_is_no_retry(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update(batch([upload(1, DONE), upload(2, DONE)]))
    with qtbot.assertNotEmitted(panel.retry_requested):
        QTest.mouseClick(panel.table.viewport(), LEFT, pos=retry_place(panel, 0))
    qtbot.waitUntil(lambda: not panel.header.retry_button.isVisible())


def test_the_button_of_a_batch_asks_for_all_of_it(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update(batch([running(1), upload(2), upload(3, DONE)]))
    with qtbot.waitSignal(panel.cancel_requested) as asked:
        QTest.mouseClick(panel.table.viewport(), LEFT, pos=cell(panel, 0, TransferColumn.BUTTON).center())
    assert asked.args == [[1, 2]]


def test_arrow_and_keys_fold_it_away_and_out(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update([*batch([running(1), upload(2)]), upload(3)])
    arrow = cell(panel, 0, TransferColumn.NAME).topLeft() + QPoint(14, 14)
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=arrow)
    assert panel.model.rowCount() == 2
    panel.activateWindow()
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus)
    panel.table.selectRow(0)
    for key, count in [(Qt.Key.Key_Right, 4), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Space, 4)]:
        QTest.keyClick(panel.table, key)
        assert panel.model.rowCount() == count
    panel.table.selectRow(2)
    QTest.keyClick(panel.table, Qt.Key.Key_Left)
    assert panel.table.currentIndex().row() == 0
    assert [transfer.id for transfer in panel.selected()] == [1, 2]


def test_a_selected_batch_stands_for_its_transfers(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update([*batch([running(1), upload(2)]), upload(3)])
    panel.table.selectAll()
    assert [transfer.id for transfer in panel.selected()] == [1, 2, 3]
    panel.table.selectRow(0)
    with qtbot.waitSignal(panel.start_next_requested) as asked:
        panel.actions_.asked.emit(next(action for action in panel.actions_.of_rows if action.name == "START_NEXT"))
    assert asked.args == [[2]]


def test_pause_all_becomes_resume_all(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update([running(1), upload(2), upload(3, TransferState.PAUSED)])
    qtbot.waitUntil(lambda: panel.header.pause_button.text() == "Pause all" and panel.header.pause_button.isEnabled())
    with qtbot.waitSignal(panel.pause_requested) as asked:
        QTest.mouseClick(panel.header.pause_button, LEFT)
    assert asked.args == [[3, 2, 1]]
    panel.model.update([upload(number, TransferState.PAUSED) for number in (1, 2, 3)])
    qtbot.waitUntil(lambda: panel.header.pause_button.text() == "Resume all")
    with qtbot.waitSignal(panel.resume_requested) as asked:
        QTest.mouseClick(panel.header.pause_button, LEFT)
    assert asked.args == [[1, 2, 3]]


def test_the_limit_can_be_chosen_and_is_shown(panel: TransferPanel, qtbot: QtBot) -> None:
    offered = [action for action in panel.actions_.limit_menu.actions() if not action.isSeparator()]
    assert [action.text() for action in offered if action.isChecked()] == ["No limit"]
    with qtbot.waitSignal(panel.limit_chosen) as chosen:
        next(action for action in offered if action.text() == "1.0 MB/s").trigger()
    assert chosen.args == [MB]
    panel.show_limit(3 * MB)
    assert panel.header.limit_button.text() == "3.0 MB/s"
    assert "3.0 MB/s" in panel.header.limit_button.accessibleName()
    assert [action.text() for action in panel.actions_.limit_menu.actions() if action.isChecked()] == ["3.0 MB/s"]


def test_every_action_is_in_the_menu_once(panel: TransferPanel, qtbot: QtBot) -> None:
    menu_bar = QMenuBar()
    qtbot.addWidget(menu_bar)
    menu_bar.addMenu("&Help")
    panel.actions_.add_menu(menu_bar)
    menu = menu_bar.findChild(QMenu, "transfersMenu")
    assert isinstance(menu, QMenu)
    assert menu_bar.actions()[-1].text() == "&Help"
    named = [action.objectName() for action in menu.actions() if action.objectName()]
    assert len(named) == len(set(named))
    assert {action.objectName() for action in panel.actions_.findChildren(type(menu.actions()[0])) if action.objectName()} <= set(named)


def test_showing_a_batch_selects_its_row(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update(
        batch([upload(number, DONE) for number in range(100)]) + batch([failed(200), failed(201)], 2) + batch([failed(300)], 3)
    )
    qtbot.waitUntil(lambda: not panel.message)
    panel.show_transfer(201)
    assert [transfer.id for transfer in panel.selected()] == [200, 201]
    assert panel.table.viewport().rect().contains(cell(panel, panel.table.currentIndex().row(), TransferColumn.NAME))
    panel.show_transfer(300)
    assert [transfer.id for transfer in panel.selected()] == [300]
    panel.show_transfer(999)


def test_when_all_has_ended_what_failed_is_in_view(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update(batch([upload(number) for number in range(100)]))
    qtbot.waitUntil(lambda: "waiting" in panel.summary_text)
    panel.model.update(batch([running(99)]))
    qtbot.waitUntil(lambda: "running" in panel.summary_text)
    panel.model.update(batch([failed(number) if number == 50 else upload(number, DONE) for number in range(100)]))
    qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(cell(panel, 0, TransferColumn.NAME)))


def test_with_ten_thousand_finished_rows_news_paints_what_is_seen_only(
    panel: TransferPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.model.update(batch([upload(number, DONE) for number in range(10_000)]))
    panel.model.update(batch([running(20_000), upload(20_001)], 2))
    qtbot.waitUntil(lambda: "running" in panel.summary_text)
    QGuiApplication.processEvents()
    asked: list[int] = []
    data = TransferModel.data

    def counted(model: TransferModel, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asked.append(index.row())
        return data(model, index, role)

    monkeypatch.setattr(TransferModel, "data", counted)
    panel.model.update(batch([running(20_000, 6 * MB)], 2))
    panel.grab()
    seen = panel.table.viewport().height() // panel.table.verticalHeader().defaultSectionSize() + 2
    assert len(set(asked)) <= seen
