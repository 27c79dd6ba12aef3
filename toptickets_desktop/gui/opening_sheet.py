"""What is asked before a file is opened that can act: what it really is comes first, and the folder is the answer that is offered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.type_words import type_words
from toptickets_desktop.transfer.opening import Judgement, Nature

translate = QCoreApplication.translate


def ask_about_opening(
    parent: QWidget, path: Path, judgement: Judgement, *, show_in_folder: Callable[[], object], open_it: Callable[[], object]
) -> QMessageBox:
    """Say what a file is, and let the user choose; `open_it` is offered only for what is not run as a program."""
    box = QMessageBox(QMessageBox.Icon.Warning, translate("OpeningSheet", "Open file"), what_it_is(path.name, judgement), parent=parent)
    box.setObjectName("openingSheet")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(what_it_can_do(judgement.nature))
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)  # setTextFormat of the box leaves its second label out
    folder_button = box.addButton(translate("OpeningSheet", "Show in folder"), QMessageBox.ButtonRole.AcceptRole)
    folder_button.setObjectName("showInFolder")
    open_button = None
    if judgement.may_be_opened:
        open_button = box.addButton(translate("OpeningSheet", "Open anyway"), QMessageBox.ButtonRole.DestructiveRole)
        open_button.setObjectName("openAnyway")
    cancel_button = box.addButton(QMessageBox.StandardButton.Cancel)
    cancel_button.setObjectName("cancel")
    box.setDefaultButton(folder_button)
    box.setEscapeButton(cancel_button)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def on_clicked(button: object) -> None:
        if button is folder_button:
            show_in_folder()
        elif open_button is not None and button is open_button:
            open_it()

    box.buttonClicked.connect(on_clicked)
    box.open()
    return box


def what_it_is(name: str, judgement: Judgement) -> str:
    """One sentence with the type in words, and both types when name and content do not agree."""
    shown = visible_name(name)
    if judgement.real_type is None:
        return translate("OpeningSheet", "It cannot be told what “{name}” is.").format(name=shown)
    real = type_words(judgement.real_type)
    if judgement.named_type is not None and judgement.named_type != judgement.real_type:
        return translate("OpeningSheet", "“{name}” is {real}, though its name says that it is {named}.").format(
            name=shown, real=real, named=type_words(judgement.named_type)
        )
    return translate("OpeningSheet", "“{name}” is {real}.").format(name=shown, real=real)


def what_it_can_do(nature: Nature) -> str:
    """Why it was not simply opened."""
    match nature:
        case Nature.PROGRAM | Nature.INSTALLER | Nature.SCRIPT:
            return translate("OpeningSheet", "Opening it could run it, with all the rights that you have. It is not opened from here.")
        case Nature.SHORTCUT:
            return translate("OpeningSheet", "Opening it could start any program or page that it names. It is not opened from here.")
        case Nature.MACROS:
            return translate(
                "OpeningSheet", "It can hold macros, which are programs. Open it only if you know who sent it, and leave macros off."
            )
        case Nature.WEB_PAGE | Nature.DRAWING:
            return translate("OpeningSheet", "A browser would run the scripts in it, and tell its sender that you opened it.")
        case Nature.DISGUISED:
            return translate("OpeningSheet", "Its name and its content do not agree, so it is not opened from here.")
        case Nature.UNKNOWN | Nature.HARMLESS:
            return translate("OpeningSheet", "It is not among the kinds of files that are known to do no harm when they are opened.")
