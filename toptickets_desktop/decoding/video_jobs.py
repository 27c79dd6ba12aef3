"""A job that finds the first picture of a video, with QtMultimedia's own FFmpeg; without sound, and without the graphics card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEventLoop, Qt, QTimer, QUrl
from PySide6.QtGui import QImage

from toptickets_desktop.decoding.results import Refused, Result, Source

try:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink
except ImportError:  # the system has no libpulse0
    _HAS_MULTIMEDIA = False
else:
    _HAS_MULTIMEDIA = True

CONTENT_BYTES_MAX = 64 * 1024 * 1024
TIMEOUT_S = 4.0
"""Of a codec that is not there, such as AV1 on some systems, comes neither a picture nor an error."""

SIDE_MAX_PX = 1920


def warm_up() -> QCoreApplication | None:
    """Make what players need to run; to be kept as long as the process."""
    return QCoreApplication.instance() or QCoreApplication(["decoding"])


def video_poster(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:
    """The first picture, not larger than `width` × `height`, with `width`, `height` of the video and `duration_ms`."""
    if not _HAS_MULTIMEDIA:
        raise Refused("no_codec")
    buffer = QBuffer()
    buffer.setData(QByteArray(source.read(CONTENT_BYTES_MAX)))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    player, sink, loop = QMediaPlayer(), QVideoSink(), QEventLoop()
    frames: list[QImage] = []
    problems: list[str] = []

    def on_frame(frame: QVideoFrame) -> None:
        if not frames and frame.isValid():
            frames.append(frame.toImage())
            loop.quit()

    def on_error(error: QMediaPlayer.Error, _words: str) -> None:
        problems.append("no_codec" if error is QMediaPlayer.Error.FormatError and player.duration() > 0 else "damaged")
        loop.quit()

    def on_status(status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.LoadedMedia and not player.hasVideo():
            problems.append("no_video")
            loop.quit()

    sink.videoFrameChanged.connect(on_frame)
    player.errorOccurred.connect(on_error)
    player.mediaStatusChanged.connect(on_status)
    player.setVideoSink(sink)
    QTimer.singleShot(round(TIMEOUT_S * 1000), loop.quit)
    try:
        player.setSourceDevice(buffer, QUrl())
        player.pause()
        if not frames and not problems:
            loop.exec()
        duration_ms = player.duration()
    finally:
        player.stop()
        player.setSource(QUrl())
        buffer.close()
    if not frames or frames[0].isNull():
        raise Refused(problems[0] if problems else "no_picture")
    image = frames[0]
    width, height = (min(max(int(parameters[name]), 1), SIDE_MAX_PX) for name in ("width", "height"))
    facts = {"width": image.width(), "height": image.height(), "duration_ms": max(0, duration_ms)}
    if image.width() > width or image.height() > height:
        image = image.scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    yield Result(facts, (image,))
