"""The keyboard and the mouse in a text that is looked at: caret, selection, copying, and what asks for the find bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from toptickets_desktop.gui.preview.text.text_view import TextView

_AUTOSCROLL_MS = 40
_TRIPLE_CLICK_MS = 400
_Key = QKeySequence.StandardKey


class TextKeys(QObject):
    """Reads what is typed and pointed at in one view, for as long as the view lives.

    Keys that the window has shortcuts for too (Ctrl+F, Ctrl+C, Ctrl+A) mean the text while it has the focus.

    Signals:
        find_requested(): Ctrl+F.
        match_requested(int): F3 (1) or Shift+F3 (-1).
        problem_requested(int): F8 (1) or Shift+F8 (-1).
    """

    find_requested = Signal()
    match_requested = Signal(int)
    problem_requested = Signal(int)

    def __init__(self, view: TextView) -> None:
        super().__init__(view)
        self._view = view
        self._is_selecting = False
        self._pointer = QPoint()
        self._scroll_timer = QTimer(self, interval=_AUTOSCROLL_MS)
        self._scroll_timer.timeout.connect(self._on_scroll_timer_timeout)
        self._double_click_timer = QTimer(self, singleShot=True, interval=_TRIPLE_CLICK_MS)
        self._moves: list[tuple[_Key, _Key, Callable[[], int]]] = [
            (_Key.MoveToNextChar, _Key.SelectNextChar, lambda: self._beside(1)),
            (_Key.MoveToPreviousChar, _Key.SelectPreviousChar, lambda: self._beside(-1)),
            (_Key.MoveToNextWord, _Key.SelectNextWord, lambda: self._word_edge(1)),
            (_Key.MoveToPreviousWord, _Key.SelectPreviousWord, lambda: self._word_edge(-1)),
            (_Key.MoveToNextLine, _Key.SelectNextLine, lambda: view.offset_lines_away(1)),
            (_Key.MoveToPreviousLine, _Key.SelectPreviousLine, lambda: view.offset_lines_away(-1)),
            (_Key.MoveToNextPage, _Key.SelectNextPage, lambda: view.offset_lines_away(view.lines_per_page - 1)),
            (_Key.MoveToPreviousPage, _Key.SelectPreviousPage, lambda: view.offset_lines_away(1 - view.lines_per_page)),
            (_Key.MoveToStartOfLine, _Key.SelectStartOfLine, lambda: self._row_edge(is_end=False)),
            (_Key.MoveToEndOfLine, _Key.SelectEndOfLine, lambda: self._row_edge(is_end=True)),
            (_Key.MoveToStartOfDocument, _Key.SelectStartOfDocument, lambda: 0),
            (_Key.MoveToEndOfDocument, _Key.SelectEndOfDocument, lambda: len(view.document.data) if view.document else 0),
        ]
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if kind == QEvent.Type.ShortcutOverride and self._meaning(event) is not None:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and watched is self._view:
                work = self._meaning(event)
                if work is not None:
                    work()
                return work is not None
        elif isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._read_mouse(event)
        elif kind in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self._view.viewport().update()
        return False

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        view = self._view
        if event.matches(_Key.Copy):
            return view.copy
        if event.matches(_Key.SelectAll):
            return view.select_all
        if event.matches(_Key.Find):
            return self.find_requested.emit
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if others == Qt.KeyboardModifier.NoModifier:
            if event.key() == Qt.Key.Key_F3:
                return lambda: self.match_requested.emit(-1 if back else 1)
            if event.key() == Qt.Key.Key_F8:
                return lambda: self.problem_requested.emit(-1 if back else 1)
        for move, select, offset in self._moves:
            if event.matches(move):
                return lambda offset=offset: view.move_caret(offset())  # type: ignore[misc]  # bound to this one
            if event.matches(select):
                return lambda offset=offset: view.move_caret(offset(), keeps_anchor=True)  # type: ignore[misc]
        return None

    def _read_mouse(self, event: QMouseEvent) -> bool:
        position, kind, view = event.position().toPoint(), event.type(), self._view
        if event.button() == Qt.MouseButton.LeftButton and kind == QEvent.Type.MouseButtonPress:
            view.setFocus(Qt.FocusReason.MouseFocusReason)
            offset = view.offset_at(position)
            if self._double_click_timer.isActive() or view.is_in_gutter(position):
                self._select_row(offset)
                return True
            view.move_caret(offset, keeps_anchor=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self._is_selecting = True
            return True
        if event.button() == Qt.MouseButton.LeftButton and kind == QEvent.Type.MouseButtonDblClick:
            self._select_word(view.offset_at(position))
            self._double_click_timer.start()
            return True
        if kind == QEvent.Type.MouseMove:
            in_gutter = view.is_in_gutter(position)
            view.viewport().setCursor(Qt.CursorShape.ArrowCursor if in_gutter else Qt.CursorShape.IBeamCursor)
            if self._is_selecting:
                self._pointer = position
                view.move_caret(view.offset_at(position), keeps_anchor=True)
                if view.viewport().rect().contains(position):
                    self._scroll_timer.stop()
                elif not self._scroll_timer.isActive():
                    self._scroll_timer.start()
            return self._is_selecting
        if kind == QEvent.Type.MouseButtonRelease and self._is_selecting:
            self._is_selecting = False
            self._scroll_timer.stop()
            return True
        return False

    def _on_scroll_timer_timeout(self) -> None:
        height = self._view.viewport().height()
        if self._pointer.y() < 0:
            self._view.scroll_lines(-1)
        elif self._pointer.y() > height:
            self._view.scroll_lines(1)
        self._view.move_caret(self._view.offset_at(self._pointer), keeps_anchor=True)

    def _beside(self, step: int) -> int:
        view, document = self._view, self._view.document
        if document is None:
            return 0
        row = view.caret_row
        character = document.character_at(row, view.caret) + step
        if character < 0:
            return document.offset_of(row - 1, len(document.row_text(row - 1))) if row > 0 else 0
        if character > len(document.row_text(row)):
            return document.row_start(row + 1) if row + 1 < document.row_count else view.caret
        return document.offset_of(row, character)

    def _row_edge(self, *, is_end: bool) -> int:
        document, row = self._view.document, self._view.caret_row
        if document is None:
            return 0
        return document.offset_of(row, len(document.row_text(row))) if is_end else document.row_start(row)

    def _word_edge(self, step: int) -> int:
        document, row = self._view.document, self._view.caret_row
        if document is None:
            return 0
        text, i = document.row_text(row), document.character_at(row, self._view.caret)
        if (step < 0 and i == 0) or (step > 0 and i >= len(text)):
            return self._beside(step)
        if step > 0:
            while i < len(text) and _is_word(text[i]):
                i += 1
            while i < len(text) and not _is_word(text[i]):
                i += 1
        else:
            while i > 0 and not _is_word(text[i - 1]):
                i -= 1
            while i > 0 and _is_word(text[i - 1]):
                i -= 1
        return document.offset_of(row, i)

    def _select_word(self, offset: int) -> None:
        document = self._view.document
        if document is None:
            return
        row = document.row_at(offset)
        text, first = document.row_text(row), document.character_at(row, offset)
        last = first
        while first > 0 and _is_word(text[first - 1]):
            first -= 1
        while last < len(text) and _is_word(text[last]):
            last += 1
        self._view.select(document.offset_of(row, first), document.offset_of(row, max(last, min(first + 1, len(text)))))

    def _select_row(self, offset: int) -> None:
        document = self._view.document
        if document is not None:
            row = document.row_at(offset)
            self._view.select(document.row_start(row), document.row_end(row))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
