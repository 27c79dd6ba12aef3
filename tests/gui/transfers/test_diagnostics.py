from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.transfers.examples import download, upload
from toptickets_desktop.domain.errors import AnswerLost, LocalFileError, LocalFileReason, ServerFault
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.diagnostics_dialog import DiagnosticsDialog
from toptickets_desktop.gui.transfers.diagnostics import TransferStory, diagnostics_text
from toptickets_desktop.transfer.history import CHANGES_MAX, History, error_facts

SECRETS = ("tt_live_abcdef", "https://storage.example/x?token=abc", "customer name", "Mr Smith")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_a_story_has_its_states_and_no_secret() -> None:
    history = History()
    fault = ServerFault(f"{SECRETS[0]} {SECRETS[1]}", status=503)
    lost = AnswerLost()
    lost.__cause__ = fault
    name, path = f"{SECRETS[2]}.png", Path("/home/u") / SECRETS[3] / "customer name.png"
    for state, error in [
        (TransferState.QUEUED, None),
        (TransferState.RUNNING, None),
        (TransferState.RUNNING, None),
        (TransferState.WAITING, fault),
        (TransferState.QUEUED, None),
        (TransferState.RUNNING, None),
        (TransferState.UNCONFIRMED, lost),
    ]:
        transfer = replace(upload(1, state, name, path=path, error=error), bytes_done=7)
        history.note([transfer])
    text = diagnostics_text([TransferStory(transfer, history.of(1), history.attempts(1))], now=NOW, system=lambda: "Linux-1")
    assert not [secret for secret in SECRETS if secret in text]
    assert "upload of .png, 12582912 bytes, 7 moved, unconfirmed, 2 attempt(s)" in text
    assert "answer_lost <- server_fault (HTTP 503)" in text
    states = [line.split()[2] for line in text.splitlines() if line.startswith("   20")]
    assert states == ["queued", "running", "waiting", "queued", "running", "unconfirmed"]
    assert "2026-03-01 12:00:00.000Z" in text
    history.forget([1])
    assert history.of(1) == []


def test_facts_are_our_own_words() -> None:
    assert error_facts(None) == ()
    assert error_facts(LocalFileError(Path("/secret"), LocalFileReason.NO_SPACE, errno_name="ENOSPC")) == ("local_file (no_space, ENOSPC)",)


def test_hostile_names_give_no_line_of_their_own() -> None:
    text = diagnostics_text(
        [TransferStory(download(1, name="x.p\nng"), [], 0), TransferStory(download(2, name="a.tt_live"), [], 0)], now=NOW
    )
    assert text.count("\n") == len(text.splitlines())
    assert "tt_live" not in text
    assert " of ." not in text


def test_history_is_bounded() -> None:
    history = History()
    for number in range(CHANGES_MAX * 3):
        history.note([upload(1, TransferState.QUEUED if number % 2 else TransferState.RUNNING)])
    assert len(history.of(1)) == CHANGES_MAX


def test_the_dialog_shows_the_text_before_it_copies_it(qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("before")
    dialog = DiagnosticsDialog("facts\n")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.text.toPlainText() == "facts\n"
    assert dialog.text.isReadOnly()
    assert QGuiApplication.clipboard().text() == "before"
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "facts\n"
