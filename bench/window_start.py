"""How long the program takes to be there, on an X server: `python3 dev.py bench window_start`."""

from __future__ import annotations

import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.desktop.desk import Desk, missing_programs
from tests.desktop.screen_reader import ScreenReader, system_python
from tests.desktop.waiting import wait_for
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

PROGRAM = "TopTickets Desktop"
STARTS = 6  # the first fills caches and is shown apart
TIMEOUT_S = 60.0


def main() -> int:
    missing = missing_programs() or ([] if system_python() else ["python3-gi and gir1.2-atspi-2.0"])
    if missing:
        print(f"Not installed: {', '.join(missing)}")
        return 1
    with (
        tempfile.TemporaryDirectory(prefix="desk-") as folder,
        Desk(Path(folder)) as desk,
        ScreenReader(desk) as reader,
        Sandbox() as sandbox,
    ):
        measured = [measure(desk, reader, sandbox, Path(folder) / "kept") for _ in range(STARTS)]
    for number, what in enumerate(("window shown", "tickets listed", "attachments listed")):
        first, *later = [durations_s[number] for durations_s in measured]
        print(f"{what:<20} first start {first:5.2f} s   later: median {statistics.median(later):5.2f} s, worst {max(later):5.2f} s")
    return 0


def measure(desk: Desk, reader: ScreenReader, sandbox: Sandbox, data_dir: Path) -> tuple[float, float, float]:
    """Start the program once; returns the seconds until its window, its tickets and the attachments of the last one are there."""
    command = [sys.executable, "-m", "toptickets_desktop", "--base-url", str(sandbox.base_url), "--data-dir", str(data_dir)]
    environment = {"TOPTICKETS_API_KEY": sandbox.keys[KeyKind.AGENT].reveal(), "QT_QPA_PLATFORM": "xcb"}
    started = time.monotonic()
    program = desk.start([*command, "--ticket", "TKT-1042"], environment=environment)
    desk.wait_for_window("TopTickets", timeout_s=TIMEOUT_S)
    window_s = time.monotonic() - started
    wait_for("tickets are listed", lambda: has_rows(reader, "Tickets"), timeout_s=TIMEOUT_S)
    tickets_s = time.monotonic() - started
    wait_for("attachments are listed", lambda: has_rows(reader, "Attachments"), timeout_s=TIMEOUT_S)
    attachments_s = time.monotonic() - started
    program.send_signal(signal.SIGTERM)
    program.wait(TIMEOUT_S)
    return window_s, tickets_s, attachments_s


def has_rows(reader: ScreenReader, table: str) -> bool:
    return any(widget.cells for widget in reader.find(PROGRAM, "table", table))


if __name__ == "__main__":
    sys.exit(main())
