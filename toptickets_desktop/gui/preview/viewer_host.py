"""Shows one attachment in the viewer of its kind, or a card that says what it is and why it is not shown.

The preview pane of the window and the quick look are both one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPalette, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QToolBar, QToolButton, QVBoxLayout, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.file_rules import is_allowed_type
from toptickets_desktop.gui.formats import size_text, when_text
from toptickets_desktop.gui.icons import file_type_icon
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.preview.file_card import FileCard
from toptickets_desktop.gui.preview.name_label import NameLabel
from toptickets_desktop.gui.preview.viewer import Viewer
from toptickets_desktop.gui.preview.viewer_kinds import ViewerKind, all_kinds, kind_for
from toptickets_desktop.gui.theme import SPACING, tabular_font
from toptickets_desktop.gui.type_labels import type_label
from toptickets_desktop.gui.type_words import type_words

REQUEST_DELAY_MS = 100
"""Walking through a list with the arrow keys must not cost a request for every row passed."""

LOADING_DELAY_MS = 300
"""What was shown before stays that long: a shorter wait is not worth a word, and nothing flickers."""


class PreviewState(StrEnum):
    """What the host shows, or is about to show."""

    NOTHING = "nothing"
    SEVERAL = "several"
    CARD = "card"
    LOADING = "loading"
    CONTENT = "content"
    FAILURE = "failure"


class ViewerHost(QWidget):
    """Shows one attachment.

    Args:
        decoder: decodes for the viewers; one of its own, which it ends, when none is given.
        kinds: the viewers there are.

    Signals:
        content_requested(Attachment): its file is wanted; answer with `set_content` or `set_failure`.
        content_unwanted(str): the file that was wanted for that attachment id is not any more.
        state_changed(PreviewState): another state than before.
        content_shown(): the content is on the screen, or a better or further part of it.
    """

    content_requested = Signal(object)
    content_unwanted = Signal(str)
    state_changed = Signal(object)
    content_shown = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, decoder: DecodeClient | None = None, kinds: Sequence[ViewerKind] | None = None
    ) -> None:
        super().__init__(parent)
        self._attachment: Attachment | None = None
        self._is_awaiting_content = False
        self._has_file = False
        self._state = PreviewState.NOTHING
        self._kinds = all_kinds() if kinds is None else kinds
        self._viewers: dict[str, Viewer] = {}
        self._viewer: Viewer | None = None
        self._owns_decoder = decoder is None
        self._decoder = decoder or DecodeClient(self)
        self._request_timer = QTimer(self, singleShot=True, interval=REQUEST_DELAY_MS)
        self._request_timer.timeout.connect(self._request)
        self._loading_timer = QTimer(self, singleShot=True, interval=LOADING_DELAY_MS)
        self._loading_timer.timeout.connect(self._on_loading_timer_timeout)
        self._build()

    def _build(self) -> None:
        self._card = FileCard()
        self._card.retry_requested.connect(self._on_card_retry_requested)
        self._tools = QToolBar(self.tr("Tools of the preview"), movable=False, floatable=False)
        self._tools.setObjectName("previewTools")
        self._tools.setIconSize(QSize(2 * SPACING, 2 * SPACING))
        self._tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._contents = QStackedWidget()
        self._name = NameLabel(1, Qt.AlignmentFlag.AlignHCenter)
        self._name.setObjectName("previewName")
        self._name.set_name("–")  # so that the lines below the content have their height before they have their words
        self._caption = _caption_line("previewCaption", QPalette.ColorRole.PlaceholderText)
        self._note = _caption_line("previewNote", QPalette.ColorRole.WindowText)
        self._page = QWidget()
        layout = QVBoxLayout(self._page)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING, SPACING)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self._tools, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._contents, 1)
        layout.addSpacing(SPACING // 2)
        for line in (self._name, self._caption, self._note):
            layout.addWidget(line)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._card)
        self._stack.addWidget(self._page)
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
        """What it is about."""
        return self._attachment

    @property
    def viewer(self) -> Viewer | None:
        """What shows the attachment; None when there is none of its kind."""
        return self._viewer

    @property
    def is_showing_content(self) -> bool:
        """Whether the content is on the screen, whole and as good as it gets."""
        is_at_rest = self._viewer is not None and self._viewer.is_at_rest and not self._is_awaiting_content
        return self._state is PreviewState.CONTENT and is_at_rest

    @property
    def message(self) -> str:
        """All the words it shows."""
        if self._stack.currentWidget() is self._card:
            return self._card.message
        return "\n".join(text for text in (self._name.text(), self._caption.text(), self._note.text()) if text)

    def show_attachment(self, attachment: Attachment) -> None:
        """Show this; the same one again changes nothing."""
        if self._attachment is not None and self._attachment.id == attachment.id:
            self._attachment = attachment
            return
        self._move_on(attachment)
        kind = kind_for(attachment, self._kinds)
        if kind is None:
            self._show_card("")
            return
        if attachment.size_bytes is not None and attachment.size_bytes > kind.size_bytes_max:
            limit = size_text(kind.size_bytes_max)
            self._show_card(self.tr("Files of more than {limit} are not shown here.").format(limit=limit))
            return
        viewer = self._use_viewer(kind)
        self._lay_out_page(viewer)
        if not viewer.show_known(attachment):
            self._set_state(PreviewState.LOADING)
            self._loading_timer.start()
        elif not viewer.needs_file():
            return
        self._request_timer.start()

    def set_content(self, attachment_id: str, path: Path) -> None:
        """Here is the file that was asked for; ignored when another attachment is looked at by now."""
        attachment, viewer = self._attachment, self._viewer
        if attachment is None or viewer is None or attachment.id != attachment_id or not self._is_awaiting_content:
            return
        self._is_awaiting_content = False
        self._has_file = True
        self._lay_out_page(viewer)
        viewer.show_file(path, attachment)

    def set_failure(self, attachment_id: str, text: str) -> None:
        """The file cannot be had, and why; ignored when another attachment is looked at by now."""
        if not self._is_current(attachment_id) or not self._is_awaiting_content:
            return
        self._is_awaiting_content = False
        if self._state is not PreviewState.CONTENT:  # what could only have become better stays
            self._show_card(text, PreviewState.FAILURE)

    def show_words(self, icon: QIcon, title: str, *, facts: str = "", hint: str = "", state: PreviewState = PreviewState.NOTHING) -> None:
        """Show no attachment, but this."""
        self._move_on(None)
        self._card.show_file(icon, title, facts=facts, hint=hint)
        self._show(state)

    def prefetch(self, attachment: Attachment, path: Path) -> None:
        """This one may be looked at next; prepare it unless there is something better to do."""
        kind = kind_for(attachment, self._kinds)
        viewer = self._viewers.get(kind.name) if kind is not None else None
        if viewer is not None and viewer is self._viewer and self.is_showing_content:
            viewer.prefetch(path, attachment)

    def can_show(self, attachment: Attachment) -> bool:
        """Whether there is a viewer of its kind, and it is not too large for it."""
        kind = kind_for(attachment, self._kinds)
        return kind is not None and (attachment.size_bytes or 0) <= kind.size_bytes_max

    def forget(self) -> None:
        """Drop everything from memory, as when another key is used."""
        self._move_on(None)
        for viewer in self._viewers.values():
            viewer.forget()
        self._show(PreviewState.NOTHING)

    def shut_down(self) -> None:
        """Stop what runs; to be called before the program ends."""
        self._request_timer.stop()
        self._loading_timer.stop()
        for viewer in self._viewers.values():
            viewer.shut_down()
        if self._owns_decoder:
            self._decoder.shut_down()

    # --- one thing after another ----------------------------------------------------------------------------------------

    def _move_on(self, attachment: Attachment | None) -> None:
        self._request_timer.stop()
        self._loading_timer.stop()
        if self._is_awaiting_content and self._attachment is not None:
            self._is_awaiting_content = False
            self.content_unwanted.emit(self._attachment.id)
        self._attachment = attachment
        self._has_file = False
        self._viewer = None

    def _use_viewer(self, kind: ViewerKind) -> Viewer:
        viewer = self._viewers.get(kind.name)
        if viewer is None:
            viewer = self._viewers[kind.name] = kind.make(self._decoder)
            viewer.shown.connect(lambda: self._on_viewer_shown(viewer))
            viewer.refused.connect(lambda words: self._on_viewer_refused(viewer, words))
            viewer.changed.connect(lambda: self._on_viewer_changed(viewer))
            viewer.file_wanted.connect(lambda: self._on_viewer_file_wanted(viewer))
            self._contents.addWidget(viewer)
        self._viewer = viewer
        return viewer

    def _lay_out_page(self, viewer: Viewer) -> None:
        """Give the viewer its place before it is shown, for a stack lays out only what it shows."""
        layout = self._page.layout()
        if self._stack.currentWidget() is not self._page and layout is not None:
            self._page.setGeometry(self._stack.contentsRect())
            layout.activate()
        if self._contents.currentWidget() is not viewer:
            viewer.setGeometry(self._contents.contentsRect())
            if (inner := viewer.layout()) is not None:
                inner.activate()

    def _is_current(self, attachment_id: str) -> bool:
        return self._attachment is not None and self._attachment.id == attachment_id

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what was not asked for while the host was folded away."""
        super().showEvent(event)
        if self._state is PreviewState.LOADING and not self._is_awaiting_content and not self._has_file:
            self._request_timer.start()

    def _request(self) -> None:
        if self._attachment is not None and self.isVisible():
            self._is_awaiting_content = True
            self.content_requested.emit(self._attachment)

    def _on_card_retry_requested(self) -> None:
        self._set_state(PreviewState.LOADING)
        self._loading_timer.start()
        self._request()

    def _on_loading_timer_timeout(self) -> None:
        if self._attachment is not None:
            self._card.show_file(self._large_icon(), self._attachment.filename, facts=self._facts(), is_busy=True)
            self._stack.setCurrentWidget(self._card)

    def _on_viewer_shown(self, viewer: Viewer) -> None:
        attachment = self._attachment
        if viewer is not self._viewer or attachment is None:
            return
        self._loading_timer.stop()
        self._name.set_name(attachment.filename)
        if self._contents.currentWidget() is not viewer or not self._tools.actions():
            self._contents.setCurrentWidget(viewer)
            self._show_tools(viewer)
        self._say_facts(viewer, attachment)
        self._stack.setCurrentWidget(self._page)
        for other in self._viewers.values():
            if other is not viewer:
                other.clear()
        self._set_state(PreviewState.CONTENT)
        self.content_shown.emit()

    def _on_viewer_refused(self, viewer: Viewer, words: str) -> None:
        if viewer is self._viewer:
            self._show_card(words)

    def _on_viewer_changed(self, viewer: Viewer) -> None:
        if viewer is self._viewer and self._attachment is not None and self._state is PreviewState.CONTENT:
            self._say_facts(viewer, self._attachment)

    def _on_viewer_file_wanted(self, viewer: Viewer) -> None:
        if viewer is self._viewer and not self._is_awaiting_content:
            self._request()

    # --- what it looks like ---------------------------------------------------------------------------------------------

    def _show_tools(self, viewer: Viewer) -> None:
        tools = viewer.tools()
        self._tools.clear()
        self._tools.addActions(tools)
        self._tools.setVisible(bool(tools))
        for action in tools:
            button = self._tools.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setAccessibleName(action.text().replace("&", ""))

    def _say_facts(self, viewer: Viewer, attachment: Attachment) -> None:
        size = size_text(attachment.size_bytes) if attachment.size_bytes is not None else ""
        self._caption.setText(_joined(viewer.caption, size))
        self._note.setText(viewer.note)
        self._note.setVisible(bool(viewer.note))

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
        """Show the card, and let go of the content."""
        self._loading_timer.stop()
        self._stack.setCurrentWidget(self._card)
        for viewer in self._viewers.values():
            viewer.clear()
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


def _joined(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


def _caption_line(object_name: str, color: QPalette.ColorRole) -> QLabel:
    label = QLabel("–", alignment=Qt.AlignmentFlag.AlignHCenter, wordWrap=True)
    label.setObjectName(object_name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(color)
    label.setFont(tabular_font(label.font()))
    return label
