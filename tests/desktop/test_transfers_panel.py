"""The Transfers panel with a real pointer, a real window manager and a real notification daemon."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.screen_reader import ScreenReader, Widget
from tests.desktop.waiting import TIMEOUT_S, wait_for
from tests.support.notification_daemon import NotificationDaemon
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
WINDOW = f"TopTickets · {TICKET}"
SLOW_BYTES_PER_S = 20_000
SESSION_END_S = 5.0
MUCH = b"much of it\n" * 100_000


class Panel:
    """The program with a file that takes its time, and what a user can do to it."""

    def __init__(self, desk: Desk, reader: ScreenReader, sandbox: Sandbox, start: StartProgram, kept: Path) -> None:
        self.desk = desk
        self.reader = reader
        self.sandbox = sandbox
        self.start_program = start
        self.folder = AppPaths.under(kept).download_dir
        ticket_id = ServiceView(sandbox).ticket_id(TICKET)
        sandbox.add_attachment(ticket_id, filename="much.txt", content_type="text/plain", content=MUCH)
        self.names = sorted(ServiceView(sandbox).attachments(ticket_id).values())
        self.program: Popen[bytes] | None = None
        self.window = ""

    def start(self) -> Popen[bytes]:
        self.program = self.start_program("--ticket", TICKET)
        self.window = self.desk.wait_for_window(WINDOW)
        self.desk.place_window(self.window, Rectangle(60, 60, 1500, 900))
        self.reader.wait_for(PROGRAM, "table cell", "much.txt")
        return self.program

    def save_slowly(self) -> None:
        """Begin to save the large file, and wait until bytes come."""
        self.sandbox.limit_speed(SLOW_BYTES_PER_S)
        self.click(self.reader.wait_for(PROGRAM, "table cell", "much.txt"))
        self.desk.xdotool("key", "ctrl+d")
        wait_for("the download has begun", lambda: self.folder.is_dir() and list(self.folder.iterdir()))

    def save_all(self) -> None:
        self.click(self.reader.wait_for(PROGRAM, "table cell", "much.txt"))
        self.desk.xdotool("key", "ctrl+a", "key", "ctrl+d")

    def click(self, widget: Widget) -> None:
        self.desk.xdotool("mousemove", "--sync", *widget.place.centre, "click", 1)

    def press(self, name: str) -> None:
        """Click on a button, as soon as there is one of that name."""
        self.click(wait_for(f"a button {name}", lambda: self.buttons(name))[0])

    def buttons(self, name: str) -> list[Widget]:
        # AT-SPI calls it "button" since 2.54, and "push button" before.
        return [widget for role in ("push button", "button") for widget in self.reader.find(PROGRAM, role, name)]

    def open_items(self, name: str) -> list[Widget]:
        """The items of that name in menus that are open."""
        return [item for item in self.reader.find(PROGRAM, "menu item", name) if item.place.height > 0 and item.place.y > 0]

    def rows(self) -> list[tuple[str, ...]]:
        """Name, status and button of each row of the panel."""
        return [row for table in self.reader.find(PROGRAM, "table", "Transfers") for row in table.cells]

    def status(self, pattern: str) -> str:
        """The first status that matches, as soon as there is one."""
        found = wait_for(f"a status like {pattern}", lambda: [row[1] for row in self.rows() if re.search(pattern, row[1])])
        return found[0]

    def saved(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))


@pytest.fixture
def panel(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram, tmp_path: Path) -> Panel:
    return Panel(desk, screen_reader, sandbox, start_program, tmp_path / "kept")


@pytest.fixture
def notifications(desk: Desk) -> Iterator[NotificationDaemon]:
    with NotificationDaemon(desk.environment["DBUS_SESSION_BUS_ADDRESS"]) as daemon:
        yield daemon


@pytest.mark.desktop
def test_retry_on_the_row_of_a_batch_saves_what_failed(panel: Panel) -> None:
    panel.folder.parent.mkdir(parents=True)
    panel.folder.write_text("where the folder should be")
    panel.start()
    panel.save_all()
    count = len(panel.names)
    header = panel.reader.wait_for(PROGRAM, "table cell", panel.status(rf"^0 of {count} saved · {count} failed$"))
    panel.folder.unlink()
    place = header.place
    panel.desk.xdotool("mousemove", "--sync", place.x + place.width - 40, place.y + place.height // 2, "click", 1)
    panel.status(rf"^{count} saved · ")
    assert panel.saved() == panel.names


@pytest.mark.desktop
def test_pause_all_and_resume_all(panel: Panel) -> None:
    panel.start()
    panel.save_slowly()
    panel.press("Pause all")
    panel.status(r"^Paused")
    size = sum(path.stat().st_size for path in panel.folder.iterdir())
    panel.sandbox.limit_speed(None)
    panel.press("Resume all")
    panel.status(r"^Saved")
    assert panel.saved() == ["much.txt"]
    assert (panel.folder / "much.txt").read_bytes() == MUCH
    assert size < len(MUCH)


@pytest.mark.desktop
def test_progress_is_told_in_the_row_until_the_file_is_saved(panel: Panel) -> None:
    panel.start()
    panel.save_slowly()
    first = panel.status(r" of 1\.0 MB · .*/s · .* left$")
    wait_for("the figures have gone on", lambda: [row[1] for row in panel.rows() if " of 1.0 MB" in row[1] and row[1] != first])
    panel.sandbox.limit_speed(None)
    assert panel.status(r"^Saved") == "Saved · 1.0 MB"


@pytest.mark.desktop
def test_diagnostics_are_shown_and_copied_without_a_name(panel: Panel) -> None:
    panel.start()
    panel.save_slowly()
    panel.sandbox.limit_speed(None)
    panel.click(panel.reader.wait_for(PROGRAM, "table cell", panel.status(r"^Saved")))
    panel.desk.xdotool("key", "alt+r")
    panel.click(wait_for("the menu is open", lambda: panel.open_items("Copy diagnostics…"))[0])
    panel.desk.wait_for_window("Diagnostics of transfers")
    panel.press("Copy")
    copied = wait_for("the text is on the clipboard", lambda: panel.desk.output("xclip", "-selection", "clipboard", "-o"))
    assert "download of .txt, 1100000 bytes" in copied
    assert re.search(r"running +\d+\n.*verifying +1100000\n.*done +1100000\n", copied)
    assert "much" not in copied
    assert "tt_agent_" not in copied


@pytest.mark.desktop
def test_closing_the_window_can_leave_the_rest_for_the_next_start(panel: Panel) -> None:
    program = panel.start()
    panel.save_slowly()
    panel.desk.xdotool("windowfocus", "--sync", panel.window, "key", "alt+F4")
    panel.desk.wait_for_window("Quit TopTickets Desktop")
    panel.desk.xdotool("key", "Escape")
    wait_for("the question is gone", lambda: not panel.desk.output("xdotool", "search", "--onlyvisible", "--name", "^Quit TopTickets"))
    assert program.poll() is None
    panel.desk.xdotool("windowfocus", "--sync", panel.window, "key", "alt+F4")
    panel.desk.wait_for_window("Quit TopTickets Desktop")
    panel.press("Quit and resume later")
    assert program.wait(TIMEOUT_S) == 0
    assert panel.saved() == []
    panel.sandbox.limit_speed(None)
    panel.start()
    wait_for("the download is whole", lambda: panel.saved() == ["much.txt"])
    assert (panel.folder / "much.txt").read_bytes() == MUCH


@pytest.mark.desktop
def test_transfers_finish_in_the_background_and_the_desktop_is_told(panel: Panel, notifications: NotificationDaemon) -> None:
    program = panel.start()
    panel.save_slowly()
    panel.desk.xdotool("windowfocus", "--sync", panel.window, "key", "alt+F4")
    panel.desk.wait_for_window("Quit TopTickets Desktop")
    panel.press("Finish in the background")
    wait_for("the window is gone", lambda: not panel.desk.output("xdotool", "search", "--onlyvisible", "--name", WINDOW))
    assert program.poll() is None
    panel.sandbox.limit_speed(None)
    assert program.wait(TIMEOUT_S) == 0
    assert panel.saved() == ["much.txt"]
    assert [shown.title for shown in notifications.shown] == ["Saved: much.txt"]
    assert notifications.launcher[-1][1]["progress-visible"] is False


@pytest.mark.desktop
def test_one_notification_for_a_batch_and_a_click_brings_the_window_back(panel: Panel, notifications: NotificationDaemon) -> None:
    panel.start()
    panel.sandbox.limit_speed(SLOW_BYTES_PER_S)
    panel.save_all()
    wait_for("the download has begun", lambda: panel.folder.is_dir() and list(panel.folder.iterdir()))
    panel.desk.xdotool("windowminimize", "--sync", panel.window)
    wait_for("nothing has the focus", lambda: panel.window not in panel.desk.output("xdotool", "getactivewindow").split())
    panel.sandbox.limit_speed(None)
    notifications.until(lambda: bool(notifications.shown))
    wait_for("all is saved", lambda: panel.saved() == panel.names)
    assert [shown.title for shown in notifications.shown] == [f"{len(panel.names)} of {len(panel.names)} saved from {TICKET}"]
    notifications.click(notifications.shown[0])
    wait_for("the window is back", lambda: panel.desk.output("xdotool", "search", "--onlyvisible", "--name", WINDOW))
    assert len(notifications.shown) == 1


@pytest.mark.desktop
def test_the_end_of_the_session_takes_no_longer_than_it_may(panel: Panel) -> None:
    program = panel.start()
    panel.save_slowly()
    panel.desk.xdotool("windowfocus", "--sync", panel.window, "key", "alt+F4")
    panel.desk.wait_for_window("Quit TopTickets Desktop")  # not even an open question holds it up
    asked_at = time.monotonic()
    program.send_signal(signal.SIGTERM)
    assert program.wait(TIMEOUT_S) == 0
    assert time.monotonic() - asked_at < SESSION_END_S
    assert panel.saved() == []
