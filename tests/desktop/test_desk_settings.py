"""Profiles, appearance, language and the log, on a real desktop with a real keyring."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
from PySide6.QtGui import QImage

from tests.desktop.desk import Desk, Rectangle
from tests.desktop.screen_reader import ScreenReader, Widget
from tests.desktop.waiting import TIMEOUT_S, wait_for
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.profile import Profile, ProfileColor
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths, Settings

PROGRAM = "TopTickets Desktop"
OTHER = Profile("other", "Night shift", "", Path("/nowhere"), ProfileColor.RED)


class Window:
    """The program with two profiles, each with a service of its own and its key in the desktop's keyring."""

    def __init__(self, desk: Desk, reader: ScreenReader, first: Sandbox, other: Sandbox, kept: Path) -> None:
        self.desk = desk
        self.reader = reader
        self.kept = kept
        self.paths = AppPaths.under(kept)
        self.first, self.other = first, other
        keyring = desk.start(["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"], stdin=b"password")
        assert keyring.poll() is None
        other_profile = Profile(OTHER.id, OTHER.name, other.base_url.text, self.paths.download_dir / "other", OTHER.color)
        settings = Settings(
            download_dir=self.paths.download_dir, base_url=first.base_url.text, profile_name="Day shift", other_profiles=[other_profile]
        )
        self.paths.create()
        self.paths.settings_file.save(settings)
        for name, sandbox in (("Day shift", first), (OTHER.name, other)):
            self._keep_key(name, sandbox.keys[KeyKind.AGENT].reveal())

    def start(self, title: str = "TopTickets · ") -> Popen[bytes]:
        command = [sys.executable, "-m", "toptickets_desktop", "--data-dir", str(self.kept), "--ticket", "TKT-1042"]
        program = self.desk.start(command, environment={"QT_QPA_PLATFORM": "xcb"})
        window = self.desk.wait_for_window(title)
        self.desk.place_window(window, Rectangle(60, 60, 1500, 900))
        wait_for("tickets are listed", self.tickets)
        return program

    def quit(self, program: Popen[bytes]) -> None:
        program.send_signal(signal.SIGTERM)
        assert program.wait(TIMEOUT_S) == 0

    def tickets(self) -> int:
        return sum(len(table.cells) for table in self.reader.find(PROGRAM, "table", "Tickets"))

    def click(self, widget: Widget) -> None:
        self.desk.xdotool("mousemove", "--sync", *widget.place.centre, "click", 1)

    def click_on(self, name: str, *roles: str) -> None:
        """Click on a widget that can be seen, as soon as there is one."""
        self.click(wait_for(f"{name!r} can be seen", lambda: self.visible(name, *roles))[0])

    def visible(self, name: str, *roles: str) -> list[Widget]:
        found = [widget for role in roles for widget in self.reader.find(PROGRAM, role, name)]
        return [widget for widget in found if widget.place.height > 0 and widget.place.x >= 0 and widget.place.y > 0]

    def open_preferences(self) -> None:
        self.desk.xdotool("key", "ctrl+comma")
        opened = self.desk.wait_for_window("^Preferences$")
        wait_for("it has the keyboard", lambda: self.desk.output("xdotool", "getactivewindow").strip() == opened)

    def brightness(self, picture: Path) -> float:
        """Of the desktop where the window is: 0 for black, 1 for white."""
        self.desk.take_picture(picture)
        image = QImage(str(picture))
        dots = [image.pixelColor(x, y).lightnessF() for x in range(100, 1500, 50) for y in range(200, 900, 50)]
        return sum(dots) / len(dots)

    def _keep_key(self, profile: str, key: str) -> None:
        command = [sys.executable, "-c", "import sys; from toptickets_desktop.cli.main import run; sys.exit(run())"]
        arguments = ["--data-dir", str(self.kept), "--profile", profile, "key", "set"]

        def is_kept() -> bool:
            done = subprocess.run([*command, *arguments], env=self.desk.environment, input=key.encode(), capture_output=True, check=False)
            return done.returncode == 0

        wait_for("the keyring has taken the key", is_kept)


@pytest.fixture
def other_sandbox() -> Iterator[Sandbox]:
    with Sandbox(tickets=7) as running:
        yield running


