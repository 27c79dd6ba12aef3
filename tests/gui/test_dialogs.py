"""Where the file dialogs begin."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.dialogs import NAMES_SHOWN, choose_files, choose_folder, choose_target, name_list


def test_a_folder_that_is_not_there_gives_way_to_the_one_around_it(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    missing = tmp_path / "gone" / "further"
    upload = choose_files(parent, missing, lambda _paths: None)
    save = choose_target(parent, missing / "report.pdf", lambda _path: None)
    folder = choose_folder(parent, missing, lambda _path: None)
    assert {Path(dialog.directory().absolutePath()) for dialog in (upload, save, folder)} == {tmp_path}
    assert [Path(file).name for file in save.selectedFiles()] == ["report.pdf"]
    assert upload.selectedFiles() in ([], [str(tmp_path)]), "no name is suggested"
    for dialog in (upload, save, folder):
        dialog.reject()


def test_many_names_are_counted() -> None:
    lines = name_list([f"{number}.txt" for number in range(NAMES_SHOWN + 3)]).splitlines()
    assert len(lines) == NAMES_SHOWN + 1
    assert lines[-1] == "… and 3 more"
