"""Getting attachments out of the window: as files that are dragged, copied, opened or shown, and as links.

Other programs get private read-only copies (transfer/handed_out.py), made before they are asked for; never the cache's own files.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QWidget

from toptickets_desktop.domain.access import Scope
from toptickets_desktop.domain.attachment import Attachment, SignedUrl
from toptickets_desktop.domain.errors import TopTicketsError, Unauthorized
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.actions import Actions, connect_all
from toptickets_desktop.gui.attachments.attachment_controller import AttachmentController
from toptickets_desktop.gui.attachments.attachment_pane import AttachmentPane
from toptickets_desktop.gui.attachments.copied_link import CopiedLink
from toptickets_desktop.gui.attachments.copied_picture import PNG_FORMAT, is_picture, picture_png
from toptickets_desktop.gui.attachments.row_drag import RowDrag
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.dialogs import choose_folder
from toptickets_desktop.gui.file_opener import FileOpener
from toptickets_desktop.gui.formats import clock_text, size_text, visible_name
from toptickets_desktop.gui.permissions import Permissions
from toptickets_desktop.gui.preview.decode_client import DecodeClient
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.gui.toast import Toast, ToastStack
from toptickets_desktop.transfer.handed_out import HandedOut

BUSY_AFTER_MS = 300
_BUSY_TIMEOUT_MS = 24 * 3600 * 1000
_READY_SETS_MAX = 64

_FETCH = "hand out"
_SHOW = "show in folder"
_LINK = "link"
_PICTURE = "copied picture"

# How file managers tell copied files from cut ones (Nautilus and its relatives; KDE).
_GNOME_COPIED_FILES = "x-special/gnome-copied-files"
_KDE_CUT_SELECTION = "application/x-kde-cutselection"


class HandingOut(QObject):
    """Fetches what is wanted outside, and hands it over.

    Args:
        window: what questions stand before.
        actions: `copy_files`, `open_file`, `open_with`, `show_in_folder`, `copy_link` and `save_all` are connected here.
        handed_out: where the copies are made.
        download_folder: tells where downloads go now.
        decoder: makes of a copied picture what programs take that want no file.

    Signals:
        unauthorized(): the service does not take the key (any more).
    """

    unauthorized = Signal()
    _progressed = Signal()

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        pane: AttachmentPane,
        controller: AttachmentController,
        bridge: Bridge,
        permissions: Permissions,
        opener: FileOpener,
        toasts: ToastStack,
        handed_out: HandedOut,
        download_folder: Callable[[], Path],
        decoder: DecodeClient,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._pane = pane
        self._controller = controller
        self._bridge = bridge
        self._permissions = permissions
        self._opener = opener
        self._toasts = toasts
        self._handed_out = handed_out
        self._download_folder = download_folder
        self._decoder = decoder
        self._link = CopiedLink(QGuiApplication.clipboard(), self)
        self._ready: dict[tuple[str, ...], list[Path]] = {}
        self._copied: list[Path] = []
        self._drags: list[RowDrag] = []
        self._busy: Toast | None = None
        self._busy_text = ""
        self._bytes_total = 0
        self._bytes_done = 0
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._show_busy)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self.tasks = TaskOwner(self)
        self.watch(pane.table)
        connect_all(
            [
                (actions.copy_files, self._copy_files),
                (actions.open_file, lambda: self._open(opener.open)),
                (actions.open_with, lambda: self._open(opener.open_with)),
                (actions.show_in_folder, self._show_selected_in_folder),
                (actions.copy_link, self._copy_link),
                (actions.save_all, self._save_all),
            ]
        )
        pane.selection_changed.connect(self.update_actions)
        permissions.changed.connect(self.update_actions)
        controller.listed.connect(self.update_actions)
        self.update_actions()

    def watch(self, view: QAbstractItemView) -> None:
        """Let attachments be dragged out of a view."""
        drag = RowDrag(view, self.ready_paths)
        drag.wanted.connect(lambda attachments: self._fetch_for_drag(drag, attachments))
        self._drags.append(drag)

    def ready_paths(self, attachments: Sequence[Attachment]) -> list[Path] | None:
        """The copies of these attachments, if they were made already."""
        return self._ready.get(_key_of(attachments))

    def update_actions(self) -> None:
        """Enable what can be done now, and say why the rest cannot."""
        actions = self._actions
        why_not = self._permissions.why_not(Scope.ATTACHMENTS_READ)
        selected = self._pane.selected()
        no_selection = "" if selected else self.tr("Select an attachment first.")
        not_one = "" if len(selected) == 1 else self.tr("Select one attachment.")
        actions.allow(actions.copy_files, why_not or no_selection)
        for action in (actions.open_file, actions.open_with, actions.show_in_folder, actions.copy_link):
            actions.allow(action, why_not or not_one)
        nothing = "" if self._controller.rows() else self.tr("There is nothing to save.")
        actions.allow(actions.save_all, why_not or nothing)

    def forget(self) -> None:
        """Another service, or another key, is in use: what was made for the one before is not for this one, whatever its ids are."""
        self.tasks.cancel(_FETCH)
        self.tasks.cancel(_PICTURE)
        self._ready.clear()

    async def finish(self) -> None:
        """Stop what is on its way, and leave nothing of ours on the clipboard; to be awaited before the copies are removed."""
        self._busy_timer.stop()
        await self.tasks.close()
        self._link.forget()
        if self._copied and self._is_on_clipboard(self._copied):
            QGuiApplication.clipboard().clear()

    # --- what the actions do --------------------------------------------------------------------------------------------

    def _copy_files(self) -> None:
        selected = self._pane.selected()

        def copy(paths: list[Path]) -> None:
            self._copied = paths
            QGuiApplication.clipboard().setMimeData(_files_to_paste(paths, selected))
            text = self.tr("Copied %n files. Paste them where you want them.", "", len(paths))
            self._toasts.show(text)
            self.tasks.cancel(_PICTURE)
            if len(selected) == 1 and is_picture(selected[0]):
                self.tasks.start(_PICTURE, self._add_picture(paths, selected), on_error=self._on_failed)

        self._fetch(selected, copy)

    async def _add_picture(self, paths: list[Path], selected: list[Attachment]) -> None:
        """Let the picture that was copied as a file be pasted as a picture, too, unless something else was copied meanwhile."""
        png = await picture_png(self._decoder, paths[0])
        if png is not None and self._is_on_clipboard(paths):
            data = _files_to_paste(paths, selected)
            data.setData(PNG_FORMAT, png)
            QGuiApplication.clipboard().setMimeData(data)

    @staticmethod
    def _is_on_clipboard(paths: list[Path]) -> bool:
        data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())  # None when there is nothing on it
        return data is not None and [Path(url.toLocalFile()) for url in data.urls()] == paths

    def _open(self, open_: Callable[..., None]) -> None:
        selected = self._pane.selected()
        if len(selected) == 1:
            (attachment,) = selected
            self._fetch(selected, lambda paths: open_(paths[0], show_in_folder=lambda: self.show_in_folder(attachment)))

    def _show_selected_in_folder(self) -> None:
        selected = self._pane.selected()
        if len(selected) == 1:
            self.show_in_folder(selected[0])

    def show_in_folder(self, attachment: Attachment) -> None:
        """Show where an attachment was saved; one that was not is saved first."""
        self.tasks.start(_SHOW, self._show_in_folder(attachment), on_error=self._on_failed)

    def _copy_link(self) -> None:
        selected = self._pane.selected()
        if len(selected) == 1:
            self.tasks.start(_LINK, self._fetch_link(selected[0]), on_error=self._on_failed)

    def _save_all(self) -> None:
        rows = self._controller.rows()
        choose_folder(self._window, self._download_folder(), lambda folder: self._controller.download(rows, folder))

    # --- fetching -------------------------------------------------------------------------------------------------------

    def _fetch_for_drag(self, drag: RowDrag, attachments: list[Attachment]) -> None:
        def on_ready(paths: list[Path]) -> None:
            if drag.is_button_down:
                drag.start(paths)
                return
            drag.give_up()
            self._toasts.show(self.tr("%n files are here now. Drag them once more.", "", len(paths)))

        self._fetch(attachments, on_ready, on_end=drag.give_up)

    def _fetch(
        self, attachments: Sequence[Attachment], on_ready: Callable[[list[Path]], object], *, on_end: Callable[[], object] | None = None
    ) -> None:
        """Make copies of attachments, unless there are some, and go on with them; `on_end` is called when they do not come."""
        if not attachments:
            return
        self._end_busy()
        task = self.tasks.start(_FETCH, self._fetch_copies(list(attachments), on_ready), on_error=self._on_failed)
        if task is not None and on_end is not None:
            task.add_done_callback(lambda done: on_end() if done.cancelled() or done.exception() is not None else None)

    async def _fetch_copies(self, attachments: list[Attachment], on_ready: Callable[[list[Path]], object]) -> None:
        paths = self.ready_paths(attachments)
        if paths is None or not await asyncio.to_thread(_all_there, paths):
            self._begin_busy(attachments)
            try:
                paths = await self._bridge.call(
                    lambda workspace: workspace.hand_out(attachments, self._handed_out, on_progress=self._note_progress)
                )
            finally:
                self._end_busy()
            while len(self._ready) >= _READY_SETS_MAX:
                del self._ready[next(iter(self._ready))]
            self._ready[_key_of(attachments)] = paths
        on_ready(paths)

    async def _show_in_folder(self, attachment: Attachment) -> None:
        workspace = self._bridge.workspace
        path = await self._controller.saved_path(attachment)
        if path is None:
            folder = self._download_folder()
            number = await self._bridge.command(lambda engine: engine.download(attachment, folder), of=workspace)
            saved = await self._bridge.call(lambda workspace: workspace.engine.wait(number), of=workspace)
            path = saved.path
        if path is not None:
            self._opener.show_in_folder(path)

    async def _fetch_link(self, attachment: Attachment) -> None:
        signed_url: SignedUrl = await self._bridge.call(
            lambda workspace: workspace.client.get_download_url(attachment.ticket_id, attachment.id)
        )
        ends_at = self._link.put(signed_url)
        name = visible_name(attachment.filename)
        if ends_at is None:
            text = self.tr("Copied a link to “{name}”. It opens the file to anybody who has it.").format(name=name)
        else:
            text = self.tr("Copied a link to “{name}”. Until {time} it opens the file to anybody who has it.").format(
                name=name, time=clock_text(ends_at)
            )
        self._toasts.show(text)

    # --- saying that it takes a while -----------------------------------------------------------------------------------

    def _begin_busy(self, attachments: list[Attachment]) -> None:
        self._bytes_done, self._bytes_total = 0, sum(attachment.size_bytes or 0 for attachment in attachments)
        if len(attachments) == 1:
            self._busy_text = self.tr("Fetching “{name}”").format(name=visible_name(attachments[0].filename))
        else:
            self._busy_text = self.tr("Fetching %n files", "", len(attachments))
        self._busy_timer.start()

    def _show_busy(self) -> None:
        self._busy = self._toasts.show(self._busy_words(), action=self.tr("Cancel"), timeout_ms=_BUSY_TIMEOUT_MS)
        self._busy.acted.connect(lambda: self.tasks.cancel(_FETCH))
        self._busy.ended.connect(self._on_busy_ended)

    def _end_busy(self) -> None:
        self._busy_timer.stop()
        if self._busy is not None:
            self._busy.dismiss()

    def _on_busy_ended(self) -> None:
        self._busy = None

    def _busy_words(self) -> str:
        done, total = size_text(self._bytes_done), size_text(self._bytes_total)
        return self.tr("{what}: {done} of {total}").format(what=self._busy_text, done=done, total=total)

    def _note_progress(self, bytes_done: int) -> None:
        """On the network thread."""
        self._bytes_done = bytes_done
        self._progressed.emit()

    def _on_progressed(self) -> None:
        if self._busy is not None:
            self._busy.set_text(self._busy_words())

    def _on_failed(self, error: TopTicketsError) -> None:
        self._permissions.note_error(error, Scope.ATTACHMENTS_READ)
        if isinstance(error, Unauthorized):
            self.unauthorized.emit()
        self._pane.banner.show_message("triangle-alert", f"{messages.sentence(error)} {messages.hint(error)}".strip(), error=error)


def _key_of(attachments: Sequence[Attachment]) -> tuple[str, ...]:
    return tuple(f"{attachment.ticket_id}/{attachment.id}" for attachment in attachments)


def _all_there(paths: list[Path]) -> bool:
    return all(path.is_file() for path in paths)


def _files_to_paste(paths: Sequence[Path], attachments: Sequence[Attachment]) -> QMimeData:
    """Files for file managers and mail programs, names for text fields."""
    urls = [QUrl.fromLocalFile(str(path)) for path in paths]
    data = QMimeData()
    data.setUrls(urls)
    lines = ["copy", *(bytes(url.toEncoded().data()).decode("ascii") for url in urls)]
    data.setData(_GNOME_COPIED_FILES, "\n".join(lines).encode())
    data.setData(_KDE_CUT_SELECTION, b"0")
    data.setText("\n".join(visible_name(attachment.filename) for attachment in attachments))
    return data
