"""Only the backends on our list are ever used, whatever is installed or configured."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from toptickets_desktop.credentials import Credentials, os_keyring
from toptickets_desktop.credentials.os_keyring import OsKeyring
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import KeyringFailed, KeyringUnavailable

SERVICE = BaseUrl.parse("https://api.example/v1")
KEY = ApiKey("tt_agent_canary0123456789")


def _nobody_asked() -> None:
    return


@pytest.mark.usefixtures("no_session_bus")
async def test_without_a_bus_there_is_no_keyring() -> None:
    credentials = Credentials(environment={})
    with pytest.raises(KeyringUnavailable):
        await credentials.load(SERVICE)
    with pytest.raises(KeyringUnavailable):
        await credentials.save(SERVICE, KEY)
    assert isinstance((await credentials.describe()).problem, KeyringUnavailable)


@pytest.mark.parametrize("platform", sorted({"win32", "darwin", "linux"} - {sys.platform}))
@pytest.mark.usefixtures("no_session_bus")
def test_another_systems_keyring_is_not_usable_here(platform: str) -> None:
    with pytest.raises(KeyringUnavailable):
        OsKeyring(platform=platform).name()


@pytest.mark.parametrize(
    ("platform", "desktop", "names"),
    [
        ("win32", "", ["Windows Credential Manager"]),
        ("darwin", "", ["macOS Keychain"]),
        ("linux", "ubuntu:GNOME", ["Secret Service", "KWallet"]),
        ("freebsd14", "KDE", ["KWallet", "Secret Service"]),
    ],
)
def test_the_list_is_the_systems(platform: str, desktop: str, names: list[str]) -> None:
    assert [allowed.name for allowed in OsKeyring(platform=platform, desktop=desktop)._allowed] == names


class _Backend(KeyringBackend):
    """A viable backend that misbehaves as told."""

    priority = 5

    def __init__(self, error: Exception | None = None, *, keeps_after_delete: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's classes are not all typed
        self.error = error
        self.keeps_after_delete = keeps_after_delete
        self.entries = ["first", "second"]

    def get_password(self, service: str, username: str) -> str | None:
        if self.error is not None:
            raise self.error
        return self.entries[0] if self.entries else None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries = [password]

    def delete_password(self, service: str, username: str) -> None:
        if not self.keeps_after_delete:
            self.entries.pop(0)


def _keyring_with(backend: KeyringBackend, *, asks_unannounced: bool = False) -> OsKeyring:
    keyring = OsKeyring()
    keyring._allowed = (os_keyring._Backend("Test", lambda _on_prompt: backend, asks_unannounced=asks_unannounced),)
    return keyring


def test_whatever_a_backend_raises_becomes_one_error() -> None:
    class _PlatformError(Exception):
        pass

    with pytest.raises(KeyringFailed) as caught:
        _keyring_with(_Backend(_PlatformError("of Windows"))).read("account", on_prompt=_nobody_asked)
    assert isinstance(caught.value.__cause__, _PlatformError)


def test_delete_takes_every_entry() -> None:
    backend = _Backend()
    _keyring_with(backend).delete("account", on_prompt=_nobody_asked)
    assert backend.entries == []


def test_delete_that_does_nothing_is_said() -> None:
    with pytest.raises(KeyringFailed):
        _keyring_with(_Backend(keeps_after_delete=True)).delete("account", on_prompt=_nobody_asked)


def test_a_system_that_may_ask_gets_a_persons_time() -> None:
    asked: list[bool] = []
    _keyring_with(_Backend(), asks_unannounced=True).read("account", on_prompt=lambda: asked.append(True))
    assert asked == [True]


PLAINTEXT_BACKEND = """
import os, pathlib
from keyring.backend import KeyringBackend

class PlaintextKeyring(KeyringBackend):
    priority = 99

    def _file(self, service, username):
        return pathlib.Path(os.environ["HOME"], "plaintext-" + username.replace("/", "_"))

    def get_password(self, service, username):
        file = self._file(service, username)
        return file.read_text() if file.exists() else None

    def set_password(self, service, username, password):
        self._file(service, username).write_text(password)
"""

CONTROL = """
import keyring
keyring.set_password("TopTickets Desktop", "control", "written in the clear")
"""

SAVE = f"""
import asyncio
from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import CredentialError
try:
    asyncio.run(Credentials(environment={{}}).save(BaseUrl.parse("{SERVICE}"), ApiKey("{KEY.reveal()}")))
    print("saved")
except CredentialError as exc:
    print(exc.kind)
"""


def _run_with_plaintext_backend(script: str, home: Path, *, configured_by: str, monkeypatch: pytest.MonkeyPatch) -> str:
    modules = home / "modules"
    modules.mkdir(exist_ok=True)
    (modules / "plaintext_keyring.py").write_text(textwrap.dedent(PLAINTEXT_BACKEND))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(modules))
    if configured_by == "variable":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "plaintext_keyring.PlaintextKeyring")
    elif configured_by == "file":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        configuration = home / "config" / "python_keyring" / "keyringrc.cfg"
        configuration.parent.mkdir(parents=True, exist_ok=True)
        configuration.write_text("[backend]\ndefault-keyring=plaintext_keyring.PlaintextKeyring\n")
    else:  # as an installed distribution such as keyrings.alt registers itself
        information = modules / "plaintext_keyring-1.0.dist-info"
        information.mkdir(exist_ok=True)
        (information / "METADATA").write_text("Metadata-Version: 2.1\nName: plaintext-keyring\nVersion: 1.0\n")
        (information / "entry_points.txt").write_text("[keyring.backends]\nplaintext = plaintext_keyring\n")
    repository = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", script], cwd=repository, capture_output=True, text=True, timeout=60, check=True)
    return ended.stdout.strip().rpartition("\n")[2]  # what was logged stands above


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these systems always have a usable keyring")
@pytest.mark.parametrize("configured_by", ["variable", "file", "installation"])
@pytest.mark.usefixtures("no_session_bus")
def test_a_plaintext_backend_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configured_by: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    _run_with_plaintext_backend(CONTROL, home, configured_by=configured_by, monkeypatch=monkeypatch)
    assert (home / "plaintext-control").exists(), "keyring by itself would have used it"

    said = _run_with_plaintext_backend(SAVE, home, configured_by=configured_by, monkeypatch=monkeypatch)
    assert said == "keyring_unavailable"
    assert all(KEY.reveal().encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
