"""What the window and a decoding process say to each other: frames of a length, a msgpack header and raw bytes behind it.

Both sides hold the other to these bounds: what comes from a process that read a stranger's file may be anything.
"""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Protocol

import msgspec

HEADER_BYTES_MAX = 16 * 1024 * 1024
PAYLOAD_BYTES_MAX = 320 * 1024 * 1024
PICTURES_MAX = 4_096
PICTURE_SIDE_MAX = 65_535

OUT_OF_MEMORY = "out_of_memory"
"""The problem that a fresh process may not have with the same file."""

_LENGTH_BYTES = 4

Bytes = bytes | bytearray | memoryview


class WireError(Exception):
    """The other side said something that it cannot mean."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be decoded.

    Attributes:
        id: comes back with each answer.
        kind: a name in `jobs.JOBS`.
        parameters: what the kind takes.
        content_bytes: how many bytes of content follow; None when a descriptor of the open file comes with the frame.
        cpu_limit_s: after so many seconds of computing the process ends.
    """

    id: int
    kind: str
    parameters: dict[str, Any]
    content_bytes: int | None
    cpu_limit_s: float


class PictureHeader(msgspec.Struct, frozen=True):
    """How the bytes of one picture are laid out; `pixel_format` is a value of QImage.Format."""

    width: int
    height: int
    bytes_per_line: int
    pixel_format: int
    pixel_ratio: float = 1.0

    @property
    def size_bytes(self) -> int:
        return self.bytes_per_line * self.height


class AnswerHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a job, or a part of it.

    Attributes:
        is_last: no further answer to this job comes.
        problem: why there is no result, as a word that the kind of job defines; empty when there is one.
        facts: results that are no pictures.
        pictures: their bytes follow the header, one after the other.
        data_bytes: how many other bytes follow them.
    """

    job_id: int
    is_last: bool
    problem: str = ""
    facts: dict[str, Any] = {}
    pictures: list[PictureHeader] = []
    data_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A header with what followed it."""

    header: AnswerHeader
    pictures: list[bytearray]
    data: bytes


class Channel(Protocol):
    """Bytes both ways."""

    def send(self, parts: Sequence[Bytes], descriptor: int | None = None) -> None:
        """Send all of it. Raises OSError."""

    def receive_into(self, view: memoryview) -> None:
        """Fill the view. Raises EOFError, OSError."""

    def take_descriptor(self) -> int | None:
        """The descriptor that came with what was received last."""

    def close(self) -> None:
        """End it; may be called twice."""


class SocketChannel:
    """A Unix socket, which can carry open files."""

    can_carry_files = True

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._descriptors: list[int] = []

    def send(self, parts: Sequence[Bytes], descriptor: int | None = None) -> None:
        if descriptor is not None:
            first, *parts = parts
            sent = socket.send_fds(self._socket, [first], [descriptor])
            self._socket.sendall(memoryview(first)[sent:])
        for part in parts:
            self._socket.sendall(part)

    def receive_into(self, view: memoryview) -> None:
        while view:
            if len(view) <= _LENGTH_BYTES:  # a descriptor comes with the length of a frame
                data, descriptors, _flags, _address = socket.recv_fds(self._socket, len(view), 1)
                self._descriptors += descriptors
                count = len(data)
                view[:count] = data
            else:
                count = self._socket.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]

    def take_descriptor(self) -> int | None:
        descriptor = self._descriptors.pop() if self._descriptors else None
        for surplus in self._descriptors:
            os.close(surplus)
        self._descriptors.clear()
        return descriptor

    def close(self) -> None:
        self._socket.close()


class PipeChannel:
    """Two pipes, for platforms without Unix sockets; content comes in the frame."""

    can_carry_files = False

    def __init__(self, incoming: IO[bytes], outgoing: IO[bytes]) -> None:
        self._incoming = incoming
        self._outgoing = outgoing

    def send(self, parts: Sequence[Bytes], descriptor: int | None = None) -> None:
        if descriptor is not None:
            raise OSError("a pipe cannot carry a file")
        for part in parts:
            self._outgoing.write(part)
        self._outgoing.flush()

    def receive_into(self, view: memoryview) -> None:
        while view:
            count = self._incoming.readinto(view)  # type: ignore[attr-defined]  # a buffered or a raw file has it
            if not count:
                raise EOFError
            view = view[count:]

    def take_descriptor(self) -> int | None:
        return None

    def close(self) -> None:
        self._incoming.close()
        self._outgoing.close()


def send_job(channel: Channel, job: Job, content: bytes | int) -> None:
    """Send a job with its content: bytes, or the descriptor of an open file."""
    header = msgspec.msgpack.encode(job)
    if isinstance(content, int):
        channel.send([_length(header), header], content)
    else:
        channel.send([_length(header), header, content])


def receive_job(channel: Channel) -> tuple[Job, BinaryIO]:
    """Wait for a job and its content.

    Raises:
        EOFError: the window is gone.
        WireError: that was no job.
    """
    job = _receive_header(channel, Job)
    descriptor = channel.take_descriptor()
    if job.content_bytes is None:
        if descriptor is None:
            raise WireError("a job without content")
        return job, os.fdopen(descriptor, "rb")
    return job, io.BytesIO(_receive(channel, job.content_bytes, PAYLOAD_BYTES_MAX))


def send_answer(channel: Channel, header: AnswerHeader, pictures: Sequence[Bytes], data: bytes) -> None:
    """Send a result."""
    head = msgspec.msgpack.encode(header)
    channel.send([_length(head), head, *pictures, data])


def receive_answer(channel: Channel) -> Answer:
    """Wait for a result.

    Raises:
        EOFError: the process has ended.
        WireError: what came is not a result, or is out of bounds.
    """
    header = _receive_header(channel, AnswerHeader)
    total = header.data_bytes + sum(_checked(picture) for picture in header.pictures)
    if header.data_bytes < 0 or len(header.pictures) > PICTURES_MAX or total > PAYLOAD_BYTES_MAX:
        raise WireError("too much")
    pictures = [_receive(channel, picture.size_bytes, PAYLOAD_BYTES_MAX) for picture in header.pictures]
    return Answer(header, pictures, bytes(_receive(channel, header.data_bytes, PAYLOAD_BYTES_MAX)))


def _checked(picture: PictureHeader) -> int:
    """The bytes of a picture whose lines are as long as its pixels, 4 bytes each."""
    has_sides = 0 < picture.width <= PICTURE_SIDE_MAX and 0 < picture.height <= PICTURE_SIDE_MAX
    if not has_sides or picture.bytes_per_line != 4 * picture.width:
        raise WireError("no picture")
    return picture.size_bytes


def _length(header: bytes) -> bytes:
    return len(header).to_bytes(_LENGTH_BYTES, "big")


def _receive_header(channel: Channel, kind: type[Any]) -> Any:
    length = int.from_bytes(_receive(channel, _LENGTH_BYTES, _LENGTH_BYTES), "big")
    try:
        return msgspec.msgpack.decode(_receive(channel, length, HEADER_BYTES_MAX), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise WireError("not a header") from exc


def _receive(channel: Channel, size_bytes: int, bytes_max: int) -> bytearray:
    if not 0 <= size_bytes <= bytes_max:
        raise WireError("too long")
    data = bytearray(size_bytes)
    channel.receive_into(memoryview(data))
    return data
