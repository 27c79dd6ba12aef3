from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.preview.pictures import animation, noise, picture
from toptickets_desktop.decoding.image_decoder import ANIMATION_FRAMES_MAX
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES, MAX_UPLOAD_BYTES
from toptickets_desktop.gui.formats import number_text
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.gui.preview.preview_pane import PreviewPane
from toptickets_desktop.gui.preview.viewer_host import PreviewState
from toptickets_desktop.gui.type_labels import type_label

Child = TypeVar("Child", bound=QWidget)


def _attachment(
    attachment_id: str = "a1", filename: str = "screen.png", content_type: str = "image/png", size_bytes: int | None = 1000
) -> Attachment:
    created_at = datetime.now(UTC) - timedelta(hours=2, minutes=1)
    return Attachment(attachment_id, "t1", filename, content_type, size_bytes, created_at=created_at)


class Service:
    """Answers the pane's requests with what a test lays ready, or not at all."""

    def __init__(self, pane: PreviewPane, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self.contents: dict[str, bytes] = {}
        self.failures: dict[str, str] = {}
        self.requests: list[str] = []
        self.unwanted: list[str] = []
        self._pane = pane
        pane.content_requested.connect(self._on_pane_content_requested)
        pane.content_unwanted.connect(self.unwanted.append)

    def _on_pane_content_requested(self, attachment: Attachment) -> None:
        self.requests.append(attachment.id)
        if attachment.id in self.contents:
            self._pane.set_content(attachment.id, self.laid_down(self.contents[attachment.id]))
        elif attachment.id in self.failures:
            self._pane.set_failure(attachment.id, self.failures[attachment.id])

    def laid_down(self, data: bytes) -> Path:
        path = self._folder / f"{next(self._numbers)}"
        path.write_bytes(data)
        return path


@pytest.fixture
def make_pane(qtbot: QtBot) -> Iterator[Callable[..., PreviewPane]]:
    made: list[PreviewPane] = []

    def make(**options: object) -> PreviewPane:
        pane = PreviewPane(**options)  # type: ignore[arg-type]  # the constructor checks its own keywords
        made.append(pane)
        qtbot.addWidget(pane)
        pane.resize(320, 400)
        pane.show()
        return pane

    yield make
    for pane in made:
        pane.shut_down()


@pytest.fixture
def pane(make_pane: Callable[..., PreviewPane]) -> PreviewPane:
    return make_pane()


@pytest.fixture
def service(pane: PreviewPane, tmp_path: Path) -> Service:
    return Service(pane, tmp_path)


def _canvas(pane: PreviewPane) -> ImageCanvas:
    canvas = pane.findChild(ImageCanvas, "previewImage")
    assert canvas is not None
    return canvas


def _child(pane: PreviewPane, kind: type[Child], name: str) -> Child:
    child = pane.findChild(kind, name)
    assert isinstance(child, kind)
    return child


# --- cards --------------------------------------------------------------------------------------------------------------


def test_with_nothing_selected_it_says_what_to_do(pane: PreviewPane) -> None:
    assert pane.state is PreviewState.NOTHING
    assert "Select an attachment" in pane.message
    assert pane.accessibleName() == "Preview"
    assert pane.attachment is None


def test_several_are_counted(pane: PreviewPane) -> None:
    pane.show_several(3, 13_000_000)

    assert pane.state is PreviewState.SEVERAL
    assert "3 attachments" in pane.message
    assert "12.4 MB in all" in pane.message


@pytest.mark.parametrize("content_type", sorted(ALLOWED_TYPES))
def test_what_has_no_viewer_gets_a_card_that_says_what_it_is(make_pane: Callable[..., PreviewPane], content_type: str) -> None:
    pane = make_pane(kinds=())
    pane.show_attachment(_attachment(filename="file", content_type=content_type, size_bytes=1_258_291))

    assert pane.state is PreviewState.CARD
    assert pane.message.startswith(f"file\n{type_label(content_type)}\n")
    assert content_type not in pane.message
    assert "1.2 MB · 2 h ago" in pane.message
    assert "Double-click" in pane.message
    assert not pane._request_timer.isActive()


def test_a_picture_too_large_for_a_preview_is_not_asked_for(pane: PreviewPane, service: Service) -> None:
    pane.show_attachment(_attachment(size_bytes=MAX_UPLOAD_BYTES + 1))

    assert pane.state is PreviewState.CARD
    assert "Files of more than 30.0 MB are not shown here." in pane.message
    assert not pane._request_timer.isActive()


def test_a_hostile_name_and_type_are_plain_text(pane: PreviewPane) -> None:
    pane.show_attachment(_attachment(filename="<h1>in\u202evoice</h1>\n.exe", content_type="<img src=x>", size_bytes=None))

    assert "<h1>in⟨U+202E⟩voice</h1>␊.exe" in pane.message
    assert "<img" not in pane.message
    assert "A file of an unknown type" in pane.message
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in pane.findChildren(QLabel))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(filename=st.text(max_size=60), content_type=st.text(max_size=30), size_bytes=st.none() | st.integers(-(2**70), 2**70))
def test_no_metadata_breaks_it(pane: PreviewPane, filename: str, content_type: str, size_bytes: int | None) -> None:
    pane.show_nothing()
    pane.show_attachment(_attachment(filename=filename, content_type=content_type, size_bytes=size_bytes))
    pane.grab()

    assert pane.state in {PreviewState.CARD, PreviewState.LOADING}


