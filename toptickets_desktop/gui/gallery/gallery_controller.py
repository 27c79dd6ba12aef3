"""Puts the gallery beside the table, and switches between the two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.gallery.gallery_view import GalleryView
from toptickets_desktop.gui.gallery.thumbnail_store import ThumbnailStore
from toptickets_desktop.gui.gallery.thumbnails import Thumbnails
from toptickets_desktop.gui.preview.decode_client import DecodeClient

_UNDER_WAY = frozenset({TransferState.RUNNING, TransferState.VERIFYING, TransferState.QUEUED, TransferState.WAITING})


class GalleryController(QObject):
    """The gallery of the window.

    Args:
        pane: has the table, and shows the gallery in its place.
        switch: checked for the gallery.
        thumbnail_dir: where thumbnails are kept; None to keep none.
    """

    def __init__(
        self,
        pane: AttachmentPane,
        model: AttachmentModel,
        switch: QAction,
        bridge: Bridge,
        decoder: DecodeClient,
        thumbnail_dir: Path | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._bridge = bridge
        self._progress: dict[str, float | None] = {}
        self.thumbnails = Thumbnails(decoder, self._fetch, ThumbnailStore(thumbnail_dir), self)
        self.tasks = self.thumbnails.tasks
        self.view = GalleryView(model, pane.table.selectionModel(), self.thumbnails)
        self.view.activated_row.connect(pane.activated)
        self.view.enter_pressed.connect(self._on_view_enter_pressed)
        self.view.menu_requested.connect(pane.menu_requested)
        pane.add_view(self.view)
        switch.toggled.connect(self._on_switch_toggled)
        bridge.transfers_changed.connect(self._on_bridge_transfers_changed)

    def _on_view_enter_pressed(self) -> None:
        for attachment in self._pane.selected():
            self._pane.activated.emit(attachment)

    async def _fetch(self, attachment: Attachment) -> Path:
        return await self._bridge.call(lambda workspace: workspace.content_cache.get(attachment))

    def _on_switch_toggled(self, is_gallery: bool) -> None:
        had_focus = self._pane.view.hasFocus()
        view = self.view if is_gallery else self._pane.table
        self._pane.views.setCurrentWidget(view)
        if had_focus:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        current = view.selectionModel().currentIndex()
        if current.isValid():
            view.scrollTo(current)

    def _on_bridge_transfers_changed(self, transfers: Sequence[Transfer]) -> None:
        for transfer in transfers:
            if transfer.attachment_id is None:
                continue
            if transfer.state in _UNDER_WAY:
                total = transfer.bytes_total
                self._progress[transfer.attachment_id] = transfer.bytes_done / total if total else None
            else:
                self._progress.pop(transfer.attachment_id, None)
        self.view.show_progress(dict(self._progress))
