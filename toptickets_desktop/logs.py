"""Logs of the whole program, through one redactor: our own, those of the libraries, their arguments and their tracebacks.

Imports structlog and domain only. A log line is one JSON object, so that a hostile file name cannot forge a line of its own.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import sys
from collections.abc import Mapping, MutableMapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import structlog

from toptickets_desktop.domain.redaction import redact

LOG_FILE_NAME = "toptickets-desktop.log"
LOG_FILE_BYTES_MAX = 2 * 1024 * 1024
LOG_FILES_KEPT = 3

# They log every request at INFO, and every chunk at DEBUG: worth it only to somebody who asked for everything.
TALKATIVE_LOGGERS = ("httpx", "httpcore", "uvicorn", "uvicorn.access", "uvicorn.error", "asyncio", "keyring")


def configure_logs(
    log_dir: Path | None,
    *,
    level: int = logging.INFO,
    to_stderr: bool = False,
    file_name: str = LOG_FILE_NAME,
) -> Path | None:
    """Send all logs of this process where they belong; calling it again replaces what was set before.

    Args:
        log_dir: an existing folder for the rotating file; None writes no file.
        level: the lowest level kept, such as `logging.DEBUG`.
        to_stderr: whether lines go to the terminal too.
        file_name: two programs that run at once must not rotate the same file.

    Returns:
        The log file, or None without `log_dir`.
    """
    shut_own_handlers()
    path = log_dir / file_name if log_dir is not None else None
    handlers: list[logging.Handler] = []
    if path is not None:
        file_handler = _PrivateRotatingFile(path, maxBytes=LOG_FILE_BYTES_MAX, backupCount=LOG_FILES_KEPT, delay=True)
        file_handler.setFormatter(_RedactingFormatter(structlog.processors.JSONRenderer(ensure_ascii=True)))
        handlers.append(file_handler)
    if to_stderr:
        stderr_handler = _QuietStream(sys.stderr)
        # repr shows control and direction characters as escapes, so that foreign text cannot steer the terminal.
        renderer = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "logger", "event"], drop_missing=True)
        stderr_handler.setFormatter(_RedactingFormatter(renderer))
        handlers.append(stderr_handler)
    root = logging.getLogger()
    for handler in handlers or [_OwnNullHandler()]:
        root.addHandler(handler)
    root.setLevel(level)
    for name in TALKATIVE_LOGGERS:
        logging.getLogger(name).setLevel(level if level <= logging.DEBUG else max(level, logging.WARNING))
    for name in _SILENCED_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # else loggers made before this call keep the old configuration
    )
    return path


# qasync logs the arguments of every call that it hands to a thread: file contents of customers among them.
_SILENCED_LOGGERS = ("qasync",)


class _OwnHandler:
    """Marks the handlers that this module added, and may take away again."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the line: the inherited method would print it to stderr, arguments and all, without the redactor."""


class _PrivateRotatingFile(_OwnHandler, logging.handlers.RotatingFileHandler):
    """A rotating file that only this user can read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(descriptor, "a", encoding="utf-8")  # noqa: PTH123  # a descriptor, which Path cannot open


class _QuietStream(_OwnHandler, logging.StreamHandler[Any]):
    """The terminal."""


class _OwnNullHandler(_OwnHandler, logging.NullHandler):
    """Stands in when nothing is kept: without any handler, logging prints warnings to stderr by itself."""


class _RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats records of structlog and of plain logging alike, and lets nothing out unredacted."""

    def __init__(self, renderer: structlog.typing.Processor) -> None:
        super().__init__(
            foreign_pre_chain=_shared_processors(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                # Before rendering: in the rendered line a quote is \", which would hide `"token": "…"` from the patterns.
                _redact_values,
                renderer,
            ],
        )


def _shared_processors() -> list[structlog.typing.Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _redact_values(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {redact(key): _redacted(value) for key, value in event.items()}


def _redacted(value: object) -> object:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {redact(str(key)): _redacted(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redacted(each) for each in value]
    return redact(value if isinstance(value, str) else repr(value))


def shut_own_handlers() -> None:
    """Stop writing logs; what `configure_logs` set besides stays."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _OwnHandler)]:
        root.removeHandler(handler)
        with contextlib.suppress(OSError, ValueError):
            handler.close()
