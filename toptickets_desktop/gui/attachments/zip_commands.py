"""Saving all attachments of a ticket as one ZIP: where to, and what becomes of the archive when some of them cannot be fetched."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import MembersMissing, TopTicketsError
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.actions import Actions, connect_all
from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.dialogs import name_list, nearest_folder
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.local_names import safe_name

_SUFFIX = ".zip"


class ZipCommands(QObject):
    """Connects "Save all as ZIP" with the engine.

    Args:
        window: what the questions stand before.
        download_folder: tells where downloads go now.
    """

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        controller: AttachmentController,
        permissions: Permissions,
        bridge: Bridge,
        download_folder: Callable[[], Path],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._controller = controller
        self._permissions = permissions
        self._bridge = bridge
        self._download_folder = download_folder
        self._asked_about: set[int] = set()
        self._job_numbers = itertools.count(1)
        self.tasks = TaskOwner(self)
        connect_all([(actions.save_zip, self._choose_target)])
        permissions.changed.connect(self._update_action)
        controller.listed.connect(self._update_action)
        bridge.transfers_changed.connect(self._on_bridge_transfers_changed)
        self._update_action()

    def _update_action(self) -> None:
        nothing = "" if self._controller.all_attachments else self.tr("There are no attachments to save.")
        no_ticket = "" if self._controller.ticket else self.tr("Choose a ticket first.")
        self._actions.allow(self._actions.save_zip, self._permissions.why_not(Scope.ATTACHMENTS_READ) or no_ticket or nothing)

    def _choose_target(self) -> None:
        ticket, attachments = self._controller.ticket, self._controller.all_attachments
        if ticket is None or not attachments:
            return
        dialog = QFileDialog(self._window, self.tr("Save all attachments as ZIP"), str(nearest_folder(self._download_folder())))
        dialog.setObjectName("zipDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(self.tr("ZIP archives (*.zip)"))
        dialog.setDefaultSuffix(_SUFFIX.removeprefix("."))
        dialog.selectFile(safe_name(f"{ticket.display_id}{_SUFFIX}"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self._save(ticket, attachments, Path(file)))
        dialog.open()

    def _save(self, ticket: Ticket, attachments: list[Attachment], target: Path) -> None:
        self.tasks.start(f"zip {next(self._job_numbers)}", self._begin(ticket, attachments, target), on_error=self._on_failed)

    async def _begin(self, ticket: Ticket, attachments: list[Attachment], target: Path) -> None:
        workspace = self._bridge.workspace
        # What is there now, the dialog has asked about; what turns up later it has not.
        is_there = await asyncio.to_thread(os.path.lexists, target)
        policy = ConflictPolicy.REPLACE if is_there else ConflictPolicy.KEEP_BOTH
        await self._bridge.command(lambda engine: engine.download_zip(ticket.id, attachments, target, if_exists=policy), of=workspace)

    def _on_failed(self, error: TopTicketsError) -> None:
        self._controller.say_failed(error)

    def _on_bridge_transfers_changed(self, transfers: list[Transfer]) -> None:
        for transfer in transfers:
            if transfer.state is not TransferState.FAILED:
                self._asked_about.discard(transfer.id)
            elif isinstance(transfer.error, MembersMissing) and not transfer.error.is_saved and transfer.id not in self._asked_about:
                self._asked_about.add(transfer.id)
                if any(member.is_in for member in transfer.members):
                    self._ask_about_rest(transfer, transfer.error)

    def _ask_about_rest(self, transfer: Transfer, error: MembersMissing) -> None:
        text = self.tr("Files that could not be fetched: %n. Save the archive without them?", "", len(error.names))
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Files missing in the archive"), text, parent=self._window)
        box.setObjectName("zipQuestion")
        box.setTextFormat(Qt.TextFormat.PlainText)
        reason = "" if error.first_error is None else messages.sentence(error.first_error, name=error.names[0])
        box.setInformativeText("\n\n".join(part for part in (name_list(error.names), reason) if part))
        for label in box.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for name, words, role, work in (
            ("saveRest", self.tr("Save the others"), QMessageBox.ButtonRole.AcceptRole, TransferEngine.keep_incomplete),
            ("tryAgain", self.tr("Try again"), QMessageBox.ButtonRole.ActionRole, TransferEngine.retry),
        ):
            button = box.addButton(words, role)
            button.setObjectName(name)
            button.clicked.connect(lambda _checked=False, work=work: self._command(work, transfer.id))
        not_now = box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        not_now.setObjectName("cancel")
        box.setEscapeButton(not_now)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _command(self, work: Callable[[TransferEngine, int], None], transfer_id: int) -> None:
        self.tasks.start(f"zip {next(self._job_numbers)}", self._tell(work, transfer_id), on_error=self._on_failed)

    async def _tell(self, work: Callable[[TransferEngine, int], None], transfer_id: int) -> None:
        def on_engine(engine: TransferEngine) -> None:
            if any(row.id == transfer_id for row in engine.snapshots()):  # else it was cleared away meanwhile
                work(engine, transfer_id)

        await self._bridge.command(on_engine)
