"""What can go wrong on the way to the service is one clear sentence in the window, and nothing that was there is lost."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton

from tests.gui.driving import Driver
from tests.gui.window_fixtures import driver
from tests.support.scripted_server import ScriptedServer
from toptickets_desktop.domain.access import ApiKey, KeyKind
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

KEY = ApiKey("tt_admin_" + "k" * 32)
TICKET_ID = str(UUID(int=1))
TICKET = {
    "id": TICKET_ID,
    "ticket_number": 7,
    "ticket_display_id": "TKT-7",
    "subject": "Printer on fire",
    "status": "open",
    "priority": "urgent",
    "created_at": "2026-01-02T03:04:05Z",
    "updated_at": "2026-01-02T03:04:05Z",
}

ANSWERS = {
    "a proxy's page": {"status": 502, "body": "<html><h1>Bad gateway</h1>", "headers": {"Content-Type": "text/html"}},
    "a page instead of JSON": {
        "status": 200,
        "body": "<!doctype html><title>Wi-Fi</title>",
        "headers": {"Content-Type": "text/html"},
    },
    "JSON of another shape": {"status": 200, "json": {"items": []}},
    "a fault of the service": {"status": 500, "json": {"detail": "Internal error"}},
    "no scope": {"status": 403, "json": {"detail": "Insufficient permissions. Required scope: tickets:read"}},
    "an empty answer": {"status": 200, "body": b""},
}


@pytest.mark.parametrize("what", ANSWERS)
def test_the_ticket_list_says_what_came_instead(driver: Driver, what: str) -> None:
    with ScriptedServer() as server:
        server.answer("GET", "/v1/tickets", **ANSWERS[what])  # type: ignore[arg-type]  # a table of keyword arguments
        window = driver.open(server.base_url, KEY)
        driver.until(lambda: bool(window.ticket_pane.stack.message) and window.ticket_pane.stack.notice.findChild(QPushButton) is not None)
        driver.until(lambda: window.ticket_pane.stack.notice.findChild(QPushButton).isVisible())  # type: ignore[union-attr]  # waited for above
        said = window.ticket_pane.stack.message
        assert "Traceback" not in said
        assert "<" not in said
        assert len(said) > 20
        driver.close()
        driver.opened.clear()


def test_no_network_says_so_and_is_cured_by_trying_again(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    shown = [row.id for row in window.ticket_model.rows]
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    selected = window.attachment_pane.selected()
    sandbox.stop()
    window.actions_.refresh.trigger()
    driver.until(lambda: bool(window.ticket_pane.banner.message) and "as of" in window.attachment_pane.count.text())
    assert [row.id for row in window.ticket_model.rows] == shown
    assert window.attachment_pane.selected() == selected


def test_the_list_comes_after_trying_again(driver: Driver) -> None:
    with ScriptedServer() as server:
        server.answer("GET", "/v1/users", json=[])
        server.answer("GET", "/v1/tickets", status=403, json={"detail": "Your address is not on the list"})
        server.answer("GET", "/v1/tickets", json=[TICKET])
        window = driver.open(server.base_url, KEY)
        driver.until(lambda: "not on the list" in window.ticket_pane.stack.message)
        window.ticket_pane.stack.notice.action_requested.emit()
        driver.until(lambda: window.ticket_model.total_count == 1)
        driver.until(lambda: window.ticket_pane.stack.message == "")
        driver.close()
        driver.opened.clear()


def test_an_attachment_list_that_cannot_be_read_says_why(driver: Driver) -> None:
    with ScriptedServer() as server:
        server.answer("GET", "/v1/users", status=403, json={"detail": "Insufficient permissions. Required scope: users:read"})
        server.answer("GET", "/v1/tickets", json=[TICKET])
        server.answer(
            "GET",
            f"/v1/tickets/{TICKET_ID}/attachments",
            status=403,
            json={"detail": "Required scope: attachments:read"},
        )
        window = driver.open(server.base_url, KEY)
        driver.until(lambda: window.ticket_model.total_count == 1)
        window.ticket_pane.choose(TICKET_ID)
        driver.until(lambda: bool(window.attachment_pane.stack.message) and "attachments:read" in window.attachment_pane.stack.message)
        assert not window.actions_.download.isEnabled()
        driver.close()
        driver.opened.clear()


def test_without_a_key_the_sign_in_dialog_opens(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, None)
    driver.until(lambda: window.session.dialog is not None)
    dialog = window.session.dialog
    assert dialog is not None
    dialog.reject()
    driver.until(lambda: "Not signed in" in window.ticket_pane.stack.message)
    assert not window.actions_.upload.isEnabled()


def test_a_revoked_key_asks_for_another_once(driver: Driver, sandbox: Sandbox) -> None:
    key = sandbox.add_key(KeyKind.AGENT)
    window = driver.open_ticket(sandbox.base_url, key)
    shown = window.ticket_model.total_count
    sandbox.revoke_key(key)
    window.actions_.refresh.trigger()
    driver.until(lambda: window.session.dialog is not None and bool(window.ticket_pane.banner.message))
    assert window.ticket_model.total_count == shown
    first = window.session.dialog
    window.actions_.refresh.trigger()
    driver.until(lambda: not window.tickets.tasks.is_running("tickets"))
    assert window.session.dialog is first


def test_a_ticket_that_is_not_there(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-999999")
    driver.until(lambda: "TKT-999999" in window.ticket_pane.banner.message)
    assert window.ticket_model.total_count == 60
