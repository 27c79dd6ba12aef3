"""The left side of the window: search, filters and the table of tickets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QWidget,
)

from toptickets_desktop.domain.ticket import Ticket, TicketPriority, TicketQuery, TicketStatus
from toptickets_desktop.gui.file_drop import FileDrop
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.notice import Banner, NoticeStack
from toptickets_desktop.gui.tables import FillingColumn, set_up_table
from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.gui.tickets.ticket_model import TicketColumn, TicketModel, priority_text, status_text

_COLUMN_WIDTHS_PX = {
    TicketColumn.NUMBER: 78,
    TicketColumn.STATUS: 74,
    TicketColumn.PRIORITY: 70,
    TicketColumn.ASSIGNEE: 106,
    TicketColumn.UPDATED: 90,
}
_SUBJECT_WIDTH_MIN_PX = 104
_ROW_PADDING_PX = SPACING + SPACING // 2


class TicketPane(QWidget):
    """Search, filters and rows.

    Signals:
        query_edited(): the search or a filter changed; the new one is in `query()`.
        ticket_chosen(Ticket | None): another ticket is the current one.
        retry_requested(): the button in the notice or in the banner was pressed.
    """

    query_edited = Signal()
    ticket_chosen = Signal(object)
    retry_requested = Signal()

    def __init__(self, model: TicketModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._chosen_id: str | None = None

        self.search_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Search tickets"))
        self.search_field.setObjectName("searchTickets")
        self.search_field.setAccessibleName(self.tr("Search tickets"))
        self.search_field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_field.textChanged.connect(self.query_edited)

        self.status_filter = self._make_filter("statusFilter", self.tr("Status"), [(s.value, status_text(s.value)) for s in TicketStatus])
        self.priority_filter = self._make_filter(
            "priorityFilter", self.tr("Priority"), [(p.value, priority_text(p.value)) for p in reversed(TicketPriority)]
        )
        self.unassigned_filter = QToolButton()
        self.unassigned_filter.setText(self.tr("Unassigned"))
        self.unassigned_filter.setCheckable(True)
        self.unassigned_filter.setObjectName("unassignedFilter")
        self.unassigned_filter.setToolTip(self.tr("Show only tickets that nobody is assigned to"))
        self.unassigned_filter.toggled.connect(self.query_edited)

        self.table = self._make_table()
        self.banner = Banner()
        self.banner.action_requested.connect(self.retry_requested)
        self.stack = NoticeStack(self.table)
        self.stack.notice.action_requested.connect(self.retry_requested)
        self.footer = QLabel()
        self.footer.setObjectName("ticketCount")
        self.footer.setTextFormat(Qt.TextFormat.PlainText)
        self.footer.setContentsMargins(SPACING, 0, SPACING, 0)
        self.footer.setEnabled(False)

        self.drop = FileDrop(self.table.viewport(), self._ticket_id_at, self._row_rect_at)
        self.drop.lingered.connect(self.choose)  # so that what is dragged can be dropped among its attachments, or on its preview

        filters = horizontal()
        filters.addWidget(self.status_filter, 1)
        filters.addWidget(self.priority_filter, 1)
        filters.addWidget(self.unassigned_filter)
        top = vertical(margin_px=SPACING)
        top.addWidget(self.search_field)
        top.addLayout(filters)
        layout = vertical(self, spacing_px=0)
        layout.addLayout(top)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        layout.addSpacing(SPACING // 2)
        layout.addWidget(self.footer)
        layout.addSpacing(SPACING // 2)
        self.setMinimumWidth(SPACING * 38)

        self._model.modelReset.connect(self._restore_selection)
        self._model.rowsInserted.connect(self._restore_selection)

    def query(self) -> TicketQuery:
        """What the fields ask for."""
        return TicketQuery(
            search=self.search_field.text().strip(),
            status=self.status_filter.currentData(),
            priority=self.priority_filter.currentData(),
            unassigned=self.unassigned_filter.isChecked(),
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for but everything."""
        return self.query() != TicketQuery()

    def clear_query(self) -> None:
        """Ask for everything again."""
        blockers = [
            QSignalBlocker(widget) for widget in (self.search_field, self.status_filter, self.priority_filter, self.unassigned_filter)
        ]
        self.search_field.clear()
        self.status_filter.setCurrentIndex(0)
        self.priority_filter.setCurrentIndex(0)
        self.unassigned_filter.setChecked(False)
        for blocker in blockers:
            blocker.unblock()
        self.query_edited.emit()

    def choose(self, ticket_id: str) -> None:
        """Make a ticket the current one; when its row is not there yet, as soon as it comes."""
        self._chosen_id = ticket_id
        self._restore_selection()

    def forget_choice(self) -> None:
        """No ticket is the current one."""
        self._chosen_id = None

    def _make_filter(self, object_name: str, label: str, choices: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        box.setObjectName(object_name)
        box.setAccessibleName(label)
        box.setToolTip(label)
        box.addItem(self.tr("{label}: any").format(label=label), None)
        for value, text in choices:
            box.addItem(text, value)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(self.query_edited)
        return box

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("ticketTable")
        table.setAccessibleName(self.tr("Tickets"))
        table.setModel(self._model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        set_up_table(table, row_padding_px=_ROW_PADDING_PX)
        header = table.horizontalHeader()
        FillingColumn(table, TicketColumn.SUBJECT, _SUBJECT_WIDTH_MIN_PX)
        for column, width_px in _COLUMN_WIDTHS_PX.items():
            header.resizeSection(column, width_px)
        # The service's order stands until the user sorts: rows fetched later then never jump in between.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        table.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        return table

    def changeEvent(self, event: QEvent) -> None:
        """Keep the rows as high as the font asks."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self.table.verticalHeader().setDefaultSectionSize(self.table.fontMetrics().height() + _ROW_PADDING_PX)

    def _on_current_row_changed(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            return  # rows went away; the ticket stays chosen until the user chooses another
        ticket = self._model.rows[index.row()]
        if ticket.id != self._chosen_id:
            self._chosen_id = ticket.id
        self.ticket_chosen.emit(ticket)

    def _restore_selection(self) -> None:
        if self._chosen_id is None:
            return
        current = self.table.currentIndex()
        if current.isValid() and self._model.rows[current.row()].id == self._chosen_id:
            return
        row = self._model.row_of(self._chosen_id)
        if row is not None:
            index = self._model.index(row, TicketColumn.NUMBER)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, flags)
            self.table.scrollTo(index)

    def _ticket_id_at(self, position: QPoint) -> str | None:
        ticket = self._ticket_at(position)
        return ticket.id if ticket else None

    def _ticket_at(self, position: QPoint) -> Ticket | None:
        index = self.table.indexAt(position)
        return self._model.rows[index.row()] if index.isValid() else None

    def _row_rect_at(self, position: QPoint) -> QRect:
        row = self.table.indexAt(position).row()
        return QRect(0, self.table.rowViewportPosition(row), self.table.viewport().width(), self.table.rowHeight(row))
