"""Looks into ZIP, 7z and gzip: what is in it, and texts and pictures of it; nothing is unpacked to the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QStackedWidget, QTableView, QToolButton, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.file_rules import type_of_name
from toptickets_desktop.gui.elided_label import ElidedLabel
from toptickets_desktop.gui.formats import number_text, size_text, visible_name
from toptickets_desktop.gui.icons import file_type_icon, icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preview.archive.member_model import Member, MemberColumn, MemberModel
from toptickets_desktop.gui.preview.content_kinds import PICTURE_TYPES
from toptickets_desktop.gui.preview.decode_client import DecodeClient, Decoded, DecodeRequest
from toptickets_desktop.gui.preview.decode_words import problem_words
from toptickets_desktop.gui.preview.file_card import FileCard
from toptickets_desktop.gui.preview.image_canvas import ImageCanvas
from toptickets_desktop.gui.preview.image_viewer import decoded_image
from toptickets_desktop.gui.preview.text.encodings import detect_encoding
from toptickets_desktop.gui.preview.text.text_viewer import TextViewer
from toptickets_desktop.gui.preview.viewer import Viewer
from toptickets_desktop.gui.table_columns import TableColumns
from toptickets_desktop.gui.tables import set_up_table
from toptickets_desktop.gui.theme import SPACING

_COLUMN_WIDTHS_PX: dict[int, int] = {MemberColumn.SIZE: 80, MemberColumn.PACKED: 80, MemberColumn.WHEN: 128}
_NAME_WIDTH_MIN_PX = 140
_SAMPLE_BYTES = 8192
_PICTURE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_TEXT_BYTES = frozenset(range(0x20, 0x100)) | frozenset(b"\t\n\r\f\b\x1b")


class ArchiveViewer(Viewer):
    """The members of an archive; one of them when it was opened."""

    def __init__(self, decoder: DecodeClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("archiveViewer")
        self._decoder = decoder
        self._path: Path | None = None
        self._attachment: Attachment | None = None
        self._request: DecodeRequest | None = None
        self._format = ""
        self._facts = ""
        self._note = ""
        self._member: Member | None = None
        self._takes_focus = False
        self.model = MemberModel(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_list())
        self._stack.addWidget(self._make_member_page())
        layout = vertical(self, spacing_px=0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self.table)

    def _make_list(self) -> QWidget:
        self.filter_field = QLineEdit(clearButtonEnabled=True, placeholderText=self.tr("Filter by name"))
        self.filter_field.setObjectName("archiveFilter")
        self.filter_field.setAccessibleName(self.tr("Filter the members by name"))
        self.filter_field.addAction(icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_field.textChanged.connect(self.model.filter_by_text)
        self.table = QTableView()
        self.table.setObjectName("archiveMembers")
        self.table.setAccessibleName(self.tr("Members of the archive"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        set_up_table(self.table, row_padding_px=SPACING)
        TableColumns(
            self.table,
            filling=MemberColumn.NAME,
            width_min_px=_NAME_WIDTH_MIN_PX,
            widths_px=_COLUMN_WIDTHS_PX,
            importance=[MemberColumn.SIZE, MemberColumn.WHEN, MemberColumn.PACKED],
        )
        self.table.horizontalHeader().setSortIndicator(MemberColumn.NAME, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.doubleClicked.connect(self._on_table_double_clicked)
        self.table.installEventFilter(self)
        page = QWidget()
        layout = vertical(page, spacing_px=SPACING // 2)
        layout.addWidget(self.filter_field)
        layout.addWidget(self.table, 1)
        return page

    def _make_member_page(self) -> QWidget:
        back = QToolButton(autoRaise=True)
        back.setObjectName("archiveBack")
        back.setIcon(icon("chevron-left"))
        back.setText(self.tr("All members"))
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setToolTip(self.tr("Back to the list (Backspace)"))
        back.clicked.connect(self.close_member)
        self._member_name = ElidedLabel()
        self._member_name.setObjectName("archiveMemberName")
        self._member_size = QLabel()
        self._member_size.setTextFormat(Qt.TextFormat.PlainText)
        self.text = TextViewer()
        self.text.setObjectName("archiveText")
        self.text.shown.connect(lambda: self._show_member(self.text))
        self.text.refused.connect(self._refuse_member)
        self.canvas = ImageCanvas()
        self.canvas.setObjectName("archivePicture")
        self._card = FileCard()
        self._card.setObjectName("archiveCard")
        self._contents = QStackedWidget()
        self._contents.addWidget(self._card)
        self._contents.addWidget(self.text)
        self._contents.addWidget(self.canvas)
        page = QWidget()
        head = horizontal(spacing_px=SPACING)
        head.addWidget(back)
        head.addWidget(self._member_name, 1)
        head.addWidget(self._member_size)
        layout = vertical(page, spacing_px=SPACING // 2)
        layout.addLayout(head)
        layout.addWidget(self._contents, 1)
        watched: tuple[QWidget, ...] = (self.text.view, self.canvas, self._card)
        for widget in watched:
            widget.installEventFilter(self)
        return page

    # --- what is asked of it --------------------------------------------------------------------------------------------

    def tools(self) -> list[QAction]:
        return self.text.tools()

    @property
    def caption(self) -> str:
        return self._facts

    @property
    def note(self) -> str:
        return self._note

    @property
    def is_at_rest(self) -> bool:
        return self._request is None

    def show_file(self, path: Path, attachment: Attachment) -> None:
        self.clear()
        self._path, self._attachment = path, attachment
        self._ask("archive_list", path).answered.connect(self._on_list_answered)

    def clear(self) -> None:
        self._cancel()
        self._path = self._attachment = None
        self._facts = self._note = ""
        self.filter_field.clear()
        self.model.set_members([])
        self._drop_member()
        self._stack.setCurrentIndex(0)

    def shut_down(self) -> None:
        self.clear()
        self.text.shut_down()

    def zoom(self, steps: int) -> None:
        self.text.zoom(steps)

    def close_layer(self) -> bool:
        if self.text.close_layer():
            return True
        is_inside = self._stack.currentIndex() == 1
        if is_inside:
            self.close_member()
        return is_inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list looks at a member, Backspace goes back."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.table and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_current()
            return True
        if watched is not self.table and event.key() == Qt.Key.Key_Backspace:
            self.close_member()
            return True
        return False

    def open_current(self) -> None:
        """Look at the member whose row is current."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            self.open_member(self.model.rows[row])

    def open_member(self, member: Member) -> None:
        """Look at this member."""
        if self._path is None or member.is_folder:
            return
        self._takes_focus = self.table.hasFocus()
        self._drop_member()
        self._member = member
        self._member_name.set_text(visible_name(member.name))
        self._member_size.setText(size_text(member.size_bytes))
        self._card.show_file(self._icon(member), member.name, is_busy=True)
        self._contents.setCurrentWidget(self._card)
        self._stack.setCurrentIndex(1)
        if member.is_encrypted:
            self._refuse_member(problem_words("encrypted"))
            return
        self._ask("archive_member", self._path, index=member.index).answered.connect(self._on_member_answered)

    def close_member(self) -> None:
        """Back to the list."""
        self._cancel()
        self._drop_member()
        self._stack.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- answers --------------------------------------------------------------------------------------------------------

    def _ask(self, kind: str, source: Path | bytes, **parameters: Any) -> DecodeRequest:
        self._cancel()
        self._request = self._decoder.request(kind, source, **parameters)
        self._request.refused.connect(self._on_request_refused)
        return self._request

    def _cancel(self) -> None:
        if self._request is not None:
            self._request.cancel()
            self._request = None

    def _on_list_answered(self, decoded: Decoded) -> None:
        self._request = None
        facts = decoded.facts
        self._format = str(facts.get("format", ""))
        members = [Member(i, str(entry[0]), *entry[1:6]) for i, entry in enumerate(facts.get("entries", []))]
        if self._format == "gzip" and members and self._attachment is not None:
            name = members[0].name or self._attachment.filename.removesuffix(".gz")
            only = members[0]
            members = [Member(0, name, only.size_bytes, only.packed_bytes, only.modified_s, is_folder=False, is_encrypted=False)]
        count = int(facts.get("entry_count", len(members)))
        self._facts = self.tr("Members: {count}, {size} unpacked").format(
            count=number_text(count), size=size_text(int(facts.get("total_bytes", 0)))
        )
        notes = []
        if facts.get("is_suspicious"):
            notes.append(self.tr("This archive is built to unpack to absurdly much. Do not unpack it."))
        if count > len(members):
            notes.append(self.tr("Only the first {count} members are listed.").format(count=number_text(len(members))))
        if any(member.is_encrypted for member in members):
            notes.append(self.tr("Members with a key are protected by a password and cannot be looked at here."))
        self._note = " ".join(notes)
        self.model.set_members(members)
        if members:
            self.table.setCurrentIndex(self.model.index(0, 0))
        for tool in self.text.tools():
            tool.setVisible(False)
        self.shown.emit()
        if self._format == "gzip" and members and not facts.get("is_suspicious"):
            self.open_member(members[0])  # there is nothing else in it: server.log.gz is looked at like server.log

    def _on_member_answered(self, decoded: Decoded) -> None:
        self._request = None
        member, data = self._member, decoded.data
        if member is None:
            return
        if type_of_name(member.name) in PICTURE_TYPES or data.startswith(_PICTURE_STARTS):
            box = self._contents.size() * self.devicePixelRatioF()
            self._ask("image", data, width=max(1, box.width()), height=max(1, box.height())).answered.connect(self._on_picture_answered)
        elif _is_text(data):
            self.text.show_bytes(data, member.name)
        else:
            self._refuse_member(self.tr("It is neither a text nor a picture. Download the archive to open it."))

    def _on_picture_answered(self, decoded: Decoded) -> None:
        if decoded.is_last:
            self._request = None
        image = decoded_image(decoded)
        if image is None:
            self._refuse_member(problem_words("damaged"))
            return
        if self._member is not None:
            self.canvas.setAccessibleName(self.tr("Picture {name}").format(name=visible_name(self._member.name)))
        self.canvas.set_image(image)
        self._show_member(self.canvas)

    def _on_request_refused(self, problem: str) -> None:
        self._request = None
        words = problem_words(problem)
        if self._stack.currentIndex() == 0:
            self.refused.emit(words)
        else:
            self._refuse_member(words)

    def _refuse_member(self, words: str) -> None:
        if self._member is not None:
            self._card.show_file(self._icon(self._member), self._member.name, reason=words)
        self._show_member(self._card)

    def _show_member(self, widget: QWidget) -> None:
        self._contents.setCurrentWidget(widget)
        for tool in self.text.tools():
            tool.setVisible(widget is self.text)
        if self._takes_focus:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop_member(self) -> None:
        self._member = None
        self.text.clear()
        self.canvas.set_image(None)
        for tool in self.text.tools():
            tool.setVisible(False)

    def _on_table_double_clicked(self, index: QModelIndex) -> None:
        self.open_member(self.model.rows[index.row()])

    @staticmethod
    def _icon(member: Member) -> QIcon:
        return file_type_icon("", member.name, thin=True)


def _is_text(data: bytes) -> bool:
    """Whether this looks like text: no control characters but those of texts, unless it is in wide characters."""
    sample = data[:_SAMPLE_BYTES]
    return _TEXT_BYTES.issuperset(sample) or detect_encoding(sample).startswith(("utf-16", "utf-32"))
