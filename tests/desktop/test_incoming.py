"""Every way in, with a real file manager, a real clipboard, a real pointer, and a real second start."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.drag import drag
from tests.desktop.screen_reader import ScreenReader
from tests.desktop.waiting import TIMEOUT_S, wait_for
from tests.support.service_view import ServiceView
from tests.transfer.privacy.photos import photo
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.privacy.exif import Told
from toptickets_desktop.transfer.privacy.pictures import read_picture

pytestmark = pytest.mark.desktop

PROGRAM = "TopTickets Desktop"
TICKET, OTHER = "TKT-1042", "TKT-1038"
WINDOW_PLACE = Rectangle(540, 40, 1360, 900)


class Scene:
    """Our window beside a file manager, and what the service has."""

    def __init__(self, desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram) -> None:
        self.desk = desk
        self.screen_reader = screen_reader
        self.sandbox = sandbox
        self.start_program = start_program
        self.service = ServiceView(sandbox)
        self.outbox = desk.home / "outbox"
        self.outbox.mkdir()
        self.window = ""

    def open(self) -> None:
        """Show the ticket's attachments."""
        self.start_program("--ticket", TICKET)
        self.window = self.desk.wait_for_window(f"TopTickets · {TICKET}")
        self.desk.place_window(self.window, WINDOW_PLACE)
        self.screen_reader.wait_for(PROGRAM, "table", "Attachments")
        names = sorted(self.names())
        wait_for("the attachments are listed", lambda: sorted(self.rows()) == names)

    def open_file_manager(self, name: str) -> tuple[int, int]:
        """Show the outbox as a list; where the row of this name is."""
        self.desk.start(["thunar", self.outbox])
        manager = self.desk.wait_for_window("outbox")
        self.desk.place_window(manager, Rectangle(0, 40, 520, 700))
        self.desk.xdotool("windowfocus", "--sync", manager, "key", "ctrl+2")
        return self.screen_reader.wait_for("thunar", "table cell", name).place.centre

    def names(self, ticket: str = TICKET) -> list[str]:
        return list(self.service.attachments(self.service.ticket_id(ticket)).values())

    def content(self, name: str, ticket: str = TICKET) -> bytes:
        ticket_id = self.service.ticket_id(ticket)
        return self.service.content(ticket_id, next(key for key, value in self.service.attachments(ticket_id).items() if value == name))

    def rows(self) -> list[str]:
        return [row[0] for table in self.screen_reader.find(PROGRAM, "table", "Attachments") for row in table.cells]

    def table_centre(self) -> tuple[int, int]:
        return self.screen_reader.wait_for(PROGRAM, "table", "Attachments").place.centre

    def focus_table(self) -> None:
        x, y = self.table_centre()
        self.desk.xdotool("windowfocus", "--sync", self.window, "mousemove", "--sync", x, y, "click", 1)

    def press(self, button: str) -> None:
        """Click on a button, by its words."""
        x, y = self.screen_reader.wait_for(PROGRAM, "push button", button).place.centre
        self.desk.xdotool("mousemove", "--sync", x, y, "click", 1)

    def uploads(self) -> int:
        return sum(1 for request in self.sandbox.requests if request.method == "POST")


@pytest.fixture
def scene(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram) -> Scene:
    return Scene(desk, screen_reader, sandbox, start_program)


def text(folder: Path, name: str, content: str = "words\n") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_files_that_rest_on_a_ticket_open_it_and_can_be_dropped_among_its_attachments(scene: Scene) -> None:
    text(scene.outbox, "for the other.txt")
    scene.open()
    source = scene.open_file_manager("for the other.txt")
    row = scene.screen_reader.wait_for(PROGRAM, "table cell", OTHER).place.centre

    def is_open() -> bool:
        return bool(scene.desk.output("xdotool", "search", "--onlyvisible", "--name", f"TopTickets · {OTHER}"))

    drag(scene.desk, source, scene.table_centre(), rest_at=row, until=is_open)

    wait_for("it is there", lambda: "for the other.txt" in scene.names(OTHER))
    assert "for the other.txt" not in scene.names(TICKET)


