"""Where downloads go, and what happens when something is there already."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.preferences.folder_check import make_usable
from toptickets_desktop.gui.preferences.page import (
    Page,
    below,
    beside,
    check_box,
    choice_box,
    hint_label,
    push_button,
    show_problem,
    text_line,
    verdict_line,
)
from toptickets_desktop.settings import Settings

_CHECK = "check folder"


class DownloadPage(Page):
    """The download folder is the profile's; the rest is for all profiles."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("downloadPage", "download")
        self.set_title(self.tr("Downloads"))
        self._folder = settings.download_dir
        self.folder_line = text_line("downloadFolder", self.tr("Download folder"), str(settings.download_dir))
        self.choose_button = push_button("chooseDownloadFolder", self.tr("&Choose…"))
        self.folder_verdict = verdict_line("downloadFolderVerdict")
        self.subfolder_box = check_box(
            "ticketSubfolders", self.tr("A folder for each &ticket, such as TKT-1042"), is_checked=settings.ticket_subfolders
        )
        policies = [
            (ConflictPolicy.KEEP_BOTH.value, self.tr("Keep both")),
            (ConflictPolicy.REPLACE.value, self.tr("Replace the file that is there")),
            (ConflictPolicy.SKIP.value, self.tr("Skip the download")),
            (ConflictPolicy.ASK.value, self.tr("Ask each time")),
        ]
        self.conflict_box = choice_box("conflictPolicy", self.tr("If a file is there already"), policies, settings.conflict_policy.value)
        folder = below(beside(self.folder_line, self.choose_button, fills=True), self.folder_verdict, self.subfolder_box)
        self.add_row(self.tr("&Download folder:"), folder, buddy=self.folder_line)
        is_one_of_several = bool(settings.other_profiles)
        if is_one_of_several:
            self.add_row("", hint_label(self.tr("The folder belongs to the profile in use.")))
        self.add_row(self.tr("&If a file is there already:"), self.conflict_box)
        self.folder_line.textEdited.connect(lambda _text: show_problem(self.folder_verdict, ""))
        self.folder_line.editingFinished.connect(self.take_folder)
        self.choose_button.clicked.connect(self._on_choose_button_clicked)
        self.subfolder_box.toggled.connect(lambda is_on: self.tell(ticket_subfolders=is_on))
        self.conflict_box.activated.connect(lambda _index: self.tell(conflict_policy=ConflictPolicy(self.conflict_box.currentData())))

    @property
    def folder(self) -> Path:
        """The folder as it stands in the field."""
        return Path(self.folder_line.text().strip()).expanduser()

    def take_folder(self) -> None:
        """Try the folder that was typed, and use it when it can take downloads."""
        folder = self.folder
        if folder == self._folder:
            show_problem(self.folder_verdict, "")
        elif not folder.is_absolute():
            show_problem(self.folder_verdict, self.tr("Give the whole path of the folder, or choose it."))
        elif not self.tasks.is_running(_CHECK):
            self.start(_CHECK, self._check(folder), on_error=self._on_check_failed)

    async def _check(self, folder: Path) -> None:
        await asyncio.to_thread(make_usable, folder)
        self._folder = folder
        show_problem(self.folder_verdict, "")
        self.tell(download_dir=folder)

    def _on_check_failed(self, error: TopTicketsError) -> None:
        words = self.tr("This folder cannot take downloads. {sentence}")
        show_problem(self.folder_verdict, words.format(sentence=messages.sentence(error, name=self.folder_line.text())))

    def _on_choose_button_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Download folder"), self.folder_line.text())
        dialog.setObjectName("downloadFolderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, folder: str) -> None:
        self.folder_line.setText(str(Path(folder)))
        self.take_folder()
