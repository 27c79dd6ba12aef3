"""Where downloads go, how many files move at once, light or dark, and which key is used."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from toptickets_desktop.credentials import KeySource
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.dialogs import Question, confirm
from toptickets_desktop.gui.fitting_dialog import FittingDialog
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preferences.folder_check import make_usable
from toptickets_desktop.gui.sign_in.key_words import kind_text, source_text
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING, ColorChoice, Tone
from toptickets_desktop.settings import CONCURRENCY_MAX, Settings

WIDTH_PX = SPACING * 66
_SAVE = "save"


class PreferencesDialog(FittingDialog):
    """To be opened with `open()`.

    Args:
        settings: what is chosen now; it is not changed here.
        key_kind, key_source: of the key in use; None while nobody is signed in.

    Signals:
        settings_changed(Settings): a copy of the settings with other choices; comes before the dialog closes.
        change_key_requested(): the user wants to sign in with another key.
        remove_key_requested(): the user wants the key forgotten, and has said yes to it.
    """

    settings_changed = Signal(object)
    change_key_requested = Signal()
    remove_key_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        *,
        key_kind: KeyKind | None,
        key_source: KeySource | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self.tasks = TaskOwner(self)
        self.tasks.crashed.connect(lambda _error: self._on_save_failed(TopTicketsError()))

        self.folder_line = QLineEdit(str(settings.download_dir))
        self.folder_line.setObjectName("downloadFolder")
        self.folder_line.setAccessibleName(self.tr("Download folder"))
        self.choose_button = self._make_button("chooseDownloadFolder", self.tr("&Choose…"))
        self.folder_verdict = StatusLine()
        self.folder_verdict.setObjectName("downloadFolderVerdict")
        self.folder_verdict.hide()
        self.concurrency_box = QSpinBox(minimum=1, maximum=CONCURRENCY_MAX, value=settings.concurrency)
        self.concurrency_box.setObjectName("concurrency")
        self.concurrency_box.setAccessibleName(self.tr("Transfers at a time"))
        self.resume_box = QCheckBox(self.tr("&Go on with unfinished transfers at the start"))
        self.resume_box.setObjectName("resumesTransfers")
        self.resume_box.setToolTip(self.tr("Otherwise they wait until you resume them in the list of transfers."))
        self.resume_box.setChecked(settings.resumes_transfers)
        self.theme_box = QComboBox()
        self.theme_box.setObjectName("theme")
        self.theme_box.setAccessibleName(self.tr("Appearance"))
        for choice, words in (
            (ColorChoice.SYSTEM, self.tr("Like the system")),
            (ColorChoice.LIGHT, self.tr("Light")),
            (ColorChoice.DARK, self.tr("Dark")),
        ):
            self.theme_box.addItem(words, choice.value)
        self.theme_box.setCurrentIndex(max(self.theme_box.findData(settings.theme), 0))
        self.key_line = StatusLine()
        self.key_line.setObjectName("keyInUse")
        self.change_key_button = self._make_button("changeKeyButton", self.tr("Change &key…") if key_kind else self.tr("&Sign in…"))
        self.remove_key_button = self._make_button("removeKeyButton", self.tr("&Remove key…"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.ok_button.setObjectName("savePreferences")
        self.ok_button.setDefault(True)
        self._lay_out()
        self._show_key(key_kind, key_source)

        self.folder_line.textChanged.connect(self._on_folder_line_text_changed)
        self.choose_button.clicked.connect(self._on_choose_button_clicked)
        self.change_key_button.clicked.connect(self._on_change_key_button_clicked)
        self.remove_key_button.clicked.connect(self._on_remove_key_button_clicked)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)

    @property
    def ok_button(self) -> QPushButton:
        """Keeps the choices and closes the dialog."""
        return self.buttons.button(QDialogButtonBox.StandardButton.Ok)

    @property
    def folder(self) -> Path:
        """The chosen download folder, as it stands in the field."""
        return Path(self.folder_line.text().strip()).expanduser()

    def done(self, result: int) -> None:
        """Stop what runs."""
        self.tasks.cancel(_SAVE)
        super().done(result)

    # --- building -------------------------------------------------------------------------------------------------------

    def _make_button(self, object_name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        folder_row = horizontal()
        folder_row.addWidget(self.folder_line, 1)
        folder_row.addWidget(self.choose_button)
        folder = vertical(spacing_px=SPACING // 2)
        folder.addLayout(folder_row)
        folder.addWidget(self.folder_verdict)
        key_row = horizontal()
        key_row.addWidget(self.change_key_button)
        key_row.addWidget(self.remove_key_button)
        key_row.addStretch(1)
        key = vertical()
        key.addWidget(self.key_line)
        key.addLayout(key_row)
        concurrency_row = horizontal()
        concurrency_row.addWidget(self.concurrency_box)
        concurrency_row.addStretch(1)
        theme_row = horizontal()
        theme_row.addWidget(self.theme_box)
        theme_row.addStretch(1)

        form = QFormLayout()
        form.setHorizontalSpacing(SPACING * 2)
        form.setVerticalSpacing(SPACING * 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._label(self.tr("&Download folder:"), self.folder_line), folder)
        form.addRow(self._label(self.tr("&Transfers at a time:"), self.concurrency_box), concurrency_row)
        form.addRow("", self.resume_box)
        form.addRow(self._label(self.tr("&Appearance:"), self.theme_box), theme_row)
        form.addRow(self._line())
        form.addRow(QLabel(self.tr("API key:")), key)
        layout = vertical(self, spacing_px=SPACING * 2, margin_px=SPACING * 3)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(WIDTH_PX)

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setBuddy(buddy)
        return label

    def _line(self) -> QFrame:
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        return line

    def _show_key(self, kind: KeyKind | None, source: KeySource | None) -> None:
        if kind is None or source is None:
            self.key_line.show_text(self.tr("Not signed in."), icon_name="key-round", tone=Tone.NEUTRAL)
            self.remove_key_button.hide()
            return
        words = self.tr("{kind}. {where}").format(kind=kind_text(kind), where=source_text(source))
        self.key_line.show_text(words, icon_name="key-round")
        if source is KeySource.ENVIRONMENT:
            self.remove_key_button.setEnabled(False)
            self.remove_key_button.setToolTip(self.tr("To stop using it, start the program without TOPTICKETS_API_KEY."))

    # --- saving ---------------------------------------------------------------------------------------------------------

    def _save(self) -> None:
        if not self.folder.is_absolute():
            self._show_folder_problem(self.tr("Give the whole path of the folder, or choose it."))
        elif not self.tasks.is_running(_SAVE):
            self.ok_button.setEnabled(False)
            self.tasks.start(_SAVE, self._check_and_save(self.folder), on_error=self._on_save_failed)

    async def _check_and_save(self, folder: Path) -> None:
        if folder != self._settings.download_dir:
            await asyncio.to_thread(make_usable, folder)
        chosen = replace(
            self._settings,
            download_dir=folder,
            concurrency=self.concurrency_box.value(),
            resumes_transfers=self.resume_box.isChecked(),
            theme=str(self.theme_box.currentData()),
        )
        if chosen != self._settings:
            self.settings_changed.emit(chosen)
        self.accept()

    def _show_folder_problem(self, text: str) -> None:
        self.folder_verdict.show_text(text, icon_name="circle-alert", tone=Tone.DANGER)
        self.folder_verdict.show()
        self.folder_line.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_save_failed(self, error: TopTicketsError) -> None:
        self.ok_button.setEnabled(True)
        words = self.tr("This folder cannot take downloads. {sentence}")
        self._show_folder_problem(words.format(sentence=messages.sentence(error, name=self.folder_line.text())))

    def _on_folder_line_text_changed(self) -> None:
        self.folder_verdict.hide()

    def _on_choose_button_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Download folder"), self.folder_line.text())
        dialog.setObjectName("downloadFolderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self.folder_line.setText(str(Path(folder))))
        dialog.open()

    def _on_change_key_button_clicked(self) -> None:
        """The sign-in dialog takes this one's place: two questions at once are one too many."""
        self.reject()
        self.change_key_requested.emit()

    def _on_remove_key_button_clicked(self) -> None:
        question = Question(
            object_name="removeKeyQuestion",
            title=self.tr("Remove key"),
            text=self.tr("Remove the API key from this computer?"),
            details=self.tr(
                "You are signed out, and what is being transferred stops. The key itself stays valid: revoke it in TopTickets."
            ),
            accept=self.tr("Remove"),
        )
        confirm(self, question, self._on_remove_confirmed)

    def _on_remove_confirmed(self) -> None:
        self.reject()
        self.remove_key_requested.emit()
