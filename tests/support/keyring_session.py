"""A real Secret Service for one test: a bus of its own and an unlocked GNOME Keyring in a temporary home."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import secretstorage
from jeepney import message_bus  # type: ignore[import-untyped]  # it has none
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection  # type: ignore[import-untyped]  # it has none
from secretstorage.util import add_match_rules

PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")

_START_TIMEOUT_S = 20.0
_POLL_S = 0.02

# No service folders: the bus starts nothing by itself, neither a second keyring nor a prompter from the machine's desktop.
_BUS_CONFIGURATION = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def missing_programs() -> list[str]:
    """What must be installed before a session can start."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class KeyringSession:
    """Runs the bus and, unless asked not to, the keyring. `environment` is what a process needs to find them."""

    def __init__(self, folder: Path, *, with_keyring: bool = True, with_collection: bool = True) -> None:
        self._with_keyring = with_keyring
        self._with_collection = with_collection
        self.folder = folder
        self._stack = ExitStack()
        self._daemon: subprocess.Popen[bytes] | None = None
        socket = folder / "bus"
        self.environment: Mapping[str, str] = {
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={socket}",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self._socket = socket

    def __enter__(self) -> Self:
        for name in ("run", "data", "config", "cache"):
            (self.folder / name).mkdir(mode=0o700, parents=True)
        configuration = self.folder / "bus.conf"
        configuration.write_text(_BUS_CONFIGURATION.format(socket=self._socket))
        try:
            self._start(["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"])
            _wait_until(self._socket.exists)
            if self._with_keyring:
                unlock = ["--unlock"] if self._with_collection else []
                self._daemon = self._start(["gnome-keyring-daemon", *unlock, "--components=secrets", "--foreground"], stdin=b"password")
                _wait_until(self._is_ready)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._stack.close()

    def lock(self) -> None:
        """Lock the collection; there is no prompter on this bus that could unlock it."""
        with closing(self._connect()) as connection:
            secretstorage.get_default_collection(connection).lock()

    @contextmanager
    def silent_prompter(self) -> Iterator[None]:
        """Be the desktop's prompter that nobody sits in front of: asked for a password, it never answers."""
        with closing(self._connect()) as connection:
            reply = Proxy(message_bus, connection).RequestName("org.gnome.keyring.SystemPrompter")
            assert reply == (1,), "not the owner of the prompter's name"
            yield

    def suspend(self) -> None:
        """Stop the keyring's process, as if it hung."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it run again."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGCONT)

    def add_item(self, attributes: Mapping[str, str], secret: str) -> None:
        """Keep a secret in the way another program might have done."""
        with closing(self._connect()) as connection:
            secretstorage.get_default_collection(connection).create_item("another program's", dict(attributes), secret.encode())

    def secrets(self) -> list[str]:
        """Everything that the keyring holds."""
        with closing(self._connect()) as connection:
            return [item.get_secret().decode() for item in secretstorage.get_default_collection(connection).get_all_items()]

    def _start(self, command: list[str], *, stdin: bytes = b"") -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )
        self._stack.callback(_end, process)
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
        return process

    def _connect(self) -> DBusConnection:
        connection = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        add_match_rules(connection)
        return connection

    def _is_ready(self) -> bool:
        try:
            with closing(self._connect()) as connection:
                if not self._with_collection:
                    return secretstorage.check_service_availability(connection)
                return not secretstorage.Collection(connection).is_locked()
        except (OSError, secretstorage.SecretStorageException):
            return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGCONT)  # a suspended process does not hear SIGTERM
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the keyring session did not start")
        time.sleep(_POLL_S)
