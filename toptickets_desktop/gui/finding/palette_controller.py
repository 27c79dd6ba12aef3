"""Fills the palette: what is here at once, best first; what the service finds when it comes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.fuzzy import FuzzyIndex
from toptickets_desktop.domain.ticket import Ticket, TicketQuery
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.finding.commands import Command
from toptickets_desktop.gui.finding.palette import Palette
from toptickets_desktop.gui.finding.palette_item import PaletteItem, PaletteKind
from toptickets_desktop.gui.finding.ticket_places import TicketPlaces
from toptickets_desktop.gui.formats import size_text, visible_name
from toptickets_desktop.gui.icons import file_type_icon, icon
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.tickets.ticket_model import status_text

SEARCH_DELAY_MS = 250
RESULTS_MAX = 50
_SERVER_RESULTS_MAX = 20
_RECENT_SHOWN = 6
_SEARCH_LENGTH_MIN = 2

_RANK = "rank"
_SEARCH = "search"
_REFERENCE = re.compile(r"#?([A-Za-z]{1,16}-)?[0-9]{1,18}", re.ASCII)
_COMMANDS_ONLY = ">"


class PaletteController(QObject):
    """Opens the palette and does what is chosen in it.

    Args:
        commands, tickets, attachments: tell what there is now.

    Signals:
        ticket_chosen(str): the ticket with this id, or with this number, is to be opened.
        attachment_chosen(str): the attachment with this id is to be shown.
    """

    ticket_chosen = Signal(str)
    attachment_chosen = Signal(str)

    def __init__(
        self,
        palette: Palette,
        bridge: Bridge,
        places: TicketPlaces,
        *,
        commands: Callable[[], Sequence[Command]],
        tickets: Callable[[], list[Ticket]],
        attachments: Callable[[], list[Attachment]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._palette = palette
        self._bridge = bridge
        self._places = places
        self._list_commands = commands
        self._list_tickets = tickets
        self._list_attachments = attachments
        self._commands: list[PaletteItem] = []
        self._attachments: list[PaletteItem] = []
        self._tickets: list[Ticket] = []
        self._indexes: tuple[FuzzyIndex, FuzzyIndex, FuzzyIndex] | None = None
        self._found_by_service: list[Ticket] = []
        self.tasks = TaskOwner(self)
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._search_timer.timeout.connect(self._search)
        palette.query_edited.connect(self._on_palette_query_edited)
        palette.chosen.connect(lambda item: item.run())
        palette.closed.connect(self._on_palette_closed)

    @property
    def is_searching(self) -> bool:
        """Whether the service is still to answer."""
        return self._search_timer.isActive() or any(self.tasks.is_running(task) for task in (_RANK, _SEARCH))

    def open(self) -> None:
        """Show the palette with what there is now."""
        if self._palette.isVisible():
            self._palette.close_palette()
            return
        self._commands = [self._command_item(command) for command in self._list_commands()]
        self._attachments = [self._attachment_item(attachment) for attachment in self._list_attachments()]
        self._tickets = self._list_tickets()
        self._indexes = None
        self._found_by_service = []
        self._palette.open()
        self._rank()

    # --- ranking --------------------------------------------------------------------------------------------------------

    def _rank(self, *, keeps_current: bool = False) -> None:
        self.tasks.start(_RANK, self._rank_now(self._palette.field.text(), keeps_current=keeps_current))

    async def _rank_now(self, text: str, *, keeps_current: bool) -> None:
        query = text.removeprefix(_COMMANDS_ONLY).strip()
        is_commands_only = text.startswith(_COMMANDS_ONLY)
        if not query:
            items = list(self._commands) if is_commands_only else self._items_for_nothing()
        else:
            tickets = self._tickets
            if self._indexes is None:
                commands = [item.text for item in self._commands]
                attachments = [item.text for item in self._attachments]
                self._indexes = await asyncio.to_thread(lambda: (FuzzyIndex(commands), FuzzyIndex(attachments), _ticket_index(tickets)))
            found = await asyncio.to_thread(_best, self._indexes[:1] if is_commands_only else self._indexes, query)
            items = [self._item(kind, position) for kind, position in found]
            if not is_commands_only:
                items += self._service_items(items, query)
        self._palette.set_items(items, query, keeps_current=keeps_current)
        if not items and query and not self._search_timer.isActive() and not self.tasks.is_running(_SEARCH):
            self._palette.set_note(self.tr("Nothing fits."))

    def _item(self, kind: int, position: int) -> PaletteItem:
        if kind == 0:
            return self._commands[position]
        return self._attachments[position] if kind == 1 else self._ticket_item(self._tickets[position])

    def _items_for_nothing(self) -> list[PaletteItem]:
        """Before anything is typed: pinned and recent tickets, then what can be done, then the rest."""
        known = {ticket.id: ticket for ticket in self._tickets}
        memory = self._places.memory
        pinned = {each.id for each in memory.pinned}
        recent = [each for each in memory.recent if each.id not in pinned][:_RECENT_SHOWN]
        places = [
            self._place_item(each.id, each.display_id, known.get(each.id), is_pinned=each.id in pinned)
            for each in (*memory.pinned, *recent)
        ]
        return [*places, *sorted(self._commands, key=lambda item: not item.is_enabled)]

    def _service_items(self, items: Sequence[PaletteItem], query: str) -> list[PaletteItem]:
        listed = {item.identity for item in items}
        more = [self._ticket_item(ticket) for ticket in self._found_by_service if f"ticket {ticket.id}" not in listed]
        number = query.removeprefix("#")
        is_known = any(item.kind is PaletteKind.TICKET and _is_called(item.text.partition("  ")[0], number) for item in (*items, *more))
        if _REFERENCE.fullmatch(query) and not is_known and self._bridge.has_workspace:
            words = self.tr("Open ticket {number}").format(number=number.upper())
            run = lambda: self.ticket_chosen.emit(number)  # noqa: E731  # a command of one line
            more.append(
                PaletteItem(PaletteKind.TICKET, words, self.tr("Ask the service"), icon("ticket"), run, identity=f"reference {number}")
            )
        return more

    # --- the service ----------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        query = self._palette.field.text().strip()
        if len(query) >= _SEARCH_LENGTH_MIN and not query.startswith(_COMMANDS_ONLY) and self._bridge.has_workspace:
            self.tasks.start(_SEARCH, self._search_service(query.removeprefix("#")), on_error=self._on_search_failed)

    async def _search_service(self, query: str) -> None:
        asked = TicketQuery(search=query)
        page = await self._bridge.call(lambda workspace: workspace.client.list_tickets(asked, limit=_SERVER_RESULTS_MAX))
        self._found_by_service = list(page.tickets)
        self._rank(keeps_current=True)

    def _on_search_failed(self, error: TopTicketsError) -> None:
        self._palette.set_note(messages.sentence(error))

    # --- items ----------------------------------------------------------------------------------------------------------

    def _command_item(self, command: Command) -> PaletteItem:
        action = command.action
        shown_icon = icon("command") if action.icon().isNull() else action.icon()
        return PaletteItem(
            PaletteKind.COMMAND,
            command.text if len(command.path) < 2 else f"{command.path[-1]}: {command.text}",
            command.path[0],
            shown_icon,
            action.trigger,
            keys=command.keys,
            why_not=command.why_not,
            is_enabled=action.isEnabled(),
            identity=f"command {' '.join(command.path)} {command.text}",
        )

    def _attachment_item(self, attachment: Attachment) -> PaletteItem:
        detail = self.tr("Attachment · {size}").format(size=size_text(attachment.size_bytes))
        shown_icon = file_type_icon(attachment.content_type, attachment.filename)
        name = visible_name(attachment.filename)
        run = lambda: self.attachment_chosen.emit(attachment.id)  # noqa: E731  # a command of one line
        return PaletteItem(PaletteKind.ATTACHMENT, name, detail, shown_icon, run, identity=f"attachment {attachment.id}")

    def _ticket_item(self, ticket: Ticket) -> PaletteItem:
        return self._place_item(ticket.id, ticket.display_id, ticket, is_pinned=self._places.is_pinned(ticket.id))

    def _place_item(self, ticket_id: str, display_id: str, ticket: Ticket | None, *, is_pinned: bool) -> PaletteItem:
        subject = visible_name(ticket.subject) if ticket else ""
        text = f"{visible_name(display_id)}  {subject}".strip()
        status = status_text(ticket.status) if ticket else ""
        kind = self.tr("Pinned ticket") if is_pinned else self.tr("Ticket")
        detail = f"{kind} · {status}" if status else kind
        run = lambda: self.ticket_chosen.emit(ticket_id)  # noqa: E731  # a command of one line
        shown_icon = icon("star" if is_pinned else "ticket")
        return PaletteItem(PaletteKind.TICKET, text, detail, shown_icon, run, identity=f"ticket {ticket_id}")

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_palette_query_edited(self) -> None:
        if not self._palette.isVisible():
            return
        self._found_by_service = []
        self.tasks.cancel(_SEARCH)
        self._search_timer.start()
        self._palette.set_note("")
        self._rank()

    def _on_palette_closed(self) -> None:
        self._search_timer.stop()
        for task in (_RANK, _SEARCH):
            self.tasks.cancel(task)
        self._tickets, self._indexes = [], None


def _ticket_index(tickets: Sequence[Ticket]) -> FuzzyIndex:
    return FuzzyIndex([f"{ticket.display_id}  {ticket.subject}" for ticket in tickets])


def _best(indexes: Sequence[FuzzyIndex], query: str) -> list[tuple[int, int]]:
    """The best of all, as pairs of an index's number and a position in it; of equal ones commands first, tickets last."""
    found = [
        (-match.score, kind, order, match.position)
        for kind, index in enumerate(indexes)
        for order, match in enumerate(index.best(query, RESULTS_MAX))
    ]
    return [(kind, position) for _, kind, _, position in sorted(found)[:RESULTS_MAX]]


def _is_called(display_id: str, number: str) -> bool:
    return number.casefold() in {display_id.casefold(), display_id.rpartition("-")[2].casefold()}
