"""What the tables of the window have in common: calm rows with room around the text, and one column that takes what is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
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


class FillingColumn(QObject):
    """Gives one column the width that the others leave, but never less than it can be read at; the rest is scrolled to."""

    def __init__(self, table: QTableView, column: int, width_min_px: int) -> None:
        super().__init__(table)
        self._table = table
        self._column = column
        self._width_min_px = width_min_px
        self._is_fitting = False
        header = table.horizontalHeader()
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.sectionResized.connect(self._fit)
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # installed on one object only
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        if self._is_fitting:
            return
        header = self._table.horizontalHeader()
        others_px = sum(header.sectionSize(i) for i in range(header.count()) if i != self._column and not header.isSectionHidden(i))
        width_px = max(self._width_min_px, self._table.viewport().width() - others_px)
        self._is_fitting = True
        header.resizeSection(self._column, width_px)
        self._is_fitting = False
        needs_bar = others_px + width_px > self._table.viewport().width()
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needs_bar else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._table.setHorizontalScrollBarPolicy(policy)
