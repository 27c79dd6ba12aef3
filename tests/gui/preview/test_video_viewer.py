"""Videos through the host and the real decoding process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.preview.video_viewer import VideoViewer
from toptickets_desktop.gui.preview.viewer_host import PreviewState, ViewerHost
from toptickets_desktop.gui.resources import resource_bytes

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)

TIMEOUT_MS = 15_000
Show = Callable[[str, str, bytes], ViewerHost]


@pytest.fixture
def show(qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    host = ViewerHost()
    qtbot.addWidget(host)
    host.resize(700, 500)
    host.show()
    host.content_requested.connect(lambda attachment: host.set_content(attachment.id, tmp_path / "content"))

    def show(name: str, content_type: str, data: bytes) -> ViewerHost:
        (tmp_path / "content").write_bytes(data)
        host.show_attachment(Attachment(name, "t1", name, content_type, len(data)))
        qtbot.waitUntil(lambda: host.is_showing_content or host.state is PreviewState.CARD, timeout=TIMEOUT_MS)
        return host

    yield show
    host.shut_down()


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("dashboard.mp4", "video/mp4"), ("dashboard.webm", "video/webm"), ("sign-in.ogv", "video/ogg"), ("checkout.mov", "video/quicktime")],
)
def test_the_first_picture_is_shown_and_nothing_is_decoded_here(show: Show, name: str, content_type: str) -> None:
    viewer = show(name, content_type, resource_bytes("samples", name)).viewer

    assert isinstance(viewer, VideoViewer)
    assert not viewer.picture._image.isNull()
    assert "pixels · 0:0" in viewer.caption
    assert viewer.time.text().startswith("0:00 / 0:0")
    assert viewer._player is None


@pytest.mark.qt_log_ignore("RHI", "HW decoder", "[Aa]udio", "[Pp]ulse", "ALSA", extend=True)
def test_it_plays_pauses_and_is_scrubbed(qtbot: QtBot, show: Show) -> None:
    viewer = show("dashboard.webm", "video/webm", resource_bytes("samples", "dashboard.webm")).viewer
    assert isinstance(viewer, VideoViewer)

    QTest.keyClick(viewer.picture, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: viewer.scrubber.value() > 0, timeout=TIMEOUT_MS)
    assert viewer.is_playing
    QTest.keyClick(viewer.picture, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: not viewer.is_playing, timeout=TIMEOUT_MS)
    viewer.scrubber.setValue(2000)
    qtbot.waitUntil(lambda: viewer.time.text().startswith("0:02"), timeout=TIMEOUT_MS)
    QTest.keyClick(viewer.picture, Qt.Key.Key_M)
    assert viewer.mute_tool.isChecked()
    viewer.clear()
    assert viewer._player is None


@pytest.mark.parametrize("data", [b"no video at all", resource_bytes("samples", "dashboard.mp4")[:2000]])
def test_a_damaged_video_is_a_card(show: Show, data: bytes) -> None:
    host = show("clip.mp4", "video/mp4", data)

    assert host.state is PreviewState.CARD
    assert "damaged" in host.message or "No picture" in host.message


def test_what_is_looked_at_after_videos_has_all_the_memory_again(show: Show) -> None:
    for name, content_type in (("dashboard.mp4", "video/mp4"), ("checkout.mov", "video/quicktime"), ("sign-in.ogv", "video/ogg")):
        assert show(name, content_type, resource_bytes("samples", name)).state is PreviewState.CONTENT

    assert show("invoice.pdf", "application/pdf", resource_bytes("samples", "invoice.pdf")).state is PreviewState.CONTENT
    assert show("sign-in.gif", "image/gif", resource_bytes("samples", "sign-in.gif")).state is PreviewState.CONTENT
