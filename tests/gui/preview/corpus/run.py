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
_TICK_MS = 10
_SAMPLE_EVERY_TICKS = 3


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
    unshown, undecided, slowest = [], [], ("", 0.0)
    longest_gap = ("", 0.0)
    largest = ("", 0)
    for number, (file, path) in enumerate(laid_down(folder), 1):
        meter.longest_gap_s, meter.peak_bytes = 0.0, 0
        outcome, took_s = look_at(number, file.name, file.content_type, path)
        outcomes[outcome] += 1
        slowest = max(slowest, (file.name, took_s), key=lambda each: each[1])
        longest_gap = max(longest_gap, (file.name, meter.longest_gap_s), key=lambda each: each[1])
        largest = max(largest, (file.name, meter.peak_bytes), key=lambda each: each[1])
        if outcome not in {state.value for state in PreviewState}:
            undecided.append(file.name)
        if file.is_sound and outcome != PreviewState.CONTENT.value and not file.content_type.startswith("video/"):
            unshown.append(f"{file.name}: {pane.message}")
    pids = client.worker_pids
    pane.shut_down()
    client.shut_down()
    del application
    return {
        "files": number,
        "outcomes": outcomes,
        "undecided": undecided,
        "unshown": unshown,
        "slowest": slowest,
        "longest_gap": longest_gap,
        "idle_mb": idle_bytes / 1e6,
        "peak_above_idle_mb": (largest[0], (largest[1] - idle_bytes) / 1e6),
        "last_worker_pids": pids,
    }


def _resident_bytes(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
