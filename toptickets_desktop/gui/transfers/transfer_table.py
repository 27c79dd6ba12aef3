"""The table of the Transfers panel: how it looks, and which parts of it give way when there is little room."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.gui.transfers.batch import Batch
from toptickets_desktop.gui.transfers.cell_painting import BUTTON_PX
from toptickets_desktop.gui.transfers.transfer_delegates import ButtonDelegate, NameDelegate, StatusDelegate
from toptickets_desktop.gui.transfers.transfer_model import BATCH_ROLE, TransferColumn, TransferModel

_NAME_SHARE = 0.36
_NAME_WIDTH_MIN_PX = SPACING * 15
_NAME_WIDTH_MAX_PX = SPACING * 60


class TransferTable(QTableView):
    """Rows without a grid or headers; `button_delegate` and `status_delegate` say which button was clicked.

    The arrow before a batch folds it away and out, and so do the keys Left, Right and Space on its row.
    """

    def __init__(self, model: TransferModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transferTable")
        self.setAccessibleName(self.tr("Transfers"))
        self.setModel(model)
        self._model = model
        self.status_delegate = StatusDelegate(self)
        name_delegate = NameDelegate(self)
        name_delegate.fold_clicked.connect(self._on_name_delegate_fold_clicked)
        self.button_delegate = ButtonDelegate(self)
        self.setItemDelegateForColumn(TransferColumn.NAME, name_delegate)
        self.setItemDelegateForColumn(TransferColumn.STATUS, self.status_delegate)
        self.setItemDelegateForColumn(TransferColumn.BUTTON, self.button_delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + SPACING * 2, BUTTON_PX + SPACING))
        header = self.horizontalHeader()
        header.hide()
        header.setMinimumSectionSize(SPACING * 4)
        header.setSectionResizeMode(TransferColumn.STATUS, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(TransferColumn.BUTTON, BUTTON_PX + SPACING * 2)

    def choose_row(self, row: int) -> None:
        """Select a row and no other, whatever keys are held down, and bring it into view."""
        index = self._model.index(row, TransferColumn.NAME)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold a batch away or out."""
        row = self.currentIndex().row()
        batch = None if row < 0 else self._batch_of_row(row)
        opens, closes = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            opens, closes = closes, opens
        if batch is None or event.key() not in {opens, closes, Qt.Key.Key_Space}:
            super().keyPressEvent(event)
            return
        is_header = self._model.batch_at(row) is not None
        if is_header:
            self._model.set_collapsed(batch, event.key() == closes or (event.key() == Qt.Key.Key_Space and not batch.is_collapsed))
        elif event.key() == closes:
            self.choose_row(self._model.row_of_batch(batch) or 0)
        else:
            super().keyPressEvent(event)

    def _batch_of_row(self, row: int) -> Batch | None:
        """The batch that a row is, or belongs to below a row of its own."""
        batch: Batch | None = self._model.index(row, TransferColumn.NAME).data(BATCH_ROLE)
        return batch

    def _on_name_delegate_fold_clicked(self, batch_id: int) -> None:
        batch = self._model.batch(batch_id)
        if batch is not None:
            self._model.set_collapsed(batch, not batch.is_collapsed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between name and status."""
        name_width = min(max(int(self.viewport().width() * _NAME_SHARE), _NAME_WIDTH_MIN_PX), _NAME_WIDTH_MAX_PX)
        self.horizontalHeader().resizeSection(TransferColumn.NAME, name_width)
        super().resizeEvent(event)
