"""What the user can choose, in pages; every choice holds at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preferences.download_page import DownloadPage
from toptickets_desktop.gui.preferences.general_page import GeneralPage
from toptickets_desktop.gui.preferences.key_page import KeyPage
from toptickets_desktop.gui.preferences.network_page import NetworkPage
from toptickets_desktop.gui.preferences.page import Page
from toptickets_desktop.gui.preferences.storage_page import KeptFiles, StoragePage
from toptickets_desktop.gui.preferences.transfer_page import TransferPage
from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.settings import Settings

_LIST_WIDTH_PX = SPACING * 23
_PAGE_SIZE_PX = QSize(SPACING * 66, SPACING * 44)
_ROW_HEIGHT_PX = SPACING * 4 + SPACING // 2
_SCREEN_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyInUse:
    """What is said about the key; both None while nobody is signed in.

    Attributes:
        powers: what it may do, in words.
    """

    kind: KeyKind | None = None
    source: KeySource | None = None
    powers: str = ""
    profile_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the dialog shows that is no setting."""

    key: KeyInUse = field(default_factory=KeyInUse)
    kept: list[KeptFiles] = field(default_factory=list)


class PreferencesDialog(QDialog):
    """To be opened with `open()`.

    Args:
        settings: what is chosen now; it is not changed here.
        around: what else is shown.

    Signals:
        chosen(dict): new values of fields of `Settings`, by name, as soon as they are chosen and can be used.
        change_key_requested(): the user wants to sign in with another key.
        remove_key_requested(): the user wants the key forgotten, and has said yes to it.
        forget_requested(): everything that the program keeps is to go; the user has said yes to it.
        profiles_requested(): the user wants to see the profiles.
        crashed(BaseException): something failed for a reason that is a defect of ours.
    """

    crashed = Signal(object)
    chosen = Signal(object)
    change_key_requested = Signal()
    remove_key_requested = Signal()
    forget_requested = Signal()
    profiles_requested = Signal()

    def __init__(self, settings: Settings, around: Surroundings | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(self.tr("Preferences"))
        around = around or Surroundings()
        key = around.key
        self.general = GeneralPage(settings)
        self.downloads = DownloadPage(settings)
        self.transfers = TransferPage(settings)
        self.network = NetworkPage(settings)
        self.storage = StoragePage(settings, around.kept)
        self.key = KeyPage(key.kind, key.source, key.powers, key.profile_name)
        self.list = QListWidget()
        self.list.setObjectName("preferencePages")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setFrameShape(QFrame.Shape.StyledPanel)
        self.list.setIconSize(QSize(SPACING * 2 + 2, SPACING * 2 + 2))
        self.pages = QStackedWidget()
        for page in self._all():
            item = QListWidgetItem(icon(page.icon_name), page.title)
            item.setSizeHint(QSize(0, _ROW_HEIGHT_PX))
            self.list.addItem(item)
            self.pages.addWidget(page)
            page.chosen.connect(self.chosen)
            page.tasks.crashed.connect(self.crashed)
        self.list.setFixedWidth(max(_LIST_WIDTH_PX, self.list.sizeHintForColumn(0) + SPACING * 4))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # Enter ends a field, not the dialog.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        middle = horizontal(spacing_px=SPACING * 3)
        middle.addWidget(self.list)
        middle.addWidget(self.pages, 1)
        layout = vertical(self, spacing_px=SPACING * 2, margin_px=SPACING * 3)
        layout.addLayout(middle, 1)
        layout.addWidget(self.buttons)
        self.list.currentRowChanged.connect(self._on_list_current_row_changed)
        self.list.setCurrentRow(0)
        self.key.change_requested.connect(self._on_key_change_requested)
        self.key.remove_requested.connect(self._on_key_remove_requested)
        self.key.profiles_requested.connect(self._on_key_profiles_requested)
        self.storage.forget_requested.connect(self.forget_requested)
        self.buttons.rejected.connect(self.reject)

    def show_page(self, page: Page) -> None:
        """Turn to a page."""
        self.list.setCurrentRow(self.pages.indexOf(page))

    def showEvent(self, event: QShowEvent) -> None:
        """As large as the largest page, as far as the screen has room; the pages scroll."""
        super().showEvent(event)
        frame = self.sizeHint() - self.pages.sizeHint()
        page = self.pages.sizeHint().expandedTo(_PAGE_SIZE_PX)
        room = self.screen().availableSize() * _SCREEN_SHARE
        self.resize((frame + page).boundedTo(room))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Take what was typed last; the dialog goes when that has been tried."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        super().done(result)
        self._go_when_idle()

    def _go_when_idle(self) -> None:
        running = [task for page in self._all() for task in page.running]
        if running:
            running[0].add_done_callback(lambda _task: self._go_when_idle())
        else:
            self.deleteLater()

    def _all(self) -> list[Page]:
        return [self.general, self.downloads, self.transfers, self.network, self.storage, self.key]

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_list_current_row_changed(self, row: int) -> None:
        self.pages.setCurrentIndex(row)
        if self.pages.currentWidget() is self.storage:
            self.storage.show_usage()

    def _on_key_change_requested(self) -> None:
        """The sign-in dialog takes this one's place: two questions at once are one too many."""
        self.reject()
        self.change_key_requested.emit()

    def _on_key_remove_requested(self) -> None:
        self.reject()
        self.remove_key_requested.emit()

    def _on_key_profiles_requested(self) -> None:
        self.reject()
        self.profiles_requested.emit()
