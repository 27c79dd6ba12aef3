"""Looking at pictures with a real pointer and real keys: gallery, zoom, compare, and what a decoder that dies costs."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.drag import drag
from tests.desktop.screen_reader import ScreenReader, Widget
from tests.desktop.waiting import wait_for
from tests.gui.preview.pictures import picture
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
COLORS_OF_A_PICTURE = 400
"""More than an icon, a name and a frame are made of."""


def _colorful(size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(1).randbytes(3 * size[0] * size[1])).save(target, "PNG")
    return target.getvalue()


class Onlooker:
    """The program with a ticket of a few attachments of our own, and somebody before the screen."""

    def __init__(self, desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start: StartProgram, folder: Path) -> None:
        self._desk, self._reader, self._folder = desk, screen_reader, folder
        ticket_id = ServiceView(sandbox).ticket_id(TICKET)
        for name in ("first look.png", "second look.png"):
            sandbox.add_attachment(ticket_id, filename=name, content_type="image/png", content=_colorful((900, 700)))
        self.program = start("--ticket", TICKET)
        self.window = desk.wait_for_window("TopTickets")
        desk.place_window(self.window, Rectangle(20, 40, 1800, 960))
        self.cell("first look.png")

    def cell(self, name: str) -> Widget:
        return self._reader.wait_for(PROGRAM, "table cell", name)

    def click(self, name: str, key: str = "") -> None:
        held = ("keydown", key) if key else ()
        freed = ("keyup", key) if key else ()
        self.cell(name)
        # A row of the transfers below may have the same name.
        cell = min(self._reader.find(PROGRAM, "table cell", name), key=lambda widget: widget.place.y)
        self._desk.xdotool(*held, "mousemove", "--sync", *cell.place.centre, "click", 1, *freed)

    def press(self, keys: str) -> None:
        self._desk.xdotool("key", keys)

    def wait_for(self, name: str) -> Widget:
        return self._reader.wait_for(PROGRAM, "*", name)

    def is_there(self, name: str) -> bool:
        return bool(self._reader.find(PROGRAM, "*", name))

    def seen(self, place: Rectangle) -> Image.Image:
        """This part of the screen."""
        file = self._folder / "screen.png"
        self._desk.take_picture(file)
        with Image.open(file) as screen:
            return screen.convert("RGB").crop((place.x, place.y, place.x + place.width, place.y + place.height))

    def is_picture_at(self, place: Rectangle) -> bool:
        return len(self.seen(place).getcolors(place.width * place.height) or ()) > COLORS_OF_A_PICTURE

    def signal_decoders(self, number: signal.Signals) -> None:
        """Send a signal to each decoding process."""
        for pid in self.decoding_pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def decoding_pids(self) -> list[int]:
        """The program's own decoding processes, by their command line."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    is_child = int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == self.program.pid
                    if is_child and b"toptickets_desktop.decoding.worker" in (entry / "cmdline").read_bytes():
                        found.append(int(entry.name))
                except (FileNotFoundError, ProcessLookupError):
                    continue
        return found


@pytest.fixture
def onlooker(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram, tmp_path: Path) -> Onlooker:
    return Onlooker(desk, screen_reader, sandbox, start_program, tmp_path)


@pytest.mark.desktop
def test_the_gallery_shows_thumbnails_and_has_the_selection_of_the_table(onlooker: Onlooker) -> None:
    onlooker.click("first look.png")
    onlooker.wait_for("Picture first look.png")

    onlooker.press("ctrl+shift+g")

    gallery = onlooker.wait_for("Attachments as pictures").place
    item = wait_for("the gallery has the item", lambda: onlooker._reader.find(PROGRAM, "list item", "first look.png"))[0].place
    shown = Rectangle(max(item.x, gallery.x), max(item.y, gallery.y), item.width, item.height)
    wait_for("its thumbnail is seen", lambda: onlooker.is_picture_at(shown))
    assert onlooker.is_there("Picture first look.png"), "still selected, so still previewed"

    onlooker.press("ctrl+shift+g")
    onlooker.cell("second look.png")


