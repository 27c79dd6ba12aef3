"""A keyring that is absent, locked, hung, null or plain text: the window opens and quits all the same, and no key gets onto the disk."""

from __future__ import annotations

import logging
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gui.driving import Driver
from tests.gui.window_fixtures import driver
from tests.support.keyring_session import KeyringSession, missing_programs
from toptickets_desktop.credentials import Credentials, KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.logs import configure_logs, shut_own_handlers
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["driver"]

pytestmark = pytest.mark.keyring

LIMIT_S = 2.0
PLAIN_TEXT_BACKEND = """
    import pathlib
    from keyring.backend import KeyringBackend

    class Keyring(KeyringBackend):
        priority = 99

        def get_password(self, service, username):
            return None

        def set_password(self, service, username, password):
            pathlib.Path({place!r}).write_text(password)

        def delete_password(self, service, username):
            pass
"""


class Machine:
    """What each state of the keyring is made of; everything is undone at the end of the test."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
        self.folder = folder
        self._patch = patch
        self._stack = stack

    def absent(self) -> None:
        self._patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        self._patch.setenv("XDG_RUNTIME_DIR", str(self.folder / "no-run-time-folder"))

    def locked(self) -> None:
        session = self._session()
        session.lock()
        self._stack.enter_context(session.silent_prompter())

    def stopped(self) -> None:
        session = self._session()
        session.suspend()
        self._stack.callback(session.resume)

    def null(self) -> None:
        self.absent()
        self._patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def plain_text(self) -> None:
        """As keyrings.alt does it: found by its name in environment and configuration, with the highest priority of all."""
        self.absent()
        (self.folder / "plain_text_keyring.py").write_text(
            textwrap.dedent(PLAIN_TEXT_BACKEND.format(place=str(self.folder / "stolen.txt"))), encoding="utf-8"
        )
        self._patch.syspath_prepend(str(self.folder))
        self._patch.setenv("PYTHON_KEYRING_BACKEND", "plain_text_keyring.Keyring")
        configuration = self.folder / "config" / "python_keyring"
        configuration.mkdir(parents=True)
        (configuration / "keyringrc.cfg").write_text("[backend]\ndefault-keyring=plain_text_keyring.Keyring\n", encoding="utf-8")
        self._patch.setenv("XDG_CONFIG_HOME", str(self.folder / "config"))

    def _session(self) -> KeyringSession:
        session = self._stack.enter_context(KeyringSession(self.folder / "session"))
        for name, value in session.environment.items():
            self._patch.setenv(name, value)
        return session


STATES: dict[str, Callable[[Machine], None]] = {
    "absent": Machine.absent,
    "locked": Machine.locked,
    "stopped": Machine.stopped,
    "null": Machine.null,
    "plain text": Machine.plain_text,
}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    if missing_programs():
        pytest.skip(f"not installed: {', '.join(missing_programs())}")
    monkeypatch.delitem(sys.modules, "plain_text_keyring", raising=False)
    with ExitStack() as stack:
        yield Machine(tmp_path, monkeypatch, stack)


@pytest.mark.parametrize("state", STATES)
def test_the_window_opens_and_quits_in_time(driver: Driver, machine: Machine, sandbox: Sandbox, state: str) -> None:
    STATES[state](machine)
    started = time.monotonic()
    window = driver.open(sandbox.base_url, None)
    driver.until(window.isVisible)
    driver.qtbot.wait(10)  # a turn of the loop: it answers
    assert time.monotonic() - started < LIMIT_S

    started = time.monotonic()
    driver.close()
    driver.opened.clear()
    assert time.monotonic() - started < LIMIT_S


@pytest.mark.parametrize("state", STATES)
def test_a_key_is_used_and_never_gets_onto_the_disk(driver: Driver, machine: Machine, sandbox: Sandbox, state: str) -> None:
    STATES[state](machine)
    key = sandbox.keys[KeyKind.AGENT]
    configure_logs(machine.folder, level=logging.DEBUG)
    try:
        credentials = Credentials(environment={}, timeout_s=0.3, timeout_with_prompt_s=0.6)
        window = driver.open(sandbox.base_url, None, credentials=credentials)
        _sign_in(driver, window, f"  {key.reveal()}\n")
        assert window.session.key_source is KeySource.SESSION
        driver.until(lambda: window.ticket_model.rowCount() > 0)
    finally:
        shut_own_handlers()
    files = [path for path in machine.folder.rglob("*") if path.is_file()]
    assert any(path.suffix == ".log" for path in files)
    assert [path for path in files if key.reveal().encode() in path.read_bytes()] == []
    assert key.reveal() not in repr(key)


def _sign_in(driver: Driver, window: MainWindow, pasted: str) -> None:
    driver.until(lambda: window.session.dialog is not None)
    dialog = window.session.dialog
    assert dialog is not None
    dialog.key_field.line.setText(pasted)
    driver.click(dialog.sign_in_button)
    driver.until(dialog.session_button.isVisible)
    assert "could not be stored" in dialog.message.text()
    driver.click(dialog.session_button)
    driver.until(lambda: window.session.key_kind is not None)
