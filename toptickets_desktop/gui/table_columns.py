"""Which columns of a table are shown, and how wide: one takes what the others leave, and where room is short the least important go.

Nothing is scrolled sideways unless the user chose more columns than there is room for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

_BY_ITSELF = "auto"
_WIDTH_MAX_PX = 2000


class TableColumns(QObject):
    """The columns of one table.

    Args:
        table: with its model and header set up.
        filling: the column that takes what is left; it is always shown.
        width_min_px: what that one needs to be read.
        widths_px: of the others; wider when their headings ask for it.
        importance: the others, the most important first; the last goes first where room is short.

    Signals:
        chosen(): the user chose other columns.
    """

    chosen = Signal()

    def __init__(
        self, table: QTableView, *, filling: int, width_min_px: int, widths_px: Mapping[int, int], importance: Sequence[int]
    ) -> None:
        super().__init__(table)
        self._table = table
        self._header = table.horizontalHeader()
        self._filling = filling
        self._width_min_px = width_min_px
        self._importance = list(importance)
        self._chosen: set[int] | None = None  # None: as the room asks
        self._is_fitting = False
        self._widths_px = {column: max(width_px, self._header.sectionSizeHint(column)) for column, width_px in widths_px.items()}
        for column, width_px in self._widths_px.items():
            self._header.resizeSection(column, width_px)
        self._header.setSectionResizeMode(filling, self._header.ResizeMode.Fixed)
        self._header.sectionResized.connect(self._on_header_section_resized)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._on_header_menu_requested)
        table.viewport().installEventFilter(self)

    @property
    def state(self) -> str:
        """What the user chose, as text for the settings: the columns that are shown, and the width of each."""
        shown = _BY_ITSELF if self._chosen is None else ",".join(map(str, sorted(self._chosen)))
        return ";".join([shown, *(f"{column}={width_px}" for column, width_px in sorted(self._widths_px.items()))])

    def restore(self, state: str) -> None:
        """Take up what `state` gave; what is damaged or missing stays as it is."""
        shown, *widths = state.split(";")
        numbers = shown.split(",")
        if all(map(_is_number, numbers)):
            self._chosen = {int(number) for number in numbers} & set(self._importance)
        for column, _, width_px in (part.partition("=") for part in widths):
            if _is_number(column) and _is_number(width_px) and int(column) in self._widths_px:
                self._widths_px[int(column)] = min(max(int(width_px), self._header.minimumSectionSize()), _WIDTH_MAX_PX)
        self.fit()

    def fill_menu(self, menu: QMenu) -> None:
        """A switch for each column, and one for "as the room asks"."""
        model = self._table.model()
        for column in (self._filling, *sorted(self._importance)):
            action = QAction(str(model.headerData(column, Qt.Orientation.Horizontal)).replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(column))
            action.setEnabled(column != self._filling)
            action.toggled.connect(lambda is_on, column=column: self._show(column, is_on))
            menu.addAction(action)
        menu.addSeparator()
        by_itself = QAction(self.tr("Fit columns to the &width"), menu)
        by_itself.setCheckable(True)
        by_itself.setChecked(self._chosen is None)
        by_itself.toggled.connect(lambda _is_on: self._choose(None))
        menu.addAction(by_itself)

    def fit(self) -> None:
        """Show what there is room for."""
        self._lay_out(self._shown(self._table.viewport().width()))

    def _lay_out(self, shown: set[int]) -> None:
        if self._is_fitting:
            return
        self._is_fitting = True
        room_px = self._table.viewport().width()
        for column, width_px in self._widths_px.items():
            if self._header.isSectionHidden(column) != (column not in shown):
                self._header.setSectionHidden(column, column not in shown)
            if column in shown and self._header.sectionSize(column) != width_px:
                self._header.resizeSection(column, width_px)
        others_px = sum(self._widths_px[column] for column in shown)
        filling_px = max(self._width_min_px, room_px - others_px)
        self._header.resizeSection(self._filling, filling_px)
        needs_bar = others_px + filling_px > room_px
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if needs_bar else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._table.setHorizontalScrollBarPolicy(policy)
        self._is_fitting = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # installed on one object only
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def _shown(self, room_px: int) -> set[int]:
        if self._chosen is not None:
            return set(self._chosen)
        shown: set[int] = set()
        left_px = room_px - self._width_min_px
        for column in self._importance:
            left_px -= self._widths_px[column]
            if left_px < 0:
                break
            shown.add(column)
        return shown

    def _show(self, column: int, is_on: bool) -> None:
        self._choose(self._visible() | {column} if is_on else self._visible() - {column})

    def _visible(self) -> set[int]:
        return {column for column in self._importance if not self._header.isSectionHidden(column)}

    def _choose(self, chosen: set[int] | None) -> None:
        self._chosen = chosen
        self.fit()
        self.chosen.emit()

    def _on_header_section_resized(self, column: int, _old_px: int, new_px: int) -> None:
        if not self._is_fitting and new_px:
            if column in self._widths_px:
                self._widths_px[column] = new_px
            self._lay_out(self._visible())  # a column that the hand pulls wider takes no other away

    def _on_header_menu_requested(self, position: QPoint) -> None:
        menu = QMenu(self._table.window())  # inside the table screen readers would take it for a part of it
        menu.setObjectName("columnMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self._header.mapToGlobal(position))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
