from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QSplitter
from pytestqt.qtbot import QtBot

from tests.gui.transfers.examples import MB, failed, one_of_each_state, running, saved, upload
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.theme import ColorChoice, Tone, dark_palette, light_palette, tone_color
from toptickets_desktop.gui.transfers.transfer_model import TransferColumn
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> TransferPanel:
    panel = TransferPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 400)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def full(panel: TransferPanel, qtbot: QtBot) -> TransferPanel:
    panel.model.update(one_of_each_state())
    qtbot.waitUntil(lambda: not panel.message)
    return panel


def cell(panel: TransferPanel, transfer_id: int, column: TransferColumn) -> QRect:
    row = panel.model.row_of(transfer_id)
    assert row is not None
    return panel.table.visualRect(panel.model.index(row, column))


def click(panel: TransferPanel, place: QPoint) -> None:
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place)


def double_click(panel: TransferPanel, place: QPoint) -> None:
    QTest.mouseClick(panel.table.viewport(), LEFT, pos=place)
    QTest.mouseDClick(panel.table.viewport(), LEFT, pos=place)


def select(panel: TransferPanel, *transfer_ids: int) -> None:
    panel.table.clearSelection()
    for transfer_id in transfer_ids:
        row = panel.model.row_of(transfer_id)
        assert row is not None
        panel.table.selectionModel().select(
            panel.model.index(row, 0),
            panel.table.selectionModel().SelectionFlag.Select | panel.table.selectionModel().SelectionFlag.Rows,
        )


def test_empty_panel_says_what_it_is_for(panel: TransferPanel) -> None:
    assert "show here" in panel.message
    assert panel.summary_text == ""
    assert not panel.header.cancel_all_button.isEnabled()
    assert not panel.header.clear_button.isEnabled()
    assert panel.table.accessibleName() == "Transfers"


def test_header_follows_the_rows(panel: TransferPanel, qtbot: QtBot) -> None:
    panel.model.update([running(1), upload(2)])
    qtbot.waitUntil(lambda: panel.summary_text == "1 running · 1 waiting · 3.1 MB/s · 7 s left")
    assert panel.header.cancel_all_button.isEnabled()
    assert not panel.header.clear_button.isEnabled()
    panel.model.update([upload(1, TransferState.DONE), failed(2)])
    qtbot.waitUntil(lambda: panel.summary_text == "1 of 2 uploaded · 1 failed")
    assert not panel.header.cancel_all_button.isEnabled()
    assert panel.header.clear_button.isEnabled()
    panel.model.remove([1, 2])
    qtbot.waitUntil(lambda: bool(panel.message))


