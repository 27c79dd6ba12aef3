"""The log in the window: the end of a large one, what is added, what a rotation leaves, filters, and copies without secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.log_viewer.log_dialog import LogDialog
from toptickets_desktop.gui.log_viewer.log_model import LogColumn, LogModel
from toptickets_desktop.gui.log_viewer.log_tail import LogTail
from toptickets_desktop.logs import configure_logs, shut_own_handlers

LEFT = Qt.MouseButton.LeftButton
SECRET = "tt_agent_canary0123456789"


def line(event: str, level: str = "info", **fields: object) -> str:
    return json.dumps({"event": event, "level": level, "logger": "toptickets_desktop.api", "timestamp": "2026-01-02T03:04:05Z", **fields})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toptickets-desktop.log"


@pytest.fixture
def dialog(qtbot: QtBot, qt_loop: AppEventLoop, path: Path) -> Iterator[LogDialog]:
    lines = [line("started"), line("slow", "warning", host="x"), line("failed", "error", exception="Traceback\n  at y")]
    path.write_text("\n".join(lines) + "\n")
    opened = LogDialog(path)
    opened.show()
    qtbot.waitUntil(lambda: len(opened.model.rows) == 3)
    yield opened
    opened.reject()


def test_only_the_end_of_a_large_log_is_read(path: Path) -> None:
    path.write_text("".join(f"{line(f'entry {number}')}\n" for number in range(1_000)))
    entries = LogTail(path, tail_bytes=2_000).read_new()
    assert 0 < len(entries) < 20
    assert entries[-1].text == "entry 999"
    assert all(entry.text.startswith("entry ") for entry in entries), "no half of a line"


def test_what_is_added_comes_once_and_whole(path: Path) -> None:
    tail = LogTail(path)
    assert tail.read_new() == [], "not there yet"
    with path.open("w") as file:
        file.write(f"{line('one')}\n{line('two')[:20]}")
    assert [entry.text for entry in tail.read_new()] == ["one"]
    with path.open("a") as file:
        file.write(f"{line('two')[20:]}\n")
    assert [entry.text for entry in tail.read_new()] == ["two"]
    assert tail.read_new() == []


def test_a_rotated_log_is_followed(path: Path) -> None:
    path.write_text(f"{line('before')}\n")
    tail = LogTail(path)
    tail.read_new()
    path.rename(path.with_suffix(".log.1"))
    path.write_text(f"{line('after')}\n")
    assert [entry.text for entry in tail.read_new()] == ["after"]


def test_secrets_that_got_into_the_file_do_not_get_out_of_it(path: Path) -> None:
    path.write_text(f"{line(f'key {SECRET}', url='https://x/y?token=abc')}\nnot json {SECRET}\n")
    for entry in LogTail(path).read_new():
        assert SECRET not in repr(entry)
        assert "abc" not in repr(entry)


@given(content=st.binary(max_size=400))
def test_no_content_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("log") / "log"
    path.write_bytes(content)
    for entry in LogTail(path).read_new():
        assert "\n" not in entry.text


def test_the_programs_own_lines_are_understood(tmp_path: Path) -> None:
    path = configure_logs(tmp_path, level=logging.INFO)
    assert path is not None
    try:
        structlog.get_logger("toptickets_desktop.x").warning("something is odd", place="here")
    finally:
        shut_own_handlers()
    (entry,) = LogTail(path).read_new()
    assert (entry.level, entry.logger, entry.text, entry.details) == ("warning", "toptickets_desktop.x", "something is odd", "place: here")
    assert entry.at is not None


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot, path: Path) -> None:
    path.write_text(f"{line('one')}\n{line('two', 'error')}\n")
    model = LogModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.append(LogTail(path).read_new())
    model.set_filter(least_level="warning", text="")
    assert [entry.text for entry in model.rows] == ["two"]
    assert isinstance(tester.model(), QAbstractItemModel)


def test_new_entries_show_by_themselves(dialog: LogDialog, path: Path, qtbot: QtBot) -> None:
    with path.open("a") as file:
        file.write(f"{line('new')}\n")
    qtbot.waitUntil(lambda: [entry.text for entry in dialog.model.rows][-1] == "new")


def test_level_and_text_filter_and_details_show_the_whole_entry(dialog: LogDialog) -> None:
    dialog.level_box.setCurrentIndex(dialog.level_box.findData("warning"))
    assert [entry.text for entry in dialog.model.rows] == ["slow", "failed"]
    dialog.filter_line.setText("TRACEBACK")
    assert [entry.text for entry in dialog.model.rows] == ["failed"]
    dialog.table.setCurrentIndex(dialog.model.index(0, LogColumn.TEXT))
    assert "at y" in dialog.details.toPlainText()
    dialog.filter_line.setText("nowhere")
    assert dialog.model.rowCount() == 0
    assert dialog.details.toPlainText() == ""


def test_what_is_shown_is_copied(dialog: LogDialog, path: Path, qtbot: QtBot) -> None:
    with path.open("a") as file:
        file.write(f"{line(f'secret {SECRET}', 'error')}\n")
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 4)
    dialog.level_box.setCurrentIndex(dialog.level_box.findData("error"))
    QTest.mouseClick(dialog.copy_button, LEFT)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("2026-01-02T03:04:05Z error toptickets_desktop.api: failed\n")
    assert "slow" not in copied
    assert "tt_agent_[redacted]" in copied
    assert SECRET not in copied
    assert dialog.said.text() == "Copied: 2"


def test_the_file_is_shown_in_its_folder(dialog: LogDialog, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.show_in_folder_requested) as asked:
        QTest.mouseClick(dialog.folder_button, LEFT)
    assert asked.args == [path]