def test_a_photo_dropped_on_the_preview_is_asked_about_and_sent_without_its_place(scene: Scene) -> None:
    (scene.outbox / "garden.jpg").write_bytes(photo("JPEG"))
    scene.open()
    source = scene.open_file_manager("garden.jpg")
    frame = scene.desk.frame_of(scene.window)
    drag(scene.desk, source, (frame.x + frame.width - 60, frame.y + 300))
    scene.desk.wait_for_window("Check before sending")
    assert scene.uploads() == 0
    scene.press("Send")

    wait_for("it is there", lambda: "garden.jpg" in scene.names())
    assert read_picture(scene.content("garden.jpg")) == Told()


def test_a_picture_from_the_clipboard_is_held_and_can_be_stopped_or_sent(scene: Scene) -> None:
    picture = scene.outbox / "shot.png"
    Image.linear_gradient("L").convert("RGB").save(picture)
    scene.open()
    before = scene.names()
    scene.desk.start(["xclip", "-selection", "clipboard", "-t", "image/png", "-i", picture, "-loops", "0", "-quiet"])
    scene.focus_table()
    scene.desk.xdotool("key", "ctrl+v")
    scene.press("Cancel")
    wait_for("the bar is gone", lambda: not scene.screen_reader.find(PROGRAM, "push button", "Send now"))
    assert scene.uploads() == 0

    scene.focus_table()
    scene.desk.xdotool("key", "ctrl+v")
    scene.screen_reader.wait_for(PROGRAM, "push button", "Send now")
    assert scene.uploads() == 0, "held for five seconds"
    wait_for("it is sent by itself", lambda: len(scene.names()) == len(before) + 1)
    (name,) = set(scene.names()) - set(before)
    assert name.startswith(f"{TICKET} 20")
    with Image.open(io.BytesIO(scene.content(name))) as sent, Image.open(picture) as copied:
        assert sent.format == "PNG"
        assert sent.convert("RGB").tobytes() == copied.convert("RGB").tobytes()


def test_files_copied_in_a_file_manager_are_pasted(scene: Scene) -> None:
    file = text(scene.outbox, "copied.txt", "copied\n" * 50)
    scene.open()
    x, y = scene.open_file_manager("copied.txt")
    scene.desk.xdotool("mousemove", "--sync", x, y, "click", 1, "key", "ctrl+c")
    wait_for(
        "it is on the clipboard", lambda: "copied.txt" in scene.desk.output("xclip", "-selection", "clipboard", "-t", "text/uri-list", "-o")
    )
    scene.focus_table()
    scene.desk.xdotool("key", "ctrl+v")
    wait_for("it is there", lambda: "copied.txt" in scene.names())
    assert hashlib.sha256(scene.content("copied.txt")).digest() == hashlib.sha256(file.read_bytes()).digest()


def test_a_second_start_hands_its_files_over_and_the_window_asks_for_the_ticket(scene: Scene) -> None:
    case = scene.outbox / f"{OTHER} damaged"
    case.mkdir()
    file = text(case, "report.txt")
    scene.open()
    second = scene.start_program(str(file))
    assert second.wait(TIMEOUT_S) == 0
    scene.desk.wait_for_window("Attach files")
    scene.screen_reader.wait_for(PROGRAM, "push button", f"Attach to {OTHER}")
    assert scene.uploads() == 0
    scene.press(f"Attach to {OTHER}")
    wait_for("it is there", lambda: "report.txt" in scene.names(OTHER))

    link = scene.start_program(f"toptickets://ticket/{TICKET}")
    assert link.wait(TIMEOUT_S) == 0
    scene.desk.wait_for_window(f"TopTickets · {TICKET}")
    assert scene.uploads() == 1


def test_a_large_folder_is_shown_before_it_is_sent(scene: Scene) -> None:
    folder = scene.outbox / "logs"
    folder.mkdir()
    for number in range(12):
        text(folder, f"part-{number:02}.log", f"line {number}\n")
    scene.open()
    drag(scene.desk, scene.open_file_manager("logs"), scene.table_centre())
    scene.desk.wait_for_window("What will be sent")
    assert scene.uploads() == 0
    scene.press("Send 12 files")
    wait_for("all of them are there", lambda: {f"part-{number:02}.log" for number in range(12)} <= set(scene.names()))
    assert scene.uploads() == 12
