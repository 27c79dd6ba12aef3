"""Cyclic garbage collection on the window's thread only.

Python runs its collector in whatever thread happens to allocate. Widgets and models are often part of cycles, and a Qt object
that is destroyed by another thread than its own takes the program down; so the collector is switched off and run from a timer
of the window's thread instead.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500
COLLECTION_MS_MAX = 5.0


class WindowThreadCollector(QObject):
    """Takes the collector over between `start` and `stop`, both called on the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Collect from now on only here."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        # What the imports made stays to the end, and need not be looked at again and again.
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave the collector as it was."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    def _on_timer_timeout(self) -> None:
        """Collect, and keep the next time as short.

        Looking through everything takes longer the more there is: 160 ms with 100,000 tickets in the list. So once it takes longer than
        anybody should notice, what it found alive is left alone, as what the imports made is: long lists live for long and are no part
        of cycles, and what nobody refers to any more goes all the same.
        """
        started_s = time.perf_counter()
        collect_what_is_due()
        if (time.perf_counter() - started_s) * 1000 > COLLECTION_MS_MAX:
            gc.freeze()


def collect_what_is_due() -> None:
    """Collect the oldest generation whose threshold has been passed, as Python itself would have done."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation] > 0:
            gc.collect(generation)
            return
