"""Connects what finds things with the window: pins and views, chips and who "mine" is, the palette, the sheet of shortcuts, the columns."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.actions import Actions, connect_all
from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.finding.commands import menu_commands
from toptickets_desktop.gui.finding.key_groups import key_groups
from toptickets_desktop.gui.finding.palette import Palette
from toptickets_desktop.gui.finding.palette_controller import PaletteController
from toptickets_desktop.gui.finding.person_dialog import PersonDialog
from toptickets_desktop.gui.finding.shortcut_sheet import ShortcutSheet
from toptickets_desktop.gui.finding.ticket_places import TicketPlaces
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.tickets.ticket_controller import TicketController
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import MINE, WHO, TicketPane, TicketView


class FindingCommands(QObject):
    """Owns the palette.

    Signals:
        places_changed(): what the settings remember of finding changed.
        columns_chosen(): the user chose other columns of a table.
    """

    places_changed = Signal()
    columns_chosen = Signal()

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        bridge: Bridge,
        *,
        ticket_pane: TicketPane,
        ticket_model: TicketModel,
        tickets: TicketController,
        attachment_pane: AttachmentPane,
        attachment_model: AttachmentModel,
        people: People,
        permissions: Permissions,
        places: TicketPlaces,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._ticket_pane = ticket_pane
        self._tickets = tickets
        self._attachment_pane = attachment_pane
        self._attachment_model = attachment_model
        self._people = people
        self._permissions = permissions
        self._places = places
        self._ticket: Ticket | None = None
        self.palette = Palette(window)
        self.palette_controller = PaletteController(
            self.palette,
            bridge,
            places,
            commands=lambda: menu_commands(window.menuBar()),
            tickets=ticket_model.all_rows,
            attachments=attachment_model.all_rows,
            parent=self,
        )
        self.tasks = self.palette_controller.tasks
        connect_all(
            [
                (actions.palette, self.palette_controller.open),
                (actions.shortcuts, self.show_shortcuts),
                (actions.pin_ticket, self._toggle_pin),
                (actions.choose_person, self.choose_person),
                (actions.clear_filters, ticket_pane.clear_query),
            ]
        )
        for view, action in self._view_actions().items():
            action.triggered.connect(lambda _on=False, view=view: self._go_to_view(view))
        self.palette_controller.ticket_chosen.connect(self._on_palette_ticket_chosen)
        self.palette_controller.attachment_chosen.connect(self._on_palette_attachment_chosen)
        ticket_pane.mine_requested.connect(self.choose_person)
        ticket_pane.menu_requested.connect(self._show_ticket_menu)
        ticket_pane.view_changed.connect(self._show_view)
        tickets.ticket_chosen.connect(self._on_tickets_ticket_chosen)
        places.changed.connect(self._on_places_changed)
        people.changed.connect(self._show_mine)
        permissions.changed.connect(self._show_mine)
        attachment_pane.pin_button.setDefaultAction(actions.pin_ticket)
        for menu, columns in ((actions.ticket_columns, ticket_pane.columns), (actions.attachment_columns, attachment_pane.columns)):
            menu.aboutToShow.connect(lambda menu=menu, columns=columns: (menu.clear(), columns.fill_menu(menu)))
            columns.chosen.connect(self.columns_chosen)
        self._show_view()
        self._show_pin()
        self._show_mine()

    def start(self) -> None:
        """Another key is signed in: take up what is remembered for it."""
        memory = self._places.memory
        self._ticket_pane.set_user_id(memory.user_id)
        filters = dict(memory.filters)
        if not memory.user_id and filters.get(WHO) == MINE:
            del filters[WHO]
        self._ticket_pane.chips.set_values(filters)
        self._show_mine()

    def stop(self) -> None:
        """Nobody is signed in any more."""
        self._ticket = None
        self.palette.close_palette()
        self._ticket_pane.chips.set_values({})
        self._ticket_pane.set_user_id("")
        self._show_pin()

    def show_shortcuts(self) -> None:
        """Open the sheet of shortcuts."""
        sheet = ShortcutSheet(key_groups(menu_commands(self._window.menuBar())), self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def choose_person(self) -> None:
        """Ask who the user is; afterwards "mine" is on."""
        dialog = PersonDialog(self._people.users, self._places.memory.user_id, self._window)
        dialog.chosen.connect(self._on_person_chosen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _view_actions(self) -> dict[TicketView, QAction]:
        actions = self._actions
        return {TicketView.ALL: actions.all_tickets, TicketView.PINNED: actions.pinned_tickets, TicketView.RECENT: actions.recent_tickets}

    def _go_to_view(self, view: TicketView) -> None:
        self._ticket_pane.views.setCurrentIndex(view)
        self._show_view()  # what was on already must not go off

    def _toggle_pin(self) -> None:
        if self._ticket is not None:
            self._places.set_pinned(self._ticket, not self._places.is_pinned(self._ticket.id))

    def _show_view(self) -> None:
        for view, action in self._view_actions().items():
            action.setChecked(view is self._ticket_pane.view)

    def _show_pin(self) -> None:
        actions = self._actions
        actions.allow(actions.pin_ticket, "" if self._ticket else self.tr("Choose a ticket first."))
        actions.pin_ticket.setChecked(self._ticket is not None and self._places.is_pinned(self._ticket.id))

    def _show_mine(self) -> None:
        why_not = self._permissions.why_not(Scope.USERS_READ)
        if not why_not and not self._people.users:
            why_not = self.tr("The names of people have not come yet.")
        self._actions.allow(self._actions.choose_person, why_not)
        self._ticket_pane.chips.chip(WHO, MINE).allow("" if self._places.memory.user_id else why_not)

    def _show_ticket_menu(self, position: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("ticketMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addActions([self._actions.pin_ticket, self._actions.refresh])
        menu.addSeparator()
        menu.addMenu(self._actions.ticket_columns)
        menu.popup(position)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_palette_ticket_chosen(self, reference: str) -> None:
        self._tickets.open_ticket(reference)
        self._attachment_pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_palette_attachment_chosen(self, attachment_id: str) -> None:
        if self._attachment_model.row_of(attachment_id) is None:
            self._attachment_pane.filter_field.clear()
        self._attachment_pane.select([attachment_id])
        self._attachment_pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_tickets_ticket_chosen(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._places.note_opened(ticket)
        self._show_pin()

    def _on_places_changed(self) -> None:
        self._show_pin()
        self.places_changed.emit()

    def _on_person_chosen(self, user_id: str) -> None:
        self._places.set_user_id(user_id)
        self._ticket_pane.set_user_id(user_id)
        self._show_mine()
        values = self._ticket_pane.chips.values() | {WHO: MINE}
        self._ticket_pane.chips.set_values(values)
        self._ticket_pane.filters_changed.emit()
