"""Fills the window with two pictures: side by side, one swiped over the other, or their difference; zoomed and moved together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from toptickets_desktop.decoding.image_decoder import DecodedImage
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.compare.compare_canvas import CompareCanvas, CompareMode
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.gui.preview.image_viewer import decoded_image
from toptickets_desktop.gui.preview.name_label import NameLabel
from toptickets_desktop.gui.theme import SPACING

_FULL = 1_000


class CompareView(QDialog):
    """Two pictures of one ticket.

    Args:
        first, second: whose pictures these are; their files come through `set_file`.
        decoder: decodes them.
        parent: the window that it fills.
    """

    def __init__(self, first: Attachment, second: Attachment, decoder: DecodeClient, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compareView")
        self.setWindowTitle(self.tr("Compare pictures"))
        self._attachments = (first, second)
        self._decoder = decoder
        self._paths: dict[int, Path] = {}
        self._requests: dict[int, DecodeRequest] = {}
        self._images: dict[int, DecodedImage] = {}
        self._mode = CompareMode.SIDE_BY_SIDE
        self._canvases = (ImageCanvas(), ImageCanvas())
        self._joint = CompareCanvas()
        self._joint.setObjectName("compareJoint")
        self._joint.setAccessibleName(self.tr("Both pictures in one place"))
        self._notes = (_note("compareNoteLeft"), _note("compareNoteRight"))
        self._build()
        self._set_mode(CompareMode.SIDE_BY_SIDE)
        self.resize(parent.size())

    def _build(self) -> None:
        sides = QWidget()
        grid = QGridLayout(sides)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACING)
        for column, (canvas, attachment, note) in enumerate(zip(self._canvases, self._attachments, self._notes, strict=True)):
            canvas.setObjectName(("compareLeft", "compareRight")[column])
            words = (self.tr("First picture, {name}"), self.tr("Second picture, {name}"))[column]
            canvas.setAccessibleName(words.format(name=visible_name(attachment.filename)))
            name = NameLabel(1, Qt.AlignmentFlag.AlignHCenter)
            name.setObjectName(("compareNameLeft", "compareNameRight")[column])
            name.set_name(attachment.filename)
            grid.addWidget(name, 0, column)
            grid.addWidget(canvas, 1, column)
            grid.addWidget(note, 2, column)
            grid.setColumnStretch(column, 1)
            canvas.view_changed.connect(lambda canvas=canvas: self._follow(canvas))
            canvas.view_resized.connect(self._sharpen)
        grid.setRowStretch(1, 1)
        self._joint.view_changed.connect(lambda: self._follow(self._joint))
        self._joint.view_resized.connect(self._sharpen)
        self._slider = self._make_slider()
        self._joint.swiped.connect(lambda line: self._slider.setValue(round(line * _FULL)))
        joint = QWidget()
        below = QVBoxLayout(joint)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._joint, 1)
        below.addWidget(self._slider)
        self._stack = QStackedWidget()
        self._stack.addWidget(sides)
        self._stack.addWidget(joint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addLayout(self._make_strip())
        layout.addWidget(self._stack, 1)

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _FULL)
        slider.setValue(_FULL // 2)
        slider.setSingleStep(_FULL // 50)
        slider.setPageStep(_FULL // 10)
        slider.setObjectName("compareSwipe")
        slider.setAccessibleName(self.tr("Where the first picture ends"))
        slider.valueChanged.connect(lambda value: self._joint.set_line(value / _FULL))
        return slider

    def _make_strip(self) -> QHBoxLayout:
        modes = QToolBar(self.tr("Ways to compare"))
        modes.setIconSize(QSize(2 * SPACING, 2 * SPACING))
        modes.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        group = QActionGroup(self)
        self._mode_actions = {
            CompareMode.SIDE_BY_SIDE: self._make("compareSideBySide", "columns-2", self.tr("Side by side"), "1"),
            CompareMode.SWIPE: self._make("compareSwipeMode", "", self.tr("Swipe"), "2"),
            CompareMode.DIFFERENCE: self._make("compareDifference", "", self.tr("Difference"), "3"),
        }
        for mode, action in self._mode_actions.items():
            action.setCheckable(True)
            group.addAction(action)
            modes.addAction(action)
            action.triggered.connect(lambda _checked=False, mode=mode: self._set_mode(mode))
        zoom = QToolBar(self.tr("Zoom"))
        zoom.setIconSize(QSize(2 * SPACING, 2 * SPACING))
        for name, icon_name, text, keys, work in (
            ("compareZoomOut", "zoom-out", self.tr("Zoom out"), "-", lambda: self._active().zoom_out()),
            ("compareZoomIn", "zoom-in", self.tr("Zoom in"), "+", lambda: self._active().zoom_in()),
            ("compareFit", "maximize", self.tr("Fit"), "0", lambda: self._active().fit()),
        ):
            action = self._make(name, icon_name, text, keys)
            action.triggered.connect(lambda _checked=False, work=work: work())
            zoom.addAction(action)
        close = QToolButton()
        close.setObjectName("compareClose")
        close.setIcon(icon("x"))
        close.setAccessibleName(self.tr("Close"))
        close.setToolTip(self.tr("Close (Esc)"))
        close.setAutoRaise(True)
        close.clicked.connect(self.reject)
        for bar in (modes, zoom):
            for action in bar.actions():
                button = bar.widgetForAction(action)
                if isinstance(button, QToolButton):
                    button.setAccessibleName(action.text())
        strip = QHBoxLayout()
        strip.addWidget(modes)
        strip.addStretch(1)
        strip.addWidget(zoom)
        strip.addWidget(close)
        return strip

    def _make(self, object_name: str, icon_name: str, text: str, keys: str) -> QAction:
        action = QAction(icon(icon_name), text, self) if icon_name else QAction(text, self)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(f"{text} ({keys})")
        self.addAction(action)
        return action

    # --- what is asked of it --------------------------------------------------------------------------------------------

    @property
    def attachments(self) -> tuple[Attachment, Attachment]:
        """Whose pictures these are."""
        return self._attachments

    @property
    def mode(self) -> CompareMode:
        """How they are compared."""
        return self._mode

    @property
    def is_at_rest(self) -> bool:
        """Whether both are there, as good as they get."""
        return len(self._images) == 2 and not self._requests and all(canvas.is_settled for canvas in (*self._canvases, self._joint))

    def set_file(self, attachment_id: str, path: Path) -> None:
        """Here is the file of one of them."""
        for side, attachment in enumerate(self._attachments):
            if attachment.id == attachment_id:
                self._paths[side] = path
                self._decode(side)

    def set_failure(self, attachment_id: str, text: str) -> None:
        """One of them cannot be had, and why."""
        for side, attachment in enumerate(self._attachments):
            if attachment.id == attachment_id:
                self._notes[side].setText(text)

    def done(self, result: int) -> None:
        """Closed: nothing more is decoded."""
        for request in self._requests.values():
            request.cancel()
        self._requests.clear()
        super().done(result)

    # --- decoding -------------------------------------------------------------------------------------------------------

    def _decode(self, side: int) -> None:
        if side in self._requests:
            self._requests.pop(side).cancel()
        canvas = self._canvases[side] if self._mode is CompareMode.SIDE_BY_SIDE else self._joint
        box = canvas.decode_box()
        request = self._decoder.request("image", self._paths[side], width=box.width(), height=box.height())
        self._requests[side] = request
        request.answered.connect(lambda decoded: self._on_answered(side, decoded))
        request.refused.connect(lambda _problem: self._on_refused(side))

    def _on_answered(self, side: int, decoded: Decoded) -> None:
        if not decoded.is_last:
            return
        self._requests.pop(side, None)
        image = decoded_image(decoded)
        if image is None:
            self._on_refused(side)
            return
        is_same = side in self._images
        self._images[side] = image
        self._canvases[side].set_image(image, is_same_picture=is_same)
        self._notes[side].setText(
            self.tr("{width} × {height} pixels").format(width=image.pixel_size.width(), height=image.pixel_size.height())
        )
        if side == 0:
            self._joint.set_image(image, is_same_picture=is_same)
        else:
            self._joint.set_second(image)

    def _on_refused(self, side: int) -> None:
        self._requests.pop(side, None)
        if side not in self._images:
            self._notes[side].setText(self.tr("The picture is damaged and cannot be shown."))

    def _sharpen(self) -> None:
        for side, image in tuple(self._images.items()):
            canvas = self._canvases[side] if self._mode is CompareMode.SIDE_BY_SIDE else self._joint
            if side in self._paths and side not in self._requests and canvas.needs_sharper(image):
                self._decode(side)

    # --- what it looks like ---------------------------------------------------------------------------------------------

    def _active(self) -> ImageCanvas:
        return self._canvases[0] if self._mode is CompareMode.SIDE_BY_SIDE else self._joint

    def _set_mode(self, mode: CompareMode) -> None:
        self._mode = mode
        self._mode_actions[mode].setChecked(True)
        self._stack.setCurrentIndex(0 if mode is CompareMode.SIDE_BY_SIDE else 1)
        self._slider.setVisible(mode is CompareMode.SWIPE)
        self._joint.set_mode(mode)
        self._active().setFocus(Qt.FocusReason.OtherFocusReason)
        self._sharpen()

    def _follow(self, leader: ImageCanvas) -> None:
        """All canvases show the same part at the same zoom."""
        if leader is self._active() or leader.hasFocus() or leader.underMouse():
            for canvas in (*self._canvases, self._joint):
                if canvas is not leader:
                    canvas.show_same_part(leader.fixed_zoom, leader.centre)


def _note(object_name: str) -> QLabel:
    label = QLabel("–", alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
    label.setObjectName(object_name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
