"""The left side of the window: search, filters and the table of tickets."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QTabBar, QTableView, QWidget

from toptickets_desktop.domain.ticket import Ticket, TicketPriority, TicketQuery, TicketStatus
from toptickets_desktop.gui.file_drop import FileDrop
from toptickets_desktop.gui.finding.chips import ChipBar, ChipChoice
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.notice import Banner, NoticeStack
from toptickets_desktop.gui.table_columns import TableColumns
from toptickets_desktop.gui.tables import set_up_table
from toptickets_desktop.gui.theme import SPACING
from toptickets_desktop.gui.tickets.ticket_model import TicketColumn, TicketModel, priority_text, status_text

_COLUMN_WIDTHS_PX: dict[int, int] = {
    TicketColumn.NUMBER: 78,
    TicketColumn.STATUS: 74,
    TicketColumn.PRIORITY: 70,
    TicketColumn.ASSIGNEE: 106,
    TicketColumn.UPDATED: 90,
}
_SUBJECT_WIDTH_MIN_PX = 128
_ROW_PADDING_PX = SPACING + SPACING // 2


STATUS, PRIORITY, WHO = "status", "priority", "who"
"""The groups of chips."""

MINE, UNASSIGNED = "mine", "unassigned"


class TicketView(IntEnum):
    """Which tickets the list is of, in the order of the tabs."""

    ALL = 0
    PINNED = 1
    RECENT = 2


class TicketPane(QWidget):
    """Search, filters and rows.

    Signals:
        query_edited(): the text of the search changed; the new one is in `query()`.
        filters_changed(): another chip is on; so a new `query()` as well.
        mine_requested(): the chip "mine" was pressed, and who that is is not known.
        view_changed(): the list is to be of other tickets; `view` tells.
        menu_requested(QPoint): a context menu for the current row is wanted at this global position.
        ticket_chosen(Ticket | None): another ticket is the current one.
        retry_requested(): the button in the notice or in the banner was pressed.
    """

    query_edited = Signal()
    filters_changed = Signal()
    mine_requested = Signal()
    view_changed = Signal()
    menu_requested = Signal(QPoint)
    ticket_chosen = Signal(object)
    retry_requested = Signal()

    def __init__(self, model: TicketModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._chosen_id: str | None = None
        self._user_id = ""

        self.search_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Search tickets"))
        self.search_field.setObjectName("searchTickets")
        self.search_field.setAccessibleName(self.tr("Search tickets"))
        self.search_field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_field.textChanged.connect(self.query_edited)

        self.views = QTabBar()
        self.views.setObjectName("ticketViews")
        self.views.setAccessibleName(self.tr("Which tickets"))
        self.views.setDocumentMode(True)
        self.views.setDrawBase(False)
        self.views.setExpanding(False)
        self.views.setUsesScrollButtons(False)
        for text in (self.tr("All"), self.tr("Pinned"), self.tr("Recent")):
            self.views.addTab(text)
        self.views.currentChanged.connect(self.view_changed)
        self.chips = ChipBar(self._chip_choices())
        self.chips.setObjectName("ticketFilters")
        self.chips.changed.connect(self._on_chips_changed)

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

        top = vertical(margin_px=SPACING)
        top.addWidget(self.views)
        top.addWidget(self.search_field)
        top.addWidget(self.chips)
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

    @property
    def view(self) -> TicketView:
        """Which tickets are to be listed."""
        return TicketView(self.views.currentIndex())

    def set_user_id(self, user_id: str) -> None:
        """Say who "mine" means; empty when it is not known."""
        self._user_id = user_id

    def query(self) -> TicketQuery:
        """What the fields ask for."""
        chips = self.chips
        return TicketQuery(
            search=self.search_field.text().strip(),
            status=chips.value(STATUS),
            priority=chips.value(PRIORITY),
            unassigned=chips.value(WHO) == UNASSIGNED,
            assigned_user_id=self._user_id or None if chips.value(WHO) == MINE else None,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked for but everything."""
        return self.query() != TicketQuery()

    def clear_query(self) -> None:
        """Ask for everything again."""
        blocker = QSignalBlocker(self.search_field)
        self.search_field.clear()
        blocker.unblock()
        self.chips.set_values({})
        self.filters_changed.emit()

    def choose(self, ticket_id: str) -> None:
        """Make a ticket the current one; when its row is not there yet, as soon as it comes."""
        self._chosen_id = ticket_id
        self._restore_selection()

    def forget_choice(self) -> None:
        """No ticket is the current one."""
        self._chosen_id = None

    def _chip_choices(self) -> list[ChipChoice]:
        statuses = [
            ChipChoice(STATUS, each.value, status_text(each.value), self.tr("Only tickets with this status")) for each in TicketStatus
        ]
        priorities = [
            ChipChoice(PRIORITY, each.value, priority_text(each.value), self.tr("Only tickets of this priority"))
            for each in reversed(TicketPriority)
        ]
        who = [
            ChipChoice(WHO, MINE, self.tr("Mine"), self.tr("Only tickets that are assigned to you")),
            ChipChoice(WHO, UNASSIGNED, self.tr("Unassigned"), self.tr("Only tickets that nobody is assigned to")),
        ]
        return [*statuses, *priorities, *who]

    def _on_chips_changed(self) -> None:
        if self.chips.value(WHO) == MINE and not self._user_id:
            self.chips.chip(WHO, MINE).setChecked(False)
            self.mine_requested.emit()
            return
        self.filters_changed.emit()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("ticketTable")
        table.setAccessibleName(self.tr("Tickets"))
        table.setModel(self._model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        set_up_table(table, row_padding_px=_ROW_PADDING_PX)
        header = table.horizontalHeader()
        self.columns = TableColumns(
            table,
            filling=TicketColumn.SUBJECT,
            width_min_px=_SUBJECT_WIDTH_MIN_PX,
            widths_px=_COLUMN_WIDTHS_PX,
            importance=[TicketColumn.NUMBER, TicketColumn.STATUS, TicketColumn.UPDATED, TicketColumn.PRIORITY, TicketColumn.ASSIGNEE],
        )
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(lambda position: self.menu_requested.emit(table.viewport().mapToGlobal(position)))
        # The service's order stands until the user sorts: rows fetched later then never jump in between.
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        table.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        table.selectionModel().selectionChanged.connect(
            self._on_table_selection_changed,
            Qt.ConnectionType.QueuedConnection,  # Qt selects a row before it makes it current
        )
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

    def _on_table_selection_changed(self) -> None:
        """Assistive programs select a row without making it the current one."""
        selected = self.table.selectionModel().selectedRows()
        if len(selected) == 1 and selected[0].row() != self.table.currentIndex().row():
            self.table.selectionModel().setCurrentIndex(selected[0], QItemSelectionModel.SelectionFlag.NoUpdate)

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
