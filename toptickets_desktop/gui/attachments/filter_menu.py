"""The menu beside the attachment filter: it writes conditions into the field, so that nobody has to know how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from toptickets_desktop.domain.attachment_filter import FilterKey, parse_filter, with_term


class FilterMenu(QMenu):
    """Is filled whenever it opens.

    Args:
        field: whose text it reads and writes.
        uploaders: tells the names of those who uploaded what is listed.
    """

    def __init__(self, field: QLineEdit, uploaders: Callable[[], Iterable[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterMenu")
        self._field = field
        self._uploaders = uploaders
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is, with what is on checked."""
        self.clear()
        types = [
            ("image", self.tr("Pictures")),
            ("pdf", self.tr("PDF documents")),
            ("text", self.tr("Text")),
            ("html", self.tr("Web pages")),
            ("video", self.tr("Videos")),
            ("archive", self.tr("Archives")),
        ]
        sizes = [
            ("<100kb", self.tr("Under 100 kB")),
            (">1mb", self.tr("Over 1 MB")),
            (">10mb", self.tr("Over 10 MB")),
            (">25mb", self.tr("Over 25 MB")),
        ]
        self._add(self.tr("&Type"), FilterKey.TYPE, types)
        self._add(self.tr("&Size"), FilterKey.SIZE, sizes)
        people = sorted(set(self._uploaders()))
        if people:
            self._add(self.tr("&Uploaded by"), FilterKey.BY, [(name, name) for name in people])
        self.addSeparator()
        clear = self.addAction(self.tr("&Clear the filter"))
        clear.setEnabled(bool(self._field.text()))
        clear.triggered.connect(self._field.clear)

    def _add(self, title: str, key: FilterKey, choices: list[tuple[str, str]]) -> None:
        menu = self.addMenu(title)
        group = QActionGroup(menu)
        now = parse_filter(self._field.text()).value_of(key)
        anything = QAction(self.tr("Any"), menu)
        for action, value in ((anything, None), *((QAction(words.replace("&", "&&"), menu), value) for value, words in choices)):
            action.setCheckable(True)
            action.setChecked(now == (value.casefold() if value else None))
            action.triggered.connect(lambda _on=False, value=value: self._field.setText(with_term(self._field.text(), key, value)))
            group.addAction(action)
            menu.addAction(action)
