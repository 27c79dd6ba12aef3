"""Which part's news is which other part's business."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from toptickets_desktop.gui.actions import connect_all
from toptickets_desktop.gui.window.parts import WindowParts


class Wiring(QObject):
    """Connects the parts with each other, feature by feature; to be made once they all exist."""

    def __init__(self, parts: WindowParts) -> None:
        super().__init__(parts)
        self._parts = parts
        self._had_active_transfers = False
        self._connect_actions()
        self._connect_lists()
        self._connect_ways_in()
        self._connect_ways_out()
        self._connect_transfers()
        self._connect_settings()
        for part in (parts.incoming, parts.commands, parts.opener, parts.profiles, parts.session, parts.known):
            part.status_said.connect(parts.say)

    def _connect_actions(self) -> None:
        parts, actions = self._parts, self._parts.actions_
        connect_all(
            [
                (actions.refresh, self._refresh),
                (actions.search_tickets, lambda: _focus(parts.ticket_pane.search_field)),
                (actions.filter_attachments, lambda: _focus(parts.attachment_pane.filter_field)),
                (actions.open_download_folder, lambda: parts.opener.show_folder(parts.settings.download_dir)),
                (actions.go_to_message, parts.toasts.switch_focus),
                (actions.change_key, parts.session.ask_for_key),
                (actions.quit, parts.close),
            ]
        )
        actions.show_preview.toggled.connect(parts.preview_pane.setVisible)
        actions.show_transfers.toggled.connect(parts.transfer_panel.setVisible)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), parts.attachment_pane.table)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(parts.attachment_pane.table.clearSelection)

    def _connect_lists(self) -> None:
        parts = self._parts
        parts.tickets.not_reached.connect(parts.reachability.note_away)
        parts.tickets.listed.connect(parts.reachability.note_reached)
        parts.attachments.not_reached.connect(parts.tickets.note_not_reached)
        parts.tickets.listed.connect(parts.attachments.note_reached)
        parts.reachability.back.connect(self._refresh)
        parts.tickets.sign_in_requested.connect(parts.session.ask_unless_signing_in)
        for part in (parts.tickets, parts.attachments, parts.deleting, parts.handing_out):
            part.unauthorized.connect(parts.session.note_unauthorized)
        parts.attachment_pane.selection_changed.connect(self._on_attachment_selection_changed)
        parts.attachments.listed.connect(self._on_attachment_selection_changed)
        parts.finding.places_changed.connect(parts.settings_changed)
        parts.finding.columns_chosen.connect(parts.settings_changed)

    def _connect_ways_in(self) -> None:
        parts = self._parts
        parts.incoming.files_dropped.connect(parts.commands.upload)
        parts.incoming.picture_dropped.connect(parts.commands.paste_picture)
        parts.incoming.files_chosen.connect(parts.commands.upload_to)
        parts.incoming.ticket_wanted.connect(parts.tickets.open_ticket)
        parts.incoming.intake.broken_off.connect(self._on_intake_broken_off)
        parts.attachments.files_refused.connect(self._show_transfers)

    def _connect_ways_out(self) -> None:
        parts = self._parts
        parts.deleting.deleted.connect(self._on_deleting_deleted)
        parts.deleting.rows_changed.connect(self._on_deleting_rows_changed)
        parts.deleting.doubtful.connect(parts.attachments.refresh)
        parts.attachments.open_requested.connect(parts.opener.open)
        parts.attachments.show_transfers_requested.connect(self._show_transfers)
        parts.transfer_panel.show_in_folder_requested.connect(parts.opener.show_in_folder)
        parts.transfer_panel.open_requested.connect(parts.opener.open)

    def _connect_transfers(self) -> None:
        parts = self._parts
        parts.transfer_panel.limit_chosen.connect(lambda limit: parts.effects.apply({"bandwidth_limit_bytes_per_s": limit}))
        parts.transfer_panel.folded.connect(lambda is_folded: parts.floors.handle(1).setDisabled(is_folded))
        parts.feedback.batch_wanted.connect(self._on_feedback_batch_wanted)
        parts.opener.use_file_manager(parts.feedback.file_manager.show)
        parts.transfers.active_count_changed.connect(self._on_active_count_changed)

    def _connect_settings(self) -> None:
        parts = self._parts
        parts.effects.changed.connect(parts.settings_changed)
        parts.effects.theme_chosen.connect(parts.theme_chosen)
        parts.effects.bandwidth_limit_chosen.connect(parts.transfers.set_bandwidth_limit)
        parts.profiles.changed.connect(parts.settings_changed)
        parts.profiles.changed.connect(parts.show_title)

    def _refresh(self) -> None:
        parts = self._parts
        if not parts.bridge.has_workspace:
            parts.session.ask_unless_signing_in()
            return
        parts.tickets.refresh()
        parts.attachments.refresh()

    def _show_transfers(self) -> None:
        self._parts.actions_.show_transfers.setChecked(True)
        self._parts.transfer_panel.set_folded(False)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_attachment_selection_changed(self) -> None:
        self._parts.compare.update_action()
        self._parts.preview.show(self._parts.attachment_pane.selected())

    def _on_intake_broken_off(self) -> None:
        self._parts.toasts.show(self.tr("Files that were not on their way yet were not sent."))

    def _on_deleting_deleted(self, count: int) -> None:
        self._parts.say(self.tr("Deleted: %n", "", count))

    def _on_deleting_rows_changed(self) -> None:
        self._parts.attachments.show_content_or_hint()
        self._parts.commands.update_actions()
        self._parts.handing_out.update_actions()

    def _on_feedback_batch_wanted(self, transfer_id: int) -> None:
        self._parts.quitting.show_again()
        self._show_transfers()
        self._parts.transfer_panel.show_transfer(transfer_id)

    def _on_active_count_changed(self, count: int) -> None:
        if count and not self._had_active_transfers:
            self._show_transfers()  # only when the first begins: whoever folds them away meanwhile has seen them
        self._had_active_transfers = bool(count)


def _focus(field: QLineEdit) -> None:
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    field.selectAll()
