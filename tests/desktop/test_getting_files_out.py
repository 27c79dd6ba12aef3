"""Files on their way out of the window, and attachments deleted, with a real pointer, file manager and clipboard."""

from __future__ import annotations

import hashlib
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desk import Desk, Rectangle
from tests.desktop.drag import drag
from tests.desktop.screen_reader import ScreenReader, Widget
from tests.desktop.waiting import wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
PROGRAM_FILE = b"MZ\x90\0" + bytes(500)

pytestmark = pytest.mark.desktop


class Scene:
    """The program with some attachments of known content, and a hand."""

    def __init__(self, desk: Desk, reader: ScreenReader, sandbox: Sandbox, start: StartProgram, kept: Path) -> None:
        self.desk = desk
        self.reader = reader
        self.sandbox = sandbox
        self.downloads = AppPaths.under(kept).download_dir
        self.service = ServiceView(sandbox)
        self.ticket_id = self.service.ticket_id(TICKET)
        self.contents = {
            "alpha.log": b"alpha\n" * 5000,
            "beta.log": b"beta\n" * 7000,
            "picture.png": PNG,
            "tool.exe": b"MZ\x90\0" + bytes(500),
        }
        for name, content in self.contents.items():
            sandbox.add_attachment(self.ticket_id, filename=name, content_type="text/plain", content=content)
        self._start = start

    def start(self) -> None:
        self._start("--ticket", TICKET)
        self.window = self.desk.wait_for_window("TopTickets")
        self.desk.place_window(self.window, Rectangle(540, 40, 1360, 900))
        self.row("alpha.log")

    def start_file_manager(self, folder: Path) -> str:
        folder.mkdir()
        self.desk.start(["thunar", folder])
        manager = self.desk.wait_for_window(folder.name)
        self.desk.place_window(manager, Rectangle(0, 40, 520, 700))
        return manager

    def row(self, name: str) -> Widget:
        return self.reader.wait_for(PROGRAM, "table cell", name)

    def click(self, widget: Widget, *keys: str) -> None:
        for key in keys:
            self.desk.xdotool("keydown", key)
        self.desk.xdotool("mousemove", "--sync", *widget.place.centre, "click", 1)
        for key in keys:
            self.desk.xdotool("keyup", key)

    def press(self, name: str) -> None:
        # AT-SPI calls it "button" since 2.54, and "push button" before.
        def buttons() -> list[Widget]:
            found = [each for role in ("push button", "button") for each in self.reader.find(PROGRAM, role, name)]
            return [each for each in found if each.place.width > 0 and each.place.y > 0]

        self.click(wait_for(f"a button {name}", buttons)[-1])

    def names(self) -> list[str]:
        tables = self.reader.find(PROGRAM, "table", "Attachments")
        return [row[0] for row in tables[0].cells] if tables else []

    def stored(self) -> list[str]:
        return list(self.service.attachments(self.ticket_id).values())

    def clipboard(self, target: str) -> str:
        return self.desk.output("xclip", "-selection", "clipboard", "-o", "-t", target)


@pytest.fixture
def scene(desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, start_program: StartProgram, tmp_path: Path) -> Scene:
    return Scene(desk, screen_reader, sandbox, start_program, tmp_path / "kept")


def check_files(folder: Path, scene: Scene, *names: str) -> None:
    wait_for("the files are there", lambda: {path.name for path in folder.iterdir()} == set(names))
    for name in names:
        wanted, path = hashlib.sha256(scene.contents[name]).digest(), folder / name
        wait_for(f"{name} is whole", partial(_has_sum, path, wanted))


def _has_sum(path: Path, sha256: bytes) -> bool:
    return hashlib.sha256(path.read_bytes()).digest() == sha256


def test_two_rows_dragged_to_thunar_arrive_whole(scene: Scene) -> None:
    folder = scene.desk.home / "inbox"
    scene.start_file_manager(folder)
    scene.start()
    scene.click(scene.row("alpha.log"))
    scene.click(scene.row("beta.log"), "ctrl")
    drag(scene.desk, scene.row("beta.log").place.centre, (330, 420), is_from_qt=True)
    check_files(folder, scene, "alpha.log", "beta.log")
    assert scene.stored().count("alpha.log") == 1


def test_ctrl_c_then_ctrl_v_in_thunar_copies_files(scene: Scene) -> None:
    folder = scene.desk.home / "inbox"
    manager = scene.start_file_manager(folder)
    scene.start()
    scene.click(scene.row("alpha.log"))
    scene.click(scene.row("beta.log"), "ctrl")
    scene.desk.xdotool("key", "ctrl+c")
    wait_for("the files are on the clipboard", lambda: "beta.log" in scene.clipboard("x-special/gnome-copied-files"))
    assert scene.clipboard("x-special/gnome-copied-files").startswith("copy\nfile:///")
    assert sorted(scene.clipboard("UTF8_STRING").split()) == ["alpha.log", "beta.log"]
    scene.desk.xdotool("mousemove", 330, 420, "click", 1, "windowfocus", "--sync", manager, "key", "ctrl+v")
    check_files(folder, scene, "alpha.log", "beta.log")


