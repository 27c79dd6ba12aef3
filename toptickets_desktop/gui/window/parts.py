"""The window with all its parts, each given what it works with; who listens to whom is told elsewhere.

A new feature is a part in a file of its own and a line here; `wiring.py` connects it with others, if it has to do with them.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from toptickets_desktop.gui.actions import Actions
from toptickets_desktop.gui.attachments.attachment_commands import AttachmentCommands
from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.attachments.deleting import Deleting
from toptickets_desktop.gui.attachments.handing_out import HandingOut
from toptickets_desktop.gui.attachments.zip_commands import ZipCommands
from toptickets_desktop.gui.compare.compare_controller import CompareController
from toptickets_desktop.gui.desktop.feedback import DesktopFeedback
from toptickets_desktop.gui.file_opener import FileOpener
from toptickets_desktop.gui.finding.finding_commands import FindingCommands
from toptickets_desktop.gui.finding.ticket_places import TicketPlaces
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.gallery.gallery_controller import GalleryController
from toptickets_desktop.gui.gallery.thumbnail_store import FOLDER_NAME as THUMBNAILS_FOLDER_NAME
from toptickets_desktop.gui.incoming.incoming import Incoming
from toptickets_desktop.gui.known_lists import KnownLists
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.preferences.settings_effects import SettingsEffects
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.preview_controller import PreviewController
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.preview.quick_look import QuickLook
from toptickets_desktop.gui.profiles.profile_controller import ProfileController
from toptickets_desktop.gui.profiles.profile_looks import profile_label
from toptickets_desktop.gui.quitting import QuitGuard
from toptickets_desktop.gui.reachability import Reachability
from toptickets_desktop.gui.sign_in.session_controller import SessionController
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.tickets.ticket_controller import TicketController
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane
from toptickets_desktop.gui.toast import ToastStack
from toptickets_desktop.gui.transfers.conflict_asker import ConflictAsker
from toptickets_desktop.gui.transfers.transfer_controller import TransferController
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel
from toptickets_desktop.gui.window.layout import KeyLabel, MainToolbar, first_size, floors_of, panes_of
from toptickets_desktop.gui.window.services import Services
from toptickets_desktop.gui.window_state import WindowState
from toptickets_desktop.settings import AppPaths
from toptickets_desktop.transfer.handed_out import HandedOut
from toptickets_desktop.transfer.local_names import safe_name

_TIMES_INTERVAL_MS = 60_000
_STATUS_MS = 8_000


class WindowParts(QMainWindow):
    """A window whose parts do not listen to each other yet.

    Signals:
        settings_changed(): something in the settings changed.
        theme_chosen(str): the user chose "system", "light" or "dark".
        closed(): the user is done; everything may be shut down.
    """

    settings_changed = Signal()
    theme_chosen = Signal(str)
    closed = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAccessibleName("TopTickets")
        self.bridge = services.bridge
        self.settings = services.settings
        self.kept_in = services.kept_in
        self._make_panes()
        self._make_controllers(services)
        self._lay_out()
        self._make_features(services)
        self.state = self._make_state()

    def _make_panes(self) -> None:
        self.permissions = Permissions(self)
        self.people = People(self)
        self.actions_ = Actions(self)
        self.ticket_model = TicketModel(self.people, self)
        self.ticket_pane = TicketPane(self.ticket_model)
        self.attachment_model = AttachmentModel(self.people, self)
        self.attachment_pane = AttachmentPane(self.attachment_model)
        self.decoder = DecodeClient(self)
        self.preview_pane = PreviewPane(decoder=self.decoder)
        self.transfer_panel = TransferPanel()

    def _make_controllers(self, services: Services) -> None:
        settings, kept_in = self.settings, self.kept_in
        self.known = KnownLists(kept_in.metadata_path, settings, lambda: self.session.account, self)
        self.reachability = Reachability(self.bridge, self)
        self.places = TicketPlaces(settings, lambda: self.session.account, self)
        self.tickets = TicketController(
            self.ticket_pane, self.ticket_model, self.bridge, self.people, self.permissions, self.places, self.known, self
        )
        self.attachments = AttachmentController(
            self.attachment_pane,
            self.attachment_model,
            self.bridge,
            self.permissions,
            self,
            known=self.known,
            if_exists=lambda: settings.conflict_policy,
        )
        self.preview = PreviewController(self.preview_pane, self.bridge, self.permissions, lambda: self.attachment_model.rows, self)
        thumbnail_dir = kept_in.content_dir.with_name(THUMBNAILS_FOLDER_NAME) if kept_in.content_dir else None
        self.gallery = GalleryController(
            self.attachment_pane, self.attachment_model, self.actions_.show_gallery, self.bridge, self.decoder, thumbnail_dir, self
        )
        self.transfers = TransferController(self.transfer_panel, self.transfer_panel.model, self.bridge, self)
        self.quitting = QuitGuard(self, self.transfers)
        self.bridge.ask_conflict = ConflictAsker(self).ask
        self.session = SessionController(self, self.bridge, services.credentials, settings, kept_in.journal_path, kept_in.content_dir)
        self.profiles = ProfileController(
            self, self.session, self.permissions, settings, lambda: self.transfers.active_count, self._settle_deletions, services.practice
        )
        self.effects = SettingsEffects(settings, self.bridge, self)
        self.quick_look = QuickLook(
            self,
            self.attachment_pane,
            self.attachment_model,
            self.actions_.quick_look,
            self.bridge,
            self.permissions,
            self.decoder,
            self.gallery.view,
        )
        self.opener = FileOpener(self)
        self.incoming = Incoming(
            self,
            self.bridge,
            (self.ticket_pane, self.ticket_model),
            (self.attachment_pane, self.attachments),
            others=(self.preview_pane,),
        )
        self.commands = AttachmentCommands(
            self,
            self.actions_,
            self.attachment_pane,
            self.attachments,
            self.permissions,
            self.download_folder,
            self.incoming.intake,
            self.incoming.pasting,
        )
        self.zip = ZipCommands(self, self.actions_, self.attachments, self.permissions, self.bridge, self.download_folder)
        self.compare = CompareController(self, self.actions_, self.bridge, self.decoder, self.attachment_pane.selected)

    def _lay_out(self) -> None:
        self.resize(first_size(self.screen().availableSize()))
        self.panes = panes_of(self.ticket_pane, self.attachment_pane, self.preview_pane, self.width())
        self.floors = floors_of(self.panes, self.transfer_panel)
        self.setCentralWidget(self.floors)
        self.toasts = ToastStack(self.panes)
        self.addToolBar(MainToolbar(self.actions_, self.profiles.button))
        self.actions_.fill_menu_bar(self.menuBar(), self.profiles.menu)
        self.preview_pane.offer_tools_in(self.actions_.preview_tools_menu)
        self.transfer_panel.actions_.add_menu(self.menuBar())
        self.key_label = KeyLabel()
        self.statusBar().addPermanentWidget(self.key_label)
        self.statusBar().setSizeGripEnabled(False)
        self.times_timer = QTimer(self, interval=_TIMES_INTERVAL_MS)
        self.times_timer.timeout.connect(self.ticket_model.repaint_rows)
        self.times_timer.timeout.connect(self.attachment_model.repaint_rows)
        self.times_timer.start()

    def _make_features(self, services: Services) -> None:
        settings = self.settings
        self.feedback = DesktopFeedback(self, self.transfers, self.transfer_panel.model, self.toasts, self.bridge, settings)
        self.deleting = Deleting(
            self,
            self.actions_,
            self.attachment_pane,
            self.attachment_model,
            self.bridge,
            self.permissions,
            self.toasts,
            lambda: settings.undo_s,
        )
        self.finding = FindingCommands(
            self,
            self.actions_,
            self.bridge,
            ticket_pane=self.ticket_pane,
            ticket_model=self.ticket_model,
            tickets=self.tickets,
            attachment_pane=self.attachment_pane,
            attachment_model=self.attachment_model,
            people=self.people,
            permissions=self.permissions,
            places=self.places,
        )
        self.handing_out = HandingOut(
            self,
            self.actions_,
            self.attachment_pane,
            self.attachments,
            self.bridge,
            self.permissions,
            self.opener,
            self.toasts,
            services.handed_out or HandedOut(AppPaths.for_user().handed_out_dir),
            self.download_folder,
            self.decoder,
        )
        self.handing_out.watch(self.gallery.view)

    def _make_state(self) -> WindowState:
        return WindowState(
            self,
            splitters={"panes": self.panes, "floors": self.floors},
            headers={
                "tickets": self.ticket_pane.table.horizontalHeader(),
                "attachments": self.attachment_pane.table.horizontalHeader(),
            },
            columns={"ticketColumns": self.ticket_pane.columns, "attachmentColumns": self.attachment_pane.columns},
            switches={
                "gallery": self.actions_.show_gallery,
                "preview": self.actions_.show_preview,
                "transfers": self.actions_.show_transfers,
            },
        )

    async def _settle_deletions(self) -> None:
        await self.deleting.settle()

    # --- what several of them need --------------------------------------------------------------------------------------

    def download_folder(self) -> Path:
        """Where downloads of the ticket that is shown go."""
        folder, ticket = self.settings.download_dir, self.attachments.ticket
        return folder / safe_name(ticket.display_id) if self.settings.ticket_subfolders and ticket is not None else folder

    def task_owners(self) -> list[TaskOwner]:
        """Whoever of the parts has tasks under way that end with the window."""
        showing = (self.gallery, self.compare, self.quick_look, self.feedback, self.finding)
        commands = (self.opener, self.deleting, self.handing_out, self.zip, *showing)
        parts = (
            self.session,
            self.reachability,
            self.tickets,
            self.attachments,
            self.preview,
            self.transfers,
            self.profiles,
            self.effects,
            *commands,
        )
        return [part.tasks for part in parts] + self.incoming.task_owners

    def say(self, text: str) -> None:
        """Show a sentence in the status line for a while."""
        self.statusBar().showMessage(text, _STATUS_MS)

    def show_title(self) -> None:
        """Name the ticket that is shown, and the profile where there are several."""
        ticket = self.attachments.ticket
        number = visible_name(ticket.display_id) if ticket else self.tr("Attachments")
        desk = f" · {profile_label(self.settings.profile)}" if len(self.settings.profiles) > 1 else ""
        self.setWindowTitle(f"TopTickets · {number}{desk}")
