"""Start and preview under Wayland: a real compositor without a screen, weston, whose own screenshot is looked at."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

from tests.desktop.colors import Color, share_of
from tests.desktop.conftest import give_up
from tests.desktop.desk import Desk
from tests.desktop.screen_reader import ScreenReader
from tests.desktop.waiting import TIMEOUT_S, wait_for
from tests.support.service_view import ServiceView
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

PROGRAM = "TopTickets Desktop"
TICKET = "TKT-1042"
COLOR = (210, 40, 160)
SOCKET = "wayland-test"

pytestmark = pytest.mark.desktop


class Compositor:
    """weston, beside the desktop's X server, which our program is not told of."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._run = Path(desk.environment["XDG_RUNTIME_DIR"])
        self.environment = {"WAYLAND_DISPLAY": SOCKET, "XDG_SESSION_TYPE": "wayland", "QT_QPA_PLATFORM": "wayland", "DISPLAY": ""}
        # --debug is what lets a program take screenshots.
        options = ["--backend=headless-backend.so", "--use-pixman", "--width=1600", "--height=1000", "--idle-time=0", "--debug"]
        desk.start(["weston", *options, f"--socket={SOCKET}", "--no-config"])
        wait_for("weston listens", (self._run / SOCKET).exists)

    def share(self, color: Color) -> float:
        """How much of the screen has a colour."""
        with tempfile.TemporaryDirectory() as folder:
            environment = {**self._desk.environment, **self.environment}
            subprocess.run(["weston-screenshooter"], cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT_S, check=True)
            (picture,) = Path(folder).glob("*.png")
            with Image.open(picture) as screen:
                return share_of(screen, color)


@pytest.fixture
def compositor(desk: Desk) -> Compositor:
    missing = [program for program in ("weston", "weston-screenshooter") if shutil.which(program) is None]
    if missing:
        give_up(f"not installed: {', '.join(missing)}")
    return Compositor(desk)


def test_start_and_preview_under_wayland(
    compositor: Compositor, desk: Desk, screen_reader: ScreenReader, sandbox: Sandbox, tmp_path: Path
) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (900, 900), COLOR).save(stream, "PNG")
    ticket_id = ServiceView(sandbox).ticket_id(TICKET)
    sandbox.add_attachment(ticket_id, filename="zz.png", content_type="image/png", content=stream.getvalue())
    command = [sys.executable, "-m", "toptickets_desktop", "--base-url", str(sandbox.base_url), "--data-dir", str(tmp_path / "kept")]
    key = {"TOPTICKETS_API_KEY": sandbox.keys[KeyKind.AGENT].reveal()}
    program = desk.start([*command, "--ticket", TICKET], environment={**compositor.environment, **key})

    screen_reader.select_row(PROGRAM, "Attachments", "zz.png")
    wait_for("the picture is on the screen", lambda: compositor.share(COLOR) > 0.02)
    screen_reader.wait_for(PROGRAM, "*", "Picture zz.png")
    assert not desk.output("xdotool", "search", "--name", "TopTickets"), "it is no window of the X server"

    program.terminate()
    assert program.wait(TIMEOUT_S) == 0
    said = "".join(log.read_text(errors="replace") for log in desk.logs if log.stem.startswith("python"))
    assert "wayland" not in said.lower(), said