# --- pictures -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["PNG", "JPEG", "GIF", "WebP"])
def test_a_picture_is_asked_for_decoded_and_shown(pane: PreviewPane, service: Service, qtbot: QtBot, name: str) -> None:
    service.contents["a1"] = picture(name)

    pane.show_attachment(_attachment(content_type=f"image/{name.lower()}", size_bytes=1234))

    assert pane.state is PreviewState.LOADING
    qtbot.waitUntil(lambda: pane.is_showing_content)
    assert service.requests == ["a1"]
    assert pane.message == f"screen.png\n{name} · 40 × 30 pixels · 1.2 kB"
    assert _canvas(pane).isVisible()
    assert _canvas(pane).accessibleName() == "Picture screen.png"
    assert pane.grab().toImage().pixelColor(160, 180).red() > 180


def test_a_picture_of_an_unknown_declared_type_is_shown_by_its_name(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = picture("PNG")

    pane.show_attachment(_attachment(content_type="application/octet-stream", size_bytes=None))

    qtbot.waitUntil(lambda: pane.is_showing_content)


def test_an_animation_plays(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = animation("GIF", 6, duration=20, loop=0)

    pane.show_attachment(_attachment(content_type="image/gif"))

    qtbot.waitUntil(lambda: pane.is_showing_content)
    assert "6 frames" in pane.message
    qtbot.waitUntil(lambda: _canvas(pane).frame_index > 1)


def test_walking_through_a_list_asks_for_the_last_one_only(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    for attachment_id in ("a1", "a2", "a3"):
        service.contents[attachment_id] = picture("PNG")
        pane.show_attachment(_attachment(attachment_id))

    qtbot.waitUntil(lambda: pane.is_showing_content)
    assert service.requests == ["a3"]
    assert service.unwanted == []


def test_the_same_attachment_again_changes_nothing(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = picture("PNG")
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: pane.is_showing_content)

    pane.show_attachment(_attachment(filename="renamed.png"))

    assert pane.is_showing_content
    assert pane.attachment is not None
    assert pane.attachment.filename == "renamed.png"
    assert not pane._request_timer.isActive()


def test_what_was_seen_is_shown_again_at_once(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = picture("PNG")
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: pane.is_showing_content)
    pane.show_nothing()

    pane.show_attachment(_attachment())

    assert pane.is_showing_content
    assert service.requests == ["a1"]

    pane.forget()
    pane.show_attachment(_attachment())
    assert pane.state is PreviewState.LOADING


def test_content_for_something_else_is_ignored(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    pane.show_attachment(_attachment("a1"))
    qtbot.waitUntil(lambda: service.requests == ["a1"])
    pane.show_attachment(_attachment("a2", filename="notes.docx", content_type="application/octet-stream"))
    assert service.unwanted == ["a1"]

    pane.set_content("a1", service.laid_down(picture("PNG")))
    pane.set_failure("a1", "too late")
    pane.set_content("a2", service.laid_down(picture("PNG")))  # nobody asked for it

    assert not pane._decoder.is_busy
    assert pane.state is PreviewState.CARD
    assert "too late" not in pane.message


def test_a_folded_pane_asks_for_nothing_until_it_is_shown(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = picture("PNG")
    pane.hide()
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: not pane._request_timer.isActive())
    assert service.requests == []

    pane.show()

    qtbot.waitUntil(lambda: pane.is_showing_content)


def test_nothing_flickers_while_the_wait_is_short(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = picture("PNG", color=(255, 0, 0))
    pane.show_attachment(_attachment("a1"))
    qtbot.waitUntil(lambda: pane.is_showing_content)

    pane.show_attachment(_attachment("a2", filename="next.png"))

    assert pane.state is PreviewState.LOADING
    assert _canvas(pane).isVisible()  # the picture before stays for a moment
    qtbot.waitUntil(lambda: not _canvas(pane).isVisible())  # and then gives way to words
    assert "next.png" in pane.message
    assert _child(pane, QProgressBar, "previewBusy").isVisible()


def test_a_failure_says_why_and_can_be_tried_again(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.failures["a1"] = "The service did not answer in time."
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: pane.state is PreviewState.FAILURE)
    assert "The service did not answer in time." in pane.message
    button = _child(pane, QPushButton, "previewTryAgain")
    assert button.isVisible()

    service.contents["a1"] = picture("PNG")
    button.click()

    qtbot.waitUntil(lambda: pane.is_showing_content)
    assert service.requests == ["a1", "a1"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ this is a program", "not a PNG, JPEG, GIF or WebP picture"),
        (noise("PNG", (100, 100))[:3000], "damaged"),
        (picture("GIF", (9_000, 9_000), mode="L", color=0), "too many pixels"),
    ],
    ids=["disguised", "damaged", "huge"],
)
def test_a_picture_that_cannot_be_shown_says_why(pane: PreviewPane, service: Service, qtbot: QtBot, data: bytes, words: str) -> None:
    service.contents["a1"] = data

    pane.show_attachment(_attachment())

    qtbot.waitUntil(lambda: pane.state is PreviewState.CARD)
    assert words in pane.message
    assert "Double-click" in pane.message
    assert not _child(pane, QPushButton, "previewTryAgain").isVisible()


@pytest.mark.qt_log_ignore("Corrupt JPEG", extend=True)
def test_a_picture_cut_short_is_shown_with_a_note(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = noise("JPEG", (200, 200))[:8000]

    pane.show_attachment(_attachment(content_type="image/jpeg"))

    qtbot.waitUntil(lambda: pane.is_showing_content)
    assert "The file is cut short" in pane.message


def test_an_animation_taken_in_part_says_so(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    frames = ANIMATION_FRAMES_MAX + 5
    service.contents["a1"] = animation("GIF", frames, size=(8, 8))

    pane.show_attachment(_attachment(content_type="image/gif"))

    qtbot.waitUntil(lambda: pane.is_showing_content, timeout=20_000)
    assert f"{number_text(frames)} frames" in pane.message
    assert "Only the first 1,000 frames" in pane.message


def test_a_picture_that_takes_too_long_says_so(make_pane: Callable[..., PreviewPane], tmp_path: Path, qtbot: QtBot) -> None:
    client = DecodeClient()
    pane = make_pane(decoder=client)
    service = Service(pane, tmp_path)
    service.contents["a1"] = picture("PNG")
    client.warm_up()
    qtbot.waitUntil(lambda: bool(client.worker_pids))
    os.kill(client.worker_pids[0], signal.SIGSTOP)
    pane.show_attachment(_attachment())

    qtbot.waitUntil(lambda: "takes too long" in pane.message, timeout=20_000)
    client.shut_down()


# --- sharpness ----------------------------------------------------------------------------------------------------------


def test_a_growing_pane_gets_a_sharper_picture_from_the_bytes_it_has(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = noise("PNG", (900, 600))
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: pane.is_showing_content)
    before = _shown_width(pane)
    assert before <= 320

    pane.resize(800, 800)

    assert not pane.is_showing_content  # not as sharp as it gets
    qtbot.waitUntil(lambda: pane.is_showing_content)
    assert _shown_width(pane) > 700
    assert service.requests == ["a1"]


def test_a_remembered_picture_that_is_not_sharp_enough_is_asked_for_again(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = noise("PNG", (900, 600))
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: pane.is_showing_content)
    pane.show_nothing()
    pane.resize(800, 800)

    pane.show_attachment(_attachment())

    assert pane.state is PreviewState.CONTENT  # what is remembered shows in the meantime
    qtbot.waitUntil(lambda: _shown_width(pane) > 700)
    assert service.requests == ["a1", "a1"]


def test_a_remembered_picture_stays_when_it_cannot_be_had_sharper(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = noise("PNG", (900, 600))
    pane.show_attachment(_attachment())
    qtbot.waitUntil(lambda: pane.is_showing_content)
    pane.show_nothing()
    del service.contents["a1"]
    service.failures["a1"] = "The service did not answer in time."
    pane.resize(800, 800)

    pane.show_attachment(_attachment())

    qtbot.waitUntil(lambda: service.requests == ["a1", "a1"])
    assert pane.state is PreviewState.CONTENT


def test_a_moving_picture_goes_on_while_it_is_decoded_sharper(pane: PreviewPane, service: Service, qtbot: QtBot) -> None:
    service.contents["a1"] = animation("GIF", 4, (900, 600), loop=0, duration=20)
    pane.show_attachment(_attachment(content_type="image/gif"))
    qtbot.waitUntil(lambda: pane.is_showing_content)

    pane.resize(800, 800)

    frames: set[int] = set()
    canvas = _canvas(pane)

    def is_sharper() -> bool:
        assert canvas.image is not None
        frames.add(len(canvas.image.frames))
        return canvas.image.size.width() > 700

    qtbot.waitUntil(is_sharper)
    assert frames == {4}  # never back to a first frame alone


def _shown_width(pane: PreviewPane) -> int:
    image = _canvas(pane).image
    return 0 if image is None else image.size.width()
