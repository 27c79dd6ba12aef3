"""The sheet of shortcuts (F1): all keys by groups, as they are now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from toptickets_desktop.domain.fuzzy import fold
from toptickets_desktop.gui.finding.key_groups import KeyGroup
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.theme import SPACING, tabular_font, title_font

_SIZE = QSize(SPACING * 70, SPACING * 75)


class ShortcutSheet(QDialog):
    """Shows `groups`, narrowed by words or keys."""

    def __init__(self, groups: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutSheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._groups = list(groups)
        self.filter_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Filter by words or keys"))
        self.filter_field.setObjectName("shortcutFilter")
        self.filter_field.setAccessibleName(self.tr("Filter shortcuts"))
        self.filter_field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_field.textChanged.connect(self._show_fitting)
        self.tree = QTreeWidget()
        self.tree.setObjectName("shortcuts")
        self.tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(SPACING * 2)
        self.tree.setUniformRowHeights(False)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._fill()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.setObjectName("shortcutButtons")
        copy = QPushButton(icon("copy"), self.tr("&Copy as text"))
        copy.setObjectName("copyShortcuts")
        copy.setToolTip(self.tr("For printing, or to send it to somebody"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = vertical(self, margin_px=SPACING * 2)
        layout.addWidget(self.filter_field)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        self.resize(_SIZE if parent is None else _SIZE.boundedTo(parent.size() - QSize(SPACING * 4, SPACING * 4)))
        self.filter_field.setFocus()

    def as_text(self) -> str:
        """All of it as plain text, a group after the other."""
        width = max(len(line.words) for group in self._groups for line in group.lines)
        parts = [[group.title, *(f"  {line.words.ljust(width)}  {line.keys}" for line in group.lines)] for group in self._groups]
        return "\n\n".join("\n".join(part) for part in parts) + "\n"

    def shown(self) -> list[tuple[str, str]]:
        """The commands that are shown, each with its keys."""
        lines = [line for head in _children(self.tree.invisibleRootItem()) for line in _children(head)]
        return [(line.text(0), line.text(1)) for line in lines if not line.isHidden()]

    def _fill(self) -> None:
        for group in self._groups:
            head = QTreeWidgetItem([group.title])
            head.setFont(0, title_font(self.font()))
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.tree.addTopLevelItem(head)
            head.setFirstColumnSpanned(True)
            for line in group.lines:
                item = QTreeWidgetItem([line.words, line.keys])
                item.setFont(1, tabular_font(self.font()))
                item.setToolTip(0, line.words)
                head.addChild(item)
        self.tree.expandAll()

    def _show_fitting(self, text: str) -> None:
        words = fold(text).split()
        for head in _children(self.tree.invisibleRootItem()):
            lines = _children(head)
            for line in lines:
                searched = fold(f"{line.text(0)} {line.text(1)} {head.text(0)}")
                line.setHidden(not all(word in searched for word in words))
            head.setHidden(all(line.isHidden() for line in lines))


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(i) for i in range(item.childCount()))
    return [child for child in found if child is not None]
