"""The Secret Service of Linux desktops (GNOME Keyring, KWallet 6, KeePassXC), through keyring's backend.

Imports keyring when it is imported itself: only os_keyring does that, on the thread that is allowed to be slow.
Source: the Secret Service API, https://specifications.freedesktop.org/secret-service/latest/
"""

from __future__ import annotations

import secretstorage
from keyring.backends.SecretService import Keyring
from keyring.errors import KeyringError, KeyringLocked

from toptickets_desktop.credentials.key_store import OnPrompt


class NoCollection(KeyringError):
    """The service has no place to keep secrets yet, hence no secret either."""


class SecretServiceKeyring(Keyring):
    """keyring's backend, which also closes its connection on every way out and says when it waits for a person.

    Reading and deleting never make a collection: that would ask for a new password on somebody's first start.
    """

    appid = "TopTickets Desktop"

    def __init__(self, on_prompt: OnPrompt) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's backends are not typed
        self._on_prompt = on_prompt
        self._may_make_collection = False

    def set_properties_from_env(self) -> None:
        """Ignore KEYRING_PROPERTY_*: through these the environment could set any attribute of this object."""

    def get_password(self, service: str, username: str) -> str | None:
        try:
            secret: str | None = super().get_password(service, username)  # type: ignore[no-untyped-call]  # as above
        except NoCollection:
            return None
        return secret

    def set_password(self, service: str, username: str, password: str) -> None:
        self._may_make_collection = True
        super().set_password(service, username, password)  # type: ignore[no-untyped-call]  # as above

    def get_preferred_collection(self) -> secretstorage.Collection:
        """Return the default collection, unlocked; whoever asked closes its connection."""
        connection = secretstorage.dbus_init()
        try:
            try:
                collection = secretstorage.Collection(connection)
            except secretstorage.ItemNotFoundException as exc:
                if not self._may_make_collection:
                    raise NoCollection from exc
                self._on_prompt()
                collection = secretstorage.get_default_collection(connection)
            if collection.is_locked():
                self._on_prompt()
                collection.unlock()
                if collection.is_locked():
                    raise KeyringLocked("the collection stayed locked")
        except BaseException:
            connection.close()
            raise
        return collection
