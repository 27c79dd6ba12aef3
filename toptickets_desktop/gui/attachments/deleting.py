"""Deleting attachments: the rows go at once, the service is asked only after a while in which it can be undone.

Nothing is written down during the wait, so a program that ends in it, in whatever way, has deleted nothing.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import Forbidden, NotReached, TopTicketsError, Unauthorized
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.actions import Actions, connect_all
from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.dialogs import Question, confirm, name_list
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.toast import Toast, ToastStack
from toptickets_desktop.transfer.workspace import Workspace

# How long the end of the program waits for the service's word on what was already asked.
_LAST_WORD_S = 5.0


@dataclass(eq=False, slots=True)
class _Batch:
    """What one gesture deletes, and in whose name."""

    attachments: list[Attachment]
    workspace: Workspace
    toast: Toast
    timer: QTimer
    is_time_over: bool = False
    is_toast_gone: bool = False

    @property
    def is_due(self) -> bool:
        """Both: the toast stays while somebody points at its button, and goes early when newer ones take its place."""
        return self.is_time_over and self.is_toast_gone


@dataclass(slots=True)
class _Outcome:
    gone: list[Attachment] = field(default_factory=list)
    failures: list[tuple[Attachment, TopTicketsError]] = field(default_factory=list)
    not_tried: list[Attachment] = field(default_factory=list)

    @property
    def left(self) -> list[Attachment]:
        return [attachment for attachment, _error in self.failures] + self.not_tried


class Deleting(QObject):
    """Deletes, and takes it back.

    Args:
        window: what questions stand before.
        actions: `delete`, `delete_now` and `undo_delete` are connected here.
        toasts: where it says so, with the button that undoes it.
        undo_s: how long that can be done, in seconds, as the settings say now; 0 asks the service at once.

    Signals:
        changed(): there is something to undo, or nothing any more.
        rows_changed(): rows went or came back; the pane may have lost its last one.
        deleted(int): so many attachments are gone for good.
        doubtful(): whether something of the ticket that is shown is gone, only a new list can tell.
        unauthorized(): the service does not take the key (any more).
    """

    changed = Signal()
    rows_changed = Signal()
    deleted = Signal(int)
    doubtful = Signal()
    unauthorized = Signal()

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        pane: AttachmentPane,
        model: AttachmentModel,
        bridge: Bridge,
        permissions: Permissions,
        toasts: ToastStack,
        undo_s: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._pane = pane
        self._model = model
        self._bridge = bridge
        self._permissions = permissions
        self._toasts = toasts
        self._undo_s = undo_s
        self._batches: list[_Batch] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._numbers = itertools.count(1)
        self._is_held = False
        self._failures_shown = 0
        self.tasks = TaskOwner(self)
        connect_all(
            [
                (actions.delete, lambda: self.delete(pane.selected())),
                (actions.delete_now, self._ask_and_delete_now),
                (actions.undo_delete, self.undo),
            ]
        )
        self.changed.connect(self._allow_undo)
        self._allow_undo()

    @property
    def can_undo(self) -> bool:
        """Whether there is something that can be brought back."""
        return bool(self._batches)

    @property
    def waiting(self) -> list[Attachment]:
        """What will be deleted unless it is undone."""
        return [attachment for batch in self._batches for attachment in batch.attachments]

    def delete(self, attachments: Sequence[Attachment]) -> None:
        """Take rows away, and delete them for good when nobody undoes it."""
        workspace = self._bridge.workspace
        if not attachments or workspace is None:
            return
        chosen = list(attachments)
        self._model.hide_rows(attachment.id for attachment in chosen)
        self.rows_changed.emit()
        wait_ms = self._undo_s() * 1000
        if not wait_ms:
            self._start(chosen, workspace, is_quiet=False)
            return
        if len(chosen) == 1:
            text = self.tr("Deleted “{name}”.").format(name=visible_name(chosen[0].filename))
        else:
            text = self.tr("Deleted %n attachments.", "", len(chosen))
        toast = self._toasts.show(text, action=self.tr("Undo"), timeout_ms=wait_ms)
        batch = _Batch(chosen, workspace, toast, QTimer(self, singleShot=True, interval=wait_ms))
        self._batches.append(batch)
        batch.timer.timeout.connect(lambda: self._on_time_over(batch))
        toast.acted.connect(lambda: self._undo(batch))
        toast.expired.connect(lambda: self._on_toast_expired(batch))
        batch.timer.start()
        self.changed.emit()

    def delete_now(self, attachments: Sequence[Attachment], workspace: Workspace | None = None) -> None:
        """Delete for good; the user has confirmed it.

        Args:
            attachments: which ones.
            workspace: whose they are; None for whoever is signed in now.
        """
        workspace = workspace or self._bridge.workspace
        if not attachments or workspace is None:
            return
        self._model.hide_rows(attachment.id for attachment in attachments)
        self.rows_changed.emit()
        self._start(list(attachments), workspace, is_quiet=False)

    def undo(self) -> None:
        """Bring back what was deleted last, in its place and selected."""
        if self._batches:
            self._undo(self._batches[-1])

    def send_now(self) -> None:
        """End the wait: delete it all."""
        for batch in list(self._batches):
            self._send(batch)

    def keep(self) -> None:
        """End the wait: delete none of it."""
        for batch in list(self._batches):
            self._undo(batch)

    def ask_before_quitting(self, quit_: Callable[[], object]) -> QMessageBox:
        """Ask what is to become of what waits, then call `quit_` unless the user stays; the wait stands still meanwhile."""
        self._is_held = True
        waiting = self.waiting
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Quit TopTickets Desktop"),
            self.tr("%n attachments are not deleted yet.", "", len(waiting)),
            parent=self._window,
        )
        box.setObjectName("deletingQuestion")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(name_list([attachment.filename for attachment in waiting]))
        for label in box.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)  # setTextFormat of the box leaves its second label out
        delete_button = box.addButton(self.tr("Delete now and quit"), QMessageBox.ButtonRole.DestructiveRole)
        delete_button.setObjectName("deleteNow")
        keep_button = box.addButton(self.tr("Keep the files and quit"), QMessageBox.ButtonRole.AcceptRole)
        keep_button.setObjectName("keepFiles")
        cancel_button = box.addButton(QMessageBox.StandardButton.Cancel)
        cancel_button.setObjectName("cancel")
        box.setDefaultButton(keep_button)
        box.setEscapeButton(cancel_button)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def on_clicked(button: object) -> None:
            self._is_held = False
            if button is delete_button:
                self.send_now()
                self.tasks.start("quit", self._quit_when_sent(quit_))
            elif button is keep_button:
                self.keep()
                quit_()
            else:
                self._send_what_is_due()

        box.buttonClicked.connect(on_clicked)
        box.open()
        return box

    async def settle(self) -> None:
        """End the wait and have it all deleted, or refused; what is deleted then belongs to nobody's undo."""
        self.send_now()
        while self._sending:
            await asyncio.wait(self._sending)

    async def finish(self) -> None:
        """Give up what waits, and wait a little for the answers to what was asked; then the connections may be closed."""
        for batch in self._batches:
            batch.timer.stop()
        self._batches.clear()
        if self._sending:
            await asyncio.wait(self._sending, timeout=_LAST_WORD_S)
        await self.tasks.close()

    def _ask_and_delete_now(self) -> None:
        selected, workspace = self._pane.selected(), self._bridge.workspace
        if not selected or workspace is None:
            return
        for_good = self.tr("This deletes for everyone, and there is no undo.")
        if len(selected) == 1:
            text, details = self.tr("Delete “{name}”?").format(name=visible_name(selected[0].filename)), for_good
        else:
            text = self.tr("Delete %n attachments?", "", len(selected))
            details = f"{name_list([attachment.filename for attachment in selected])}\n\n{for_good}"
        question = Question(
            object_name="deleteQuestion",
            title=self.tr("Delete attachments"),
            text=text,
            details=details,
            accept=self.tr("Delete"),
        )
        # Another profile may have come into use while the question was open.
        confirm(self._window, question, lambda: self.delete_now(selected, workspace))

    def _allow_undo(self) -> None:
        self._actions.allow(self._actions.undo_delete, "" if self._batches else self.tr("There is nothing to bring back."))

    # --- the wait -------------------------------------------------------------------------------------------------------

    def _on_time_over(self, batch: _Batch) -> None:
        batch.is_time_over = True
        self._send_what_is_due()

    def _on_toast_expired(self, batch: _Batch) -> None:
        batch.is_toast_gone = True
        self._send_what_is_due()

    def _send_what_is_due(self) -> None:
        if not self._is_held:
            for batch in [batch for batch in self._batches if batch.is_due]:
                self._send(batch)

    def _undo(self, batch: _Batch) -> None:
        if not self._forget(batch):
            return
        ids = [attachment.id for attachment in batch.attachments]
        self._model.unhide_rows(ids)
        self.rows_changed.emit()
        if any(self._model.row(row_id) is not None for row_id in ids):
            self._pane.select(ids)
        self.changed.emit()

    def _send(self, batch: _Batch) -> None:
        if self._forget(batch):
            self._start(batch.attachments, batch.workspace, is_quiet=True)
            self.changed.emit()

    def _forget(self, batch: _Batch) -> bool:
        if batch not in self._batches:
            return False
        self._batches.remove(batch)
        batch.timer.stop()
        batch.timer.deleteLater()
        if not batch.is_toast_gone:
            batch.is_toast_gone = True
            batch.toast.dismiss()
        return True

    # --- asking the service ---------------------------------------------------------------------------------------------

    def _start(self, attachments: list[Attachment], workspace: Workspace, *, is_quiet: bool) -> None:
        task = self.tasks.start(f"delete {next(self._numbers)}", self._delete(attachments, workspace, is_quiet=is_quiet))
        if task is not None:
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _delete(self, attachments: list[Attachment], workspace: Workspace, *, is_quiet: bool) -> None:
        outcome = _Outcome()
        for i, attachment in enumerate(attachments):
            try:
                await self._bridge.run(partial(workspace.delete_attachment, attachment))
            except (Unauthorized, Forbidden, NotReached) as error:
                # None of the rest can fare better, and each attempt would only make the user wait.
                outcome.failures.append((attachment, error))
                outcome.not_tried = attachments[i + 1 :]
                break
            except TopTicketsError as error:
                outcome.failures.append((attachment, error))
            else:
                outcome.gone.append(attachment)
        self._model.remove(attachment.id for attachment in outcome.gone)
        left_ids = [attachment.id for attachment in outcome.left]
        self._model.unhide_rows(left_ids)
        if not self._pane.selected():
            self._pane.select(left_ids)
        self.rows_changed.emit()
        if outcome.gone and not is_quiet:
            self.deleted.emit(len(outcome.gone))
        if outcome.failures:
            self._show_failure(outcome, is_own=workspace is self._bridge.workspace)

    async def _quit_when_sent(self, quit_: Callable[[], object]) -> None:
        """What could not be deleted is shown with its reason, so the window stays."""
        failures_before = self._failures_shown
        while self._sending:
            await asyncio.wait(self._sending)
        if self._failures_shown == failures_before and not self._batches:
            quit_()

    def _show_failure(self, outcome: _Outcome, *, is_own: bool) -> None:
        self._failures_shown += 1
        attachment, error = outcome.failures[0]
        if is_own:
            self._permissions.note_error(error, Scope.ATTACHMENTS_DELETE)
            if isinstance(error, Unauthorized):
                self.unauthorized.emit()
        # A request whose answer was lost may have been carried out.
        is_lost = isinstance(error, NotReached) and error.request_sent
        not_known = self.tr("It is not known whether “{name}” was deleted. {reason}")
        text = not_known if is_lost else self.tr("“{name}” was not deleted. {reason}")
        text = text.format(name=visible_name(attachment.filename), reason=messages.sentence(error))
        total = len(outcome.gone) + len(outcome.left)
        if total > 1:
            text = self.tr("{gone} of {total} deleted. {first}").format(gone=len(outcome.gone), total=total, first=text)
        ticket = self._pane.ticket
        if is_own and ticket is not None and ticket.id == attachment.ticket_id:
            self._pane.banner.show_message("triangle-alert", text, error=error)
            if is_lost:
                self.doubtful.emit()
        else:
            self._toasts.show(text)
