"""Every action of the window, once: words, icon, keys, and whether it can be done now, with the reason when it cannot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from toptickets_desktop.gui.icons import icon


class Actions(QObject):
    """The actions as attributes; the main window connects them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        make = self._make
        key = QKeySequence.StandardKey
        self.upload = make("upload", "upload", self.tr("&Upload…"), "Ctrl+O", self.tr("Choose files to attach to the ticket"))
        self.paste = make(
            "paste", "clipboard-paste", self.tr("&Paste"), key.Paste, self.tr("Attach the files or the picture on the clipboard")
        )
        self.download = make("download", "download", self.tr("&Download"), "Ctrl+D", self.tr("Save into the download folder"))
        self.save_as = make("saveAs", "save", self.tr("Save &as…"), key.Save, self.tr("Save where you choose"))
        save_zip_help = self.tr("Save all attachments of the ticket as one archive")
        self.save_zip = make("saveZip", "file-archive", self.tr("Save all as &ZIP…"), "Ctrl+Shift+S", save_zip_help)
        self.delete = make("delete", "trash-2", self.tr("D&elete"), key.Delete, self.tr("Delete the selected attachments from the ticket"))
        self.delete_now = make(
            "deleteNow",
            "",
            self.tr("Delete at &once…"),
            "Shift+Del",
            self.tr("Delete the selected attachments without a way back"),
        )
        self.undo_delete = make("undoDelete", "undo-2", self.tr("&Undo delete"), key.Undo, self.tr("Bring back what was just deleted"))
        self.save_all = make("saveAll", "", self.tr("Save a&ll…"), "Ctrl+Alt+S", self.tr("Save all attachments in a folder"))
        self.open_file = make("openFile", "external-link", self.tr("&Open"), "Ctrl+Return", self.tr("Open with the program for such files"))
        self.open_with = make("openWith", "", self.tr("Open &with…"), "Ctrl+Shift+Return", self.tr("Choose the program to open it with"))
        self.show_in_folder = make(
            "showInFolder",
            "folder",
            self.tr("Show in folder"),
            "Ctrl+E",
            self.tr("Show it in the file manager, saved first if need be"),
        )
        self.copy_files = make("copyFiles", "files", self.tr("&Copy"), key.Copy, self.tr("Copy as files, to be pasted elsewhere"))
        self.copy_name = make(
            "copyName", "copy", self.tr("Copy &name"), "Ctrl+Shift+C", self.tr("Copy the names of the selected attachments")
        )
        self.copy_link = make(
            "copyLink", "link-2", self.tr("Copy lin&k"), "Ctrl+L", self.tr("Copy a link that opens the file to anybody, for a while")
        )
        self.select_all = make("selectAll", "", self.tr("Select &all"), key.SelectAll, "")
        self.refresh = make("refresh", "refresh-cw", self.tr("&Refresh"), "F5", self.tr("Fetch tickets and attachments again"))
        self.search_tickets = make("searchTicketsAction", "search", self.tr("&Search tickets"), "Ctrl+Shift+F", "")
        self.filter_attachments = make("filterAttachmentsAction", "filter", self.tr("&Filter attachments"), key.Find, "")
        self.quick_look = make("quickLookAction", "eye", self.tr("&Quick look"), "Space", self.tr("Look at it in the whole window"))
        self.show_preview = make("showPreview", "panel-right", self.tr("&Preview"), "Ctrl+Shift+P", self.tr("Show or hide the preview"))
        self.show_gallery = make(
            "showGallery", "layout-grid", self.tr("&Gallery"), "Ctrl+Shift+G", self.tr("Attachments as pictures or as a table")
        )
        self.compare = make(
            "compare", "columns-2", self.tr("Co&mpare pictures"), "Ctrl+Shift+M", self.tr("Compare the two selected pictures")
        )
        self.show_transfers = make(
            "showTransfers", "panel-bottom", self.tr("&Transfers"), "Ctrl+Shift+T", self.tr("Show or hide the transfers")
        )
        self.go_to_message = make(
            "goToMessage", "", self.tr("Go to &message"), "F6", self.tr("Put the keyboard on the newest message, or back to where it was")
        )
        self.open_download_folder = make("openDownloadFolder", "folder-open", self.tr("Open download &folder"), "Ctrl+Shift+D", "")
        self.change_key = make("changeKey", "key-round", self.tr("Sign in with another &key…"), "", "")
        self.preferences = make("preferences", "settings", self.tr("Pre&ferences…"), key.Preferences, self.tr("Preferences"))
        self.quit = make("quit", "log-out", self.tr("&Quit"), key.Quit, "")
        self.show_log = make("showLog", "scroll-text", self.tr("&Log…"), "", self.tr("What the program noted"))
        self.about = make("about", "info", self.tr("&About TopTickets Desktop"), "", "")
        self.palette = make(
            "palette", "search", self.tr("&Go to ticket or command…"), "Ctrl+K", self.tr("Find a ticket, an attachment or a command")
        )
        self.shortcuts = make("shortcuts", "keyboard", self.tr("&Keyboard shortcuts"), "F1", self.tr("All keys on one sheet"))
        self.pin_ticket = make("pinTicket", "star", self.tr("Pi&n ticket"), "Ctrl+B", self.tr("Keep the ticket among the pinned ones"))
        self.all_tickets = make("allTickets", "", self.tr("&All tickets"), "Alt+1", "")
        self.pinned_tickets = make("pinnedTickets", "", self.tr("&Pinned tickets"), "Alt+2", "")
        self.recent_tickets = make("recentTickets", "", self.tr("R&ecent tickets"), "Alt+3", "")
        self.choose_person = make("choosePerson", "user", self.tr("&Who am I…"), "", self.tr("Say whose tickets “Mine” shows"))
        self.clear_filters = make("clearFilters", "", self.tr("&Clear search and filters"), "Alt+0", self.tr("List all tickets again"))
        self.ticket_columns = QMenu(self.tr("&Columns of tickets"), window)
        self.ticket_columns.setObjectName("ticketColumns")
        self.attachment_columns = QMenu(self.tr("C&olumns of attachments"), window)
        self.attachment_columns.setObjectName("attachmentColumns")
        if self.preferences.shortcut().isEmpty():
            self.preferences.setShortcut("Ctrl+,")
        if self.quit.shortcut().isEmpty():
            self.quit.setShortcut("Ctrl+Q")
        for action in (self.show_preview, self.show_transfers):
            action.setCheckable(True)
            action.setChecked(True)
        self.show_gallery.setCheckable(True)
        for action in (self.pin_ticket, self.all_tickets, self.pinned_tickets, self.recent_tickets):
            action.setCheckable(True)
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self._help = {action: action.toolTip() for action in self.all()}

    def all(self) -> list[QAction]:
        """Every action."""
        return [action for action in self.children() if isinstance(action, QAction)]

    def allow(self, action: QAction, why_not: str) -> None:
        """Enable an action, or disable it and say why in its tooltip and in the status line."""
        action.setEnabled(not why_not)
        words = self._help.get(action, action.toolTip())
        action.setToolTip(f"{words}\n{why_not}" if why_not else words)
        action.setStatusTip(why_not)

    def fill_menu_bar(self, menu_bar: QMenuBar, profile_menu: QMenu) -> None:
        """Put every action into a menu."""
        ticket = menu_bar.addMenu(self.tr("&Ticket"))
        ticket.addActions([self.palette, self.search_tickets, self.clear_filters, self.refresh])
        ticket.addSeparator()
        ticket.addActions([self.pin_ticket, self.all_tickets, self.pinned_tickets, self.recent_tickets, self.choose_person])
        ticket.addSeparator()
        ticket.addMenu(profile_menu)
        ticket.addActions([self.change_key, self.preferences])
        ticket.addSeparator()
        ticket.addAction(self.quit)
        attachment = menu_bar.addMenu(self.tr("&Attachment"))
        attachment.addActions([self.upload, self.paste])
        attachment.addSeparator()
        attachment.addActions([self.open_file, self.open_with, self.show_in_folder])
        attachment.addSeparator()
        attachment.addActions([self.download, self.save_as, self.save_all, self.save_zip, self.open_download_folder])
        attachment.addSeparator()
        attachment.addActions([self.copy_files, self.copy_name, self.copy_link, self.select_all, self.filter_attachments])
        attachment.addSeparator()
        attachment.addActions([self.delete, self.undo_delete, self.delete_now])
        view = menu_bar.addMenu(self.tr("&View"))
        view.addActions([self.quick_look, self.show_gallery, self.show_preview, self.show_transfers])
        view.addAction(self.compare)
        self.preview_tools_menu = view.addMenu(self.tr("Tools of the p&review"))
        view.addSeparator()
        view.addAction(self.go_to_message)
        view.addSeparator()
        view.addMenu(self.ticket_columns)
        view.addMenu(self.attachment_columns)
        help_menu = menu_bar.addMenu(self.tr("&Help"))
        help_menu.addActions([self.shortcuts, self.show_log, self.about])
        for menu in (ticket, attachment, view, help_menu):
            menu.setToolTipsVisible(True)

    def fill_context_menu(self, menu: QMenu) -> None:
        """What can be done with the selected attachments."""
        menu.setToolTipsVisible(True)
        menu.addActions([self.quick_look, self.open_file, self.open_with, self.show_in_folder, self.compare])
        menu.addSeparator()
        menu.addActions([self.download, self.save_as, self.save_all, self.save_zip])
        menu.addSeparator()
        menu.addActions([self.copy_files, self.copy_name, self.copy_link, self.select_all])
        menu.addSeparator()
        menu.addActions([self.upload, self.paste])
        menu.addSeparator()
        menu.addActions([self.delete, self.undo_delete])

    def _make(self, object_name: str, icon_name: str, text: str, shortcut: str | QKeySequence.StandardKey, help_text: str) -> QAction:
        action = QAction(icon(icon_name), text, self) if icon_name else QAction(text, self)
        action.setObjectName(object_name)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = help_text or text.replace("&", "").rstrip("…")
        action.setToolTip(f"{words} ({keys})" if keys else words)
        return action


def connect_all(pairs: list[tuple[QAction, Callable[[], object]]]) -> None:
    """Connect actions to what they do, without the `checked` that Qt passes along."""
    for action, work in pairs:
        action.triggered.connect(lambda _checked=False, work=work: work())
