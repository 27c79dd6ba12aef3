"""The window's own dialogs: preferences, the log and about."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QMessageBox

from toptickets_desktop import __version__
from toptickets_desktop.gui.actions import connect_all
from toptickets_desktop.gui.log_viewer.log_dialog import LogDialog
from toptickets_desktop.gui.preferences.preferences_dialog import KeyInUse, PreferencesDialog, Surroundings
from toptickets_desktop.gui.preferences.settings_effects import KeptContent, KeptThumbnails
from toptickets_desktop.gui.preferences.storage_page import KeptFiles
from toptickets_desktop.gui.profiles.profile_looks import profile_label
from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.gui.window.parts import WindowParts


class WindowDialogs(QObject):
    """Opens them by their actions.

    Signals:
        crashed(BaseException): something failed in one of them for a reason that is a defect of ours.
        forget_requested(): everything that the program keeps is to go; the user has said yes to it.
    """

    crashed = Signal(object)
    forget_requested = Signal()

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._parts = parts
        self._kept_files: list[KeptFiles] = [KeptContent(parts.bridge), parts.known, KeptThumbnails(parts.gallery.thumbnails.store)]
        actions = parts.actions_
        connect_all([(actions.preferences, self._show_preferences), (actions.show_log, self._show_log), (actions.about, self._show_about)])

    def _show_preferences(self) -> None:
        parts, session = self._parts, self._parts.session
        powers, name = parts.permissions.powers(), profile_label(parts.settings.profile)
        key = KeyInUse(kind=session.key_kind, source=session.key_source, powers=powers, profile_name=name)
        dialog = PreferencesDialog(parts.settings, Surroundings(key=key, kept=self._kept_files), parts)
        dialog.chosen.connect(parts.effects.apply)
        dialog.change_key_requested.connect(session.ask_for_key)
        dialog.remove_key_requested.connect(session.remove_key)
        dialog.forget_requested.connect(self.forget_requested)
        dialog.profiles_requested.connect(parts.profiles.manage)
        dialog.crashed.connect(self.crashed)
        dialog.open()

    def _show_log(self) -> None:
        log_path = self._parts.kept_in.log_path
        open_already = self._parts.findChild(LogDialog)
        if open_already is not None and open_already.isVisible():
            open_already.raise_()
            open_already.activateWindow()
        elif log_path is not None:
            dialog = LogDialog(log_path, self._parts)
            dialog.show_in_folder_requested.connect(self._parts.opener.show_in_folder)
            dialog.crashed.connect(self.crashed)
            dialog.show()

    def _show_about(self) -> None:
        box = QMessageBox(self._parts)
        box.setObjectName("about")
        box.setWindowTitle(self.tr("About TopTickets Desktop"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("TopTickets Desktop {version}").format(version=__version__))
        box.setInformativeText(self.tr("An attachment manager for support agents. MIT License."))
        box.setIconPixmap(self._parts.windowIcon().pixmap(QSize(SPACING * 8, SPACING * 8)))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
