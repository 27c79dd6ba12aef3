"""How long until the window is painted and shows what it knew, against a bare PySide6 window: `python3 dev.py bench start`.

Each start is a process of its own, on the platform of QT_QPA_PLATFORM: offscreen, or an X server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._harness import PAIRS, Comparison, Report, Series, in_pairs
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

TIMEOUT_S = 60

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from PySide6.QtCore import QObject, QEvent
from PySide6.QtGui import QStandardItemModel

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
        QApplication.exit(0)

application = QApplication(sys.argv)
window = Window()
table = QTableView()
table.setModel(QStandardItemModel(0, 6))
window.setCentralWidget(table)
window.resize(1440, 880)
window.show()
application.exec()
"""

OURS = """
import sys
import toptickets_desktop.gui.main_window as main_window
from toptickets_desktop.__main__ import main

class Window(main_window.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not getattr(self, "was_painted", False):
            self.was_painted = True
            print("painted", flush=True)
            self.ticket_model.rowsInserted.connect(self.on_rows)
            self.on_rows()

    def on_rows(self):
        if self.ticket_model.total_count:
            print("rows", flush=True)

import toptickets_desktop.app as app
app.MainWindow = Window
sys.exit(main(sys.argv[1:]))
"""


def until(command: list[str], word: str, environment: dict[str, str]) -> float:
    """Milliseconds from the start of a program until it prints a word; the program is ended then."""
    started = time.perf_counter()
    # Compiled modules are kept, as they are where the program is installed.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | environment
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surroundings) as program:
        assert program.stdout is not None
        try:
            for line in program.stdout:
                if line.strip() == word:
                    return (time.perf_counter() - started) * 1000
        finally:
            program.terminate()
            program.wait(TIMEOUT_S)
    raise RuntimeError(f"{command[0]} ended without saying {word}")


def whole(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # ours
    return (time.perf_counter() - started) * 1000


def main() -> int:
    report = Report("start")
    python = sys.executable
    platform = os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, Sandbox(data_dir=Path(name) / "service") as sandbox:
        environment = {"TOPTICKETS_API_KEY": sandbox.keys[KeyKind.AGENT].reveal(), "TOPTICKETS_BASE_URL": str(sandbox.base_url)}
        ours = [python, "-c", OURS, "--data-dir", str(Path(name) / "kept")]
        bare = [python, "-c", BARE]
        until(ours, "rows", environment)
        time.sleep(2)  # what it knows is written
        sandbox.stop()  # the rows that come now are those that it knew
        for what, word, bound in (("window painted", "painted", "≤ 1.5"), ("known rows there", "rows", "≤ 2.0")):
            a, b = in_pairs(lambda word=word: until(ours, word, environment), lambda: until(bare, "painted", {}), pairs=PAIRS)
            report.comparisons.append(Comparison(f"{what} ({platform})", Series("ours", "ms", a), Series("bare window", "ms", b), bound))
        command = str(Path(python).with_name("toptickets"))
        a, b = in_pairs(lambda: whole([command, "--version"]), lambda: whole([python, "-c", "import click"]), pairs=PAIRS)
        report.comparisons.append(Comparison("toptickets --version", Series("ours", "ms", a), Series("import click", "ms", b), "≤ 2"))
    report.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
