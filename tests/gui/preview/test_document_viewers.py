"""HTML, PDF and archives through the host and the real decoding process."""

from __future__ import annotations

import gzip
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.decoding.test_document_jobs import make_pdf, seven_zipped, zipped
from tests.gui.preview.pictures import picture
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.preview.archive.archive_viewer import ArchiveViewer
from toptickets_desktop.gui.preview.archive.member_model import MemberColumn
from toptickets_desktop.gui.preview.html_viewer import HtmlViewer
from toptickets_desktop.gui.preview.pdf.page_view import Fit
from toptickets_desktop.gui.preview.pdf.pdf_viewer import PdfViewer
from toptickets_desktop.gui.preview.viewer_host import PreviewState, ViewerHost

TIMEOUT_MS = 15_000
Show = Callable[[str, str, bytes], ViewerHost]
PDF, HTML, ZIP = "application/pdf", "text/html", "application/zip"


@pytest.fixture
def show(qtbot: QtBot, tmp_path: Path) -> Iterator[Show]:
    host = ViewerHost()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    host.content_requested.connect(lambda attachment: host.set_content(attachment.id, tmp_path / "content"))

    def show(name: str, content_type: str, data: bytes) -> ViewerHost:
        (tmp_path / "content").write_bytes(data)
        host.show_attachment(Attachment(name, "t1", name, content_type, len(data)))
        qtbot.waitUntil(lambda: host.is_showing_content or host.state is PreviewState.CARD, timeout=TIMEOUT_MS)
        return host

    yield show
    host.shut_down()


# --- HTML ---------------------------------------------------------------------------------------------------------------


