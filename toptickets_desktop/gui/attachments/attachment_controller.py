"""Fetches a ticket's attachments and carries out what is asked of them: send, save."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import NotReached, TopTicketsError, Unauthorized
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import ConflictPolicy, Direction, Transfer, TransferState
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.formats import size_text
from toptickets_desktop.gui.known_lists import KnownLists
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.transfer.engine import TransferEngine

# Uploads that end together are shown after one request.
REFRESH_DELAY_MS = 150
# Nobody waits for so many by the minute.
PRIORITISED_MAX = 50

_LIST = "attachments"
_KNOWN = "known attachments"


class AttachmentController(QObject):
    """Keeps the pane and the service together.

    Args:
        known: what was known of attachments before.
        if_exists: tells what happens when a file of a download's name is there already.

    Signals:
        listed(): the attachments of the current ticket are shown.
        files_refused(): some files were not sent; the transfers panel has the reasons.
        show_transfers_requested(): a button in the banner asks for it.
        open_requested(Path): what was activated is saved already: open it.
        unauthorized(): the service does not take the key (any more).
        not_reached(TopTicketsError): the service was not reached.
    """

    listed = Signal()
    not_reached = Signal(object)
    files_refused = Signal()
    show_transfers_requested = Signal()
    open_requested = Signal(object)
    unauthorized = Signal()

    def __init__(
        self,
        pane: AttachmentPane,
        model: AttachmentModel,
        bridge: Bridge,
        permissions: Permissions,
        parent: QObject | None = None,
        *,
        known: KnownLists,
        if_exists: Callable[[], ConflictPolicy] = lambda: ConflictPolicy.KEEP_BOTH,
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._was_not_reached = False  # when the list was asked for last
        self._as_of: datetime | None = None  # when the service gave what is shown
        self._if_exists = if_exists
        self._pane = pane
        self._model = model
        self._bridge = bridge
        self._permissions = permissions
        self._ticket: Ticket | None = None
        self._saved_paths: dict[str, Path] = {}
        self._listed_id = ""  # the ticket whose attachments the model has
        self._is_banner_about_list = False
        self._job_numbers = itertools.count(1)
        self.tasks = TaskOwner(self)
        self._refresh_timer = QTimer(self, singleShot=True, interval=REFRESH_DELAY_MS)
        self._refresh_timer.timeout.connect(self._on_refresh_timer_timeout)
        pane.retry_requested.connect(self.refresh)
        pane.banner.action_requested.connect(self._on_banner_action_requested)
        bridge.transfers_changed.connect(self._on_bridge_transfers_changed)
        self._show_no_ticket()

    @property
    def ticket(self) -> Ticket | None:
        """Whose attachments are shown."""
        return self._ticket

    @property
    def all_attachments(self) -> list[Attachment]:
        """All attachments of the ticket, shown or filtered away."""
        return list(self._model.all_rows())

    def say_failed(self, error: TopTicketsError) -> None:
        """Say above the rows what went wrong with something that was asked for."""
        self._on_job_failed(error)

    def show_ticket(self, ticket: Ticket | None) -> None:
        """Show the attachments of another ticket, or the newer facts of this one."""
        is_other = (ticket.id if ticket else None) != (self._ticket.id if self._ticket else None)
        self._ticket = ticket
        self._pane.set_ticket(ticket)
        if not is_other:
            return
        self.tasks.cancel(_LIST)
        self.tasks.cancel(_KNOWN)
        self._listed_id = ""
        self._as_of = None
        self._pane.set_as_of(None)
        self._pane.banner.hide()
        self._model.set_rows([])
        if ticket is None:
            self._saved_paths.clear()  # ids mean nothing at another service
            self._show_no_ticket()
        else:
            self.tasks.start(_KNOWN, self._show_known(ticket))
            self.refresh()

    def refresh(self) -> None:
        """Fetch the list again; rows that stay keep their place and their selection."""
        self._refresh_timer.stop()
        ticket = self._ticket
        if ticket is None:
            return
        if not self._model.total_count:
            self._pane.stack.show_busy_soon(self.tr("Fetching attachments…"))
        if not self._bridge.has_workspace:
            return  # whoever signs in asks again
        self.tasks.start(_LIST, self._fetch(ticket), on_error=self._on_fetch_failed)

    def note_reached(self) -> None:
        """The service answers: ask again if it did not."""
        if self._was_not_reached and not self.tasks.is_running(_LIST):
            self.refresh()

    def known(self, ticket_id: str) -> list[Attachment] | None:
        """A ticket's attachments when they are shown; None when they would have to be asked for."""
        return list(self._model.all_rows()) if ticket_id == self._listed_id else None

    def show_refused(self, refused: int, total: int, first_reason: str) -> None:
        """Say that files were not sent; the transfers panel has the reasons."""
        if refused == 1:
            text = first_reason
        elif refused == total:
            text = self.tr("None of the {total} files was sent.").format(total=total)
        else:
            text = self.tr("{refused} of {total} files were not sent. The others are on their way.").format(refused=refused, total=total)
        self._show_banner("triangle-alert", text, self.tr("Show why") if refused > 1 else "")
        self.files_refused.emit()

    def show_nothing_found(self) -> None:
        """Say that there was no file in what the user chose."""
        self._show_banner("info", self.tr("There are no files in what you dropped."))

    def show_failure(self, error: TopTicketsError) -> None:
        """Say why something could not be done at all."""
        self._on_job_failed(error)

    def download(self, attachments: Sequence[Attachment], folder: Path) -> None:
        """Save attachments in a folder, each under a safe name that is free there."""
        chosen, if_exists = list(attachments), self._if_exists()

        def start(engine: TransferEngine) -> None:
            batch_id = engine.new_batch()
            ids = [engine.download(attachment, folder, if_exists=if_exists, batch_id=batch_id) for attachment in chosen]
            for transfer_id in reversed(ids[:PRIORITISED_MAX]):
                engine.prioritise(transfer_id)  # what was asked for last is wanted first

        self.tasks.start(f"download {next(self._job_numbers)}", self._command(start), on_error=self._on_job_failed)

    def download_as(self, attachment: Attachment, target: Path) -> None:
        """Save one attachment under exactly the name that the user chose."""

        def start(engine: TransferEngine) -> None:
            engine.download(attachment, target.parent, target=target)

        self.tasks.start(f"download {next(self._job_numbers)}", self._command(start), on_error=self._on_job_failed)

    def activate(self, attachment: Attachment, folder: Path) -> None:
        """Save an attachment, unless this session did and the file is still there whole: then have it opened."""
        self.tasks.start(f"download {next(self._job_numbers)}", self._activate(attachment, folder), on_error=self._on_job_failed)

    def rows(self) -> list[Attachment]:
        """All attachments of the ticket, filtered away or not, in the order in which they are shown if they are."""
        shown = list(self._model.rows)
        ids = {row.id for row in shown}
        return shown + [row for row in self._model.all_rows() if row.id not in ids]

    async def saved_path(self, attachment: Attachment) -> Path | None:
        """Where this session saved an attachment, if the file is still there whole."""
        path = self._saved_paths.get(attachment.id)
        is_there = path is not None and await asyncio.to_thread(_is_whole, path, attachment.size_bytes)
        return path if is_there else None

    def show_content_or_hint(self) -> None:
        """Show the rows, or, when there are none, what to do."""
        if self._ticket is None:
            self._show_no_ticket()
        elif self._model.total_count:
            self._pane.stack.show_content()
        else:
            self._show_empty()

    # --- work -----------------------------------------------------------------------------------------------------------

    async def _fetch(self, ticket: Ticket) -> None:
        attachments = await self._bridge.call(lambda workspace: workspace.client.list_attachments(ticket.id))
        # The list may leave out who uploaded a file; what was known before stays known.
        known = {row.id: row for row in self._model.all_rows()}
        rows = [_with_uploader(row, known.get(row.id)) for row in attachments]
        self._known.keep_attachments(ticket.id, rows)
        self._model.set_rows(rows)
        self._listed_id = ticket.id
        self._was_not_reached = False
        self._as_of = datetime.now(UTC)
        self._pane.set_as_of(None)
        if self._is_banner_about_list:
            self._pane.banner.hide()
        self.show_content_or_hint()
        self.listed.emit()

    async def _show_known(self, ticket: Ticket) -> None:
        """What the service has answered meanwhile is newer."""
        known = await self._known.attachments(ticket.id)
        if known is None or not known.rows or self._listed_id == ticket.id:
            return
        self._model.set_rows(known.rows)
        self._as_of = known.as_of
        self._pane.set_as_of(known.as_of)
        self.show_content_or_hint()

    async def _command(self, work: Callable[[TransferEngine], None]) -> None:
        await self._bridge.command(work)

    async def _activate(self, attachment: Attachment, folder: Path) -> None:
        workspace = self._bridge.workspace
        path = await self.saved_path(attachment)
        if path is not None:
            self.open_requested.emit(path)
            return
        if_exists = self._if_exists()
        await self._bridge.command(lambda engine: engine.prioritise(engine.download(attachment, folder, if_exists=if_exists)), of=workspace)

    # --- words ----------------------------------------------------------------------------------------------------------

    def _show_no_ticket(self) -> None:
        self._pane.stack.show_message("inbox", self.tr("No ticket chosen"), self.tr("Choose a ticket on the left to see its attachments."))

    def _show_empty(self) -> None:
        limit = size_text(MAX_UPLOAD_BYTES)
        why_not = self._permissions.why_not(Scope.ATTACHMENTS_WRITE)
        text = why_not or self.tr("Drop files here, press Ctrl+V for a screenshot, or Ctrl+O. Up to {limit} each.").format(limit=limit)
        self._pane.stack.show_message("paperclip", self.tr("No attachments"), text)

    def _show_banner(
        self, icon_name: str, text: str, button: str = "", *, is_about_list: bool = False, error: TopTicketsError | None = None
    ) -> None:
        """Say something above the rows; `is_about_list` tells what the button is for."""
        self._is_banner_about_list = is_about_list
        self._pane.banner.show_message(icon_name, text, button, error=error)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_refresh_timer_timeout(self) -> None:
        if self.tasks.is_running(_LIST):
            self._refresh_timer.start()  # a list that is on its way must arrive, however many uploads end meanwhile
        else:
            self.refresh()

    def _on_fetch_failed(self, error: TopTicketsError) -> None:
        self._permissions.note_error(error, Scope.ATTACHMENTS_READ)
        if isinstance(error, Unauthorized):
            self.unauthorized.emit()
        icon_name = "wifi-off" if isinstance(error, NotReached) else "triangle-alert"
        if isinstance(error, NotReached):
            self._was_not_reached = True
            self._pane.set_as_of(self._as_of)
            self.not_reached.emit(error)
        if self._model.total_count:
            self._pane.stack.show_content()
            if isinstance(error, NotReached):
                return  # said once, above the tickets
            self._show_banner(icon_name, messages.sentence(error), self.tr("Try again"), is_about_list=True, error=error)
        else:
            text = f"{messages.sentence(error)} {messages.hint(error)}".strip()
            self._pane.stack.show_message(icon_name, messages.title(error), text, self.tr("Try again"), error=error)

    def _on_job_failed(self, error: TopTicketsError) -> None:
        if isinstance(error, Unauthorized):
            self.unauthorized.emit()
        self._show_banner("triangle-alert", messages.sentence(error), error=error)

    def _on_banner_action_requested(self) -> None:
        if self._is_banner_about_list:
            self.refresh()
        else:
            self.show_transfers_requested.emit()

    def _on_bridge_transfers_changed(self, transfers: list[Transfer]) -> None:
        for transfer in transfers:
            if transfer.error is not None:
                scope = Scope.ATTACHMENTS_WRITE if transfer.direction is Direction.UPLOAD else Scope.ATTACHMENTS_READ
                self._permissions.note_error(transfer.error, scope)
                if isinstance(transfer.error, Unauthorized) and transfer.state in {TransferState.FAILED, TransferState.WAITING}:
                    self.unauthorized.emit()
            if transfer.state is TransferState.DONE:
                self._note_done(transfer)

    def _note_done(self, transfer: Transfer) -> None:
        if transfer.direction is Direction.DOWNLOAD and transfer.path is not None and transfer.attachment_id is not None:
            self._saved_paths[transfer.attachment_id] = transfer.path
        is_new_row = transfer.direction is Direction.UPLOAD and self._ticket is not None and transfer.ticket_id == self._ticket.id
        if is_new_row and not self._refresh_timer.isActive():
            self._refresh_timer.start()


def _is_whole(path: Path, size_bytes: int | None) -> bool:
    try:
        return path.is_file() and size_bytes in {None, path.stat().st_size}
    except OSError:
        return False


def _with_uploader(row: Attachment, known: Attachment | None) -> Attachment:
    if row.uploaded_by_user_id is not None or known is None or known.uploaded_by_user_id is None:
        return row
    return replace(row, uploaded_by_user_id=known.uploaded_by_user_id)
