"""Asks which ticket files are for that came from outside the window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QDialogButtonBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from toptickets_desktop.domain.errors import NotFound, TopTicketsError
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.dialogs import name_list
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.plain_text import tool_tip
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING, Tone, title_font

FindTicket = Callable[[str], Awaitable[Ticket]]
SearchTickets = Callable[[str], Awaitable[Sequence[Ticket]]]

SEARCH_DELAY_MS = 250

_PROPOSALS_MAX = 3
_ROWS_MAX = 50
_SIZE = QSize(SPACING * 72, SPACING * 60)
_TICKET = Qt.ItemDataRole.UserRole


class TicketSheet(QDialog):
    """To be opened with `open()`. Nothing is sent unless the user presses the button.

    Args:
        files: what came.
        proposals: numbers of tickets that may be meant, the likeliest first.
        current: the ticket that is shown now.
        find: fetches a ticket by its number; raises `NotFound`.
        search: fetches the tickets that some words lead to.
        tasks: owns the work.

    Signals:
        chosen(Ticket): send the files to this one.
    """

    chosen = Signal(object)

    def __init__(
        self,
        files: Sequence[Path],
        proposals: Sequence[str],
        current: Ticket | None,
        *,
        find: FindTicket,
        search: SearchTickets,
        tasks: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ticketSheet")
        self.setWindowTitle(self.tr("Attach files"))
        self._proposals = list(proposals)[:_PROPOSALS_MAX]
        self._current = current
        self._proposed: list[Ticket] = []
        self._find = find
        self._search = search
        self._tasks = tasks
        self._task_name = f"ticket sheet {id(self)}"

        heading = QLabel(
            self.tr("Which ticket is this file for?")
            if len(files) == 1
            else self.tr("Which ticket are these %n files for?", "", len(files))
        )
        heading.setObjectName("ticketHeading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setFont(title_font(self.font()))
        names = QLabel(name_list([path.name for path in files]))
        names.setObjectName("ticketFiles")
        names.setTextFormat(Qt.TextFormat.PlainText)
        names.setWordWrap(True)
        self.search_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Search tickets by number or words"))
        self.search_field.setObjectName("ticketSearch")
        self.search_field.setAccessibleName(self.tr("Search tickets by number or words"))
        self.search_field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("ticketChoices")
        self.list.setAccessibleName(self.tr("Tickets to choose from"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.status = StatusLine()
        self.status.setObjectName("ticketStatus")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setObjectName("ticketCancel")
        self.attach_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.attach_button.setObjectName("ticketAttach")

        layout = vertical(self, spacing_px=SPACING + SPACING // 2, margin_px=SPACING * 2)
        words = vertical(spacing_px=SPACING // 2)
        words.addWidget(heading)
        words.addWidget(names)
        layout.addLayout(words)
        layout.addWidget(self.search_field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.buttons)
        self.resize(_SIZE)
        self.attach_button.setDefault(True)  # which counts only for a button that has its dialog

        self._timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._look)
        self.search_field.textChanged.connect(self._timer.start)
        self.list.currentItemChanged.connect(self._show_button)
        self.list.itemActivated.connect(self._accept)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self.search_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_button()
        self._look()

    @property
    def ticket(self) -> Ticket | None:
        """What is chosen now."""
        found = self.list.currentIndex().data(_TICKET)
        return found if isinstance(found, Ticket) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the words are typed."""
        if watched is self.search_field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}.get(event.key(), 0)
            if step and self.list.count():
                self.list.setCurrentRow(min(max(0, self.list.currentRow() + step), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def done(self, result: int) -> None:
        """Stop what is being looked for."""
        self._timer.stop()
        self._tasks.cancel(self._task_name)
        super().done(result)

    def _look(self) -> None:
        self.status.show_text(self.tr("Looking for tickets…"))
        self._tasks.start(self._task_name, self._fetch(self.search_field.text().strip()), on_error=self._on_failed)

    async def _fetch(self, words: str) -> None:
        if not words and not self._proposed:
            for number in self._proposals:
                try:
                    self._proposed.append(await self._find(number))
                except NotFound:
                    continue
            self._fill(self._first())
        found = await self._search(words)
        rows = [*self._first(), *found] if not words else list(found)
        self._fill(rows)
        self.status.show_text("" if rows else self.tr("No ticket fits these words."))

    def _first(self) -> list[Ticket]:
        return [*self._proposed, *([self._current] if self._current is not None else [])]

    def _fill(self, tickets: Sequence[Ticket]) -> None:
        chosen = self.ticket
        self.list.clear()
        for ticket in list({ticket.id: ticket for ticket in tickets}.values())[:_ROWS_MAX]:
            item = QListWidgetItem(self._words(ticket))
            item.setData(_TICKET, ticket)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + SPACING))
            item.setToolTip(tool_tip(item.text()))
            self.list.addItem(item)
            if chosen is not None and ticket.id == chosen.id:
                self.list.setCurrentItem(item)
        # Only what the file's name, or the window, speaks for is chosen beforehand; the first of a list of strangers is not.
        if self.ticket is None and self.list.count() and (self._first() or self.search_field.text().strip()):
            self.list.setCurrentRow(0)
        self._show_button()

    def _words(self, ticket: Ticket) -> str:
        words = f"{visible_name(ticket.display_id)}  {visible_name(ticket.subject)}"
        if any(ticket.id == each.id for each in self._proposed):
            return self.tr("{ticket}  (in the name)").format(ticket=words)
        if self._current is not None and ticket.id == self._current.id:
            return self.tr("{ticket}  (open now)").format(ticket=words)
        return words

    def _show_button(self) -> None:
        ticket = self.ticket
        self.attach_button.setEnabled(ticket is not None)
        if ticket is None:
            self.attach_button.setText(self.tr("Attach"))
        else:
            self.attach_button.setText(self.tr("Attach to {ticket}").format(ticket=visible_name(ticket.display_id)))

    def _on_failed(self, error: TopTicketsError) -> None:
        self.status.show_text(messages.sentence(error), icon_name="triangle-alert", tone=Tone.WARNING)

    def _accept(self) -> None:
        ticket = self.ticket
        if ticket is not None:
            self.accept()
            self.chosen.emit(ticket)
