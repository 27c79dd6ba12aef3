from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import Message

from toptickets_desktop.sandbox.failures import ApiFailure
from toptickets_desktop.sandbox.throttle import Throttle
from toptickets_desktop.sandbox.uploads import receive_file

_HEADERS = [(b"content-type", b"multipart/form-data; boundary=cut")]


def _form(raw_name: bytes, content: bytes) -> bytes:
    part = b'Content-Disposition: form-data; name="file"; filename="' + raw_name + b'"\r\nContent-Type: text/plain\r\n\r\n'
    return b"--cut\r\n" + part + content + b"\r\n--cut--\r\n"


def _chunks(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


async def _starlettes_name(body: bytes) -> str | None:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    form = await MultiPartParser(Headers(raw=_HEADERS), stream()).parse()  # type: ignore[arg-type]  # it asks for a generator and only iterates
    try:
        file = form["file"]
        return file.filename if isinstance(file, UploadFile) else None
    finally:
        await form.close()


async def _received(body: bytes, chunk_bytes: int, folder: Path) -> tuple[str, bytes]:
    chunks = _chunks(body, chunk_bytes)

    async def receive() -> Message:
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    request = Request({"type": "http", "method": "POST", "path": "/", "headers": _HEADERS}, receive)
    received = await receive_file(request, folder / "part", Throttle())
    assert received.size_bytes == received.part_file.stat().st_size
    return received.filename, received.part_file.read_bytes()


# Bytes that a client may put between the quotes; a bare quote, CR or LF would end the name.
_RAW_NAMES = st.one_of(
    st.text(st.characters(exclude_characters='"\\\r\n', exclude_categories=["Cs"]), min_size=1, max_size=80).map(str.encode),
    st.text(st.sampled_from('ab"\\%2é'), min_size=1, max_size=20).map(lambda name: name.replace("\\", "\\\\").replace('"', '\\"').encode()),
    st.binary(min_size=1, max_size=30).map(lambda raw: raw.translate(None, b'"\\\r\n\x00') or b"x"),
)


@settings(deadline=None)
@example(raw_name=b"\\\\\\\\", content=b"", chunk_bytes=9)
@given(raw_name=_RAW_NAMES, content=st.binary(max_size=300), chunk_bytes=st.integers(1, 400))
async def test_names_and_bytes_arrive_as_on_starlette(raw_name: bytes, content: bytes, chunk_bytes: int) -> None:
    body = _form(raw_name, content)
    expected = await _starlettes_name(body)
    with TemporaryDirectory() as folder:
        if not expected:  # the parser keeps only what follows the last backslash of a Windows path, which may be nothing
            with pytest.raises(ApiFailure, match="422"):
                await _received(body, chunk_bytes, Path(folder))
            return
        assert await _received(body, chunk_bytes, Path(folder)) == (expected, content)


async def test_of_a_windows_path_only_the_name_is_kept(tmp_path: Path) -> None:
    assert await _received(_form(b"C:\\secret\\evil.png", b"x"), 1000, tmp_path) == ("evil.png", b"x")
