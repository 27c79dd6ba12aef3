"""Adds, names, colours and removes profiles; every change holds at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QWidget,
)

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, BaseUrl
from toptickets_desktop.domain.errors import InvalidBaseUrl, TopTicketsError
from toptickets_desktop.domain.profile import PROFILE_NAME_LENGTH_MAX, Profile, ProfileColor
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.dialogs import Question, confirm
from toptickets_desktop.gui.fitting_dialog import FittingDialog
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.preferences.folder_check import make_usable
from toptickets_desktop.gui.profiles.profile_looks import color_text, dot_icon, profile_label
from toptickets_desktop.gui.status_line import StatusLine
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.theme import SPACING, Tone

_LIST_WIDTH_PX = SPACING * 24
_FORM_WIDTH_PX = SPACING * 60
_ID_ROLE = Qt.ItemDataRole.UserRole


class ProfilesDialog(FittingDialog):
    """To be opened with `open()`.

    Args:
        profiles: what there is.
        in_use_id: which one is in use; it cannot be removed.
        powers: what its key may do, in words.
        new_profile: makes another one and returns it.

    Signals:
        profile_changed(Profile): a profile has another name, address, folder or colour.
        use_requested(str): the id of a profile to switch to.
        remove_requested(str): the id of a profile to forget, key and all; the user has said yes to it.
    """

    profile_changed = Signal(object)
    use_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(
        self,
        profiles: Sequence[Profile],
        *,
        in_use_id: str,
        powers: str,
        new_profile: Callable[[], Profile],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("profilesDialog")
        self.setWindowTitle(self.tr("Profiles"))
        self._profiles: dict[str, Profile] = {}
        self._in_use_id = in_use_id
        self._powers = powers
        self._new_profile = new_profile
        self.tasks = TaskOwner(self)
        self.list = QListWidget()
        self.list.setObjectName("profileList")
        self.list.setAccessibleName(self.tr("Profiles"))
        self.list.setFixedWidth(_LIST_WIDTH_PX)
        self.name_line = self._make_line("profileName", self.tr("Name"))
        self.name_line.setMaxLength(PROFILE_NAME_LENGTH_MAX)
        self.address_line = self._make_line("profileAddress", self.tr("Service address"))
        self.address_line.setPlaceholderText(DEFAULT_BASE_URL)
        self.address_verdict = StatusLine()
        self.address_verdict.setObjectName("profileAddressVerdict")
        self.folder_line = self._make_line("profileFolder", self.tr("Download folder"))
        self.folder_verdict = StatusLine()
        self.folder_verdict.setObjectName("profileFolderVerdict")
        self.choose_button = self._make_button("chooseProfileFolder", self.tr("&Choose…"))
        self.colors = QButtonGroup(self)
        self.powers_line = StatusLine()
        self.powers_line.setObjectName("profilePowers")
        self.add_button = self._make_button("addProfile", self.tr("&Add"))
        self.remove_button = self._make_button("removeProfile", self.tr("&Remove…"))
        self.use_button = self._make_button("useProfile", self.tr("&Use this profile"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # Enter ends a field, not the dialog.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self._lay_out()
        self.show_profiles(profiles, in_use_id, powers)

        self.list.currentItemChanged.connect(lambda _now, _before: self._fill())
        self.name_line.textEdited.connect(self._on_name_line_text_edited)
        self.address_line.editingFinished.connect(self._on_address_line_editing_finished)
        self.folder_line.editingFinished.connect(self._on_folder_line_editing_finished)
        self.choose_button.clicked.connect(self._on_choose_button_clicked)
        self.colors.idClicked.connect(self._on_colors_id_clicked)
        self.add_button.clicked.connect(self._on_add_button_clicked)
        self.remove_button.clicked.connect(self._on_remove_button_clicked)
        self.use_button.clicked.connect(self._on_use_button_clicked)
        self.buttons.rejected.connect(self.reject)

    @property
    def profile(self) -> Profile | None:
        """The one that is shown."""
        row = self.list.currentRow()  # -1 while there is none
        return self._profiles.get(self.list.item(row).data(_ID_ROLE)) if row >= 0 else None

    def show_profiles(self, profiles: Sequence[Profile], in_use_id: str, powers: str) -> None:
        """List what there is now; the one that is shown stays."""
        shown = self.profile.id if self.profile is not None else in_use_id
        self._profiles = {each.id: each for each in profiles}
        self._in_use_id, self._powers = in_use_id, powers
        self.list.blockSignals(True)
        self.list.clear()
        for profile in profiles:
            item = QListWidgetItem(dot_icon(profile.color), profile_label(profile))
            item.setData(_ID_ROLE, profile.id)
            font = item.font()
            font.setBold(profile.id == in_use_id)
            item.setFont(font)
            if profile.id == in_use_id:
                item.setToolTip(self.tr("In use"))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.select(shown if shown in self._profiles else in_use_id)

    def select(self, profile_id: str) -> None:
        """Show a profile."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID_ROLE) == profile_id:
                self.list.setCurrentRow(row)
        self._fill()

    def done(self, result: int) -> None:
        """Take what was typed last, and stop what runs."""
        self._on_address_line_editing_finished()
        self.tasks.cancel("check folder")
        super().done(result)

    # --- building -------------------------------------------------------------------------------------------------------

    def _make_line(self, object_name: str, accessible_name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(object_name)
        line.setAccessibleName(accessible_name)
        return line

    def _make_button(self, object_name: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        color_row = horizontal(spacing_px=SPACING // 2)
        for number, color in enumerate(ProfileColor):
            button = QToolButton()
            button.setObjectName(f"profileColor_{color.value}")
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setIcon(dot_icon(color))
            button.setIconSize(QSize(SPACING * 2 + SPACING // 2, SPACING * 2 + SPACING // 2))
            button.setToolTip(color_text(color))
            button.setAccessibleName(color_text(color))
            self.colors.addButton(button, number)
            color_row.addWidget(button)
        color_row.addStretch(1)
        folder_row = horizontal()
        folder_row.addWidget(self.folder_line, 1)
        folder_row.addWidget(self.choose_button)
        address = vertical(spacing_px=SPACING // 2)
        address.addWidget(self.address_line)
        address.addWidget(self.address_verdict)
        folder = vertical(spacing_px=SPACING // 2)
        folder.addLayout(folder_row)
        folder.addWidget(self.folder_verdict)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACING * 2)
        form.setVerticalSpacing(SPACING * 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self._label(self.tr("&Name:"), self.name_line), self.name_line)
        form.addRow(self._label(self.tr("Colour:"), self.colors.buttons()[0]), color_row)
        form.addRow(self._label(self.tr("&Service address:"), self.address_line), address)
        form.addRow(self._label(self.tr("&Download folder:"), self.folder_line), folder)
        form.addRow(QLabel(self.tr("API key:")), self.powers_line)
        use_row = horizontal()
        use_row.addStretch(1)
        use_row.addWidget(self.use_button)
        right = vertical(spacing_px=SPACING * 2)
        right.addLayout(form)
        right.addStretch(1)
        right.addLayout(use_row)
        list_buttons = horizontal()
        list_buttons.addWidget(self.add_button)
        list_buttons.addWidget(self.remove_button)
        left = vertical()
        left.addWidget(self.list, 1)
        left.addLayout(list_buttons)
        top = horizontal(spacing_px=SPACING * 3)
        top.addLayout(left)
        top.addLayout(right, 1)
        layout = vertical(self, spacing_px=SPACING * 2, margin_px=SPACING * 3)
        layout.addLayout(top, 1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(_LIST_WIDTH_PX + _FORM_WIDTH_PX)

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text)
        label.setBuddy(buddy)
        return label

    # --- showing --------------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        profile = self.profile
        if profile is None:
            return
        is_in_use = profile.id == self._in_use_id
        if " ".join(self.name_line.text().split()) != profile.name:  # a blank that is just being typed stays
            self.name_line.setText(profile.name)
        self.name_line.setPlaceholderText(profile_label(replace(profile, name="")))
        self.address_line.setText(self.tr("On this computer, while it is in use") if profile.is_practice else profile.base_url)
        self.folder_line.setText(str(profile.download_dir))
        for verdict in (self.address_verdict, self.folder_verdict):
            verdict.hide()
        self.address_line.setEnabled(not profile.is_practice)
        self.colors.button(list(ProfileColor).index(profile.color)).setChecked(True)
        if is_in_use:
            self.powers_line.show_text(self._powers or self.tr("Not signed in."), icon_name="key-round", tone=None)
        else:
            words = self.tr("Made for you in each run.") if profile.is_practice else self.tr("What it may do shows while it is in use.")
            self.powers_line.show_text(words, icon_name="key-round", tone=Tone.NEUTRAL)
        self.use_button.setEnabled(not is_in_use)
        self.use_button.setText(self.tr("In use") if is_in_use else self.tr("&Use this profile"))
        self.remove_button.setEnabled(not is_in_use and not profile.is_practice)
        why_not = ""
        if is_in_use:
            why_not = self.tr("Switch to another profile first.")
        elif profile.is_practice:
            why_not = self.tr("The practice service is always there.")
        self.remove_button.setToolTip(why_not)

    def _tell(self, profile: Profile) -> None:
        self._profiles[profile.id] = profile
        self.profile_changed.emit(profile)

    # --- slots ----------------------------------------------------------------------------------------------------------

    def _on_name_line_text_edited(self, text: str) -> None:
        if self.profile is not None:
            self._tell(replace(self.profile, name=" ".join(text.split())))

    def _on_address_line_editing_finished(self) -> None:
        profile = self.profile
        if profile is None or profile.is_practice:
            return
        try:
            base_url = BaseUrl.parse(self.address_line.text().strip() or DEFAULT_BASE_URL)
        except InvalidBaseUrl as error:
            words = f"{messages.sentence(error)} {messages.hint(error)}"
            self.address_verdict.show_text(words, icon_name="circle-alert", tone=Tone.DANGER)
            self.address_verdict.show()
            return
        self.address_verdict.hide()
        if base_url.text != profile.base_url:
            self._tell(replace(profile, base_url=base_url.text))

    def _on_folder_line_editing_finished(self) -> None:
        profile, folder = self.profile, Path(self.folder_line.text().strip()).expanduser()
        if profile is None or folder == profile.download_dir:
            self.folder_verdict.hide()
        elif not folder.is_absolute():
            self._show_folder_problem(self.tr("Give the whole path of the folder, or choose it."))
        else:
            self.tasks.start("check folder", self._check_folder(profile, folder), on_error=self._on_folder_check_failed)

    async def _check_folder(self, profile: Profile, folder: Path) -> None:
        await asyncio.to_thread(make_usable, folder)
        self.folder_verdict.hide()
        current = self._profiles.get(profile.id)
        if current is not None:
            self._tell(replace(current, download_dir=folder))

    def _on_folder_check_failed(self, error: TopTicketsError) -> None:
        words = self.tr("This folder cannot take downloads. {sentence}")
        self._show_folder_problem(words.format(sentence=messages.sentence(error, name=self.folder_line.text())))

    def _show_folder_problem(self, text: str) -> None:
        self.folder_verdict.show_text(text, icon_name="circle-alert", tone=Tone.DANGER)
        self.folder_verdict.show()

    def _on_choose_button_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Download folder"), self.folder_line.text())
        dialog.setObjectName("profileFolderDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    def _on_folder_chosen(self, folder: str) -> None:
        self.folder_line.setText(str(Path(folder)))
        self._on_folder_line_editing_finished()

    def _on_colors_id_clicked(self, number: int) -> None:
        if self.profile is not None:
            self._tell(replace(self.profile, color=list(ProfileColor)[number]))

    def _on_add_button_clicked(self) -> None:
        added = self._new_profile()
        self.select(added.id)
        self.name_line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name_line.selectAll()

    def _on_remove_button_clicked(self) -> None:
        profile = self.profile
        if profile is None:
            return
        question = Question(
            object_name="removeProfileQuestion",
            title=self.tr("Remove profile"),
            text=self.tr("Remove the profile “{name}” and its API key from this computer?").format(name=profile_label(profile)),
            details=self.tr("Downloaded files stay. The key itself stays valid: revoke it in TopTickets."),
            accept=self.tr("Remove"),
        )
        confirm(self, question, lambda: self.remove_requested.emit(profile.id))

    def _on_use_button_clicked(self) -> None:
        profile = self.profile
        if profile is not None:
            self.accept()
            self.use_requested.emit(profile.id)