@pytest.mark.desktop
def test_the_wheel_with_ctrl_enlarges_the_picture_under_the_pointer(onlooker: Onlooker, desk: Desk) -> None:
    onlooker.click("first look.png")
    canvas = onlooker.wait_for("Picture first look.png").place
    wait_for("the picture is seen", lambda: onlooker.is_picture_at(canvas))
    before = onlooker.seen(canvas)

    desk.xdotool("mousemove", "--sync", *canvas.centre, "keydown", "ctrl", "click", "--repeat", 8, "--delay", 60, 4, "keyup", "ctrl")

    corner = Rectangle(canvas.x + 4, canvas.y + 4, canvas.width - 8, 24)  # empty while a wide picture is fitted into a high place
    wait_for("it fills its place", lambda: onlooker.is_picture_at(corner))
    assert onlooker.seen(canvas).tobytes() != before.tobytes()
    desk.xdotool("mousemove", "--sync", *canvas.centre, "click", 1, "key", "0")
    wait_for("it is fitted again", lambda: not onlooker.is_picture_at(corner))


@pytest.mark.desktop
def test_two_selected_pictures_are_compared_and_esc_goes_back(onlooker: Onlooker, desk: Desk) -> None:
    onlooker.click("first look.png")
    onlooker.click("second look.png", "ctrl")

    onlooker.press("ctrl+shift+m")

    desk.wait_for_window("Compare pictures")
    left, right = onlooker.wait_for("First picture, second look.png").place, onlooker.wait_for("Second picture, first look.png").place
    wait_for("both are seen", lambda: onlooker.is_picture_at(left) and onlooker.is_picture_at(right))
    onlooker.press("3")
    both = onlooker.wait_for("Both pictures in one place").place
    wait_for("the difference is seen", lambda: onlooker.seen(Rectangle(*both.centre, 2, 2)).getpixel((0, 0)) is not None)
    onlooker.press("Escape")
    wait_for("the comparison is gone", lambda: not onlooker.is_there("Both pictures in one place"))


@pytest.mark.desktop
def test_a_picture_dragged_in_from_the_file_manager_is_previewed(onlooker: Onlooker, desk: Desk, screen_reader: ScreenReader) -> None:
    outbox = desk.home / "outbox"
    outbox.mkdir()
    (outbox / "dragged in.png").write_bytes(picture("PNG", (640, 480), color=(250, 120, 10)))
    desk.start(["thunar", outbox])
    manager = desk.wait_for_window("outbox")
    desk.place_window(manager, Rectangle(0, 40, 520, 700))
    desk.place_window(onlooker.window, Rectangle(540, 40, 1360, 900))
    desk.xdotool("windowfocus", "--sync", manager, "key", "ctrl+2")
    source = screen_reader.wait_for("thunar", "table cell", "dragged in.png")
    drag(desk, source.place.centre, screen_reader.wait_for(PROGRAM, "table", "Attachments").place.centre)

    onlooker.click("dragged in.png")

    canvas = onlooker.wait_for("Picture dragged in.png").place
    middle = Rectangle(*canvas.centre, 2, 2)
    wait_for("its colour is seen", lambda: onlooker.seen(middle).getpixel((0, 0)) == (250, 120, 10))


@pytest.mark.desktop
def test_a_decoder_killed_at_work_costs_one_preview_and_not_the_window(onlooker: Onlooker) -> None:
    onlooker.click("second look.png")
    onlooker.wait_for("Picture second look.png")
    onlooker.signal_decoders(signal.SIGSTOP)
    onlooker.click("identity provider settings.png")
    wait_for("the preview waits for the decoder", lambda: onlooker.is_there("Loading"))

    # One that was still busy with a neighbour is replaced by the program itself: then that one gets the picture, and dies of it.
    def is_told() -> bool:
        onlooker.signal_decoders(signal.SIGKILL)
        return onlooker.is_there("The picture made its decoder fail, so it is not shown here.")

    wait_for("it is told that the decoder died", is_told)

    assert onlooker.program.poll() is None
    onlooker.click("whiteboard Tuesday.jpg")
    canvas = onlooker.wait_for("Picture whiteboard Tuesday.jpg").place
    wait_for("the next picture is seen", lambda: onlooker.is_picture_at(canvas))
