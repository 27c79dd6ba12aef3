"""Loading, saving and removing the key of a service, without ever blocking the loop that asks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import structlog

from toptickets_desktop.credentials.bounded_call import Patience, call_bounded
from toptickets_desktop.credentials.key_store import KeyStore
from toptickets_desktop.credentials.os_keyring import OsKeyring
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import CredentialError, InvalidApiKey, KeyringFailed, KeyringTimedOut, KeyringUnavailable
from toptickets_desktop.domain.profile import FIRST_PROFILE_ID, account_of

KEY_VARIABLE = "TOPTICKETS_API_KEY"

TIMEOUT_S = 5.0
TIMEOUT_WITH_PROMPT_S = 60.0

_log = structlog.get_logger(__name__)

Result = TypeVar("Result")


class KeySource(StrEnum):
    """Where a key came from."""

    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key and where it came from."""

    key: ApiKey
    source: KeySource


@dataclass(frozen=True, slots=True)
class KeyringStatus:
    """Whether keys can be kept on this machine.

    Attributes:
        name: what people call the keyring; empty when there is none.
        problem: why it cannot be used, or None.
    """

    name: str
    problem: CredentialError | None = None

    @property
    def is_usable(self) -> bool:
        return self.problem is None


class Credentials:
    """The key of each profile and service address: from the environment, from this session's memory, or from the keyring, in this order.

    The environment's key is never stored, and nothing here writes a key to a file.
    """

    def __init__(
        self,
        *,
        environment: Mapping[str, str],
        store: KeyStore | None = None,
        timeout_s: float = TIMEOUT_S,
        timeout_with_prompt_s: float = TIMEOUT_WITH_PROMPT_S,
    ) -> None:
        """Name the sources.

        Args:
            environment: may hold `TOPTICKETS_API_KEY`, which then wins for the first profile and address that is asked for.
            store: the system's keyring unless given.
            timeout_s: how long the keyring may say nothing.
            timeout_with_prompt_s: how long it may take while the system asks a person to unlock it.
        """
        self._environment = environment
        self._store = store if store is not None else OsKeyring()
        self._timeout_s = timeout_s
        self._timeout_with_prompt_s = timeout_with_prompt_s
        self._of_session: dict[str, ApiKey] = {}
        self._account_of_environment: str | None = None

    async def load(self, base_url: BaseUrl, *, profile_id: str = FIRST_PROFILE_ID) -> StoredKey | None:
        """Find the key of a profile for an address; None when nobody has given one yet.

        The environment's key belongs to what is asked for first, and to nothing else: it must not follow to another service.

        Raises:
            InvalidApiKey: what the environment holds is no key.
            CredentialError: the keyring was needed and cannot be used, failed, or did not answer in time.
        """
        account = account_of(profile_id, base_url)
        of_environment = self._environment.get(KEY_VARIABLE, "")
        if self._account_of_environment is None:
            self._account_of_environment = account
        if of_environment.strip() and account == self._account_of_environment:
            return StoredKey(ApiKey(of_environment), KeySource.ENVIRONMENT)
        of_session = self._of_session.get(account)
        if of_session is not None:
            return StoredKey(of_session, KeySource.SESSION)
        secret = await self._call(lambda patience: self._store.read(account, on_prompt=patience.wait_for_person))
        if secret is None:
            return None
        try:
            return StoredKey(ApiKey(secret), KeySource.KEYRING)
        except InvalidApiKey as exc:
            # As good as none: the user is asked for a key, and saving that one replaces what is there.
            _log.warning("the keyring's entry is no API key", reason=exc.reason)
            return None

    async def save(self, base_url: BaseUrl, key: ApiKey, *, profile_id: str = FIRST_PROFILE_ID) -> None:
        """Put the key into the keyring, and read it back to know that it is there.

        Raises:
            CredentialError: the key is not kept; what was there before still is, as far as the keyring allows.
        """
        account = account_of(profile_id, base_url)

        def write_and_check(patience: Patience) -> None:
            on_prompt = patience.wait_for_person
            # Reading first also waits for a hung or locked keyring where waiting does no harm yet.
            previous = self._store.read(account, on_prompt=on_prompt)
            _stop_when_over(patience)
            try:
                self._store.write(account, key.reveal(), on_prompt=on_prompt)
                if self._store.read(account, on_prompt=on_prompt) != key.reveal():
                    raise KeyringFailed("the keyring did not keep what it was given")
                _stop_when_over(patience)
            except CredentialError:
                with contextlib.suppress(CredentialError):
                    self._store.delete(account, on_prompt=on_prompt)
                    if previous is not None:
                        self._store.write(account, previous, on_prompt=on_prompt)
                raise

        await self._call(write_and_check)
        self._of_session.pop(account, None)

    def keep_for_session(self, base_url: BaseUrl, key: ApiKey, *, profile_id: str = FIRST_PROFILE_ID) -> None:
        """Keep the key in this process's memory only."""
        self._of_session[account_of(profile_id, base_url)] = key

    async def remove(self, base_url: BaseUrl, *, profile_id: str = FIRST_PROFILE_ID) -> None:
        """Forget the key of a profile for an address, here and in the keyring; nothing happens when there is none.

        Raises:
            CredentialError: the keyring may still hold a key.
        """
        account = account_of(profile_id, base_url)
        was_of_session = self._of_session.pop(account, None) is not None
        try:
            await self._call(lambda patience: self._store.delete(account, on_prompt=patience.wait_for_person))
        except KeyringUnavailable:
            if not was_of_session:  # else the key in use was never in a keyring, and it is gone now
                raise

    async def describe(self) -> KeyringStatus:
        """Tell whether a keyring can be used, and what it is called. Unlocks nothing and never fails."""
        try:
            return KeyringStatus(await self._call(lambda _patience: self._store.name()))
        except CredentialError as exc:
            return KeyringStatus("", exc)

    async def _call(self, function: Callable[[Patience], Result]) -> Result:
        patience = Patience(self._timeout_s, timeout_with_prompt_s=self._timeout_with_prompt_s)
        return await call_bounded(function, patience)


def _stop_when_over(patience: Patience) -> None:
    if patience.is_over.is_set():  # the user was told already that the key is not stored
        raise KeyringTimedOut("the keyring answered too late")
