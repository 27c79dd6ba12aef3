"""Which key is taken, and what is left when keeping one goes wrong. The real keyring is in test_secret_service.py."""

from __future__ import annotations

import asyncio
import pickle
import threading
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from toptickets_desktop.credentials import Credentials, KeySource, StoredKey
from toptickets_desktop.credentials.key_store import OnPrompt
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import (
    InvalidApiKey,
    InvalidApiKeyReason,
    KeyringFailed,
    KeyringTimedOut,
    KeyringUnavailable,
)

SERVICE = BaseUrl.parse("https://api.example/v1")
OTHER_SERVICE = BaseUrl.parse("https://other.example/v1")
KEY = ApiKey("tt_agent_first0123456789")
OTHER_KEY = ApiKey("tt_ro_second0123456789")


class MemoryStore:
    """A keyring that can be told to misbehave."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.is_usable = True
        self.keeps: Callable[[str], str] = str
        self.written: list[str] = []
        self.read_allowed: threading.Event | None = None
        self.prompt_answered: threading.Event | None = None
        self.is_prompting = threading.Event()
        self.deleted = threading.Event()

    def name(self) -> str:
        self._check()
        return "Memory"

    def read(self, account: str, *, on_prompt: OnPrompt) -> str | None:
        self._check()
        if self.read_allowed is not None:
            assert self.read_allowed.wait(20)
        return self.secrets.get(account)

    def write(self, account: str, secret: str, *, on_prompt: OnPrompt) -> None:
        self._check()
        if self.prompt_answered is not None:
            on_prompt()
            self.is_prompting.set()
            assert self.prompt_answered.wait(20)
        self.written.append(secret)
        self.secrets[account] = self.keeps(secret)

    def delete(self, account: str, *, on_prompt: OnPrompt) -> None:
        self._check()
        self.secrets.pop(account, None)
        self.deleted.set()

    def _check(self) -> None:
        if not self.is_usable:
            raise KeyringUnavailable("none here")


def _credentials(store: MemoryStore, *, environment: dict[str, str] | None = None, timeout_with_prompt_s: float = 20.0) -> Credentials:
    return Credentials(environment=environment or {}, store=store, timeout_s=20.0, timeout_with_prompt_s=timeout_with_prompt_s)


async def test_keys_are_kept_by_address() -> None:
    store = MemoryStore()
    credentials = _credentials(store)
    assert await credentials.load(SERVICE) is None
    await credentials.save(SERVICE, KEY)
    await credentials.save(OTHER_SERVICE, OTHER_KEY)

    assert await credentials.load(SERVICE) == StoredKey(KEY, KeySource.KEYRING)
    assert await credentials.load(OTHER_SERVICE) == StoredKey(OTHER_KEY, KeySource.KEYRING)
    assert set(store.secrets) == {SERVICE.text, OTHER_SERVICE.text}

    await credentials.remove(SERVICE)
    assert await credentials.load(SERVICE) is None
    await credentials.remove(SERVICE)


async def test_the_environment_wins_and_is_never_stored() -> None:
    store = MemoryStore()
    credentials = _credentials(store, environment={"TOPTICKETS_API_KEY": f" {OTHER_KEY.reveal()}\n"})
    credentials.keep_for_session(SERVICE, KEY)
    await credentials.save(OTHER_SERVICE, KEY)
    store.is_usable = False

    assert await credentials.load(SERVICE) == StoredKey(OTHER_KEY, KeySource.ENVIRONMENT)
    assert await credentials.load(SERVICE) == StoredKey(OTHER_KEY, KeySource.ENVIRONMENT)
    assert OTHER_KEY.reveal() not in store.secrets.values()


async def test_the_key_of_the_environment_goes_to_the_first_service_and_profile_only() -> None:
    store = MemoryStore()
    credentials = _credentials(store, environment={"TOPTICKETS_API_KEY": OTHER_KEY.reveal()})
    assert await credentials.load(SERVICE, profile_id="a1") == StoredKey(OTHER_KEY, KeySource.ENVIRONMENT)
    assert await credentials.load(OTHER_SERVICE, profile_id="a1") is None
    assert await credentials.load(SERVICE, profile_id="b2") is None
    assert await credentials.load(SERVICE) is None
    assert await credentials.load(SERVICE, profile_id="a1") == StoredKey(OTHER_KEY, KeySource.ENVIRONMENT), "back again"


async def test_no_key_crosses_from_one_profile_or_address_to_another() -> None:
    credentials = _credentials(MemoryStore())
    await credentials.save(SERVICE, KEY, profile_id="a1")
    credentials.keep_for_session(SERVICE, OTHER_KEY, profile_id="b2")
    places = [(SERVICE, "a1"), (SERVICE, "b2"), (SERVICE, ""), (OTHER_SERVICE, "a1"), (OTHER_SERVICE, "b2")]
    found = [await credentials.load(base_url, profile_id=profile_id) for base_url, profile_id in places]
    assert found == [StoredKey(KEY, KeySource.KEYRING), StoredKey(OTHER_KEY, KeySource.SESSION), None, None, None]
    await credentials.remove(SERVICE, profile_id="b2")
    assert await credentials.load(SERVICE, profile_id="a1") == StoredKey(KEY, KeySource.KEYRING)


async def test_an_unusable_environment_is_said_and_an_empty_one_is_none() -> None:
    with pytest.raises(InvalidApiKey) as caught:
        await _credentials(MemoryStore(), environment={"TOPTICKETS_API_KEY": "secret of another kind"}).load(SERVICE)
    assert caught.value.reason is InvalidApiKeyReason.BAD_CHARACTERS
    assert "secret" not in str(caught.value)
    assert await _credentials(MemoryStore(), environment={"TOPTICKETS_API_KEY": "  "}).load(SERVICE) is None


async def test_the_session_comes_before_the_keyring_until_one_is_saved() -> None:
    store = MemoryStore()
    credentials = _credentials(store)
    await credentials.save(SERVICE, OTHER_KEY)
    credentials.keep_for_session(SERVICE, KEY)
    assert await credentials.load(SERVICE) == StoredKey(KEY, KeySource.SESSION)
    assert await _credentials(store).load(SERVICE) == StoredKey(OTHER_KEY, KeySource.KEYRING), "another session does not have it"

    await credentials.save(SERVICE, OTHER_KEY)
    assert await credentials.load(SERVICE) == StoredKey(OTHER_KEY, KeySource.KEYRING)


async def test_without_a_keyring_the_session_still_works() -> None:
    store = MemoryStore()
    store.is_usable = False
    credentials = _credentials(store)
    with pytest.raises(KeyringUnavailable):
        await credentials.load(SERVICE)
    with pytest.raises(KeyringUnavailable):
        await credentials.save(SERVICE, KEY)
    credentials.keep_for_session(SERVICE, KEY)
    assert await credentials.load(SERVICE) == StoredKey(KEY, KeySource.SESSION)

    await credentials.remove(SERVICE)  # the only copy is gone: no reason to complain about the keyring
    with pytest.raises(KeyringUnavailable):
        await credentials.remove(SERVICE)


@pytest.mark.parametrize("kept", ["", "tt_agent_other0123456789"], ids=["nothing", "another"])
async def test_a_keyring_that_does_not_keep_its_word_is_left_empty(kept: str) -> None:
    store = MemoryStore()
    store.keeps = lambda _secret: kept
    with pytest.raises(KeyringFailed):
        await _credentials(store).save(SERVICE, KEY)
    assert store.secrets == {}


async def test_what_was_there_comes_back_when_its_successor_is_not_kept() -> None:
    store = MemoryStore()
    credentials = _credentials(store)
    await credentials.save(SERVICE, OTHER_KEY)
    store.keeps = lambda secret: secret if secret == OTHER_KEY.reveal() else "something else"
    with pytest.raises(KeyringFailed):
        await credentials.save(SERVICE, KEY)
    assert await credentials.load(SERVICE) == StoredKey(OTHER_KEY, KeySource.KEYRING)


async def test_a_prompt_answered_too_late_leaves_nothing() -> None:
    store = MemoryStore()
    store.prompt_answered = threading.Event()
    saving = asyncio.create_task(_credentials(store).save(SERVICE, KEY))
    assert await asyncio.to_thread(store.is_prompting.wait, 20)
    saving.cancel()  # as a time-out would; at a moment that is known
    with pytest.raises(asyncio.CancelledError):
        await saving
    store.prompt_answered.set()
    assert await asyncio.to_thread(store.deleted.wait, 20)
    assert store.secrets == {}


async def test_nothing_is_written_once_nobody_waits() -> None:
    store = MemoryStore()
    store.read_allowed = threading.Event()
    credentials = Credentials(environment={}, store=store, timeout_s=0.05, timeout_with_prompt_s=0.05)
    with pytest.raises(KeyringTimedOut):
        await credentials.save(SERVICE, KEY)
    store.read_allowed.set()
    for thread in [each for each in threading.enumerate() if each.name == "keyring"]:
        await asyncio.to_thread(thread.join, 20)
    assert store.written == []


async def test_an_entry_that_is_no_key_counts_as_none() -> None:
    store = MemoryStore()
    store.secrets[SERVICE.text] = "not-a-key-but-secret"
    with capture_logs() as logs:
        assert await _credentials(store).load(SERVICE) is None
    assert [entry["log_level"] for entry in logs] == ["warning"]
    assert "not-a-key" not in str(logs)


async def test_describe_names_the_keyring_or_its_problem() -> None:
    store = MemoryStore()
    status = await _credentials(store).describe()
    assert (status.name, status.is_usable) == ("Memory", True)
    store.is_usable = False
    status = await _credentials(store).describe()
    assert isinstance(status.problem, KeyringUnavailable)
    assert not status.is_usable


def test_a_stored_key_does_not_show_itself() -> None:
    stored = StoredKey(KEY, KeySource.KEYRING)
    assert "first" not in repr(stored)
    with pytest.raises(TypeError):
        pickle.dumps(stored)
