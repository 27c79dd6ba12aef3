"""A desktop, its screen reader, and our program on it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from tests.desktop.desk import Desk, missing_programs
from tests.desktop.screen_reader import ScreenReader, system_python
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

# Set by dev.py where it could install all that a desktop needs; then a test that cannot run is a failure, not a skip.
_IS_REQUIRED = bool(os.environ.get("TOPTICKETS_REQUIRE_DESKTOP"))

StartProgram = Callable[..., Popen[bytes]]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """An empty desktop for this test alone."""
    missing = missing_programs()
    if missing:
        give_up(f"not installed: {', '.join(missing)}")
    # Not in tmp_path: the name of a socket must fit into 107 bytes (unix(7)).
    with tempfile.TemporaryDirectory(prefix="desk-") as folder, Desk(Path(folder), size="1920x1080") as running:
        yield running
        blocks = running.blocks.read_text() if running.blocks.exists() else ""
        assert not blocks, f"the window was blocked for too long:\n{blocks}"


@pytest.fixture
def screen_reader(desk: Desk) -> Iterator[ScreenReader]:
    """What is told to a blind user of that desktop."""
    if system_python() is None:
        give_up("the system's Python has no gi with Atspi (python3-gi, gir1.2-atspi-2.0)")
    with ScreenReader(desk) as reader:
        yield reader


@pytest.fixture
def start_program(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> StartProgram:
    """Start the program on the sandbox with the key of an agent in its environment; everything it keeps is in `tmp_path / "kept"`."""

    def start(*arguments: str) -> Popen[bytes]:
        command = [sys.executable, "-m", "toptickets_desktop", "--base-url", str(sandbox.base_url), "--data-dir", str(tmp_path / "kept")]
        environment = {"TOPTICKETS_API_KEY": sandbox.keys[KeyKind.AGENT].reveal(), "QT_QPA_PLATFORM": "xcb"}
        return desk.start([*command, *arguments], environment=environment)

    return start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failure what the screen showed and what the programs said."""
    report = yield
    desk = getattr(item, "funcargs", {}).get("desk")
    if report.when == "call" and report.failed and isinstance(desk, Desk):
        picture = Path(tempfile.gettempdir()) / f"{item.name}.png"
        desk.take_picture(picture)
        report.sections.append(("the screen", str(picture)))
        report.sections.extend((f"said by {log.stem}", log.read_text(errors="replace")) for log in desk.logs)
    return report


def give_up(reason: str) -> None:
    """Skip the test, or fail it where everything that it needs should be there."""
    if _IS_REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)
