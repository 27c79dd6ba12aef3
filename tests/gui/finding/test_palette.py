"""The palette in a real window: what it finds, that it does it, and that the focus comes back."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gui.driving import Driver
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.finding.palette_item import ITEM_ROLE, PaletteKind, spoken
from toptickets_desktop.gui.finding.shortcut_sheet import ShortcutSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

ADMIN = KeyKind.ADMIN


def list_requests(sandbox: Sandbox) -> int:
    return sum(1 for request in sandbox.requests if request.path.endswith("/tickets"))


def open_palette(driver: Driver, sandbox: Sandbox) -> MainWindow:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    window.attachment_pane.table.setFocus()
    window.actions_.palette.trigger()
    palette = window.finding.palette
    driver.until(lambda: palette.isVisible() and bool(palette.items))
    return window


def test_a_ticket_is_opened_by_its_number(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    palette = window.finding.palette
    other = next(row for row in window.ticket_model.rows if row.display_id != "TKT-1042")
    driver.type(palette.field, str(other.number))
    driver.press(palette.field, Qt.Key.Key_Return)
    driver.until(lambda: window.windowTitle().endswith(other.display_id))
    assert not palette.isVisible()
    assert window.attachment_pane.table.hasFocus()


def test_a_ticket_that_is_not_listed_is_found_by_the_service(driver: Driver) -> None:
    with Sandbox(tickets=230) as big:
        window = open_palette(driver, big)
        palette = window.finding.palette
        listed = {row.id for row in window.ticket_model.all_rows()}
        driver.until(lambda: window.ticket_model.total_count == 100)
        view = driver.run(window.bridge.call(lambda workspace: workspace.client.list_tickets(offset=150, limit=1)))
        far = view.tickets[0]
        assert far.id not in listed
        driver.type(palette.field, far.subject)
        driver.until(lambda: any(item.identity == f"ticket {far.id}" for item in palette.items))
        row = next(i for i, item in enumerate(palette.items) if item.identity == f"ticket {far.id}")
        while palette.list.currentIndex().row() != row:
            driver.press(palette.field, Qt.Key.Key_Down)
        driver.press(palette.field, Qt.Key.Key_Return)
        driver.until(lambda: window.attachments.ticket is not None and window.attachments.ticket.id == far.id)


def test_the_service_is_asked_once_the_hand_rests_and_not_for_each_letter(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    before = list_requests(sandbox)
    driver.type(window.finding.palette.field, "password")
    driver.until(lambda: list_requests(sandbox) > before and not window.finding.tasks.is_running("search"))
    assert list_requests(sandbox) == before + 1


def test_a_command_is_run_and_a_disabled_one_says_why(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    palette = window.finding.palette
    driver.type(palette.field, ">shortc")
    driver.press(palette.field, Qt.Key.Key_Return)
    driver.until(lambda: window.findChild(ShortcutSheet) is not None)
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    sheet.reject()

    window.attachment_pane.table.clearSelection()
    window.actions_.palette.trigger()
    driver.type(palette.field, ">download")
    driver.until(lambda: palette.current is not None and palette.current.text == "Download")
    driver.press(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.note == "Select an attachment first."
    assert all(item.kind is PaletteKind.COMMAND for item in palette.items)


def test_an_attachment_is_shown_even_when_a_filter_hides_it(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    palette = window.finding.palette
    palette.close_palette()
    wanted = window.attachment_model.rows[0]
    window.attachment_pane.filter_field.setText("nothing is called so")
    window.actions_.palette.trigger()
    driver.type(palette.field, wanted.filename)
    driver.press(palette.field, Qt.Key.Key_Return)
    driver.until(lambda: [row.id for row in window.attachment_pane.selected()] == [wanted.id])


def test_esc_and_a_click_beside_it_close_it_and_the_focus_is_where_it_was(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    palette = window.finding.palette
    driver.press(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.attachment_pane.table.hasFocus()
    window.actions_.palette.trigger()
    driver.click(palette, palette.rect().bottomLeft())
    assert not palette.isVisible()


def test_every_line_is_told_to_screen_readers(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    palette = window.finding.palette
    assert palette.field.accessibleName()
    assert palette.list.accessibleName()
    model = palette.list.model()
    for row in range(model.rowCount()):
        item = model.index(row, 0).data(ITEM_ROLE)
        assert model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) == spoken(item)
        assert item.text in spoken(item)
        assert item.keys in spoken(item)


def test_every_menu_entry_is_in_the_palette(driver: Driver, sandbox: Sandbox) -> None:
    window = open_palette(driver, sandbox)
    listed = {item.text for item in window.finding.palette.items}
    words = {action.text().replace("&", "").rstrip("…") for action in window.actions_.all() if action.isVisible()}
    assert words <= listed
