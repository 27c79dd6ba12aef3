"""The palette: a field and a list over the window, to go to a ticket or an attachment and to run a command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)

from toptickets_desktop.gui.finding.palette_item import ITEM_ROLE, PaletteDelegate, PaletteItem, spoken
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.plain_text import tool_tip
from toptickets_desktop.gui.theme import SPACING, muted_color

_WIDTH_MAX_PX = SPACING * 84
_ROWS_SEEN = 10
_SCRIM = QColor(0, 0, 0, 72)

_Role = QPalette.ColorRole
_INVALID = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class _Items(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[PaletteItem] = []

    def set_items(self, items: Sequence[PaletteItem]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: _Index = _INVALID) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.items):
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(item.why_not or item.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(item)
        return None


class Palette(QWidget):
    """Lies over the whole of its parent while it is open; what is beneath is dimmed, and a click there closes it.

    Signals:
        query_edited(str): another text is in the field.
        chosen(PaletteItem): it is to be done; the palette is closed and the focus is back where it was.
        refused(PaletteItem): it was chosen, and cannot be done.
        closed(): it is gone.
    """

    query_edited = Signal(str)
    chosen = Signal(object)
    refused = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Go to ticket or command"))
        self._focus_before: QWidget | None = None
        self._awaits_items = False  # the list still answers an earlier text
        self._enter_waits = False
        self._card = _Card(self)
        self._card.setObjectName("paletteCard")
        self.field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Ticket number or subject, attachment, command"))
        self.field.setObjectName("paletteField")
        self.field.setAccessibleName(self.tr("Go to ticket or command"))
        self.field.setAccessibleDescription(self.tr("Up and down choose from the results, Enter does it, Esc closes."))
        self.field.setFrame(False)
        self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setMinimumHeight(SPACING * 5)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.installEventFilter(self)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setForegroundRole(_Role.Mid)
        line.setFrameShadow(QFrame.Shadow.Plain)
        self._items = _Items(self)
        self.list = _ResultList()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(self.tr("Results"))
        self.list.setModel(self._items)
        self._delegate = PaletteDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.selectionModel().currentRowChanged.connect(self._on_list_current_row_changed)
        self._note = QLabel()
        self._note.setObjectName("paletteNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setContentsMargins(SPACING * 2, SPACING // 2, SPACING * 2, SPACING // 2)
        self._note.setWordWrap(True)
        layout = vertical(self._card, spacing_px=0)
        layout.setContentsMargins(SPACING // 2, SPACING // 2, SPACING // 2, SPACING)
        layout.addWidget(self.field)
        layout.addWidget(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._note)
        self.hide()
        parent.installEventFilter(self)

    @property
    def items(self) -> list[PaletteItem]:
        """What is listed, best first."""
        return list(self._items.items)

    @property
    def current(self) -> PaletteItem | None:
        """What Enter would do."""
        row = self.list.currentIndex().row()
        return self._items.items[row] if 0 <= row < len(self._items.items) else None

    def open(self) -> None:
        """Show it with an empty field."""
        if self.isVisible():
            self.field.selectAll()
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._focus_before = QApplication.focusWidget()
        self.field.clear()
        self.set_note("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Take it away and put the focus back."""
        if self.isHidden():
            return
        self.hide()
        self._awaits_items = self._enter_waits = False
        before, self._focus_before = self._focus_before, None
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def set_items(self, items: Sequence[PaletteItem], query: str, *, keeps_current: bool = False) -> None:
        """List these, the first one being the current.

        Args:
            items: best first.
            query: whose letters are marked in them.
            keeps_current: whether the current item stays so if it is still there.
        """
        before = self.current if keeps_current else None
        self._delegate.query = query
        self._items.set_items(items)
        row = next((i for i, item in enumerate(items) if before is not None and item.identity == before.identity), 0)
        if items:
            self.list.setCurrentIndex(self._items.index(row, 0))
        self._place()
        self._awaits_items = False
        if self._enter_waits:
            self._enter_waits = False
            self.choose_current()

    def set_note(self, text: str) -> None:
        """Say something below the list; nothing when empty."""
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._place()

    @property
    def note(self) -> str:
        """What is said below the list."""
        return self._note.text()

    def choose_current(self) -> None:
        """Do what Enter does: with the list that answers what is in the field, even if it is still to come."""
        if self._awaits_items:
            self._enter_waits = True
            return
        self._choose(self.list.currentIndex().row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; the field's arrow keys move in the list."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_field_key(Qt.Key(event.key()), event.modifiers())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes the palette."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.fillRect(self.rect(), _SCRIM)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: ARG002  # there is one place for the focus
        """The focus stays in the field while the palette is open."""
        self.field.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _on_field_text_changed(self, text: str) -> None:
        if self.isVisible():
            self._awaits_items, self._enter_waits = True, False
        self.query_edited.emit(text)

    def _on_field_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS_SEEN - 1,
            Qt.Key.Key_PageUp: 1 - _ROWS_SEEN,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
        }
        if key in steps:
            self._move(steps[key], wraps=abs(steps[key]) == 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.choose_current()
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and modifiers & Qt.KeyboardModifier.ControlModifier:
            self._move(-len(self.items) if key == Qt.Key.Key_Home else len(self.items), wraps=False)
        else:
            return False
        return True

    def _move(self, step: int, *, wraps: bool) -> None:
        count = len(self._items.items)
        if not count:
            return
        row = self.list.currentIndex().row() + step
        row = row % count if wraps else min(max(row, 0), count - 1)
        self.list.setCurrentIndex(self._items.index(row, 0))

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._items.items):
            return
        item = self._items.items[row]
        if not item.is_enabled:
            self.set_note(item.why_not or self.tr("This cannot be done now."))
            self.refused.emit(item)
            return
        self.close_palette()
        self.chosen.emit(item)

    def _place(self) -> None:
        parent = self._host
        self.setGeometry(parent.rect())
        width = min(_WIDTH_MAX_PX, parent.width() - SPACING * 4)
        rows = min(max(len(self._items.items), 1), _ROWS_SEEN)
        note = self._note.heightForWidth(width) if self._note.text() else 0
        self.list.setVisible(bool(self._items.items))
        list_px = rows * self._delegate.row_height_px() + SPACING if self._items.items else 0
        height = min(self.field.sizeHint().height() + SPACING * 3 + list_px + note, parent.height() - SPACING * 4)
        top = min(SPACING * 10, max(SPACING * 2, (parent.height() - height) // 3))
        self._card.setGeometry(QRect((parent.width() - width) // 2, top, width, height))

    def _on_list_current_row_changed(self) -> None:
        item = self.current
        if item is None or not self.isVisible():
            return
        if self._note.text():
            self.set_note("")
        # The focus stays in the field, so that what becomes current has to be told.
        announcement = QAccessibleAnnouncementEvent(self.field, spoken(item))
        announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(announcement)


class _Card(QWidget):
    """What field and list lie on: rounded, with an edge that can be seen in the dark too."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = muted_color(self.palette())
        edge.setAlphaF(0.5)
        painter.setPen(edge)
        painter.setBrush(self.palette().color(_Role.Base))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), SPACING, SPACING)
        painter.end()


class _ResultList(QListView):
    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
