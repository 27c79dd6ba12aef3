"""What the window shows and forgets as keys and tickets come and go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.hand_over import HandOver
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.window.parts import WindowParts


class SessionLife(QObject):
    """Follows the session from its key to its end, with the ticket and the files that were asked for at the start."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._parts = parts
        self._wanted_ticket = ""
        self._waiting_files: list[Path] = []
        parts.session.key_found.connect(self._on_session_key_found)
        parts.session.signed_in.connect(self._on_session_signed_in)
        parts.session.key_changed.connect(self._on_session_key_changed)
        parts.session.signed_out.connect(self._on_session_signed_out)
        parts.session.account_forgotten.connect(parts.known.forget)
        parts.profiles.left.connect(self._on_profiles_left)
        parts.tickets.ticket_chosen.connect(self._on_tickets_ticket_chosen)
        parts.tickets.listed.connect(self._on_tickets_listed)
        parts.tickets.known_shown.connect(self._on_tickets_listed)

    def start(self, base_url: BaseUrl | None, ticket: str, files: Sequence[Path]) -> None:
        """Sign in and show a ticket; see `MainWindow.start`."""
        self._wanted_ticket = ticket
        if ticket:
            self._waiting_files = list(files)
        elif files:
            self._parts.incoming.receive(HandOver(tuple(files)))
        self._show_signing_in()
        self._parts.profiles.start(base_url)

    def _begin_with_key(self) -> None:
        parts = self._parts
        parts.permissions.set_key_kind(parts.session.key_kind)
        parts.key_label.show_key(parts.session.key_kind, parts.session.base_url)
        parts.transfers.set_bandwidth_limit(parts.settings.bandwidth_limit_bytes_per_s)
        if not parts.known.is_begun():
            parts.known.begin()
            parts.finding.start()
        parts.tickets.refresh()
        parts.tickets.fetch_people()
        reference = self._last_ticket()
        if parts.attachments.ticket is not None and not self._wanted_ticket:
            parts.attachments.refresh()  # known from before, or chosen meanwhile
        elif reference:
            parts.tickets.open_ticket(reference)
        parts.incoming.begin()

    def _last_ticket(self) -> str:
        """What is to be opened: the ticket that was asked for, or the one that was open last."""
        return self._wanted_ticket or self._parts.settings.last_ticket_id.get(self._parts.session.account, "")

    def _send_waiting_files(self, ticket: Ticket) -> None:
        """Files named at the start go to the ticket named with them; without one, or when it is not there, the user is asked."""
        is_wanted = self._wanted_ticket.strip().casefold() in {ticket.id.casefold(), ticket.display_id.casefold()}
        if not is_wanted and self._parts.tickets.is_finding:
            return
        self._wanted_ticket = ""
        files, self._waiting_files = self._waiting_files, []
        if files and is_wanted:
            self._parts.commands.upload(files)
        elif files:
            self._parts.incoming.ask_ticket(files)

    def _show_signing_in(self) -> None:
        self._parts.ticket_pane.stack.show_busy_soon(self.tr("Signing in…"))

    # --- forgetting: what one key has opened is not for the next to see, what was chosen not for it to get ------------

    def _forget_key(self) -> None:
        self._parts.permissions.set_key_kind(None)
        self._parts.key_label.clear()
        self._forget_everything()

    def _forget_everything(self) -> None:
        self._parts.incoming.forget()
        self._forget_transfers()
        self._forget_lists()

    def _forget_transfers(self) -> None:
        self._parts.transfers.clear()
        self._parts.transfer_panel.set_folded(True)

    def _forget_lists(self) -> None:
        parts = self._parts
        parts.known.end()
        parts.reachability.note_reached()
        parts.tickets.clear()
        parts.attachments.show_ticket(None)
        parts.handing_out.forget()
        parts.preview_pane.forget()
        parts.quick_look.forget()
        parts.gallery.thumbnails.set_service(parts.session.account)
        parts.show_title()

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_session_key_found(self) -> None:
        """Show at once what the key had opened before; the service is asked meanwhile."""
        self._forget_lists()
        self._parts.known.begin()
        self._parts.finding.start()
        # Files are waiting for a ticket that the service must know.
        self._parts.tickets.show_known("" if self._waiting_files else self._last_ticket())
        self._parts.tickets.show_known_people()

    def _on_session_signed_in(self) -> None:
        if self._parts.known.is_begun():
            self._forget_transfers()
            self._parts.show_title()
        else:
            self._forget_everything()
        self._begin_with_key()

    def _on_session_key_changed(self) -> None:
        """The transfers go on with the new key; what it may see of the rest, only the service knows."""
        self._forget_lists()
        self._begin_with_key()

    def _on_session_signed_out(self) -> None:
        self._forget_key()
        self._parts.ticket_pane.stack.show_message(
            "key", self.tr("Not signed in"), self.tr("An API key opens your tickets."), self.tr("Sign in")
        )

    def _on_profiles_left(self) -> None:
        self._wanted_ticket = ""
        self._forget_key()
        self._show_signing_in()

    def _on_tickets_ticket_chosen(self, ticket: Ticket) -> None:
        parts = self._parts
        parts.attachments.show_ticket(ticket)
        parts.show_title()
        parts.commands.update_actions()
        account = parts.session.account
        if parts.settings.last_ticket_id.get(account) != ticket.id:
            parts.settings.last_ticket_id[account] = ticket.id
            parts.settings_changed.emit()
        self._send_waiting_files(ticket)

    def _on_tickets_listed(self) -> None:
        parts = self._parts
        parts.transfers.ticket_numbers.note(parts.ticket_model.all_rows())
        shown = parts.attachments.ticket
        newer = parts.ticket_model.row(shown.id) if shown else None
        if newer is not None and newer != shown:
            parts.attachments.show_ticket(newer)
