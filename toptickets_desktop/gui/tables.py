"""What the tables of the window have in common: calm rows with room around the text."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QProxyStyle, QStyle, QStyleOption, QTableView, QWidget

from toptickets_desktop.gui.theme import SPACING

_Metric = QStyle.PixelMetric


class RoomyTableStyle(QProxyStyle):
    """The platform's style with one step of the grid on both sides of a cell's text, in rows and header alike."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(QApplication.style().name())
        self.setParent(parent)

    def pixelMetric(self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None) -> int:
        if metric is _Metric.PM_HeaderMargin:
            return SPACING
        if metric is _Metric.PM_FocusFrameHMargin:
            return SPACING - 1  # item views add one pixel of their own
        return super().pixelMetric(metric, option, widget)


def set_up_table(table: QTableView, *, row_padding_px: int) -> None:
    """Make a table of whole rows: no grid, no row numbers, smooth scrolling, columns that can be moved.

    Args:
        table: to be set up once, when it has its model.
        row_padding_px: what a row is higher than its text.
    """
    style = RoomyTableStyle(table)
    table.setStyle(style)
    table.horizontalHeader().setStyle(style)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setFrameShape(QTableView.Shape.NoFrame)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + row_padding_px)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsMovable(True)
    header.setMinimumSectionSize(SPACING * 5)
