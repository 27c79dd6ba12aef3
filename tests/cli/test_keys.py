"""`key set`, `key status` and `key remove`, with a real keyring where one is needed."""

from __future__ import annotations

import getpass

import pytest

from tests.support.command_line import CommandLine, Ended, Terminal, logged_text
from tests.support.keyring_session import KeyringSession
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox


@pytest.fixture
def key(sandbox: Sandbox) -> str:
    return sandbox.keys[KeyKind.AGENT].reveal()


@pytest.fixture
def with_keyring(
    toptickets: CommandLine, sandbox: Sandbox, keyring_session: KeyringSession, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command with a service and a keyring, but no key yet."""
    monkeypatch.setenv("TOPTICKETS_BASE_URL", sandbox.base_url.text)
    return toptickets


def _shows(ended: Ended, secret: str) -> bool:
    return secret in ended.out or secret in ended.err


@pytest.mark.keyring
def test_a_key_is_kept_used_and_removed(with_keyring: CommandLine, key: str) -> None:
    assert with_keyring("key", "status").code == 3
    kept = with_keyring("-v", "key", "set", stdin=f"{key}\n")
    assert (kept.code, kept.out) == (0, "")
    assert kept.err.endswith("is now in the system's keyring (Secret Service).\n")

    status = with_keyring("key", "status")
    assert (status.code, status.err) == (0, "")
    assert "agent key (tt_agent_…) from the system's keyring (Secret Service).\n" in status.out
    assert with_keyring("--json", "key", "status").objects[0]["source"] == "keyring"
    assert with_keyring("-v", "--json", "tickets").code == 0

    assert with_keyring("key", "remove").code == 0
    assert with_keyring("key", "remove").code == 0
    missing = with_keyring("tickets")
    assert (missing.code, missing.out) == (3, "")
    assert "toptickets key set" in missing.err
    assert not any(_shows(ended, key) for ended in (kept, status, missing))
    assert key not in logged_text(with_keyring.data_dir)


@pytest.mark.keyring
def test_keys_belong_to_an_address(with_keyring: CommandLine, key: str) -> None:
    with_keyring("key", "set", stdin=key)
    assert with_keyring("--base-url", "https://other.example/v1", "key", "status").code == 3


@pytest.mark.keyring
def test_a_key_that_may_not_list_tickets_is_kept_with_a_note(with_keyring: CommandLine, sandbox: Sandbox) -> None:
    limited = sandbox.add_key(KeyKind.AGENT, scopes=[]).reveal()
    ended = with_keyring("key", "set", stdin=limited)
    assert ended.code == 0
    assert ended.err.startswith("Note: The API key may not do this")
    assert with_keyring("key", "status").code == 0


@pytest.mark.keyring
def test_a_wrong_key_is_not_kept(with_keyring: CommandLine, keyring_session: KeyringSession) -> None:
    ended = with_keyring("key", "set", stdin="tt_agent_wrong0123456789")
    assert (ended.code, keyring_session.secrets()) == (3, [])
    assert "did not accept" in ended.err


@pytest.mark.keyring
def test_the_environment_wins_and_that_is_said(
    with_keyring: CommandLine, sandbox: Sandbox, key: str, keyring_session: KeyringSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPTICKETS_API_KEY", sandbox.keys[KeyKind.ADMIN].reveal())
    ended = with_keyring("key", "set", stdin=key)
    assert "TOPTICKETS_API_KEY is used for as long as it is set" in ended.err
    assert keyring_session.secrets() == [key]
    assert "administrator key (tt_admin_…) from the environment" in with_keyring("key", "status").out


@pytest.mark.keyring
def test_a_locked_keyring_is_3(with_keyring: CommandLine, key: str, keyring_session: KeyringSession) -> None:
    with_keyring("key", "set", stdin=key)
    keyring_session.lock()
    ended = with_keyring("tickets")
    assert ended.code == 3
    assert "keyring did not" in ended.err


def test_without_a_keyring_the_variable_is_suggested(toptickets: CommandLine, sandbox: Sandbox, key: str) -> None:
    toptickets.use(sandbox.base_url, None)
    ended = toptickets("key", "set", stdin=key)
    assert ended.code == 3
    assert ended.err == (
        "Error: This computer has no usable keyring to keep the API key in. Put the key into TOPTICKETS_API_KEY instead.\n"
    )
    assert key not in logged_text(toptickets.data_dir)


def test_a_service_that_is_not_there_keeps_nothing(toptickets: CommandLine, key: str, unused_tcp_port: int) -> None:
    toptickets.use(f"http://127.0.0.1:{unused_tcp_port}/v1", None)
    assert toptickets("key", "set", stdin=key).code == 5


@pytest.mark.parametrize("text", ["", "\n", "hunter2-but-not-a-key", "tt_ro_short", "tt_agent_" + "x" * 5000])
def test_what_is_no_key_is_refused_without_a_request(toptickets: CommandLine, sandbox: Sandbox, text: str) -> None:
    toptickets.use(sandbox.base_url, None)
    ended = toptickets("key", "set", stdin=text)
    assert (ended.code, sandbox.requests) == (3, ())
    assert "hunter2" not in ended.err


def test_a_terminal_asks_without_showing(toptickets: CommandLine, sandbox: Sandbox, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    toptickets.use(sandbox.base_url, None)
    asked: list[str] = []

    def answer(prompt: str = "", stream: object = None) -> str:
        asked.append(prompt)
        return key

    monkeypatch.setattr(getpass, "getpass", answer)  # what really hides it: there is no terminal to hide it from
    ended = toptickets("key", "set", stdin=Terminal())
    assert (len(asked), ended.code) == (1, 3)
    assert not _shows(ended, key)


def test_a_key_given_as_an_argument_is_not_repeated(toptickets: CommandLine, key: str) -> None:
    ended = toptickets("key", "set", key)
    assert ended.code == 2
    assert not _shows(ended, key)
