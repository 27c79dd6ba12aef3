"""All ways in, put together: drops, pasted pictures, and the look at what is about to be sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.file_drop import FileDrop
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.incoming.drop_overlay import DropOverlay
from toptickets_desktop.gui.incoming.intake import Intake
from toptickets_desktop.gui.incoming.pasting import Pasting
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane


class Incoming(QObject):
    """Created by the window, and told by it when another key is used.

    Args:
        window: takes drops where no part of it does.
        others: further parts that take drops for the ticket that is shown.

    Attributes:
        intake: sends files.
        pasting: holds pictures.

    Signals:
        files_dropped(list[Path]), picture_dropped(ImageSource | Path): for the ticket that is shown now.
        status_said(str): a sentence for the status line.
    """

    files_dropped = Signal(object)
    picture_dropped = Signal(object)
    status_said = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        bridge: Bridge,
        tickets: tuple[TicketPane, TicketModel],
        attachments: tuple[AttachmentPane, AttachmentController],
        others: tuple[QWidget, ...],
    ) -> None:
        super().__init__(window)
        self._ticket_pane, self._ticket_model = tickets
        attachment_pane, self._attachments = attachments
        self.intake = Intake(window, bridge, self._attachments.known)
        self.pasting = Pasting(window, attachment_pane.strips, self.intake)
        self.overlay = DropOverlay(window, self._number_of)
        for drop in (self._ticket_pane.drop, *attachment_pane.drops, *(FileDrop(part, self._shown_id) for part in (*others, window))):
            self.add_drop(drop)

        self.intake.settled.connect(self._attachments.show_refused)
        self.intake.nothing_found.connect(self._attachments.show_nothing_found)
        self.intake.failed.connect(self._attachments.show_failure)
        self.intake.status_said.connect(self.status_said)
        self.pasting.status_said.connect(self.status_said)

    @property
    def task_owners(self) -> list[TaskOwner]:
        """Who runs what, for the end of the program."""
        return [self.intake.tasks, self.pasting.tasks]

    def add_drop(self, drop: FileDrop) -> None:
        """Take the drops of one more place; its keys are the ids of tickets."""
        self.overlay.watch(drop)
        drop.files_dropped.connect(lambda ticket_id, paths: self._on_dropped(ticket_id, lambda: self.files_dropped.emit(paths)))
        drop.image_dropped.connect(lambda ticket_id, image: self._on_dropped(ticket_id, lambda: self.picture_dropped.emit(image)))

    def forget(self) -> None:
        """Stop what is held and asked: another key is used from now on."""
        self.intake.forget()
        self.pasting.forget()

    def _on_dropped(self, ticket_id: str, send: Callable[[], None]) -> None:
        if self._shown_id() != ticket_id:
            self._ticket_pane.choose(ticket_id)
        send()

    def _shown_id(self, _position: QPoint | None = None) -> str | None:
        ticket = self._attachments.ticket
        return ticket.id if ticket else None

    def _number_of(self, ticket_id: str) -> str:
        ticket = self._ticket_model.row(ticket_id) or self._attachments.ticket
        return visible_name(ticket.display_id) if ticket else ""
