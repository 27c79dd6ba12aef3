"""Signing in, changing the key and forgetting it, with a real service and the window around."""

from __future__ import annotations

import os

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import TransferState, WaitReason
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


def test_a_key_is_typed_tested_and_kept_for_the_session(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, None)
    driver.until(lambda: window.session.dialog is not None)
    dialog = window.session.dialog
    assert dialog is not None
    driver.type(dialog.key_field.line, "tt_admin_this-is-not-the-key")
    driver.click(dialog.sign_in_button)
    driver.until(lambda: dialog.message.isVisible() and not dialog.is_busy)
    dialog.key_field.line.clear()
    driver.type(dialog.key_field.line, sandbox.keys[KeyKind.ADMIN].reveal())
    driver.click(dialog.sign_in_button)
    driver.until(dialog.session_button.isVisible)  # the tests' home has no keyring
    driver.click(dialog.session_button)
    driver.until(lambda: window.ticket_model.total_count == 60)
    assert window.session.key_source is KeySource.SESSION
    assert window.session.dialog is None


def test_another_key_takes_the_place_of_the_first(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    window.attachment_pane.select([window.attachment_model.rows[0].id])
    window.actions_.change_key.trigger()
    dialog = window.session.dialog
    assert dialog is not None
    driver.type(dialog.key_field.line, sandbox.keys[KeyKind.READ_ONLY].reveal())
    driver.click(dialog.sign_in_button)
    driver.until(dialog.session_button.isVisible)
    driver.click(dialog.session_button)
    driver.until(lambda: window.session.key_kind is KeyKind.READ_ONLY and window.ticket_model.total_count == 60)
    assert not window.actions_.upload.isEnabled()


def test_a_removed_key_is_forgotten(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    window.session.remove_key()
    driver.until(lambda: "Not signed in" in window.ticket_pane.stack.message)
    assert window.ticket_model.total_count == 0
    asked = [request.path for request in sandbox.requests]
    window.actions_.refresh.trigger()
    driver.until(lambda: bool(window.ticket_pane.stack.message))
    assert [request.path for request in sandbox.requests] == asked


def test_transfers_go_on_with_a_new_key_for_the_same_service(driver: Driver, sandbox: Sandbox) -> None:
    first, second = sandbox.add_key(KeyKind.ADMIN), sandbox.add_key(KeyKind.ADMIN)
    window = driver.open_ticket(sandbox.base_url, first)
    ticket = window.attachments.ticket
    assert ticket is not None
    for name in ("running.txt", "waiting.txt"):
        content = os.urandom(3_000_000)
        sandbox.add_attachment(ticket.id, filename=name, content_type="text/plain", content=content)
    window.actions_.refresh.trigger()
    driver.until(lambda: {"running.txt", "waiting.txt"} <= {row.filename for row in window.attachment_model.rows})
    by_name = {row.filename: row for row in window.attachment_model.rows}
    running, waiting = by_name["running.txt"], by_name["waiting.txt"]
    sandbox.limit_speed(300_000)
    window.attachments.download([running], driver.folder / "saved")
    driver.until(lambda: any(row.state is TransferState.RUNNING and row.bytes_done > 0 for row in transfers(window)))
    sandbox.revoke_key(first)
    window.attachments.download([waiting], driver.folder / "saved")
    driver.until(lambda: [row.wait_reason for row in transfers(window, TransferState.WAITING)] == [WaitReason.SIGN_IN])
    driver.until(lambda: window.session.dialog is not None)
    dialog = window.session.dialog
    assert dialog is not None
    running_id = transfers(window, TransferState.RUNNING)[0].id
    driver.type(dialog.key_field.line, second.reveal())
    driver.click(dialog.sign_in_button)
    driver.until(dialog.session_button.isVisible)
    driver.click(dialog.session_button)
    driver.until(lambda: not transfers(window, TransferState.WAITING))
    assert {row.name for row in transfers(window)} == {"running.txt", "waiting.txt"}
    assert window.transfer_panel.model.row_of(running_id) is not None
    sandbox.limit_speed(None)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 2)
    assert sorted(path.name for path in (driver.folder / "saved").iterdir()) == ["running.txt", "waiting.txt"]
    # Not begun anew: one answer brought each of them.
    assert len([request for request in sandbox.storage_requests if request.method == "GET"]) == 2
    assert window.session.dialog is None
