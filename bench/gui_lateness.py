"""How late the window's thread is while files move, and what the window costs the files: `python3 dev.py bench gui_lateness`."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench._harness import Comparison, Figure, Report, Series
from bench._servers import LARGE_BYTES, Servers, servers, trust_certificate
from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui import event_loop
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.garbage import WindowThreadCollector
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.window.services import KeptIn, Services
from toptickets_desktop.settings import Settings
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.workspace import Workspace

KEY = ApiKey("tt_admin_benchmarkBenchmarkBenchmark")
TRANSFERS = 8
ROUNDS = 5
IDLE_S = 3.0
INTERVAL_MS = 5


class Lateness:
    """A timer of 5 ms on the window's thread, and how much too late each tick came."""

    def __init__(self) -> None:
        self.values_ms: list[float] = []
        self._clock = QElapsedTimer()
        self._due_ns = 0
        self._timer = QTimer(interval=INTERVAL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        self.values_ms.clear()
        self._clock.start()
        self._due_ns = INTERVAL_MS * 1_000_000
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        now_ns = self._clock.nsecsElapsed()
        self.values_ms.append(max(0.0, (now_ns - self._due_ns) / 1e6))
        self._due_ns = now_ns + INTERVAL_MS * 1_000_000

    def quantile(self, share: float) -> float:
        ordered = sorted(self.values_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _begin(engine: TransferEngine, folder: Path, files: list[CheckedFile]) -> list[int]:
    ids = []
    for number in range(TRANSFERS):
        if number % 2:
            ids.append(engine.upload("t1", files[number]))
        else:
            row = Attachment(f"large?{number}", "t1", f"large-{number}.zip", "application/zip", LARGE_BYTES)
            ids.append(engine.download(Attachment("large", "t1", row.filename, row.content_type, LARGE_BYTES), folder))
    return ids


async def _move(engine: TransferEngine, folder: Path, files: list[CheckedFile]) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    started = time.perf_counter()
    ids = _begin(engine, folder, files)
    states = {(await engine.wait(each)).state for each in ids}
    if states != {TransferState.DONE}:
        raise RuntimeError(f"not all done: {states}")
    return TRANSFERS * LARGE_BYTES / 1e6 / (time.perf_counter() - started)


def without_window(at: Servers, folder: Path, files: list[CheckedFile]) -> float:
    """MB/s of the engine alone."""

    async def run() -> float:
        workspace = await Workspace.open(BaseUrl.parse(f"{at.tls}/v1"), KEY, concurrency=TRANSFERS, content_dir=folder / "content")
        try:
            return await _move(workspace.engine, folder / "down", files)
        finally:
            await workspace.close()

    return asyncio.run(run())


async def with_window(at: Servers, folder: Path, files: list[CheckedFile], lateness: Lateness, idle: Lateness) -> list[float]:
    """MB/s of each round with a window that shows every transfer; `lateness` gets the worst round's ticks and all others'.

    `idle` gets those of the window while nothing moves.
    """
    base_url = BaseUrl.parse(f"{at.tls}/v1")
    credentials = Credentials(environment={})
    credentials.keep_for_session(base_url, KEY)
    settings = Settings(download_dir=folder / "down", concurrency=TRANSFERS)
    bridge = Bridge()
    kept_in = KeptIn(journal_path=folder / "transfers.sqlite", content_dir=folder / "content")
    window = MainWindow(Services(bridge, credentials, settings, kept_in=kept_in))
    collector = WindowThreadCollector()
    collector.start()
    bridge.start()
    window.show()
    window.start(base_url)
    while not bridge.has_workspace:  # noqa: ASYNC110  # there is no signal for it outside the window
        await asyncio.sleep(0.01)
    await asyncio.sleep(1.0)
    idle.start()  # what the machine itself is late by, with whatever else runs on it
    await asyncio.sleep(IDLE_S)
    idle.stop()
    rates = []
    ticks: list[float] = []
    for number in range(ROUNDS + 1):
        if number == 1:
            ticks.clear()
        lateness.start()
        rates.append(await bridge.call(lambda workspace: _move(workspace.engine, folder / "down", files)))
        lateness.stop()
        ticks += lateness.values_ms
    lateness.values_ms = ticks
    window.close_now()
    await window.shut_down()
    await bridge.close()
    collector.stop()
    return rates[1:]


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    trust_certificate()
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    report = Report("gui_lateness")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, servers(Path(name) / "servers", tls=True) as at:
        folder = Path(name)
        files = []
        for number in range(TRANSFERS):
            path = folder / f"up-{number}.zip"
            path.write_bytes(b"PK\x03\x04" + os.urandom(LARGE_BYTES - 4))
            files.append(check_file(path))
        lateness, idle = Lateness(), Lateness()
        alone = [without_window(at, folder, files) for _ in range(ROUNDS + 1)][1:]
        shown = event_loop.run(with_window(at, folder, files, lateness, idle), application)
    report.comparisons.append(
        Comparison("8 × 30 MB mixed, TLS", Series("with the window", "MB/s", shown), Series("the engine alone", "MB/s", alone), "≥ 0.8")
    )
    for what, value, bound in (
        ("lateness p99 of the idle window", idle.quantile(0.99), ""),
        ("lateness max of the idle window", max(idle.values_ms), ""),
        ("lateness p50", lateness.quantile(0.5), ""),
        ("lateness p99", lateness.quantile(0.99), "≤ 5 ms"),
        ("lateness max", max(lateness.values_ms), "≤ 16 ms"),
    ):
        report.figures.append(Figure(what, Series("ours", "ms", [value]), bound))
    report.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
