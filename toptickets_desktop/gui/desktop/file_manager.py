"""Has a file shown by the desktop's file manager: its folder opened, and the file selected in it.

Source: the File Manager D-Bus interface (freedesktop.org), method ShowItems; `explorer /select` and `open -R` elsewhere.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QProcess, QUrl

from toptickets_desktop.gui.bridge import Bridge

if TYPE_CHECKING:
    from toptickets_desktop.gui.desktop.session_bus import SessionBus

_NAME = "org.freedesktop.FileManager1"
_PATH = "/org/freedesktop/FileManager1"
_NO_STARTUP_ID = ""


class FileManager:
    """The desktop's own.

    Args:
        bus: where it is called; None where the desktop has no such bus.
    """

    def __init__(self, bridge: Bridge, bus: SessionBus | None) -> None:
        self._bridge = bridge
        self._bus = bus

    async def show(self, path: Path) -> bool:
        """Show a file, selected in its folder; False when nobody could."""
        bus = self._bus
        if bus is not None:
            uri = QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
            answer = await self._bridge.run(lambda: bus.call(_NAME, _PATH, _NAME, "ShowItems", "ass", [uri], _NO_STARTUP_ID))
            return answer is not None
        if sys.platform == "win32":
            return QProcess.startDetached("explorer.exe", ["/select,", QDir.toNativeSeparators(str(path))])[0]
        if sys.platform == "darwin":
            return QProcess.startDetached("/usr/bin/open", ["-R", str(path)])[0]
        return False
