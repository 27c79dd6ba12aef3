"""Fetches tickets: what the fields ask for, page by page, the newest question winning."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.errors import Forbidden, NotFound, NotReached, TopTicketsError, Unauthorized
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane

SEARCH_DELAY_MS = 250
PAGE_SIZE = 100

_LIST = "tickets"
_FIND = "find ticket"
_PEOPLE = "people"


class TicketController(QObject):
    """Keeps the pane and the service together.

    Signals:
        listed(): the first page of an answer is shown.
        ticket_chosen(Ticket): another ticket is to be shown.
        unauthorized(): the service does not take the key (any more).
    """

    listed = Signal()
    ticket_chosen = Signal(object)
    unauthorized = Signal()

    def __init__(
        self, pane: TicketPane, model: TicketModel, bridge: Bridge, people: People, permissions: Permissions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._model = model
        self._bridge = bridge
        self._people = people
        self._permissions = permissions
        self._query = TicketQuery()
        self._next_offset: int | None = None
        self._is_fresh = False  # whether what is shown answers the current question
        self.tasks = TaskOwner(self)
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self.refresh)
        pane.query_edited.connect(self._on_pane_query_edited)
        pane.retry_requested.connect(self._on_pane_retry_requested)
        pane.ticket_chosen.connect(self.ticket_chosen)
        model.more_requested.connect(self._on_model_more_requested)

    def clear(self) -> None:
        """Show nothing, as before signing in."""
        self._model.set_has_more(False)
        self._model.set_rows([])
        self._is_fresh = False
        self._pane.forget_choice()
        self._pane.footer.clear()
        self._pane.banner.hide()

    def refresh(self) -> None:
        """Ask for the first page of what the fields say; rows that stay keep their place."""
        self._search_timer.stop()
        self._query = self._pane.query()
        if not self._model.total_count:
            self._pane.stack.show_busy_soon(self.tr("Fetching tickets…"))
        self.tasks.start(_LIST, self._fetch(0), on_error=self._on_fetch_failed)

    def fetch_people(self) -> None:
        """Learn people's names, when the key may."""
        self.tasks.start(_PEOPLE, self._fetch_people(), on_error=lambda error: self._permissions.note_error(error, Scope.USERS_READ))

    def open_ticket(self, reference: str) -> None:
        """Choose a ticket by its id or number, wherever it stands in the list."""
        self.tasks.start(_FIND, self._find(reference), on_error=lambda error: self._on_find_failed(error, reference))

    async def _fetch(self, offset: int) -> None:
        query = self._query
        page = await self._bridge.call(lambda workspace: workspace.client.list_tickets(query, offset=offset, limit=PAGE_SIZE))
        if offset == 0:
            self._model.set_rows(page.tickets)
        else:
            self._model.upsert(page.tickets)
        self._next_offset = page.next_offset
        self._model.set_has_more(page.next_offset is not None)
        self._pane.banner.hide()
        self._show_count()
        if offset == 0:
            self._is_fresh = True
            self.listed.emit()

    def _show_count(self) -> None:
        count = self._model.total_count
        if count == 0:
            self._show_empty()
            return
        self._pane.stack.show_content()
        if self._next_offset is None:
            self._pane.footer.setText(self.tr("All %n loaded", "", count))
        else:
            self._pane.footer.setText(self.tr("%n loaded, more as you scroll", "", count))

    def _show_empty(self) -> None:
        self._pane.footer.clear()
        if self._pane.is_filtered:
            self._pane.stack.show_message(
                "search", self.tr("No ticket fits"), self.tr("Try other words, or take a filter away."), self.tr("Show all tickets")
            )
        else:
            self._pane.stack.show_message("inbox", self.tr("No tickets"), self.tr("New tickets appear here after a refresh (F5)."))

    async def _fetch_people(self) -> None:
        self._people.set_users(await self._bridge.call(lambda workspace: workspace.client.list_users()))

    async def _find(self, reference: str) -> None:
        ticket: Ticket = await self._bridge.call(lambda workspace: workspace.client.find_ticket(reference))
        if self._model.row(ticket.id) is None:
            self.ticket_chosen.emit(ticket)  # further down than what is loaded: shown without its row
        self._pane.choose(ticket.id)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_pane_query_edited(self) -> None:
        self._search_timer.start()

    def _on_pane_retry_requested(self) -> None:
        if self._is_fresh and self._pane.is_filtered and not self._model.total_count:
            self._pane.clear_query()
        self.refresh()

    def _on_model_more_requested(self) -> None:
        if self._next_offset is not None and not self.tasks.is_running(_LIST):
            self.tasks.start(_LIST, self._fetch(self._next_offset), on_error=self._on_fetch_failed)

    def _on_fetch_failed(self, error: TopTicketsError) -> None:
        self._permissions.note_error(error, Scope.TICKETS_READ)
        if isinstance(error, Unauthorized):
            self.unauthorized.emit()
        icon_name = (
            "wifi-off" if isinstance(error, NotReached) else "key" if isinstance(error, Unauthorized | Forbidden) else "triangle-alert"
        )
        if self._model.total_count:
            self._pane.stack.show_content()
            self._pane.banner.show_message(icon_name, messages.sentence(error), self.tr("Try again"))
        else:
            self._pane.stack.show_message(icon_name, messages.title(error), _sentence_and_hint(error), self.tr("Try again"))

    def _on_find_failed(self, error: TopTicketsError, reference: str) -> None:
        if isinstance(error, NotFound):
            text = self.tr("There is no ticket {reference}, or your key may not see it.").format(reference=reference)
        else:
            text = messages.sentence(error)
        self._pane.banner.show_message("triangle-alert", text)


def _icon_name(error: TopTicketsError) -> str:
    if isinstance(error, NotReached):
        return "wifi-off"
    return "key" if isinstance(error, Unauthorized | Forbidden) else "triangle-alert"


def _sentence_and_hint(error: TopTicketsError) -> str:
    return f"{messages.sentence(error)} {messages.hint(error)}".strip()
