"""Deleting with undo: what the window shows, what the service is asked, and when."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.driving import Driver, attachment_names
from tests.gui.window_fixtures import driver
from tests.support.faulty_service import FaultyService, answers, commits_then_drops
from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.toast import Toast
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings

__all__ = ["driver"]


def open_window(driver: Driver, sandbox: Sandbox, *, undo_s: int = 60, ticket: str = "TKT-1042") -> MainWindow:
    settings = Settings(download_dir=driver.folder / "downloads", undo_s=undo_s)
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket=ticket, settings=settings)
    driver.until(lambda: window.attachments.ticket is not None and window.attachment_model.total_count > 0)
    return window


def deletes(sandbox: Sandbox) -> int:
    return sum(request.method == "DELETE" for request in sandbox.requests)


def select(window: MainWindow, *numbers: int) -> list[str]:
    ids = [window.attachment_model.rows[number].id for number in numbers]
    window.attachment_pane.select(ids)
    window.attachment_pane.table.setFocus()
    return ids


def stored_names(driver: Driver, window: MainWindow) -> list[str]:
    ticket = window.attachments.ticket
    assert ticket is not None
    ticket_id = ticket.id
    return [row.filename for row in driver.run(window.bridge.call(lambda workspace: workspace.client.list_attachments(ticket_id)))]


def toast(window: MainWindow) -> Toast:
    return window.toasts.shown[-1]


def test_rows_go_at_once_and_undo_brings_them_back_in_place_and_selected(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    before = attachment_names(window)
    ids = select(window, 1, 2, 3)
    driver.press(window.attachment_pane.table, Qt.Key.Key_Delete)
    assert attachment_names(window) == [before[0], *before[4:]]
    assert toast(window).message == "Deleted 3 attachments."
    assert window.attachment_pane.count.text().startswith(str(len(before) - 3))

    toast(window).button.click()
    assert attachment_names(window) == before
    assert {row.id for row in window.attachment_pane.selected()} == set(ids)
    assert not window.toasts.shown
    assert not window.actions_.undo_delete.isEnabled()
    assert deletes(sandbox) == 0


def test_after_the_wait_the_service_is_asked(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox, undo_s=1)
    before = attachment_names(window)
    select(window, 0)
    window.actions_.delete.trigger()
    assert toast(window).message == f"Deleted “{before[0]}”."
    driver.until(lambda: deletes(sandbox) == 1)
    driver.until(lambda: not window.deleting._sending)
    assert sorted(stored_names(driver, window)) == sorted(before[1:])
    assert not window.actions_.undo_delete.isEnabled()


def test_a_refresh_during_the_wait_does_not_show_the_row_again(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    before = attachment_names(window)
    select(window, 0)
    window.actions_.delete.trigger()
    with driver.qtbot.waitSignal(window.attachments.listed):
        window.actions_.refresh.trigger()
    assert attachment_names(window) == before[1:]
    window.actions_.undo_delete.trigger()
    assert attachment_names(window) == before


def test_several_deletes_stack_and_ctrl_z_takes_the_last_first(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    before = attachment_names(window)
    for _ in range(5):  # more than there is room for messages
        select(window, 0)
        driver.press(window.attachment_pane.table, Qt.Key.Key_Delete)
    assert attachment_names(window) == before[5:]
    for left in (4, 3, 2, 1, 0):
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert attachment_names(window) == before[left:]
    assert deletes(sandbox) == 0
    assert not window.toasts.shown


def test_the_wait_goes_on_when_another_ticket_is_shown(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox, undo_s=2)
    first = window.attachments.ticket
    assert first is not None
    (gone,) = select(window, 0)
    window.actions_.delete.trigger()
    window.ticket_pane.choose(next(row.id for row in window.ticket_model.rows if row.id != first.id))
    driver.until(lambda: window.attachments.ticket is not None and window.attachments.ticket.id != first.id)
    driver.until(lambda: deletes(sandbox) == 1)
    window.ticket_pane.choose(first.id)
    driver.until(lambda: window.attachments.ticket is not None and window.attachments.ticket.id == first.id)
    driver.until(lambda: window.attachment_model.total_count > 0)
    assert window.attachment_model.row(gone) is None


def test_undo_while_another_ticket_is_shown_is_seen_on_the_way_back(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    first = window.attachments.ticket
    assert first is not None
    (row_id,) = select(window, 0)
    window.actions_.delete.trigger()
    window.ticket_pane.choose(next(row.id for row in window.ticket_model.rows if row.id != first.id))
    driver.until(lambda: window.attachments.ticket is not None and window.attachments.ticket.id != first.id)
    window.actions_.undo_delete.trigger()
    window.ticket_pane.choose(first.id)
    driver.until(lambda: window.attachment_model.row(row_id) is not None)
    assert deletes(sandbox) == 0


def test_signing_out_during_the_wait_leaves_the_wish_as_it_is(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox, undo_s=1)
    (row_id,) = select(window, 0)
    window.actions_.delete.trigger()
    driver.run(window.bridge.close_workspace())
    driver.until(lambda: deletes(sandbox) == 1)
    driver.until(lambda: not window.deleting._sending)
    driver.run(window.bridge.open_workspace(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], concurrency=1))
    assert window.attachments.ticket is not None
    ticket_id = window.attachments.ticket.id
    listed = driver.run(window.bridge.call(lambda workspace: workspace.client.list_attachments(ticket_id)))
    assert row_id not in {row.id for row in listed}


def test_a_yes_belongs_to_the_service_that_was_asked_about(driver: Driver, sandbox: Sandbox) -> None:
    """Another profile comes into use while the question is open: nothing of it is deleted, whatever its ids are."""
    window = open_window(driver, sandbox)
    (row_id,) = select(window, 0)
    window.actions_.delete_now.trigger()
    with Sandbox(tickets=1) as other:
        driver.run(window.bridge.open_workspace(other.base_url, other.keys[KeyKind.ADMIN], concurrency=1))
        driver.answer(window, "deleteQuestion", "accept")
        driver.until(lambda: not window.deleting.tasks.is_busy)
        assert deletes(other) == 0
        assert next(request.path for request in sandbox.requests if request.method == "DELETE").endswith(row_id)
        driver.run(window.bridge.close_workspace())


def test_all_rows_gone_says_so_and_undo_shows_them_again(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    window.attachment_pane.table.selectAll()
    window.actions_.delete.trigger()
    assert window.attachment_pane.stack.notice.isVisible()
    window.actions_.undo_delete.trigger()
    assert window.attachment_pane.table.isVisible()


def test_a_refusal_brings_the_row_back_with_the_reason(driver: Driver, sandbox: Sandbox) -> None:
    key = sandbox.add_key(KeyKind.AGENT, scopes=[Scope.TICKETS_READ, Scope.ATTACHMENTS_READ])
    settings = Settings(download_dir=driver.folder / "downloads", undo_s=1)
    window = driver.open(sandbox.base_url, key, ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachment_model.total_count > 0)
    before = attachment_names(window)
    select(window, 0, 1)
    window.actions_.delete.trigger()
    driver.until(lambda: "was not deleted" in window.attachment_pane.banner.message)
    assert attachment_names(window) == before
    assert "0 of 2 deleted" in window.attachment_pane.banner.message


@pytest.fixture
def service(sandbox: Sandbox) -> Iterator[FaultyService]:
    with FaultyService(sandbox) as faulty:
        yield faulty


def test_gone_already_counts_as_deleted_and_other_failures_leave_the_others_to_be_tried(
    driver: Driver, sandbox: Sandbox, service: FaultyService
) -> None:
    settings = Settings(download_dir=driver.folder / "downloads", undo_s=0)
    window = driver.open(service.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachment_model.total_count > 3)
    before = attachment_names(window)
    ids = select(window, 0, 1, 2)
    service.api.script("DELETE", f"/attachments/{ids[0]}", answers(404, json={"detail": "Not found"}))
    service.api.script("DELETE", f"/attachments/{ids[1]}", answers(409, json={"detail": "Locked by a legal hold"}))
    window.actions_.delete.trigger()
    driver.until(lambda: "Locked by a legal hold" in window.attachment_pane.banner.message)
    assert sorted(attachment_names(window)) == sorted([before[1], *before[3:]])
    assert "2 of 3 deleted" in window.attachment_pane.banner.message
    assert [row.id for row in window.attachment_pane.selected()] == [ids[1]]


def test_a_lost_answer_is_no_failure_and_the_list_tells(driver: Driver, sandbox: Sandbox, service: FaultyService) -> None:
    settings = Settings(download_dir=driver.folder / "downloads", undo_s=0)
    window = driver.open(service.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachment_model.total_count > 3)
    (row_id,) = select(window, 0)
    service.api.script("DELETE", f"/attachments/{row_id}", commits_then_drops())
    window.actions_.delete.trigger()
    driver.until(lambda: window.attachment_pane.banner.message.startswith("It is not known whether"))
    driver.until(lambda: window.attachment_model.row(row_id) is None)
    assert window.attachment_pane.banner.isVisible()


def test_quitting_during_the_wait_asks_and_can_keep_the_files(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    select(window, 0, 1)
    window.actions_.delete.trigger()
    window.close()
    assert window.isVisible()
    driver.answer(window, "deletingQuestion", "cancel")
    assert window.isVisible()
    assert window.deleting.can_undo
    window.close()
    driver.answer(window, "deletingQuestion", "keepFiles")
    driver.until(lambda: not window.isVisible())
    assert deletes(sandbox) == 0


def test_quitting_during_the_wait_can_delete_first(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    select(window, 0, 1)
    window.actions_.delete.trigger()
    window.close()
    driver.answer(window, "deletingQuestion", "deleteNow")
    driver.until(lambda: not window.isVisible())
    assert deletes(sandbox) == 2


def test_a_failure_on_the_way_out_keeps_the_window_open(driver: Driver, sandbox: Sandbox, service: FaultyService) -> None:
    window = driver.open(service.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042")
    driver.until(lambda: window.attachment_model.total_count > 3)
    (row_id,) = select(window, 0)
    service.api.script("DELETE", f"/attachments/{row_id}", answers(409, json={"detail": "Locked"}), then_stays=True)
    window.actions_.delete.trigger()
    window.close()
    driver.answer(window, "deletingQuestion", "deleteNow")
    driver.until(lambda: "Locked" in window.attachment_pane.banner.message)
    assert window.isVisible()
    assert window.attachment_model.row(row_id) is not None


def test_the_wait_stands_still_while_the_question_is_open(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox, undo_s=1)
    select(window, 0)
    window.actions_.delete.trigger()
    window.close()
    (batch,) = window.deleting._batches
    driver.until(lambda: batch.is_due)
    assert deletes(sandbox) == 0
    driver.answer(window, "deletingQuestion", "cancel")
    driver.until(lambda: deletes(sandbox) == 1)


def test_a_program_that_is_ended_during_the_wait_has_deleted_nothing(driver: Driver, sandbox: Sandbox) -> None:
    window = open_window(driver, sandbox)
    select(window, 0, 1)
    window.actions_.delete.trigger()
    window.close_now()
    driver.run(window.shut_down())
    assert deletes(sandbox) == 0
