"""Looks at videos: the first picture comes from the decoding process; only a press on Play has the video decoded in this one.

Sound needs the session's sound server, which the decoding process must not reach, so playing happens here; see docs/architecture.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QSlider, QToolButton, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.preview.decode_words import problem_words
from toptickets_desktop.gui.preview.viewer import Viewer
from toptickets_desktop.gui.theme import SPACING, tabular_font

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame, QVideoSink

FIRST_FRAME_TIMEOUT_MS = 5_000
_JUMP_MS = 5_000
_VOLUME_STEPS = 100


class FrameView(QWidget):
    """One picture, as large as it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._image = QImage()

    def set_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * SPACING, 24 * SPACING)

    def minimumSizeHint(self) -> QSize:
        return QSize(8 * SPACING, 6 * SPACING)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        if self._image.isNull():
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2), size)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRect(place.adjusted(0, 0, -1, -1))


class VideoViewer(Viewer):
    """A video with its controls. Keys: Enter or K plays and pauses, J and L jump, M mutes."""

    def __init__(self, decoder: DecodeClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("videoViewer")
        self._decoder = decoder
        self._request: DecodeRequest | None = None
        self._path: Path | None = None
        self._facts = ""
        self._player: QMediaPlayer | None = None
        self._sink: QVideoSink | None = None
        self._sound: QAudioOutput | None = None
        self._frame_timer = QTimer(self, singleShot=True, interval=FIRST_FRAME_TIMEOUT_MS)
        self._frame_timer.timeout.connect(lambda: self._refuse("no_picture"))
        self._build()

    def _build(self) -> None:
        self.picture = FrameView()
        self.picture.setObjectName("videoPicture")
        self.picture.installEventFilter(self)
        self.play_tool = QAction(icon("play"), self.tr("Play"), self)
        self.play_tool.setObjectName("videoPlay")
        self.play_tool.setToolTip(self.tr("Play or pause (K)"))
        self.play_tool.triggered.connect(self.toggle)
        self.mute_tool = QAction(icon("volume-2"), self.tr("Mute"), self)
        self.mute_tool.setObjectName("videoMute")
        self.mute_tool.setToolTip(self.tr("Sound on or off (M)"))
        self.mute_tool.setCheckable(True)
        self.mute_tool.toggled.connect(self._on_mute_tool_toggled)
        self.scrubber = QSlider(Qt.Orientation.Horizontal)
        self.scrubber.setObjectName("videoPosition")
        self.scrubber.setAccessibleName(self.tr("Position in the video"))
        self.scrubber.setSingleStep(1000)
        self.scrubber.setPageStep(_JUMP_MS)
        self.scrubber.valueChanged.connect(self._on_scrubber_value_changed)
        self.time = QLabel()
        self.time.setObjectName("videoTime")
        self.time.setTextFormat(Qt.TextFormat.PlainText)
        self.time.setFont(tabular_font(self.font()))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setMaximum(_VOLUME_STEPS)
        self.volume.setValue(_VOLUME_STEPS)
        self.volume.setObjectName("videoVolume")
        self.volume.setAccessibleName(self.tr("Volume"))
        self.volume.setMaximumWidth(10 * SPACING)
        self.volume.valueChanged.connect(self._on_volume_value_changed)
        line = horizontal(spacing_px=SPACING // 2, margin_px=SPACING // 2)
        for tool in (self.play_tool, self.mute_tool):
            button = QToolButton(autoRaise=True)
            button.setDefaultAction(tool)
            button.setAccessibleName(tool.text())
            if tool is self.mute_tool:
                line.addWidget(self.scrubber, 1)
                line.addWidget(self.time)
            line.addWidget(button)
        line.addWidget(self.volume)
        layout = vertical(self, spacing_px=SPACING // 2)
        layout.addWidget(self.picture, 1)
        layout.addLayout(line)
        self.setFocusProxy(self.picture)

    # --- what is asked of it --------------------------------------------------------------------------------------------

    @property
    def caption(self) -> str:
        return self._facts

    @property
    def is_at_rest(self) -> bool:
        return self._request is None

    @property
    def is_playing(self) -> bool:
        return self._player is not None and self._player.isPlaying()

    def show_file(self, path: Path, attachment: Attachment) -> None:
        self.clear()
        self._path = path
        self.picture.setAccessibleName(self.tr("Video {name}").format(name=visible_name(attachment.filename)))
        box = self.picture.size() * self.devicePixelRatioF()
        self._request = self._decoder.request("video_poster", path, width=max(320, box.width()), height=max(200, box.height()))
        self._request.answered.connect(self._on_request_answered)
        self._request.refused.connect(self._on_request_refused)

    def clear(self) -> None:
        if self._request is not None:
            self._request.cancel()
            self._request = None
        self._frame_timer.stop()
        if self._player is not None:
            player, self._player = self._player, None
            player.blockSignals(True)  # what it still says is of no interest
            player.stop()
            player.setSource(QUrl())
            for part in (player, self._sink, self._sound):
                if part is not None:
                    part.deleteLater()
            self._sink = self._sound = None
        self._path = None
        self._facts = ""
        self.picture.set_image(QImage())
        self._show_state()

    def toggle(self) -> None:
        """Play, or pause."""
        if self._path is None:
            return
        if self._player is None and not self._make_player():
            return
        player = self._player
        if player is None:
            return
        if player.isPlaying():
            player.pause()
        else:
            player.play()

    def jump(self, by_ms: int) -> None:
        """Go forward or (less than 0) back."""
        self.scrubber.setValue(self.scrubber.value() + by_ms)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # installed on one object only
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or event.modifiers():
            return False
        key = event.key()
        if key in {Qt.Key.Key_K, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_MediaTogglePlayPause}:
            self.toggle()
        elif key in {Qt.Key.Key_J, Qt.Key.Key_L}:
            self.jump(-_JUMP_MS if key == Qt.Key.Key_J else _JUMP_MS)
        elif key == Qt.Key.Key_M:
            self.mute_tool.toggle()
        else:
            return False
        return True

    # --- the poster -----------------------------------------------------------------------------------------------------

    def _on_request_answered(self, decoded: Decoded) -> None:
        self._request = None
        if not decoded.images:
            self._refuse("damaged")
            return
        facts = decoded.facts
        self.picture.set_image(decoded.images[0])
        self.scrubber.setMaximum(min(int(facts.get("duration_ms", 0)), 2**31 - 1))
        pixels = self.tr("{width} × {height} pixels").format(width=int(facts.get("width", 0)), height=int(facts.get("height", 0)))
        self._facts = " · ".join((pixels, _time_text(self.scrubber.maximum())))
        self._show_state()
        self.shown.emit()

    def _on_request_refused(self, problem: str) -> None:
        self._request = None
        self._refuse(problem)

    def _refuse(self, problem: str) -> None:
        self.clear()
        self.refused.emit(problem_words(problem))

    # --- playing --------------------------------------------------------------------------------------------------------

    def _make_player(self) -> bool:
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoSink  # its system libraries may be missing
        except ImportError:
            self._refuse("no_codec")
            return False
        self._player, self._sink, self._sound = QMediaPlayer(self), QVideoSink(self), QAudioOutput(self)
        self._player.setVideoSink(self._sink)
        self._player.setAudioOutput(self._sound)
        self._on_mute_tool_toggled(self.mute_tool.isChecked())
        self._on_volume_value_changed(self.volume.value())
        self._sink.videoFrameChanged.connect(self._on_sink_frame)
        self._player.positionChanged.connect(self._on_player_position_changed)
        self._player.durationChanged.connect(self.scrubber.setMaximum)
        self._player.playbackStateChanged.connect(lambda _state: self._show_state())
        self._player.errorOccurred.connect(lambda _error, _words: self._refuse("damaged"))
        start_ms = self.scrubber.value()
        self._player.setSource(QUrl.fromLocalFile(str(self._path)))
        if start_ms:
            self._player.setPosition(start_ms)
        self._frame_timer.start()
        return True

    def _on_sink_frame(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self._frame_timer.stop()
            self.picture.set_image(frame.toImage())

    def _on_player_position_changed(self, position_ms: int) -> None:
        if not self.scrubber.isSliderDown():
            self.scrubber.blockSignals(True)  # it says where the video is; nobody moved it
            self.scrubber.setValue(position_ms)
            self.scrubber.blockSignals(False)
        self._show_time()

    def _on_scrubber_value_changed(self, value_ms: int) -> None:
        if self._path is not None and self._player is None and self.scrubber.maximum() and not self._make_player():
            return
        if self._player is not None:
            self._player.setPosition(value_ms)
            if not self._player.isPlaying():
                self._player.pause()  # shows the picture of that moment
        self._show_time()

    def _on_mute_tool_toggled(self, is_muted: bool) -> None:  # Qt's signal
        self.mute_tool.setIcon(icon("volume-x" if is_muted else "volume-2"))
        if self._sound is not None:
            self._sound.setMuted(is_muted)

    def _on_volume_value_changed(self, value: int) -> None:
        if self._sound is not None:
            self._sound.setVolume(value / _VOLUME_STEPS)

    def _show_state(self) -> None:
        self.play_tool.setIcon(icon("pause" if self.is_playing else "play"))
        self.play_tool.setText(self.tr("Pause") if self.is_playing else self.tr("Play"))
        if self._path is None:
            self.scrubber.blockSignals(True)
            self.scrubber.setValue(0)
            self.scrubber.blockSignals(False)
        self._show_time()

    def _show_time(self) -> None:
        words = f"{_time_text(self.scrubber.value())} / {_time_text(self.scrubber.maximum())}"
        self.time.setText(words)
        self.scrubber.setAccessibleDescription(words)


def _time_text(time_ms: int) -> str:
    """A moment of a video, as players everywhere write it: 1:02:03 or 2:03."""
    minutes, seconds = divmod(max(0, time_ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