def test_html_is_shown_inert_and_opens_nothing(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("PNG"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        markup = (
            f'<p>Hello <a href="{address}">bank</a></p><img src="{address}"><img src="{secret.as_uri()}">'
            f'<link rel="stylesheet" href="{address}"><style>@import url({address})</style><iframe src="{address}"></iframe>'
            f"<table background='{address}'><tr><td>cell</td></tr></table><script>document.location='{address}'</script>"
        )
        opened: list[str] = []
        sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == "open" else None)

        viewer = show("mail.html", HTML, markup.encode()).viewer

        assert isinstance(viewer, HtmlViewer)
        asked: list[str] = []
        viewer.page.resource_asked.connect(asked.append)
        viewer.grab()
        assert viewer.page.toPlainText().startswith("Hello bank [http://127")
        assert "document.location" not in viewer.page.toPlainText()
        assert asked == []
        assert str(secret) not in opened
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_browser_itself_fetches_nothing_even_from_markup_that_was_not_cleaned(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("PNG", (300, 200)))
    viewer = show("mail.html", HTML, b"<p>x").viewer
    assert isinstance(viewer, HtmlViewer)
    asked: list[str] = []
    viewer.page.resource_asked.connect(asked.append)

    viewer.page.setHtml(f'<img src="{secret.as_uri()}"><a href="{secret.as_uri()}">link</a>')
    viewer.grab()
    viewer.page.setSource(QUrl.fromLocalFile(str(secret)))

    assert asked
    assert viewer.page.document().size().width() < 900
    assert viewer.page.toPlainText().endswith("link"), "it went nowhere"


def test_html_has_its_source(qtbot: QtBot, show: Show) -> None:
    host = show("mail.html", HTML, b"<p>Hello</p>\n<script>x</script>")
    viewer = host.viewer
    assert isinstance(viewer, HtmlViewer)

    with qtbot.waitSignal(viewer.source.shown):
        viewer.tools()[0].setChecked(True)

    document = viewer.source.view.document
    assert document is not None
    assert document.row_text(1) == "<script>x</script>"
    viewer.tools()[0].setChecked(False)
    assert viewer.page.isVisible()


# --- PDF ----------------------------------------------------------------------------------------------------------------


def test_a_pdf_is_shown_page_by_page(qtbot: QtBot, show: Show) -> None:
    host = show("doc.pdf", PDF, make_pdf([f"page {i} of many" for i in range(30)]))
    viewer = host.viewer
    assert isinstance(viewer, PdfViewer)

    qtbot.waitUntil(lambda: viewer.store.picture(0, is_small=False) is not None, timeout=TIMEOUT_MS)
    assert viewer.caption == "Pages: 30"
    assert viewer.store.picture(25, is_small=False) is None, "only what is seen is drawn"
    assert viewer.strip.isVisible()

    viewer.go_to(24)
    qtbot.waitUntil(lambda: viewer.store.picture(24, is_small=False) is not None, timeout=TIMEOUT_MS)
    assert viewer.pages.page == 24
    assert viewer.pages.accessibleDescription() == "Page 25 of 30"
    viewer.pages.set_fit(Fit.PAGE)
    assert viewer.pages.page == 24
    viewer.zoom(2)
    assert viewer.pages.fit is Fit.ZOOM
    viewer.grab()


def test_words_are_found_and_copied_from_a_pdf(qtbot: QtBot, show: Show) -> None:
    viewer = show("doc.pdf", PDF, make_pdf(["first invoice", "nothing", "the other Invoice is here"])).viewer
    assert isinstance(viewer, PdfViewer)
    viewer.pages.setFocus()

    QTest.keyClick(viewer.pages, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(viewer.find_bar.field, "invoice")
    qtbot.waitUntil(lambda: viewer.find_bar.count_text == "1 of 2", timeout=TIMEOUT_MS)
    QTest.keyClick(viewer.find_bar.field, Qt.Key.Key_Return)
    assert viewer.find_bar.count_text == "2 of 2"
    assert 2 in viewer.pages.pages_seen

    viewer.store.want_text(2)
    qtbot.waitUntil(lambda: viewer.store.text(2) is not None, timeout=TIMEOUT_MS)
    text = viewer.store.text(2)
    assert text is not None
    places = [viewer.pages._on_screen(2, text.boxes[i]).center() for i in (1, 2)]
    viewport = viewer.pages.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    QTest.mouseMove(viewport, places[1] + QPoint(1, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[1])
    QTest.keyClick(viewer.pages, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "other Invoice"


def test_a_damaged_pdf_is_a_card(show: Show) -> None:
    assert "damaged" in show("doc.pdf", PDF, b"%PDF-1.7 nothing").message


# --- archives -----------------------------------------------------------------------------------------------------------


def test_members_are_listed_sorted_and_filtered(qtbot: QtBot, show: Show) -> None:
    host = show("a.zip", ZIP, zipped(**{"b.log": b"x" * 3000, "a.txt": b"hello", "c\u202egpj.exe": b"MZ"}))
    viewer = host.viewer
    assert isinstance(viewer, ArchiveViewer)

    def names() -> list[str]:
        return [viewer.model.index(row, 0).data() for row in range(viewer.model.rowCount())]

    assert names() == ["a.txt", "b.log", "c⟨U+202E⟩gpj.exe"]
    viewer.table.sortByColumn(MemberColumn.SIZE, Qt.SortOrder.DescendingOrder)
    assert names()[0] == "b.log"
    viewer.filter_field.setText("A.T")
    assert names() == ["a.txt"]
    assert "Members: 3" in host.message


def test_texts_and_pictures_in_an_archive_are_looked_at(qtbot: QtBot, show: Show, tmp_path: Path) -> None:
    viewer = show("a.zip", ZIP, zipped(**{"a.log": b"ERROR in it", "b.png": picture("PNG"), "c.bin": bytes(100)})).viewer
    assert isinstance(viewer, ArchiveViewer)

    viewer.table.selectRow(0)
    QTest.keyClick(viewer.table, Qt.Key.Key_Return)
    qtbot.waitUntil(viewer.text.isVisible, timeout=TIMEOUT_MS)
    document = viewer.text.view.document
    assert document is not None
    assert document.data == b"ERROR in it"

    QTest.keyClick(viewer.text.view, Qt.Key.Key_Backspace)
    assert viewer.table.isVisible()
    viewer.open_member(viewer.model.rows[1])
    qtbot.waitUntil(viewer.canvas.isVisible, timeout=TIMEOUT_MS)
    viewer.open_member(viewer.model.rows[2])
    qtbot.waitUntil(lambda: "neither a text nor a picture" in viewer._card.message, timeout=TIMEOUT_MS)
    assert {path.name for path in tmp_path.iterdir()} == {"content"}, "nothing is unpacked to the disk"


def test_a_log_in_gzip_opens_as_a_log(qtbot: QtBot, show: Show) -> None:
    viewer = show("server.log.gz", "application/gzip", gzip.compress(b"WARN it bends\n" * 50)).viewer
    assert isinstance(viewer, ArchiveViewer)

    qtbot.waitUntil(viewer.text.isVisible, timeout=TIMEOUT_MS)

    document = viewer.text.view.document
    assert document is not None
    assert document.line_count == 50
    assert viewer.text.view.accessibleName() == "Text of server.log"


def test_protected_members_say_so(qtbot: QtBot, show: Show) -> None:
    host = show("b.7z", "application/x-7z-compressed", seven_zipped({"a.txt": b"hello"}, password="secret"))
    viewer = host.viewer
    assert isinstance(viewer, ArchiveViewer)
    assert "protected by a password" in host.message
    viewer.open_member(viewer.model.rows[0])
    assert "protected by a password" in viewer._card.message


@pytest.mark.parametrize(("name", "content_type"), [("a.zip", ZIP), ("a.7z", "application/x-7z-compressed"), ("a.gz", "application/gzip")])
def test_a_damaged_archive_is_a_card(show: Show, name: str, content_type: str) -> None:
    assert "damaged" in show(name, content_type, b"\x1f\x8b\x08 not what it says").message
