"""The window: puts the panes together and connects them; what each does is its own business."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QMainWindow, QMessageBox, QSizePolicy, QSplitter, QToolBar, QToolButton, QWidget

from toptickets_desktop import __version__
from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.hand_over import HandOver
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.actions import Actions, connect_all
from toptickets_desktop.gui.attachments.attachment_commands import AttachmentCommands
from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.attachments.deleting import Deleting
from toptickets_desktop.gui.attachments.handing_out import HandingOut
from toptickets_desktop.gui.attachments.zip_commands import ZipCommands
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.compare.compare_controller import CompareController
from toptickets_desktop.gui.desktop.feedback import DesktopFeedback
from toptickets_desktop.gui.diagnostics import show_error_details
from toptickets_desktop.gui.file_opener import FileOpener
from toptickets_desktop.gui.finding.finding_commands import FindingCommands
from toptickets_desktop.gui.finding.ticket_places import TicketPlaces
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.gallery.gallery_controller import GalleryController
from toptickets_desktop.gui.gallery.thumbnail_store import FOLDER_NAME as THUMBNAILS_FOLDER_NAME
from toptickets_desktop.gui.incoming.incoming import Incoming
from toptickets_desktop.gui.known_lists import KnownLists
from toptickets_desktop.gui.log_viewer.log_dialog import LogDialog
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.preferences.preferences_dialog import KeyInUse, PreferencesDialog, Surroundings
from toptickets_desktop.gui.preferences.settings_effects import KeptContent, KeptThumbnails, SettingsEffects
from toptickets_desktop.gui.preferences.storage_page import KeptFiles
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.preview_controller import PreviewController
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.preview.quick_look import QuickLook
from toptickets_desktop.gui.profiles.profile_controller import PracticeService, ProfileController
from toptickets_desktop.gui.profiles.profile_looks import profile_label
from toptickets_desktop.gui.quitting import QuitGuard
from toptickets_desktop.gui.reachability import Reachability
from toptickets_desktop.gui.sign_in.key_words import kind_text
from toptickets_desktop.gui.sign_in.session_controller import SessionController
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.gui.tickets.ticket_controller import TicketController
from toptickets_desktop.gui.tickets.ticket_model import TicketModel
from toptickets_desktop.gui.tickets.ticket_pane import TicketPane
from toptickets_desktop.gui.toast import ToastStack
from toptickets_desktop.gui.transfers.conflict_asker import ConflictAsker
from toptickets_desktop.gui.transfers.transfer_controller import TransferController
from toptickets_desktop.gui.transfers.transfer_panel import TransferPanel
from toptickets_desktop.gui.window_state import WindowState
from toptickets_desktop.settings import AppPaths, Settings
from toptickets_desktop.transfer.handed_out import HandedOut
from toptickets_desktop.transfer.local_names import safe_name

_FIRST_SIZE = QSize(1440, 880)
_FRAME_HEIGHT_PX = SPACING * 5
_TICKETS_WIDTH_PX = 556
_PREVIEW_WIDTHS_PX = (200, 280)  # on a small screen all columns of the tables matter more than a large picture
_BOTH_TABLES_WIDTH_PX = 1160
_FLOOR_HEIGHTS_PX = [600, 160]
_TIMES_INTERVAL_MS = 60_000
_STATUS_MS = 8_000
_WARM_UP_DELAY_MS = 1_500  # the window and the first list come first


class MainWindow(QMainWindow):
    """The window.

    Args:
        settings: read for how the window was left, and kept up to date; `settings_changed` says when to save them.
        journal_path: where transfers are remembered for the next run; None to forget them.
        content_dir: where what was looked at is kept; None for the user's own folder of this program.
        metadata_path: where what is known of tickets is kept for the next run; None to forget it.
        handed_out: where copies for other programs are made; None for the user's own folder of this program.
        practice: the embedded service, which is then offered as a profile.
        log_path: the program's log, which can then be looked at.

    Signals:
        settings_changed(): something in `settings` changed.
        theme_chosen(str): the user chose "system", "light" or "dark".
        closed(): the user is done; everything may be shut down.
    """

    settings_changed = Signal()
    theme_chosen = Signal(str)
    closed = Signal()

    def __init__(
        self,
        bridge: Bridge,
        credentials: Credentials,
        settings: Settings,
        journal_path: Path | None = None,
        content_dir: Path | None = None,
        practice: PracticeService | None = None,
        *,
        log_path: Path | None = None,
        handed_out: HandedOut | None = None,
        metadata_path: Path | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAccessibleName("TopTickets")
        self._bridge = bridge
        self._settings = settings
        self._log_path = log_path
        self._is_closing = False
        self.forgets_everything = False  # whether, after the end, nothing is to be kept
        self._had_active_transfers = False
        self._wanted_ticket = ""
        self._waiting_files: list[Path] = []

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
        self.known = KnownLists(metadata_path, settings, lambda: self.session.account, self)
        self.reachability = Reachability(bridge, self)
        self.places = TicketPlaces(settings, lambda: self.session.account, self)
        self.tickets = TicketController(
            self.ticket_pane, self.ticket_model, bridge, self.people, self.permissions, self.places, self.known, self
        )
        self.attachments = AttachmentController(
            self.attachment_pane,
            self.attachment_model,
            bridge,
            self.permissions,
            self,
            known=self.known,
            if_exists=lambda: settings.conflict_policy,
        )
        self.preview = PreviewController(self.preview_pane, bridge, self.permissions, lambda: self.attachment_model.rows, self)
        thumbnail_dir = content_dir.with_name(THUMBNAILS_FOLDER_NAME) if content_dir else None
        self.gallery = GalleryController(
            self.attachment_pane, self.attachment_model, self.actions_.show_gallery, bridge, self.decoder, thumbnail_dir, self
        )
        self.transfers = TransferController(self.transfer_panel, self.transfer_panel.model, bridge, self)
        self.quitting = QuitGuard(self, self.transfers)
        bridge.ask_conflict = ConflictAsker(self).ask
        self.session = SessionController(self, bridge, credentials, settings, journal_path, content_dir)

        self.profiles = ProfileController(
            self, self.session, self.permissions, settings, lambda: self.transfers.active_count, self._before_leaving, practice
        )
        self.effects = SettingsEffects(settings, bridge, self)
        self._kept_files: list[KeptFiles] = [KeptContent(bridge), self.known, KeptThumbnails(self.gallery.thumbnails.store)]
        self.quick_look = QuickLook(
            self,
            self.attachment_pane,
            self.attachment_model,
            self.actions_.quick_look,
            bridge,
            self.permissions,
            self.decoder,
            self.gallery.view,
        )
        self.opener = FileOpener(self)
        self.incoming = Incoming(
            self,
            bridge,
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
            self._download_folder,
            self.incoming.intake,
            self.incoming.pasting,
        )
        self.zip = ZipCommands(self, self.actions_, self.attachments, self.permissions, bridge, self._download_folder)
        self.compare = CompareController(self, self.actions_, bridge, self.decoder, self.attachment_pane.selected)
        self._build()
        self.deleting = Deleting(
            self,
            self.actions_,
            self.attachment_pane,
            self.attachment_model,
            bridge,
            self.permissions,
            self.toasts,
            lambda: settings.undo_s,
        )
        self.finding = FindingCommands(
            self,
            self.actions_,
            bridge,
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
            bridge,
            self.permissions,
            self.opener,
            self.toasts,
            handed_out or HandedOut(AppPaths.for_user().handed_out_dir),
            self._download_folder,
            self.decoder,
        )
        self.handing_out.watch(self.gallery.view)
        self._connect()
        self._state = WindowState(
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
        self._state.restore(settings.window)
        self.transfer_panel.set_folded(True)  # until there is something to show
        self._show_title()

    # --- building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        # Room for the frame is left, which has no size before the window is shown.
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize() - QSize(0, _FRAME_HEIGHT_PX)))
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setObjectName("panes")
        for pane, stretch in ((self.ticket_pane, 2), (self.attachment_pane, 2), (self.preview_pane, 1)):
            self.panes.addWidget(pane)
            self.panes.setStretchFactor(self.panes.count() - 1, stretch)
        self.panes.setSizes(_pane_widths_px(self.width()))
        self.panes.setChildrenCollapsible(False)
        self.floors = QSplitter(Qt.Orientation.Vertical)
        self.floors.setObjectName("floors")
        self.floors.addWidget(self.panes)
        self.floors.addWidget(self.transfer_panel)
        self.floors.setStretchFactor(0, 1)
        self.floors.setSizes(_FLOOR_HEIGHTS_PX)
        self.floors.setChildrenCollapsible(False)
        for splitter in (self.panes, self.floors):
            splitter.setHandleWidth(1)
        self.setCentralWidget(self.floors)
        self.toasts = ToastStack(self.panes)
        self.feedback = DesktopFeedback(self, self.transfers, self.transfer_panel.model, self.toasts, self._bridge, self._settings)
        self.addToolBar(self._make_toolbar())
        self.actions_.fill_menu_bar(self.menuBar(), self.profiles.menu)
        self.preview_pane.offer_tools_in(self.actions_.preview_tools_menu)
        self.transfer_panel.actions_.add_menu(self.menuBar())
        self._key_label = QLabel()
        self._key_label.setObjectName("keyLabel")
        self._key_label.setTextFormat(Qt.TextFormat.PlainText)
        self._key_label.setContentsMargins(SPACING, 0, SPACING, 0)
        self.statusBar().addPermanentWidget(self._key_label)
        self.statusBar().setSizeGripEnabled(False)
        self._times_timer = QTimer(self, interval=_TIMES_INTERVAL_MS)
        self._times_timer.timeout.connect(self.ticket_model.repaint_rows)
        self._times_timer.timeout.connect(self.attachment_model.repaint_rows)
        self._times_timer.start()

    def _make_toolbar(self) -> QToolBar:
        toolbar = QToolBar(self.tr("Main toolbar"), movable=False, floatable=False)
        toolbar.setObjectName("mainToolbar")
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        toolbar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        toolbar.setIconSize(QSize(SPACING * 2 + 2, SPACING * 2 + 2))
        actions = self.actions_
        toolbar.addActions([actions.upload, actions.download, actions.save_as, actions.delete])
        toolbar.addSeparator()
        toolbar.addAction(actions.refresh)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        toolbar.addWidget(spacer)
        toolbar.addWidget(self.profiles.button)
        for action in (actions.show_gallery, actions.show_preview, actions.show_transfers, actions.preferences):
            toolbar.addAction(action)
            button = toolbar.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for action in toolbar.actions():
            button = toolbar.widgetForAction(action)
            if isinstance(button, QToolButton) and action.text():
                button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
        return toolbar

    def _connect(self) -> None:
        actions = self.actions_
        connect_all(
            [
                (actions.refresh, self._refresh),
                (actions.search_tickets, lambda: _focus(self.ticket_pane.search_field)),
                (actions.filter_attachments, lambda: _focus(self.attachment_pane.filter_field)),
                (actions.open_download_folder, lambda: self.opener.show_folder(self._settings.download_dir)),
                (actions.go_to_message, self.toasts.switch_focus),
                (actions.change_key, self.session.ask_for_key),
                (actions.preferences, self._show_preferences),
                (actions.quit, self.close),
                (actions.show_log, self._show_log),
                (actions.about, self._show_about),
            ]
        )
        actions.show_preview.toggled.connect(self.preview_pane.setVisible)
        actions.show_transfers.toggled.connect(self.transfer_panel.setVisible)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.attachment_pane.table)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.attachment_pane.table.clearSelection)

        self.tickets.ticket_chosen.connect(self._on_tickets_ticket_chosen)
        self.tickets.listed.connect(self._on_tickets_listed)
        self.tickets.known_shown.connect(self._on_tickets_listed)
        self.tickets.not_reached.connect(self.reachability.note_away)
        self.tickets.listed.connect(self.reachability.note_reached)
        self.attachments.not_reached.connect(self.tickets.note_not_reached)
        self.tickets.listed.connect(self.attachments.note_reached)
        self.reachability.back.connect(self._refresh)
        self.known.tasks.crashed.connect(self.report_defect)
        self.known.status_said.connect(self._say)
        self.session.key_found.connect(self._on_session_key_found)
        self.session.account_forgotten.connect(self.known.forget)
        self.tickets.sign_in_requested.connect(self.session.ask_unless_signing_in)
        self.tickets.unauthorized.connect(self.session.note_unauthorized)
        self.attachment_pane.selection_changed.connect(self._on_attachment_selection_changed)
        self.incoming.files_dropped.connect(self.commands.upload)
        self.incoming.picture_dropped.connect(self.commands.paste_picture)
        self.incoming.files_chosen.connect(self.commands.upload_to)
        self.incoming.ticket_wanted.connect(self.tickets.open_ticket)
        self.incoming.status_said.connect(self._say)
        self.incoming.intake.broken_off.connect(lambda: self.toasts.show(self.tr("Files that were not on their way yet were not sent.")))
        self.commands.status_said.connect(self._say)
        self.opener.status_said.connect(self._say)
        self.attachments.unauthorized.connect(self.session.note_unauthorized)
        self.attachments.listed.connect(self._on_attachment_selection_changed)
        self.deleting.deleted.connect(lambda count: self._say(self.tr("Deleted: %n", "", count)))
        self.deleting.rows_changed.connect(self._on_deleting_rows_changed)
        self.deleting.doubtful.connect(self.attachments.refresh)
        self.deleting.unauthorized.connect(self.session.note_unauthorized)
        self.handing_out.unauthorized.connect(self.session.note_unauthorized)
        self.attachments.open_requested.connect(self.opener.open)
        self.attachments.files_refused.connect(self._show_transfers)
        self.attachments.show_transfers_requested.connect(self._show_transfers)
        self.transfer_panel.show_in_folder_requested.connect(self.opener.show_in_folder)
        self.transfer_panel.open_requested.connect(self.opener.open)
        self.transfer_panel.limit_chosen.connect(lambda limit: self.effects.apply({"bandwidth_limit_bytes_per_s": limit}))
        self.transfer_panel.folded.connect(lambda is_folded: self.floors.handle(1).setDisabled(is_folded))
        self.quitting.quit_requested.connect(self.close_now)
        self.feedback.batch_wanted.connect(self._on_feedback_batch_wanted)
        self.opener.use_file_manager(self.feedback.file_manager.show)
        self.transfers.active_count_changed.connect(self._on_active_count_changed)
        self.session.signed_in.connect(self._on_session_signed_in)
        self.session.key_changed.connect(self._on_session_key_changed)
        self.session.signed_out.connect(self._on_session_signed_out)
        self.effects.changed.connect(self.settings_changed)
        self.effects.theme_chosen.connect(self.theme_chosen)
        self.effects.bandwidth_limit_chosen.connect(self.transfers.set_bandwidth_limit)
        self.profiles.left.connect(self._on_profiles_left)
        self.profiles.changed.connect(self.settings_changed)
        self.profiles.changed.connect(self._show_title)
        self.profiles.status_said.connect(self._say)
        self.finding.places_changed.connect(self.settings_changed)
        self.finding.columns_chosen.connect(self.settings_changed)
        self.session.status_said.connect(self._say)
        for tasks in self._task_owners():
            tasks.crashed.connect(self.report_defect)

    # --- starting and ending --------------------------------------------------------------------------------------------

    def start(self, base_url: BaseUrl | None = None, *, ticket: str = "", files: Sequence[Path] = ()) -> None:
        """Sign in and show a ticket.

        Args:
            base_url: the service; that of the profile in use when not given.
            ticket: an id or a number such as TKT-1042; the one that was open last when empty.
            files: to upload to `ticket`; without one, or when it is not there, the user is asked which one they are for.
        """
        self._wanted_ticket = ticket
        if ticket:
            self._waiting_files = list(files)
        elif files:
            self.incoming.receive(HandOver(tuple(files)))
        QTimer.singleShot(_WARM_UP_DELAY_MS, self, self.decoder.warm_up)
        self.ticket_pane.stack.show_busy_soon(self.tr("Signing in…"))
        self.ticket_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.profiles.start(base_url)

    def report_defect(self, error: BaseException) -> None:
        """Tell the user that something went wrong that nobody foresaw; the log has the rest."""
        words = self.tr("Something went wrong inside the program ({kind}).").format(kind=type(error).__name__)
        toast = self.toasts.show(words, action=self.tr("Details…"))
        toast.acted.connect(lambda: show_error_details(self, error))

    async def shut_down(self) -> None:
        """End what runs; to be awaited after `closed`."""
        self._times_timer.stop()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        await self.feedback.close()
        await self.deleting.finish()
        await self.handing_out.finish()
        for tasks in self._task_owners():
            await tasks.close()
        await self.known.close()
        self.preview_pane.shut_down()
        self.quick_look.shut_down()
        self.decoder.shut_down()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when transfers are under way, or deletions can still be undone; remember how the window was left."""
        if self.deleting.can_undo and not self._is_closing:
            event.ignore()
            self.deleting.ask_before_quitting(self.close)
            return
        if not self._is_closing and not self.quitting.may_quit():
            event.ignore()
            return
        self._settings.window.update(self._state.saved())
        self.settings_changed.emit()
        super().closeEvent(event)
        self.closed.emit()

    def close_now(self) -> None:
        """Close without asking."""
        self._is_closing = True
        self.close()

    def show_again(self) -> None:
        """Bring the window back, minimised or hidden while transfers finish."""
        self.quitting.show_again()

    # --- what the actions do --------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        if not self._bridge.has_workspace:
            self.session.ask_unless_signing_in()
            return
        self.tickets.refresh()
        self.attachments.refresh()

    def _show_transfers(self) -> None:
        self.actions_.show_transfers.setChecked(True)
        self.transfer_panel.set_folded(False)

    def _show_log(self) -> None:
        open_already = self.findChild(LogDialog)
        if open_already is not None and open_already.isVisible():
            open_already.raise_()
            open_already.activateWindow()
        elif self._log_path is not None:
            dialog = LogDialog(self._log_path, self)
            dialog.show_in_folder_requested.connect(self.opener.show_in_folder)
            dialog.crashed.connect(self.report_defect)
            dialog.show()

    def _show_about(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("about")
        box.setWindowTitle(self.tr("About TopTickets Desktop"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("TopTickets Desktop {version}").format(version=__version__))
        box.setInformativeText(self.tr("An attachment manager for support agents. MIT License."))
        box.setIconPixmap(self.windowIcon().pixmap(QSize(SPACING * 8, SPACING * 8)))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _show_preferences(self) -> None:
        session = self.session
        powers, name = self.permissions.powers(), profile_label(self._settings.profile)
        key = KeyInUse(kind=session.key_kind, source=session.key_source, powers=powers, profile_name=name)
        dialog = PreferencesDialog(self._settings, Surroundings(key=key, kept=self._kept_files), self)
        dialog.chosen.connect(self.effects.apply)
        dialog.change_key_requested.connect(session.ask_for_key)
        dialog.remove_key_requested.connect(session.remove_key)
        dialog.forget_requested.connect(self._forget_and_quit)
        dialog.profiles_requested.connect(self.profiles.manage)
        dialog.crashed.connect(self.report_defect)
        dialog.open()

    def _forget_and_quit(self) -> None:
        self.forgets_everything = True
        self.close_now()

    def _download_folder(self) -> Path:
        """Where downloads of the ticket that is shown go."""
        folder, ticket = self._settings.download_dir, self.attachments.ticket
        return folder / safe_name(ticket.display_id) if self._settings.ticket_subfolders and ticket is not None else folder

    def _last_ticket(self) -> str:
        """What is to be opened: the ticket that was asked for, or the one that was open last."""
        return self._wanted_ticket or self._settings.last_ticket_id.get(self.session.account, "")

    def _task_owners(self) -> list[TaskOwner]:
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

    def _say(self, text: str) -> None:
        self.statusBar().showMessage(text, _STATUS_MS)

    def _show_title(self) -> None:
        ticket = self.attachments.ticket
        number = visible_name(ticket.display_id) if ticket else self.tr("Attachments")
        desk = f" · {profile_label(self._settings.profile)}" if len(self._settings.profiles) > 1 else ""
        self.setWindowTitle(f"TopTickets · {number}{desk}")

    def _send_waiting_files(self, ticket: Ticket) -> None:
        """Files named at the start go to the ticket named with them; without one, or when it is not there, the user is asked."""
        is_wanted = self._wanted_ticket.strip().casefold() in {ticket.id.casefold(), ticket.display_id.casefold()}
        if not is_wanted and self.tickets.is_finding:
            return
        self._wanted_ticket = ""
        files, self._waiting_files = self._waiting_files, []
        if files and is_wanted:
            self.commands.upload(files)
        elif files:
            self.incoming.ask_ticket(files)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_session_key_found(self) -> None:
        """Show at once what the key had opened before; the service is asked meanwhile."""
        self._forget_lists()
        self.known.begin()
        self.finding.start()
        # Files are waiting for a ticket that the service must know.
        self.tickets.show_known("" if self._waiting_files else self._last_ticket())
        self.tickets.show_known_people()

    def _on_session_signed_in(self) -> None:
        if self.known.is_begun():
            self._forget_transfers()
            self._show_title()
        else:
            self._forget_everything()
        self._begin_with_key()

    def _on_session_key_changed(self) -> None:
        """The transfers go on with the new key; what it may see of the rest, only the service knows."""
        self._forget_lists()
        self._begin_with_key()

    def _begin_with_key(self) -> None:
        kind, base_url = self.session.key_kind, self.session.base_url
        self.permissions.set_key_kind(kind)
        self._key_label.setText(f"{kind_text(kind)} · {visible_name(base_url.host)}" if kind else "")
        self.transfers.set_bandwidth_limit(self._settings.bandwidth_limit_bytes_per_s)
        if not self.known.is_begun():
            self.known.begin()
            self.finding.start()
        self.tickets.refresh()
        self.tickets.fetch_people()
        reference = self._last_ticket()
        if self.attachments.ticket is not None and not self._wanted_ticket:
            self.attachments.refresh()  # known from before, or chosen meanwhile
        elif reference:
            self.tickets.open_ticket(reference)
        self.incoming.begin()

    def _on_session_signed_out(self) -> None:
        self.permissions.set_key_kind(None)
        self._key_label.clear()
        self._forget_everything()
        self.ticket_pane.stack.show_message("key", self.tr("Not signed in"), self.tr("An API key opens your tickets."), self.tr("Sign in"))

    async def _before_leaving(self) -> None:
        await self.deleting.settle()

    def _on_profiles_left(self) -> None:
        self._wanted_ticket = ""
        self.permissions.set_key_kind(None)
        self._key_label.clear()
        self._forget_everything()
        self.ticket_pane.stack.show_busy_soon(self.tr("Signing in…"))

    def _forget_everything(self) -> None:
        """What one key has opened is not for the next to see, and what was chosen for one service is not for the next to get."""
        self.incoming.forget()
        self._forget_transfers()
        self._forget_lists()

    def _forget_transfers(self) -> None:
        self.transfers.clear()
        self.transfer_panel.set_folded(True)

    def _forget_lists(self) -> None:
        self.known.end()
        self.reachability.note_reached()
        self.tickets.clear()
        self.attachments.show_ticket(None)
        self.handing_out.forget()
        self.preview_pane.forget()
        self.quick_look.forget()
        self.gallery.thumbnails.set_service(self.session.account)
        self._show_title()

    def _on_tickets_ticket_chosen(self, ticket: Ticket) -> None:
        self.attachments.show_ticket(ticket)
        self._show_title()
        self.commands.update_actions()
        account = self.session.account
        if self._settings.last_ticket_id.get(account) != ticket.id:
            self._settings.last_ticket_id[account] = ticket.id
            self.settings_changed.emit()
        self._send_waiting_files(ticket)

    def _on_tickets_listed(self) -> None:
        self.transfers.ticket_numbers.note(self.ticket_model.all_rows())
        shown = self.attachments.ticket
        newer = self.ticket_model.row(shown.id) if shown else None
        if newer is not None and newer != shown:
            self.attachments.show_ticket(newer)

    def _on_attachment_selection_changed(self) -> None:
        self.compare.update_action()
        self.preview.show(self.attachment_pane.selected())

    def _on_deleting_rows_changed(self) -> None:
        self.attachments.show_content_or_hint()
        self.commands.update_actions()
        self.handing_out.update_actions()

    def _on_feedback_batch_wanted(self, transfer_id: int) -> None:
        self.show_again()
        self._show_transfers()
        self.transfer_panel.show_transfer(transfer_id)

    def _on_active_count_changed(self, count: int) -> None:
        if count and not self._had_active_transfers:
            self._show_transfers()  # only when the first begins: whoever folds them away meanwhile has seen them
        self._had_active_transfers = bool(count)


def _pane_widths_px(window_px: int) -> list[int]:
    """Tickets, attachments and preview in a new window."""
    least, most = _PREVIEW_WIDTHS_PX
    preview_px = min(max(window_px - _BOTH_TABLES_WIDTH_PX, least), most)
    tickets_px = min(_TICKETS_WIDTH_PX, (window_px - preview_px) // 2)
    return [tickets_px, window_px - preview_px - tickets_px, preview_px]


def _focus(field: QLineEdit) -> None:
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    field.selectAll()
