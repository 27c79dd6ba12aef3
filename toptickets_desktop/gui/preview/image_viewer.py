"""Shows pictures: decoded in a process of their own, at the size they are shown at, and sharper when they are shown larger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from toptickets_desktop.decoding.image_decoder import DecodedImage, Frame, ImageProblem
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.formats import number_text, visible_name
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.preview.decoded_images import DecodedImages
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.gui.preview.image_tools import ImageTools
from toptickets_desktop.gui.preview.viewer import Viewer


class ImageViewer(Viewer):
    """Pictures; see `Viewer`."""

    def __init__(self, decoder: DecodeClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imageViewer")
        self._decoder = decoder
        self._images = DecodedImages()
        self._attachment: Attachment | None = None
        self._path: Path | None = None
        self._request: DecodeRequest | None = None
        self._decoded_for = QSize()
        self._is_file_wanted = False
        self._is_shown = False  # else the canvas has the picture before, which stays until there is something better
        self.canvas = ImageCanvas()
        self.canvas.setObjectName("previewImage")
        self.canvas.view_resized.connect(self._on_canvas_view_resized)
        self.canvas.view_changed.connect(self.changed)
        self._tools = ImageTools(self.canvas, self)
        self._prefetches: dict[str, DecodeRequest] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)

    # --- what is asked of it --------------------------------------------------------------------------------------------

    def show_file(self, path: Path, attachment: Attachment) -> None:
        self._take(attachment)
        self._path = path
        self._decode()

    def show_known(self, attachment: Attachment) -> bool:
        self._take(attachment)
        self._path = None
        known = self._images.get(attachment.id)
        if known is None:
            return False
        self._show(known, is_same_picture=False)
        return True

    def needs_file(self) -> bool:
        return self._image is None or self.canvas.needs_sharper(self._image)

    def prefetch(self, path: Path, attachment: Attachment) -> None:
        if attachment.id in self._prefetches or self._images.get(attachment.id) is not None:
            return
        box = self.canvas.view_size()
        request = self._decoder.request("image", path, is_urgent=False, width=box.width(), height=box.height())
        self._prefetches[attachment.id] = request

        def on_answered(decoded: Decoded) -> None:
            image = decoded_image(decoded)
            if decoded.is_last:
                self._prefetches.pop(attachment.id, None)
                if image is not None:
                    self._images.put(attachment.id, image)

        request.answered.connect(on_answered)
        request.refused.connect(lambda _problem: self._prefetches.pop(attachment.id, None))

    def tools(self) -> list[QAction]:
        return self._tools.all()

    def clear(self) -> None:
        self._cancel()
        self._cancel_prefetches()
        self._attachment = self._path = None
        self._is_file_wanted = self._is_shown = False
        self.canvas.set_image(None)

    def forget(self) -> None:
        self._images.clear()
        self.clear()

    @property
    def _image(self) -> DecodedImage | None:
        return self.canvas.image if self._is_shown else None

    def zoom(self, steps: int) -> None:
        work = self.canvas.zoom_in if steps > 0 else self.canvas.zoom_out if steps < 0 else self.canvas.fit
        for _ in range(max(1, abs(steps))):
            work()

    @property
    def caption(self) -> str:
        image = self._image
        if image is None:
            return ""
        pixels = self.tr("{width} × {height} pixels").format(width=image.pixel_size.width(), height=image.pixel_size.height())
        frames = self.tr("{count} frames").format(count=number_text(image.frame_count)) if image.frame_count > 1 else ""
        zoom = "" if self.canvas.is_fitted else self.tr("{percent} %").format(percent=number_text(round(100 * self.canvas.zoom)))
        return " · ".join(fact for fact in (image.format_name, pixels, frames, zoom) if fact)

    @property
    def note(self) -> str:
        image = self._image
        if image is None:
            return ""
        if image.is_cut_short:
            return self.tr("The file is cut short: a part of the picture is missing.")
        if image.is_complete and len(image.frames) < image.frame_count:
            return self.tr("Only the first {count} frames are played here.").format(count=number_text(len(image.frames)))
        return ""

    @property
    def is_at_rest(self) -> bool:
        image = self._image
        is_still = self.canvas.is_settled and self._request is None and not self._is_file_wanted
        return image is not None and image.is_complete and is_still

    # --- decoding -------------------------------------------------------------------------------------------------------

    def _take(self, attachment: Attachment) -> None:
        self._cancel()
        self._cancel_prefetches()
        self._is_file_wanted = False
        if self._attachment is None or self._attachment.id != attachment.id:
            self._is_shown = False
        self._attachment = attachment

    def _cancel(self) -> None:
        if self._request is not None:
            self._request.cancel()
            self._request = None

    def _cancel_prefetches(self) -> None:
        for request in tuple(self._prefetches.values()):
            request.cancel()
        self._prefetches.clear()

    def _wanted_box(self) -> QSize:
        return self.canvas.decode_box() if self._is_shown else self.canvas.view_size()

    def _decode(self) -> None:
        if self._path is None:
            return
        self._cancel()
        self._decoded_for = self._wanted_box()
        self._request = self._decoder.request("image", self._path, width=self._decoded_for.width(), height=self._decoded_for.height())
        self._request.answered.connect(self._on_request_answered)
        self._request.refused.connect(self._on_request_refused)

    def _on_request_answered(self, decoded: Decoded) -> None:
        if decoded.is_last:
            self._request = None
        image = decoded_image(decoded)
        if image is None:
            self._on_request_refused(ImageProblem.DAMAGED)
            return
        if self._attachment is None:
            return
        is_same_picture = self._is_shown
        if is_same_picture and not image.is_complete:
            return  # a moving picture that is decoded sharper goes on moving until that is done
        if image.is_complete:
            self._images.put(self._attachment.id, image)
        self._show(image, is_same_picture=is_same_picture)
        if image.is_complete and self._decoded_for != self._wanted_box() and self.canvas.needs_sharper(image):
            self._decode()  # the place changed its size in the meantime

    def _on_request_refused(self, problem: str) -> None:
        self._request = None
        if not self._is_shown:  # a picture that could only have become sharper stays
            self.refused.emit(self._words_of(problem))
        else:
            self.changed.emit()

    def _show(self, image: DecodedImage, *, is_same_picture: bool) -> None:
        if self._attachment is None:
            return
        self._is_shown = True
        self.canvas.set_image(image, is_same_picture=is_same_picture)
        self.canvas.setAccessibleName(self.tr("Picture {name}").format(name=visible_name(self._attachment.filename)))
        self.canvas.setAccessibleDescription(self.caption)
        self.shown.emit()

    def _on_canvas_view_resized(self) -> None:
        image = self._image
        if image is None or not self.canvas.needs_sharper(image):
            self.changed.emit()
        elif self._path is not None:
            self._decode()
        elif not self._is_file_wanted:
            self._is_file_wanted = True
            self.file_wanted.emit()

    def _words_of(self, problem: str) -> str:
        return {
            "not_an_image": self.tr("Its content is not a PNG, JPEG, GIF or WebP picture."),
            "too_large": self.tr("The picture has too many pixels to be shown here."),
            "too_slow": self.tr("The picture takes too long to decode, so it is not shown here."),
            "crashed": self.tr("The picture made its decoder fail, so it is not shown here."),
            "unreadable": self.tr("The picture's file could not be read. Select it again to fetch it anew."),
        }.get(problem, self.tr("The picture is damaged and cannot be shown."))


def decoded_image(decoded: Decoded) -> DecodedImage | None:
    """The picture in an answer to a job "image" or "thumbnail"; None when the answer makes no sense."""
    facts = decoded.facts
    try:
        delays = [int(delay) for delay in facts["delays_ms"]]
        frames = tuple(Frame(image, delay) for image, delay in zip(decoded.images, delays, strict=True))
        if not frames or any(frame.image.isNull() for frame in frames):
            return None
        return DecodedImage(
            frames=frames,
            pixel_size=QSize(int(facts["width"]), int(facts["height"])),
            format_name=str(facts["format"])[:8],
            frame_count=int(facts["frame_count"]),
            play_count=None if facts["play_count"] is None else int(facts["play_count"]),
            is_cut_short=bool(facts["is_cut_short"]),
            is_complete=decoded.is_last,
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
