"""Gives the preview what it asks for, as files in the private cache: nothing is saved just to be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.transfer.workspace import Workspace

PREFETCH_BYTES_MAX = 12 * 1024 * 1024
PREFETCH_DELAY_S = 0.25
"""Who walks on at once does not want what stands beside."""

_FETCH, _PREFETCH = "preview", "prefetch"


class PreviewController(QObject):
    """Keeps the preview and the service together; what is looked at now is fetched, then what stands beside it in the list.

    Args:
        rows: the list that is walked through.
    """

    def __init__(
        self,
        pane: PreviewPane,
        bridge: Bridge,
        permissions: Permissions,
        rows: Callable[[], Sequence[Attachment]] = tuple,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pinned: Attachment | None = None
        self._pane = pane
        self._bridge = bridge
        self._permissions = permissions
        self._attachment_id = ""
        self.tasks = TaskOwner(self)
        pane.content_requested.connect(self._on_pane_content_requested)
        pane.content_shown.connect(self._on_pane_content_shown)

    def show(self, attachments: list[Attachment]) -> None:
        """Show what is selected."""
        if len(attachments) == 1 and attachments[0].id == self._attachment_id:
            return  # a refresh selected the same row again
        self.tasks.cancel(_FETCH)
        self.tasks.cancel(_PREFETCH)
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
        path = await self._bridge.call(lambda workspace: self._get_and_pin(workspace, attachment))
        self._pane.set_content(attachment.id, path)

    async def _get_and_pin(self, workspace: Workspace, attachment: Attachment) -> Path:
        """On the network thread. What is looked at stays on the disk, for it is read again when it is enlarged."""
        path = await workspace.content_cache.get(attachment)
        pinned, self._pinned = self._pinned, attachment
        workspace.content_cache.pin(attachment)
        if pinned is not None:
            workspace.content_cache.unpin(pinned)
        return path

    def _on_pane_content_shown(self) -> None:
        if self._attachment_id:
            self.tasks.start(_PREFETCH, self._prefetch(self._attachment_id), on_error=lambda _error: None)

    async def _prefetch(self, attachment_id: str) -> None:
        """The next one first: lists are walked downwards."""
        rows = self._rows()
        here = next((index for index, row in enumerate(rows) if row.id == attachment_id), None)
        if here is None:
            return
        await asyncio.sleep(PREFETCH_DELAY_S)
        for index in (here + 1, here - 1):
            if 0 <= index < len(rows) and self._pane.can_show(rows[index]) and (rows[index].size_bytes or 0) <= PREFETCH_BYTES_MAX:
                attachment = rows[index]
                self._pane.prefetch(attachment, await self._fetched(attachment))

    async def _fetched(self, attachment: Attachment) -> Path:
        return await self._bridge.call(lambda workspace: workspace.content_cache.get(attachment))
