"""Opens the comparison of the two pictures that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.actions import Actions
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.compare.compare_view import CompareView
from toptickets_desktop.gui.preview.content_kinds import PICTURE_TYPES, effective_type
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.tasks import TaskOwner


class CompareController(QObject):
    """Keeps the action up to date, and fetches both pictures.

    Args:
        window: that the comparison fills.
        actions: has `compare`.
        bridge: to the content cache.
        decoder: decodes the pictures.
        selected: what is selected now.
    """

    def __init__(
        self, window: QWidget, actions: Actions, bridge: Bridge, decoder: DecodeClient, selected: Callable[[], Sequence[Attachment]]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._bridge = bridge
        self._decoder = decoder
        self._selected = selected
        self.tasks = TaskOwner(self)
        actions.compare.triggered.connect(lambda _checked=False: self.compare())
        self.update_action()

    def update_action(self) -> None:
        """Two pictures are needed."""
        self._actions.allow(self._actions.compare, "" if self._pair() else self.tr("Select two pictures first."))

    def compare(self) -> None:
        """Show the two that are selected."""
        pair = self._pair()
        if pair is None:
            return
        view = CompareView(*pair, self._decoder, self._window)
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view.finished.connect(lambda _result: self._cancel(pair))
        for attachment in pair:
            self.tasks.start(attachment.id, self._fetch(view, attachment), on_error=partial(_fail, view, attachment))
        view.open()

    def _cancel(self, pair: tuple[Attachment, Attachment]) -> None:
        for attachment in pair:
            self.tasks.cancel(attachment.id)

    def _pair(self) -> tuple[Attachment, Attachment] | None:
        selected = self._selected()
        if len(selected) != 2 or any(effective_type(attachment) not in PICTURE_TYPES for attachment in selected):
            return None
        return selected[0], selected[1]

    async def _fetch(self, view: CompareView, attachment: Attachment) -> None:
        path = await self._bridge.call(lambda workspace: workspace.content_cache.get(attachment))
        view.set_file(attachment.id, path)


def _fail(view: CompareView, attachment: Attachment, error: TopTicketsError) -> None:
    view.set_failure(attachment.id, f"{messages.sentence(error, name=attachment.filename)} {messages.hint(error)}".strip())
