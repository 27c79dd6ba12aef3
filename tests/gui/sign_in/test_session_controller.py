"""Signing in, changing the key and forgetting it, with a real service and the window around."""

from __future__ import annotations

from tests.gui.driving import Driver
from tests.gui.window_fixtures import driver
from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
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
