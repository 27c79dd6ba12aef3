"""The whole program, from its arguments to its exit code, on its embedded sandbox."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from toptickets_desktop.__main__ import main
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox

PICTURES = {
    "upload-check",
    "window",
    "image-preview",
    "gallery",
    "quick-look",
    "palette",
    "shortcuts",
    "preferences",
    "right-to-left",
    "refused-files",
    "transfers",
    "delete",
    "dark",
    "sign-in",
}


@pytest.fixture(autouse=True)
def _one_window(qapp: QApplication) -> Iterator[None]:
    """Windows of a run go with it."""
    yield
    qapp.processEvents()
    assert not [widget for widget in qapp.topLevelWidgets() if isinstance(widget, MainWindow) and widget.isVisible()]


def test_the_self_check_lists_and_ends(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--demo", "--self-check", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Self-check passed: 60 tickets, 14 attachments.\n"


@pytest.mark.timeout(180)
def test_the_tour_does_the_main_job_and_leaves_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "pictures"
    assert main(["--demo", "--screenshots", str(folder), "--data-dir", str(tmp_path / "data"), "--verbose"]) == 0
    assert {path.stem for path in folder.iterdir()} == PICTURES
    for path in folder.iterdir():
        image = QImage(str(path))
        assert image.width() >= 1280
        assert len({image.pixel(x, y) for x in range(0, image.width(), 40) for y in range(0, image.height(), 40)}) > 10
    secrets = _secrets_in(tmp_path / "data")
    assert secrets == []
    assert _readable_by_others(tmp_path / "data") == []


def test_a_demo_leaves_nothing_but_its_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["--demo", "--self-check"]) == 0
    cache = Path(os.environ["XDG_CACHE_HOME"])
    assert [path for path in cache.rglob("*") if path.is_file()] == []


def test_a_signal_closes_the_window_cleanly(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setenv("TOPTICKETS_API_KEY", next(iter(sandbox.keys.values())).reveal())
    monkeypatch.setenv("TOPTICKETS_BASE_URL", str(sandbox.base_url))
    monkeypatch.setenv("TOPTICKETS_DATA_DIR", str(tmp_path))
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    poll = QTimer(interval=10)

    def end_when_listed() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow) and widget.ticket_model.total_count:
                poll.stop()
                signal.raise_signal(signal.SIGTERM)

    poll.timeout.connect(end_when_listed)
    poll.start()
    assert main(["--ticket", "TKT-1042"]) == 0
    assert {number: signal.getsignal(number) for number in handlers} == handlers
    settings = json.loads((tmp_path / "config" / "settings.json").read_text())
    assert settings["window"]["geometry"]
    assert _secrets_in(tmp_path) == []


def test_everything_kept_is_private_and_goes_when_the_user_wants_it_gone(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """A job that leaves something in every place, a look at what it left, then Preferences, Storage, Remove everything."""
    monkeypatch.setenv("TOPTICKETS_API_KEY", next(iter(sandbox.keys.values())).reveal())
    monkeypatch.setenv("TOPTICKETS_BASE_URL", str(sandbox.base_url))
    monkeypatch.setenv("TOPTICKETS_DATA_DIR", str(tmp_path))
    poll = QTimer(interval=10)
    seen: dict[str, list[str]] = {}

    def job() -> Iterator[bool]:
        while True:
            windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
            if windows and windows[0].attachment_model.total_count:
                break
            yield True
        window = windows[0]
        window.attachment_pane.select([row.id for row in window.attachment_model.rows[:2]])
        window.actions_.copy_files.trigger()
        window.actions_.download.trigger()
        while not (list(tmp_path.glob("cache/out/*/*/*")) and len(list(tmp_path.glob("downloads/[!.]*"))) == 2):
            yield True
        seen["readable"] = _readable_by_others(tmp_path)
        seen["executable"] = [str(path) for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_mode & 0o111]
        seen["places"] = sorted({path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()})
        window.actions_.preferences.trigger()
        yield True
        _press(window, "forgetEverything")
        yield True
        _press(window, "accept")

    steps = job()

    def step() -> None:
        if next(steps, None) is None:
            poll.stop()

    poll.timeout.connect(step)
    poll.start()
    assert main(["--ticket", "TKT-1042", "--verbose"]) == 0
    assert seen == {"readable": [], "executable": [], "places": ["cache", "config", "data", "downloads", "logs"]}
    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"downloads"}
    assert not list((Path(os.environ["XDG_DATA_HOME"])).rglob("recently-used*"))


def _press(window: MainWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None
    button.click()


@pytest.mark.parametrize(
    "arguments",
    [["--base-url", "http://example.com/v1"], ["--self-check"], ["--base-url", "https://example.com/"], ["--no-such-option"]],
)
def test_wrong_usage_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_wrong_address_in_the_environment_is_explained(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TOPTICKETS_BASE_URL", "ftp://example.com/v1")
    with pytest.raises(SystemExit):
        main([])
    assert "TOPTICKETS_BASE_URL" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["--data-dir", str(tmp_path / "file")]) == 1
    assert not gc.isenabled(), "the tests have it off, and it was not to be switched on"
    assert "Cannot start" in capsys.readouterr().err


_SECRET = re.compile(rb"token=|tt_(admin|ro|agent|live)_[A-Za-z0-9]{12}")


def _secrets_in(folder: Path) -> list[str]:
    """Files that hold a key or a signed URL's token."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and _SECRET.search(path.read_bytes())]


def _readable_by_others(folder: Path) -> list[str]:
    if sys.platform == "win32":
        return []
    return [str(path) for path in folder.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & 0o077]
