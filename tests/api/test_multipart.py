from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser

from toptickets_desktop.api.multipart import MultipartFile
from toptickets_desktop.domain.errors import FileChanged
from toptickets_desktop.domain.file_rules import refusal_of_name


async def giving(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def send_into(sent: list[bytes], form: MultipartFile) -> None:
    async for part in form:
        sent.append(part)  # noqa: PERF401  # what came before an error is to be kept


def form_of(
    chunks: Sequence[bytes] = (b"abc",), *, filename: str = "a.txt", content_type: str = "text/plain", size: int | None = None
) -> MultipartFile:
    size_bytes = sum(map(len, chunks)) if size is None else size
    return MultipartFile(filename=filename, content_type=content_type, size_bytes=size_bytes, chunks=giving(*chunks))


async def parsed_by_the_server(form: MultipartFile) -> tuple[str, str, bytes]:
    """What Starlette with python-multipart makes of it: name, type, content."""
    parts = [part async for part in form]
    assert sum(map(len, parts)) == form.content_length
    headers = Headers({"content-type": form.content_type})
    fields = await MultiPartParser(headers, giving(*parts)).parse()  # type: ignore[arg-type]  # an iterator is all it needs
    assert list(fields) == ["file"]
    file = fields["file"]
    assert isinstance(file, UploadFile)
    content = await file.read()
    await file.close()
    return file.filename or "", file.content_type or "", content


# python-multipart takes what looks like an old Windows path ("C:\…" or "\\…") down to its last part, whoever sends it.
sendable_names = st.text(min_size=1, max_size=80).filter(
    lambda name: refusal_of_name(name) is None and name.replace("\\", "\\\\")[1:3] != ":\\" and not name.startswith("\\")
)
name_parts = st.text("abcXYZ019!#$%&'*+.^_`|~-", min_size=1, max_size=20)


@settings(deadline=None)
@given(sendable_names, name_parts, name_parts, st.lists(st.binary(max_size=60), max_size=5))
def test_names_types_and_bytes_arrive_as_they_are(name: str, main_type: str, subtype: str, chunks: list[bytes]) -> None:
    form = form_of(chunks, filename=name, content_type=f"{main_type}/{subtype}")
    assert asyncio.run(parsed_by_the_server(form)) == (name, f"{main_type}/{subtype}", b"".join(chunks))


@pytest.mark.parametrize(
    "name",
    [
        'q"uote.txt',
        'both \\" here',
        "back\\slash",
        "ends in \\",
        "semi; filename=x.exe",
        "%22.txt",
        "日本語 🎉.png",
        "gnp.\u202eexe",
        "a=b; c",
        "'",
        "x" * 255,
    ],
)
async def test_awkward_names_arrive_as_they_are(name: str) -> None:
    assert (await parsed_by_the_server(form_of(filename=name)))[0] == name


@pytest.mark.parametrize("name", ["", "a\r\nX: y", "a\nb", "a\x00b", "a\x7fb", "a\x85b", "\ud800", "x" * 256])
def test_names_that_cannot_be_sent_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        form_of(filename=name)


@pytest.mark.parametrize(
    "content_type", ["", "text", "text/plain; charset=x", "text/plain\r\nX: y", "text/plain\n", "a/b/c", "é/x", "a/" + "b" * 300]
)
def test_types_that_cannot_be_sent_are_refused(content_type: str) -> None:
    with pytest.raises(ValueError, match="type"):
        form_of(content_type=content_type)


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        form_of(size=-1)


@pytest.mark.parametrize("announced", [5, 7])
async def test_more_or_fewer_bytes_than_announced_end_it_before_the_tail(announced: int) -> None:
    form = form_of([b"abc", b"def"], size=announced)
    sent: list[bytes] = []
    with pytest.raises(FileChanged):
        await send_into(sent, form)
    assert sum(map(len, sent)) < form.content_length
    assert not form.is_handed_over


async def test_it_tells_when_the_last_bytes_leave() -> None:
    form = form_of([b"abc"])
    told: list[bytes] = []
    sent: list[bytes] = []
    form.on_handed_over = lambda: told.append(b"".join(sent))
    await send_into(sent, form)
    assert form.is_handed_over
    assert told[0].endswith(b"abc")


def test_the_boundary_cannot_be_guessed() -> None:
    assert form_of().content_type != form_of().content_type


async def test_an_error_of_the_file_is_remembered() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield b"abc"
        raise PermissionError("gone")

    form = MultipartFile(filename="a", content_type="a/b", size_bytes=9, chunks=failing())
    with pytest.raises(PermissionError) as caught:
        await send_into([], form)
    assert form.source_error is caught.value
