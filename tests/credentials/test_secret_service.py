"""The round trip through a real Secret Service, and everything that it can do to us."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.keyring_session import KeyringSession, missing_programs
from toptickets_desktop.credentials import Credentials, KeySource, StoredKey
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.errors import KeyringFailed, KeyringTimedOut, KeyringUnavailable

pytestmark = pytest.mark.keyring

SERVICE = BaseUrl.parse("https://api.example/v1")
KEY = ApiKey("tt_agent_canary0123456789")
NEW_KEY = ApiKey("tt_live_another0123456789")

LOAD_ELSEWHERE = f"""
import asyncio
from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import BaseUrl
stored = asyncio.run(Credentials(environment={{}}).load(BaseUrl.parse("{SERVICE}")))
print(stored.key.reveal() if stored else None, stored.source if stored else None)
"""


def _run(script: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.stderr == ""
    return ended.stdout.strip()


def _quick() -> Credentials:
    return Credentials(environment={}, timeout_s=0.5, timeout_with_prompt_s=1.0)


async def test_a_key_survives_in_another_process_until_it_is_removed(keyring_session: KeyringSession) -> None:
    credentials = Credentials(environment={})
    assert (await credentials.describe()).name == "Secret Service"
    assert await credentials.load(SERVICE) is None
    await credentials.save(SERVICE, KEY)
    assert _run(LOAD_ELSEWHERE) == f"{KEY.reveal()} keyring"

    await credentials.save(SERVICE, NEW_KEY)
    assert keyring_session.secrets() == [NEW_KEY.reveal()], "the old key is replaced, not kept beside the new one"
    await credentials.remove(SERVICE)
    assert _run(LOAD_ELSEWHERE) == "None None"
    assert keyring_session.secrets() == []


async def test_the_disk_never_sees_the_key(keyring_session: KeyringSession) -> None:
    await Credentials(environment={}).save(SERVICE, KEY)
    files = [file for file in keyring_session.folder.rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files), "the keyring was written"
    assert all(KEY.reveal().encode() not in file.read_bytes() for file in files)


async def test_entries_that_another_program_left_are_removed_too(keyring_session: KeyringSession) -> None:
    attributes = {"service": "TopTickets Desktop", "username": SERVICE.text, "application": "another"}
    keyring_session.add_item(attributes, KEY.reveal())
    await Credentials(environment={}).remove(SERVICE)
    assert keyring_session.secrets() == []


async def test_a_hung_keyring_is_given_up(keyring_session: KeyringSession) -> None:
    await Credentials(environment={}).save(SERVICE, KEY)
    credentials = _quick()
    keyring_session.suspend()
    started = time.monotonic()
    with pytest.raises(KeyringTimedOut):
        await credentials.load(SERVICE)
    with pytest.raises(KeyringTimedOut):
        await credentials.save(SERVICE, NEW_KEY)
    assert time.monotonic() - started < 20, "bounded by the time-outs, not by D-Bus"

    keyring_session.resume()
    assert await Credentials(environment={}).load(SERVICE) == StoredKey(KEY, KeySource.KEYRING)


async def test_a_locked_keyring_that_nobody_unlocks(keyring_session: KeyringSession) -> None:
    await Credentials(environment={}).save(SERVICE, KEY)
    keyring_session.lock()
    with keyring_session.silent_prompter(), pytest.raises(KeyringTimedOut):
        await _quick().load(SERVICE)
    assert (await Credentials(environment={}).describe()).is_usable, "asking for its name unlocks nothing"


async def test_a_locked_keyring_without_a_prompter_says_no(keyring_session: KeyringSession) -> None:
    credentials = Credentials(environment={})
    await credentials.save(SERVICE, KEY)
    keyring_session.lock()
    with pytest.raises(KeyringFailed):
        await credentials.load(SERVICE)
    with pytest.raises(KeyringFailed):
        await credentials.save(SERVICE, NEW_KEY)


async def test_a_bus_without_a_secret_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if missing_programs():
        pytest.skip(f"not installed: {', '.join(missing_programs())}")
    with KeyringSession(tmp_path / "bus", with_keyring=False) as session:
        for name, value in session.environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(KeyringUnavailable):
            await Credentials(environment={}).load(SERVICE)


async def test_reading_makes_no_collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if missing_programs():
        pytest.skip(f"not installed: {', '.join(missing_programs())}")
    with KeyringSession(tmp_path / "fresh", with_collection=False) as session:
        for name, value in session.environment.items():
            monkeypatch.setenv(name, value)
        credentials = Credentials(environment={})
        assert await credentials.load(SERVICE) is None
        await credentials.remove(SERVICE)
        with session.silent_prompter(), pytest.raises(KeyringTimedOut):
            await _quick().save(SERVICE, KEY)  # asks for the password of a new keyring
