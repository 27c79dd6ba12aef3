"""The decoding process: `python -I -m toptickets_desktop.decoding.worker`, or the bundle's program with `WORKER_ARGUMENT`.

It hears jobs on its standard input (a Unix socket, or a pipe where there are none), gives up every right that it does not need before the
first, and ends with the window: when the channel ends, and on Linux when the window's process does.
"""

from __future__ import annotations

import os
import socket
import stat
import sys
import time
from collections.abc import Mapping, Sequence

from PySide6.QtGui import QImage

from toptickets_desktop.decoding import hardening
from toptickets_desktop.decoding.jobs import JobFunction, job_functions
from toptickets_desktop.decoding.results import Refused, Result, Source
from toptickets_desktop.decoding.wire import (
    OUT_OF_MEMORY,
    AnswerHeader,
    Bytes,
    Channel,
    Job,
    PictureHeader,
    PipeChannel,
    SocketChannel,
    WireError,
    receive_job,
    send_answer,
)

CPU_RETIREMENT_S = 120.0
"""A process that has computed that long makes place for a fresh one: nothing that a file did to it lasts."""

RETIRING_KINDS = frozenset({"video_poster"})
"""After these the process makes place too: FFmpeg's threads leave too little of its memory to the next job."""

MEMORY_RETIREMENT_BYTES = 48 * 1024 * 1024
"""So has one that did not get rid of as much memory: the limit is for the next file alone."""

_PAINTABLE = (QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied)


def main() -> int:
    """Work until the window ends the channel."""
    functions = job_functions()
    channel = _channel()
    measures = hardening.give_up_rights()
    send_answer(channel, AnswerHeader(job_id=0, is_last=True, facts={"measures": measures}), [], b"")
    data_bytes_at_start = hardening.data_bytes()
    while time.process_time() < CPU_RETIREMENT_S and hardening.data_bytes() - data_bytes_at_start < MEMORY_RETIREMENT_BYTES:
        try:
            job, file = receive_job(channel)
        except (EOFError, OSError, WireError):
            return 0
        hardening.limit_cpu(job.cpu_limit_s)
        with file:
            size_bytes = file.seek(0, os.SEEK_END)
            file.seek(0)
            try:
                _work(channel, functions, job, Source(file, size_bytes))
            except _ChannelLost:
                return 0
        if job.kind in RETIRING_KINDS:
            return 0
    return 0


class _ChannelLost(Exception):
    """Nobody takes results any more. Not an OSError: libraries raise those for damaged files too (gzip.BadGzipFile)."""


def _work(channel: Channel, functions: Mapping[str, JobFunction], job: Job, source: Source) -> None:
    try:
        is_answered = False
        for result in functions[job.kind](source, job.parameters):
            _send(channel, job, result)
            is_answered = not result.is_partial
        if not is_answered:
            raise Refused("damaged")
    except Refused as exc:
        _refuse(channel, job, exc.problem)
    except MemoryError:
        _refuse(channel, job, OUT_OF_MEMORY)
    except _ChannelLost:
        raise
    except Exception:  # noqa: BLE001  # whatever a decoder stumbles over is the file's fault, and the next file is another
        _refuse(channel, job, "damaged")


def _send(channel: Channel, job: Job, result: Result) -> None:
    pictures = [_packed(picture) for picture in result.pictures]
    headers = [
        PictureHeader(picture.width(), picture.height(), picture.bytesPerLine(), picture.format().value, picture.devicePixelRatio())
        for picture in pictures
    ]
    header = AnswerHeader(job_id=job.id, is_last=not result.is_partial, facts=result.facts, pictures=headers, data_bytes=len(result.data))
    _tell(channel, header, [picture.constBits() for picture in pictures], result.data)


def _packed(picture: QImage) -> QImage:
    """In one of the two formats that are painted fastest; both have 4 bytes a pixel, so lines have no filling."""
    if picture.format() in _PAINTABLE:
        return picture
    return picture.convertToFormat(_PAINTABLE[1] if picture.hasAlphaChannel() else _PAINTABLE[0])


def _refuse(channel: Channel, job: Job, problem: str) -> None:
    _tell(channel, AnswerHeader(job_id=job.id, is_last=True, problem=problem), [], b"")


def _tell(channel: Channel, header: AnswerHeader, pictures: Sequence[Bytes], data: bytes) -> None:
    try:
        send_answer(channel, header, pictures, data)
    except OSError as exc:
        raise _ChannelLost from exc


def _channel() -> Channel:
    if hasattr(socket, "AF_UNIX") and stat.S_ISSOCK(os.fstat(0).st_mode):
        return SocketChannel(socket.socket(fileno=0))
    return PipeChannel(os.fdopen(0, "rb", closefd=False), os.fdopen(1, "wb", closefd=False))


if __name__ == "__main__":
    sys.exit(main())
