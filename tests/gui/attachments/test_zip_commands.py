"""Saving all attachments of a ticket as one ZIP, in the real window."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from tests.support.faulty_service import FaultyService, answers
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.errors import MembersMissing
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]


@pytest.fixture
def service(sandbox: Sandbox) -> Iterator[FaultyService]:
    with FaultyService(sandbox) as faulty:
        yield faulty


@pytest.fixture
def window(service: FaultyService, sandbox: Sandbox, driver: Driver) -> MainWindow:
    return driver.open_ticket(service.base_url, sandbox.keys[KeyKind.ADMIN])


def choose(driver: Driver, window: MainWindow, target: Path) -> None:
    driver.press(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    driver.until(lambda: bool(window.findChildren(QFileDialog, "zipDialog")))
    (dialog,) = window.findChildren(QFileDialog, "zipDialog")
    assert dialog.selectedFiles()[0].endswith("TKT-1042.zip")
    dialog.fileSelected.emit(str(target))
    dialog.close()


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_all_of_them_with_the_keyboard(driver: Driver, window: MainWindow, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    target.write_bytes(b"the user agreed to replace this")
    choose(driver, window, target)
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
    (row,) = transfers(window)
    assert (row.name, row.path) == ("all.zip", target)
    assert len(names_in(target)) == window.attachment_model.total_count


@pytest.mark.parametrize(("button", "is_saved"), [("saveRest", True), ("tryAgain", False), ("cancel", False)])
def test_a_file_that_cannot_be_fetched_is_asked_about(
    driver: Driver, window: MainWindow, service: FaultyService, tmp_path: Path, button: str, is_saved: bool
) -> None:
    lost = window.attachment_model.all_rows()[0]
    count = window.attachment_model.total_count
    service.api.script("GET", f"{lost.id}/download", answers(404, json={"detail": "Not found"}), then_stays=True)
    choose(driver, window, tmp_path / "all.zip")
    driver.until(lambda: bool(window.findChildren(QMessageBox, "zipQuestion")))
    (box,) = window.findChildren(QMessageBox, "zipQuestion")
    assert lost.filename in box.informativeText()
    assert not (tmp_path / "all.zip").exists()
    service.clear()
    driver.answer(window, "zipQuestion", button)
    if button == "tryAgain":
        driver.until(lambda: len(transfers(window, TransferState.DONE)) == 1)
        assert len(names_in(tmp_path / "all.zip")) == count
        return
    driver.until(lambda: not any(each.isVisible() for each in window.findChildren(QMessageBox, "zipQuestion")))
    if is_saved:
        driver.until((tmp_path / "all.zip").exists)
        driver.until(lambda: _is_saved(window))
        assert len(names_in(tmp_path / "all.zip")) == count - 1
    else:
        (row,) = transfers(window)
        assert row.state is TransferState.FAILED
        assert not (tmp_path / "all.zip").exists()


def _is_saved(window: MainWindow) -> bool:
    (row,) = transfers(window)
    return isinstance(row.error, MembersMissing) and row.error.is_saved


def test_it_cannot_be_done_without_attachments(driver: Driver, sandbox: Sandbox) -> None:
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])
    driver.until(lambda: window.ticket_model.total_count > 0)
    assert not window.actions_.save_zip.isEnabled()
    assert window.actions_.save_zip.statusTip()
