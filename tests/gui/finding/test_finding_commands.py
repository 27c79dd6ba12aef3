"""Pins, recent tickets, chips, "mine", columns and the sheet of shortcuts in a real window."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QDialogButtonBox, QMenu, QTableView

from tests.gui.driving import Driver, attachment_names
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.gui.attachments.attachment_model import AttachmentColumn
from toptickets_desktop.gui.finding.person_dialog import PersonDialog
from toptickets_desktop.gui.finding.shortcut_sheet import ShortcutSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.tickets.ticket_model import TicketColumn
from toptickets_desktop.gui.tickets.ticket_pane import MINE, WHO, TicketView
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

ADMIN = KeyKind.ADMIN


def open_ticket(driver: Driver, sandbox: Sandbox) -> MainWindow:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60)
    return window


def list_requests(sandbox: Sandbox) -> int:
    return sum(1 for request in sandbox.requests if request.path.endswith("/tickets"))


def test_a_row_that_is_selected_without_being_current_is_the_chosen_ticket(driver: Driver, sandbox: Sandbox) -> None:
    """As assistive programs do it."""
    window = open_ticket(driver, sandbox)
    table = window.ticket_pane.table
    selection = table.selectionModel()
    assert [window.ticket_model.rows[index.row()].display_id for index in selection.selectedRows()] == ["TKT-1042"]
    row = next(i for i, ticket in enumerate(window.ticket_model.rows) if ticket.display_id != "TKT-1042")
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    selection.select(window.ticket_model.index(row, 0), flags)
    driver.until(lambda: window.attachments.ticket == window.ticket_model.rows[row])
    assert [index.row() for index in selection.selectedRows()] == [row]


def test_a_pinned_ticket_is_kept_for_the_next_run(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    assert window.actions_.pin_ticket.isEnabled()
    window.actions_.pin_ticket.trigger()
    assert window.actions_.pin_ticket.isChecked()
    window.close_now()
    again = driver.open(sandbox.base_url, sandbox.keys[ADMIN], settings=window.settings)
    driver.until(lambda: again.ticket_model.total_count == 60)
    again.actions_.pinned_tickets.trigger()
    driver.until(lambda: [row.display_id for row in again.ticket_model.rows] == ["TKT-1042"])
    driver.until(again.actions_.pin_ticket.isChecked)
    again.actions_.pin_ticket.trigger()
    driver.until(lambda: "No pinned tickets" in again.ticket_pane.stack.message)
    again.actions_.all_tickets.trigger()
    driver.until(lambda: again.ticket_model.total_count == 60)


def test_recent_tickets_come_newest_first_and_the_chips_narrow_them(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    others = [row for row in window.ticket_model.rows if row.display_id != "TKT-1042"][:2]
    for row in others:
        window.ticket_pane.choose(row.id)
    window.actions_.recent_tickets.trigger()
    expected = [others[1].display_id, others[0].display_id, "TKT-1042"]
    driver.until(lambda: [row.display_id for row in window.ticket_model.rows] == expected)
    assert window.ticket_pane.view is TicketView.RECENT
    driver.type(window.ticket_pane.search_field, others[0].display_id)
    driver.until(lambda: [row.display_id for row in window.ticket_model.rows] == [others[0].display_id])


def test_a_deleted_pinned_ticket_is_left_out(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    ticket = window.attachments.ticket
    assert ticket is not None
    window.actions_.pin_ticket.trigger()
    memory = window.places.memory
    gone = type(memory.pinned[0])("00000000-0000-4000-8000-000000000000", "TKT-9")
    window.settings.finding[window.session.account] = memory.with_pin(gone)
    window.actions_.pinned_tickets.trigger()
    driver.until(lambda: [row.id for row in window.ticket_model.rows] == [ticket.id])


def test_mine_asks_once_who_that_is(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    driver.until(lambda: window.ticket_pane.chips.chip(WHO, MINE).isEnabled())
    driver.click(window.ticket_pane.chips.chip(WHO, MINE))
    dialog = window.findChild(PersonDialog)
    assert dialog is not None
    someone = next(row.assigned_user_id for row in window.ticket_model.rows if row.assigned_user_id)
    assert someone is not None
    dialog.choose(someone)
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    driver.click(buttons.button(QDialogButtonBox.StandardButton.Ok))
    driver.until(lambda: {row.assigned_user_id for row in window.ticket_model.rows} == {someone})
    window.close_now()
    again = driver.open(sandbox.base_url, sandbox.keys[ADMIN], settings=window.settings)
    driver.until(lambda: again.ticket_model.total_count > 0)
    assert again.ticket_pane.chips.values() == {WHO: MINE}
    assert {row.assigned_user_id for row in again.ticket_model.rows} == {someone}


def test_mine_says_why_it_is_off_when_the_key_may_not_see_people(driver: Driver, sandbox: Sandbox) -> None:
    key = sandbox.add_key(KeyKind.AGENT, scopes=[Scope.TICKETS_READ, Scope.ATTACHMENTS_READ])
    window = driver.open_ticket(sandbox.base_url, key)
    chip = window.ticket_pane.chips.chip(WHO, MINE)
    driver.until(lambda: "users:read" in chip.toolTip())
    assert not chip.isEnabled()


def test_of_a_group_one_chip_is_on_and_arrow_keys_go_from_one_to_the_next(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    chips = window.ticket_pane.chips
    driver.click(chips.chip("status", "open"))
    driver.click(chips.chip("status", "pending"))
    driver.click(chips.chip("priority", "high"))
    assert chips.values() == {"status": "pending", "priority": "high"}
    driver.until(lambda: all((row.status, row.priority) == ("pending", "high") for row in window.ticket_model.rows))
    chips.chip("status", "new").setFocus()
    driver.press(chips.chip("status", "new"), Qt.Key.Key_Right)
    assert chips.chip("status", "open").hasFocus()
    assert [chip.focusPolicy() for chip in chips.chips].count(Qt.FocusPolicy.StrongFocus) == 1, "one stop for Tab"
    driver.press(chips.chip("status", "open"), Qt.Key.Key_Space)
    assert chips.value("status") == "open"


def test_chips_wrap_in_a_narrow_pane(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    window.panes.setSizes([304, 700, 200])
    chips = window.ticket_pane.chips
    driver.until(lambda: chips.height() == chips.heightForWidth(chips.width()) and chips.width() < 400)
    assert all(chips.rect().contains(chip.geometry()) for chip in chips.chips)


def test_fast_typing_asks_once_and_the_newest_answer_stays(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    before = list_requests(sandbox)
    messages: list[int] = []
    window.ticket_pane.stack.currentChanged.connect(messages.append)
    driver.type(window.ticket_pane.search_field, "login")
    driver.until(lambda: 0 < window.ticket_model.total_count < 60)
    assert list_requests(sandbox) == before + 1, "asked once, when the hand rested"
    assert messages == [], "rows stay until the new ones are there"


def test_the_answer_to_an_earlier_question_is_never_shown(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    shown: list[set[str]] = []
    window.tickets.listed.connect(lambda: shown.append({row.status for row in window.ticket_model.rows}))
    for status in ("new", "open", "pending", "resolved"):
        driver.click(window.ticket_pane.chips.chip("status", status))
    driver.until(lambda: {row.status for row in window.ticket_model.rows} == {"resolved"})
    assert shown == [{"resolved"}], "the three before were cancelled"


def has_room(table: QTableView) -> bool:
    return table.horizontalHeader().length() <= table.viewport().width()


def test_nothing_scrolls_sideways_and_the_important_columns_stay(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    for width in (1440, 1280, 1100, 960, 880):
        window.resize(width, 700)
        driver.until(lambda: has_room(window.ticket_pane.table) and has_room(window.attachment_pane.table))
        assert window.width() == width
        assert not window.ticket_pane.table.horizontalHeader().isSectionHidden(TicketColumn.NUMBER)
        assert not window.attachment_pane.table.horizontalHeader().isSectionHidden(AttachmentColumn.SIZE)


def test_columns_are_chosen_in_the_menu_and_remembered(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    menu = window.actions_.attachment_columns
    menu.aboutToShow.emit()
    action = next(action for action in menu.actions() if action.text() == "Size")
    action.trigger()
    assert window.attachment_pane.table.horizontalHeader().isSectionHidden(AttachmentColumn.SIZE)
    window.close_now()
    again = driver.open(sandbox.base_url, sandbox.keys[ADMIN], settings=window.settings)
    assert again.attachment_pane.table.horizontalHeader().isSectionHidden(AttachmentColumn.SIZE)
    again.actions_.attachment_columns.aboutToShow.emit()
    next(action for action in again.actions_.attachment_columns.actions() if "Fit" in action.text()).trigger()
    assert not again.attachment_pane.table.horizontalHeader().isSectionHidden(AttachmentColumn.SIZE)


def test_the_filter_menu_writes_conditions_and_a_wrong_size_is_told(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    pane = window.attachment_pane
    menu = pane.filter_button.menu()
    menu.aboutToShow.emit()
    types = next(action.menu() for action in menu.actions() if action.text() == "&Type")
    assert isinstance(types, QMenu)
    next(action for action in types.actions() if action.text() == "Pictures").trigger()
    assert pane.filter_field.text() == "type:image"
    assert attachment_names(window)
    assert {row.content_type.partition("/")[0] for row in window.attachment_model.rows} == {"image"}
    pane.filter_field.setText("type:image size:huge")
    assert pane.filter_hint.isVisible()
    assert "size:huge" in pane.filter_hint.text()
    assert attachment_names(window), "what is not understood hides nothing"
    pane.filter_field.clear()
    assert not pane.filter_hint.isVisible()


def test_the_sheet_has_every_shortcut_of_every_action(driver: Driver, sandbox: Sandbox) -> None:
    window = open_ticket(driver, sandbox)
    window.actions_.shortcuts.trigger()
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    shown = sheet.shown()
    for action in window.actions_.all():
        if not action.shortcut().isEmpty():
            words = action.text().replace("&", "").rstrip("…")
            assert any(command == words and action.shortcut().toString() in keys for command, keys in shown)
    driver.type(sheet.filter_field, "ctrl+k")
    assert [command for command, _ in sheet.shown()] == ["Go to ticket or command"]
    assert "Ctrl+K" in sheet.as_text()
