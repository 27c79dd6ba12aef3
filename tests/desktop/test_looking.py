"""Looking at attachments without saving them, with a real pointer and keyboard."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.decoding.test_document_jobs import zipped
from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.screen_reader import ScreenReader
from tests.desktop.waiting import wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.gui.resources import resource_bytes
from toptickets_desktop.sandbox.server import Sandbox

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
LOG = b"".join(b"INFO line %d\n" % i if i % 50 else b"ERROR line %d\n" % i for i in range(1000))

pytestmark = pytest.mark.desktop


class Scene:
    """The program on a ticket with known attachments besides its own, and a hand."""

    def __init__(self, desk: Desk, reader: ScreenReader, sandbox: Sandbox, start: StartProgram) -> None:
        self.desk = desk
        self.reader = reader
        self._sandbox = sandbox
        self._start = start

    def start(self, contents: Mapping[str, tuple[str, bytes]]) -> None:
        ticket_id = ServiceView(self._sandbox).ticket_id(TICKET)
        for name, (content_type, content) in contents.items():
            self._sandbox.add_attachment(ticket_id, filename=name, content_type=content_type, content=content)
        self._start("--ticket", TICKET)
        self.window = self.desk.wait_for_window("TopTickets")
        self.desk.place_window(self.window, Rectangle(20, 40, 1800, 950))

    def click(self, role: str, name: str, times: int = 1) -> None:
        place = self.reader.wait_for(PROGRAM, role, name).place
        self.desk.xdotool("mousemove", "--sync", *place.centre, "click", "--repeat", times, "--delay", 50, 1)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desk.xdotool("key", key)

    def type(self, text: str) -> None:
        self.desk.xdotool("type", "--delay", 20, text)

    def sees(self, *names: str, role: str = "label") -> None:
        """Wait until something of that role has one of these names, and can be seen."""
        wait_for(f"a {role} says {names}", lambda: any(self.reader.find(PROGRAM, role, name) for name in names))

    def attachment_count(self) -> int:
        return len(self.reader.find(PROGRAM, "table", "Attachments")[0].cells)


@pytest.fixture
def scene(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram) -> Scene:
    return Scene(desk, screen_reader, sandbox, start_program)


def test_space_looks_arrows_walk_and_esc_comes_back(scene: Scene) -> None:
    scene.start({"zz first.log": ("text/plain", LOG), "zz second.pdf": ("application/pdf", resource_bytes("samples", "invoice.pdf"))})
    scene.click("table cell", "zz first.log")
    count = scene.attachment_count()
    numbers = range(1, count + 1)

    scene.press("space")
    scene.sees(*(f"{number} of {count}" for number in numbers))
    before = _position(scene, count)
    scene.press("Right" if before < count else "Left")
    wait_for("another attachment is looked at", lambda: _position(scene, count) not in {0, before})
    scene.press("Escape")
    wait_for("the quick look is closed", lambda: _position(scene, count) == 0)

    scene.press("space")
    wait_for("the focus is in the table again, so Space opens it", lambda: _position(scene, count) not in {0, before})


def test_words_are_found_in_a_log_and_errors_are_jumped_to(scene: Scene) -> None:
    scene.start({"zz server.log": ("text/plain", LOG)})
    scene.click("table cell", "zz server.log")
    scene.sees("Lines: 1,000")
    scene.sees("Errors: 20")

    scene.press("space")
    wait_for("the quick look is open", lambda: _position(scene, scene.attachment_count()) > 0)
    scene.sees("Lines: 1,000")
    scene.press("ctrl+f")
    scene.type("line 99")
    scene.sees("1 of 11")
    scene.press("Return")
    scene.sees("2 of 11")
    scene.press("Escape", "Escape")
    wait_for("both layers are closed", lambda: _position(scene, scene.attachment_count()) == 0)


def test_a_member_of_a_zip_is_looked_at_without_unpacking(scene: Scene) -> None:
    scene.start({"zz logs.zip": ("application/zip", zipped(**{"logs/inside.log": LOG, "readme.txt": b"hello"}))})
    scene.click("table cell", "zz logs.zip")
    scene.reader.wait_for(PROGRAM, "table", "Members of the archive")
    scene.click("table cell", "logs/inside.log", times=2)
    scene.sees("Lines: 1,000")
    assert not any(scene.desk.home.rglob("inside.log"))


def test_the_pages_of_a_pdf_are_shown(scene: Scene) -> None:
    scene.start({"zz invoice.pdf": ("application/pdf", resource_bytes("samples", "invoice.pdf"))})
    scene.click("table cell", "zz invoice.pdf")

    scene.reader.wait_for(PROGRAM, "spin button", "Page number")
    scene.sees(*(f"of {number}" for number in range(1, 20)))


def test_html_is_inert_and_has_its_source(scene: Scene, sandbox: Sandbox) -> None:
    before = len(sandbox.requests)
    beacon = f"{sandbox.base_url}/beacon.png"
    page = f"<h1>Order</h1>\n<img src='{beacon}'>\n<script>document.title='x'</script>\n<p>Thanks</p>\n"
    scene.start({"zz page.html": ("text/html", page.encode())})
    scene.click("table cell", "zz page.html")

    roles = ("toggle button", "check box", "push button")  # of a button that stays down; Qt's word for it differs between versions
    wait_for("the source can be asked for", lambda: any(scene.reader.find(PROGRAM, role, "Source") for role in roles))
    scene.click(next(role for role in roles if scene.reader.find(PROGRAM, role, "Source")), "Source")
    scene.sees("Lines: 4")
    assert not [request for request in sandbox.requests[before:] if "beacon" in request.path]


def _position(scene: Scene, count: int) -> int:
    """Which attachment the quick look says it shows; 0 while it is closed."""
    for number in range(1, count + 1):
        if any(label.place.width > 0 for label in scene.reader.find(PROGRAM, "label", f"{number} of {count}")):
            return number
    return 0
