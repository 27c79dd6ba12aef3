"""How the window is laid out: the panes beside each other, the transfers below, the toolbar and the status line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QSizePolicy, QSplitter, QToolBar, QToolButton, QWidget

from toptickets_desktop.domain.access import BaseUrl, KeyKind
from toptickets_desktop.gui.actions import Actions
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.sign_in.key_words import kind_text
from toptickets_desktop.gui.theme import SPACING

_FIRST_SIZE = QSize(1440, 880)
_FRAME_HEIGHT_PX = SPACING * 5
_TICKETS_WIDTH_PX = 556
_PREVIEW_WIDTHS_PX = (200, 280)  # on a small screen all columns of the tables matter more than a large picture
_BOTH_TABLES_WIDTH_PX = 1160
_FLOOR_HEIGHTS_PX = [600, 160]
_STRETCHES = (2, 2, 1)


def first_size(screen: QSize) -> QSize:
    """The size of a window that was never shown. Room for the frame is left, which has no size before that."""
    return _FIRST_SIZE.boundedTo(screen - QSize(0, _FRAME_HEIGHT_PX))


def panes_of(tickets: QWidget, attachments: QWidget, preview: QWidget, width_px: int) -> QSplitter:
    """The panes beside each other, in a window of a width."""
    panes = _splitter(Qt.Orientation.Horizontal, "panes", (tickets, attachments, preview))
    for index, stretch in enumerate(_STRETCHES):
        panes.setStretchFactor(index, stretch)
    panes.setSizes(_pane_widths_px(width_px))
    return panes


def floors_of(panes: QSplitter, transfers: QWidget) -> QSplitter:
    """The panes above the transfers."""
    floors = _splitter(Qt.Orientation.Vertical, "floors", (panes, transfers))
    floors.setStretchFactor(0, 1)
    floors.setSizes(_FLOOR_HEIGHTS_PX)
    return floors


class MainToolbar(QToolBar):
    """The actions that are used most.

    Args:
        profile_button: stands at the right, before the switches.
    """

    def __init__(self, actions: Actions, profile_button: QWidget) -> None:
        super().__init__(movable=False, floatable=False)
        self.setWindowTitle(self.tr("Main toolbar"))
        self.setObjectName("mainToolbar")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(SPACING * 2 + 2, SPACING * 2 + 2))
        self.addActions([actions.upload, actions.download, actions.save_as, actions.delete])
        self.addSeparator()
        self.addAction(actions.refresh)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.addWidget(profile_button)
        for action in (actions.show_gallery, actions.show_preview, actions.show_transfers, actions.preferences):
            self.addAction(action)
            button = self._button(action)
            if button is not None:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        for action in self.actions():
            button = self._button(action)
            if button is not None and action.text():
                button.setAccessibleName(action.text().replace("&", "").rstrip("…"))

    def _button(self, action: QAction) -> QToolButton | None:
        button = self.widgetForAction(action)
        return button if isinstance(button, QToolButton) else None


class KeyLabel(QLabel):
    """Says which kind of key is in use, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("keyLabel")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(SPACING, 0, SPACING, 0)

    def show_key(self, kind: KeyKind | None, base_url: BaseUrl) -> None:
        """Show a key; nothing when there is none."""
        self.setText(f"{kind_text(kind)} · {visible_name(base_url.host)}" if kind else "")


def _splitter(orientation: Qt.Orientation, name: str, parts: Sequence[QWidget]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    for part in parts:
        splitter.addWidget(part)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    return splitter


def _pane_widths_px(window_px: int) -> list[int]:
    """Tickets, attachments and preview in a new window."""
    least, most = _PREVIEW_WIDTHS_PX
    preview_px = min(max(window_px - _BOTH_TABLES_WIDTH_PX, least), most)
    tickets_px = min(_TICKETS_WIDTH_PX, (window_px - preview_px) // 2)
    return [tickets_px, window_px - preview_px - tickets_px, preview_px]
