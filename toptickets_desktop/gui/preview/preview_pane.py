"""The pane that shows what is selected: one attachment's content, or in words what there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

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
        self.show_nothing()

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
