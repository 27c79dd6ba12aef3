"""A signed link on the clipboard, for as long as it works: it opens the file to anybody who has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

from toptickets_desktop.domain.attachment import SignedUrl

_LIFETIME_MAX_S = 24 * 3600.0
# Asks clipboard managers to keep no history of it: KDE's Klipper and its like; Windows 10 and later.
_NOT_FOR_HISTORY = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0\0\0\0",
}


class CopiedLink(QObject):
    """Puts a link on the clipboard and takes it away again when it has ended, or with the program, if it is still there."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._url = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.forget)

    def put(self, signed_url: SignedUrl) -> datetime | None:
        """Copy a link.

        Returns:
            When it ends, by our clock; None when that is not known.
        """
        self._timer.stop()
        self._url = signed_url.url
        data = QMimeData()
        data.setText(signed_url.url)
        for kind, value in _NOT_FOR_HISTORY.items():
            data.setData(kind, value)
        self._clipboard.setMimeData(data)
        if signed_url.lifetime_s is None:
            return None
        lifetime_s = min(max(signed_url.lifetime_s, 0.0), _LIFETIME_MAX_S)
        self._timer.start(round(lifetime_s * 1000))
        return datetime.now(UTC) + timedelta(seconds=lifetime_s)

    def forget(self) -> None:
        """Take it off the clipboard, unless something else is there by now."""
        self._timer.stop()
        url, self._url = self._url, ""
        if url and self._clipboard.text() == url:
            self._clipboard.clear()
