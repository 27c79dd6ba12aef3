"""Looks at one attachment after the other over the whole content of the window, without leaving the list.

Space opens and closes it, the arrow keys go through the attachments in the order of the table, Esc closes one layer at a time.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLabel, QLineEdit, QMainWindow, QSlider, QToolButton, QWidget

from toptickets_desktop.gui.attachments.attachment_model import AttachmentModel
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.formats import number_text
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.preview_controller import PreviewController
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.theme import SPACING, tabular_font

_Key = Qt.Key
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier}


class QuickLook(QWidget):
    """Covers the content of the window while it is open.

    Args:
        window: whose content it covers.
        pane, model: the attachments that it goes through; the one looked at is selected there.
        action: opens and closes it; gets the key Space there.
        decoder: shared with the preview.
        gallery: the other view of the attachments, with the same selection.
    """

    def __init__(
        self,
        window: QMainWindow,
        pane: AttachmentPane,
        model: AttachmentModel,
        action: QAction,
        bridge: Bridge,
        permissions: Permissions,
        decoder: DecodeClient,
        gallery: QWidget,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pane = pane
        self._model = model
        self._gallery = gallery
        self._attachment_id = ""
        self._row = 0  # where it was when it was last seen
        self._gives_focus = False  # to the viewer, as soon as it has something to show
        self.host = PreviewPane(decoder=decoder)
        self.host.setObjectName("quickLookContent")
        self.controller = PreviewController(self.host, bridge, permissions, lambda: model.rows, self)
        self.tasks = self.controller.tasks
        self.hide()
        self.setObjectName("quickLook")
        self.setAccessibleName(self.tr("Quick look"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # elsewhere the key presses buttons and types a space
        for view in (pane.table, gallery):
            view.addAction(action)
        action.triggered.connect(self._on_action_triggered)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.layoutChanged):
            signal.connect(self._on_model_changed)
        self.host.content_shown.connect(self._on_host_content_shown)
        window.installEventFilter(self)

    def _build(self) -> None:
        self.position = QLabel()
        self.position.setObjectName("quickLookPosition")
        self.position.setTextFormat(Qt.TextFormat.PlainText)
        self.position.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.position.setFont(tabular_font(self.font()))
        close = self._button("quickLookClose", "x", self.tr("Close the quick look (Esc)"))
        self._previous = self._button("quickLookPrevious", "chevron-left", self.tr("Previous attachment (←)"))
        self._next = self._button("quickLookNext", "chevron-right", self.tr("Next attachment (→)"))
        close.clicked.connect(self.close_look)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        head = horizontal(spacing_px=SPACING)
        head.addWidget(self._previous)
        head.addWidget(self.position)
        head.addWidget(self._next)
        head.addStretch(1)
        head.addWidget(close)
        layout = vertical(self, spacing_px=0, margin_px=SPACING)
        layout.addLayout(head)
        layout.addWidget(self.host, 1)

    def _button(self, object_name: str, icon_name: str, words: str) -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setObjectName(object_name)
        button.setIcon(icon(icon_name))
        button.setToolTip(words)
        button.setAccessibleName(words.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # --- what is asked of it --------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def open_look(self) -> None:
        """Look at the first selected attachment, or at the first of all."""
        selected = self._pane.selected()
        rows = self._model.rows
        if not rows:
            return
        self._attachment_id = (selected or rows)[0].id
        self._cover()
        self.show()
        self.raise_()
        central = self._window.centralWidget()
        if central is not None:
            central.setEnabled(False)  # neither the Tab key nor a screen reader goes behind it
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one, or no widget
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._gives_focus = True
        self._show_current()

    def close_look(self) -> None:
        """Back to the list, with what was looked at last selected."""
        if not self.is_open:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one, or no widget
        central = self._window.centralWidget()
        if central is not None:
            central.setEnabled(True)
        self.hide()
        self.controller.show([])
        (self._pane.table if self._pane.table.isVisible() else self._gallery).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Drop everything, as when another key is used."""
        self.close_look()
        self.host.forget()

    def shut_down(self) -> None:
        """The program ends."""
        self.close_look()
        self.host.shut_down()

    def step(self, by: int) -> None:
        """Go on to the next (1) or the previous (-1) attachment; nothing happens at the ends."""
        row = self._model.row_of(self._attachment_id)
        target = (self._row if row is None else row) + by
        if 0 <= target < len(self._model.rows):
            self._attachment_id = self._model.rows[target].id
            if not isinstance(QApplication.focusWidget(), QToolButton):  # a button that is pressed keeps it
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                self._gives_focus = True
            self._show_current()

    # --- keys -----------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys anywhere in the quick look, before viewers take them; and the size of the window."""
        if watched is self._window and event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest} and self.is_open:
            self._cover()
        if not self.is_open or not isinstance(event, QKeyEvent) or event.type() not in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            return False
        if not isinstance(watched, QWidget) or not (watched is self or self.isAncestorOf(watched)):
            return False
        work = self._meaning(event, watched)
        if work is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        self._do(work)
        return True

    def _meaning(self, event: QKeyEvent, focused: QWidget) -> str | None:
        if event.modifiers() not in _PLAIN:
            return None
        key = event.key()
        is_typing = isinstance(focused, QLineEdit | QAbstractSpinBox | QComboBox | QSlider)
        if key == _Key.Key_Escape:
            return None if isinstance(focused, QLineEdit) and focused.objectName() == "findField" else "close layer"
        if is_typing or (event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in {_Key.Key_Left, _Key.Key_Right}):
            return None
        if key == _Key.Key_Space:
            return None if isinstance(focused, QToolButton) else "close"
        meanings = {_Key.Key_Left: "previous", _Key.Key_Right: "next", _Key.Key_Plus: "larger", _Key.Key_Equal: "larger"}
        meanings |= {_Key.Key_Minus: "smaller", _Key.Key_0: "own size"}
        return meanings.get(_Key(key))

    def _do(self, work: str) -> None:
        viewer = self.host.viewer
        if work == "close" or (work == "close layer" and (viewer is None or not viewer.close_layer())):
            self.close_look()
        elif work in {"previous", "next"}:
            forward = 1 if work == "next" else -1
            self.step(forward if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -forward)
        elif viewer is not None and work in {"larger", "smaller", "own size"}:
            viewer.zoom({"larger": 1, "smaller": -1, "own size": 0}[work])

    # --- what it shows --------------------------------------------------------------------------------------------------

    def _on_action_triggered(self) -> None:
        if self.is_open:
            self.close_look()
        else:
            self.open_look()

    def _on_model_changed(self) -> None:
        if not self.is_open:
            return
        rows = self._model.rows
        if not rows:
            self.close_look()
        else:
            if self._model.row_of(self._attachment_id) is None:  # deleted, or filtered away: what came after it is next
                self._attachment_id = rows[min(self._row, len(rows) - 1)].id
            self._show_current()

    def _show_current(self) -> None:
        row = self._model.row_of(self._attachment_id)
        if row is None:
            return
        self._row = row
        rows = self._model.rows
        if [attachment.id for attachment in self._pane.selected()] != [self._attachment_id]:
            self._pane.select([self._attachment_id])
        words = self.tr("{number} of {count}").format(number=number_text(row + 1), count=number_text(len(rows)))
        self.position.setText(words)
        self.setAccessibleDescription(words)
        self._previous.setEnabled(row > 0)
        self._next.setEnabled(row + 1 < len(rows))
        self.controller.show([rows[row]])

    def _on_host_content_shown(self) -> None:
        viewer = self.host.viewer
        if self.is_open and self._gives_focus and viewer is not None:
            self._gives_focus = False
            viewer.setFocus(Qt.FocusReason.OtherFocusReason)  # so that ↑, ↓ and the page keys scroll it

    def _cover(self) -> None:
        central = self._window.centralWidget()
        if central is not None:
            self.setGeometry(central.geometry())
