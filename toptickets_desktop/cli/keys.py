"""`key set`, `key status` and `key remove`."""

from __future__ import annotations

import sys

import click

from toptickets_desktop.cli.errors import NoKey
from toptickets_desktop.cli.exit_codes import ExitCode
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.messages import sentence
from toptickets_desktop.domain.access import ApiKey, KeyKind
from toptickets_desktop.domain.errors import Forbidden

_KEY_VARIABLE = "TOPTICKETS_API_KEY"
_KIND_WORDS = {KeyKind.ADMIN: "administrator", KeyKind.READ_ONLY: "read-only", KeyKind.AGENT: "agent", KeyKind.LIVE: "live"}
_STDIN_CHARACTERS_MAX = 4096


def read_key() -> ApiKey:
    """Ask for the key without showing it, or read one line of standard input; never from the arguments, which everybody can list.

    Raises:
        InvalidApiKey: what came is none.
    """
    if sys.stdin.isatty():
        return ApiKey(click.prompt("API key", hide_input=True, err=True))
    return ApiKey(sys.stdin.readline(_STDIN_CHARACTERS_MAX))


async def store_key(invocation: Invocation, key: ApiKey) -> int:
    """Try the key with a real request, then keep it."""
    from toptickets_desktop.transfer.workspace import Workspace

    output, base_url = invocation.output, invocation.base_url
    workspace = await Workspace.open(base_url, key, access=invocation.settings.network_access)
    try:
        await workspace.client.list_tickets(limit=1)
    except Forbidden as exc:
        # The service knows the key. What it may not do is said when it is asked for.
        output.note(f"Note: {sentence(exc)}")
    finally:
        await workspace.close()
    await invocation.credentials.save(base_url, key, profile_id=invocation.profile.id)
    output.note(f"The {_KIND_WORDS[key.kind]} key for {base_url} is now in {await _keyring_words(invocation)}.")
    _note_environment(invocation)
    return ExitCode.DONE


async def show_status(invocation: Invocation) -> int:
    """Say which key would be used; nothing is sent."""
    output, base_url = invocation.output, invocation.base_url
    stored = await invocation.credentials.load(base_url, profile_id=invocation.profile.id)
    if stored is None:
        raise NoKey
    if output.as_json:
        output.json_line({"base_url": base_url.text, "kind": stored.key.kind.value, "source": stored.source.value})
        return ExitCode.DONE
    is_in_keyring = stored.source.value == "keyring"
    place = await _keyring_words(invocation) if is_in_keyring else f"the environment ({_KEY_VARIABLE})"
    output.line(f"{base_url}: {_KIND_WORDS[stored.key.kind]} key ({stored.key.kind.prefix}…) from {place}.")
    return ExitCode.DONE


async def remove_key(invocation: Invocation) -> int:
    """Remove the key from the keyring; fine when there is none."""
    await invocation.credentials.remove(invocation.base_url, profile_id=invocation.profile.id)
    invocation.output.note(f"The system's keyring has no key for {invocation.base_url} any more.")
    _note_environment(invocation)
    return ExitCode.DONE


async def _keyring_words(invocation: Invocation) -> str:
    status = await invocation.credentials.describe()
    return f"the system's keyring ({status.name})" if status.name else "the system's keyring"


def _note_environment(invocation: Invocation) -> None:
    if invocation.environment.get(_KEY_VARIABLE, "").strip():
        invocation.output.note(f"Note: the key in {_KEY_VARIABLE} is used for as long as it is set.")
