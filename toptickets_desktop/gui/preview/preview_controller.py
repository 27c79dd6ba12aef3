"""Gives the preview what it asks for, as files in the private cache: nothing is saved just to be looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.tasks import TaskOwner

_FETCH = "preview"


class PreviewController(QObject):
    """Keeps the preview and the service together; only what is looked at now is fetched."""

    def __init__(self, pane: PreviewPane, bridge: Bridge, permissions: Permissions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._bridge = bridge
        self._permissions = permissions
        self._attachment_id = ""
        self.tasks = TaskOwner(self)
        pane.content_requested.connect(self._on_pane_content_requested)

    def show(self, attachments: list[Attachment]) -> None:
        """Show what is selected."""
        if len(attachments) == 1 and attachments[0].id == self._attachment_id:
            return  # a refresh selected the same row again
        self.tasks.cancel(_FETCH)
        self._attachment_id = attachments[0].id if len(attachments) == 1 else ""
        if not attachments:
            self._pane.show_nothing()
        elif len(attachments) == 1:
            self._pane.show_attachment(attachments[0])
        else:
            self._pane.show_several(len(attachments), sum(attachment.size_bytes or 0 for attachment in attachments))

    def _on_pane_content_requested(self, attachment: Attachment) -> None:
        def on_error(error: TopTicketsError) -> None:
            self._permissions.note_error(error, Scope.ATTACHMENTS_READ)
            self._pane.set_failure(attachment.id, f"{messages.sentence(error, name=attachment.filename)} {messages.hint(error)}".strip())

        self.tasks.start(_FETCH, self._fetch(attachment), on_error=on_error)

    async def _fetch(self, attachment: Attachment) -> None:
        path = await self._bridge.call(lambda workspace: workspace.content_cache.get(attachment))
        self._pane.set_content(attachment.id, path)
