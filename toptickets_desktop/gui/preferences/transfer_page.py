"""How many transfers run, how fast, what is taken up again, and how long deleting can be undone."""

from __future__ import annotations

from toptickets_desktop.gui.preferences.page import Page, below, beside, check_box, hint_label, number_box
from toptickets_desktop.settings import BANDWIDTH_MIN_BYTES_PER_S, CONCURRENCY_MAX, UNDO_S_MAX, Settings

_BYTES_PER_KB = 1000
_LEAST_KB_PER_S = -(-BANDWIDTH_MIN_BYTES_PER_S // _BYTES_PER_KB)
_MOST_KB_PER_S = 1_000_000
_FIRST_KB_PER_S = 1_000


class TransferPage(Page):
    """Uploads and downloads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("transferPage", "arrow-up-down")
        self.set_title(self.tr("Transfers"))
        limit_bytes_per_s = settings.bandwidth_limit_bytes_per_s
        self.concurrency_box = number_box(
            "concurrency", self.tr("Transfers at a time"), least=1, most=CONCURRENCY_MAX, value=settings.concurrency
        )
        self.limit_box = check_box("limitsBandwidth", self.tr("&No faster than"), is_checked=limit_bytes_per_s is not None)
        self.limit_box.setAccessibleName(self.tr("Limit the speed of all transfers together"))
        self.bandwidth_box = number_box(
            "bandwidth",
            self.tr("Speed limit"),
            least=_LEAST_KB_PER_S,
            most=_MOST_KB_PER_S,
            value=_FIRST_KB_PER_S if limit_bytes_per_s is None else limit_bytes_per_s // _BYTES_PER_KB,
            suffix=self.tr(" kB/s"),
        )
        self.bandwidth_box.setGroupSeparatorShown(True)
        self.bandwidth_box.setSingleStep(100)
        self.bandwidth_box.setEnabled(limit_bytes_per_s is not None)
        self.resume_box = check_box(
            "resumesTransfers",
            self.tr("&Go on with unfinished transfers at the start"),
            is_checked=settings.resumes_transfers,
            tip=self.tr("Otherwise they wait until you resume them in the list of transfers."),
        )
        self.undo_box = number_box(
            "undoTime", self.tr("Seconds to undo deleting"), least=0, most=UNDO_S_MAX, value=settings.undo_s, suffix=self.tr(" s")
        )
        self.undo_box.setSpecialValueText(self.tr("At once"))
        self.add_row(self.tr("&Transfers at a time:"), self.concurrency_box)
        speed = below(beside(self.limit_box, self.bandwidth_box), hint_label(self.tr("All transfers together.")))
        self.add_row(self.tr("Speed:"), speed, buddy=self.limit_box)
        self.add_row(self.tr("After a restart:"), self.resume_box)
        undo = below(self.undo_box, hint_label(self.tr("So long a deleted attachment can be brought back.")))
        self.add_row(self.tr("&Delete after:"), undo, buddy=self.undo_box)
        self.concurrency_box.valueChanged.connect(lambda value: self.tell(concurrency=value))
        self.limit_box.toggled.connect(self._on_limit_changed)
        self.bandwidth_box.valueChanged.connect(self._on_limit_changed)
        self.resume_box.toggled.connect(lambda is_on: self.tell(resumes_transfers=is_on))
        self.undo_box.valueChanged.connect(lambda value: self.tell(undo_s=value))

    def _on_limit_changed(self) -> None:
        is_limited = self.limit_box.isChecked()
        self.bandwidth_box.setEnabled(is_limited)
        self.tell(bandwidth_limit_bytes_per_s=self.bandwidth_box.value() * _BYTES_PER_KB if is_limited else None)
