"""Finding things with a real keyboard and a real pointer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.screen_reader import ScreenReader, Widget
from tests.desktop.waiting import wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
_INTO_MENU_PX = (60, 37)  # from the corner of the menu of columns to the second entry, "Type", behind "Name"


class User:
    """Somebody in front of the program."""

    def __init__(self, desk: Desk, reader: ScreenReader, start: StartProgram) -> None:
        self.desk = desk
        self.reader = reader
        start("--ticket", TICKET)
        self.window = desk.wait_for_window(f"TopTickets · {TICKET}")
        desk.place_window(self.window, Rectangle(60, 60, 1500, 900))
        reader.wait_for(PROGRAM, "table cell", "browser.log")

    def click(self, widget: Widget) -> None:
        self.desk.xdotool("mousemove", "--sync", *widget.place.centre, "click", 1)

    def keys(self, *keys: str) -> None:
        self.desk.xdotool("key", "--window", 0, *keys)

    def type(self, text: str) -> None:
        self.desk.xdotool("type", "--delay", 15, text)

    def table(self, name: str) -> tuple[tuple[str, ...], ...]:
        found = self.reader.find(PROGRAM, "table", name)
        return found[0].cells if found else ()

    def open_menu_at(self, point: tuple[int, int]) -> None:
        """Click the other button there; Qt shows the menu just below the pointer, and keeps it from assistive programs until it is used."""
        windows = self.desk.output("xdotool", "search", "--onlyvisible", "--name", ".*").split()
        self.desk.xdotool("mousemove", "--sync", *point, "click", 3)
        wait_for(
            "a menu is open", lambda: len(self.desk.output("xdotool", "search", "--onlyvisible", "--name", ".*").split()) > len(windows)
        )


@pytest.fixture
def user(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram) -> User:
    return User(desk, screen_reader, start_program)


def open_palette(user: User) -> None:
    user.keys("ctrl+k")
    user.reader.wait_for(PROGRAM, "list", "Results")


@pytest.mark.desktop
def test_the_palette_goes_to_a_ticket_by_its_number(user: User) -> None:
    other = next(row[0] for row in user.table("Tickets") if row[0] != TICKET)
    open_palette(user)
    user.type(other.removeprefix("TKT-"))
    user.keys("Return")
    user.desk.wait_for_window(f"TopTickets · {other}")


@pytest.mark.desktop
def test_the_palette_runs_a_command(user: User) -> None:
    open_palette(user)
    user.type(">keyboard short")
    user.keys("Return")
    user.desk.wait_for_window("Keyboard shortcuts")


@pytest.mark.desktop
def test_f1_shows_the_shortcuts_and_esc_closes_them(user: User) -> None:
    user.keys("F1")
    user.desk.wait_for_window("Keyboard shortcuts")
    user.type("pin ticket")
    wait_for(
        "the sheet lists the key",
        lambda: user.reader.find(PROGRAM, "table cell", "Ctrl+B") or user.reader.find(PROGRAM, "tree item", "Ctrl+B"),
    )
    user.keys("Escape")
    wait_for(
        "the sheet is gone", lambda: not user.desk.output("xdotool", "search", "--onlyvisible", "--name", "Keyboard shortcuts").split()
    )


@pytest.mark.desktop
def test_a_chip_narrows_the_list(user: User, sandbox: Sandbox) -> None:
    before = len(user.table("Tickets"))
    user.click(user.reader.wait_for(PROGRAM, "check box", "Urgent"))
    wait_for("only urgent tickets are listed", lambda: 0 < len(user.table("Tickets")) < before)
    assert {row[3] for row in user.table("Tickets")} == {"Urgent"}
    user.click(user.reader.wait_for(PROGRAM, "check box", "Urgent"))
    wait_for("all are back", lambda: len(user.table("Tickets")) == before)


@pytest.mark.desktop
def test_a_column_is_taken_away_in_the_menu_of_the_headings(user: User) -> None:
    def shown_types() -> list[Widget]:
        return [cell for cell in user.reader.find(PROGRAM, "table cell", "PDF document") if cell.place.width > 0]

    table = user.reader.wait_for(PROGRAM, "table", "Attachments").place
    assert shown_types()
    corner = (table.x + 40, table.y + 12)
    user.open_menu_at(corner)
    user.desk.xdotool("mousemove", "--sync", corner[0] + _INTO_MENU_PX[0], corner[1] + _INTO_MENU_PX[1], "click", 1)
    wait_for("the column is gone", lambda: not shown_types())


@pytest.mark.desktop
def test_the_context_menu_saves_what_is_pointed_at(user: User, sandbox: Sandbox, tmp_path: Path) -> None:
    user.click(user.reader.wait_for(PROGRAM, "table cell", "browser.log"))
    user.open_menu_at(user.reader.wait_for(PROGRAM, "table cell", "browser.log").place.centre)
    user.keys("d")
    saved = AppPaths.under(tmp_path / "kept").download_dir / "browser.log"
    service = ServiceView(sandbox)
    ticket_id = service.ticket_id(TICKET)
    attachment_id = next(key for key, name in service.attachments(ticket_id).items() if name == "browser.log")
    wait_for("the file is saved", saved.exists)
    assert saved.read_bytes() == service.content(ticket_id, attachment_id)
