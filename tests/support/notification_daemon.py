"""A real owner of org.freedesktop.Notifications on a bus, and a listener for what launchers are told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_return, new_signal  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection  # type: ignore[import-untyped]

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
LAUNCHER = "com.canonical.Unity.LauncherEntry"
_POLL_S = 0.1
_START_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A notification as the daemon got it."""

    id: int
    app: str
    title: str
    body: str
    actions: tuple[str, ...]
    hints: dict[str, Any]


class NotificationDaemon:
    """Answers on a thread of its own from `__enter__` to `__exit__`.

    Attributes:
        shown: notifications, oldest first.
        launcher: the properties of each LauncherEntry update, with its URI.
    """

    def __init__(self, address: str, *, capabilities: tuple[str, ...] = ("actions", "body", "body-markup")) -> None:
        self._address = address
        self._capabilities = capabilities
        self.shown: list[Shown] = []
        self.launcher: list[tuple[str, dict[str, Any]]] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="notification daemon", daemon=True)

    def __enter__(self) -> Self:
        self._connection = _connected(self._address)
        bus = Proxy(message_bus, self._connection)
        assert bus.RequestName(NAME) == (1,), "somebody else shows notifications on this bus"
        bus.AddMatch(MatchRule(type="signal", interface=LAUNCHER))
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._is_over.set()
        self._thread.join()
        self._connection.close()

    def click(self, shown: Shown) -> None:
        """Do what a click on a notification does."""
        emitter = DBusAddress(PATH, None, NAME)
        self._connection.send(new_signal(emitter, "ActionInvoked", "us", (shown.id, "default")))
        self._connection.send(new_signal(emitter, "NotificationClosed", "uu", (shown.id, 2)))

    def until(self, condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
        """Wait until the daemon was told something, without Qt's loop."""
        deadline = time.monotonic() + timeout_s
        while not condition():
            assert time.monotonic() < deadline, (self.shown, self.launcher)
            time.sleep(0.02)

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                message = self._connection.receive(timeout=_POLL_S)
            except TimeoutError:
                continue
            except (OSError, EOFError):
                return  # the bus has ended
            member = message.header.fields.get(HeaderFields.member)
            if message.header.message_type is MessageType.signal and member == "Update":
                uri, properties = message.body
                self.launcher.append((uri, {name: value for name, (_kind, value) in properties.items()}))
            elif message.header.message_type is MessageType.method_call:
                self._answer(message, str(member))

    def _answer(self, message: Any, member: str) -> None:
        if member == "GetCapabilities":
            self._connection.send(new_method_return(message, "as", (list(self._capabilities),)))
        elif member == "Notify":
            app, _replaces, _icon, title, body, actions, hints, _expires_ms = message.body
            values = {name: value for name, (_kind, value) in hints.items()}
            self.shown.append(Shown(len(self.shown) + 1, app, title, body, tuple(actions), values))
            self._connection.send(new_method_return(message, "u", (len(self.shown),)))


def _connected(address: str) -> DBusConnection:
    """A bus that is being started has its socket a moment before it listens."""
    deadline = time.monotonic() + _START_TIMEOUT_S
    while True:
        try:
            return open_dbus_connection(address)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_POLL_S)
