"""The tools above a picture: zoom, turn, play."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas


class ImageTools(QObject):
    """The actions on one canvas; their keys hold where the viewer has the keyboard."""

    def __init__(self, canvas: ImageCanvas, viewer: QWidget) -> None:
        super().__init__(viewer)
        self._canvas = canvas
        self._viewer = viewer
        self.zoom_out = self._make("pictureZoomOut", "zoom-out", self.tr("Zoom out"), "-", canvas.zoom_out)
        self.zoom_in = self._make("pictureZoomIn", "zoom-in", self.tr("Zoom in"), "+", canvas.zoom_in)
        self.zoom_in.setShortcuts([QKeySequence("+"), QKeySequence("=")])
        self.fit = self._make("pictureFit", "maximize", self.tr("Fit"), "0", canvas.fit)
        self.own_size = self._make("pictureOwnSize", "", self.tr("1:1"), "1", lambda: canvas.zoom_to(1.0))
        self.turn_left = self._make("pictureTurnLeft", "rotate-ccw", self.tr("Turn left"), "Shift+R", lambda: canvas.turn(-1))
        self.turn_right = self._make("pictureTurnRight", "rotate-cw", self.tr("Turn right"), "R", lambda: canvas.turn(1))
        self.frame_back = self._make("pictureFrameBack", "step-back", self.tr("Previous frame"), ",", lambda: canvas.step(-1))
        self.play = self._make("picturePlay", "pause", self.tr("Pause"), "K", lambda: canvas.set_playing(not canvas.is_playing))
        self.frame_on = self._make("pictureFrameOn", "step-forward", self.tr("Next frame"), ".", lambda: canvas.step(1))
        self.fit.setCheckable(True)
        canvas.view_changed.connect(self._update)
        canvas.frame_changed.connect(self._update)
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        canvas.addActions(self.all())
        self._update()

    def all(self) -> list[QAction]:
        """In the order of the strip."""
        return [
            self.zoom_out,
            self.zoom_in,
            self.fit,
            self.own_size,
            self.turn_left,
            self.turn_right,
            self.frame_back,
            self.play,
            self.frame_on,
        ]

    def _update(self) -> None:
        canvas = self._canvas
        self.fit.setChecked(canvas.is_fitted)
        is_moving = canvas.frame_count > 1
        for action in (self.frame_back, self.play, self.frame_on):
            action.setVisible(is_moving)
        is_playing = canvas.is_playing
        self.play.setIcon(icon("pause" if is_playing else "play"))
        self._name(self.play, self.tr("Pause") if is_playing else self.tr("Play"))

    def _make(self, object_name: str, icon_name: str, text: str, keys: str, work: object) -> QAction:
        action = QAction(icon(icon_name), text, self) if icon_name else QAction(text, self)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: work())  # type: ignore[operator]  # a function without arguments
        self._viewer.addAction(action)
        self._name(action, text)
        return action

    @staticmethod
    def _name(action: QAction, text: str) -> None:
        action.setText(text)
        action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
