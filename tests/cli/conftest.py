"""The command line against a sandbox of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.keyring_fixture import keyring_session
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

__all__ = ["keyring_session", "signed_in", "toptickets"]


@pytest.fixture
def toptickets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """The command with a data folder of its own, and neither service nor key."""
    return CommandLine(monkeypatch, tmp_path / "data-dir")


@pytest.fixture
def signed_in(toptickets: CommandLine, sandbox: Sandbox) -> CommandLine:
    """The command with an administrator's key for the sandbox."""
    toptickets.use(sandbox.base_url, sandbox.keys[KeyKind.ADMIN].reveal())
    return toptickets
