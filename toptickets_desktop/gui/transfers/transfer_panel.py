"""The Transfers panel: one line about all of them, and a row for each batch and each file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.steady_figures import SteadyFigures
from toptickets_desktop.gui.transfers.transfer_actions import TransferActions
from toptickets_desktop.gui.transfers.transfer_header import TransferHeader
from toptickets_desktop.gui.transfers.transfer_model import TransferColumn, TransferModel
from toptickets_desktop.gui.transfers.transfer_summary import summary_text
from toptickets_desktop.gui.transfers.transfer_table import TransferTable
from toptickets_desktop.gui.transfers.transfer_words import TransferAction, actions_for, status_text

_ROWS_ALWAYS_SEEN = 2
_ROWS_AT_FIRST = 5
_HEIGHT_UNBOUNDED_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX, which PySide does not name


class TransferPanel(QWidget):
    """Shows `model`; what the user asks for goes out as signals.

    Signals:
        cancel_requested(list[int]): stop these transfers.
        pause_requested(list[int]), resume_requested(list[int]): let these rest, or go on.
        retry_requested(list[int]): start these again.
        start_next_requested(list[int]): start these before all others that wait.
        clear_finished_requested(): take away the rows of all that has ended.
        show_in_folder_requested(Path): show a downloaded file in the file manager.
        open_requested(Path): open a downloaded file.
        diagnostics_requested(list[Transfer]): show what can be told about these without telling what is in them.
        limit_chosen(int | None): all transfers together may move so many bytes a second.
        folded(bool): the rows were folded away, or shown again.
    """

    cancel_requested = Signal(object)
    pause_requested = Signal(object)
    resume_requested = Signal(object)
    retry_requested = Signal(object)
    start_next_requested = Signal(object)
    clear_finished_requested = Signal()
    show_in_folder_requested = Signal(Path)
    open_requested = Signal(Path)
    diagnostics_requested = Signal(object)
    limit_chosen = Signal(object)
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transferPanel")
        self.model = TransferModel(self)
        self._is_following = True
        self._was_active = False
        self._figures = SteadyFigures()
        self.table = TransferTable(self.model)
        self.actions_ = TransferActions(self.table, self)
        self.header = TransferHeader(self.actions_)
        self._empty = QLabel(self.tr("Uploads and downloads show here while they run, and say how they ended."))
        self._empty.setObjectName("transfersEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setEnabled(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._stack.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _ROWS_ALWAYS_SEEN)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.header)
        layout.addWidget(self._stack, 1)
        self._height_unfolded_px = self.header.sizeHint().height() + self.table.verticalHeader().defaultSectionSize() * _ROWS_AT_FIRST

        # Several signals of the model come from one piece of news.
        self._state_timer = QTimer(self, singleShot=True, interval=0)
        self._figures_timer = QTimer(self, singleShot=True)
        self._connect()
        self.header.show_fold(self.is_folded)
        self._show_state()

    @property
    def summary_text(self) -> str:
        """The line about all of them."""
        return self.header.summary.text()

    @property
    def is_folded(self) -> bool:
        """Whether only the line about all of them shows."""
        return self.header.fold_button.isChecked()

    @property
    def message(self) -> str:
        """What it says in place of rows; empty while there are rows."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    def set_folded(self, is_folded: bool) -> None:
        """Fold the rows away, or show them again."""
        self.header.fold_button.setChecked(is_folded)

    def show_limit(self, bytes_per_s: int | None) -> None:
        """Say how fast all transfers together may be."""
        self.actions_.show_limit(bytes_per_s)
        self.header.show_limit(bytes_per_s)

    def show_transfer(self, transfer_id: int) -> None:
        """Bring what was asked for with a transfer into view and select it; nothing happens when it was cleared."""
        transfer = self.model.transfer(transfer_id)
        batch = None if transfer is None else self.model.batch_of(transfer)
        row = None if batch is None else self.model.row_of_batch(batch)
        if row is not None:
            self._is_following = False
            self._show_state()
            self.table.choose_row(row)

    def selected(self) -> list[Transfer]:
        """The selected transfers, each once, in the order of their rows; the row of a batch stands for all of its transfers."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        found = {transfer.id: transfer for row in rows for transfer in self.model.transfers_at(row)}
        return list(found.values())

    # --- building -------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        model, actions, table = self.model, self.actions_, self.table
        self._state_timer.timeout.connect(self._show_state)
        self._figures_timer.timeout.connect(self._show_state)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            signal.connect(self._state_timer.start)
        table.selectionModel().selectionChanged.connect(self._allow)
        table.button_delegate.clicked.connect(self._on_button_delegate_clicked)
        table.button_delegate.batch_clicked.connect(self._on_button_delegate_batch_clicked)
        table.status_delegate.retry_clicked.connect(self._on_status_delegate_retry_clicked)
        table.doubleClicked.connect(self._on_table_double_clicked)
        table.customContextMenuRequested.connect(self._on_table_context_menu_requested)
        table.verticalScrollBar().actionTriggered.connect(self._on_scroll_bar_action_triggered)
        actions.asked.connect(lambda action: self._ask(action, self.selected()))
        actions.copy.triggered.connect(self._on_copy_triggered)
        actions.diagnostics.triggered.connect(lambda: self.diagnostics_requested.emit(self.selected()))
        actions.retry_failed.triggered.connect(lambda: self.retry_requested.emit(model.ids_in(TransferState.FAILED)))
        actions.pause_all.triggered.connect(lambda: self.pause_requested.emit(model.active_ids[::-1]))
        actions.resume_all.triggered.connect(lambda: self.resume_requested.emit(model.ids_in(TransferState.PAUSED)))
        actions.cancel_all.triggered.connect(lambda: self.cancel_requested.emit(model.active_ids))
        actions.clear_finished.triggered.connect(self.clear_finished_requested)
        actions.limit_chosen.connect(self.limit_chosen)
        self.header.fold_toggled.connect(self._on_header_fold_toggled)

    # --- showing --------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        tally = self.model.tally
        if tally.moving_count:
            self._figures.look(tally.bytes_moved, tally.bytes_per_s or None, tally.seconds_left)
            self._figures_timer.start(int(self._figures.next_in_s * 1000) + 1)
        else:
            self._figures = SteadyFigures()
            self._figures_timer.stop()
        self._allow()
        self.header.show_tally(tally, summary_text(tally, self._figures.figures))
        self._stack.setCurrentWidget(self.table if tally.total_count else self._empty)
        if not tally.active_count:
            if self._was_active and self._is_following and not self.table.hasFocus():
                self._show_first_failed()
            self._is_following = True
        elif self._is_following and not self.table.hasFocus():
            self._show_first_active()
        self._was_active = tally.active_count > 0

    def _show_first_failed(self) -> None:
        """All has ended: what can be tried again is worth being seen, with the row of its batch."""
        failed = self.model.ids_in(TransferState.FAILED)
        transfer = self.model.transfer(failed[-1]) if failed else None
        batch = None if transfer is None else self.model.batch_of(transfer)
        row = None if batch is None else self.model.row_of_batch(batch)
        if row is not None:
            self.table.scrollTo(self.model.index(row, TransferColumn.NAME), QAbstractItemView.ScrollHint.PositionAtTop)

    def _show_first_active(self) -> None:
        """Rows stand in the order of asking, so those that run lie below those that have ended."""
        row = self.model.first_active_row()
        if row is None:
            return
        # The row of its batch is worth a line, too, where the two stand together.
        above = row - 1 if row and self.model.batch_at(row - 1) is not None else row
        self.table.scrollTo(self.model.index(above, TransferColumn.NAME), QAbstractItemView.ScrollHint.PositionAtTop)

    def _allow(self) -> None:
        self.actions_.allow(self.selected(), self.model.tally)

    # --- asking ---------------------------------------------------------------------------------------------------------

    def _ask(self, action: TransferAction, transfers: list[Transfer]) -> None:
        concerned = [transfer for transfer in transfers if action in actions_for(transfer)]
        if not concerned:
            return
        ids = [transfer.id for transfer in concerned]
        match action:
            case TransferAction.PAUSE:
                self.pause_requested.emit(ids)
            case TransferAction.RESUME:
                self.resume_requested.emit(ids)
            case TransferAction.CANCEL:
                self.cancel_requested.emit(ids)
            case TransferAction.RETRY:
                self.retry_requested.emit(ids)
            case TransferAction.START_NEXT:
                self.start_next_requested.emit(ids)
            case TransferAction.OPEN:
                self.open_requested.emit(concerned[0].path)
            case TransferAction.SHOW_IN_FOLDER:
                self.show_in_folder_requested.emit(concerned[0].path)

    def _transfers_of(self, batch_id: int) -> list[Transfer]:
        batch: Batch | None = self.model.batch(batch_id)
        return [] if batch is None else self.model.transfers_of(batch)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_button_delegate_clicked(self, transfer_id: int, action: TransferAction) -> None:
        transfer = self.model.transfer(transfer_id)
        if transfer is not None:
            self._ask(action, [transfer])

    def _on_button_delegate_batch_clicked(self, batch_id: int, action: TransferAction) -> None:
        self._ask(action, self._transfers_of(batch_id))

    def _on_status_delegate_retry_clicked(self, batch_id: int) -> None:
        failed = [transfer.id for transfer in self._transfers_of(batch_id) if transfer.state is TransferState.FAILED]
        if failed:
            self.retry_requested.emit(failed)

    def _on_table_double_clicked(self, index: QModelIndex) -> None:
        batch = self.model.batch_at(index.row())
        if batch is not None:
            if index.column() == TransferColumn.NAME:
                self.model.set_collapsed(batch, not batch.is_collapsed)
        elif index.column() != TransferColumn.BUTTON:
            self._ask(TransferAction.OPEN, self.model.transfers_at(index.row()))

    def _on_table_context_menu_requested(self, position: QPoint) -> None:
        self._allow()
        menu = QMenu(self)
        menu.setObjectName("transferMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.actions_.fill_context_menu(menu)
        menu.popup(self.table.viewport().mapToGlobal(position))

    def _on_copy_triggered(self) -> None:
        lines = [f"{visible_name(transfer.name)}: {status_text(transfer)}" for transfer in self.selected()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _on_scroll_bar_action_triggered(self) -> None:
        """The user looks at something else: leave it in view until all has ended."""
        self._is_following = False

    def _on_header_fold_toggled(self, is_folded: bool) -> None:
        if is_folded and self.isVisible():  # before that it has no height of its own
            self._height_unfolded_px = self.height()
        self._stack.setVisible(not is_folded)
        self.setMaximumHeight(self.header.sizeHint().height() if is_folded else _HEIGHT_UNBOUNDED_PX)
        self._take_height(self.header.sizeHint().height() if is_folded else self._height_unfolded_px)
        self.header.show_fold(is_folded)
        self.folded.emit(is_folded)

    def _take_height(self, height_px: int) -> None:
        """Settle the new height with the pane above: a splitter neither takes nor gives it by itself."""
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter) and splitter.orientation() is Qt.Orientation.Vertical:
            sizes = splitter.sizes()
            place = splitter.indexOf(self)
            neighbour = place - 1 if place else place + 1
            if 0 <= neighbour < len(sizes):
                height_px = min(height_px, sum(sizes) // 2)
                sizes[neighbour] -= height_px - sizes[place]
                sizes[place] = height_px
                splitter.setSizes(sizes)
