"""The middle of the window: which ticket it is, and the table of its attachments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QToolButton,
    QWidget,
)

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.attachment_filter import parse_filter
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui.attachments.attachment_model import AttachmentColumn, AttachmentModel
from toptickets_desktop.gui.attachments.filter_menu import FilterMenu
from toptickets_desktop.gui.elided_label import ElidedLabel
from toptickets_desktop.gui.file_drop import FileDrop
from toptickets_desktop.gui.formats import size_text, visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.known_lists import as_of_text
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.notice import Banner, NoticeStack
from toptickets_desktop.gui.table_columns import TableColumns
from toptickets_desktop.gui.tables import set_up_table
from toptickets_desktop.gui.theme import SPACING, title_font
from toptickets_desktop.gui.tickets.ticket_model import priority_text, status_text

_COLUMN_WIDTHS_PX: dict[int, int] = {
    AttachmentColumn.TYPE: 112,
    AttachmentColumn.SIZE: 76,
    AttachmentColumn.WHO: 116,
    AttachmentColumn.WHEN: 92,
}
_NAME_WIDTH_MIN_PX = 124


class AttachmentPane(QWidget):
    """Ticket line, filter, and rows.

    Attributes:
        drops: where files may be dropped for the ticket.
        strips: takes what is to be shown between banner and rows.

    Signals:
        selection_changed(): other rows are selected; they are in `selected()`.
        activated(Attachment): a row was double-clicked, or Enter was pressed while it was selected.
        menu_requested(QPoint): a context menu is wanted at this global position.
        retry_requested(): the button in the notice was pressed.
    """

    selection_changed = Signal()
    activated = Signal(object)
    menu_requested = Signal(QPoint)
    retry_requested = Signal()

    def __init__(self, model: AttachmentModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._ticket: Ticket | None = None
        self._as_of: datetime | None = None

        self.title = ElidedLabel()
        self.title.setObjectName("ticketTitle")
        self.title.setFont(title_font())
        self.facts = QLabel()
        self.facts.setObjectName("ticketFacts")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

        self.filter_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Filter attachments"))
        self.filter_field.setObjectName("filterAttachments")
        self.filter_field.setAccessibleName(self.tr("Filter attachments"))
        self.filter_field.setToolTip(self.tr("Words, or conditions such as: type:image  size:>1mb  by:alice  name:log"))
        self.filter_field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_field.textChanged.connect(self._on_filter_field_text_changed)
        self.filter_field.installEventFilter(self)
        self.filter_button = QToolButton()
        self.filter_button.setObjectName("filterButton")
        self.filter_button.setIcon(icon("filter"))
        self.filter_button.setAccessibleName(self.tr("Filter by type, size or person"))
        self.filter_button.setToolTip(self.tr("Filter by type, size or person"))
        self.filter_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter_button.setAutoRaise(True)
        self.filter_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.filter_button.setMenu(FilterMenu(self.filter_field, model.uploaders, self))
        self.filter_hint = QLabel()
        self.filter_hint.setObjectName("filterHint")
        self.filter_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.filter_hint.setWordWrap(True)
        self.filter_hint.hide()
        self.pin_button = QToolButton()
        self.pin_button.setObjectName("pinButton")
        self.pin_button.setAutoRaise(True)
        self.pin_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.count = QLabel()
        self.count.setObjectName("attachmentCount")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setEnabled(False)

        self.banner = Banner()
        self.table = self._make_table()
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.stack = NoticeStack(self.views)
        self.stack.notice.action_requested.connect(self.retry_requested)
        self.drops = [FileDrop(widget, self._drop_key_at) for widget in (self.table.viewport(), self.stack.notice)]
        self.strips = vertical(spacing_px=0)

        head = horizontal()
        head.addWidget(self.pin_button)
        head.addWidget(self.title, 1)
        head.addWidget(self.facts)
        tools = horizontal()
        tools.addWidget(self.filter_field, 1)
        tools.addWidget(self.filter_button)
        tools.addWidget(self.count)
        top = vertical(margin_px=SPACING)
        top.addLayout(head)
        top.addLayout(tools)
        top.addWidget(self.filter_hint)
        layout = vertical(self, spacing_px=0)
        layout.addLayout(top)
        layout.addWidget(self.banner)
        layout.addLayout(self.strips)
        layout.addWidget(self.stack, 1)
        self.setMinimumWidth(SPACING * 45)

        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            signal.connect(self._show_count)
        model.modelReset.connect(self.selection_changed)  # a selection model says nothing when it is reset

    def add_view(self, view: QAbstractItemView) -> None:
        """Another view of the same rows, to be shown in the table's place."""
        self.views.addWidget(view)
        self.drops.append(FileDrop(view.viewport(), self._drop_key_at))

    @property
    def view(self) -> QWidget:
        """What shows the rows now."""
        return self.views.currentWidget() or self.table

    @property
    def ticket(self) -> Ticket | None:
        """Whose attachments these are."""
        return self._ticket

    def set_ticket(self, ticket: Ticket | None) -> None:
        """Say whose attachments these are."""
        self._ticket = ticket
        if ticket is None:
            self.title.set_text("")
            self.facts.clear()
            return
        self.title.set_text(f"{visible_name(ticket.display_id)}  {visible_name(ticket.subject)}")
        self.facts.setText(f"{status_text(ticket.status)} · {priority_text(ticket.priority)}")

    def set_as_of(self, as_of: datetime | None) -> None:
        """Say that the rows are as they were at some time; None when they are as they are now."""
        self._as_of = as_of
        self._show_count()

    def selected(self) -> list[Attachment]:
        """The selected attachments, in the order of their rows."""
        return [
            self._model.rows[index.row()] for index in sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        ]

    def select(self, attachment_ids: Sequence[str]) -> None:
        """Select exactly these."""
        selection = self.table.selectionModel()
        selection.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for attachment_id in attachment_ids:
            row = self._model.row_of(attachment_id)
            if row is not None:
                index = self._model.index(row, AttachmentColumn.NAME)
                selection.setCurrentIndex(index, flags)
                for position in range(self.views.count()):
                    view = self.views.widget(position)
                    if isinstance(view, QAbstractItemView):
                        view.scrollTo(index)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Esc in the filter takes the filter away, then gives the focus back to the table."""
        if watched is self.filter_field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                if self.filter_field.text():
                    self.filter_field.clear()
                else:
                    self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.view.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def _make_table(self) -> QTableView:
        table = _AttachmentTable()
        table.setObjectName("attachmentTable")
        table.setAccessibleName(self.tr("Attachments"))
        table.setModel(self._model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        set_up_table(table, row_padding_px=SPACING * 2)
        header = table.horizontalHeader()
        self.columns = TableColumns(
            table,
            filling=AttachmentColumn.NAME,
            width_min_px=_NAME_WIDTH_MIN_PX,
            widths_px=_COLUMN_WIDTHS_PX,
            importance=[AttachmentColumn.SIZE, AttachmentColumn.WHEN, AttachmentColumn.TYPE, AttachmentColumn.WHO],
        )
        header.setSortIndicator(AttachmentColumn.WHEN, Qt.SortOrder.DescendingOrder)
        table.setSortingEnabled(True)
        table.selectionModel().selectionChanged.connect(self.selection_changed)
        table.doubleClicked.connect(self._on_table_activated)
        table.enter_pressed.connect(self._on_table_enter_pressed)
        table.customContextMenuRequested.connect(lambda position: self.menu_requested.emit(table.viewport().mapToGlobal(position)))
        return table

    def _show_count(self) -> None:
        rows = self._model.rows
        total = self._model.total_count
        if not total:
            self.count.clear()
            return
        size = size_text(sum(row.size_bytes or 0 for row in rows))
        shown = str(total) if len(rows) == total else self.tr("{shown} of {total}").format(shown=len(rows), total=total)
        facts = [shown, size]
        if self._as_of is not None:
            facts.append(self.tr("as of {time}").format(time=as_of_text(self._as_of)))
        self.count.setText(" · ".join(facts))

    def _drop_key_at(self, position: QPoint) -> str | None:  # noqa: ARG002  # all of the pane takes drops alike
        return self._ticket.id if self._ticket else None

    def _on_filter_field_text_changed(self, text: str) -> None:
        asked = parse_filter(text)
        self._model.filter_by(asked)
        self.filter_hint.setVisible(bool(asked.not_understood))
        if asked.not_understood:
            words = self.tr("“{word}” is not a size; it is left out. Write for example size:>1mb or size:<200kb.")
            self.filter_hint.setText(words.format(word=visible_name(asked.not_understood[0])))

    def _on_table_enter_pressed(self) -> None:
        for attachment in self.selected():
            self.activated.emit(attachment)

    def _on_table_activated(self, index: object) -> None:
        row = getattr(index, "row", lambda: -1)()
        if 0 <= row < len(self._model.rows):
            self.activated.emit(self._model.rows[row])


class _AttachmentTable(QTableView):
    """A table that tells Enter apart from other ways to activate, since some platforms activate on one click.

    Signals:
        enter_pressed(): Enter or Return on the current row.
    """

    enter_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter; leave the rest to the table."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }:
            self.enter_pressed.emit()
            return
        super().keyPressEvent(event)