@pytest.fixture
def window(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, other_sandbox: Sandbox, tmp_path: Path) -> Window:
    return Window(desk, screen_reader, sandbox, other_sandbox, tmp_path / "kept")


@pytest.mark.desktop
@pytest.mark.keyring
def test_another_profile_by_mouse_with_its_key_from_the_keyring(window: Window) -> None:
    program = window.start("TopTickets · TKT-1042 · Day shift")
    first_requests = len(window.first.requests)

    window.click_on("Profile: Day shift", "push button", "button", "toggle button", "push button menu", "button menu")
    window.click_on("2 Night shift", "check menu item", "radio menu item", "menu item")

    window.desk.wait_for_window(r"TopTickets · .* · Night shift")
    wait_for("the other desk's tickets are listed", lambda: window.tickets() == 7)
    assert {record.status for record in window.other.requests} == {200}, "its own key at once, and no other before"
    assert len(window.first.requests) == first_requests
    assert window.visible("Profile: Night shift", "push button", "button", "toggle button", "push button menu", "button menu")
    window.quit(program)

    again = window.start("TopTickets · .* · Night shift")
    window.quit(again)
    kept = b"".join(path.read_bytes() for path in window.kept.rglob("*") if path.is_file())
    for sandbox in (window.first, window.other):
        assert sandbox.keys[KeyKind.AGENT].reveal().encode() not in kept


@pytest.mark.desktop
@pytest.mark.keyring
def test_the_appearance_changes_while_the_preferences_are_open(window: Window, tmp_path: Path) -> None:
    program = window.start()
    assert window.brightness(tmp_path / "before.png") > 0.6
    window.open_preferences()

    window.desk.xdotool("key", "alt+a", "key", "End")

    wait_for("the window is dark", lambda: window.brightness(tmp_path / "after.png") < 0.4)
    window.desk.xdotool("key", "Escape")
    window.quit(program)
    assert window.paths.settings_file.load().theme == "dark"


@pytest.mark.desktop
@pytest.mark.keyring
def test_another_language_from_the_next_start_on(window: Window) -> None:
    program = window.start()
    window.open_preferences()
    window.desk.xdotool("key", "alt+l", "key", "End")
    wait_for("the choice is kept", lambda: window.paths.settings_file.load().language == "de")
    window.desk.xdotool("key", "Escape")
    window.quit(program)

    command = [sys.executable, "-m", "toptickets_desktop", "--data-dir", str(window.kept), "--ticket", "TKT-1042"]
    german = window.desk.start(command, environment={"QT_QPA_PLATFORM": "xcb"})
    window.desk.wait_for_window("TopTickets · TKT-1042")
    wait_for("the toolbar speaks German", lambda: window.visible("Hochladen", "push button", "button"))
    assert window.visible("Tickets suchen", "text", "entry")
    window.quit(german)


@pytest.mark.desktop
@pytest.mark.keyring
def test_the_log_is_read_filtered_and_copied_without_secrets(window: Window) -> None:
    program = window.start()
    log = window.paths.log_dir / "toptickets-desktop.log"
    secret = "tt_agent_canary0123456789"
    wait_for("there is a log", log.exists)
    with log.open("a") as file:
        file.write(f'{{"event": "odd {secret}", "level": "error", "logger": "test", "timestamp": "2026-01-02T03:04:05Z"}}\n')

    window.desk.xdotool("key", "alt+h")
    window.click_on("Log…", "menu item")
    window.desk.wait_for_window("^Log$")
    wait_for("the entry shows", lambda: any("odd" in cell for row in _rows(window) for cell in row))
    window.desk.xdotool("type", "odd")
    wait_for("only the entry that fits shows", lambda: len(_rows(window)) == 1)
    window.click_on("Copy", "push button", "button")

    copied = wait_for("something was copied", lambda: window.desk.output("xclip", "-selection", "clipboard", "-o"))
    assert re.fullmatch(r"2026-01-02T03:04:05Z error test: odd tt_agent_\[redacted\]\n", copied)
    window.desk.xdotool("key", "Escape")
    window.quit(program)


def _rows(window: Window) -> list[tuple[str, ...]]:
    return [row for table in window.reader.find(PROGRAM, "table", "Log") for row in table.cells]
