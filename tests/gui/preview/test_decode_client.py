from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.preview.pictures import animation, noise, picture
from toptickets_desktop.gui.preview.decode_client import (
    CRASHED,
    TOO_LARGE,
    TOO_SLOW,
    UNREADABLE,
    WORKERS_MAX,
    DecodeClient,
    Decoded,
    DecodeRequest,
)
from toptickets_desktop.gui.preview.worker_process import WorkerProcess

BOX: dict[str, Any] = {"width": 100, "height": 100}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these stop and kill processes by signals")


class Heard:
    """All that a request says."""

    def __init__(self, request: DecodeRequest) -> None:
        self.answers: list[Decoded] = []
        self.refusals: list[str] = []
        self.threads: list[QThread] = []
        request.answered.connect(self._on_request_answered)
        request.refused.connect(self.refusals.append)

    def _on_request_answered(self, decoded: Decoded) -> None:
        self.threads.append(QThread.currentThread())
        self.answers.append(decoded)

    @property
    def is_over(self) -> bool:
        return bool(self.refusals) or any(answer.is_last for answer in self.answers)


@pytest.fixture
def make_client(qapp: QApplication) -> Iterator[Callable[..., DecodeClient]]:
    made: list[DecodeClient] = []

    def make(**options: Any) -> DecodeClient:
        made.append(DecodeClient(**options))
        return made[-1]

    yield make
    for client in made:
        client.shut_down()


@pytest.fixture
def client(make_client: Callable[..., DecodeClient]) -> DecodeClient:
    return make_client()


def _warm(qtbot: QtBot, client: DecodeClient) -> int:
    heard = Heard(client.request("image", picture("PNG"), **BOX))
    qtbot.waitUntil(lambda: heard.is_over and all(worker.job is None for worker in client._workers), timeout=20_000)
    return client.worker_pids[0]


@pytest.mark.parametrize("is_file", [True, False])
def test_a_picture_is_decoded_in_another_process_and_comes_back_on_this_thread(
    qtbot: QtBot, client: DecodeClient, tmp_path: Path, is_file: bool
) -> None:
    data = picture("PNG", (400, 200), color=(10, 200, 30))
    path = tmp_path / "picture"
    path.write_bytes(data)

    heard = Heard(client.request("image", path if is_file else data, **BOX))

    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    (decoded,) = heard.answers
    assert decoded.images[0].size().toTuple() == (100, 50)
    assert decoded.images[0].pixelColor(50, 25).name() == "#0ac81e"
    assert decoded.facts["width"] == 400
    assert heard.threads == [QThread.currentThread()]
    assert os.getpid() not in client.worker_pids
    assert not client.is_busy


def test_an_animation_comes_twice(qtbot: QtBot, client: DecodeClient) -> None:
    heard = Heard(client.request("image", animation("GIF", 4), **BOX))

    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    assert [len(answer.images) for answer in heard.answers] == [1, 4]


def test_a_refusal_comes_with_its_reason(qtbot: QtBot, client: DecodeClient) -> None:
    heard = Heard(client.request("image", b"text", **BOX))

    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    assert heard.refusals == ["not_an_image"]


def test_an_unknown_kind_and_senseless_parameters_are_refusals(qtbot: QtBot, client: DecodeClient) -> None:
    unknown = Heard(client.request("format_the_disk", b""))
    senseless = Heard(client.request("image", picture("PNG"), width="wide"))

    qtbot.waitUntil(lambda: unknown.is_over and senseless.is_over, timeout=20_000)
    assert unknown.refusals == senseless.refusals == ["damaged"]


