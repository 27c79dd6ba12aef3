"""Fetches tickets: what the fields ask for, page by page, the newest question winning."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.errors import Forbidden, NotFound, NotReached, TopTicketsError, Unauthorized
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.finding.ticket_places import TicketPlaces
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.known_lists import KnownLists, as_of_text
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.tickets.lean_tickets import LeanTickets
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane, TicketView
from toptickets_desktop.store.metadata import Known
from toptickets_desktop.transfer.workspace import Workspace

if TYPE_CHECKING:
    from toptickets_desktop.api.client import TicketPage

SEARCH_DELAY_MS = 250
PAGE_SIZE = 100
PAGES_IN_FLIGHT = 4

_LIST = "tickets"
_KNOWN = "known tickets"
_FIND = "find ticket"
_PEOPLE = "people"


class TicketController(QObject):
    """Keeps the pane and the service together.

    Signals:
        listed(): the first page of an answer is shown.
        ticket_chosen(Ticket): another ticket is to be shown.
        sign_in_requested(): a button was pressed that needs a key, and there is none.
        unauthorized(): the service does not take the key (any more).
        not_reached(): the service was not reached.
        known_shown(): what was known is shown.
    """

    listed = Signal()
    not_reached = Signal()
    known_shown = Signal()
    ticket_chosen = Signal(object)
    sign_in_requested = Signal()
    unauthorized = Signal()

    def __init__(
        self,
        pane: TicketPane,
        model: TicketModel,
        bridge: Bridge,
        people: People,
        permissions: Permissions,
        places: TicketPlaces,
        known: KnownLists,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._lean = LeanTickets()  # used on the network thread only
        self._rows_query: TicketQuery | None = None  # the question that the rows fit, whoever answered it
        self._as_of: datetime | None = None  # when the service said so
        self._is_as_of_shown = False
        self._pane = pane
        self._model = model
        self._bridge = bridge
        self._people = people
        self._permissions = permissions
        self._places = places
        self._shown_view = TicketView.ALL
        self._shown_query: TicketQuery | None = None  # the question that the rows answer
        self._next_offset: int | None = None
        self._is_banner_about_list = False
        self._lacks_people = False
        self._reference_to_find = ""
        self._chosen_id = ""
        self.tasks = TaskOwner(self)
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self.refresh)
        pane.query_edited.connect(self._on_pane_query_edited)
        pane.filters_changed.connect(self._on_pane_filters_changed)
        pane.view_changed.connect(self.refresh)
        places.changed.connect(self._on_places_changed)
        pane.retry_requested.connect(self._on_pane_retry_requested)
        pane.ticket_chosen.connect(self._on_pane_ticket_chosen)
        model.more_requested.connect(self._on_model_more_requested)

    @property
    def is_finding(self) -> bool:
        """Whether a ticket that was asked for by name is still to come."""
        return bool(self._reference_to_find)

    def clear(self) -> None:
        """Show nothing, as before signing in."""
        for task in (_LIST, _FIND, _PEOPLE, _KNOWN):
            self.tasks.cancel(task)
        self._rows_query, self._as_of, self._is_as_of_shown = None, None, False
        self._model.set_has_more(False)
        self._model.set_rows([])
        self._shown_query, self._shown_view = None, TicketView.ALL
        self._lacks_people = False
        self._reference_to_find = self._chosen_id = ""
        self._people.set_users(())
        self._pane.forget_choice()
        self._pane.footer.clear()
        self._pane.banner.hide()

    def refresh(self) -> None:
        """Ask for what the fields say, as many rows as there were for the same question; rows that stay keep their place."""
        self._search_timer.stop()
        if not self._bridge.has_workspace:
            return
        query, view = self._pane.query(), self._pane.view
        if not self._model.total_count:
            self._pane.stack.show_busy_soon(self.tr("Fetching tickets…"))
        work = self._fetch_again(query) if view is TicketView.ALL else self._fetch_places(query, view)
        self.tasks.start(_LIST, work, on_error=self._on_fetch_failed)

    def show_known(self, reference: str = "") -> None:
        """Show at once what is known to fit the fields, until the service has answered.

        Args:
            reference: the id or number of a ticket to choose, if it is known.
        """
        self.tasks.start(_KNOWN, self._show_known(self._pane.query(), self._pane.view, reference))

    def show_known_people(self) -> None:
        """Show people by the names that are known, until the service has said them anew."""
        self.tasks.start("known people", self._show_known_people())

    def note_not_reached(self, error: TopTicketsError) -> None:
        """Something that belongs to the lists was not reached: what is shown is as it was at some time."""
        self._is_as_of_shown = True
        self._show_count_of_rows()
        if self._model.total_count and self._as_of is not None:
            text = self.tr("Not reached. You see what was known at {time}.").format(time=as_of_text(self._as_of))
            self._pane.banner.show_message("wifi-off", text, self.tr("Try again"), error=error)
            self._is_banner_about_list = True
        self.not_reached.emit()

    def fetch_people(self) -> None:
        """Learn people's names, when the key may."""
        self._lacks_people = False
        self.tasks.start(_PEOPLE, self._fetch_people(), on_error=self._on_fetch_people_failed)

    def open_ticket(self, reference: str) -> None:
        """Choose a ticket by its id or number, wherever it stands in the list."""
        self._reference_to_find = reference
        self.tasks.start(_FIND, self._find(reference), on_error=lambda error: self._on_find_failed(error, reference))

    async def _fetch_again(self, query: TicketQuery) -> None:
        is_same = query == self._shown_query and self._shown_view is TicketView.ALL
        rows_wanted = self._model.total_count if is_same else 0
        tickets, next_offset = await self._fetch_rows(query, rows_wanted)
        self._known.keep_tickets(tickets, is_all=query == TicketQuery() and next_offset is None)
        self._show_tickets(query, TicketView.ALL, tickets, next_offset)

    async def _fetch_rows(self, query: TicketQuery, rows_wanted: int) -> tuple[list[Ticket], int | None]:
        """So many rows at least, a few pages at a time; and where the next ones begin."""
        page = await self._fetch_page(query, 0, max(rows_wanted, PAGE_SIZE))
        tickets, next_offset = list(page.tickets), page.next_offset
        while next_offset is not None and len(tickets) < rows_wanted:
            size = max(1, min(len(page.tickets), rows_wanted - len(tickets)))
            count = min(PAGES_IN_FLIGHT, -(-(rows_wanted - len(tickets)) // size))
            offsets = [next_offset + number * size for number in range(count)]
            for offset, page in zip(offsets, await asyncio.gather(*(self._fetch_page(query, each, size) for each in offsets)), strict=True):
                tickets += page.tickets
                next_offset = page.next_offset
                if next_offset != offset + size:
                    break  # the last page, or one of another size than was asked for: what follows begins elsewhere
        return tickets, next_offset

    async def _fetch_places(self, query: TicketQuery, view: TicketView) -> None:
        """Fetch pinned or recent tickets one by one; those that are gone, or not for this key, are left out."""
        memory = self._places.memory
        references = memory.pinned if view is TicketView.PINNED else memory.recent
        if self._shown_view is not view:
            known = {row.id: row for row in await self._known.tickets_by_id([each.id for each in references])}
            known.update((row.id, row) for row in self._model.all_rows())
            self._next_offset = None
            self._model.set_has_more(False)
            self._model.set_rows(ticket for each in references if (ticket := known.get(each.id)) and _fits(ticket, query))
            if self._model.total_count:
                self._pane.stack.show_content()
        answers = await asyncio.gather(*(self._fetch_place(each.id) for each in references))
        self._show_tickets(query, view, [ticket for ticket in answers if ticket is not None and _fits(ticket, query)], None)

    async def _fetch_place(self, ticket_id: str) -> Ticket | None:
        try:
            ticket: Ticket = await self._bridge.call(lambda workspace: workspace.client.get_ticket(ticket_id))
        except (NotFound, Forbidden):
            return None
        return ticket

    def _show_tickets(self, query: TicketQuery, view: TicketView, tickets: list[Ticket], next_offset: int | None) -> None:
        self.tasks.cancel(_KNOWN)
        self._shown_query, self._shown_view, self._rows_query = query, view, query
        self._as_of, self._is_as_of_shown = datetime.now(UTC), False
        self._model.set_rows(tickets)
        self._show_answer(next_offset)
        self.listed.emit()
        self._fetch_what_failed()

    async def _fetch_more(self, query: TicketQuery, offset: int) -> None:
        page = await self._fetch_page(query, offset, PAGE_SIZE)
        self._known.keep_tickets(page.tickets)
        self._model.upsert(page.tickets)
        self._show_answer(page.next_offset)

    async def _fetch_page(self, query: TicketQuery, offset: int, limit: int) -> TicketPage:
        async def fetch(workspace: Workspace) -> TicketPage:
            page = await workspace.client.list_tickets(query, offset=offset, limit=limit)
            return replace(page, tickets=self._lean.lean(page.tickets))

        return await self._bridge.call(fetch)

    def _show_answer(self, next_offset: int | None) -> None:
        self._next_offset = next_offset
        self._model.set_has_more(next_offset is not None)
        if self._is_banner_about_list:
            self._pane.banner.hide()
        self._show_count()

    def _fetch_what_failed(self) -> None:
        """The service answers again: ask for what it did not answer before."""
        if self._reference_to_find and not self.tasks.is_running(_FIND):
            self.open_ticket(self._reference_to_find)
        if self._lacks_people:
            self.fetch_people()

    def _show_count(self) -> None:
        if self._model.total_count == 0:
            self._show_empty()
            return
        self._pane.stack.show_content()
        self._show_count_of_rows()

    def _show_count_of_rows(self) -> None:
        count = self._model.total_count
        if not count:
            self._pane.footer.clear()
        elif self._is_as_of_shown and self._as_of is not None:
            self._pane.footer.setText(self.tr("%n known, as of {time}", "", count).format(time=as_of_text(self._as_of)))
        elif self._next_offset is None:
            self._pane.footer.setText(self.tr("All %n loaded", "", count))
        else:
            self._pane.footer.setText(self.tr("%n loaded, more as you scroll", "", count))

    def _show_empty(self) -> None:
        self._pane.footer.clear()
        if self._pane.view is TicketView.PINNED and not self._places.memory.pinned:
            text = self.tr("Pin the tickets that you come back to: Ctrl+B, or the star beside a ticket's title.")
            self._pane.stack.show_message("star", self.tr("No pinned tickets"), text)
        elif self._pane.view is TicketView.RECENT and not self._places.memory.recent:
            self._pane.stack.show_message("clock", self.tr("No recent tickets"), self.tr("Tickets that you open are listed here."))
        elif self._pane.is_filtered:
            self._pane.stack.show_message(
                "search", self.tr("No ticket fits"), self.tr("Try other words, or take a filter away."), self.tr("Show all tickets")
            )
        else:
            self._pane.stack.show_message("inbox", self.tr("No tickets"), self.tr("New tickets appear here after a refresh (F5)."))

    async def _fetch_people(self) -> None:
        users = await self._bridge.call(lambda workspace: workspace.client.list_users())
        self._people.set_users(users)
        self._known.keep_users(users)

    async def _show_known_people(self) -> None:
        users = await self._known.users()
        if users and not self._people.users:
            self._people.set_users(users)

    async def _show_known(self, query: TicketQuery, view: TicketView, reference: str) -> None:
        known = await self._known.tickets(query, limit=PAGE_SIZE) if view is TicketView.ALL else None
        is_answered = self._shown_query == query and self._shown_view is view
        if known is not None and known.rows and not is_answered:  # what the service has answered meanwhile is newer
            self._show_known_rows(known, query)
        if reference:
            await self._choose_known(reference)

    async def _choose_known(self, reference: str) -> None:
        wanted = reference.strip().removeprefix("#").casefold()
        rows = self._model.all_rows()
        ticket = next((row for row in rows if wanted in {row.id.casefold(), row.display_id.casefold()}), None)
        if ticket is None:
            ticket = next(iter(await self._known.tickets_by_id([reference])), None)
            if ticket is not None:
                self.ticket_chosen.emit(ticket)  # further down than what is shown
        if ticket is not None:
            self._pane.choose(ticket.id)

    def _show_known_rows(self, known: Known[Ticket], query: TicketQuery) -> None:
        self._shown_view, self._rows_query, self._next_offset = TicketView.ALL, query, None
        self._as_of, self._is_as_of_shown = known.as_of, True
        self._shown_query = None
        self._model.set_has_more(False)
        self._model.set_rows(known.rows)
        self._show_count()
        self.known_shown.emit()

    async def _find(self, reference: str) -> None:
        ticket: Ticket = await self._bridge.call(lambda workspace: workspace.client.find_ticket(reference))
        self._reference_to_find = ""
        if self._model.row(ticket.id) is None:
            self.ticket_chosen.emit(ticket)  # further down than what is loaded: shown without its row
        self._pane.choose(ticket.id)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_pane_query_edited(self) -> None:
        self.tasks.cancel(_LIST)  # an answer to the words before is not waited for any more
        self.show_known()
        self._search_timer.start()

    def _on_pane_filters_changed(self) -> None:
        self._places.set_filters(self._pane.chips.values())
        self.show_known()
        self.refresh()

    def _on_places_changed(self) -> None:
        if self._pane.view is TicketView.PINNED:
            self.refresh()
        self._model.repaint_rows()

    def _on_pane_ticket_chosen(self, ticket: Ticket) -> None:
        is_other, self._chosen_id = ticket.id != self._chosen_id, ticket.id
        wanted = self._reference_to_find.strip().removeprefix("#").casefold()
        is_wanted = wanted in {"", ticket.id.casefold(), ticket.display_id.casefold()}
        if not self.tasks.is_running(_FIND) or (is_other and not is_wanted):
            self.tasks.cancel(_FIND)
            self._reference_to_find = ""  # the user has gone on
        self.ticket_chosen.emit(ticket)

    def _on_pane_retry_requested(self) -> None:
        if not self._bridge.has_workspace:
            self.sign_in_requested.emit()
            return
        if self._shown_query == self._pane.query() != TicketQuery() and not self._model.total_count:
            self._pane.clear_query()
        self.refresh()

    def _on_model_more_requested(self) -> None:
        if (
            self._next_offset is not None
            and self._shown_query is not None
            and self._shown_view is TicketView.ALL
            and not self.tasks.is_running(_LIST)
        ):
            self.tasks.start(_LIST, self._fetch_more(self._shown_query, self._next_offset), on_error=self._on_fetch_failed)

    def _on_fetch_failed(self, error: TopTicketsError) -> None:
        self._permissions.note_error(error, Scope.TICKETS_READ)
        if isinstance(error, Unauthorized):
            self.unauthorized.emit()
        if isinstance(error, NotReached) and self._as_of is not None:
            if self._rows_query != self._pane.query() and self._pane.view is TicketView.ALL:
                self._model.set_rows([])  # nothing that is known fits, and what was shown is not the answer
            self.note_not_reached(error)
        if self._model.total_count:
            self._model.set_has_more(self._next_offset is not None)  # scrolling may try again
            self._pane.stack.show_content()
            if isinstance(error, NotReached) and self._as_of is not None:
                return
            self._pane.banner.show_message(_icon_name(error), messages.sentence(error), self.tr("Try again"), error=error)
            self._is_banner_about_list = True
        else:
            self._shown_query = None
            if isinstance(error, NotReached):
                self.not_reached.emit()
            title, text = messages.title(error), _sentence_and_hint(error)
            self._pane.stack.show_message(_icon_name(error), title, text, self.tr("Try again"), error=error)

    def _on_fetch_people_failed(self, error: TopTicketsError) -> None:
        self._permissions.note_error(error, Scope.USERS_READ)
        self._lacks_people = not isinstance(error, Forbidden)

    def _on_find_failed(self, error: TopTicketsError, reference: str) -> None:
        if isinstance(error, NotFound):
            self._reference_to_find = ""
            text = self.tr("There is no ticket {reference}, or your key may not see it.").format(reference=visible_name(reference))
            self._is_banner_about_list = False
            self._pane.banner.show_message("triangle-alert", text)
        elif isinstance(error, NotReached) and self._as_of is not None:
            self.note_not_reached(error)
        elif self._model.total_count:
            self._is_banner_about_list = True
            self._pane.banner.show_message(_icon_name(error), messages.sentence(error), self.tr("Try again"), error=error)
        # Otherwise the list has not come either, and says why in its own place.


def _fits(ticket: Ticket, query: TicketQuery) -> bool:
    """What the service does with a list of its own, for the tickets that are fetched by their ids."""
    text = f"{ticket.display_id} {ticket.subject} {ticket.description or ''}".casefold()
    return (
        all(word in text for word in query.search.casefold().split())
        and query.status in {None, ticket.status}
        and query.priority in {None, ticket.priority}
        and query.assigned_user_id in {None, ticket.assigned_user_id}
        and not (query.unassigned and ticket.assigned_user_id)
    )


def _icon_name(error: TopTicketsError) -> str:
    if isinstance(error, NotReached):
        return "wifi-off"
    return "key" if isinstance(error, Unauthorized | Forbidden) else "triangle-alert"


def _sentence_and_hint(error: TopTicketsError) -> str:
    return f"{messages.sentence(error)} {messages.hint(error)}".strip()