def test_cancel_all_and_clear_finished(full: TransferPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(full.cancel_requested) as cancelled:
        QTest.mouseClick(full.header.cancel_all_button, LEFT)
    assert cancelled.args == [[1, 2, 3, 11]]
    with qtbot.waitSignal(full.clear_finished_requested):
        QTest.mouseClick(full.header.clear_button, LEFT)


@pytest.mark.parametrize(
    ("transfer_id", "signal_of", "expected"),
    [
        (2, lambda panel: panel.cancel_requested, [2]),
        (9, lambda panel: panel.retry_requested, [9]),
        (5, lambda panel: panel.show_in_folder_requested, Path("Downloads/log.txt")),
    ],
    ids=["cancel", "retry", "show in folder"],
)
def test_buttons_in_the_rows(
    full: TransferPanel, qtbot: QtBot, transfer_id: int, signal_of: Callable[[Any], Any], expected: object
) -> None:
    with qtbot.waitSignal(signal_of(full)) as asked:
        click(full, cell(full, transfer_id, TransferColumn.BUTTON).center())
    assert asked.args == [expected]


def test_a_click_beside_the_button_or_on_a_row_without_one_does_nothing(full: TransferPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(full.cancel_requested), qtbot.assertNotEmitted(full.show_in_folder_requested):
        click(full, cell(full, 2, TransferColumn.BUTTON).topLeft() + QPoint(1, 1))
        click(full, cell(full, 4, TransferColumn.BUTTON).center())
        QTest.mouseClick(full.table.viewport(), Qt.MouseButton.RightButton, pos=cell(full, 2, TransferColumn.BUTTON).center())


def test_a_press_on_one_row_released_over_another_is_no_click(full: TransferPanel, qtbot: QtBot) -> None:
    viewport = full.table.viewport()
    with qtbot.assertNotEmitted(full.cancel_requested):
        QTest.mousePress(viewport, LEFT, pos=cell(full, 1, TransferColumn.BUTTON).center())
        full.model.remove([1])
        QTest.mouseRelease(viewport, LEFT, pos=cell(full, 2, TransferColumn.BUTTON).center())


def test_double_click_opens_a_finished_download_only(full: TransferPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(full.open_requested) as asked:
        double_click(full, cell(full, 5, TransferColumn.NAME).center())
    assert asked.args == [Path("Downloads/log.txt")]
    with qtbot.assertNotEmitted(full.open_requested):
        double_click(full, cell(full, 4, TransferColumn.NAME).center())
        double_click(full, cell(full, 5, TransferColumn.BUTTON).center())


def test_keys_do_what_the_menu_says(full: TransferPanel, qtbot: QtBot) -> None:
    full.activateWindow()
    full.table.setFocus()
    qtbot.waitUntil(full.table.hasFocus)
    select(full, 1, 2, 9, 5, 4)
    with qtbot.waitSignal(full.cancel_requested) as cancelled:
        QTest.keyClick(full.table, Qt.Key.Key_Delete)
    assert cancelled.args == [[1, 2]]
    with qtbot.waitSignal(full.retry_requested) as retried:
        QTest.keyClick(full.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert retried.args == [[9]]
    with qtbot.waitSignal(full.open_requested):
        QTest.keyClick(full.table, Qt.Key.Key_Return)
    with qtbot.waitSignal(full.show_in_folder_requested):
        QTest.keyClick(full.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    with qtbot.assertNotEmitted(full.cancel_requested):
        QTest.keyClick(full.table, Qt.Key.Key_Escape)


def test_copy_puts_names_and_sentences_on_the_clipboard(full: TransferPanel, qtbot: QtBot) -> None:
    full.activateWindow()
    full.table.setFocus()
    qtbot.waitUntil(full.table.hasFocus)
    select(full, 4, 7)
    QTest.keyClick(full.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "scan.png: Uploaded · 12.0 MB\nempty.txt: Not sent: “empty.txt” is empty."


def test_context_menu_enables_what_fits_the_selection(full: TransferPanel, qtbot: QtBot) -> None:
    select(full, 9)
    full.table.customContextMenuRequested.emit(cell(full, 9, TransferColumn.NAME).center())
    menu = full.findChild(QMenu, "transferMenu")
    assert menu is not None
    enabled = {action.text() for action in menu.actions() if action.isEnabled() and not action.isSeparator()}
    assert enabled == {"Retry", "Copy message", "Copy diagnostics…"}
    menu.close()


def test_nothing_can_be_asked_without_a_selection(full: TransferPanel, qtbot: QtBot) -> None:
    select(full)
    assert full.selected() == []
    assert [action for action in full.table.actions() if action.isEnabled()] == []


def many(panel: TransferPanel, qtbot: QtBot, running_id: int) -> None:
    panel.model.update([upload(i, TransferState.DONE) for i in range(running_id)])
    panel.model.update([running(running_id), *(upload(i) for i in range(running_id + 1, 200))])


def test_what_runs_is_in_view(panel: TransferPanel, qtbot: QtBot) -> None:
    many(panel, qtbot, 100)
    qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(cell(panel, 100, TransferColumn.NAME)))
    many(panel, qtbot, 150)
    qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(cell(panel, 150, TransferColumn.NAME)))


def test_a_user_who_scrolled_away_is_left_alone_until_all_has_ended(panel: TransferPanel, qtbot: QtBot) -> None:
    many(panel, qtbot, 100)
    qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(cell(panel, 100, TransferColumn.NAME)))
    bar = panel.table.verticalScrollBar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    panel.model.update([running(100, 6 * MB)])
    qtbot.waitUntil(lambda: "2 s left" not in panel.summary_text)
    assert bar.value() == 0
    panel.model.update([upload(i, TransferState.DONE) for i in range(200)])
    qtbot.waitUntil(lambda: panel.summary_text == "All done")
    panel.model.update([running(200)])
    qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(cell(panel, 200, TransferColumn.NAME)))


def test_folding_leaves_the_line_and_gives_the_room_back(qtbot: QtBot) -> None:
    splitter = QSplitter(Qt.Orientation.Vertical)
    qtbot.addWidget(splitter)
    splitter.addWidget(QLabel("above"))
    panel = TransferPanel()
    splitter.addWidget(panel)
    splitter.resize(800, 600)
    splitter.show()
    qtbot.waitExposed(splitter)
    splitter.setSizes([380, 220])
    height = panel.height()
    panel.model.update(one_of_each_state())
    with qtbot.waitSignal(panel.folded) as folded:
        QTest.mouseClick(panel.header.fold_button, LEFT)
    assert folded.args == [True]
    assert panel.is_folded
    qtbot.waitUntil(lambda: panel.height() < 60)
    assert panel.header.summary.isVisible()
    assert panel.header.fold_button.accessibleName().startswith("Show")
    panel.set_folded(False)
    qtbot.waitUntil(lambda: panel.height() == height)
    qtbot.waitUntil(panel.table.isVisible)


def test_unfolding_for_the_first_time_leaves_most_of_the_window_to_others(qtbot: QtBot) -> None:
    splitter = QSplitter(Qt.Orientation.Vertical)
    qtbot.addWidget(splitter)
    splitter.addWidget(QLabel("above"))
    panel = TransferPanel()
    panel.set_folded(True)
    splitter.addWidget(panel)
    splitter.resize(800, 600)
    splitter.show()
    qtbot.waitExposed(splitter)
    folded = panel.height()
    panel.set_folded(False)
    qtbot.waitUntil(lambda: folded + 60 < panel.height() < 250)


@pytest.mark.parametrize("choice", [ColorChoice.LIGHT, ColorChoice.DARK])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_bar_grows_from_the_side_that_reading_begins_on(
    full: TransferPanel, qtbot: QtBot, choice: ColorChoice, direction: Qt.LayoutDirection
) -> None:
    palette = dark_palette() if choice is ColorChoice.DARK else light_palette()
    full.setPalette(palette)
    full.setLayoutDirection(direction)
    full.table.clearSelection()
    image = full.table.viewport().grab().toImage()
    status = cell(full, 2, TransferColumn.STATUS)
    y = status.center().y()
    accent = palette.color(palette.ColorRole.Accent)
    colored = [x for x in range(status.left(), status.right()) if image.pixelColor(x, y) == accent]
    assert colored
    middle = status.center().x()
    assert all(x < middle for x in colored) if direction is Qt.LayoutDirection.LeftToRight else all(x > middle for x in colored)
    assert len(colored) == pytest.approx(160 * 4.2 / 12, abs=12)


def test_errors_are_seen_as_such_also_on_a_selected_row(full: TransferPanel) -> None:
    def colors(transfer_id: int) -> set[int]:
        image = full.table.viewport().grab(cell(full, transfer_id, TransferColumn.STATUS)).toImage()
        return {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}

    full.table.clearSelection()
    danger = tone_color(Tone.DANGER, full.palette()).rgb()
    assert danger in colors(9)
    assert danger not in colors(4)
    select(full, 9)
    assert danger not in colors(9)
    selected_text = full.palette().color(full.palette().ColorRole.HighlightedText)
    assert QColor(selected_text).rgb() in colors(9)


def test_a_button_shows_that_the_pointer_is_over_it(full: TransferPanel, qtbot: QtBot) -> None:
    place = cell(full, 2, TransferColumn.BUTTON)

    def picture() -> QImage:
        return full.table.viewport().grab(place).toImage()

    QTest.mouseMove(full.table.viewport(), cell(full, 2, TransferColumn.NAME).center())
    before = picture()
    QTest.mouseMove(full.table.viewport(), place.center())
    qtbot.waitUntil(lambda: picture() != before)


def test_a_narrow_panel_keeps_its_words(full: TransferPanel, qtbot: QtBot) -> None:
    full.resize(full.minimumSizeHint().width(), 300)
    assert full.table.columnWidth(TransferColumn.NAME) >= 120
    full.grab()
    assert saved(5) in full.model.transfers
