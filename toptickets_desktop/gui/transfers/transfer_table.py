"""The table of the Transfers panel: how it looks, and which parts of it give way when there is little room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.gui.transfers.transfer_delegates import BUTTON_PX, ButtonDelegate, NameDelegate, StatusDelegate
from toptickets_desktop.gui.transfers.transfer_model import TransferColumn, TransferModel

_NAME_SHARE = 0.36
_NAME_WIDTH_MIN_PX = SPACING * 15
_NAME_WIDTH_MAX_PX = SPACING * 60


class TransferTable(QTableView):
    """Rows without a grid or headers; `button_delegate` says which button was clicked."""

    def __init__(self, model: TransferModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transferTable")
        self.setAccessibleName(self.tr("Transfers"))
        self.setModel(model)
        self.button_delegate = ButtonDelegate(self)
        self.setItemDelegateForColumn(TransferColumn.NAME, NameDelegate(self))
        self.setItemDelegateForColumn(TransferColumn.STATUS, StatusDelegate(self))
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
        self.verticalHeader().setDefaultSectionSize(max(self.fontMetrics().height() + SPACING * 2, BUTTON_PX + SPACING))
        header = self.horizontalHeader()
        header.hide()
        header.setMinimumSectionSize(SPACING * 4)
        header.setSectionResizeMode(TransferColumn.STATUS, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(TransferColumn.BUTTON, BUTTON_PX + SPACING * 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between name and status."""
        name_width = min(max(int(self.viewport().width() * _NAME_SHARE), _NAME_WIDTH_MIN_PX), _NAME_WIDTH_MAX_PX)
        self.horizontalHeader().resizeSection(TransferColumn.NAME, name_width)
        super().resizeEvent(event)
