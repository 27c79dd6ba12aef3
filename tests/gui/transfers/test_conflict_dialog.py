"""Files in the way of a download: the question, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import ConflictPolicy, TransferState
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.transfers.conflict_dialog import ConflictDialog
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings
from toptickets_desktop.transfer.conflicts import ConflictDecision, ConflictQuestion

__all__ = ["driver"]

MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
THERE = b"what the user has had for years"


def question(batch_id: int | None = 1, name: str = "report.pdf") -> ConflictQuestion:
    return ConflictQuestion(1, batch_id, name, Path("/home/u/Downloads") / name, 1_258_291, MOMENT, 2_000, MOMENT)


def opened(qtbot: QtBot, asked: ConflictQuestion) -> ConflictDialog:
    dialog = ConflictDialog(asked)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return), ConflictPolicy.KEEP_BOTH),
        (lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape), ConflictPolicy.KEEP_BOTH),
        (lambda dialog: dialog.findChild(QPushButton, "replaceFile").click(), ConflictPolicy.REPLACE),
        (lambda dialog: dialog.findChild(QPushButton, "skipFile").click(), ConflictPolicy.SKIP),
    ],
    ids=["return", "escape", "replace", "skip"],
)
def test_answers(qtbot: QtBot, answer: Callable[[ConflictDialog], None], policy: ConflictPolicy) -> None:
    dialog = opened(qtbot, question())
    with qtbot.waitSignal(dialog.decided) as decided:
        answer(dialog)
    assert decided.args == [ConflictDecision(policy, for_all=False)]


def test_it_names_what_would_be_replaced_with_size_and_time(qtbot: QtBot) -> None:
    dialog = opened(qtbot, question(name="\u202e<b>report.pdf"))
    labels = dialog.findChildren(QLabel)
    text = " ".join(label.text() for label in labels)
    assert "report.pdf" in text
    assert "Downloads" in text
    assert "1.2 MB (1,258,291 bytes)" in text
    assert "\u202e" not in text
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_for_all_is_offered_with_more_than_one(qtbot: QtBot) -> None:
    assert not opened(qtbot, question(batch_id=None)).for_all.isVisible()
    dialog = opened(qtbot, question())
    dialog.for_all.setChecked(True)
    with qtbot.waitSignal(dialog.decided) as decided:
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert decided.args == [ConflictDecision(ConflictPolicy.KEEP_BOTH, for_all=True)]


def ask_about_three(driver: Driver, sandbox: Sandbox) -> tuple[MainWindow, list[Path]]:
    folder = driver.folder / "downloads"
    folder.mkdir()
    settings = Settings(download_dir=folder, conflict_policy=ConflictPolicy.ASK)
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachments.ticket is not None and window.attachment_model.total_count > 0)
    rows = window.attachment_model.rows[:3]
    paths = [folder / row.filename for row in rows]
    for path in paths:
        path.write_bytes(THERE)
    window.attachment_pane.select([row.id for row in rows])
    window.actions_.download.trigger()
    return window, paths


def _is_gone(window: MainWindow, dialog: ConflictDialog) -> bool:
    return dialog not in window.findChildren(ConflictDialog)


def dialog_of(driver: Driver, window: MainWindow) -> ConflictDialog:
    driver.until(lambda: any(dialog.isVisible() for dialog in window.findChildren(ConflictDialog)))
    return next(dialog for dialog in window.findChildren(ConflictDialog) if dialog.isVisible())


def test_skipping_all_asks_once_and_leaves_the_files(driver: Driver, sandbox: Sandbox) -> None:
    window, paths = ask_about_three(driver, sandbox)
    dialog = dialog_of(driver, window)
    dialog.for_all.setChecked(True)
    driver.answer(window, "conflictDialog", "skipFile")
    driver.until(lambda: len(transfers(window, TransferState.SKIPPED)) == 3)
    assert {path.read_bytes() for path in paths} == {THERE}


def test_each_file_can_be_decided_by_itself(driver: Driver, sandbox: Sandbox) -> None:
    window, paths = ask_about_three(driver, sandbox)
    replaced: list[str] = []
    for button in ("replaceFile", "keepBoth", "skipFile"):
        dialog = dialog_of(driver, window)
        headline = dialog.findChild(QLabel, "conflictHeadline")
        assert isinstance(headline, QLabel)
        name = next(path.name for path in paths if f"“{path.name}”" in headline.text())
        if button == "replaceFile":
            replaced.append(name)
        driver.answer(window, "conflictDialog", button)
        driver.until(partial(_is_gone, window, dialog))
    driver.until(lambda: not window.transfers.active_count)
    assert sorted(transfer.state for transfer in transfers(window)) == ["done", "done", "skipped"]
    assert [path.name for path in paths if path.read_bytes() != THERE] == replaced


def test_cancelling_the_transfer_takes_the_question_away(driver: Driver, sandbox: Sandbox) -> None:
    window, paths = ask_about_three(driver, sandbox)
    dialog_of(driver, window)
    window.transfer_panel.cancel_requested.emit([transfer.id for transfer in transfers(window)])
    driver.until(lambda: not window.findChildren(ConflictDialog))
    driver.until(lambda: len(transfers(window, TransferState.CANCELLED)) == 3)
    assert {path.read_bytes() for path in paths} == {THERE}
