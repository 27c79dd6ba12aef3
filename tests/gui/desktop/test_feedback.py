"""What a real notification daemon and a real launcher on a private session bus are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from tests.support.keyring_fixture import no_session_bus
from tests.support.keyring_session import KeyringSession, missing_programs
from tests.support.notification_daemon import NotificationDaemon
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings

__all__ = ["driver", "no_session_bus"]


@pytest.fixture
def daemon(driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[NotificationDaemon]:
    missing = [program for program in missing_programs() if program == "dbus-daemon"]
    if missing:
        pytest.skip("dbus-daemon is not installed")
    with KeyringSession(tmp_path / "session", with_keyring=False) as session:
        address = session.environment["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with NotificationDaemon(address) as daemon:
            yield daemon
            driver.close()  # before the bus
            driver.opened.clear()


def download_all(driver: Driver, sandbox: Sandbox, *, notifies: bool = True) -> MainWindow:
    settings = Settings(download_dir=driver.folder / "downloads", notifies=notifies)
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachments.ticket is not None and window.attachment_model.total_count > 0)
    window.attachment_pane.table.selectAll()
    return window


def look_away(driver: Driver, window: MainWindow) -> None:
    window.hide()
    driver.until(lambda: not window.isActiveWindow())


def test_one_notification_a_batch_and_a_click_shows_it(driver: Driver, sandbox: Sandbox, daemon: NotificationDaemon) -> None:
    window = download_all(driver, sandbox)
    count = window.attachment_model.total_count
    look_away(driver, window)
    window.actions_.download.trigger()
    driver.until(lambda: len(daemon.shown) == 1)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == count)
    (shown,) = daemon.shown
    assert shown.title == f"{count} of {count} saved from TKT-1042"
    assert shown.body == ""
    assert shown.app == "TopTickets Desktop"
    assert shown.actions[0] == "default"
    assert shown.hints["desktop-entry"] == "app.toptickets.Desktop"
    daemon.click(shown)
    driver.until(window.isVisible)
    driver.until(lambda: len(window.transfer_panel.selected()) == count)
    assert len(daemon.shown) == 1


def test_a_failed_one_is_said_and_its_name_is_no_markup(driver: Driver, sandbox: Sandbox, daemon: NotificationDaemon) -> None:
    name = "<img src=x> & co.txt"
    window = download_all(driver, sandbox)
    assert window.attachments.ticket is not None
    sandbox.add_attachment(window.attachments.ticket.id, filename=name, content_type="text/plain", content=b"x" * 1000)
    window.attachments.refresh()
    driver.until(lambda: any(row.filename == name for row in window.attachment_model.rows))
    row = next(row for row in window.attachment_model.rows if row.filename == name)
    blocked = driver.folder / "downloads"
    blocked.write_text("a file where the folder should be")
    window.attachment_pane.select([row.id])
    look_away(driver, window)
    window.actions_.download.trigger()
    driver.until(lambda: len(daemon.shown) == 1)
    assert daemon.shown[0].title == name, "a title is never markup"
    assert "<" not in daemon.shown[0].body


@pytest.mark.parametrize("is_looked_at", [True, False], ids=["looked at", "not wanted"])
def test_nothing_is_notified_when_the_user_looks_or_does_not_want_it(
    driver: Driver, sandbox: Sandbox, daemon: NotificationDaemon, is_looked_at: bool
) -> None:
    window = download_all(driver, sandbox, notifies=is_looked_at)
    count = window.attachment_model.total_count
    if is_looked_at:
        driver.until(window.isActiveWindow)
    else:
        look_away(driver, window)
    window.actions_.download.trigger()
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == count)
    driver.run(window.feedback.tasks.finish(limit_s=5.0))
    assert daemon.shown == []


def test_the_launcher_is_told_from_the_first_to_the_last(driver: Driver, sandbox: Sandbox, daemon: NotificationDaemon) -> None:
    window = download_all(driver, sandbox)
    window.actions_.download.trigger()
    driver.until(lambda: bool(daemon.launcher) and not daemon.launcher[-1][1]["progress-visible"])
    assert {uri for uri, _ in daemon.launcher} == {"application://app.toptickets.Desktop.desktop"}
    assert daemon.launcher[0][1]["progress-visible"]
    assert daemon.launcher[0][1]["count"] >= 1
    assert all(0.0 <= properties["progress"] <= 1.0 for _, properties in daemon.launcher)
    assert daemon.launcher[-1][1]["count"] == 0


def test_without_a_session_bus_transfers_end_as_ever(driver: Driver, sandbox: Sandbox, no_session_bus: None) -> None:
    window = download_all(driver, sandbox)
    count = window.attachment_model.total_count
    look_away(driver, window)
    window.actions_.download.trigger()
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == count)


def test_a_failure_that_is_looked_at_is_a_toast_and_takes_no_focus(driver: Driver, sandbox: Sandbox, no_session_bus: None) -> None:
    window = download_all(driver, sandbox)
    driver.until(window.isActiveWindow)
    (driver.folder / "downloads").write_text("a file where the folder should be")
    focus = window.focusWidget()
    window.actions_.download.trigger()
    driver.until(lambda: len(window.toasts.shown) == 1)
    assert "failed" in window.toasts.shown[0].message
    assert window.focusWidget() is focus
    window.toasts.shown[0].button.click()
    driver.until(lambda: len(window.transfer_panel.selected()) > 1)