def test_a_file_that_is_gone_or_a_link_is_said(qtbot: QtBot, client: DecodeClient, tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(picture("PNG"))
    (tmp_path / "link").symlink_to(tmp_path / "picture")

    gone = Heard(client.request("image", tmp_path / "gone", **BOX))
    link = Heard(client.request("image", tmp_path / "link", **BOX))

    qtbot.waitUntil(lambda: gone.is_over and link.is_over, timeout=20_000)
    assert gone.refusals == link.refusals == [UNREADABLE]


def test_a_process_that_is_killed_costs_one_request(qtbot: QtBot, make_client: Callable[..., DecodeClient]) -> None:
    client = make_client(workers_max=1)
    pid = _warm(qtbot, client)
    os.kill(pid, signal.SIGSTOP)
    lost = Heard(client.request("image", picture("PNG"), **BOX))
    following = Heard(client.request("image", picture("GIF"), **BOX))

    os.kill(pid, signal.SIGKILL)

    qtbot.waitUntil(lambda: lost.is_over and following.is_over, timeout=20_000)
    assert lost.refusals == [CRASHED]
    assert following.answers
    assert client.worker_pids != [pid]


def test_a_process_that_hangs_is_ended_at_its_time_limit(qtbot: QtBot, make_client: Callable[..., DecodeClient]) -> None:
    client = make_client(workers_max=1)
    os.kill(_warm(qtbot, client), signal.SIGSTOP)
    hanging = Heard(client.request("image", picture("PNG"), time_limit_s=0.1, **BOX))
    following = Heard(client.request("image", picture("PNG"), **BOX))

    qtbot.waitUntil(lambda: hanging.is_over and following.is_over, timeout=20_000)

    assert hanging.refusals == [TOO_SLOW]
    assert following.answers


def test_what_is_cancelled_says_nothing_and_makes_room(qtbot: QtBot, make_client: Callable[..., DecodeClient]) -> None:
    client = make_client(workers_max=1)
    os.kill(_warm(qtbot, client), signal.SIGSTOP)
    process = client._workers[0]._process
    assert process is not None
    process.was_used = False
    request = client.request("image", picture("PNG"), **BOX)
    qtbot.waitUntil(lambda: process.was_used)  # what is cancelled before it was begun does not reach the process
    cancelled = Heard(request)
    waiting = client.request("image", picture("PNG"), **BOX)
    waiting_heard = Heard(waiting)
    following = Heard(client.request("image", picture("PNG"), **BOX))

    request.cancel()
    waiting.cancel()

    qtbot.waitUntil(lambda: following.is_over, timeout=20_000)
    assert following.answers, following.refusals
    assert not cancelled.is_over
    assert not waiting_heard.is_over


@pytest.mark.skipif(sys.platform != "linux", reason="takes memory away from another process")
def test_a_file_is_not_refused_for_the_memory_that_earlier_ones_took(qtbot: QtBot, make_client: Callable[..., DecodeClient]) -> None:
    client = make_client(workers_max=1)
    pid = _warm(qtbot, client)
    _take_memory_away(pid)

    heard = Heard(client.request("image", picture("PNG", (6_400, 5_000)), **BOX))

    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    assert heard.answers, heard.refusals
    assert client.worker_pids != [pid]


@pytest.mark.skipif(sys.platform != "linux", reason="takes memory away from another process")
def test_what_a_fresh_process_has_no_memory_for_is_too_large(
    qtbot: QtBot, make_client: Callable[..., DecodeClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = WorkerProcess.__init__

    def with_little_memory(process: WorkerProcess) -> None:
        ready(process)
        _take_memory_away(process.pid)

    monkeypatch.setattr(WorkerProcess, "__init__", with_little_memory)
    client = make_client(workers_max=1)

    heard = Heard(client.request("image", picture("PNG", (6_400, 5_000)), **BOX))

    qtbot.waitUntil(lambda: heard.is_over, timeout=20_000)
    assert heard.refusals == [TOO_LARGE]


def _take_memory_away(pid: int) -> None:
    import resource

    resource.prlimit(pid, resource.RLIMIT_DATA, (100 * 1024 * 1024, 100 * 1024 * 1024))


def test_what_somebody_waits_for_comes_before_thumbnails(qtbot: QtBot, make_client: Callable[..., DecodeClient]) -> None:
    client = make_client(workers_max=1)
    pid = _warm(qtbot, client)
    os.kill(pid, signal.SIGSTOP)
    order: list[str] = []
    for name, is_urgent in (("running", True), ("thumbnail", False), ("urgent", True)):
        request = client.request("image", picture("PNG"), is_urgent=is_urgent, **BOX)
        request.answered.connect(lambda _decoded, name=name: order.append(name))

    os.kill(pid, signal.SIGCONT)

    qtbot.waitUntil(lambda: len(order) == 3, timeout=20_000)
    assert order == ["running", "urgent", "thumbnail"]


def test_processes_are_few_and_end_with_the_client(qtbot: QtBot, client: DecodeClient) -> None:
    data = noise("PNG", (300, 300))
    heard = [Heard(client.request("image", data, **BOX)) for _ in range(3 * WORKERS_MAX)]
    qtbot.waitUntil(lambda: all(each.is_over for each in heard), timeout=20_000)
    pids = client.worker_pids
    assert 1 <= len(pids) <= WORKERS_MAX

    client.shut_down()

    qtbot.waitUntil(lambda: not any(_is_alive(pid) for pid in pids))
    assert client.request("image", data, **BOX).is_done


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
