"""The pane that shows what is selected: the picture itself, or a card that says what the file is."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPalette, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES, canonical_type, is_allowed_type, type_of_name
from toptickets_desktop.gui.formats import number_text, size_text, when_text
from toptickets_desktop.gui.icons import file_type_icon, icon
from toptickets_desktop.gui.preview.decode_threads import DecodeThreads
from toptickets_desktop.gui.preview.decoded_images import DecodedImages
from toptickets_desktop.gui.preview.file_card import FileCard
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.gui.preview.image_decoder import DecodedImage, ImageProblem
from toptickets_desktop.gui.preview.name_label import NameLabel
from toptickets_desktop.gui.theme import SPACING, tabular_font
from toptickets_desktop.gui.type_labels import type_label
from toptickets_desktop.gui.type_words import type_words

PREVIEW_BYTES_MAX = MAX_UPLOAD_BYTES
REQUEST_DELAY_MS = 100
"""Walking through a list with the arrow keys must not cost a request for every row passed."""

LOADING_DELAY_MS = 300
"""What was shown before stays that long: a shorter wait is not worth a word, and nothing flickers."""

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class PreviewState(StrEnum):
    """What the pane shows, or is about to show."""

    NOTHING = "nothing"
    SEVERAL = "several"
    CARD = "card"
    LOADING = "loading"
    IMAGE = "image"
    FAILURE = "failure"


class PreviewPane(QWidget):
    """Shows one attachment, several, or none.

    Signals:
        content_requested(Attachment): its bytes are wanted; answer with `set_content` or `set_failure`.
        content_unwanted(str): the bytes that were wanted for that attachment id are not any more.
        state_changed(PreviewState): another state than before.
    """

    content_requested = Signal(object)
    content_unwanted = Signal(str)
    state_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, decoder: DecodeThreads | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self._attachment: Attachment | None = None
        self._data: bytes | None = None  # only of the picture shown now, to decode it sharper
        self._decoded_for = QSize()
        self._is_awaiting_content = False
        self._state = PreviewState.NOTHING
        self._images = DecodedImages()
        self._decoder = decoder or DecodeThreads(self)
        self._decoder.decoded.connect(self._on_decoder_decoded)
        self._decoder.refused.connect(self._on_decoder_refused)
        self._request_timer = QTimer(self, singleShot=True, interval=REQUEST_DELAY_MS)
        self._request_timer.timeout.connect(self._on_request_timer_timeout)
        self._loading_timer = QTimer(self, singleShot=True, interval=LOADING_DELAY_MS)
        self._loading_timer.timeout.connect(self._on_loading_timer_timeout)
        self._build()
        self.show_nothing()

    def _build(self) -> None:
        self._card = FileCard()
        self._card.retry_requested.connect(self._on_card_retry_requested)
        self._canvas = ImageCanvas()
        self._canvas.setObjectName("previewImage")
        self._canvas.view_resized.connect(self._on_canvas_view_resized)
        self._name = NameLabel(1, Qt.AlignmentFlag.AlignHCenter)
        self._name.setObjectName("previewName")
        self._name.set_name("–")  # so that the lines below the picture have their height before they have their words
        self._caption = _caption_line("previewCaption", QPalette.ColorRole.PlaceholderText)
        self._note = _caption_line("previewNote", QPalette.ColorRole.WindowText)
        self._picture = QWidget()
        layout = QVBoxLayout(self._picture)
        layout.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self._canvas, 1)
        layout.addSpacing(SPACING // 2)
        for line in (self._name, self._caption, self._note):
            layout.addWidget(line)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._card)
        self._stack.addWidget(self._picture)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    # --- what is asked of it --------------------------------------------------------------------------------------------

    @property
    def state(self) -> PreviewState:
        """What it shows, or is about to show."""
        return self._state

    @property
    def attachment(self) -> Attachment | None:
        """What it is about; None with nothing or several selected."""
        return self._attachment

    @property
    def is_showing_image(self) -> bool:
        """Whether the selected picture is on the screen, whole and as sharp as it gets."""
        image = self._canvas.image
        is_at_rest = self._canvas.is_settled and not self._decoder.is_busy and not self._is_awaiting_content
        return self._state is PreviewState.IMAGE and image is not None and image.is_complete and is_at_rest

    @property
    def message(self) -> str:
        """All the words it shows."""
        if self._stack.currentWidget() is self._card:
            return self._card.message
        return "\n".join(text for text in (self._name.text(), self._caption.text(), self._note.text()) if text)

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._move_on(None)
        self._card.show_file(icon("image", thin=True), "", hint=self.tr("Select an attachment to see what it is."))
        self._show(PreviewState.NOTHING)

    def show_several(self, count: int, total_bytes: int) -> None:
        """More than one attachment is selected."""
        self._move_on(None)
        self._card.show_file(
            icon("files", thin=True),
            self.tr("{count} attachments").format(count=number_text(count)),
            facts=self.tr("{size} in all").format(size=size_text(total_bytes)),
            hint=self.tr("Select a single one to look at it."),
        )
        self._show(PreviewState.SEVERAL)

    def show_attachment(self, attachment: Attachment) -> None:
        """One attachment is selected; the same one again changes nothing."""
        if self._attachment is not None and self._attachment.id == attachment.id:
            self._attachment = attachment
            return
        self._move_on(attachment)
        if not _is_picture(attachment):
            self._show_card("")
            return
        if attachment.size_bytes is not None and attachment.size_bytes > PREVIEW_BYTES_MAX:
            self._show_card(self.tr("Pictures of more than {limit} are not shown here.").format(limit=size_text(PREVIEW_BYTES_MAX)))
            return
        known = self._images.get(attachment.id)
        if known is not None:
            self._show_image(known, is_same_picture=False)
            if not self._canvas.needs_sharper(known):
                return
        else:
            self._set_state(PreviewState.LOADING)
            self._loading_timer.start()
        self._request_timer.start()

    def set_content(self, attachment_id: str, data: bytes) -> None:
        """Here are the bytes that were asked for; ignored when another attachment is selected by now."""
        if self._is_current(attachment_id) and self._is_awaiting_content:
            self._is_awaiting_content = False
            self._data = data
            self._decode()

    def set_failure(self, attachment_id: str, text: str) -> None:
        """The bytes cannot be had, and why; ignored when another attachment is selected by now."""
        if not self._is_current(attachment_id) or not self._is_awaiting_content:
            return
        self._is_awaiting_content = False
        if self._state is not PreviewState.IMAGE:  # a picture that could only have become sharper stays
            self._show_card(text, PreviewState.FAILURE)

    def forget(self) -> None:
        """Drop every picture from memory, as when another key is used."""
        self._images.clear()
        self.show_nothing()

    def shut_down(self) -> None:
        """End the decoding threads; to be called before the program ends."""
        self._request_timer.stop()
        self._loading_timer.stop()
        self._decoder.shut_down()

    # --- one thing after another ----------------------------------------------------------------------------------------

    def _move_on(self, attachment: Attachment | None) -> None:
        self._request_timer.stop()
        self._loading_timer.stop()
        self._decoder.cancel()
        if self._is_awaiting_content and self._attachment is not None:
            self._is_awaiting_content = False
            self.content_unwanted.emit(self._attachment.id)
        self._attachment = attachment
        self._data = None

    def _is_current(self, attachment_id: str) -> bool:
        return self._attachment is not None and self._attachment.id == attachment_id

    def _on_request_timer_timeout(self) -> None:
        self._request()

    def _on_card_retry_requested(self) -> None:
        self._set_state(PreviewState.LOADING)
        self._loading_timer.start()
        self._request()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what was not asked for while the pane was folded away."""
        super().showEvent(event)
        if self._state is PreviewState.LOADING and not self._is_awaiting_content and self._data is None:
            self._request_timer.start()

    def _request(self) -> None:
        if self._attachment is not None and self.isVisible():
            self._is_awaiting_content = True
            self.content_requested.emit(self._attachment)

    def _decode(self) -> None:
        if self._data is not None:
            self._lay_out_picture()
            self._decoded_for = self._canvas.view_size()
            self._decoder.start(self._data, self._decoded_for)

    def _lay_out_picture(self) -> None:
        """Give the picture its place before it is shown, for a stack lays out only what it shows."""
        layout = self._picture.layout()
        if self._stack.currentWidget() is not self._picture and layout is not None:
            self._picture.setGeometry(self._stack.contentsRect())
            layout.activate()

    def _on_decoder_decoded(self, image: DecodedImage) -> None:
        if self._attachment is None:
            return
        is_same_picture = self._state is PreviewState.IMAGE
        if is_same_picture and not image.is_complete:
            return  # a moving picture that is decoded sharper goes on moving until that is done
        if image.is_complete:
            self._images.put(self._attachment.id, image)
        self._show_image(image, is_same_picture=is_same_picture)
        if image.is_complete and self._decoded_for != self._canvas.view_size() and self._canvas.needs_sharper(image):
            self._decode()  # the pane changed its size in the meantime

    def _on_decoder_refused(self, problem: ImageProblem) -> None:
        if self._state is not PreviewState.IMAGE:
            self._data = None
            self._show_card(self._words_of(problem))

    def _on_canvas_view_resized(self) -> None:
        image = self._canvas.image
        if self._state is PreviewState.IMAGE and image is not None and self._canvas.needs_sharper(image) and not self._is_awaiting_content:
            if self._data is not None:
                self._decode()
            else:
                self._request()

    def _on_loading_timer_timeout(self) -> None:
        if self._attachment is not None:
            self._card.show_file(self._large_icon(), self._attachment.filename, facts=self._facts(), is_busy=True)
            self._stack.setCurrentWidget(self._card)

    # --- what it looks like ---------------------------------------------------------------------------------------------

    def _show_image(self, image: DecodedImage, *, is_same_picture: bool) -> None:
        if self._attachment is None:
            return
        self._loading_timer.stop()
        self._canvas.set_image(image, is_same_picture=is_same_picture)
        self._name.set_name(self._attachment.filename)
        self._caption.setText(self._caption_of(image, self._attachment))
        self._note.setText(self._note_of(image))
        self._note.setVisible(bool(self._note.text()))
        self._canvas.setAccessibleName(self.tr("Picture {name}").format(name=self._name.text()))
        self._canvas.setAccessibleDescription(self._caption.text())
        self._stack.setCurrentWidget(self._picture)
        self._set_state(PreviewState.IMAGE)

    def _show_card(self, reason: str, state: PreviewState = PreviewState.CARD) -> None:
        if self._attachment is None:
            return
        self._card.show_file(
            self._large_icon(),
            self._attachment.filename,
            facts=self._facts(),
            reason=reason,
            hint="" if state is PreviewState.FAILURE else self.tr("Double-click it in the list to download it."),
            can_retry=state is PreviewState.FAILURE,
        )
        self._show(state)

    def _show(self, state: PreviewState) -> None:
        """Show the card, and let go of the picture."""
        self._loading_timer.stop()
        self._stack.setCurrentWidget(self._card)
        self._canvas.set_image(None)
        self._set_state(state)

    def _set_state(self, state: PreviewState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _large_icon(self) -> QIcon:
        return QIcon() if self._attachment is None else file_type_icon(self._attachment.content_type, self._attachment.filename, thin=True)

    def _facts(self) -> str:
        attachment = self._attachment
        if attachment is None:
            return ""
        words = type_label(attachment.content_type) if is_allowed_type(attachment.content_type) else type_words(attachment.content_type)
        size = size_text(attachment.size_bytes) if attachment.size_bytes is not None else ""
        when = when_text(attachment.created_at) if attachment.created_at else ""
        return "\n".join(line for line in (words[:1].upper() + words[1:], _joined(size, when)) if line)

    def _caption_of(self, image: DecodedImage, attachment: Attachment) -> str:
        pixels = self.tr("{width} × {height} pixels").format(width=image.pixel_size.width(), height=image.pixel_size.height())
        size = size_text(attachment.size_bytes) if attachment.size_bytes is not None else ""
        frames = self.tr("{count} frames").format(count=number_text(image.frame_count)) if image.frame_count > 1 else ""
        return _joined(image.format_name, pixels, size, frames)

    def _note_of(self, image: DecodedImage) -> str:
        if image.is_cut_short:
            return self.tr("The file is cut short: a part of the picture is missing.")
        if image.is_complete and len(image.frames) < image.frame_count:
            return self.tr("Only the first {count} frames are played here.").format(count=number_text(len(image.frames)))
        return ""

    def _words_of(self, problem: ImageProblem) -> str:
        return {
            ImageProblem.NOT_AN_IMAGE: self.tr("Its content is not a PNG, JPEG, GIF or WebP picture."),
            ImageProblem.DAMAGED: self.tr("The picture is damaged and cannot be shown."),
            ImageProblem.TOO_LARGE: self.tr("The picture has too many pixels to be shown here."),
            ImageProblem.TOO_SLOW: self.tr("The picture takes too long to decode, so it is not shown here."),
        }[problem]


def _is_picture(attachment: Attachment) -> bool:
    mime = canonical_type(attachment.content_type)
    # Services answer application/octet-stream for what they do not know; the content is looked at in any case.
    return (mime if is_allowed_type(mime) else type_of_name(attachment.filename)) in _PICTURES


def _joined(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


def _caption_line(object_name: str, color: QPalette.ColorRole) -> QLabel:
    label = QLabel("–", alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
    label.setObjectName(object_name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(color)
    label.setFont(tabular_font(label.font()))
    return label
