"""The main job in a real window against the real sandbox."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from tests.gui.driving import Driver, attachment_names, drop, transfers
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import BaseUrl, KeyKind, Scope
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.attachments.attachment_model import AttachmentColumn
from toptickets_desktop.gui.incoming.ticket_sheet import TicketSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.tickets.ticket_model import TicketColumn
from toptickets_desktop.gui.window.services import Services
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

ADMIN = KeyKind.ADMIN


def open_ticket(driver: Driver, sandbox: Sandbox, kind: KeyKind = ADMIN) -> MainWindow:
    return driver.open_ticket(sandbox.base_url, sandbox.keys[kind])


def select(window: MainWindow, *names: str) -> None:
    window.attachment_pane.select([row.id for row in window.attachment_model.rows if row.filename in names])


def make_files(folder: Path, **contents: bytes) -> list[Path]:
    paths = []
    for name, content in contents.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content)
        paths.append(path)
    return paths


def test_lists_tickets_and_the_attachments_of_the_chosen_one(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    assert window.windowTitle() == "TopTickets · TKT-1042"
    assert window.ticket_model.total_count == 60
    assert window.ticket_pane.footer.text() == "All 60 loaded"
    assert window.attachment_pane.title.text().startswith("TKT-1042")
    other = next(row for row in window.ticket_model.rows if row.display_id != "TKT-1042")
    window.ticket_pane.choose(other.id)
    driver.until(lambda: window.windowTitle() == f"TopTickets · {other.display_id}")
    current = window.ticket_pane.table.currentIndex()
    assert window.ticket_model.rows[current.row()].id == other.id


def test_dropped_files_are_checked_sent_and_appear(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    before = window.attachment_model.total_count
    good, log = make_files(tmp_path, note__txt=b"hello\n", server__log=b"line\n" * 100)
    program, empty = make_files(tmp_path, photo__png=b"MZ\x90\x00" + bytes(500), empty__txt=b"")
    folder = tmp_path / "folder"
    folder.mkdir()
    (nested,) = make_files(folder, nested__txt=b"inside\n")
    drop(window.attachment_pane.table.viewport(), [good, program, empty, log, folder])
    driver.until(lambda: window.attachment_model.total_count == before + 3)
    assert {good.name, log.name, nested.name} <= set(attachment_names(window))
    driver.answer(window, "checkSheet", "checkSend")  # which offers to leave the program out
    driver.until(lambda: bool(window.attachment_pane.banner.message))
    refused = transfers(window, TransferState.REFUSED)
    assert sorted(transfer.name for transfer in refused) == ["empty.txt", "photo.png"]
    assert window.attachment_pane.banner.message == "2 of 5 files were not sent. The others are on their way."
    uploads = [request for request in sandbox.requests if request.method == "POST"]
    assert len(uploads) == 3


def test_files_dropped_on_the_preview_or_on_a_ticket_row(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    first, second = make_files(tmp_path, first__txt=b"1\n", second__txt=b"2\n")
    drop(window.preview_pane, [first])
    driver.until(lambda: "first.txt" in attachment_names(window))
    row = next(i for i, ticket in enumerate(window.ticket_model.rows) if ticket.display_id != "TKT-1042")
    ticket = window.ticket_model.rows[row]
    table = window.ticket_pane.table
    place = table.visualRect(window.ticket_model.index(row, TicketColumn.SUBJECT)).center()
    drop(table.viewport(), [second], QPointF(place))
    driver.until(lambda: "second.txt" in attachment_names(window))
    assert window.windowTitle() == f"TopTickets · {ticket.display_id}"


def test_pasted_files_and_paths_are_sent(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    copied, named = make_files(tmp_path, copied__txt=b"1\n", named__txt=b"2\n")
    clipboard = QGuiApplication.clipboard()
    window.attachment_pane.table.setFocus()
    clipboard.setText(f"{copied.as_uri()}\n{named}\n")
    driver.press(window.attachment_pane.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: {"copied.txt", "named.txt"} <= set(attachment_names(window)))
    clipboard.setText("just words")
    driver.press(window.attachment_pane.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.statusBar().currentMessage() == "There are no files and no picture on the clipboard."


def test_double_click_and_enter_save_whole_files(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    table = window.attachment_pane.table
    attachment = window.attachment_model.rows[0]
    place = table.visualRect(window.attachment_model.index(0, AttachmentColumn.NAME)).center()
    driver.click(table.viewport(), place)
    driver.double_click(table.viewport(), place)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
    (saved,) = transfers(window, TransferState.DONE)
    assert saved.path is not None
    assert saved.path.parent == driver.folder / "downloads"
    assert saved.path.stat().st_size == attachment.size_bytes
    assert hashlib.sha256(saved.path.read_bytes()).hexdigest() == saved.sha256
    assert (saved.path.stat().st_mode & 0o777) == 0o600

    with driver.qtbot.waitSignal(window.attachments.open_requested) as opened:
        window.attachments.open_requested.disconnect(window.opener.open)
        driver.press(table, Qt.Key.Key_Return)
    assert opened.args == [saved.path]
    saved.path.unlink()
    driver.press(table, Qt.Key.Key_Return)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 2)
    assert saved.path.exists()


def test_deleting_at_once_asks_names_the_files_and_deletes(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    first, second, *rest = list(window.attachment_model.rows)
    window.attachment_pane.select([first.id, second.id])
    window.attachment_pane.table.setFocus()
    driver.press(window.attachment_pane.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    driver.answer(window, "deleteQuestion", "cancel")
    assert window.attachment_model.total_count == len(rest) + 2
    assert not any(request.method == "DELETE" for request in sandbox.requests)
    driver.press(window.attachment_pane.table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    driver.answer(window, "deleteQuestion", "accept")
    driver.until(lambda: window.statusBar().currentMessage() == "Deleted: 2")
    assert window.attachment_model.total_count == len(rest)


def test_context_menu_has_the_same_actions(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    window.attachment_pane.menu_requested.emit(QPoint(10, 10))
    menu = window.findChild(QMenu, "attachmentMenu")
    assert menu is not None
    assert window.actions_.delete in menu.actions()
    menu_bar_actions = {action for each in window.menuBar().findChildren(QMenu) for action in each.actions()}
    assert set(menu.actions()) - {action for action in menu.actions() if action.isSeparator()} <= menu_bar_actions
    menu.close()


def test_filter_by_name_type_and_escape(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    pane = window.attachment_pane
    total = window.attachment_model.total_count
    driver.type(pane.filter_field, "png")
    assert 0 < len(window.attachment_model.rows) < total
    assert all("png" in f"{row.filename} {row.content_type}".lower() for row in window.attachment_model.rows)
    assert pane.count.text().startswith(f"{len(window.attachment_model.rows)} of {total}")
    driver.press(pane.filter_field, Qt.Key.Key_Escape)
    assert len(window.attachment_model.rows) == total


def test_search_and_filters_ask_the_service(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    pane = window.ticket_pane
    driver.click(pane.chips.chip("status", "open"))
    driver.until(lambda: 0 < window.ticket_model.total_count < 60)
    assert {row.status for row in window.ticket_model.rows} == {"open"}
    driver.click(pane.chips.chip("who", "unassigned"))
    driver.until(lambda: all(row.assigned_user_id is None for row in window.ticket_model.rows))
    driver.type(pane.search_field, "zzz nothing has these words")
    driver.until(lambda: "No ticket fits" in pane.stack.message)
    assert window.attachments.ticket is not None, "the chosen ticket stays"
    pane.stack.notice.action_requested.emit()
    driver.until(lambda: window.ticket_model.total_count == 60)


def test_more_tickets_are_fetched_while_scrolling(driver: Driver) -> None:
    with Sandbox(tickets=230) as big:
        window = driver.open(big.base_url, big.keys[ADMIN])
        driver.until(lambda: window.ticket_model.total_count == 100)
        assert window.ticket_pane.footer.text() == "100 loaded, more as you scroll"
        bar = window.ticket_pane.table.verticalScrollBar()

        def all_loaded() -> bool:
            bar.setValue(bar.maximum())
            return window.ticket_model.total_count == 230

        driver.until(all_loaded)
        assert window.ticket_pane.footer.text() == "All 230 loaded"
        assert len({row.id for row in window.ticket_model.rows}) == 230


def test_a_picture_is_shown_without_being_saved(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    picture = next(row for row in window.attachment_model.rows if row.content_type == "image/png")
    window.attachment_pane.select([picture.id])
    driver.until(lambda: window.preview_pane.is_showing_content)
    assert not (driver.folder / "downloads").exists()
    assert transfers(window) == []


def test_a_read_only_key_cannot_write_and_says_so(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox, KeyKind.READ_ONLY)
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    actions = window.actions_
    assert not actions.upload.isEnabled()
    assert not actions.delete.isEnabled()
    assert actions.download.isEnabled()
    assert "read-only" in actions.delete.toolTip()
    drop(window.attachment_pane.table.viewport(), make_files(tmp_path, note__txt=b"hello"))
    driver.until(lambda: "read-only" in window.attachment_pane.banner.message)
    assert not any(request.method == "POST" for request in sandbox.requests)


def test_a_missing_scope_is_learnt_from_the_first_refusal(driver: Driver, sandbox: Sandbox) -> None:
    key = sandbox.add_key(KeyKind.AGENT, scopes=[Scope.TICKETS_READ, Scope.ATTACHMENTS_READ])
    window = driver.open_ticket(sandbox.base_url, key)
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    assert window.actions_.delete.isEnabled()
    window.actions_.delete_now.trigger()
    driver.answer(window, "deleteQuestion", "accept")
    driver.until(lambda: "was not deleted" in window.attachment_pane.banner.message)
    assert not window.actions_.delete.isEnabled()
    assert "attachments:delete" in window.actions_.delete.toolTip()
    assert window.attachment_pane.selected(), "the selection stays"


def test_hostile_names_break_neither_a_row_nor_the_folder(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    ticket = window.attachments.ticket
    assert ticket is not None
    hostile = "..\\../../etc/<b>x</b>\n\u202egpj.exe"
    attachment_id = sandbox.add_attachment(ticket.id, filename=hostile, content_type="text/\x00html\r\nx: y", content=b"data")
    window.actions_.refresh.trigger()
    driver.until(lambda: window.attachment_model.row(attachment_id) is not None)
    row = window.attachment_model.row_of(attachment_id)
    assert row is not None
    shown = window.attachment_model.index(row, AttachmentColumn.NAME).data()
    assert "\n" not in shown
    assert "\u202e" not in shown
    window.attachment_pane.select([attachment_id])
    window.actions_.download.trigger()
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
    (saved,) = transfers(window, TransferState.DONE)
    assert saved.path is not None
    assert saved.path.parent == driver.folder / "downloads"
    assert saved.path.read_bytes() == b"data"
    assert not any(character in saved.path.name for character in "\n\u202e/\\<>")


def test_files_named_at_the_start_go_to_the_ticket_named_with_them(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[ADMIN], ticket="tkt-1042", files=make_files(tmp_path, start__txt=b"x"))
    driver.until(lambda: "start.txt" in attachment_names(window))


def test_files_named_at_the_start_without_a_ticket_wait_for_a_yes(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[ADMIN], files=make_files(tmp_path, start__txt=b"x"))
    driver.until(lambda: window.ticket_model.total_count > 0)
    assert not any(request.method == "POST" for request in sandbox.requests)
    sheet = window.findChild(TicketSheet)
    assert sheet is not None
    driver.type(sheet.search_field, "TKT-1042")
    driver.until(lambda: sheet.attach_button.text() == "Attach to TKT-1042")
    driver.press(sheet.search_field, Qt.Key.Key_Return)
    driver.until(lambda: "start.txt" in attachment_names(window))


def test_files_never_go_to_another_ticket_than_the_one_named_with_them(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[ADMIN], ticket="TKT-999999", files=make_files(tmp_path, start__txt=b"x"))
    driver.until(lambda: "TKT-999999" in window.ticket_pane.banner.message and window.ticket_model.total_count > 0)
    window.ticket_pane.choose(window.ticket_model.rows[0].id)
    driver.answer(window, "ticketSheet", "ticketCancel")
    assert not any(request.method == "POST" for request in sandbox.requests)


def test_the_window_fits_the_screen_at_its_first_start(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[ADMIN])
    available = window.screen().availableSize()
    assert window.width() <= available.width()
    assert window.height() < available.height()


def test_the_window_remembers_its_places_and_its_ticket(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    window.resize(780, 640)
    window.actions_.show_preview.setChecked(False)
    header = window.attachment_pane.table.horizontalHeader()
    driver.until(lambda: not header.isSectionHidden(AttachmentColumn.TYPE))
    header.resizeSection(AttachmentColumn.TYPE, 177)
    window.close_now()
    settings = window.settings
    again = MainWindow(Services(window.bridge, window.session._credentials, settings))
    assert again.size().width() == 780
    again.show()
    assert not again.preview_pane.isVisibleTo(again)
    assert again.attachment_pane.table.horizontalHeader().sectionSize(AttachmentColumn.TYPE) == 177
    ticket = window.attachments.ticket
    assert ticket is not None
    assert settings.last_ticket_id == {BaseUrl.parse(str(sandbox.base_url)).text: ticket.id}
    again.deleteLater()


def test_the_order_of_rows_and_columns_is_remembered_and_the_names_still_fill_the_table(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    header = window.attachment_pane.table.horizontalHeader()
    header.moveSection(header.visualIndex(AttachmentColumn.WHEN), 0)
    window.attachment_pane.table.sortByColumn(AttachmentColumn.SIZE, Qt.SortOrder.AscendingOrder)
    names = attachment_names(window)
    window.resize(900, 600)
    window.close_now()
    again = driver.open(sandbox.base_url, sandbox.keys[ADMIN], settings=window.settings)
    driver.until(lambda: again.attachment_model.total_count > 0)
    assert again.attachments.ticket == window.attachments.ticket
    assert attachment_names(again) == names
    again.resize(1500, 700)
    table, header = again.attachment_pane.table, again.attachment_pane.table.horizontalHeader()
    assert header.visualIndex(AttachmentColumn.WHEN) == 0
    driver.until(lambda: header.length() == table.viewport().width())


def test_closing_with_transfers_under_way_asks_and_they_go_on_in_the_next_run(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    sandbox.limit_speed(2_000)
    largest = max(window.attachment_model.rows, key=lambda row: row.size_bytes or 0)
    window.attachment_pane.select([largest.id])
    window.actions_.download.trigger()
    driver.until(lambda: any(transfer.bytes_done for transfer in transfers(window, TransferState.RUNNING)))
    window.close()
    driver.answer(window, "quitQuestion", "keepWorking")
    assert window.isVisible()
    with driver.qtbot.waitSignal(window.closed):
        window.close()
        driver.answer(window, "quitQuestion", "resumeLater")
    driver.close()
    driver.opened.clear()
    downloads = driver.folder / "downloads"
    assert all(path.name.startswith(".") for path in downloads.iterdir()), "nothing under a file's name"

    sandbox.limit_speed(None)
    again = driver.open(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: len(transfers(again, TransferState.DONE)) == 1)
    (saved,) = transfers(again, TransferState.DONE)
    assert saved.path is not None
    assert [path.name for path in downloads.iterdir()] == [saved.path.name]
    assert saved.path.stat().st_size == largest.size_bytes
    assert hashlib.sha256(saved.path.read_bytes()).hexdigest() == saved.sha256


def test_a_transfer_can_be_paused_and_resumed(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    sandbox.limit_speed(2_000)
    largest = max(window.attachment_model.rows, key=lambda row: row.size_bytes or 0)
    window.attachment_pane.select([largest.id])
    window.actions_.download.trigger()
    driver.until(lambda: any(transfer.bytes_done for transfer in transfers(window, TransferState.RUNNING)))
    table = window.transfer_panel.table
    table.setFocus()
    table.selectRow(0)
    driver.press(table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: len(transfers(window, TransferState.PAUSED)) == 1)
    sandbox.limit_speed(None)
    driver.press(table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
    (saved,) = transfers(window, TransferState.DONE)
    assert saved.path is not None
    assert saved.path.stat().st_size == largest.size_bytes
