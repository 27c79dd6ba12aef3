"""The sheet that opens before an upload when a file needs a decision; the files without a problem are not in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFrame, QLabel, QPushButton, QScrollArea, QWidget

from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.gui.incoming.check_row import CheckRow, Choice
from toptickets_desktop.gui.incoming.concern_words import obstacle_text, shrunk_text
from toptickets_desktop.gui.incoming.products import NotMade, ShrunkPicture
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING, title_font
from toptickets_desktop.transfer.outgoing import Outgoing

MakeSmaller = Callable[[Outgoing], Awaitable[ShrunkPicture]]

_SIZE = QSize(SPACING * 92, SPACING * 62)
_HEIGHT_MIN_PX = SPACING * 30


class CheckSheet(QDialog):
    """To be opened with `open()`. Closing it means that none of its files is sent.

    Args:
        ticket: the ticket's number, for the words.
        rows: the files, each with another name that it could have.
        sent_count: how many files of the batch had no problem, and are on their way.
        make_smaller: makes a smaller copy of a picture; raises `NotMade` or `LocalFileError`.
        tasks: owns that work.

    Signals:
        decided(list[Decision]): the user pressed the button; the sheet stays, busy, until `settle` says how it went.
        dropped(list[Outgoing]): the user closed the sheet; these are not sent.
    """

    decided = Signal(object)
    dropped = Signal(object)

    def __init__(
        self,
        ticket: str,
        rows: Sequence[tuple[Outgoing, str]],
        *,
        sent_count: int,
        make_smaller: MakeSmaller,
        tasks: TaskOwner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("checkSheet")
        self.setWindowTitle(self.tr("Check before sending"))
        self._ticket = ticket
        self._make_smaller = make_smaller
        self._is_spreading = False
        self._is_busy = False
        self._tasks = tasks
        self.rows = [CheckRow(outgoing, suggestion) for outgoing, suggestion in rows]

        self._last_changed = self.rows[0]

        self.heading = QLabel()
        self.heading.setObjectName("checkHeading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setFont(title_font(self.font()))
        self.heading.setWordWrap(True)
        self.others = QLabel(self._others_text(sent_count))
        self.others.setObjectName("checkOthers")
        self.others.setTextFormat(Qt.TextFormat.PlainText)
        self.others.setWordWrap(True)
        self.same_box = QCheckBox(self.tr("Do the &same with all files that have the same problem"))
        self.same_box.setObjectName("checkSame")
        self.same_box.setVisible(len(self.rows) > 1)
        self.buttons = QDialogButtonBox()
        self.send_button = self._button("checkSend", QDialogButtonBox.ButtonRole.AcceptRole)
        self.skip_button = self._button("checkSkipAll", QDialogButtonBox.ButtonRole.RejectRole)
        self.skip_button.setText(self.tr("Send &none of them") if len(self.rows) > 1 else self.tr("Do &not send"))
        self._lay_out()

        self.send_button.clicked.connect(self._on_send_button_clicked)
        self.skip_button.clicked.connect(self.reject)
        self.same_box.toggled.connect(self._on_same_box_toggled)
        for row in self.rows:
            row.choice_changed.connect(lambda choice, row=row: self._on_row_choice_changed(row, choice))
            row.edited.connect(self._show_state)
            if row.choice is Choice.SHRINK:
                self._begin_shrinking(row)
        self._show_state()
        self.send_button.setDefault(True)

    @property
    def is_busy(self) -> bool:
        """Whether the decisions are being carried out."""
        return self._is_busy

    def settle(self, failures: dict[int, str]) -> None:
        """Say how it went.

        Args:
            failures: why a decision could not be carried out, by the place of its row. The other rows go; with none left the sheet closes.
        """
        self._is_busy = False
        left = []
        for number, row in enumerate(self.rows):
            if number in failures:
                row.show_failure(failures[number])
                left.append(row)
            else:
                row.hide()
                row.deleteLater()
        self.rows = left
        if not left:
            self.done(QDialog.DialogCode.Accepted)
            return
        self._show_state()

    def reject(self) -> None:
        """Send none of these files."""
        if self._is_busy:
            return
        left, self.rows = self.rows, []
        if left:
            self.dropped.emit([row.outgoing for row in left])
        for row in left:
            self._tasks.cancel(_task_name(row))
        super().reject()

    def done(self, result: int) -> None:
        """Stop what is being made."""
        for row in self.rows:
            self._tasks.cancel(_task_name(row))
        super().done(result)

    # --- building -------------------------------------------------------------------------------------------------------

    def _button(self, object_name: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        button = QPushButton()
        button.setObjectName(object_name)
        self.buttons.addButton(button, role)
        return button

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setBackgroundRole(QPalette.ColorRole.Window)  # on the ground of fields, dark ones could not be seen
        inner.setAutoFillBackground(True)
        column = vertical(inner, spacing_px=0)
        for number, row in enumerate(self.rows):
            if number:
                line = QFrame()
                line.setFrameShape(QFrame.Shape.HLine)
                line.setForegroundRole(QPalette.ColorRole.Mid)
                line.setFrameShadow(QFrame.Shadow.Plain)
                column.addWidget(line)
                row.destroyed.connect(line.deleteLater)
            column.addWidget(row)
        column.addStretch(1)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setObjectName("checkArea")
        self.area.setAccessibleName(self.tr("Files to decide about"))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        layout = vertical(self, spacing_px=SPACING * 2, margin_px=SPACING * 2)
        words = vertical(spacing_px=SPACING // 2)
        words.addWidget(self.heading)
        words.addWidget(self.others)
        layout.addLayout(words)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.same_box)
        layout.addWidget(self.buttons)
        wanted_px = inner.sizeHint().height() + SPACING * 22
        self.resize(_SIZE.width(), min(max(wanted_px, _HEIGHT_MIN_PX), _SIZE.height()))

    def _others_text(self, sent_count: int) -> str:
        if sent_count:
            if sent_count == 1:
                return self.tr("The other file that you chose had no problem and is on its way.")
            return self.tr("The other %n files that you chose had no problem and are on their way.", "", sent_count)
        return self.tr("Nothing is sent before you decide. The check was made on this computer alone.")

    # --- state ----------------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        count = len(self.rows)
        one = self.tr("One file needs a look before it goes to {ticket}")
        heading = one if count == 1 else self.tr("%n files need a look before they go to {ticket}", "", count)
        self.heading.setText(heading.format(ticket=self._ticket))
        going = sum(1 for row in self.rows if row.choice is not Choice.SKIP)
        if self._is_busy:
            self.send_button.setText(self.tr("Preparing…"))
        elif going:
            self.send_button.setText(
                self.tr("&Send {going} of {count}").format(going=going, count=count) if count > 1 else self.tr("&Send")
            )
        else:
            self.send_button.setText(self.tr("&Continue without it") if count == 1 else self.tr("&Continue without them"))
        self.send_button.setEnabled(not self._is_busy and all(row.is_ready for row in self.rows))
        self.skip_button.setEnabled(not self._is_busy)
        self.area.setEnabled(not self._is_busy)

    def _begin_shrinking(self, row: CheckRow) -> None:
        if row.product is not None:
            return
        row.show_status(self.tr("Making a smaller copy…"))

        async def shrink() -> None:
            try:
                picture = await self._make_smaller(row.outgoing)
            except (NotMade, LocalFileError) as error:
                row.show_failure(obstacle_text(error))
            else:
                row.product = picture.path
                if row.choice is Choice.SHRINK:
                    row.show_status(shrunk_text(picture), icon_name="circle-check")
            self._show_state()

        self._tasks.start(_task_name(row), shrink())

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_send_button_clicked(self) -> None:
        self._is_busy = True
        self._show_state()
        self.decided.emit([row.decision() for row in self.rows])

    def _on_row_choice_changed(self, row: CheckRow, choice: Choice) -> None:
        if not self._is_spreading:
            self._last_changed = row
        if choice is Choice.SHRINK:
            self._begin_shrinking(row)
        if self.same_box.isChecked() and not self._is_spreading:
            self._spread(row)
        self._show_state()

    def _on_same_box_toggled(self, is_checked: bool) -> None:
        if is_checked and self._last_changed in self.rows:
            self._spread(self._last_changed)

    def _spread(self, source: CheckRow) -> None:
        self._is_spreading = True
        for row in self.rows:
            if row is not source and row.problem_kind == source.problem_kind:
                row.choose(source.choice)
                row.clean_box.setChecked(source.clean_box.isChecked())
        self._is_spreading = False


def _task_name(row: CheckRow) -> str:
    return f"shrink {id(row)}"
