"""What a store of secrets can do, and how it says that it waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

OnPrompt = Callable[[], None]
"""Called when the store waits for a person to answer a question of the system's, and not for a program."""


class KeyStore(Protocol):
    """Keeps one secret an account. Every method blocks, for ever if the system does, and is called on a thread of its own.

    All methods raise `KeyringUnavailable` when this machine has no usable keyring and `KeyringFailed` for anything else.
    """

    def name(self) -> str:
        """What people call this store, such as "Secret Service"; asks the system whether it is usable."""
        ...

    def read(self, account: str, *, on_prompt: OnPrompt) -> str | None:
        """The secret, or None when there is none."""
        ...

    def write(self, account: str, secret: str, *, on_prompt: OnPrompt) -> None:
        """Keep a secret in the place of one that may be there already."""
        ...

    def delete(self, account: str, *, on_prompt: OnPrompt) -> None:
        """Take the secret away; nothing happens when there is none."""
        ...
