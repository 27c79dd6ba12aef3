"""Fixtures for tests that need a keyring, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.keyring_session import KeyringSession, missing_programs


@pytest.fixture
def keyring_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[KeyringSession]:
    """An unlocked keyring that this process and those it starts find."""
    missing = missing_programs()
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    with KeyringSession(tmp_path / "session") as session:
        for name, value in session.environment.items():
            monkeypatch.setenv(name, value)
        yield session


@pytest.fixture
def no_session_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without D-Bus: neither named in the environment nor in the run-time folder."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "no-run-time-folder"))
