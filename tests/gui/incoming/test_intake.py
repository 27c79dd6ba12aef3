"""What is sent is looked at first, and the user is asked only about what needs a decision."""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication

from tests.gui.driving import Driver, attachment_names, drop, transfers
from tests.gui.window_fixtures import driver
from tests.support.service_view import ServiceView
from tests.transfer.privacy.photos import photo
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.incoming.check_row import CheckRow, Choice
from toptickets_desktop.gui.incoming.check_sheet import CheckSheet
from toptickets_desktop.gui.incoming.sending_sheet import SendingSheet
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings
from toptickets_desktop.transfer.privacy.exif import Told
from toptickets_desktop.transfer.privacy.pictures import read_picture

__all__ = ["driver"]


def open_ticket(driver: Driver, sandbox: Sandbox) -> MainWindow:
    return driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.ADMIN])


def send(driver: Driver, window: MainWindow, *paths: Path) -> None:
    drop(window.attachment_pane.table.viewport(), paths)


def check_sheet(driver: Driver, window: MainWindow) -> CheckSheet:
    driver.until(lambda: any(sheet.isVisible() for sheet in window.findChildren(CheckSheet)))
    return next(sheet for sheet in window.findChildren(CheckSheet) if sheet.isVisible())


def sending_sheet(driver: Driver, window: MainWindow) -> SendingSheet:
    driver.until(lambda: any(sheet.isVisible() for sheet in window.findChildren(SendingSheet)))
    return next(sheet for sheet in window.findChildren(SendingSheet) if sheet.isVisible())


def row_of(sheet: CheckSheet, name: str) -> CheckRow:
    return next(row for row in sheet.rows if row.outgoing.name == name)


def posts(sandbox: Sandbox) -> int:
    return sum(1 for request in sandbox.requests if request.method == "POST")


def content_of(sandbox: Sandbox, name: str) -> bytes:
    service = ServiceView(sandbox)
    ticket_id = service.ticket_id("TKT-1042")
    attachment_id = next(key for key, value in service.attachments(ticket_id).items() if value == name)
    return service.content(ticket_id, attachment_id)


def prepared(driver: Driver) -> list[Path]:
    return [path for path in (driver.folder / "prepared").rglob("*") if path.is_file()]


