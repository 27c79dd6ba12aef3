"""The list of tickets keeps its place, asks again for what failed, and says what to do without a key."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.gui.driving import Driver
from tests.gui.window_fixtures import driver
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.domain.access import ApiKey, KeyKind
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.tickets.ticket_model import TicketColumn
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

ADMIN = KeyKind.ADMIN
KEY = ApiKey("tt_admin_" + "k" * 32)


def load_all(driver: Driver, window: MainWindow, count: int) -> None:
    bar = window.ticket_pane.table.verticalScrollBar()

    def scrolled_to_the_end() -> bool:
        bar.setValue(bar.maximum())
        return window.ticket_model.total_count == count

    driver.until(scrolled_to_the_end)


def refresh(driver: Driver, window: MainWindow) -> None:
    with driver.qtbot.waitSignal(window.tickets.listed, timeout=20_000):
        window.actions_.refresh.trigger()


def dismiss_sign_in(driver: Driver, window: MainWindow) -> None:
    driver.until(lambda: window.session.dialog is not None)
    dialog = window.session.dialog
    assert dialog is not None
    dialog.reject()
    driver.until(lambda: "Not signed in" in window.ticket_pane.stack.message)


def test_a_refresh_keeps_all_rows_the_chosen_one_and_the_place(driver: Driver) -> None:
    with Sandbox(tickets=230) as big:
        window = driver.open(big.base_url, big.keys[ADMIN])
        driver.until(lambda: window.ticket_model.total_count == 100)
        load_all(driver, window, 230)
        chosen = window.ticket_model.rows[210]
        window.ticket_pane.choose(chosen.id)
        place = window.ticket_pane.table.verticalScrollBar().value()
        refresh(driver, window)
        assert window.ticket_model.total_count == 230
        assert window.ticket_pane.table.currentIndex().row() == 210
        assert window.ticket_pane.table.verticalScrollBar().value() == place


def test_scrolling_goes_on_after_a_page_that_did_not_come(driver: Driver) -> None:
    with Sandbox(tickets=130) as big:
        window = driver.open(big.base_url, big.keys[ADMIN])
        driver.until(lambda: window.ticket_model.total_count == 100)
        big.revoke_key(big.keys[ADMIN])
        window.ticket_model.fetchMore()
        driver.until(lambda: bool(window.ticket_pane.banner.message))
        assert window.ticket_model.total_count == 100
        assert window.ticket_model.canFetchMore()


def test_after_a_search_that_failed_scrolling_does_not_mix_two_questions(driver: Driver) -> None:
    with Sandbox(tickets=130) as big:
        window = driver.open(big.base_url, big.keys[ADMIN])
        driver.until(lambda: window.ticket_model.total_count == 100)
        big.revoke_key(big.keys[ADMIN])
        driver.type(window.ticket_pane.search_field, "zzz")
        driver.until(lambda: bool(window.ticket_pane.banner.message))
        window.ticket_model.fetchMore()
        driver.until(lambda: not window.tickets.tasks.is_running("tickets"))
        asked = [request.path for request in big.requests if request.path.endswith("/tickets")]
        assert window.ticket_model.total_count == 100
        assert len(asked) >= 3
        assert window.tickets._shown_query is not None
        assert window.tickets._shown_query.search == ""


def test_the_ticket_of_the_command_line_comes_when_the_service_is_back(driver: Driver) -> None:
    fault = {"status": 403, "json": {"detail": "Your address is not on the list"}}
    ticket = {"id": "00000000-0000-0000-0000-000000000007", "ticket_number": 7, "ticket_display_id": "TKT-7", "subject": "Fire"}
    ticket |= {"status": "open", "priority": "high", "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}
    with ScriptedServer() as server:
        server.answer("GET", "/v1/tickets", **fault)  # type: ignore[arg-type]  # a table of keyword arguments
        server.answer("GET", "/v1/tickets", **fault)  # type: ignore[arg-type]  # a table of keyword arguments
        server.answer("GET", "/v1/tickets", json=[ticket])
        server.answer("GET", "/v1/users", status=500, json={"detail": "later"})
        server.answer("GET", f"/v1/tickets/{ticket['id']}/attachments", json=[])
        window = driver.open(server.base_url, KEY, ticket="TKT-7")
        driver.until(lambda: "not on the list" in window.ticket_pane.stack.message)
        driver.until(lambda: not window.tickets.tasks.is_running("find ticket"))
        assert window.ticket_pane.banner.message == "", "one sentence, not two"
        window.actions_.refresh.trigger()
        driver.until(lambda: window.windowTitle().endswith("TKT-7"))
        driver.close()
        driver.opened.clear()


def test_that_there_is_no_such_ticket_is_said_until_it_is_read(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[ADMIN], ticket="TKT-999999")
    driver.until(lambda: "TKT-999999" in window.ticket_pane.banner.message and window.ticket_model.total_count == 60)
    refresh(driver, window)
    assert "TKT-999999" in window.ticket_pane.banner.message


def test_a_service_that_comes_back_clears_what_its_absence_said(driver: Driver, tmp_path: Path) -> None:
    folder = tmp_path / "service"
    with Sandbox(data_dir=folder) as first:
        port = urlsplit(first.base_url.text).port
        window = driver.open_ticket(first.base_url, first.keys[ADMIN])
        window.attachment_pane.select([window.attachment_model.rows[0].id])
        selected = window.attachment_pane.selected()
    window.actions_.refresh.trigger()
    driver.until(lambda: window.ticket_pane.banner.message.startswith("Not reached. You see what was known at "))
    driver.until(lambda: "as of" in window.attachment_pane.count.text() and "as of" in window.ticket_pane.footer.text())
    assert window.attachment_pane.banner.message == "", "said once"
    assert window.attachment_pane.selected() == selected
    with Sandbox(data_dir=folder, port=port or 0):
        driver.until(lambda: window.ticket_pane.banner.message == "")  # by itself
        driver.until(lambda: "as of" not in window.attachment_pane.count.text())
        assert window.ticket_pane.footer.text() == "All 60 loaded"
        assert window.attachment_pane.selected() == selected
        driver.close()
        driver.opened.clear()


def test_without_a_key_the_button_and_f5_ask_for_one(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, None)
    dismiss_sign_in(driver, window)
    window.ticket_pane.stack.notice.action_requested.emit()
    dismiss_sign_in(driver, window)
    window.actions_.refresh.trigger()
    dismiss_sign_in(driver, window)


def test_the_chosen_ticket_is_shown_with_its_newest_facts(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    ticket = window.attachments.ticket
    assert ticket is not None
    stale = type(ticket)(**{name: getattr(ticket, name) for name in ticket.__slots__} | {"status": "closed"})
    window.attachments.show_ticket(stale)
    assert window.attachment_pane.facts.text().startswith("Closed")
    refresh(driver, window)
    assert window.attachment_pane.facts.text().startswith("Open")
    assert window.ticket_model.index(0, TicketColumn.NUMBER).isValid()
