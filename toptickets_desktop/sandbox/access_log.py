"""Who asked what: a bounded record of requests that holds no secret, in memory and on request on disk."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toptickets_desktop.domain.redaction import redact
from toptickets_desktop.sandbox.private_files import append_private, make_private_file

_RECORDS_KEPT = 10_000
_PATH_CHARACTERS_MAX = 500


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One answered request. The query is left out: it holds the token of a signed URL.

    Attributes:
        at: when the answer began, UTC.
        had_authorization: whether the request had an Authorization header, whatever was in it.
        range: the Range header as it came.
    """

    at: datetime
    method: str
    path: str
    status: int
    had_authorization: bool
    range: str | None = None

    def to_line(self) -> str:
        """The record as one line of JSON."""
        return json.dumps(asdict(self) | {"at": self.at.isoformat()}) + "\n"


@dataclass(frozen=True, slots=True)
class LogFile:
    """A file that gets a line for each request; one that grows beyond `bytes_max` is set aside as `*.1`."""

    path: Path
    bytes_max: int | None = None


class AccessLog:
    """Keeps the last records; also appends each to the given files.

    A record is written before its answer leaves, so that whoever has the answer finds the record.
    """

    def __init__(self, *, files: Sequence[LogFile] = ()) -> None:
        self._records: deque[RequestRecord] = deque(maxlen=_RECORDS_KEPT)
        self._files = tuple(files)
        self._lock = threading.Lock()
        for file in self._files:
            make_private_file(file.path)

    @property
    def records(self) -> tuple[RequestRecord, ...]:
        """The last records, oldest first; may be asked for from any thread."""
        with self._lock:
            return tuple(self._records)

    def watch(self, app: ASGIApp) -> ASGIApp:
        """Return the application with every answer recorded here."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return
            headers = Headers(scope=scope)

            async def send_recorded(message: Message) -> None:
                if message["type"] == "http.response.start":
                    record = RequestRecord(
                        at=datetime.now(UTC),
                        method=scope["method"],
                        path=redact(scope["path"])[:_PATH_CHARACTERS_MAX],
                        status=message["status"],
                        had_authorization="authorization" in headers,
                        range=headers.get("range"),
                    )
                    if self._files:
                        await run_in_threadpool(self._add, record)
                    else:
                        self._add(record)
                await send(message)

            await app(scope, receive, send_recorded)

        return watched

    def _add(self, record: RequestRecord) -> None:
        with self._lock:
            self._records.append(record)
            for file in self._files:
                size_bytes = append_private(file.path, record.to_line())
                if file.bytes_max is not None and size_bytes > file.bytes_max:
                    file.path.replace(file.path.with_name(f"{file.path.name}.1"))
