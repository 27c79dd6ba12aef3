"""One window for each data folder: a second start hands over what it was given, and ends.

The way is a socket that only this user can reach: a 0600 socket in a 0700 folder, and on Linux the kernel says who speaks. On Windows it
is a named pipe with the user's own access list.
"""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import structlog
from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from toptickets_desktop.domain.hand_over import MESSAGE_BYTES_MAX, HandOver, InvalidHandOver

READ_TIMEOUT_MS = 2_000
HAND_OVER_TIMEOUT_MS = 5_000

_CONNECTIONS_MAX = 4
_ADDRESS_BYTES_MAX = 100  # unix(7): 107
_RETRY_MS = 100
_ACCEPTED, _REFUSED = b"ok\n", b"no\n"

_log = structlog.get_logger(__name__)


class InstanceLock:
    """Says which start is the first for a data folder; whoever holds it may listen.

    Args:
        data_dir: the folder, which is there.
    """

    def __init__(self, data_dir: Path) -> None:
        self.address = _address_of(data_dir)
        self._lock = QLockFile(str(data_dir / "instance.lock"))
        self._lock.setStaleLockTime(0)  # as long as its process lives, whatever the clock says

    def claim(self) -> bool:
        """Whether this is the first start."""
        return self._lock.tryLock(0)

    @property
    def is_held(self) -> bool:
        """Whether this start is the first."""
        return self._lock.isLocked()

    def release(self) -> None:
        """Let another start be the first."""
        self._lock.unlock()


def hand_over(
    address: str, message: HandOver, *, timeout_ms: int = HAND_OVER_TIMEOUT_MS, is_alone: Callable[[], bool] = lambda: False
) -> bool:
    """Tell the program that runs; blocks, and is for a start that has no window.

    Args:
        address: the lock's.
        message: what to tell.
        timeout_ms: how long it is tried.
        is_alone: whether that program has ended meanwhile; then it is not tried any longer.

    Returns:
        Whether it took the message.
    """
    deadline = QDeadlineTimer(timeout_ms)
    channel = QLocalSocket()
    while True:
        channel.connectToServer(address)
        if channel.waitForConnected(_RETRY_MS):
            break
        if deadline.hasExpired() or is_alone():
            return False
        channel.abort()
        QThread.msleep(_RETRY_MS)  # it may just be starting, or ending
    if not _is_ours(channel):
        return False
    channel.write(message.to_bytes())
    answer = b""
    while not answer.endswith(b"\n") and not deadline.hasExpired():
        if not channel.waitForReadyRead(max(1, deadline.remainingTime())):
            break
        answer += bytes(channel.readAll().data())
    channel.disconnectFromServer()
    return answer == _ACCEPTED


class InstanceServer(QObject):
    """Listens for further starts. To be made by the holder of the lock alone.

    Args:
        address: the lock's.

    Signals:
        received(HandOver): another start was given this; it is good in form, and nothing more is known of it.
    """

    received = Signal(object)

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_CONNECTIONS_MAX)
        self._server.newConnection.connect(self._on_server_new_connection)
        self._open = 0
        QLocalServer.removeServer(address)  # of a run that crashed: nobody else can be listening
        if not self._server.listen(address):
            _log.warning("no socket for further starts", error=self._server.errorString())

    @property
    def is_listening(self) -> bool:
        """Whether further starts find this one."""
        return self._server.isListening()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_server_new_connection(self) -> None:
        while (channel := self._server.nextPendingConnection()) is not None:
            if self._open >= _CONNECTIONS_MAX or not _is_ours(channel):
                channel.abort()
                channel.deleteLater()
                continue
            self._open += 1
            _Conversation(channel, self)

    def end(self, message: HandOver | None) -> None:
        """For a conversation that is over."""
        self._open -= 1
        if message is not None:
            self.received.emit(message)


class _Conversation(QObject):
    """One line from another start, read within limits, and one answer."""

    def __init__(self, channel: QLocalSocket, server: InstanceServer) -> None:
        super().__init__(server)
        self._channel = channel
        self._server = server
        self._data = bytearray()
        self._is_over = False
        channel.setParent(self)
        channel.setReadBufferSize(MESSAGE_BYTES_MAX + 1)
        channel.readyRead.connect(self._on_channel_ready_read)
        channel.disconnected.connect(lambda: self._end(None))
        self._timer = QTimer(self, singleShot=True, interval=READ_TIMEOUT_MS)
        self._timer.timeout.connect(lambda: self._end(None))
        self._timer.start()
        self._on_channel_ready_read()

    def _on_channel_ready_read(self) -> None:
        if self._is_over:
            return
        self._data += self._channel.readAll().data()
        if b"\n" not in self._data and len(self._data) <= MESSAGE_BYTES_MAX:
            return
        try:
            message = HandOver.from_bytes(bytes(self._data))
        except InvalidHandOver:
            self._channel.write(_REFUSED)
            self._end(None)
            return
        self._channel.write(_ACCEPTED)
        self._end(message)

    def _end(self, message: HandOver | None) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._timer.stop()
        self._channel.flush()
        self._channel.disconnectFromServer()
        self._server.end(message)
        self.deleteLater()


def _address_of(data_dir: Path) -> str:
    """The same for all starts with this folder, and short enough for a socket's name."""
    token = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:20]
    if sys.platform == "win32":
        return f"toptickets-desktop-{token}"
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    candidates = [Path(runtime) / "toptickets-desktop"] if runtime and Path(runtime).is_absolute() else []
    candidates += [data_dir / "run", Path(tempfile.gettempdir()) / f"toptickets-desktop-{os.getuid()}"]
    for folder in candidates:
        address = folder / f"{token}.sock"
        if len(os.fsencode(address)) <= _ADDRESS_BYTES_MAX and _is_private(folder):
            return str(address)
    return str(data_dir / "run" / f"{token}.sock")  # too long to listen at: then each start is its own


def _is_private(folder: Path) -> bool:
    """Make the folder, and see that it is this user's alone and no link."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
            return False
        folder.chmod(0o700)
    except OSError:
        return False
    return True


def _is_ours(channel: QLocalSocket) -> bool:
    """Whether the other end belongs to this user, as the kernel says it (SO_PEERCRED, unix(7))."""
    if not sys.platform.startswith("linux"):
        return True  # the folder, or the pipe's access list, lets nobody else in
    try:
        with socket.socket(fileno=os.dup(int(channel.socketDescriptor()))) as end:
            credentials = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    except OSError:
        return False
    _, user_id, _ = struct.unpack("3i", credentials)
    return bool(user_id == _user_id())


def _user_id() -> int:
    return os.getuid()
