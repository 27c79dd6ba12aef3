"""Running `toptickets` in this process, with everything that it would take from the outside."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from toptickets_desktop import logs
from toptickets_desktop.cli.main import run


class Terminal(io.StringIO):
    """A text stream that says somebody looks at it."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output; every line must be one."""
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """Calls the entry point as the console script does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
        self._monkeypatch = monkeypatch
        self.data_dir = data_dir
        monkeypatch.setenv("TOPTICKETS_DATA_DIR", str(data_dir))
        monkeypatch.setenv("COLUMNS", "120")

    def use(self, base_url: object, key: str | None) -> None:
        """Choose service and key by the environment; without a key there is neither one nor a keyring."""
        self._monkeypatch.setenv("TOPTICKETS_BASE_URL", str(base_url))
        if key is None:
            self._monkeypatch.delenv("TOPTICKETS_API_KEY", raising=False)
            self._monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
            self._monkeypatch.setenv("XDG_RUNTIME_DIR", str(self.data_dir / "no-run-time-folder"))
        else:
            self._monkeypatch.setenv("TOPTICKETS_API_KEY", key)

    def __call__(
        self, *arguments: object, stdin: str | io.StringIO = "", stdout: io.StringIO | None = None, stderr: io.StringIO | None = None
    ) -> Ended:
        stdout, stderr = stdout or io.StringIO(), stderr or io.StringIO()
        with self._monkeypatch.context() as patch, logging_as_before():
            patch.setattr(sys, "stdin", io.StringIO(stdin) if isinstance(stdin, str) else stdin)
            patch.setattr(sys, "stdout", stdout)
            patch.setattr(sys, "stderr", stderr)
            code = run([str(argument) for argument in arguments])
        return Ended(int(code), stdout.getvalue(), stderr.getvalue())


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Take back what `configure_logs` does to this process."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logs.TALKATIVE_LOGGERS)]
    levels = [logger.level for logger in loggers]
    try:
        yield
    finally:
        logs.shut_own_handlers()
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        structlog.reset_defaults()


def logged_text(data_dir: Path) -> str:
    """Everything that was written under a data folder, as one text."""
    files: Mapping[Path, bytes] = {file: file.read_bytes() for file in data_dir.rglob("*") if file.is_file()}
    return "\n".join(content.decode("utf-8", "replace") for content in files.values())
