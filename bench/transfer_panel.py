"""What news costs the Transfers panel among many finished rows: `python3 dev.py bench transfer_panel`."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel

ROWS = (100, 10_000, 100_000)
BATCH_SIZE = 200
LOOKS = 100
MB = 1024 * 1024


def main() -> int:
    application = QApplication.instance() or QApplication([])
    print(f"{'finished rows':>14} {'add all':>10} {'news, median':>13} {'worst':>9} {'paint':>9} {'clear':>9}")
    for count in ROWS:
        panel = TransferPanel()
        panel.resize(1280, 400)
        panel.show()
        add_s = timed(lambda panel=panel, count=count: panel.model.update(transfer(number, TransferState.DONE) for number in range(count)))
        running = [transfer(count + number, TransferState.RUNNING) for number in range(4)]
        panel.model.update(running)
        application.processEvents()
        news_s = [timed(lambda panel=panel, look=look, count=count: tell(panel, count, look)) for look in range(LOOKS)]
        paint_s = [timed(lambda panel=panel: panel.grab()) for _ in range(10)]
        clear_s = timed(lambda panel=panel, count=count: panel.model.remove(range(count)))
        print(
            f"{count:>14,} {add_s * 1e3:>7.1f} ms {statistics.median(news_s) * 1e3:>10.2f} ms {max(news_s) * 1e3:>6.2f} ms"
            f" {statistics.median(paint_s) * 1e3:>6.1f} ms {clear_s * 1e3:>6.1f} ms"
        )
        panel.deleteLater()
    return 0


def tell(panel: TransferPanel, first: int, look: int) -> None:
    """One piece of news as the engine tells it ten times a second, and what the panel does about it."""
    panel.model.update(transfer(first + number, TransferState.RUNNING, look * 10_000 + number) for number in range(4))
    QApplication.processEvents()


def transfer(number: int, state: TransferState, bytes_done: int = 0) -> Transfer:
    return Transfer(
        id=number,
        direction=Direction.UPLOAD,
        ticket_id="ticket",
        name=f"file {number}.png",
        state=state,
        bytes_done=bytes_done,
        bytes_total=12 * MB,
        bytes_per_s=3.0 * MB if state is TransferState.RUNNING else None,
        seconds_left=4.0 if state is TransferState.RUNNING else None,
        batch_id=number // BATCH_SIZE,
    )


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
