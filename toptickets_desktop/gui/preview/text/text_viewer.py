"""Looks at a text of up to tens of megabytes: line numbers, find, errors and warnings, another encoding."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QActionGroup, QPalette
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.formats import number_text, visible_name
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preview.text.background_work import BackgroundWork
from toptickets_desktop.gui.preview.text.encodings import CHOICES
from toptickets_desktop.gui.preview.text.find_bar import FindBar
from toptickets_desktop.gui.preview.text.log_lines import Problems, find_problems
from toptickets_desktop.gui.preview.text.text_document import TextDocument, load_text
from toptickets_desktop.gui.preview.text.text_keys import TextKeys
from toptickets_desktop.gui.preview.text.text_search import MATCHES_MAX, find_matches
from toptickets_desktop.gui.preview.text.text_view import TextView
from toptickets_desktop.gui.preview.viewer import Viewer
from toptickets_desktop.gui.theme import SPACING, tabular_font

TEXT_BYTES_MAX = 64 * 1024 * 1024
_SPOKEN_DELAY_MS = 150
_SPOKEN_CHARACTERS_MAX = 500


class TextViewer(Viewer):
    """A text with its tools."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textViewer")
        self._read: Callable[[], bytes] | None = None
        self._name = ""
        self._problems = Problems()
        self._matches = (array("Q"), array("Q"))
        self._current_match = -1
        self._loading = BackgroundWork("text-loading", self)
        self._searching = BackgroundWork("text-search", self)
        self._scanning = BackgroundWork("text-problems", self)
        self._loading.done.connect(self._on_loading_done)
        self._loading.failed.connect(self._on_loading_failed)
        self._searching.told.connect(self._on_searching_told)
        self._searching.done.connect(lambda _result: self._show_match_count())
        self._scanning.done.connect(self._on_scanning_done)
        self._spoken_timer = QTimer(self, singleShot=True, interval=_SPOKEN_DELAY_MS)
        self._spoken_timer.timeout.connect(self._say_line)
        self._build()
        self._build_tools()

    def _build(self) -> None:
        self.view = TextView(self)
        self.view.setObjectName("textView")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusProxy(self.view)
        self.find_bar = FindBar()
        self._encoding = QToolButton(autoRaise=True)
        self._encoding.setObjectName("textEncoding")
        self._encoding.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._encoding.setToolTip(self.tr("Read the text in another encoding"))
        self._encoding_menu = QMenu(self._encoding)
        self._encoding_group = QActionGroup(self)
        for name in CHOICES:
            action = self._encoding_menu.addAction(_encoding_words(name))
            action.setCheckable(True)
            action.setData(name)
            self._encoding_group.addAction(action)
        self._encoding_group.triggered.connect(self._on_encoding_group_triggered)
        self._encoding.setMenu(self._encoding_menu)
        self._lines = _strip_label("textLines")
        self._counts = _strip_label("textProblems")
        strip = horizontal(spacing_px=SPACING)
        strip.setContentsMargins(SPACING // 2, 0, SPACING, 0)
        strip.addWidget(self._encoding)
        strip.addWidget(self._lines)
        strip.addStretch(1)
        strip.addWidget(self._counts)
        layout = vertical(self, spacing_px=0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.find_bar)
        layout.addLayout(strip)
        keys = TextKeys(self.view)
        keys.find_requested.connect(self.open_find)
        keys.match_requested.connect(self.go_to_match)
        keys.problem_requested.connect(self.go_to_problem)
        self.find_bar.words_changed.connect(self._search)
        self.find_bar.step_requested.connect(self.go_to_match)
        self.find_bar.closed.connect(self._on_find_bar_closed)
        self.view.caret_moved.connect(self._spoken_timer.start)
        self.view.customContextMenuRequested.connect(self._show_menu)

    def _build_tools(self) -> None:
        make = self._make_tool
        self._find_tool = make("textFind", "search", self.tr("Find"), self.tr("Find in this file (Ctrl+F)"), self.open_find)
        self._previous_tool = make(
            "textPreviousProblem",
            "arrow-up",
            self.tr("Previous problem"),
            self.tr("Previous line with an error or a warning (Shift+F8)"),
            lambda: self.go_to_problem(-1),
        )
        self._next_tool = make(
            "textNextProblem",
            "arrow-down",
            self.tr("Next problem"),
            self.tr("Next line with an error or a warning (F8)"),
            lambda: self.go_to_problem(1),
        )
        self._wrap_tool = make("textWrap", "text-wrap", self.tr("Wrap lines"), self.tr("Break long lines at the edge"), None)
        self._wrap_tool.setCheckable(True)
        self._wrap_tool.toggled.connect(self.view.set_wrapped)
        self._copy_tool = make("textCopy", "copy", self.tr("Copy"), self.tr("Copy the selected text (Ctrl+C)"), self.view.copy)
        self._all_tool = make("textSelectAll", "", self.tr("Select all"), "", self.view.select_all)
        self._menu = QMenu(self.view)
        self._menu.addActions([self._copy_tool, self._all_tool])
        self._menu.addSeparator()
        self._menu.addActions([self._find_tool, self._previous_tool, self._next_tool])
        self._menu.addSeparator()
        self._menu.addAction(self._wrap_tool)
        self._show_problems(Problems())

    def _make_tool(self, object_name: str, icon_name: str, text: str, help_text: str, work: Callable[[], object] | None) -> QAction:
        action = QAction(icon(icon_name), text, self) if icon_name else QAction(text, self)
        action.setObjectName(object_name)
        if help_text:
            action.setToolTip(help_text)
        if work is not None:
            action.triggered.connect(lambda _checked=False: work())
        return action

    # --- what is asked of it --------------------------------------------------------------------------------------------

    def tools(self) -> list[QAction]:
        return [self._find_tool, self._previous_tool, self._next_tool, self._wrap_tool]

    @property
    def is_at_rest(self) -> bool:
        return not self._loading.is_busy

    def show_file(self, path: Path, attachment: Attachment) -> None:
        self._begin(attachment.filename, lambda: _read_file(path))

    def show_bytes(self, data: bytes, name: str) -> None:
        """Show a text that is in memory."""
        self._begin(name, lambda: data)

    def clear(self) -> None:
        """Let go of the text."""
        for work in (self._loading, self._searching, self._scanning):
            work.cancel()
        self._read = None
        self.find_bar.put_away()
        self._forget_matches()
        self.view.set_document(None)
        self._show_problems(Problems())

    def shut_down(self) -> None:
        """End the threads."""
        for work in (self._loading, self._searching, self._scanning):
            work.shut_down()

    def zoom(self, steps: int) -> None:
        self.view.zoom(steps)

    def close_layer(self) -> bool:
        is_finding = not self.find_bar.isHidden()
        if is_finding:
            self.find_bar.close_bar()
        return is_finding

    def open_find(self) -> None:
        """Open the find bar, with what is selected on one line as the words."""
        selected = self.view.selected_text if self.view.has_selection else ""
        self.find_bar.open_bar(selected if len(selected) < 200 and "\n" not in selected and "\r" not in selected else "")

    def go_to_match(self, step: int) -> None:
        """Select the next (1) or the previous (-1) match, beginning again at the other end."""
        starts, ends = self._matches
        if not starts:
            if not self.find_bar.words:
                self.open_find()
            return
        i = self._current_match
        if i >= 0 and self.view.caret == ends[i]:
            i = (i + step) % len(starts)
        else:
            i = bisect_left(starts, self.view.caret) if step > 0 else bisect_left(starts, self.view.caret) - 1
            i %= len(starts)
        self._select_match(i)

    def go_to_problem(self, step: int) -> None:
        """Go to the next (1) or the previous (-1) line with an error or a warning, beginning again at the other end."""
        rows, document = self._problems.rows, self.view.document
        if not rows or document is None:
            return
        here = self.view.caret_row
        i = bisect_right(rows, here) if step > 0 else bisect_left(rows, here) - 1
        if step > 0 and rows[0] == here == 0 and self.view.caret == 0 and not self.view.has_selection:
            i = 0  # the first line of all, which the caret stands in without anybody having gone there
        row = rows[i % len(rows)]
        start = document.row_start(row)
        self.view.select(start + len(document.data[start : document.row_end(row)].rstrip(b"\r\n")), start)

    # --- loading --------------------------------------------------------------------------------------------------------

    def _begin(self, name: str, read: Callable[[], bytes]) -> None:
        self.clear()
        self._name = visible_name(name)
        self.view.setAccessibleName(self.tr("Text of {name}").format(name=self._name))
        self._read = read
        self._load(None)

    def _load(self, encoding: str | None) -> None:
        read = self._read
        if read is not None:
            self._loading.start(lambda is_cancelled, _tell: load_text(read(), encoding, is_cancelled=is_cancelled))

    def _on_loading_done(self, document: TextDocument) -> None:
        self.view.set_document(document)
        self._encoding.setText(_encoding_words(document.encoding))
        self._encoding.setAccessibleName(self.tr("Encoding {name}").format(name=_encoding_words(document.encoding)))
        for action in self._encoding_group.actions():
            action.setChecked(action.data() == document.encoding)
        self._lines.setText(self.tr("Lines: {count}").format(count=number_text(document.line_count)))
        self._show_problems(Problems())
        self._scanning.start(lambda is_cancelled, _tell: find_problems(document, is_cancelled=is_cancelled))
        self._search()
        self.shown.emit()

    def _on_loading_failed(self, error: Exception) -> None:
        too_large = isinstance(error, _TooLarge)
        self.refused.emit(self.tr("This text is too large to be shown.") if too_large else self.tr("The text could not be read."))

    def _on_encoding_group_triggered(self, action: QAction) -> None:
        self._load(str(action.data()))

    # --- problems -------------------------------------------------------------------------------------------------------

    def _on_scanning_done(self, problems: Problems) -> None:
        self._show_problems(problems)

    def _show_problems(self, problems: Problems) -> None:
        self._problems = problems
        words = []
        if problems.error_count:
            words.append(self.tr("Errors: {count}").format(count=number_text(problems.error_count)))
        if problems.warning_count:
            words.append(self.tr("Warnings: {count}").format(count=number_text(problems.warning_count)))
        self._counts.setText(" · ".join(words))
        for tool in (self._previous_tool, self._next_tool):
            tool.setEnabled(bool(problems.rows))

    # --- finding --------------------------------------------------------------------------------------------------------

    def _search(self) -> None:
        self._searching.cancel()
        self._forget_matches()
        words, document = self.find_bar.words, self.view.document
        self.find_bar.show_count("")
        if not words or document is None:
            return
        matches_case = self.find_bar.matches_case

        def search(is_cancelled: Callable[[], bool], tell: Callable[[object], None]) -> None:
            for batch in find_matches(document, words, matches_case=matches_case):
                if is_cancelled():
                    return
                if batch:
                    tell(batch)

        self._searching.start(search)

    def _on_searching_told(self, batch: list[tuple[int, int]]) -> None:
        starts, ends = self._matches
        starts.extend(start for start, _end in batch)
        ends.extend(end for _start, end in batch)
        if self._current_match < 0:
            here = self.view.selection_start
            i = bisect_left(starts, here)
            if i < len(starts):
                self._select_match(i)
        self.view.set_matches(starts, ends, self._current_match)
        self._show_match_count()

    def _select_match(self, i: int) -> None:
        starts, ends = self._matches
        self._current_match = i
        self.view.set_matches(starts, ends, i)
        self.view.select(starts[i], ends[i])
        self._show_match_count()

    def _show_match_count(self) -> None:
        count = len(self._matches[0])
        if not self._searching.is_busy and count and self._current_match < 0:
            self._select_match(0)  # there are some above the caret only
            return
        if not count:
            self.find_bar.show_count("" if self._searching.is_busy else self.tr("Not found"), is_nothing=True)
            return
        total = number_text(count) + ("+" if count >= MATCHES_MAX else "")
        self.find_bar.show_count(self.tr("{number} of {total}").format(number=number_text(self._current_match + 1), total=total))

    def _forget_matches(self) -> None:
        self._matches = (array("Q"), array("Q"))
        self._current_match = -1
        self.view.set_matches(*self._matches)

    def _on_find_bar_closed(self) -> None:
        self._searching.cancel()
        self._forget_matches()
        if self.isVisible():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- for screen readers ---------------------------------------------------------------------------------------------

    def _say_line(self) -> None:
        document = self.view.document
        if document is None:
            self.view.setAccessibleDescription("")
            return
        row = self.view.caret_row
        text = visible_name(document.row_text(row)[:_SPOKEN_CHARACTERS_MAX])
        self.view.setAccessibleDescription(self.tr("Line {number}: {text}").format(number=document.line_number(row), text=text))
        if self.view.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self.view, QAccessible.Event.DescriptionChanged))

    def _show_menu(self, position: QPoint) -> None:
        self._copy_tool.setEnabled(self.view.has_selection)
        self._menu.popup(self.view.viewport().mapToGlobal(position))


class _TooLarge(Exception):
    """More than is read into memory."""


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(TEXT_BYTES_MAX + 1)
    if len(data) > TEXT_BYTES_MAX:
        raise _TooLarge
    return data


def _encoding_words(name: str) -> str:
    """An encoding as people know it; the names are the same in all languages."""
    known = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "utf-16": "UTF-16"}
    known |= {"cp932": "Shift JIS", "gb18030": "GB 18030", "euc_kr": "EUC-KR", "iso8859-15": "ISO 8859-15", "iso8859-1": "ISO 8859-1"}
    if name.startswith("cp125"):
        return f"Windows-{name[2:]}"
    return known.get(name, name.replace("_", "-").upper())


def _strip_label(object_name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(object_name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setFont(tabular_font(label.font()))
    return label
