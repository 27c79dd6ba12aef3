"""Cyclic garbage collection on the window's thread only.

Python runs its collector in whatever thread happens to allocate. Widgets and models are often part of cycles, and a Qt object
that is destroyed by another thread than its own takes the program down; so the collector is switched off and run from a timer
of the window's thread instead.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500


class WindowThreadCollector(QObject):
    """Takes the collector over between `start` and `stop`, both called on the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(collect_what_is_due)

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


def collect_what_is_due() -> None:
    """Collect the oldest generation whose threshold has been passed, as Python itself would have done."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation] > 0:
            gc.collect(generation)
            return
