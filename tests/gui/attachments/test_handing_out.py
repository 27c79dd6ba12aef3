"""Attachments on their way out of the window: as private copies that are there before anybody asks for them, and as links."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from tests.gui.driving import Driver, drop, transfers
from tests.gui.window_fixtures import driver
from tests.support.faulty_service import Exchange, FaultyService, answers, hangs
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.attachments import row_drag
from toptickets_desktop.gui.attachments.attachment_model import AttachmentColumn
from toptickets_desktop.gui.file_drop import local_paths
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.origin_mark import origin_of

__all__ = ["driver"]


@pytest.fixture
def window(driver: Driver, sandbox: Sandbox) -> MainWindow:
    return driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])


@pytest.fixture(autouse=True)
def _clipboard() -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def clipboard() -> QMimeData:
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return data if data is not None else QMimeData()  # Qt gives nothing for an empty one


def select(window: MainWindow, count: int) -> list[Attachment]:
    rows = list(window.attachment_model.rows)[:count]
    window.attachment_pane.select([row.id for row in rows])
    window.attachment_pane.table.setFocus()
    return rows


def check_copies(paths: list[Path], rows: list[Attachment], sandbox: Sandbox) -> None:
    assert [path.name for path in paths] == [row.filename for row in rows]
    assert [path.stat().st_size for path in paths] == [row.size_bytes for row in rows]
    for path, row in zip(paths, rows, strict=True):
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert origin_of(path) == f"{sandbox.base_url.text}/tickets/{row.ticket_id}/attachments/{row.id}"


def test_ctrl_c_copies_files_for_file_managers_and_names_for_text_fields(driver: Driver, window: MainWindow, sandbox: Sandbox) -> None:
    rows = select(window, 3)
    QTest.keyClick(window.attachment_pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    driver.until(lambda: bool(clipboard().urls()))
    paths = local_paths(clipboard())
    check_copies(paths, rows, sandbox)
    assert len({path.parent for path in paths}) == 1
    lines = bytes(clipboard().data("x-special/gnome-copied-files").data()).decode().split("\n")
    assert (lines[0], [Path(QUrl(line).toLocalFile()) for line in lines[1:]]) == ("copy", paths)
    assert clipboard().text().splitlines() == [row.filename for row in rows]
    assert "Copied 3 files" in window.toasts.shown[-1].message

    driver.run(window.handing_out.finish())
    assert not clipboard().urls(), "they are gone with the program"


def test_a_copied_picture_can_be_pasted_as_a_picture_too(driver: Driver, window: MainWindow) -> None:
    row = next(row for row in window.attachment_model.rows if row.filename.endswith(".gif"))
    window.attachment_pane.select([row.id])
    window.actions_.copy_files.trigger()
    driver.until(lambda: clipboard().hasFormat("image/png"))
    assert QImage.fromData(clipboard().data("image/png")).size().width() > 100
    assert [path.name for path in local_paths(clipboard())] == [row.filename]

    driver.run(window.handing_out.finish())
    assert not clipboard().hasFormat("image/png"), "it is gone with the program"


def test_what_somebody_else_copied_since_stays(driver: Driver, window: MainWindow) -> None:
    select(window, 1)
    window.actions_.copy_files.trigger()
    driver.until(lambda: bool(clipboard().urls()))
    QGuiApplication.clipboard().setText("mine")
    driver.run(window.handing_out.finish())
    assert clipboard().text() == "mine"


def test_hostile_names_are_made_safe_and_unique(driver: Driver, window: MainWindow, sandbox: Sandbox) -> None:
    ticket = window.attachments.ticket
    assert ticket is not None
    for name in ("../../evil.png", "EVIL.png", "con.png", "a\u202egnp.exe"):
        sandbox.add_attachment(ticket.id, filename=name, content_type="image/png", content=name.encode())
    before = window.attachment_model.total_count
    window.actions_.refresh.trigger()
    driver.until(lambda: window.attachment_model.total_count == before + 4)
    names = {"../../evil.png", "EVIL.png", "con.png", "a\u202egnp.exe"}
    window.attachment_pane.select([row.id for row in window.attachment_model.rows if row.filename in names])
    window.actions_.copy_files.trigger()
    driver.until(lambda: len(clipboard().urls()) == 4)
    copies = local_paths(clipboard())
    assert len({path.name.casefold() for path in copies}) == 4
    assert {path.suffix for path in copies} == {".png", ".exe"}
    assert all("\u202e" not in path.name and not path.name.lower().startswith("con.") for path in copies)


# --- dragging -----------------------------------------------------------------------------------------------------------


class Drags:
    """What was dragged; nobody takes it."""

    def __init__(self) -> None:
        self.paths: list[list[Path]] = []
        self.existed: list[bool] = []

    def run(self, drag: QDrag) -> Qt.DropAction:
        paths = local_paths(drag.mimeData())
        self.paths.append(paths)
        self.existed.append(all(path.is_file() for path in paths))
        return Qt.DropAction.IgnoreAction


@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> Drags:
    taken = Drags()
    monkeypatch.setattr(row_drag, "run_drag", taken.run)
    return taken


@pytest.fixture
def hold_button(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Say whether the left button is down: events made by a test do not tell the platform."""

    def hold(is_down: bool) -> None:
        buttons = Qt.MouseButton.LeftButton if is_down else Qt.MouseButton.NoButton
        monkeypatch.setattr(QGuiApplication, "mouseButtons", staticmethod(lambda: buttons))

    return hold


