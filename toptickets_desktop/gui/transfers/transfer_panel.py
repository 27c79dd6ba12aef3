"""The Transfers panel: one line about all of them, and a row for each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from toptickets_desktop.domain.transfer import Transfer
from toptickets_desktop.gui.elided_label import ElidedLabel
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.theme import SPACING, tabular_font, title_font
from toptickets_desktop.gui.transfers.transfer_model import TransferColumn, TransferModel
from toptickets_desktop.gui.transfers.transfer_table import TransferTable
from toptickets_desktop.gui.transfers.transfer_words import TransferAction, action_text, actions_for, status_text

_ROWS_ALWAYS_SEEN = 2
_ROWS_AT_FIRST = 4
_HEIGHT_UNBOUNDED_PX = 16_777_215  # Qt's QWIDGETSIZE_MAX, which PySide does not name

_ICONS_AND_KEYS = {
    TransferAction.OPEN: ("external-link", "Return"),
    TransferAction.SHOW_IN_FOLDER: ("folder-open", "Ctrl+Return"),
    TransferAction.PAUSE: ("pause", "Ctrl+P"),
    TransferAction.RESUME: ("play", "Ctrl+Shift+R"),
    TransferAction.RETRY: ("rotate-cw", "Ctrl+R"),
    TransferAction.CANCEL: ("x", "Del"),
}


class TransferPanel(QWidget):
    """Shows `model`; what the user asks for goes out as signals.

    Signals:
        cancel_requested(list[int]): stop these transfers.
        pause_requested(list[int]), resume_requested(list[int]): let these rest, or go on.
        retry_requested(list[int]): start these again.
        clear_finished_requested(): take away the rows of all that has ended.
        show_in_folder_requested(Path): show a downloaded file in the file manager.
        open_requested(Path): open a downloaded file.
        folded(bool): the rows were folded away, or shown again.
    """

    cancel_requested = Signal(object)
    pause_requested = Signal(object)
    resume_requested = Signal(object)
    retry_requested = Signal(object)
    clear_finished_requested = Signal()
    show_in_folder_requested = Signal(Path)
    open_requested = Signal(Path)
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transferPanel")
        self.model = TransferModel(self)
        self._is_following = True

        self.summary = ElidedLabel()
        self.summary.setObjectName("transferSummary")
        self.summary.setFont(tabular_font(self.font()))
        self.cancel_all_button = self._make_header_button("cancelAllTransfers", self.tr("Cancel all"), "circle-x")
        self.clear_button = self._make_header_button("clearFinishedTransfers", self.tr("Clear finished"), "list-x")
        self.fold_button = QToolButton(autoRaise=True)
        self.fold_button.setCheckable(True)
        self.fold_button.setObjectName("foldTransfers")
        self.table = TransferTable(self.model)
        self._empty = QLabel(self.tr("Uploads and downloads show here while they run, and say how they ended."))
        self._empty.setObjectName("transfersEmpty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setEnabled(False)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self._height_unfolded_px = self._head.sizeHint().height() + self.table.verticalHeader().defaultSectionSize() * _ROWS_AT_FIRST

        self._actions = {action: self._make_action(action) for action in _ICONS_AND_KEYS}
        self._copy = QAction(icon("copy"), self.tr("Copy message"), self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.triggered.connect(self._on_copy_triggered)
        for table_action in (*self._actions.values(), self._copy):
            table_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.table.addAction(table_action)

        # Several signals of the model come from one piece of news.
        self._state_timer = QTimer(self, singleShot=True, interval=0)
        self._connect()
        self._show_fold()
        self._show_state()

    @property
    def is_folded(self) -> bool:
        """Whether only the line about all of them shows."""
        return self.fold_button.isChecked()

    @property
    def message(self) -> str:
        """What it says in place of rows; empty while there are rows."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    def set_folded(self, is_folded: bool) -> None:
        """Fold the rows away, or show them again."""
        self.fold_button.setChecked(is_folded)

    def selected(self) -> list[Transfer]:
        """The selected transfers, in the order of their rows."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.transfer_at(row) for row in rows]

    # --- building -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Transfers"))
        title.setObjectName("transferTitle")
        title.setFont(title_font(self.font()))
        head = QHBoxLayout()
        head.setSpacing(SPACING)
        head.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING // 2)
        head.addWidget(title)
        head.addSpacing(SPACING)
        head.addWidget(self.summary, 1)
        for button in (self.cancel_all_button, self.clear_button, self.fold_button):
            head.addWidget(button)
        self._head = QWidget()
        self._head.setLayout(head)
        self._head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)
        self._stack.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _ROWS_ALWAYS_SEEN)

    def _make_header_button(self, object_name: str, text: str, icon_name: str) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setObjectName(object_name)
        button.setText(text)
        button.setIcon(icon(icon_name))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _make_action(self, action: TransferAction) -> QAction:
        icon_name, keys = _ICONS_AND_KEYS[action]
        made = QAction(icon(icon_name), action_text(action), self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda _checked=False: self._ask(action, self.selected()))
        return made

    def _connect(self) -> None:
        model = self.model
        self._state_timer.timeout.connect(self._show_state)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            signal.connect(self._state_timer.start)
        self.table.selectionModel().selectionChanged.connect(self._update_actions)
        self.table.button_delegate.clicked.connect(self._on_button_delegate_clicked)
        self.table.doubleClicked.connect(self._on_table_double_clicked)
        self.table.customContextMenuRequested.connect(self._on_table_context_menu_requested)
        self.table.verticalScrollBar().actionTriggered.connect(self._on_scroll_bar_action_triggered)
        self.cancel_all_button.clicked.connect(lambda: self.cancel_requested.emit(self.model.active_ids))
        self.clear_button.clicked.connect(self.clear_finished_requested)
        self.fold_button.toggled.connect(self._on_fold_button_toggled)

    # --- showing --------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        summary = self.model.summary()
        self.summary.set_text(summary.text())
        self.cancel_all_button.setEnabled(summary.active_count > 0)
        self.clear_button.setEnabled(summary.total_count > summary.active_count)
        self._stack.setCurrentWidget(self.table if summary.total_count else self._empty)
        if not summary.active_count:
            self._is_following = True
        elif self._is_following and not self.table.hasFocus():
            self._show_first_active()
        self._update_actions()

    def _show_first_active(self) -> None:
        """Rows stand in the order of asking, so those that run lie below those that have ended."""
        row = self.model.first_active_row()
        if row is not None:
            self.table.scrollTo(self.model.index(row, TransferColumn.NAME), QAbstractItemView.ScrollHint.PositionAtTop)

    def _show_fold(self) -> None:
        words = self.tr("Show the list of transfers") if self.is_folded else self.tr("Fold the list of transfers away")
        self.fold_button.setIcon(icon("chevron-up" if self.is_folded else "chevron-down"))
        self.fold_button.setToolTip(words)
        self.fold_button.setAccessibleName(words)

    def _update_actions(self) -> None:
        selected = self.selected()
        for action, made in self._actions.items():
            made.setEnabled(any(action in actions_for(transfer) for transfer in selected))
        self._copy.setEnabled(bool(selected))

    # --- asking ---------------------------------------------------------------------------------------------------------

    def _ask(self, action: TransferAction, transfers: list[Transfer]) -> None:
        concerned = [transfer for transfer in transfers if action in actions_for(transfer)]
        if not concerned:
            return
        match action:
            case TransferAction.PAUSE:
                self.pause_requested.emit([transfer.id for transfer in concerned])
            case TransferAction.RESUME:
                self.resume_requested.emit([transfer.id for transfer in concerned])
            case TransferAction.CANCEL:
                self.cancel_requested.emit([transfer.id for transfer in concerned])
            case TransferAction.RETRY:
                self.retry_requested.emit([transfer.id for transfer in concerned])
            case TransferAction.OPEN:
                self.open_requested.emit(concerned[0].path)
            case TransferAction.SHOW_IN_FOLDER:
                self.show_in_folder_requested.emit(concerned[0].path)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_button_delegate_clicked(self, transfer_id: int, action: TransferAction) -> None:
        row = self.model.row_of(transfer_id)
        if row is not None:
            self._ask(action, [self.model.transfer_at(row)])

    def _on_table_double_clicked(self, index: QModelIndex) -> None:
        if index.column() != TransferColumn.BUTTON:
            self._ask(TransferAction.OPEN, [self.model.transfer_at(index.row())])

    def _on_table_context_menu_requested(self, position: QPoint) -> None:
        self._update_actions()
        menu = QMenu(self)
        menu.setObjectName("transferMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([*self._actions.values()])
        menu.addSeparator()
        menu.addAction(self._copy)
        menu.popup(self.table.viewport().mapToGlobal(position))

    def _on_copy_triggered(self) -> None:
        lines = [f"{visible_name(transfer.name)}: {status_text(transfer)}" for transfer in self.selected()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _on_scroll_bar_action_triggered(self) -> None:
        """The user looks at something else: leave it in view until all has ended."""
        self._is_following = False

    def _on_fold_button_toggled(self, is_folded: bool) -> None:
        if is_folded and self.isVisible():  # before that it has no height of its own
            self._height_unfolded_px = self.height()
        self._stack.setVisible(not is_folded)
        self.setMaximumHeight(self._head.sizeHint().height() if is_folded else _HEIGHT_UNBOUNDED_PX)
        self._take_height(self._head.sizeHint().height() if is_folded else self._height_unfolded_px)
        self._show_fold()
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
