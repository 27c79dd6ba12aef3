"""The attachments pane as a whole: what is selected, what Enter and Ctrl+V do, and what other parts are told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.gui.driving import Driver, attachment_names, drop, transfers
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.preview.viewer_host import PreviewState
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

ADMIN = KeyKind.ADMIN


def test_enter_saves_every_selected_attachment(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    chosen = [row.id for row in window.attachment_model.rows[:3]]
    window.attachment_pane.select(chosen)
    driver.press(window.attachment_pane.table, Qt.Key.Key_Return)
    driver.until(lambda: {transfer.attachment_id for transfer in transfers(window, TransferState.DONE)} == set(chosen))


def test_files_are_pasted_wherever_the_focus_is_but_in_text(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    file = tmp_path / "pasted.txt"
    file.write_bytes(b"words")
    QGuiApplication.clipboard().setText(str(file))
    window.attachment_pane.filter_field.setFocus()
    driver.press(window.attachment_pane.filter_field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.attachment_pane.filter_field.text() == str(file)
    assert transfers(window) == []
    window.attachment_pane.filter_field.clear()
    window.ticket_pane.table.setFocus()
    driver.press(window.ticket_pane.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: "pasted.txt" in attachment_names(window))


def test_a_filter_that_leaves_nothing_leaves_nothing_selected(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    driver.type(window.attachment_pane.filter_field, "no file has these words")
    assert window.attachment_pane.selected() == []
    assert not window.actions_.delete.isEnabled()
    assert window.preview_pane.state is PreviewState.NOTHING


def test_another_ticket_takes_the_preview_away_even_when_its_list_does_not_come(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    driver.until(lambda: window.preview_pane.is_showing_content)
    sandbox.stop()
    window.ticket_pane.choose(window.ticket_model.rows[5].id)
    assert window.preview_pane.state is PreviewState.NOTHING
    driver.until(lambda: "connection" in window.attachment_pane.stack.message.lower())


def test_transfers_that_were_folded_away_stay_so_until_all_have_ended(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    paths = [tmp_path / f"{number}.txt" for number in range(8)]
    for path in paths:
        path.write_bytes(b"words " * 20_000)
    sandbox.limit_speed(200_000)
    drop(window.attachment_pane.table.viewport(), paths)
    driver.until(lambda: window.transfers.active_count == len(paths))
    assert not window.transfer_panel.is_folded
    window.transfer_panel.set_folded(True)
    sandbox.limit_speed(None)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == len(paths))
    assert window.transfer_panel.is_folded


def test_rows_appear_while_other_uploads_go_on(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    """News that come faster than the list is fetched must not put the list off for ever."""
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    before = window.attachment_model.total_count
    (tmp_path / "first.txt").write_bytes(b"words")
    drop(window.attachment_pane.table.viewport(), [tmp_path / "first.txt"])
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
    (done,) = transfers(window, TransferState.DONE)

    def listed_amid_news() -> bool:
        window.bridge.transfers_changed.emit([done])  # as hundreds of small uploads do, one after the other
        return window.attachment_model.total_count == before + 1

    driver.until(listed_amid_news)