def begin_drag(window: MainWindow, row: int) -> QPoint:
    table = window.attachment_pane.table
    start = table.visualRect(window.attachment_model.index(row, AttachmentColumn.NAME)).center()
    QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step_px in range(4, 40, 4):
        move(window, start + QPoint(step_px, 0))
    return start + QPoint(40, 0)


def move(window: MainWindow, place: QPoint) -> None:
    viewport = window.attachment_pane.table.viewport()
    button = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(viewport.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QGuiApplication.sendEvent(viewport, event)


def test_a_drag_starts_when_the_files_are_there_and_the_button_is_still_down(
    driver: Driver, window: MainWindow, sandbox: Sandbox, drags: Drags, hold_button: Callable[[bool], None]
) -> None:
    hold_button(True)
    rows = select(window, 2)
    end = begin_drag(window, 1)
    assert drags.paths == [], "they are not there yet"
    driver.until(lambda: len(drags.paths) == 1)
    check_copies(drags.paths[0], rows, sandbox)
    assert drags.existed == [True]
    QTest.mouseRelease(window.attachment_pane.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    begin_drag(window, 0)
    assert len(drags.paths) == 2, "the next one starts with the gesture"
    assert drags.paths[1] == drags.paths[0]


def test_what_is_ready_for_one_service_is_not_for_the_next(driver: Driver, window: MainWindow) -> None:
    rows = select(window, 1)
    window.actions_.copy_files.trigger()
    driver.until(lambda: window.handing_out.ready_paths(rows) is not None)
    window.life._on_session_signed_out()
    assert window.handing_out.ready_paths(rows) is None


def test_a_drag_that_was_let_go_of_is_ready_for_the_next_gesture(
    driver: Driver, window: MainWindow, drags: Drags, hold_button: Callable[[bool], None]
) -> None:
    hold_button(False)
    rows = select(window, 1)
    begin_drag(window, 0)
    driver.until(lambda: any("Drag them once more" in toast.message for toast in window.toasts.shown))
    assert drags.paths == []
    QTest.mouseRelease(window.attachment_pane.table.viewport(), Qt.MouseButton.LeftButton)
    begin_drag(window, 0)
    assert [[path.name for path in paths] for paths in drags.paths] == [[rows[0].filename]]


def test_a_press_without_a_way_and_a_drag_from_an_empty_place_drag_nothing(
    driver: Driver, window: MainWindow, drags: Drags, hold_button: Callable[[bool], None]
) -> None:
    hold_button(True)
    table = window.attachment_pane.table
    start = table.visualRect(window.attachment_model.index(0, AttachmentColumn.NAME)).center()
    driver.click(table.viewport(), start)
    assert [row.id for row in window.attachment_pane.selected()] == [window.attachment_model.rows[0].id]
    QTest.mousePress(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, table.viewport().rect().bottomLeft())
    for step_px in range(4, 60, 4):
        move(window, table.viewport().rect().bottomLeft() + QPoint(step_px, 0))
    assert not window.handing_out.tasks.is_running("hand out")
    assert drags.paths == []


def test_a_fetch_that_fails_gives_the_pointer_back_and_says_why(
    driver: Driver, sandbox: Sandbox, drags: Drags, hold_button: Callable[[bool], None]
) -> None:
    hold_button(True)
    with FaultyService(sandbox) as service:
        window = driver.open_ticket(service.base_url, sandbox.keys[KeyKind.ADMIN])
        select(window, 1)
        window.preview.show([])
        service.api.script("GET", "/download", answers(404, json={"detail": "Not found"}), then_stays=True)
        begin_drag(window, 0)
        driver.until(window.attachment_pane.banner.isVisible)
        assert window.attachment_pane.table.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor
        driver.close()
        driver.opened.clear()
    assert drags.paths == []


def test_what_takes_long_shows_its_progress_and_can_be_cancelled(driver: Driver, sandbox: Sandbox) -> None:
    with FaultyService(sandbox) as service:
        window = driver.open_ticket(service.base_url, sandbox.keys[KeyKind.ADMIN])
        (row,) = select(window, 1)

        def hang(exchange: Exchange) -> None:
            hangs(exchange)

        service.storage.script("GET", "/", hang, then_stays=True)
        window.actions_.copy_files.trigger()
        driver.until(lambda: any(row.filename in toast.message for toast in window.toasts.shown))
        toast = window.toasts.shown[-1]
        assert "Fetching" in toast.message
        assert toast.button.text() == "Cancel"
        toast.button.click()
        driver.until(lambda: not window.handing_out.tasks.is_running("hand out"))
        assert not window.toasts.shown
        assert not clipboard().urls()
        driver.close()
        driver.opened.clear()


def test_what_is_dragged_out_is_not_dropped_in_again(driver: Driver, window: MainWindow, tmp_path: Path, sandbox: Sandbox) -> None:
    file = tmp_path / "a.txt"
    file.write_text("hello")
    before = window.attachment_model.total_count
    drop(window.attachment_pane.table.viewport(), [file])
    driver.until(lambda: window.attachment_model.total_count == before + 1)


# --- opening, showing, links, saving all --------------------------------------------------------------------------------


def test_open_gives_the_platform_a_read_only_copy(driver: Driver, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = next(row for row in window.attachment_model.rows if row.content_type == "image/png")
    window.attachment_pane.select([picture.id])
    opened: list[Path] = []
    monkeypatch.setattr(window.opener, "_open", opened.append)
    window.actions_.open_file.trigger()
    driver.until(lambda: bool(opened))
    assert opened[0].name == picture.filename
    assert stat.S_IMODE(opened[0].stat().st_mode) == 0o400
    assert not transfers(window)


def test_a_dangerous_file_shows_the_sheet_whose_first_answer_saves_it_and_shows_its_folder(
    driver: Driver, window: MainWindow, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = window.attachments.ticket
    assert ticket is not None
    row_id = sandbox.add_attachment(ticket.id, filename="setup.exe", content_type="image/png", content=b"MZ\x90\0" + bytes(99))
    window.actions_.refresh.trigger()
    driver.until(lambda: window.attachment_model.row(row_id) is not None)
    window.attachment_pane.select([row_id])
    shown: list[Path] = []
    monkeypatch.setattr(window.opener, "show_in_folder", shown.append)
    window.actions_.open_file.trigger()
    driver.until(lambda: any(box.isVisible() for box in window.findChildren(QMessageBox, "openingSheet")))
    (box,) = window.findChildren(QMessageBox, "openingSheet")
    assert "a Windows program" in box.text()
    button = box.findChild(QPushButton, "showInFolder")
    assert button is not None
    button.click()
    driver.until(lambda: bool(shown))
    assert shown == [driver.folder / "downloads" / "setup.exe"]
    assert (driver.folder / "downloads" / "setup.exe").exists()
    window.actions_.show_in_folder.trigger()
    driver.until(lambda: len(shown) == 2)
    assert len(transfers(window, TransferState.DONE)) == 1, "it is saved already"


def test_a_copied_link_says_when_it_ends_and_goes_with_its_end(driver: Driver, window: MainWindow, sandbox: Sandbox) -> None:
    sandbox.set_url_lifetime(2)
    select(window, 1)
    window.actions_.copy_link.trigger()
    driver.until(lambda: clipboard().text().startswith("http"))
    assert "token=" in clipboard().text()
    assert "Until " in window.toasts.shown[-1].message
    assert bytes(clipboard().data("x-kde-passwordManagerHint").data()) == b"secret"
    driver.until(lambda: not clipboard().text())


def test_a_copied_link_goes_with_the_program_and_nothing_else_does(driver: Driver, window: MainWindow) -> None:
    select(window, 1)
    window.actions_.copy_link.trigger()
    driver.until(lambda: clipboard().text().startswith("http"))
    driver.run(window.handing_out.finish())
    assert not clipboard().text()


def test_saving_all_saves_each_once(driver: Driver, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from toptickets_desktop.gui.attachments import handing_out

    folder = tmp_path / "all"
    monkeypatch.setattr(handing_out, "choose_folder", lambda _window, _folder, on_chosen: on_chosen(folder))
    window.attachment_pane.filter_field.setText("zzz nothing")
    total = window.attachment_model.total_count
    window.actions_.save_all.trigger()
    driver.until(lambda: len(transfers(window, TransferState.DONE)) == total)
    assert len(list(folder.iterdir())) == total
