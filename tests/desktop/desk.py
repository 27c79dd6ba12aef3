"""A throw-away X desktop: Xvfb, a D-Bus session of its own, the openbox window manager and a temporary home."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tests.desktop.waiting import TIMEOUT_S, wait_for
from tests.desktop.x_server import XServer
from toptickets_desktop.gui.watchdog import WATCHDOG_VARIABLE

PROGRAMS = ("Xvfb", "dbus-daemon", "openbox", "xdotool", "xprop", "import")
_END_TIMEOUT_S = 5.0
# What would let a program started here reach the screen, the session or the settings of whoever runs the tests.
_FOREIGN_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY", "QT_QPA_PLATFORM", "NO_AT_BRIDGE")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of the screen, in pixels from its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        """The point in its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


class Desk:
    """The desktop, from `__enter__` to `__exit__`, which ends every process that was started on it.

    Attributes:
        home: the home folder of all its programs.
        blocks: where our program notes when its window was blocked (gui/watchdog.py).
        environment: what a process needs to live on this desktop and on no other.
    """

    def __init__(self, folder: Path, *, size: str = "1280x900") -> None:
        self._folder = folder
        self._size = size
        self._stack = ExitStack()
        self.home = folder / "home"
        self.blocks = folder / "blocks.jsonl"
        self.environment: dict[str, str] = {name: value for name, value in os.environ.items() if name not in _FOREIGN_VARIABLES}

    def __enter__(self) -> Self:
        run = self._folder / "run"
        self.home.mkdir()
        run.mkdir(mode=0o700)
        self.environment |= {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_SESSION_TYPE": "x11",
            "LANG": "C.UTF-8",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            WATCHDOG_VARIABLE: str(self.blocks),
        }
        try:
            self._start_x_server()
            bus = run / "bus"
            self.start(["dbus-daemon", "--session", "--nofork", f"--address=unix:path={bus}"])
            wait_for("the D-Bus session listens", bus.exists)
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
            self.x_server = self._stack.enter_context(XServer(self.environment["DISPLAY"]))
            self.start(["openbox"])
            # Programs that look for a window manager at their start, as Qt does, must find one.
            wait_for("openbox manages the windows", lambda: "window id" in self.output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def start(
        self, command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None, stdin: bytes = b""
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; what it says goes into one of `logs`.

        Args:
            command: the program and its arguments.
            environment: what it gets besides the desktop's.
            stdin: what it reads, such as the password of a keyring.
        """
        with self._log(command).open("ab") as log:
            process = subprocess.Popen(
                command, env={**self.environment, **(environment or {})}, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )
        self._stack.callback(end, process)
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
        return process

    @property
    def logs(self) -> list[Path]:
        """What the programs said, a file for each name."""
        return sorted(self._folder.glob("*.log"))

    def output(self, *command: str | Path) -> str:
        """What a short command prints; empty when it fails."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=TIMEOUT_S, errors="replace", check=False
        ).stdout

    def xdotool(self, *arguments: str | int) -> str:
        """Drive pointer, keyboard and windows; see xdotool(1).

        Raises:
            subprocess.CalledProcessError: xdotool could not do it.
        """
        command = ["xdotool", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=True).stdout.strip()

    def wait_for_window(self, title_pattern: str, *, timeout_s: float = TIMEOUT_S) -> str:
        """The id of the newest visible window whose title matches a regular expression."""
        search = ("xdotool", "search", "--onlyvisible", "--name", title_pattern)
        return wait_for(f"a window {title_pattern!r} is shown", lambda: self.output(*search).split(), timeout_s=timeout_s)[-1]

    def place_window(self, window: str, place: Rectangle) -> None:
        """Move and size a window, and wait until it is there (its frame may shift it by a few pixels)."""
        self.xdotool("windowsize", window, place.width, place.height, "windowmove", window, place.x, place.y, "windowraise", window)
        wait_for(
            "the window has its new place",
            lambda: (frame := self.frame_of(window)).width == place.width and abs(frame.x - place.x) < 40 and abs(frame.y - place.y) < 60,
        )

    def frame_of(self, window: str) -> Rectangle:
        """Where a window is, without its frame."""
        facts = dict(line.split("=") for line in self.xdotool("getwindowgeometry", "--shell", window).splitlines())
        return Rectangle(int(facts["X"]), int(facts["Y"]), int(facts["WIDTH"]), int(facts["HEIGHT"]))

    def take_picture(self, path: Path) -> None:
        """Save what the screen shows."""
        self.output("import", "-window", "root", path)

    def _start_x_server(self) -> None:
        read_end, write_end = os.pipe()
        with os.fdopen(read_end) as display_number:
            command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp", "-noreset"]
            with self._log(command).open("ab") as log:
                process = subprocess.Popen(command, pass_fds=(write_end,), env=self.environment, stdin=subprocess.DEVNULL, stderr=log)
            self._stack.callback(end, process)
            os.close(write_end)
            # To the end of the line: digits may come without it, and a pipe closed too early kills Xvfb.
            self.environment["DISPLAY"] = f":{self._display_number(display_number)}"

    @staticmethod
    def _display_number(pipe: IO[str]) -> str:
        number = pipe.readline().strip()
        if not number:
            raise OSError("Xvfb did not start")
        return number

    def _log(self, command: Sequence[str | Path]) -> Path:
        return self._folder / f"{Path(command[0]).name}.log"


def missing_programs() -> list[str]:
    """What must be installed before a desk can stand."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, gently first."""
    process.terminate()
    try:
        process.wait(timeout=_END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
