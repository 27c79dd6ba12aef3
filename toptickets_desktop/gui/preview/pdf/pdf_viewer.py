"""Looks at PDF: pages, thumbnails, zoom, a page to go to, words to find and to copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QSpinBox, QSplitter, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.formats import number_text, visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.preview.decode_words import problem_words
from toptickets_desktop.gui.preview.pdf.page_store import PageStore
from toptickets_desktop.gui.preview.pdf.page_view import Fit, PageView
from toptickets_desktop.gui.preview.text.find_bar import FindBar
from toptickets_desktop.gui.preview.viewer import Viewer
from toptickets_desktop.gui.theme import SPACING

THUMBNAILS_FROM_WIDTH_PX = 560
INFO_CPU_LIMIT_S = 2.0
_STRIP_WIDTH_PX = SPACING * 15
_ZOOM_STEP = 1.25


class PdfViewer(Viewer):
    """A document of pages."""

    def __init__(self, decoder: DecodeClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pdfViewer")
        self._decoder = decoder
        self._path: Path | None = None
        self._info: DecodeRequest | None = None
        self._search_request: DecodeRequest | None = None
        self._matches: dict[int, list[list[QRectF]]] = {}
        self._order: list[tuple[int, int]] = []
        self._current = -1
        self._title = ""
        self.store = PageStore(decoder, self)
        self.pages = PageView(self.store)
        self.pages.setObjectName("pdfPages")
        self.strip = PageView(self.store, is_small=True)
        self.strip.setObjectName("pdfThumbnails")
        self.strip.setAccessibleName(self.tr("Thumbnails of the pages"))
        self.strip.setMinimumWidth(_STRIP_WIDTH_PX)
        self.strip.setMaximumWidth(2 * _STRIP_WIDTH_PX)
        self.strip.hide()
        self.find_bar = FindBar(has_case_box=False)
        self._page_field = QSpinBox(minimum=1, maximum=1)
        self._page_field.setObjectName("pdfPageNumber")
        self._page_field.setAccessibleName(self.tr("Page number"))
        self._page_count = QLabel()
        self._page_count.setObjectName("pdfPageCount")
        self._page_count.setTextFormat(Qt.TextFormat.PlainText)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.strip)
        splitter.addWidget(self.pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_STRIP_WIDTH_PX, 6 * _STRIP_WIDTH_PX])
        line = horizontal(spacing_px=SPACING // 2, margin_px=SPACING // 2)
        line.addStretch(1)
        line.addWidget(self._page_field)
        line.addWidget(self._page_count)
        line.addStretch(1)
        layout = vertical(self, spacing_px=0)
        layout.addWidget(splitter, 1)
        layout.addWidget(self.find_bar)
        layout.addLayout(line)
        self.setFocusProxy(self.pages)
        self._make_tools()
        self._connect()

    def _make_tools(self) -> None:
        def tool(object_name: str, icon_name: str, text: str, help_text: str) -> QAction:
            action = QAction(icon(icon_name), text, self)
            action.setObjectName(object_name)
            action.setToolTip(help_text)
            return action

        self._strip_tool = tool(
            "pdfShowThumbnails", "panel-left", self.tr("Thumbnails"), self.tr("Show or hide the thumbnails of the pages")
        )
        self._strip_tool.setCheckable(True)
        self._out_tool = tool("pdfZoomOut", "zoom-out", self.tr("Smaller"), self.tr("Show the pages smaller (−)"))
        self._in_tool = tool("pdfZoomIn", "zoom-in", self.tr("Larger"), self.tr("Show the pages larger (+)"))
        self._width_tool = tool("pdfFitWidth", "move-horizontal", self.tr("Fit width"), self.tr("As wide as the window"))
        self._page_tool = tool("pdfFitPage", "maximize", self.tr("Fit page"), self.tr("A whole page at a time"))
        for action in (self._width_tool, self._page_tool):
            action.setCheckable(True)
        self._find_tool = tool("pdfFind", "search", self.tr("Find"), self.tr("Find in this document (Ctrl+F)"))
        self._copy_tool = tool("pdfCopy", "copy", self.tr("Copy"), self.tr("Copy the selected text (Ctrl+C)"))

    def _connect(self) -> None:
        self._strip_tool.toggled.connect(self.strip.setVisible)
        self._out_tool.triggered.connect(lambda: self.zoom(-1))
        self._in_tool.triggered.connect(lambda: self.zoom(1))
        self._width_tool.triggered.connect(lambda: self.pages.set_fit(Fit.WIDTH))
        self._page_tool.triggered.connect(lambda: self.pages.set_fit(Fit.PAGE))
        self._find_tool.triggered.connect(self.open_find)
        self._copy_tool.triggered.connect(self.pages.copy)
        self.pages.zoom_changed.connect(self._show_fit)
        self.pages.page_changed.connect(self._on_pages_page_changed)
        self.strip.page_clicked.connect(self.go_to)
        self._page_field.valueChanged.connect(self._on_page_field_value_changed)
        self.find_bar.words_changed.connect(self._search)
        self.find_bar.step_requested.connect(self.go_to_match)
        self.find_bar.closed.connect(self._on_find_bar_closed)
        self.store.picture_came.connect(lambda _page: self.changed.emit())
        self.pages.installEventFilter(self)

    # --- what is asked of it --------------------------------------------------------------------------------------------

    def tools(self) -> list[QAction]:
        return [self._strip_tool, self._out_tool, self._in_tool, self._width_tool, self._page_tool, self._find_tool, self._copy_tool]

    @property
    def caption(self) -> str:
        pages = self.tr("Pages: {count}").format(count=number_text(len(self.store.sizes)))
        return " · ".join(fact for fact in (visible_name(self._title), pages) if fact)

    @property
    def is_at_rest(self) -> bool:
        return self._info is None and not self.store.is_busy

    def show_file(self, path: Path, attachment: Attachment) -> None:
        self.clear()
        self._path = path
        self.pages.setAccessibleName(self.tr("Pages of {name}").format(name=visible_name(attachment.filename)))
        self._info = self._decoder.request("pdf_info", path, cpu_limit_s=INFO_CPU_LIMIT_S)
        self._info.answered.connect(self._on_info_answered)
        self._info.refused.connect(self._on_info_refused)

    def clear(self) -> None:
        for request in (self._info, self._search_request):
            if request is not None:
                request.cancel()
        self._info = self._search_request = self._path = None
        self.find_bar.put_away()
        self._matches, self._order, self._current = {}, [], -1
        self.store.close()
        self.pages.reset()
        self.strip.reset()

    def zoom(self, steps: int) -> None:
        if steps == 0:
            self.pages.set_fit(Fit.WIDTH)
        else:
            self.pages.zoom(_ZOOM_STEP**steps)

    def close_layer(self) -> bool:
        is_finding = not self.find_bar.isHidden()
        if is_finding:
            self.find_bar.close_bar()
        return is_finding

    def go_to(self, page: int) -> None:
        """Show a page, from 0."""
        self.pages.go_to(page)
        self._show_page(page)

    def open_find(self) -> None:
        """Open the find bar."""
        words = self.pages.selected_text
        self.find_bar.open_bar(words if len(words) < 100 and "\n" not in words else "")

    def go_to_match(self, step: int) -> None:
        """The next (1) or the previous (-1) place that was found."""
        if self._order:
            self._show_match((self._current + step) % len(self._order))
        elif not self.find_bar.words:
            self.open_find()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that the window has shortcuts for mean the document while it has the focus."""
        if watched is not self.pages or not isinstance(event, QKeyEvent):
            return False
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        work = None
        if event.matches(QKeySequence.StandardKey.Find):
            work = self.open_find
        elif event.matches(QKeySequence.StandardKey.Copy):
            work = self.pages.copy
        elif event.key() == Qt.Key.Key_F3:
            work = lambda: self.go_to_match(-1 if back else 1)  # noqa: E731  # one of three
        if work is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            work()
            return True
        return False

    # --- the document ---------------------------------------------------------------------------------------------------

    def _on_info_answered(self, decoded: Decoded) -> None:
        self._info = None
        sizes = [QSizeF(float(size[0]), float(size[1])) for size in decoded.facts.get("sizes", [])]
        if self._path is None or not sizes:
            self.refused.emit(problem_words("damaged"))
            return
        self._title = str(decoded.facts.get("title", ""))
        self.store.open(self._path, sizes)
        self._page_field.setMaximum(len(sizes))
        self._page_count.setText(self.tr("of {count}").format(count=number_text(len(sizes))))
        self._strip_tool.setChecked(self.width() >= THUMBNAILS_FROM_WIDTH_PX and len(sizes) > 1)
        self.pages.reset()
        self.strip.reset()
        self._show_fit()
        self._show_page(0)
        self.shown.emit()

    def _on_info_refused(self, problem: str) -> None:
        self._info = None
        self.refused.emit(problem_words(problem))

    def _on_pages_page_changed(self, page: int) -> None:
        self._show_page(page)

    def _on_page_field_value_changed(self, value: int) -> None:
        self.pages.go_to(value - 1)
        self.strip.go_to(value - 1)

    def _show_page(self, page: int) -> None:
        self._page_field.blockSignals(True)  # it says where we are; it was not typed
        self._page_field.setValue(page + 1)
        self._page_field.blockSignals(False)
        self.strip.go_to(page)
        count = number_text(len(self.store.sizes))
        self.pages.setAccessibleDescription(self.tr("Page {number} of {count}").format(number=number_text(page + 1), count=count))

    def _show_fit(self) -> None:
        self._width_tool.setChecked(self.pages.fit is Fit.WIDTH)
        self._page_tool.setChecked(self.pages.fit is Fit.PAGE)

    # --- finding --------------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        if self._search_request is not None:
            self._search_request.cancel()
            self._search_request = None
        self._matches, self._order, self._current = {}, [], -1
        self.pages.set_matches({}, None)
        self.find_bar.show_count("")
        if self.find_bar.words.strip() and self._path is not None:
            self._search_request = self._decoder.request("pdf_search", self._path, words=self.find_bar.words)
            self._search_request.answered.connect(self._on_search_answered)
            self._search_request.refused.connect(self._on_search_refused)

    def _on_search_answered(self, decoded: Decoded) -> None:
        if decoded.is_last:
            self._search_request = None
        page = int(decoded.facts.get("page", -1))
        matches = [[QRectF(*map(float, box)) for box in boxes] for boxes in decoded.facts.get("matches", [])]
        if 0 <= page < len(self.store.sizes) and matches:
            self._matches[page] = matches
            self._order += [(page, number) for number in range(len(matches))]
        if self._order and self._current < 0:
            here = next((i for i, (found, _number) in enumerate(self._order) if found >= self.pages.page), -1)
            if here >= 0 or decoded.is_last:
                self._show_match(max(0, here))
                return
        self._show_count()

    def _on_search_refused(self, _problem: str) -> None:
        self._search_request = None
        self._show_count()

    def _show_match(self, i: int) -> None:
        self._current = i
        page, number = self._order[i]
        self.pages.set_matches(self._matches, (page, number))
        if boxes := self._matches[page][number]:
            self.pages.show_place(page, boxes[0])
        self._show_count()

    def _show_count(self) -> None:
        self.pages.set_matches(self._matches, self._order[self._current] if self._current >= 0 else None)
        if self._order:
            total = number_text(len(self._order))
            self.find_bar.show_count(self.tr("{number} of {total}").format(number=number_text(self._current + 1), total=total))
        elif self._search_request is None:
            self.find_bar.show_count(self.tr("Not found"), is_nothing=True)

    def _on_find_bar_closed(self) -> None:
        self._search()
        if self.isVisible():
            self.pages.setFocus(Qt.FocusReason.OtherFocusReason)
