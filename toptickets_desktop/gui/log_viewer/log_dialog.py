"""The program's log: read on a thread, followed while it grows, filtered, and copied without secrets."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QWidget,
)

from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.log_viewer.log_model import LogColumn, LogModel, entry_text
from toptickets_desktop.gui.log_viewer.log_tail import LogTail
from toptickets_desktop.gui.table_columns import TableColumns
from toptickets_desktop.gui.tables import set_up_table
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING

_SIZE = QSize(SPACING * 112, SPACING * 72)
_SPLIT_PX = [SPACING * 46, SPACING * 14]
_FOLLOW_INTERVAL_S = 0.5
_COPIED_ENTRIES_MAX = 2_000


class LogDialog(QDialog):
    """To be opened with `show()`: one works on while it is open.

    Args:
        path: the log.

    Signals:
        show_in_folder_requested(Path): the file manager is wanted.
        crashed(BaseException): something failed for a reason that is a defect of ours.
    """

    show_in_folder_requested = Signal(object)
    crashed = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("logDialog")
        self.setWindowTitle(self.tr("Log"))
        self._path = path
        self._tail = LogTail(path)
        self.tasks = TaskOwner(self)
        self.tasks.crashed.connect(self.crashed)
        self.model = LogModel(self)
        self.level_box = QComboBox()
        self.level_box.setObjectName("logLevel")
        self.level_box.setAccessibleName(self.tr("Least level"))
        for level, words in (
            ("debug", self.tr("Everything")),
            ("info", self.tr("Information and above")),
            ("warning", self.tr("Warnings and errors")),
            ("error", self.tr("Errors only")),
        ):
            self.level_box.addItem(words, level)
        self.filter_line = QLineEdit()
        self.filter_line.setObjectName("logFilter")
        self.filter_line.setAccessibleName(self.tr("Filter the log"))
        self.filter_line.setPlaceholderText(self.tr("Filter the log"))
        self.filter_line.setClearButtonEnabled(True)
        self.follow_box = QCheckBox(self.tr("&Follow"))
        self.follow_box.setObjectName("followLog")
        self.follow_box.setToolTip(self.tr("Scroll to what is new"))
        self.follow_box.setChecked(True)
        self.table = QTableView()
        self.table.setObjectName("logTable")
        self.table.setAccessibleName(self.tr("Log"))
        self.table.setModel(self.model)
        set_up_table(self.table, row_padding_px=SPACING // 2)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        character_px = self.fontMetrics().averageCharWidth()
        TableColumns(
            self.table,
            filling=LogColumn.TEXT,
            width_min_px=character_px * 24,
            widths_px={
                column: character_px * characters + SPACING * 2
                for column, characters in ((LogColumn.TIME, 10), (LogColumn.LEVEL, 13), (LogColumn.LOGGER, 20))
            },
            importance=[LogColumn.LEVEL, LogColumn.TIME, LogColumn.LOGGER],
        )
        self.details = QPlainTextEdit()
        self.details.setObjectName("logDetails")
        self.details.setAccessibleName(self.tr("Details of the entry"))
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setTabChangesFocus(True)
        self.said = QLabel()
        self.said.setObjectName("logSaid")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.copy_button = self._make_button("copyLog", "copy", self.tr("&Copy"))
        self.copy_button.setToolTip(self.tr("Copy the selected entries, or all that are shown; keys and links are taken out"))
        self.folder_button = self._make_button("showLogInFolder", "folder-open", self.tr("&Show in folder"))
        self._lay_out()

        self.level_box.currentIndexChanged.connect(self._filter)
        self.filter_line.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        self.folder_button.clicked.connect(lambda: self.show_in_folder_requested.emit(self._path))
        self.buttons.rejected.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        super().showEvent(event)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        self.tasks.start("follow", self._follow())
        self.filter_line.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Stop reading."""
        self.tasks.cancel("follow")
        super().done(result)
        self.deleteLater()

    def _make_button(self, object_name: str, icon_name: str, text: str) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setObjectName(object_name)
        button.setIcon(icon(icon_name))
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        top = horizontal()
        top.addWidget(self.filter_line, 1)
        top.addWidget(self.level_box)
        top.addWidget(self.follow_box)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.details)
        split.setSizes(_SPLIT_PX)
        split.setChildrenCollapsible(False)
        bottom = horizontal()
        bottom.addWidget(self.said, 1)
        bottom.addWidget(self.buttons)
        layout = vertical(self, margin_px=SPACING * 2)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        layout.addLayout(bottom)

    async def _follow(self) -> None:
        while True:
            entries = await asyncio.to_thread(self._tail.read_new)
            if entries:
                self.model.append(entries)
                if self.follow_box.isChecked():
                    self.table.scrollToBottom()
            await asyncio.sleep(_FOLLOW_INTERVAL_S)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        self.model.set_filter(least_level=str(self.level_box.currentData()), text=self.filter_line.text().strip())
        self.details.clear()
        self.table.scrollToBottom()

    def _on_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.details.setPlainText(entry_text(self.model.rows[current.row()]) if current.isValid() else "")

    def _on_copy_button_clicked(self) -> None:
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        entries = [self.model.rows[row] for row in chosen] if len(chosen) > 1 else list(self.model.rows)[-_COPIED_ENTRIES_MAX:]
        QGuiApplication.clipboard().setText("\n".join(map(entry_text, entries)) + "\n")
        self.said.setText(self.tr("Copied: %n", "", len(entries)))
