"""The grid of thumbnails over the model of the table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.attachments.attachment_model import AttachmentColumn, AttachmentModel
from toptickets_desktop.gui.gallery.gallery_delegate import SIDE_PX, GalleryDelegate
from toptickets_desktop.gui.gallery.thumbnails import Thumbnails

_MARGIN_ROWS = 1
"""Lines of cells above and below the visible ones that are prepared too."""

_SETTLES_MS = 60


class GalleryView(QListView):
    """Attachments as pictures.

    Signals:
        activated_row(Attachment): a cell was double-clicked, or Enter was pressed while it was selected.
        enter_pressed(): Enter or Return.
        menu_requested(QPoint): a context menu is wanted at this global position.
    """

    activated_row = Signal(object)
    enter_pressed = Signal()
    menu_requested = Signal(QPoint)

    def __init__(
        self, model: AttachmentModel, selection: QItemSelectionModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._thumbnails = thumbnails
        self.setObjectName("attachmentGallery")
        self.setAccessibleName(self.tr("Attachments as pictures"))
        self.setModel(model)
        self.setModelColumn(AttachmentColumn.NAME)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionModel(selection)
        # A list that wraps instead of the icon mode, which keeps a place for every icon and is slow with ten thousand.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = GalleryDelegate(thumbnails, lambda row: model.rows[row], self)
        self.setItemDelegate(self.delegate)
        self.setGridSize(self.delegate.cell_size(self.font()))
        self.doubleClicked.connect(lambda index: self.activated_row.emit(model.rows[index.row()]))
        self.customContextMenuRequested.connect(lambda position: self.menu_requested.emit(self.viewport().mapToGlobal(position)))
        self._look_timer = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._look_timer.timeout.connect(self._want_visible)
        self.verticalScrollBar().valueChanged.connect(self._look_soon)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.layoutChanged, model.dataChanged):
            signal.connect(self._look_soon)
        thumbnails.arrived.connect(self._on_thumbnails_arrived)

    def visible_rows(self) -> range:
        """The rows that are seen, and a line of cells above and below."""
        count = len(self._rows.rows)
        cell = self.gridSize()
        columns = max(1, (self.viewport().width() - 1) // cell.width())
        first_line = self.verticalScrollBar().value() // cell.height() - _MARGIN_ROWS
        last_line = (self.verticalScrollBar().value() + self.viewport().height()) // cell.height() + _MARGIN_ROWS
        return range(min(count, max(0, first_line * columns)), min(count, (last_line + 1) * columns))

    def event(self, event: QEvent) -> bool:
        """Notice that the window moved to a screen of another density, or that the font is another."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._look_soon()
        if event.type() == QEvent.Type.FontChange:
            self.setGridSize(self.delegate.cell_size(self.font()))
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_timer.stop()
        self._thumbnails.want([])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; leave the rest to the list."""
        is_plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and is_plain:
            self.enter_pressed.emit()
            return
        if event.key() == Qt.Key.Key_Escape and is_plain:
            self.clearSelection()
            return
        super().keyPressEvent(event)

    def show_progress(self, progress: dict[str, float | None]) -> None:
        """How far transfers of these attachments are; see `GalleryDelegate.set_progress`."""
        if self.delegate.set_progress(progress) and self.isVisible():
            self.viewport().update()

    def _look_soon(self) -> None:
        if self.isVisible() and not self._look_timer.isActive():
            self._look_timer.start()

    def _want_visible(self) -> None:
        if self.isVisible():
            self._thumbnails.set_side_px(round(SIDE_PX * self.devicePixelRatioF()))
            rows = self._rows.rows
            wanted: list[Attachment] = [rows[row] for row in self.visible_rows()]
            self._thumbnails.want(wanted)

    def _on_thumbnails_arrived(self, attachment_id: str) -> None:
        row = self._rows.row_of(attachment_id)
        if row is not None and self.isVisible():
            self.update(self._rows.index(row, AttachmentColumn.NAME))
