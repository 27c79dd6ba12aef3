"""The pane that shows what is selected: one attachment's content, or in words what there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QWidget

from toptickets_desktop.gui.formats import number_text, size_text
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.viewer_host import PreviewState, ViewerHost
from toptickets_desktop.gui.preview.viewer_kinds import ViewerKind


class PreviewPane(ViewerHost):
    """Shows one attachment, several, or none; see `ViewerHost`."""

    def __init__(
        self, parent: QWidget | None = None, *, decoder: DecodeClient | None = None, kinds: Sequence[ViewerKind] | None = None
    ) -> None:
        super().__init__(parent, decoder=decoder, kinds=kinds)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._menu: QMenu | None = None
        self.state_changed.connect(self._update_menu)
        self.content_shown.connect(self._update_menu)
        self.show_nothing()

    def offer_tools_in(self, menu: QMenu) -> None:
        """Have the tools of what is shown in a menu too."""
        self._menu = menu
        self._update_menu()

    def _update_menu(self) -> None:
        if self._menu is None:
            return
        viewer = self.viewer if self.state is PreviewState.CONTENT else None
        tools = viewer.tools() if viewer is not None else []
        if self._menu.actions() != tools:
            self._menu.clear()
            self._menu.addActions(tools)
        self._menu.setEnabled(bool(tools))

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self.show_words(icon("image", thin=True), "", hint=self.tr("Select an attachment to see what it is."))

    def show_several(self, count: int, total_bytes: int) -> None:
        """More than one attachment is selected."""
        self.show_words(
            icon("files", thin=True),
            self.tr("{count} attachments").format(count=number_text(count)),
            facts=self.tr("{size} in all").format(size=size_text(total_bytes)),
            hint=self.tr("Select a single one to look at it."),
            state=PreviewState.SEVERAL,
        )

    def forget(self) -> None:
        """Drop everything from memory, as when another key is used."""
        super().forget()
        self.show_nothing()