def text(folder: Path, name: str, content: str = "nothing special\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_files_without_problems_are_sent_while_the_sheet_asks_about_the_others(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    taken = next(row.filename for row in window.attachment_model.rows if row.content_type == "text/plain")
    send(driver, window, text(tmp_path, "good.txt"), text(tmp_path, taken), text(tmp_path, "tool.exe"))
    sheet = check_sheet(driver, window)
    assert sheet.heading.text() == "2 files need a look before they go to TKT-1042"
    assert "other file" in sheet.others.text()
    driver.until(lambda: "good.txt" in attachment_names(window))
    assert {row.outgoing.name for row in sheet.rows} == {taken, "tool.exe"}
    sheet.reject()
    driver.until(lambda: len(transfers(window, TransferState.REFUSED)) == 1)
    driver.until(lambda: "tool.exe" in window.attachment_pane.banner.message)
    assert posts(sandbox) == 1


def test_a_taken_name_gets_a_number_and_can_be_edited(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    send(driver, window, text(tmp_path, "notes of mine.txt"))
    driver.until(lambda: "notes of mine.txt" in attachment_names(window))
    send(driver, window, text(tmp_path, "notes of mine.txt", "other\n"))
    sheet = check_sheet(driver, window)
    (row,) = sheet.rows
    assert row.choice is Choice.RENAME
    assert row.name_field.text() == "notes of mine (2).txt"
    row.name_field.clear()
    driver.type(row.name_field, " ")
    assert not sheet.send_button.isEnabled()
    row.name_field.clear()
    driver.type(row.name_field, "third.txt")
    driver.press(row.name_field, Qt.Key.Key_Return)
    driver.until(lambda: "third.txt" in attachment_names(window))
    assert content_of(sandbox, "third.txt") == b"other\n"


def test_the_same_content_is_noticed_under_another_name(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    send(driver, window, text(tmp_path, "first.txt", "the very same\n"))
    driver.until(lambda: "first.txt" in attachment_names(window))
    send(driver, window, text(tmp_path, "second.txt", "the very same\n"), text(tmp_path, "third.txt", "as long as it\n"))
    sheet = check_sheet(driver, window)
    (row,) = sheet.rows
    assert row.outgoing.twin is not None
    assert row.outgoing.twin.is_certain
    assert row.choice is Choice.SKIP
    row.choose(Choice.SEND)
    driver.click(sheet.send_button)
    driver.until(lambda: {"second.txt", "third.txt"} <= set(attachment_names(window)))


def test_name_and_size_are_said_where_the_content_is_not_known(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    ticket_id = ServiceView(sandbox).ticket_id("TKT-1042")
    sandbox.add_attachment(ticket_id, filename="far.txt", content_type="text/plain", content=b"0123456789\n")
    window = open_ticket(driver, sandbox)
    send(driver, window, text(tmp_path, "far.txt", "9876543210\n"))
    (row,) = check_sheet(driver, window).rows
    assert row.outgoing.twin is not None
    assert not row.outgoing.twin.is_certain


def test_location_is_removed_from_the_copy_that_is_sent_and_from_nothing_else(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    path = tmp_path / "garden.jpg"
    path.write_bytes(photo("JPEG", orientation=6))
    before = path.read_bytes()
    send(driver, window, path)
    sheet = check_sheet(driver, window)
    (row,) = sheet.rows
    assert row.clean_box.isChecked()
    driver.click(sheet.send_button)
    driver.until(lambda: "garden.jpg" in attachment_names(window))
    sent = content_of(sandbox, "garden.jpg")
    assert read_picture(sent) == Told(orientation=6)
    with Image.open(io.BytesIO(sent)) as one, Image.open(path) as other:
        assert one.tobytes() == other.tobytes()
    assert path.read_bytes() == before
    driver.until(lambda: not prepared(driver))


def test_location_stays_when_the_user_wants_it(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    path = tmp_path / "garden.jpg"
    path.write_bytes(photo("JPEG"))
    send(driver, window, path)
    sheet = check_sheet(driver, window)
    sheet.rows[0].clean_box.click()
    driver.click(sheet.send_button)
    driver.until(lambda: "garden.jpg" in attachment_names(window))
    assert content_of(sandbox, "garden.jpg") == path.read_bytes()


def test_secrets_are_named_with_their_lines_and_not_sent_unless_wanted(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    send(driver, window, text(tmp_path, "config.txt", f"a\nkey = tt_{'agent'}_aB3dE5gH7jK9mN1pQ3sT5v\ncard 4111 1111 1111 1111\n"))
    sheet = check_sheet(driver, window)
    (row,) = sheet.rows
    words = [line for finding in row.outgoing.secrets.findings for line in (finding.line, finding.excerpt)]
    assert words == [2, "tt_agent_••••", 3, "•••• 1111"]
    assert row.choice is Choice.SKIP
    driver.click(sheet.send_button)
    driver.until(lambda: window.statusBar().currentMessage() == "Not sent, as you decided: 1")
    assert posts(sandbox) == 0


def test_a_picture_over_the_limit_is_made_smaller(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    path = tmp_path / "huge.png"
    Image.frombytes("RGB", (3600, 3000), random.Random(1).randbytes(3600 * 3000 * 3)).save(path, compress_level=1)
    assert path.stat().st_size > MAX_UPLOAD_BYTES
    send(driver, window, path)
    sheet = check_sheet(driver, window)
    (row,) = sheet.rows
    assert row.choice is Choice.SHRINK
    assert not sheet.send_button.isEnabled()
    driver.until(sheet.send_button.isEnabled)
    assert "A smaller copy will be sent" in row.status.text()
    driver.click(sheet.send_button)
    driver.until(lambda: "huge.jpg" in attachment_names(window))
    sent = content_of(sandbox, "huge.jpg")
    assert 0 < len(sent) < MAX_UPLOAD_BYTES
    with Image.open(io.BytesIO(sent)) as image:
        assert image.size == (3600, 3000)
    assert path.stat().st_size > MAX_UPLOAD_BYTES
    driver.until(lambda: not prepared(driver))


def test_wrong_types_go_into_one_archive(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    send(
        driver,
        window,
        text(tmp_path, "tool.py", "print(1)\n"),
        text(tmp_path, "a/tool.sh", "#!/bin/sh\n"),
        text(tmp_path, "b/tool.sh", "#!/bin/bash\n"),
    )
    sheet = check_sheet(driver, window)
    sheet.same_box.setChecked(True)
    for row in sheet.rows:
        row.choose(Choice.ZIP)
    assert all(row.choice is Choice.ZIP for row in sheet.rows)
    driver.click(sheet.send_button)
    driver.until(lambda: any(name.endswith(".zip") and name.startswith("TKT-1042 ") for name in attachment_names(window)))
    name = next(name for name in attachment_names(window) if name.startswith("TKT-1042 "))
    with zipfile.ZipFile(io.BytesIO(content_of(sandbox, name))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["tool.py", "tool.sh", "tool (2).sh"]
        assert archive.read("tool (2).sh") == b"#!/bin/bash\n"
    driver.until(lambda: not prepared(driver))


def test_what_cannot_be_packed_stays_in_the_sheet_with_the_reason(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    path = tmp_path / "noise.zip"
    path.write_bytes(b"PK\x03\x04" + os.urandom(MAX_UPLOAD_BYTES))
    send(driver, window, path)
    sheet = check_sheet(driver, window)
    sheet.rows[0].choose(Choice.ZIP)
    driver.click(sheet.send_button)
    driver.until(lambda: "too large" in sheet.rows[0].status.text())
    assert not sheet.is_busy
    sheet.reject()
    driver.until(lambda: len(transfers(window, TransferState.REFUSED)) == 1)
    assert not prepared(driver)


def test_a_program_under_a_pictures_name_cannot_be_sent_by_renaming_it(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    wrong = tmp_path / "shot.jpg"
    wrong.write_bytes(photo("PNG", place=False, device=False))
    send(driver, window, wrong)
    sheet = check_sheet(driver, window)
    (row,) = sheet.rows
    row.choose(Choice.RENAME)
    assert row.name_field.text() == "shot.png"
    row.name_field.setText("shot.pdf")
    driver.click(sheet.send_button)
    driver.until(lambda: "but is" in row.status.text())
    row.name_field.setText("shot.png")
    driver.click(sheet.send_button)
    driver.until(lambda: "shot.png" in attachment_names(window))


def test_more_than_ten_files_are_shown_first(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    folder = tmp_path / "logs"
    for number in range(11):
        text(folder, f"part-{number:02}.log", f"line {number}\n")
    send(driver, window, folder)
    sheet = sending_sheet(driver, window)
    assert posts(sandbox) == 0
    assert sheet.total.text().startswith("11 of 11")
    sheet.model.setData(sheet.model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert sheet.total.text().startswith("10 of 11")
    driver.press(sheet.table, Qt.Key.Key_Return)
    driver.until(lambda: posts(sandbox) == 10)
    assert "part-00.log" not in attachment_names(window)


def test_a_folder_with_hidden_files_is_shown_and_leaves_them_out(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    folder = tmp_path / "project"
    text(folder, "readme.txt")
    text(folder, ".env", "SECRET=1\n")
    text(folder, ".git/config", "[core]\n")
    (folder / "outside.txt").symlink_to(text(tmp_path, "private.txt"))
    (folder / "inside.txt").symlink_to(folder / "readme.txt")
    send(driver, window, folder)
    sheet = sending_sheet(driver, window)
    assert "(2)" in sheet.note.text()
    assert "Some cannot be sent" in sheet.note.text()
    assert sorted(file.path.name for file in sheet.model.ticked()) == ["inside.txt", "readme.txt"]
    sheet.reject()
    assert posts(sandbox) == 0


def test_a_folder_as_one_archive(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    for number in range(11):
        text(tmp_path / "logs" / f"day {number}", "a.log", f"{number}\n")
    send(driver, window, tmp_path / "logs")
    sheet = sending_sheet(driver, window)
    sheet.zip_box.setChecked(True)
    driver.click(sheet.send_button)
    driver.until(lambda: any(name.startswith("TKT-1042 ") for name in attachment_names(window)))
    name = next(name for name in attachment_names(window) if name.startswith("TKT-1042 "))
    with zipfile.ZipFile(io.BytesIO(content_of(sandbox, name))) as archive:
        assert sorted(archive.namelist()) == sorted(f"logs/day {number}/a.log" for number in range(11))


def test_what_was_made_for_a_transfer_survives_a_restart_and_goes_when_it_is_sent(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    settings = Settings(download_dir=driver.folder / "downloads", concurrency=1)
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachment_model.total_count > 0)
    largest = max(window.attachment_model.rows, key=lambda row: row.size_bytes or 0)
    sandbox.limit_speed(5_000)
    window.attachment_pane.select([largest.id])
    window.actions_.download.trigger()  # takes the only place for a while
    driver.until(lambda: len(transfers(window, TransferState.RUNNING)) == 1)
    path = tmp_path / "garden.jpg"
    path.write_bytes(photo("JPEG"))
    send(driver, window, path)
    driver.click(check_sheet(driver, window).send_button)
    driver.until(lambda: len(transfers(window, TransferState.QUEUED)) == 1)
    (made,) = prepared(driver)
    window.close_now()
    driver.run(window.shut_down())
    driver.run(driver.opened.pop(0)[1].close())
    assert made.exists()
    stray = made.parent.parent / "stray"
    stray.mkdir()
    sandbox.limit_speed(None)
    again = driver.open(sandbox.base_url, sandbox.keys[KeyKind.ADMIN], ticket="TKT-1042", settings=settings)
    driver.until(lambda: "garden.jpg" in attachment_names(again))
    assert read_picture(content_of(sandbox, "garden.jpg")) == Told()
    assert not stray.exists()
    driver.until(lambda: not prepared(driver))


def test_escape_sends_none_of_them(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    send(driver, window, text(tmp_path, "tool.exe"))
    driver.press(check_sheet(driver, window), Qt.Key.Key_Escape)
    driver.until(lambda: len(transfers(window, TransferState.REFUSED)) == 1)
    assert posts(sandbox) == 0


def test_files_fall_into_the_gallery_and_on_the_rest_of_the_window_too(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    window.actions_.show_gallery.setChecked(True)
    drop(window.gallery.view.viewport(), [text(tmp_path, "into the gallery.txt")])
    driver.until(lambda: "into the gallery.txt" in attachment_names(window))
    drop(window, [text(tmp_path, "on the window.txt", "more\n")])
    driver.until(lambda: "on the window.txt" in attachment_names(window))
    assert not window.incoming.overlay.isVisible()


def test_a_line_says_where_hovering_files_would_go(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = open_ticket(driver, sandbox)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a", "b")])
    row = next(row for row in window.ticket_model.rows if row.display_id != "TKT-1042")
    table = window.ticket_pane.table
    place = table.visualRect(window.ticket_model.index(window.ticket_model.row_of(row.id) or 0, 0)).center()
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QGuiApplication.sendEvent(table.viewport(), enter)
    assert window.incoming.overlay.isVisible()
    assert window.incoming.overlay.text == f"Drop to attach 2 items to {row.display_id}"
    driver.until(
        lambda: window.attachments.ticket is not None and window.attachments.ticket.id == row.id
    )  # it has rested there long enough
    QGuiApplication.sendEvent(table.viewport(), QDragLeaveEvent())
    assert not window.incoming.overlay.isVisible()
    assert posts(sandbox) == 0
