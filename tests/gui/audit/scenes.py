"""What is looked at in an audit: the window with everything that can stand in it, and all dialogs and sheets.

A feature that brings a dialog adds a scene here; then it is audited in both themes, in large and longer text and from right to left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget

from tests.gui.driving import Driver, drop
from toptickets_desktop.domain.hand_over import HandOver
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.diagnostics_dialog import DiagnosticsDialog
from toptickets_desktop.gui.finding.person_dialog import PersonDialog
from toptickets_desktop.gui.incoming.check_sheet import CheckSheet
from toptickets_desktop.gui.incoming.sending_sheet import SendingSheet
from toptickets_desktop.gui.incoming.ticket_sheet import TicketSheet
from toptickets_desktop.gui.log_viewer.log_dialog import LogDialog
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.preview.viewer_host import PreviewState
from toptickets_desktop.gui.quit_dialog import QuitDialog
from toptickets_desktop.gui.transfers.conflict_dialog import ConflictDialog
from toptickets_desktop.transfer.conflicts import ConflictQuestion

MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """A window that shows TKT-1042, and a folder for files."""

    driver: Driver
    window: MainWindow
    folder: Path

    def dialog(self, name: str) -> QDialog:
        """The visible dialog of that name."""
        self.driver.until(lambda: any(each.isVisible() for each in self.window.findChildren(QDialog, name)))
        return next(each for each in self.window.findChildren(QDialog, name) if each.isVisible())


SCENES: dict[str, Callable[[Stage], Iterator[QWidget]]] = {}


def scene(build: Callable[[Stage], Iterator[QWidget]]) -> Callable[[Stage], Iterator[QWidget]]:
    """Register a generator that yields what is to be looked at, and clears it away."""
    SCENES[build.__name__] = build
    return build


@scene
def tickets_and_a_picture(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    picture = next(row for row in window.attachment_model.rows if row.content_type == "image/png")
    window.attachment_pane.select([picture.id])
    stage.driver.until(lambda: window.preview_pane.is_showing_content)
    window.ticket_pane.chips.chip("status", "open").setChecked(True)
    yield window
    window.ticket_pane.chips.set_values({})


@scene
def text_and_pdf(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    for content_type in ("text/plain", "application/pdf", "application/zip", "video/mp4"):
        row = next(row for row in window.attachment_model.rows if row.content_type == content_type)
        window.attachment_pane.select([row.id])
        stage.driver.until(_shows(window, row.filename))
        stage.driver.until(lambda: window.preview_pane.state not in {PreviewState.NOTHING, PreviewState.LOADING})
        yield window


@scene
def gallery(stage: Stage) -> Iterator[QWidget]:
    stage.window.actions_.show_gallery.setChecked(True)
    stage.driver.until(lambda: not stage.window.gallery.thumbnails.is_busy)
    yield stage.window
    stage.window.actions_.show_gallery.setChecked(False)


@scene
def quick_look(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    picture = next(row for row in window.attachment_model.rows if row.content_type == "image/png")
    window.attachment_pane.select([picture.id])
    window.quick_look.open_look()
    stage.driver.until(lambda: window.quick_look.host.state in {PreviewState.CONTENT, PreviewState.CARD, PreviewState.FAILURE})
    yield window.quick_look  # what it covers is not seen
    window.quick_look.close_look()


@scene
def compare(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    pictures = [row.id for row in window.attachment_model.rows if row.content_type == "image/png"][:2]
    window.attachment_pane.select(pictures)
    window.actions_.compare.trigger()
    stage.driver.until(lambda: any(each.isVisible() for each in window.findChildren(QDialog)))
    yield from _shown(next(each for each in window.findChildren(QDialog) if each.isVisible()))


@scene
def filter_that_is_not_understood(stage: Stage) -> Iterator[QWidget]:
    stage.window.attachment_pane.filter_field.setText("size:huge")
    yield stage.window
    stage.window.attachment_pane.filter_field.setText("nothing is called so")
    yield stage.window
    stage.window.attachment_pane.filter_field.clear()


@scene
def banners_and_toasts(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    window.ticket_pane.banner.show_message("wifi-off", window.tr("Try again"), window.tr("Try again"))
    window.attachment_pane.banner.show_message("info", window.tr("Try again"), window.tr("Try again"))
    toast = window.toasts.show("Deleted login-error.png.", action="Undo")
    yield window
    toast.dismiss()
    window.ticket_pane.banner.hide()
    window.attachment_pane.banner.hide()


@scene
def no_tickets(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    window.actions_.pinned_tickets.trigger()
    stage.driver.until(lambda: bool(window.ticket_pane.stack.message) and not window.ticket_model.total_count)
    yield window
    window.actions_.all_tickets.trigger()
    stage.driver.until(lambda: window.ticket_model.total_count == 60)


@scene
def transfers(stage: Stage) -> Iterator[QWidget]:
    window = stage.window
    window.attachment_pane.select([row.id for row in window.attachment_model.rows[:3]])
    window.actions_.download.trigger()
    model = window.transfer_panel.model
    stage.driver.until(lambda: sum(each.state is TransferState.DONE for each in model.transfers) >= 3)
    window.transfer_panel.set_folded(False)
    yield window
    window.transfer_panel.set_folded(True)


@scene
def pasted_picture(stage: Stage) -> Iterator[QWidget]:
    window, pasting = stage.window, stage.window.incoming.pasting
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    pasting.hold_ms = 60_000
    window.commands.paste_picture(image)
    stage.driver.until(lambda: bool(pasting.bars) and pasting.bars[0].send_button.isEnabled())
    yield window
    pasting.bars[0].name_field.clear()
    stage.driver.type(pasting.bars[0].name_field, "a/b")
    yield window
    pasting.forget()


@scene
def ticket_sheet(stage: Stage) -> Iterator[QWidget]:
    stage.window.incoming.receive(HandOver((stage.folder / "TKT-1030 a.txt", stage.folder / "b.txt")))
    sheet = stage.dialog("ticketSheet")
    assert isinstance(sheet, TicketSheet)
    stage.driver.until(lambda: sheet.list.count() > 3)
    yield from _shown(sheet)


@scene
def palette(stage: Stage) -> Iterator[QWidget]:
    shown = stage.window.finding.palette
    stage.window.actions_.palette.trigger()
    stage.driver.until(lambda: bool(shown.items))
    yield shown
    stage.driver.type(shown.field, "zzzz nothing")
    stage.driver.until(lambda: bool(shown.note))
    yield shown
    shown.close_palette()


@scene
def shortcut_sheet(stage: Stage) -> Iterator[QWidget]:
    stage.window.actions_.shortcuts.trigger()
    yield from _shown(stage.dialog("shortcutSheet"))


@scene
def person_dialog(stage: Stage) -> Iterator[QWidget]:
    dialog = PersonDialog(stage.window.people.users, "", stage.window)
    dialog.open()
    yield from _shown(dialog)


@scene
def preferences(stage: Stage) -> Iterator[QWidget]:
    stage.window.actions_.preferences.trigger()
    dialog = stage.dialog("preferencesDialog")
    yield from _pages(dialog)
    yield from _shown(dialog)


@scene
def sign_in(stage: Stage) -> Iterator[QWidget]:
    stage.window.actions_.change_key.trigger()
    dialog = stage.window.session.dialog
    assert dialog is not None
    yield from _shown(dialog)


@scene
def profiles(stage: Stage) -> Iterator[QWidget]:
    stage.window.profiles.manage()
    yield from _shown(stage.dialog("profilesDialog"))


@scene
def quit_question(stage: Stage) -> Iterator[QWidget]:
    dialog = QuitDialog(3, stage.window)
    dialog.open()
    yield from _shown(dialog)


@scene
def conflict(stage: Stage) -> Iterator[QWidget]:
    dialog = ConflictDialog(
        ConflictQuestion(1, 1, "report.pdf", Path("/home/u/report.pdf"), 1_258_291, MOMENT, 2_000, MOMENT), stage.window
    )
    dialog.open()
    yield from _shown(dialog)


@scene
def diagnostics(stage: Stage) -> Iterator[QWidget]:
    dialog = DiagnosticsDialog("version 0.1.0\nstate done", stage.window)
    dialog.open()
    yield from _shown(dialog)


@scene
def log(stage: Stage) -> Iterator[QWidget]:
    path = stage.folder / "program.log"
    lines = [{"timestamp": "2026-03-01T12:00:00Z", "level": level, "event": "something happened"} for level in ("info", "warning", "error")]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    dialog = LogDialog(path, stage.window)
    dialog.show()
    stage.driver.until(lambda: dialog.model.rowCount() == len(lines))
    yield from _shown(dialog)


@scene
def delete_question(stage: Stage) -> Iterator[QWidget]:
    stage.window.attachment_pane.select([stage.window.attachment_model.rows[0].id])
    stage.window.actions_.delete_now.trigger()
    yield from _shown(stage.dialog("deleteQuestion"))


@scene
def check_sheet(stage: Stage) -> Iterator[QWidget]:
    program = stage.folder / "setup.png"
    program.write_bytes(b"MZ\x90\x00" + bytes(500))
    note = stage.folder / "note.txt"
    note.write_text("hello\n", encoding="utf-8")
    drop(stage.window.attachment_pane.table.viewport(), [program, note])
    stage.driver.until(lambda: any(each.isVisible() for each in stage.window.findChildren(CheckSheet)))
    yield from _shown(next(each for each in stage.window.findChildren(CheckSheet) if each.isVisible()))


@scene
def sending_sheet(stage: Stage) -> Iterator[QWidget]:
    folder = stage.folder / "many"
    folder.mkdir(exist_ok=True)
    for number in range(12):
        (folder / f"note {number}.txt").write_text("hello\n", encoding="utf-8")
    drop(stage.window.attachment_pane.table.viewport(), [folder])
    stage.driver.until(lambda: any(each.isVisible() for each in stage.window.findChildren(SendingSheet)))
    yield from _shown(next(each for each in stage.window.findChildren(SendingSheet) if each.isVisible()))


def _shows(window: MainWindow, name: str) -> Callable[[], bool]:
    return lambda: name in window.preview_pane.message


def _pages(dialog: QDialog) -> Iterator[QWidget]:
    """A dialog with each of its pages in front."""
    from PySide6.QtWidgets import QListWidget, QTabWidget

    for tabs in dialog.findChildren(QTabWidget):
        for page in range(tabs.count()):
            tabs.setCurrentIndex(page)
            yield dialog
    for sections in dialog.findChildren(QListWidget):
        for page in range(sections.count()):
            sections.setCurrentRow(page)
            yield dialog


def _shown(dialog: QDialog) -> Iterator[QWidget]:
    yield dialog
    dialog.reject()
