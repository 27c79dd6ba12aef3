from __future__ import annotations

import contextlib
import io
import os
import socket
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.decoding.wire import (
    PAYLOAD_BYTES_MAX,
    AnswerHeader,
    Job,
    PictureHeader,
    PipeChannel,
    SocketChannel,
    WireError,
    receive_answer,
    receive_job,
    send_answer,
    send_job,
)

JOB = Job(id=7, kind="image", parameters={"width": 3}, content_bytes=None, cpu_limit_s=2.0)


def _pipe(data: bytes) -> PipeChannel:
    return PipeChannel(io.BytesIO(data), io.BytesIO())


def _framed(header: object, payload: bytes = b"") -> bytes:
    head = msgspec.msgpack.encode(header)
    return len(head).to_bytes(4, "big") + head + payload


def test_a_job_brings_its_content_through_a_pipe() -> None:
    outgoing = io.BytesIO()
    job = msgspec.structs.replace(JOB, content_bytes=5)
    send_job(PipeChannel(io.BytesIO(), outgoing), job, b"bytes")

    received, content = receive_job(_pipe(outgoing.getvalue()))

    assert received == job
    assert content.read() == b"bytes"


@pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")
def test_a_job_brings_an_open_file_through_a_socket() -> None:
    ours, theirs = (SocketChannel(end) for end in socket.socketpair())
    reading, writing = os.pipe()
    os.write(writing, b"bytes")
    os.close(writing)
    send_job(ours, JOB, reading)
    os.close(reading)

    received, content = receive_job(theirs)

    with content:
        assert received == JOB
        assert content.read() == b"bytes"
    ours.close()
    with pytest.raises(EOFError):
        receive_job(theirs)
    theirs.close()


def test_an_answer_brings_pictures_and_data() -> None:
    outgoing = io.BytesIO()
    header = AnswerHeader(job_id=7, is_last=True, facts={"a": 1}, pictures=[PictureHeader(2, 1, 8, 4)] * 2, data_bytes=3)
    send_answer(PipeChannel(io.BytesIO(), outgoing), header, [b"12345678", b"abcdefgh"], b"xyz")

    answer = receive_answer(_pipe(outgoing.getvalue()))

    assert answer.header == header
    assert [bytes(each) for each in answer.pictures] == [b"12345678", b"abcdefgh"]
    assert answer.data == b"xyz"


@pytest.mark.parametrize(
    "header",
    [
        AnswerHeader(job_id=1, is_last=True, data_bytes=-1),
        AnswerHeader(job_id=1, is_last=True, data_bytes=PAYLOAD_BYTES_MAX + 1),
        AnswerHeader(job_id=1, is_last=True, pictures=[PictureHeader(2, 1, 4, 4)]),
        AnswerHeader(job_id=1, is_last=True, pictures=[PictureHeader(0, 1, 0, 4)]),
        AnswerHeader(job_id=1, is_last=True, pictures=[PictureHeader(2, -1, 8, 4)]),
        AnswerHeader(job_id=1, is_last=True, pictures=[PictureHeader(60_000, 60_000, 240_000, 4)]),
        {"job_id": "one", "is_last": True},
    ],
)
def test_an_answer_out_of_bounds_is_an_error(header: object) -> None:
    with pytest.raises(WireError):
        receive_answer(_pipe(_framed(header, bytes(100))))


@given(data=st.binary(max_size=200))
def test_nothing_that_a_process_says_breaks_the_window(data: bytes) -> None:
    with contextlib.suppress(WireError, EOFError):
        receive_answer(_pipe(len(data).to_bytes(4, "big") + data))
    with contextlib.suppress(WireError, EOFError):
        receive_answer(_pipe(data))
