"""How far all transfers are, where the desktop shows it: a bar on the launcher's icon, or a number on it.

Source: the Unity Launcher API (com.canonical.Unity.LauncherEntry), which Unity, KDE Plasma, Dash to Dock and Plank follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.desktop.notifications import DESKTOP_ENTRY
from toptickets_desktop.gui.tasks import TaskOwner

if TYPE_CHECKING:
    from toptickets_desktop.gui.desktop.session_bus import SessionBus

INTERVAL_MS = 1_000

_INTERFACE = "com.canonical.Unity.LauncherEntry"
_PATH = "/com/canonical/unity/launcherentry/1"


class LauncherProgress(Protocol):
    """Shows how far transfers are outside of the window."""

    def show(self, active_count: int, fraction: float) -> None:
        """Show it; with a count of 0 show nothing any more."""


class BusLauncherProgress(QObject):
    """Over D-Bus, once a second at most; the last word is always sent."""

    def __init__(self, bridge: Bridge, bus: SessionBus, tasks: TaskOwner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._bus = bus
        self._tasks = tasks
        self._wanted = self._sent = (0, 0.0)
        self._timer = QTimer(self, singleShot=True, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._send)

    def show(self, active_count: int, fraction: float) -> None:
        is_other_count = active_count != self._wanted[0]
        self._wanted = (active_count, round(fraction, 2))
        if self._wanted == self._sent:
            return
        if is_other_count and (not active_count or not self._sent[0]):
            self._send()  # the first and the last are told at once
        elif not self._timer.isActive():
            self._timer.start()

    def _send(self) -> None:
        self._timer.stop()
        self._sent = self._wanted
        self._tasks.start("launcher progress", self._tell(*self._sent))

    async def _tell(self, active_count: int, fraction: float) -> None:
        is_shown = active_count > 0
        properties = {
            "count": ("x", active_count),
            "count-visible": ("b", is_shown),
            "progress": ("d", fraction),
            "progress-visible": ("b", is_shown),
        }
        uri = f"application://{DESKTOP_ENTRY}.desktop"
        await self._bridge.run(lambda: self._bus.emit(_PATH, _INTERFACE, "Update", "sa{sv}", uri, properties))


class BadgeProgress:
    """The number of transfers on the icon in the dock or task bar, through Qt, which leaves it out where there is no such thing."""

    def __init__(self) -> None:
        self._shown = 0

    def show(self, active_count: int, fraction: float) -> None:  # noqa: ARG002  # a badge has no bar
        if active_count != self._shown and isinstance(application := QGuiApplication.instance(), QGuiApplication):
            self._shown = active_count
            application.setBadgeNumber(active_count)
