"""What the user can do with attachments through menus, keys and buttons: the questions first, then the controller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.actions import Actions, connect_all
from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.dialogs import choose_files, choose_folder, choose_target
from toptickets_desktop.gui.file_drop import ImageSource, image_in, local_paths
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.incoming.intake import Intake
from toptickets_desktop.gui.incoming.pasting import Pasting
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.transfer.local_names import safe_name


class AttachmentCommands(QObject):
    """Connects the actions with the pane and its controller.

    Args:
        download_folder: tells where downloads go now.
        intake: sends files.
        pasting: sends pictures.

    Signals:
        status_said(str): a sentence for the status line.
    """

    status_said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        pane: AttachmentPane,
        controller: AttachmentController,
        permissions: Permissions,
        download_folder: Callable[[], Path],
        intake: Intake,
        pasting: Pasting,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._pane = pane
        self._controller = controller
        self._permissions = permissions
        self._download_folder = download_folder
        self._intake = intake
        self._pasting = pasting
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._upload_folder = Path(documents) if documents else Path.home()
        connect_all(
            [
                (actions.upload, self._choose_uploads),
                (actions.paste, self._paste),
                (actions.download, self._download_selected),
                (actions.save_as, self._save_selected_as),
                (actions.copy_name, self._copy_names),
                (actions.select_all, pane.table.selectAll),
            ]
        )
        # These keys belong to the table: in a text field they mean text.
        for action in (
            actions.open_file,
            actions.open_with,
            actions.delete,
            actions.delete_now,
            actions.select_all,
            actions.copy_files,
            actions.copy_name,
        ):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            pane.stack.addAction(action)
        pane.activated.connect(lambda attachment: controller.activate(attachment, download_folder()))
        pane.menu_requested.connect(self._show_menu)
        pane.selection_changed.connect(self.update_actions)
        permissions.changed.connect(self.update_actions)
        controller.listed.connect(self.update_actions)
        self.update_actions()

    def upload(self, paths: Sequence[Path]) -> None:
        """Send files to the ticket that is shown."""
        ticket = self._ticket_to_write_to()
        if ticket is not None:
            self.upload_to(ticket, paths)

    def upload_to(self, ticket: Ticket, paths: Sequence[Path]) -> None:
        """Send files to a ticket that the user chose."""
        why_not = self._permissions.why_not(Scope.ATTACHMENTS_WRITE)
        if why_not:
            self._pane.banner.show_message("key", why_not)
        elif paths:
            self._intake.send(ticket, paths)

    def paste_picture(self, source: ImageSource | Path) -> None:
        """Hold a picture for the ticket that is shown, and send it unless the user stops it."""
        ticket = self._ticket_to_write_to()
        if ticket is not None:
            self._pasting.paste(ticket, source)

    def _ticket_to_write_to(self) -> Ticket | None:
        why_not = self._permissions.why_not(Scope.ATTACHMENTS_WRITE)
        if why_not and self._controller.ticket is not None:
            self._pane.banner.show_message("key", why_not)
        return None if why_not else self._controller.ticket

    def update_actions(self) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        actions, why_not = self._actions, self._permissions.why_not
        no_ticket = "" if self._controller.ticket else self.tr("Choose a ticket first.")
        no_selection = "" if self._pane.selected() else self.tr("Select an attachment first.")
        for action in (actions.upload, actions.paste):
            actions.allow(action, why_not(Scope.ATTACHMENTS_WRITE) or no_ticket)
        for action in (actions.download, actions.save_as):
            actions.allow(action, why_not(Scope.ATTACHMENTS_READ) or no_selection)
        for action in (actions.delete, actions.delete_now):
            actions.allow(action, why_not(Scope.ATTACHMENTS_DELETE) or no_selection)
        actions.allow(actions.copy_name, no_selection)

    def _choose_uploads(self) -> None:
        def on_chosen(paths: list[Path]) -> None:
            if paths:
                self._upload_folder = paths[0].parent
            self.upload(paths)

        choose_files(self._window, self._upload_folder, on_chosen)

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if paths := local_paths(data):
            self.upload(paths)
        elif (image := image_in(data)) is not None:
            self.paste_picture(image)
        elif paths := _paths_in_text(data):
            self.upload(paths)
        else:
            self.status_said.emit(self.tr("There are no files and no picture on the clipboard."))

    def _download_selected(self) -> None:
        self._controller.download(self._pane.selected(), self._download_folder())

    def _save_selected_as(self) -> None:
        selected = self._pane.selected()
        if len(selected) == 1:
            suggestion = self._download_folder() / safe_name(selected[0].filename)
            choose_target(self._window, suggestion, lambda target: self._controller.download_as(selected[0], target))
        elif selected:
            choose_folder(self._window, self._download_folder(), lambda folder: self._controller.download(selected, folder))

    def _copy_names(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(visible_name(attachment.filename) for attachment in self._pane.selected()))

    def _show_menu(self, position: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("attachmentMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions.fill_context_menu(menu)
        menu.popup(position)


def _paths_in_text(data: QMimeData) -> list[Path]:
    """Text that is nothing but absolute paths, one a line."""
    lines = [line.strip() for line in data.text().splitlines() if line.strip()]
    candidates = [Path(QUrl(line).toLocalFile() if line.startswith("file://") else line) for line in lines]
    return candidates if all(path.is_absolute() for path in candidates) else []
