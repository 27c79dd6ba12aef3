"""All ways in, put together: drops, pasted pictures, what other starts hand over, and the look at what is about to be sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from toptickets_desktop.domain.hand_over import HandOver, tickets_in_names
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.file_drop import FileDrop
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.incoming.drop_overlay import DropOverlay
from toptickets_desktop.gui.incoming.intake import Intake
from toptickets_desktop.gui.incoming.pasting import Pasting
from toptickets_desktop.gui.incoming.ticket_sheet import TicketSheet
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane

_WAITING_MAX = 8
_SEARCH_ROWS = 50


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
        files_chosen(Ticket, list[Path]): for a ticket that the user chose in a sheet.
        ticket_wanted(str): show the ticket of this id or number.
        status_said(str): a sentence for the status line.
    """

    files_dropped = Signal(object)
    picture_dropped = Signal(object)
    files_chosen = Signal(object, object)
    ticket_wanted = Signal(str)
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
        self._window = window
        self._bridge = bridge
        self._waiting: list[HandOver] = []
        self._ticket_sheets: list[TicketSheet] = []
        self.tasks = TaskOwner(self)
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
        return [self.intake.tasks, self.pasting.tasks, self.tasks]

    def add_drop(self, drop: FileDrop) -> None:
        """Take the drops of one more place; its keys are the ids of tickets."""
        self.overlay.watch(drop)
        drop.files_dropped.connect(lambda ticket_id, paths: self._on_dropped(ticket_id, lambda: self.files_dropped.emit(paths)))
        drop.image_dropped.connect(lambda ticket_id, image: self._on_dropped(ticket_id, lambda: self.picture_dropped.emit(image)))

    def receive(self, message: HandOver) -> None:
        """Another start of the program, or a link, brought this. A ticket is shown; files are asked about, and nothing else is done."""
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        if not self._bridge.has_workspace:
            if len(self._waiting) < _WAITING_MAX:
                self._waiting.append(message)
        elif message.files:
            self.ask_ticket(message.files, message.ticket)
        elif message.ticket:
            self.ticket_wanted.emit(message.ticket)

    def begin(self) -> None:
        """Somebody is signed in: go on with what came before."""
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self.receive(message)

    def ask_ticket(self, files: Sequence[Path], ticket: str = "") -> None:
        """Ask which ticket files are for, and propose those that their names, and the window, speak for."""
        proposals = ([ticket] if ticket else []) + tickets_in_names(files)
        sheet = TicketSheet(
            files,
            list(dict.fromkeys(proposals)),
            self._attachments.ticket,
            find=lambda number: self._bridge.call(lambda workspace: workspace.client.find_ticket(number)),
            search=self._search,
            tasks=self.tasks,
            parent=self._window,
        )

        def on_finished() -> None:
            if sheet in self._ticket_sheets:
                self._ticket_sheets.remove(sheet)

        self._ticket_sheets.append(sheet)
        sheet.chosen.connect(lambda chosen: self._on_ticket_chosen(chosen, list(files)))
        sheet.finished.connect(on_finished)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    async def _search(self, words: str) -> Sequence[Ticket]:
        query = TicketQuery(search=words)
        page = await self._bridge.call(lambda workspace: workspace.client.list_tickets(query, limit=_SEARCH_ROWS))
        return page.tickets

    def _on_ticket_chosen(self, ticket: Ticket, files: list[Path]) -> None:
        self.ticket_wanted.emit(ticket.id)
        self.files_chosen.emit(ticket, files)

    def forget(self) -> None:
        """Stop what is held and asked: another key is used from now on."""
        for sheet in list(self._ticket_sheets):
            sheet.close()
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
