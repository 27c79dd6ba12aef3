"""The table of a ticket's attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.attachment_filter import AttachmentFilter, FilterFacts
from toptickets_desktop.gui.formats import full_size_text, full_when_text, size_text, visible_name, when_text
from toptickets_desktop.gui.icons import file_family, file_type_icon
from toptickets_desktop.gui.people import People
from toptickets_desktop.gui.row_model import RowModel
from toptickets_desktop.gui.theme import tabular_font
from toptickets_desktop.gui.type_labels import type_label

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class AttachmentColumn(IntEnum):
    """Columns, in their first order."""

    NAME = 0
    TYPE = 1
    SIZE = 2
    WHO = 3
    WHEN = 4


class AttachmentModel(RowModel[Attachment]):
    """Attachments by id."""

    column_count = len(AttachmentColumn)

    def __init__(self, people: People, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people = people
        self._listed: dict[str, Attachment] = {}
        self._hidden: set[str] = set()
        self._facts_by_id: dict[str, FilterFacts] = {}  # as long as somebody filters
        people.changed.connect(self._facts_by_id.clear)
        people.changed.connect(self.repaint_rows)

    def set_rows(self, rows: Iterable[Attachment]) -> None:
        """Take these rows as all there are; those that are hidden stay so."""
        self._listed = {row.id: row for row in rows}
        self._show_listed()

    def upsert(self, rows: Iterable[Attachment]) -> None:
        """Add rows, or put them in the place of those with the same id; those that are hidden stay so."""
        self._listed.update((row.id, row) for row in rows)
        self._show_listed()

    def remove(self, row_ids: Iterable[str]) -> None:
        """Take rows away, hidden or not; they are gone."""
        for row_id in row_ids:
            self._listed.pop(row_id, None)
            self._hidden.discard(row_id)
        self._show_listed()

    def hide_rows(self, row_ids: Iterable[str]) -> None:
        """Take rows away until `unhide_rows`, also from lists that are still to come: they are as good as deleted."""
        self._hidden.update(row_ids)
        self._show_listed()

    def unhide_rows(self, row_ids: Iterable[str]) -> None:
        """Bring hidden rows back, each in its place, if they are of the ticket that is shown and still there."""
        self._hidden.difference_update(row_ids)
        self._show_listed()

    def _show_listed(self) -> None:
        self._facts_by_id.clear()
        super().set_rows(row for row in self._listed.values() if row.id not in self._hidden)

    def filter_by(self, asked: AttachmentFilter) -> None:
        """Show only rows that fit what was asked for."""
        if not asked.terms:
            self._facts_by_id.clear()
        self.set_filter((lambda row: asked.accepts(self._facts(row))) if asked.terms else None)

    def uploaders(self) -> set[str]:
        """The names of those who uploaded what is listed."""
        return {
            name for row in self._listed.values() if row.uploaded_by_user_id and (name := self._people.name(row.uploaded_by_user_id)) != "–"
        }

    def _facts(self, row: Attachment) -> FilterFacts:
        facts = self._facts_by_id.get(row.id)
        if facts is None:
            facts = self._facts_by_id[row.id] = self._new_facts(row)
        return facts

    def _new_facts(self, row: Attachment) -> FilterFacts:
        types = (row.content_type, type_label(row.content_type), file_family(row.content_type, row.filename))
        return FilterFacts(row.filename, types, self._people.name(row.uploaded_by_user_id), row.size_bytes)

    def row_id(self, row: Attachment) -> str:
        return row.id

    def header(self, column: int) -> str:
        return {
            AttachmentColumn.NAME: self.tr("Name"),
            AttachmentColumn.TYPE: self.tr("Type"),
            AttachmentColumn.SIZE: self.tr("Size"),
            AttachmentColumn.WHO: self.tr("Uploaded by"),
            AttachmentColumn.WHEN: self.tr("When"),
        }[AttachmentColumn(column)]

    def text(self, row: Attachment, column: int) -> str:
        match AttachmentColumn(column):
            case AttachmentColumn.NAME:
                return visible_name(row.filename)
            case AttachmentColumn.TYPE:
                return type_label(row.content_type)
            case AttachmentColumn.SIZE:
                return "–" if row.size_bytes is None else size_text(row.size_bytes)
            case AttachmentColumn.WHO:
                return self._people.name(row.uploaded_by_user_id) or "–"
            case AttachmentColumn.WHEN:
                return when_text(row.created_at)

    def sort_key_of(self, column: int) -> Callable[[Attachment], Any]:
        match AttachmentColumn(column):
            case AttachmentColumn.NAME:
                return lambda row: row.filename.casefold()
            case AttachmentColumn.SIZE:
                return lambda row: -1 if row.size_bytes is None else row.size_bytes
            case AttachmentColumn.WHEN:
                return lambda row: row.created_at or _LONG_AGO
            case _:
                return super().sort_key_of(column)

    def tool_tip(self, row: Attachment, column: int) -> str:
        match AttachmentColumn(column):
            case AttachmentColumn.TYPE:
                return visible_name(row.content_type)
            case AttachmentColumn.SIZE:
                return "" if row.size_bytes is None else full_size_text(row.size_bytes)
            case AttachmentColumn.WHEN:
                return full_when_text(row.created_at)
            case _:
                return self.text(row, column)

    def decoration(self, row: Attachment, column: int) -> object:
        return file_type_icon(row.content_type, row.filename) if column == AttachmentColumn.NAME else None

    def font(self, row: Attachment, column: int) -> object:  # noqa: ARG002  # the same for all rows
        return tabular_font() if column in {AttachmentColumn.SIZE, AttachmentColumn.WHEN} else None

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        if column == AttachmentColumn.SIZE:
            return Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        return super().alignment(column)
