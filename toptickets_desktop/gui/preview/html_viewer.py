"""Looks at HTML as if printed on paper: cleaned by the decoding process, nothing acts, nothing is fetched; or at its source."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QImage, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextBrowser, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import vertical
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.preview.decode_words import problem_words
from toptickets_desktop.gui.preview.text.text_viewer import TextViewer
from toptickets_desktop.gui.preview.viewer import Viewer
from toptickets_desktop.gui.theme import SPACING

CPU_LIMIT_S = 2.0
"""Of the decoding process; what is shown of the longest page takes less than half of one."""

PIECE_PAUSE_MS = 5
_ZOOM_MIN, _ZOOM_MAX = -6, 20


class InertBrowser(QTextBrowser):
    """Shows markup and nothing else: no link leads anywhere, no address is opened, every resource is an empty picture."""

    resource_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(2 * SPACING)

    def loadResource(self, resource_type: int, name: QUrl | str) -> object:  # noqa: ARG002  # whatever it is
        """Answer for Qt, which would open the file when the answer were empty."""
        self.resource_asked.emit(name.toString() if isinstance(name, QUrl) else name)
        return QImage(1, 1, QImage.Format.Format_ARGB32)

    def doSetSource(self, name: QUrl | str, resource_type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource) -> None:
        """Go nowhere."""


class HtmlViewer(Viewer):
    """HTML rendered inert, with a switch to its source."""

    def __init__(self, decoder: DecodeClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("htmlViewer")
        self._decoder = decoder
        self._request: DecodeRequest | None = None
        self._path: Path | None = None
        self._attachment: Attachment | None = None
        self._is_cut_short = False
        self._pieces: deque[str] = deque()
        self._is_begun = False
        self._next_piece = QTimer(self, singleShot=True, interval=0)
        self._next_piece.timeout.connect(self._on_next_piece_timeout)
        self._zoom = 0
        self._has_source = False
        self.page = InertBrowser()
        self.page.setObjectName("htmlPage")
        self.source = TextViewer()
        self.source.setObjectName("htmlSource")
        self.source.shown.connect(self._on_source_shown)
        self.source.refused.connect(self.refused)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.source)
        layout = vertical(self, spacing_px=0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self.page)
        self._source_tool = QAction(icon("code-xml"), self.tr("Source"), self)
        self._source_tool.setObjectName("htmlShowSource")
        self._source_tool.setToolTip(self.tr("Show the source of the page"))
        self._source_tool.setCheckable(True)
        self._source_tool.toggled.connect(self._on_source_tool_toggled)

    def tools(self) -> list[QAction]:
        return [self._source_tool, *self.source.tools()]

    @property
    def note(self) -> str:
        if self._source_tool.isChecked():
            return ""
        return self.tr("Only the beginning is shown as a page. The source has the rest.") if self._is_cut_short else ""

    @property
    def is_at_rest(self) -> bool:
        return self._request is None and not self._pieces

    def show_file(self, path: Path, attachment: Attachment) -> None:
        self.clear()
        self._path, self._attachment = path, attachment
        self.page.setAccessibleName(self.tr("Page {name}").format(name=visible_name(attachment.filename)))
        self._request = self._decoder.request("html", path, cpu_limit_s=CPU_LIMIT_S)
        self._request.answered.connect(self._on_request_answered)
        self._request.refused.connect(self._on_request_refused)

    def clear(self) -> None:
        if self._request is not None:
            self._request.cancel()
            self._request = None
        self._path = self._attachment = None
        self._has_source = self._is_cut_short = self._is_begun = False
        self._pieces.clear()
        self._next_piece.stop()
        self.page.clear()
        self.source.clear()
        self._source_tool.setChecked(False)
        self._enable_tools()

    def shut_down(self) -> None:
        self.clear()
        self.source.shut_down()

    def zoom(self, steps: int) -> None:
        if self._source_tool.isChecked():
            self.source.zoom(steps)
            return
        target = 0 if steps == 0 else max(_ZOOM_MIN, min(_ZOOM_MAX, self._zoom + steps))
        self.page.zoomIn(target - self._zoom)
        self._zoom = target

    def close_layer(self) -> bool:
        if self.source.close_layer():
            return True
        is_source = self._source_tool.isChecked()
        self._source_tool.setChecked(False)
        return is_source

    def _on_request_answered(self, decoded: Decoded) -> None:
        if decoded.is_last:
            self._request = None
        self._is_cut_short = bool(decoded.facts.get("is_cut_short"))
        self._pieces.append(decoded.data.decode("utf-8", "replace"))
        if not self._next_piece.isActive():
            self._next_piece.start()

    def _on_next_piece_timeout(self) -> None:
        """Lay out one piece, and let the window breathe before the next."""
        piece = self._pieces.popleft()
        if self._is_begun:
            cursor = QTextCursor(self.page.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            cursor.insertHtml(piece)
        else:
            self._is_begun = True
            self.page.document().setDefaultStyleSheet(_style_sheet(self.palette()))
            self.page.setHtml(piece)
            self.shown.emit()
        if self._pieces:
            self._next_piece.start(PIECE_PAUSE_MS)
        elif self.is_at_rest:
            self.changed.emit()

    def _on_request_refused(self, problem: str) -> None:
        self._request = None
        if not self._is_begun and not self._pieces:
            self.refused.emit(problem_words(problem))

    def _on_source_tool_toggled(self, is_source: bool) -> None:
        if is_source and not self._has_source and self._path is not None and self._attachment is not None:
            self._has_source = True
            self.source.show_file(self._path, self._attachment)
        elif self._path is not None or not is_source:
            self._show_right_page()

    def _on_source_shown(self) -> None:
        self._show_right_page()

    def _show_right_page(self) -> None:
        had_focus = self.source.view.hasFocus() or self.page.hasFocus()
        shown = self.source if self._source_tool.isChecked() else self.page
        self._stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if had_focus:
            shown.setFocus()
        self._enable_tools()
        self.changed.emit()

    def _enable_tools(self) -> None:
        for tool in self.source.tools():
            tool.setVisible(self._source_tool.isChecked())


def _style_sheet(palette: QPalette) -> str:
    """Of the document, not of the program: borders of tables, and a quieter colour for what stands in place of links and pictures."""
    quiet = palette.color(QPalette.ColorRole.PlaceholderText).name()
    return f"td, th {{ border: 1px solid {quiet}; padding: 3px; }} table {{ border-collapse: collapse; }} small {{ color: {quiet}; }}"
