"""Receiving `multipart/form-data` (RFC 7578): the part `file` goes straight to disk, counted and hashed on the way.

Starlette's own form parser reads whole bodies into temporary files before anyone can say no. This one uses the same
parser underneath and decodes names as Starlette does, but stops at the limit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES, type_of_name
from toptickets_desktop.sandbox.failures import ApiFailure, invalid, missing_file
from toptickets_desktop.sandbox.private_files import write_private
from toptickets_desktop.sandbox.throttle import Throttle

_FIELD_BYTES_MAX = 64 * 1024  # what the other fields of the form may hold together
_PARTS_MAX = 100
_WRITE_BYTES = 256 * 1024
# A part without a type is text/plain (RFC 7578 section 4.4), unless its name says better. `*/*` is no type either: OpenAPI
# tools send it for "any type".
_UNDECLARED = frozenset({"", "*/*"})
_DEFAULT_TYPE = "text/plain"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What was in the part `file`; the bytes lie in `part_file`, which the receiver now owns.

    `content_type` is without parameters and in lower case.
    """

    part_file: Path
    filename: str
    content_type: str
    size_bytes: int
    md5: str


class _Form:
    """What the parser's callbacks gather. Only the part named `file` is kept."""

    def __init__(self) -> None:
        self.filename: str | None = None
        self.content_type = ""
        self.files_seen = 0
        self.has_text_instead = False
        self.is_complete = False
        self.size_bytes = 0
        self.pending = bytearray()
        self._other_bytes = 0
        self._parts_seen = 0
        self._takes_data = False
        self._header_name = bytearray()
        self._header_value = bytearray()
        self._headers: dict[bytes, bytes] = {}

    def on_part_begin(self) -> None:
        self._headers = {}
        self._parts_seen += 1
        if self._parts_seen > _PARTS_MAX:
            raise FormParserError("too many parts")

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def on_header_end(self) -> None:
        self._headers[bytes(self._header_name).lower()] = bytes(self._header_value)
        self._header_name.clear()
        self._header_value.clear()

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        if b"name" not in options:
            raise FormParserError("a part without a name")
        is_file = options[b"name"] == b"file"
        self._takes_data = is_file and b"filename" in options
        self.has_text_instead = self.has_text_instead or (is_file and b"filename" not in options)
        if not self._takes_data:
            return
        self.files_seen += 1
        if self.files_seen == 1:
            self.filename = _decoded(options[b"filename"])
            content_type = self._headers.get(b"content-type")
            self.content_type = "" if content_type is None else content_type.decode("latin-1").partition(";")[0].strip().lower()

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._takes_data and self.files_seen == 1:
            self.size_bytes += end - start
            self.pending += data[start:end]
        else:
            self._other_bytes += end - start
            if self._other_bytes > _FIELD_BYTES_MAX:
                raise FormParserError("too much beside the file")

    def on_end(self) -> None:
        self.is_complete = True


async def receive_file(request: Request, part_file: Path, throttle: Throttle) -> ReceivedFile:
    """Read the form of an upload.

    Args:
        request: the POST, its body unread.
        part_file: a path that does not exist yet, for the bytes.
        throttle: how fast to read.

    Raises:
        ApiFailure: 400 for a malformed form or a file over the limit, 422 when `file` is missing or not one file;
            nothing stays at `part_file`.
        ClientDisconnect: the client went away.
    """
    form = _Form()
    parser = _parser(request, form)
    md5 = hashlib.md5(usedforsecurity=False)
    await run_in_threadpool(write_private, part_file, b"")
    try:
        with await run_in_threadpool(part_file.open, "r+b") as stream:

            def flush() -> None:
                md5.update(form.pending)
                stream.write(form.pending)
                form.pending.clear()

            async for chunk in request.stream():
                _feed(parser, chunk)
                if form.size_bytes > MAX_UPLOAD_BYTES:
                    raise ApiFailure(400, f"File too large. Maximum size is {MAX_UPLOAD_BYTES // 1024**2} MB.")
                if len(form.pending) >= _WRITE_BYTES:
                    await run_in_threadpool(flush)
                await throttle.wait_after(len(chunk))
            await run_in_threadpool(flush)
        return _checked(form, part_file, md5.hexdigest())
    except BaseException:
        _forget(part_file)
        raise


def _forget(part_file: Path) -> None:
    # Not in a thread: when the server is stopping, nothing may be awaited any more.
    part_file.unlink(missing_ok=True)


def _parser(request: Request, form: _Form) -> MultipartParser:
    content_type, options = parse_options_header(request.headers.get("content-type"))
    if content_type != b"multipart/form-data":
        raise missing_file()  # FastAPI takes any other body for a form without fields
    names = "part_begin", "header_field", "header_value", "header_end", "headers_finished", "part_data", "end"
    try:
        return MultipartParser(options[b"boundary"], {f"on_{name}": getattr(form, f"on_{name}") for name in names})  # type: ignore[arg-type]  # a TypedDict of exactly these
    except (KeyError, FormParserError) as exc:
        raise _malformed() from exc


def _feed(parser: MultipartParser, chunk: bytes) -> None:
    try:
        parser.write(chunk)
    except FormParserError as exc:
        raise _malformed() from exc


def _checked(form: _Form, part_file: Path, md5: str) -> ReceivedFile:
    if not form.is_complete:
        raise _malformed()
    if form.files_seen > 1 or (form.has_text_instead and form.files_seen):
        raise invalid({"loc": ["body", "file"], "msg": "Value error, Expected one file", "type": "value_error"})
    if form.has_text_instead:
        message = "Value error, Expected UploadFile, received: <class 'str'>"
        raise invalid({"loc": ["body", "file"], "msg": message, "type": "value_error"})
    if not form.filename:
        raise missing_file()
    content_type = form.content_type
    if content_type in _UNDECLARED:
        content_type = type_of_name(form.filename) or _DEFAULT_TYPE
    return ReceivedFile(part_file, form.filename, content_type, form.size_bytes, md5)


def _malformed() -> ApiFailure:
    return ApiFailure(400, "There was an error parsing the body")


def _decoded(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("latin-1")
