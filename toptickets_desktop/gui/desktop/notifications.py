"""Notifications of the desktop: over D-Bus on Linux, where they need no tray, and through the tray icon elsewhere.

Source: the Desktop Notifications Specification 1.2 (freedesktop.org).
"""

from __future__ import annotations

import html
import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.tasks import TaskOwner

if TYPE_CHECKING:
    from toptickets_desktop.gui.desktop.session_bus import SessionBus

APP_NAME = "TopTickets Desktop"
DESKTOP_ENTRY = "app.toptickets.Desktop"

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_AS_LONG_AS_THE_DESKTOP_LIKES = -1


class Notifications(Protocol):
    """Tells the user something while the window is not looked at."""

    @property
    def activated(self) -> Signal:
        """Signal(int): the user clicked on the notification with that key."""

    def show(self, key: int, title: str, body: str) -> None:
        """Show a notification; both texts are plain, whatever is in them."""


class BusNotifications(QObject):
    """Over D-Bus; where nobody shows notifications, nothing happens.

    Signals:
        activated(int): the user clicked on the notification with that key.
    """

    activated = Signal(int)
    _signalled = Signal(str, object)

    def __init__(self, bridge: Bridge, bus: SessionBus, tasks: TaskOwner, action_text: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._bus = bus
        self._tasks = tasks
        self._action_text = action_text
        self._has_markup: bool | None = None
        self._key_of: dict[int, int] = {}
        self._count = 0
        self._unanswered = 0
        self._clicked_early: set[int] = set()  # before the answer told that it is ours
        self._signalled.connect(self._on_signalled, Qt.ConnectionType.QueuedConnection)

    def show(self, key: int, title: str, body: str) -> None:
        self._count += 1
        self._tasks.start(f"notify {self._count}", self._show(key, title, body))

    async def _show(self, key: int, title: str, body: str) -> None:
        self._unanswered += 1
        try:
            shown_as = await self._bridge.run(lambda: self._notify(title, body))
        finally:
            self._unanswered -= 1
        if shown_as is None:
            return
        self._key_of[shown_as] = key
        if shown_as in self._clicked_early:
            self.activated.emit(key)
        if not self._unanswered:
            self._clicked_early.clear()

    async def _notify(self, title: str, body: str) -> int | None:
        """On the network thread."""
        if self._has_markup is None:
            capabilities = await self._bus.call(_NAME, _PATH, _NAME, "GetCapabilities", "")
            self._has_markup = capabilities is not None and "body-markup" in capabilities[0]
            await self._bus.listen(_NAME, self._signalled.emit)
        hints = {"desktop-entry": ("s", DESKTOP_ENTRY), "category": ("s", "transfer.complete")}
        answer = await self._bus.call(
            _NAME,
            _PATH,
            _NAME,
            "Notify",
            "susssasa{sv}i",
            APP_NAME,
            0,
            DESKTOP_ENTRY,
            title,
            html.escape(body) if self._has_markup else body,
            ["default", self._action_text],
            hints,
            _AS_LONG_AS_THE_DESKTOP_LIKES,
        )
        return int(answer[0]) if answer else None

    def _on_signalled(self, name: str, body: tuple[object, ...]) -> None:
        if not body or not isinstance(body[0], int):
            return
        if name == "ActionInvoked":
            if body[0] in self._key_of:
                self.activated.emit(self._key_of[body[0]])
            elif self._unanswered:
                self._clicked_early.add(body[0])
        elif name == "NotificationClosed":
            self._key_of.pop(body[0], None)


class TrayNotifications(QObject):
    """Through the tray icon, which is there only while something is said.

    Signals:
        activated(int): the user clicked on the notification with that key.
    """

    activated = Signal(int)

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = QSystemTrayIcon(icon, self)
        self._tray.setToolTip(APP_NAME)
        self._key = 0
        self._tray.messageClicked.connect(self._on_tray_clicked)

    def show(self, key: int, title: str, body: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        self._key = key
        self._tray.show()
        self._tray.showMessage(title, body, self._tray.icon())

    def _on_tray_clicked(self) -> None:
        self._tray.hide()
        self.activated.emit(self._key)


def uses_session_bus() -> bool:
    """Whether this platform's desktops are told by D-Bus."""
    return sys.platform == "linux"