def test_deleted_rows_come_back_with_undo(scene: Scene) -> None:
    scene.start()
    before = scene.names()
    scene.click(scene.row("alpha.log"))
    scene.click(scene.row("beta.log"), "ctrl")
    scene.desk.xdotool("key", "Delete")
    wait_for("the rows are gone", lambda: set(before) - set(scene.names()) == {"alpha.log", "beta.log"})
    scene.press("Undo")
    wait_for("the rows are back, in place", lambda: scene.names() == before)
    assert "alpha.log" in scene.stored()
    assert not [request for request in scene.sandbox.requests if request.method == "DELETE"]


def test_a_delete_that_is_not_undone_is_sent_when_its_time_is_over(scene: Scene) -> None:
    scene.start()
    scene.click(scene.row("alpha.log"))
    scene.desk.xdotool("key", "Delete")
    wait_for("the row is gone", lambda: "alpha.log" not in scene.names())
    assert "alpha.log" in scene.stored()
    wait_for("the service was asked", lambda: "alpha.log" not in scene.stored())


def test_shift_delete_asks_by_name_and_deletes_at_once(scene: Scene) -> None:
    scene.start()
    scene.click(scene.row("beta.log"))
    scene.desk.xdotool("key", "shift+Delete")
    scene.desk.wait_for_window("Delete attachments")
    assert "beta.log" in scene.stored()
    scene.press("Delete")
    wait_for("it is gone", lambda: "beta.log" not in scene.stored())
    wait_for("its row is gone", lambda: "beta.log" not in scene.names())


def test_a_picture_opens_with_the_program_for_it_as_a_read_only_copy(scene: Scene, tmp_path: Path) -> None:
    note = tmp_path / "opened"
    applications = scene.desk.home / ".local" / "share" / "applications"
    applications.mkdir(parents=True)
    viewer = tmp_path / "viewer"
    viewer.write_text(f'#!/bin/sh\nstat -c "%a %n" "$1" > {note}.part\nmv {note}.part {note}\n')
    viewer.chmod(0o700)
    (applications / "viewer.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Picture Viewer\nExec={viewer} %f\nMimeType=image/png;\n"
    )
    (applications / "mimeinfo.cache").write_text("[MIME Cache]\nimage/png=viewer.desktop;\n")
    config = scene.desk.home / ".config"
    config.mkdir(exist_ok=True)
    (config / "mimeapps.list").write_text("[Default Applications]\nimage/png=viewer.desktop\n")
    scene.start()
    scene.click(scene.row("picture.png"))
    scene.desk.xdotool("key", "ctrl+shift+Return")
    scene.desk.wait_for_window("Open with")
    scene.press("Open")
    wait_for("the program was started", note.exists)
    mode, path = note.read_text().strip().split(" ", 1)
    assert mode == "400"
    assert Path(path).name == "picture.png"
    assert Path(path).read_bytes() == PNG


def test_a_double_click_on_a_program_shows_what_it_is_instead_of_running_it(scene: Scene) -> None:
    scene.start()
    place = scene.row("tool.exe").place.centre
    scene.desk.xdotool("mousemove", "--sync", *place, "click", "--repeat", 2, "--delay", 40, 1)
    wait_for("it is saved", (scene.downloads / "tool.exe").exists)
    wait_for("its transfer has ended", lambda: [row for table in scene.reader.find(PROGRAM, "table", "Transfers") for row in table.cells])
    scene.desk.xdotool("mousemove", "--sync", *place, "click", "--repeat", 2, "--delay", 40, 1)
    scene.desk.wait_for_window("Open file")
    label = "“tool.exe” is a Windows program."
    wait_for("it says what it is", lambda: scene.reader.find(PROGRAM, "label", label))
    scene.press("Cancel")
    assert not (scene.downloads / "tool.exe").stat().st_mode & 0o111


def test_a_copied_link_opens_the_file_without_a_key(scene: Scene) -> None:
    scene.start()
    scene.click(scene.row("alpha.log"))
    scene.desk.xdotool("key", "ctrl+l")
    link = wait_for("a link is on the clipboard", lambda: scene.clipboard("UTF8_STRING").strip())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(link, timeout=10) as response:
        assert response.read() == scene.contents["alpha.log"]
    scene.desk.xdotool("windowfocus", "--sync", scene.window, "key", "ctrl+q")
    wait_for("it goes with the program", lambda: link not in scene.clipboard("UTF8_STRING"))
