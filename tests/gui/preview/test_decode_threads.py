from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.preview.pictures import animation, picture
from toptickets_desktop.gui.preview.decode_threads import THREADS_MAX, DecodeThreads
from toptickets_desktop.gui.preview.image_decoder import DecodedImage, DecodingCancelled, ImageProblem, decode_image

BOX = QSize(100, 100)


class HeldDecoder:
    """Decodes when it is let to, and notes on which threads."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun: list[tuple[bytes, int]] = []

    def __call__(self, data: bytes, box: QSize, **options: Callable[..., object]) -> DecodedImage:
        self.begun.append((data, threading.get_ident()))
        assert self.go_on.wait(10)
        return decode_image(data, box)


@pytest.fixture
def held() -> Iterator[HeldDecoder]:
    decoder = HeldDecoder()
    yield decoder
    decoder.go_on.set()


@pytest.fixture
def make_threads(qapp: QApplication) -> Iterator[Callable[..., DecodeThreads]]:
    made: list[DecodeThreads] = []

    def make(**options: object) -> DecodeThreads:
        made.append(DecodeThreads(**options))  # type: ignore[arg-type]  # the constructor checks its own keywords
        return made[-1]

    yield make
    for threads in made:
        threads.shut_down()


def test_a_picture_is_decoded_on_another_thread_and_comes_back_on_this_one(
    qtbot: QtBot, make_threads: Callable[..., DecodeThreads], held: HeldDecoder
) -> None:
    threads = make_threads(decode=held)
    arrived_on: list[object] = []
    threads.decoded.connect(lambda _image: arrived_on.append(QThread.currentThread()))
    held.go_on.set()

    with qtbot.waitSignal(threads.decoded) as decoded:
        threads.start(picture("PNG"), BOX)

    assert decoded.args is not None
    assert decoded.args[0].format_name == "PNG"
    assert held.begun[0][1] != threading.get_ident()
    assert arrived_on == [QThread.currentThread()]
    assert not threads.is_busy


def test_an_animation_comes_twice(qtbot: QtBot, make_threads: Callable[..., DecodeThreads]) -> None:
    threads = make_threads()
    arrived: list[bool] = []
    threads.decoded.connect(lambda image: arrived.append(image.is_complete))

    threads.start(animation("GIF", 4), BOX)

    qtbot.waitUntil(lambda: arrived == [False, True])
    assert not threads.is_busy


def test_a_refusal_comes_with_its_reason(qtbot: QtBot, make_threads: Callable[..., DecodeThreads]) -> None:
    threads = make_threads()

    with qtbot.waitSignal(threads.refused) as refused:
        threads.start(b"text", BOX)

    assert refused.args == [ImageProblem.NOT_AN_IMAGE]


def test_only_the_newest_wish_counts(qtbot: QtBot, make_threads: Callable[..., DecodeThreads], held: HeldDecoder) -> None:
    threads = make_threads(decode=held)
    arrived: list[str] = []
    threads.decoded.connect(lambda image: arrived.append(image.format_name))

    threads.start(picture("PNG"), BOX)
    qtbot.waitUntil(lambda: len(held.begun) == 1)
    threads.start(picture("GIF"), BOX)
    held.go_on.set()

    qtbot.waitUntil(lambda: arrived == ["GIF"])
    qtbot.waitUntil(lambda: not threads._running)
    assert arrived == ["GIF"]


def test_busy_decoders_are_few_and_the_newest_wish_waits_for_one(
    qtbot: QtBot, make_threads: Callable[..., DecodeThreads], held: HeldDecoder
) -> None:
    threads = make_threads(decode=held)
    for _ in range(THREADS_MAX):
        threads.start(picture("PNG"), BOX)
    qtbot.waitUntil(lambda: len(held.begun) == THREADS_MAX)
    threads.start(picture("GIF"), BOX)
    threads.start(picture("WebP"), BOX)

    with qtbot.waitSignal(threads.decoded) as decoded:
        held.go_on.set()

    assert decoded.args is not None
    assert decoded.args[0].format_name == "WebP"
    assert len(held.begun) == THREADS_MAX + 1  # the GIF, wanted no more, never began


def test_a_decoder_that_does_not_come_back_is_given_up(qtbot: QtBot, make_threads: Callable[..., DecodeThreads], held: HeldDecoder) -> None:
    threads = make_threads(decode=held, time_limit_s=0.05)
    late: list[object] = []

    with qtbot.waitSignal(threads.refused) as refused:
        threads.start(picture("PNG"), BOX)

    assert refused.args == [ImageProblem.TOO_SLOW]
    threads.decoded.connect(late.append)
    held.go_on.set()
    qtbot.waitUntil(lambda: not threads._running)
    assert late == []


def test_cancelling_says_nothing_any_more(qtbot: QtBot, make_threads: Callable[..., DecodeThreads]) -> None:
    stopped = threading.Event()

    def decode(data: bytes, box: QSize, *, is_cancelled: Callable[[], bool], **_options: object) -> DecodedImage:
        while not is_cancelled():
            stopped.wait(0.001)
        stopped.set()
        raise DecodingCancelled

    threads = make_threads(decode=decode)
    heard: list[object] = []
    threads.decoded.connect(heard.append)
    threads.refused.connect(heard.append)
    threads.start(picture("PNG"), BOX)

    threads.cancel()

    qtbot.waitUntil(lambda: stopped.is_set() and not threads._running)
    assert heard == []
    assert not threads.is_busy


def test_a_defect_of_the_decoder_is_told_as_damage(
    qtbot: QtBot, make_threads: Callable[..., DecodeThreads], capfd: pytest.CaptureFixture[str]
) -> None:
    def decode(data: bytes, box: QSize, **_options: object) -> DecodedImage:
        raise ZeroDivisionError

    threads = make_threads(decode=decode)

    with qtbot.waitSignal(threads.refused) as refused:
        threads.start(picture("PNG"), BOX)

    assert refused.args == [ImageProblem.DAMAGED]


def test_shutting_down_waits_but_not_for_ever(qtbot: QtBot, make_threads: Callable[..., DecodeThreads], held: HeldDecoder) -> None:
    threads = make_threads(decode=held)
    threads.start(picture("PNG"), BOX)
    qtbot.waitUntil(lambda: len(held.begun) == 1)

    threads.shut_down(timeout_s=0.01)  # the decoder still hangs, and this returns all the same

    assert not threads.is_busy
    held.go_on.set()
    threads.shut_down(timeout_s=10)
    assert not any(thread.is_alive() for thread in threads._running.values())


def test_a_result_for_a_window_that_is_gone_is_dropped(qtbot: QtBot, qapp: QApplication, held: HeldDecoder) -> None:
    threads = DecodeThreads(decode=held)
    threads.start(picture("PNG"), BOX)
    qtbot.waitUntil(lambda: len(held.begun) == 1)
    (thread,) = threads._running.values()

    with qtbot.waitSignal(threads.destroyed):
        threads.deleteLater()
    held.go_on.set()

    thread.join(10)
    assert not thread.is_alive()
    qapp.processEvents()
