"""What is kept on this computer of what was looked at, for how long, and having it cleared."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from PySide6.QtCore import Signal

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui.dialogs import Question, confirm
from toptickets_desktop.gui.formats import size_text
from toptickets_desktop.gui.preferences.page import Page, below, beside, check_box, hint_label, number_box, push_button
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.settings import CACHE_AGE_DAYS_MAX, CACHE_LIMIT_BYTES_MAX, Settings

_BYTES_PER_MB = 1024 * 1024


class KeptFiles(Protocol):
    """Something that keeps files for later: the content that was looked at, the thumbnails."""

    def size_bytes(self) -> Awaitable[int]:
        """How much it keeps now.

        Raises:
            TopTicketsError: it cannot be told.
        """
        ...

    def clear(self) -> Awaitable[object]:
        """Remove everything that is not in use.

        Raises:
            TopTicketsError: not all of it could be removed.
        """
        ...


class StoragePage(Page):
    """The caches.

    Args:
        kept: all that is counted and cleared.

    Signals:
        forget_requested(): everything that the program keeps is to go, and the user has said yes to it.
    """

    forget_requested = Signal()

    def __init__(self, settings: Settings, kept: list[KeptFiles]) -> None:
        super().__init__("storagePage", "hard-drive")
        self.set_title(self.tr("Storage"))
        self._kept = kept
        self.limit_box = number_box(
            "cacheLimit",
            self.tr("At most so much is kept"),
            least=0,
            most=CACHE_LIMIT_BYTES_MAX // _BYTES_PER_MB,
            value=settings.cache_limit_bytes // _BYTES_PER_MB,
            suffix=self.tr(" MB"),
        )
        self.limit_box.setSpecialValueText(self.tr("Nothing"))
        self.limit_box.setGroupSeparatorShown(True)
        self.limit_box.setSingleStep(64)
        self.age_box = number_box("cacheAge", self.tr("Days it is kept"), least=1, most=CACHE_AGE_DAYS_MAX, value=settings.cache_age_days)
        self.quit_box = check_box("clearsCacheAtQuit", self.tr("Clear it when I &quit"), is_checked=settings.clears_cache_at_quit)
        self.usage_line = StatusLine()
        self.usage_line.setObjectName("cacheUsage")
        self.clear_button = push_button("clearCache", self.tr("&Clear now"))
        self.forget_button = push_button("forgetEverything", self.tr("&Remove everything kept…"))
        about = hint_label(
            self.tr("Attachments that you looked at are kept on this computer, readable by you alone, so that they show at once next time.")
        )
        self.form.addRow(about)
        self.add_row(self.tr("Keep at &most:"), self.limit_box)
        self.add_row(self.tr("Keep for &days:"), self.age_box)
        self.add_row("", self.quit_box)
        self.add_row(self.tr("In use now:"), below(self.usage_line, beside(self.clear_button)), buddy=self.clear_button)
        self.add_row(self.tr("Leave no trace:"), beside(self.forget_button), buddy=self.forget_button)
        self.forget_button.clicked.connect(self._on_forget_button_clicked)
        self.limit_box.valueChanged.connect(lambda value: self.tell(cache_limit_bytes=value * _BYTES_PER_MB))
        self.age_box.valueChanged.connect(lambda value: self.tell(cache_age_days=value))
        self.quit_box.toggled.connect(lambda is_on: self.tell(clears_cache_at_quit=is_on))
        self.clear_button.clicked.connect(self._on_clear_button_clicked)

    def show_usage(self) -> None:
        """Count what is kept."""
        self.start("usage", self._count(), on_error=self._on_failed)

    async def _count(self) -> None:
        size_bytes = sum([await each.size_bytes() for each in self._kept])
        self.usage_line.show_text(size_text(size_bytes))

    async def _clear(self) -> None:
        for each in self._kept:
            await each.clear()
        await self._count()

    def _on_clear_button_clicked(self) -> None:
        self.start("usage", self._clear(), on_error=self._on_failed)

    def _on_forget_button_clicked(self) -> None:
        question = Question(
            object_name="forgetQuestion",
            title=self.tr("Remove everything"),
            text=self.tr("Remove everything this program keeps, and quit?"),
            details=self.tr(
                "API keys, profiles and settings, the list of transfers and what is unfinished of them, caches, copies and logs. "
                "Files that you downloaded stay where they are."
            ),
            accept=self.tr("Remove and quit"),
        )
        confirm(self, question, self.forget_requested.emit)

    def _on_failed(self, _error: TopTicketsError) -> None:
        self.usage_line.show_text(self.tr("Not known while you are not signed in."))
