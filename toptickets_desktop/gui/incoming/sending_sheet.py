"""The sheet that shows what will be sent, before anything of a large choice is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QDialog, QDialogButtonBox, QHeaderView, QLabel, QTableView, QWidget

from toptickets_desktop.gui.formats import size_text
from toptickets_desktop.gui.incoming.sending_model import SendingColumn, SendingModel
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.tables import set_up_table
from toptickets_desktop.gui.theme import SPACING, tabular_font, title_font
from toptickets_desktop.transfer.chosen_files import ChosenFile

_SIZE = QSize(SPACING * 92, SPACING * 62)
_SIZE_WIDTH_PX, _NOTE_WIDTH_PX = SPACING * 11, SPACING * 30


class SendingSheet(QDialog):
    """To be opened with `open()`.

    Args:
        ticket: the ticket's number, for the words.
        files: what folders were opened out to.

    Signals:
        agreed(list[ChosenFile], bool): send these; the bool says whether as one ZIP.
    """

    agreed = Signal(object, bool)

    def __init__(self, ticket: str, files: Sequence[ChosenFile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sendingSheet")
        self.setWindowTitle(self.tr("What will be sent"))
        self.model = SendingModel(files)
        self.model.setParent(self)

        heading = QLabel(self.tr("Files for {ticket}: %n", "", len(files)).format(ticket=ticket))
        heading.setObjectName("sendingHeading")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setFont(title_font(self.font()))
        self.note = QLabel(self._note_text())
        self.note.setObjectName("sendingNote")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setVisible(bool(self.note.text()))
        self.table = self._make_table()
        self.all_box = QCheckBox(self.tr("&All files"))
        self.all_box.setObjectName("sendingAll")
        self.all_box.clicked.connect(lambda: self.model.tick_all(self.all_box.checkState() is not Qt.CheckState.Unchecked))
        self.total = QLabel()
        self.total.setObjectName("sendingTotal")
        self.total.setTextFormat(Qt.TextFormat.PlainText)
        self.total.setFont(tabular_font(self.total.font()))
        self.zip_box = QCheckBox(self.tr("Send as one &ZIP file"))
        self.zip_box.setObjectName("sendingZip")
        self.zip_box.toggled.connect(self._show_total)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send_button = self.buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.send_button.setObjectName("sendingSend")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setObjectName("sendingCancel")
        self.buttons.accepted.connect(self._on_buttons_accepted)
        self.buttons.rejected.connect(self.reject)
        self.model.ticks_changed.connect(self._show_total)

        words = vertical(spacing_px=SPACING // 2)
        words.addWidget(heading)
        words.addWidget(self.note)
        line = horizontal(spacing_px=SPACING * 2)
        line.addWidget(self.all_box)
        line.addStretch(1)
        line.addWidget(self.total)
        layout = vertical(self, spacing_px=SPACING + SPACING // 2, margin_px=SPACING * 2)
        layout.addLayout(words)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        layout.addWidget(self.zip_box)
        layout.addSpacing(SPACING // 2)
        layout.addWidget(self.buttons)
        self.resize(_SIZE)
        self._show_total()
        self.send_button.setDefault(True)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks every selected row, not only the current one; Enter agrees."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Space:
                self._toggle_selected()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.send_button.isEnabled():
                self._on_buttons_accepted()
                return True
        return super().eventFilter(watched, event)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("sendingTable")
        table.setAccessibleName(self.tr("Files to send"))
        table.setModel(self.model)
        set_up_table(table, row_padding_px=SPACING)
        table.setFrameShape(QTableView.Shape.StyledPanel)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = table.horizontalHeader()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(SendingColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(SendingColumn.SIZE, _SIZE_WIDTH_PX)
        header.resizeSection(SendingColumn.NOTE, _NOTE_WIDTH_PX)
        has_notes = any(file.is_hidden or file.is_link or file.refusal for file in self.model.files)
        table.setColumnHidden(SendingColumn.NOTE, not has_notes)
        table.installEventFilter(self)
        table.selectRow(0)
        return table

    def _note_text(self) -> str:
        hidden = sum(1 for file in self.model.files if file.is_hidden and file.refusal is None)
        refused = sum(1 for file in self.model.files if file.refusal is not None)
        notes = []
        if hidden:
            notes.append(self.tr("Hidden files are left out unless you tick them (%n).", "", hidden))
        if refused:
            notes.append(self.tr("Some cannot be sent, and the note says why (%n).", "", refused))
        return " ".join(notes)

    def _show_total(self) -> None:
        ticked = self.model.ticked()
        sendable = sum(1 for file in self.model.files if file.refusal is None)
        size = size_text(sum(file.size_bytes or 0 for file in ticked))
        self.total.setText(self.tr("{count} of {total} · {size}").format(count=len(ticked), total=sendable, size=size))
        some = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
        self.all_box.setCheckState(Qt.CheckState.Checked if sendable and len(ticked) == sendable else some)
        if self.zip_box.isChecked():
            self.send_button.setText(self.tr("&Send one ZIP"))
        else:
            self.send_button.setText(self.tr("&Send one file") if len(ticked) == 1 else self.tr("&Send %n files", "", len(ticked)))
        self.send_button.setEnabled(bool(ticked))

    def _toggle_selected(self) -> None:
        indexes = self.table.selectionModel().selectedRows(SendingColumn.NAME)
        current = self.table.currentIndex().siblingAtColumn(SendingColumn.NAME)
        wanted = Qt.CheckState.Unchecked
        if current.isValid() and current.data(Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked:
            wanted = Qt.CheckState.Checked
        for index in indexes:
            self.model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)

    def _on_buttons_accepted(self) -> None:
        self.accept()
        self.agreed.emit(self.model.ticked(), self.zip_box.isChecked())
