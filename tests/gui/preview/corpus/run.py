"""Opens a corpus that was laid down in a folder in the real preview: `python -m tests.gui.preview.corpus.run FOLDER`.

Prints one JSON object with what it measured. The test starts it, under strace where there is one.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.gui.preview.corpus import laid_down
from tests.gui.preview.pictures import picture
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.preview.viewer_host import PreviewState

FILE_LIMIT_S = 30.0
REST_S = 0.1
_TICK_MS = 10
_SAMPLE_EVERY_TICKS = 3
_WORST_SHOWN = 8


class Meter:
    """Lateness of the GUI thread, and memory of the window and its processes together."""

    def __init__(self, client: DecodeClient) -> None:
        self._client = client
        self._ticks = 0
        self._last_s = time.monotonic()
        self.longest_gap_s = 0.0
        self.peak_bytes = 0
        self._timer = QTimer(interval=_TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self._last_s = time.monotonic()
        self._timer.start()

    def note(self) -> None:
        """What came after the last tick counts too."""
        self._on_tick()

    def restart(self) -> None:
        """What was done between two files was the making of the second."""
        self._last_s = time.monotonic()

    def memory_bytes(self) -> int:
        return sum(_resident_bytes(pid) for pid in (os.getpid(), *self._client.worker_pids))

    def _on_tick(self) -> None:
        now_s = time.monotonic()
        self.longest_gap_s = max(self.longest_gap_s, now_s - self._last_s)
        self._last_s = now_s
        self._ticks += 1
        if self._ticks % _SAMPLE_EVERY_TICKS == 0:
            self.peak_bytes = max(self.peak_bytes, self.memory_bytes())


def main(folder: Path) -> dict[str, Any]:
    """Open them one after the other, as somebody who walks through a ticket."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    client = DecodeClient()
    pane = PreviewPane(decoder=client)
    asked: list[str] = []
    pane.content_requested.connect(lambda attachment: asked.append(attachment.id))
    pane.resize(900, 700)
    pane.show()
    meter = Meter(client)
    meter.start()

    def look_at(number: int, name: str, content_type: str, path: Path) -> tuple[str, float]:
        meter.restart()
        attachment = Attachment(f"a{number}", "t1", name, content_type, path.stat().st_size)
        begun_s = time.monotonic()
        pane.show_attachment(attachment)
        while time.monotonic() - begun_s < FILE_LIMIT_S:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if asked and asked[-1] == attachment.id:
                asked.clear()
                pane.set_content(attachment.id, path)
            if pane.state in {PreviewState.CARD, PreviewState.FAILURE} or pane.is_showing_content:
                break
        else:
            return "neither content nor card", time.monotonic() - begun_s
        return pane.state.value, time.monotonic() - begun_s

    (folder / "first").write_bytes(picture("PNG", (1440, 900)))
    look_at(0, "first.png", "image/png", folder / "first")
    idle_bytes = meter.memory_bytes()
    meter.peak_bytes = idle_bytes
    meter.longest_gap_s = 0.0
    outcomes: Counter[str] = Counter()
    unshown, undecided = [], []
    times_s: dict[str, float] = {}
    gaps_s: dict[str, float] = {}
    peaks_bytes: dict[str, float] = {}
    for number, (file, path) in enumerate(laid_down(folder), 1):
        meter.longest_gap_s, meter.peak_bytes = 0.0, 0
        outcome, took_s = look_at(number, file.name, file.content_type, path)
        rest_s = time.monotonic() + REST_S
        while time.monotonic() < rest_s:  # somebody looks at it for a moment, and what is not there yet comes
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            meter.note()
        outcomes[outcome] += 1
        times_s[file.name], gaps_s[file.name] = took_s, meter.longest_gap_s
        peaks_bytes[file.name] = meter.peak_bytes - idle_bytes
        if outcome not in {state.value for state in PreviewState}:
            undecided.append(file.name)
        if file.is_sound and outcome != PreviewState.CONTENT.value and not file.content_type.startswith("video/"):
            unshown.append(f"{file.name}: {pane.message}")
    is_alive_after = look_at(number + 1, "last.png", "image/png", folder / "first")[0] == PreviewState.CONTENT.value
    pids = client.worker_pids
    pane.shut_down()
    client.shut_down()
    del application
    return {
        "files": number,
        "outcomes": outcomes,
        "is_alive_after": is_alive_after,
        "undecided": undecided,
        "unshown": unshown,
        "slowest_s": _worst(times_s),
        "longest_gaps_s": _worst(gaps_s),
        "idle_mb": idle_bytes / 1e6,
        "peaks_above_idle_mb": _worst({name: peak / 1e6 for name, peak in peaks_bytes.items()}),
        "last_worker_pids": pids,
    }


def _worst(values: dict[str, float]) -> list[tuple[str, float]]:
    return [(name, round(values[name], 3)) for name in sorted(values, key=lambda name: -values[name])[:_WORST_SHOWN]]


def _resident_bytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
