"""`--profile` and `profiles`: another address, another key, and never the one in place of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.keyring_session import KeyringSession
from toptickets_desktop.domain.access import DEFAULT_BASE_URL, KeyKind
from toptickets_desktop.domain.profile import PRACTICE_PROFILE_ID, Profile, ProfileColor
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths, Settings


def _keep(toptickets: CommandLine, *profiles: Profile) -> None:
    AppPaths.under(toptickets.data_dir).settings_file.save(Settings(profile_name="Home", other_profiles=list(profiles)))


def _profile(base_url: str, *, profile_id: str = "a1", name: str = "Staging") -> Profile:
    return Profile(profile_id, name, base_url, Path("/downloads"), ProfileColor.RED)


def test_the_profiles_are_listed(toptickets: CommandLine) -> None:
    _keep(toptickets, _profile("https://staging.example/v1"), _profile("http://127.0.0.1:1/v1", profile_id=PRACTICE_PROFILE_ID, name=""))

    listed = toptickets("--json", "profiles")
    assert [(each["name"], each["base_url"], each["is_used"]) for each in listed.objects] == [
        ("Home", DEFAULT_BASE_URL, True),
        ("Staging", "https://staging.example/v1", False),
    ]
    assert toptickets("--json", "--profile", "staging", "profiles").objects[1]["is_used"] is True
    assert "* Home" in " ".join(toptickets("profiles").out.split())


def test_a_profile_that_is_not_there(toptickets: CommandLine) -> None:
    ended = toptickets("--profile", "nowhere", "tickets")
    assert (ended.code, ended.out) == (2, "")
    assert "There is no profile nowhere." in ended.err


@pytest.mark.keyring
def test_each_profile_has_a_key_of_its_own(toptickets: CommandLine, sandbox: Sandbox, keyring_session: KeyringSession) -> None:
    _keep(toptickets, _profile(sandbox.base_url.text), _profile(sandbox.base_url.text, profile_id="b2", name="Other"))
    assert toptickets("--profile", "Staging", "key", "set", stdin=sandbox.keys[KeyKind.AGENT].reveal()).code == 0

    assert toptickets("--profile", "Staging", "tickets").code == 0
    assert toptickets("--profile", "Other", "tickets").code == 3, "same address, but not its key"
    assert toptickets("--base-url", sandbox.base_url.text, "tickets").code == 3
    assert toptickets("--profile", "Other", "key", "set", stdin=sandbox.keys[KeyKind.READ_ONLY].reveal()).code == 0
    assert toptickets("--profile", "Staging", "--json", "key", "status").objects[0]["kind"] == "agent"
    assert toptickets("--profile", "Staging", "key", "remove").code == 0
    assert toptickets("--profile", "Other", "--json", "key", "status").objects[0]["kind"] == "ro"
