"""Looking at attachments, and taking a picture along, with a real keyboard, a real clipboard and a real file manager."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop.colors import Color, point_in, share_of
from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.screen_reader import ScreenReader, Widget
from tests.desktop.waiting import TIMEOUT_S, wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
WINDOW_PLACE = Rectangle(60, 60, 1700, 900)
RED, BLUE = (200, 30, 40), (20, 60, 210)

pytestmark = pytest.mark.desktop


class Looker:
    """Our window on a ticket with two pictures of one colour each, the red one above the blue one: the newest comes first."""

    def __init__(self, desk: Desk, reader: ScreenReader, sandbox: Sandbox, start: StartProgram, kept: Path) -> None:
        self.desk = desk
        self.reader = reader
        self.downloads = AppPaths.under(kept).download_dir
        self.start_program = start
        ticket_id = ServiceView(sandbox).ticket_id(TICKET)
        for name, color in (("zz-2.png", BLUE), ("zz-1.jpg", RED)):
            sandbox.add_attachment(ticket_id, filename=name, content_type=f"image/{name[-3:]}".replace("jpg", "jpeg"), content=_file(color))

    def open(self) -> subprocess.Popen[bytes]:
        program = self.start_program("--ticket", TICKET)
        self.window = self.desk.wait_for_window(f"TopTickets · {TICKET}")
        self.desk.place_window(self.window, WINDOW_PLACE)
        return program

    def click(self, widget: Widget) -> None:
        self.desk.xdotool("mousemove", "--sync", *widget.place.centre, "click", 1)

    def select(self, name: str) -> None:
        self.click(self.reader.wait_for(PROGRAM, "table cell", name))

    def keys(self, *keys: str) -> None:
        self.desk.xdotool("key", *keys)

    def screenshot(self) -> Image.Image:
        shot = subprocess.run(["import", "-window", "root", "ppm:-"], env=self.desk.environment, capture_output=True, check=True).stdout
        return Image.open(io.BytesIO(shot))

    def share(self, color: Color) -> float:
        """How much of the screen has a colour."""
        return share_of(self.screenshot(), color)

    def wait_for_share(self, color: Color, least: float, most: float = 1.0) -> None:
        wait_for(f"{least} to {most} of the screen has the colour {color}", lambda: least <= self.share(color) <= most)


def _file(color: Color) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (1200, 900), color).save(stream, "PNG" if color == BLUE else "JPEG", quality=95)
    return stream.getvalue()


@pytest.fixture
def looker(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram, tmp_path: Path) -> Looker:
    return Looker(desk, screen_reader, sandbox, start_program, tmp_path / "kept")


def test_quick_look_shows_one_after_the_other_and_leaves_the_last_selected(looker: Looker) -> None:
    looker.open()
    looker.select("zz-1.jpg")
    looker.wait_for_share(RED, 0.01)
    assert looker.share(RED) < 0.2, "in the preview, beside the list"
    looker.keys("space")
    looker.wait_for_share(RED, 0.25)
    looker.keys("Right")
    looker.wait_for_share(BLUE, 0.25)
    looker.keys("Left")
    looker.wait_for_share(RED, 0.25)
    looker.keys("Right")
    looker.wait_for_share(BLUE, 0.25)
    looker.keys("Escape")
    looker.wait_for_share(BLUE, 0.01, 0.2)
    looker.keys("ctrl+shift+c")
    wait_for("the keyboard is back in the list, and the last one selected", lambda: _pasted(looker.desk, "UTF8_STRING") == b"zz-2.png")


def test_the_gallery_shows_pictures_to_look_at_and_is_remembered(looker: Looker) -> None:
    program = looker.open()
    looker.select("zz-1.jpg")
    looker.wait_for_share(RED, 0.01)
    looker.keys("ctrl+shift+g")
    looker.wait_for_share(BLUE, 0.002)
    looker.desk.xdotool("mousemove", "--sync", *point_in(looker.screenshot(), BLUE), "click", 1)
    looker.keys("space")
    looker.wait_for_share(BLUE, 0.25)
    looker.keys("Escape", "ctrl+q")
    assert program.wait(TIMEOUT_S) == 0
    looker.open()
    looker.wait_for_share(BLUE, 0.002)
    looker.wait_for_share(RED, 0.002)


def test_a_copied_picture_is_pasted_as_a_picture_and_as_a_file(looker: Looker) -> None:
    looker.open()
    looker.select("zz-1.jpg")
    looker.keys("ctrl+c")
    wait_for("a picture is on the clipboard", lambda: b"image/png" in _pasted(looker.desk, "TARGETS"))
    with Image.open(io.BytesIO(_pasted(looker.desk, "image/png"))) as pasted:
        assert (pasted.format, pasted.size) == ("PNG", (1200, 900))
        corner = pasted.convert("RGB").getpixel((600, 450))
        assert isinstance(corner, tuple)
        assert all(abs(a - b) < 6 for a, b in zip(corner, RED, strict=True))
    assert _pasted(looker.desk, "text/uri-list").strip().endswith(b"/zz-1.jpg")


def test_show_in_folder_selects_the_file_in_the_file_manager(looker: Looker) -> None:
    looker.open()
    looker.select("zz-2.png")
    looker.keys("ctrl+d")
    wait_for("it is saved", (looker.downloads / "zz-2.png").exists)
    (looker.downloads / "another.txt").write_text("not this one")
    looker.keys("ctrl+e")
    manager = looker.desk.wait_for_window(looker.downloads.name)
    looker.desk.xdotool("windowfocus", "--sync", manager)

    def copied() -> bytes:
        looker.desk.xdotool("key", "--window", 0, "ctrl+c")
        return _pasted(looker.desk, "text/uri-list").strip()

    wait_for("the file is the one that is selected", lambda: copied().endswith(b"/zz-2.png") and b"another" not in copied())


def _pasted(desk: Desk, target: str) -> bytes:
    command = ["xclip", "-selection", "clipboard", "-o", "-t", target]
    return subprocess.run(command, env=desk.environment, capture_output=True, timeout=TIMEOUT_S, check=False).stdout
