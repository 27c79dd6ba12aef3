"""The few questions that stop the user. None of them runs an event loop of its own: they are opened and answer by a signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget

from toptickets_desktop.gui.formats import visible_name

NAMES_SHOWN = 8

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked before something that cannot be undone.

    Attributes:
        object_name: for tests and screen readers.
        text: the question; may hold foreign text.
        details: what follows from a yes.
        accept: the word on the button that goes on, such as "Delete".
        cancel: the word on the other button; "Cancel" when empty.
    """

    object_name: str
    title: str
    text: str
    details: str
    accept: str
    cancel: str = ""


def confirm(parent: QWidget, question: Question, on_accepted: Callable[[], object]) -> QMessageBox:
    """Ask, and call `on_accepted` after a yes; Cancel is the default and what Esc means."""
    box = QMessageBox(QMessageBox.Icon.Question, question.title, question.text, parent=parent)
    box.setObjectName(question.object_name)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(question.details)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)  # setTextFormat of the box leaves its second label out
    accept_button = box.addButton(question.accept, QMessageBox.ButtonRole.DestructiveRole)
    accept_button.setObjectName("accept")
    cancel_button = box.addButton(QMessageBox.StandardButton.Cancel)
    cancel_button.setObjectName("cancel")
    if question.cancel:
        cancel_button.setText(question.cancel)
    box.setDefaultButton(cancel_button)
    box.setEscapeButton(cancel_button)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttonClicked.connect(lambda button: on_accepted() if button is accept_button else None)
    box.open()
    return box


def name_list(names: Sequence[str]) -> str:
    """Names one a line, with the rest counted when there are many."""
    lines = [f"• {visible_name(name)}" for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        lines.append(translate("Dialogs", "… and %n more", "", len(names) - NAMES_SHOWN))
    return "\n".join(lines)


def choose_files(parent: QWidget, folder: Path, on_chosen: Callable[[list[Path]], object]) -> QFileDialog:
    """Let the user choose files to upload."""
    dialog = QFileDialog(parent, translate("Dialogs", "Upload files"), nearest_folder(folder))
    dialog.setObjectName("uploadDialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda files: on_chosen([Path(file) for file in files]))
    dialog.open()
    return dialog


def choose_target(parent: QWidget, suggestion: Path, on_chosen: Callable[[Path], object]) -> QFileDialog:
    """Let the user choose where to save one file; replacing one that is there is asked about by the dialog itself."""
    dialog = QFileDialog(parent, translate("Dialogs", "Save attachment as"), nearest_folder(suggestion.parent))
    dialog.setObjectName("saveDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(suggestion.name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: on_chosen(Path(file)))
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, folder: Path, on_chosen: Callable[[Path], object]) -> QFileDialog:
    """Let the user choose a folder for several files."""
    dialog = QFileDialog(parent, translate("Dialogs", "Save attachments in"), nearest_folder(folder))
    dialog.setObjectName("folderDialog")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: on_chosen(Path(file)))
    dialog.open()
    return dialog


def nearest_folder(folder: Path) -> str:
    """The folder, or the nearest one around it that is there: Qt's dialog would take the missing name for a file's."""
    return str(next((each for each in (folder, *folder.parents) if each.is_dir()), Path.home()))
