"""Quitting while transfers are under way, in a real window on the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.quit_dialog import QuitDialog
from toptickets_desktop.gui.quitting import SESSION_END_LIMIT_S
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


@dataclass
class Slow:
    """A window with a download that takes its time."""

    window: MainWindow
    driver: Driver
    sandbox: Sandbox

    def close(self, choice: str) -> None:
        self.window.close()
        self.driver.answer(self.window, "quitQuestion", choice)

    def downloads(self) -> list[str]:
        return sorted(path.name for path in (self.driver.folder / "downloads").iterdir())


@pytest.fixture
def slow(driver: Driver, sandbox: Sandbox) -> Slow:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    sandbox.limit_speed(2_000)
    largest = max(window.attachment_model.rows, key=lambda row: row.size_bytes or 0)
    window.attachment_pane.select([largest.id])
    window.actions_.download.trigger()
    driver.until(lambda: any(transfer.bytes_done for transfer in transfers(window, TransferState.RUNNING)))
    return Slow(window, driver, sandbox)


def test_finishing_in_the_background_hides_the_window_and_ends_with_the_last_transfer(slow: Slow) -> None:
    slow.close("finishInBackground")
    slow.driver.until(lambda: not slow.window.isVisible())
    assert slow.window.quitting.is_in_background
    assert transfers(slow.window, TransferState.RUNNING)
    with slow.driver.qtbot.waitSignals([slow.window.quitting.finished_in_background, slow.window.closed], timeout=20_000):
        slow.sandbox.limit_speed(None)
    assert [transfer.state for transfer in transfers(slow.window)] == [TransferState.DONE]
    assert not [name for name in slow.downloads() if name.startswith(".")]


def test_the_window_comes_back_and_nothing_quits_by_itself_then(slow: Slow) -> None:
    slow.close("finishInBackground")
    slow.driver.until(lambda: not slow.window.isVisible())
    slow.window.show_again()
    assert slow.window.isVisible()
    with slow.driver.qtbot.assertNotEmitted(slow.window.closed):
        slow.sandbox.limit_speed(None)
        slow.driver.until(lambda: bool(transfers(slow.window, TransferState.DONE)))


def test_what_is_paused_does_not_keep_the_program_in_the_background(slow: Slow) -> None:
    (transfer,) = transfers(slow.window)
    slow.close("finishInBackground")
    slow.driver.until(lambda: not slow.window.isVisible())
    with slow.driver.qtbot.waitSignal(slow.window.closed, timeout=20_000):
        slow.window.transfer_panel.pause_requested.emit([transfer.id])


def test_stopping_gives_up_what_has_not_arrived(slow: Slow) -> None:
    with slow.driver.qtbot.waitSignal(slow.window.closed, timeout=20_000):
        slow.close("stopAndQuit")
    window = slow.window
    slow.driver.close()
    slow.driver.opened.clear()
    assert slow.downloads() == []
    again = slow.driver.open(slow.sandbox.base_url, slow.sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042")
    slow.driver.until(lambda: again.attachment_model.total_count > 0)
    assert transfers(again) == []
    assert window is not again


def test_the_end_of_the_session_asks_nothing_and_has_a_limit(slow: Slow) -> None:
    with slow.driver.qtbot.waitSignal(slow.window.closed):
        slow.window.quitting.end_session()
    assert not [dialog for dialog in slow.window.findChildren(QDialog) if dialog.isVisible()]
    assert slow.window.quitting.time_limit_s == SESSION_END_LIMIT_S


def test_a_second_close_asks_no_second_time(slow: Slow) -> None:
    slow.window.close()
    slow.window.close()
    assert len(slow.window.findChildren(QuitDialog)) == 1
    slow.driver.answer(slow.window, "quitQuestion", "keepWorking")
    slow.driver.until(lambda: not slow.window.findChildren(QuitDialog))
    assert slow.window.isVisible()
    slow.close("keepWorking")


def test_without_transfers_nothing_is_asked(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    with driver.qtbot.waitSignal(window.closed):
        window.close()


def test_the_dialog_can_be_used_with_the_keyboard_and_read_to_the_blind(qtbot: QtBot) -> None:
    dialog = QuitDialog(3)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    buttons = {button.objectName(): button for button in dialog.findChildren(QPushButton)}
    assert set(buttons) == {"resumeLater", "finishInBackground", "stopAndQuit", "keepWorking"}
    assert [name for name, button in buttons.items() if button.isDefault()] == ["resumeLater"]
    assert all(button.accessibleName() or button.text() for button in buttons.values())
