"""The system's keyring, through backends that we name ourselves.

keyring would choose a backend by what is installed and configured: merely installing keyrings.alt makes it write plain text to
disk, PYTHON_KEYRING_BACKEND and keyringrc.cfg can name any class, and its null backend throws secrets away without a word. So
nothing here asks keyring which backend to use: the classes below are instantiated directly, and there are no others.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from toptickets_desktop.credentials.key_store import OnPrompt
from toptickets_desktop.domain.errors import CredentialError, KeyringFailed, KeyringUnavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE_NAME = "TopTickets Desktop"

_DELETE_ATTEMPTS_MAX = 10

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Backend:
    """One entry of the allow-list.

    Attributes:
        make: imports and instantiates the backend, or raises when this machine cannot use it.
        asks_unannounced: whether any access may show a prompt that we do not hear of.
    """

    name: str
    make: Callable[[OnPrompt], KeyringBackend]
    asks_unannounced: bool = False


class OsKeyring:
    """A `KeyStore` on Windows Credential Manager, macOS Keychain, Secret Service or KWallet."""

    def __init__(self, *, platform: str = sys.platform, desktop: str | None = None) -> None:
        """Choose the list of backends; nothing is imported or asked yet.

        Args:
            platform: as `sys.platform` has it.
            desktop: names of the running desktop, parted by colons; what the environment says unless given.
        """
        desktops = (os.environ.get("XDG_CURRENT_DESKTOP", "") if desktop is None else desktop).split(":")
        self._allowed = _allowed_backends(platform, prefers_kwallet="KDE" in desktops)

    def name(self) -> str:
        with _as_domain_errors():
            return self._open(lambda: None)[0].name

    def read(self, account: str, *, on_prompt: OnPrompt) -> str | None:
        with _as_domain_errors():
            return self._ready(on_prompt).get_password(SERVICE_NAME, account)

    def write(self, account: str, secret: str, *, on_prompt: OnPrompt) -> None:
        with _as_domain_errors():
            self._ready(on_prompt).set_password(SERVICE_NAME, account, secret)

    def delete(self, account: str, *, on_prompt: OnPrompt) -> None:
        with _as_domain_errors():
            backend = self._ready(on_prompt)
            # Deleting takes one entry a call, and another program may have left several of the same name.
            for _ in range(_DELETE_ATTEMPTS_MAX):
                if backend.get_password(SERVICE_NAME, account) is None:
                    return
                backend.delete_password(SERVICE_NAME, account)
            raise KeyringFailed("the entry is still there after it was deleted")

    def _ready(self, on_prompt: OnPrompt) -> KeyringBackend:
        allowed, backend = self._open(on_prompt)
        if allowed.asks_unannounced:
            on_prompt()
        return backend

    def _open(self, on_prompt: OnPrompt) -> tuple[_Backend, KeyringBackend]:
        for allowed in self._allowed:
            try:
                return allowed, allowed.make(on_prompt)
            except Exception as exc:  # noqa: BLE001  # RuntimeError by contract; but backends differ in what a missing library raises
                _log.info("keyring not usable", name=allowed.name, reason=f"{type(exc).__name__}: {exc}")
        raise KeyringUnavailable("no usable keyring")


def _allowed_backends(platform: str, *, prefers_kwallet: bool) -> Sequence[_Backend]:
    if platform == "win32":
        return (_Backend("Windows Credential Manager", _make_windows_vault),)
    if platform == "darwin":
        return (_Backend("macOS Keychain", _make_macos_keychain, asks_unannounced=True),)
    secret_service = _Backend("Secret Service", _make_secret_service)
    kwallet = _Backend("KWallet", _make_kwallet, asks_unannounced=True)
    return (kwallet, secret_service) if prefers_kwallet else (secret_service, kwallet)


def _make_windows_vault(_on_prompt: OnPrompt) -> KeyringBackend:
    from keyring.backends.Windows import WinVaultKeyring

    return _make_if_viable(WinVaultKeyring)


def _make_macos_keychain(_on_prompt: OnPrompt) -> KeyringBackend:
    from keyring.backends.macOS import Keyring

    return _make_if_viable(Keyring)


def _make_secret_service(on_prompt: OnPrompt) -> KeyringBackend:
    from toptickets_desktop.credentials.secret_service import SecretServiceKeyring

    return _make_if_viable(SecretServiceKeyring, on_prompt)


def _make_kwallet(_on_prompt: OnPrompt) -> KeyringBackend:
    from keyring.backends.kwallet import DBusKeyring

    return _make_if_viable(DBusKeyring)


def _make_if_viable(backend: Callable[..., KeyringBackend], *arguments: object) -> KeyringBackend:
    """Instantiate a backend of keyring; asking a class of it for its priority raises RuntimeError where it cannot be used."""
    getattr(backend, "priority")  # noqa: B009  # read for that error alone
    return backend(*arguments)


@contextlib.contextmanager
def _as_domain_errors() -> Iterator[None]:
    """Turn whatever a backend raises into `KeyringFailed`: D-Bus, Win32 and Security errors have no common base."""
    try:
        yield
    except CredentialError:
        raise
    except Exception as exc:
        raise KeyringFailed(type(exc).__name__) from exc
