"""The one way in: what is to be sent from the window is looked at here, asked about where needed, and handed to the engine."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import FileRefused, LocalFileError, TopTicketsError
from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.bridge import Bridge
from toptickets_desktop.gui.formats import visible_name
from toptickets_desktop.gui.incoming.check_row import Choice, Decision
from toptickets_desktop.gui.incoming.check_sheet import CheckSheet
from toptickets_desktop.gui.incoming.concern_words import obstacle_text
from toptickets_desktop.gui.incoming.products import NotMade, ProductMaker, ShrunkPicture
from toptickets_desktop.gui.incoming.sending_sheet import SendingSheet
from toptickets_desktop.gui.tasks import TaskOwner
from toptickets_desktop.transfer.checks import CheckedFile, check_file
from toptickets_desktop.transfer.chosen_files import ChosenFile, chosen_files, should_be_shown_first
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.local_names import split_ending
from toptickets_desktop.transfer.outgoing import Neighbours, Outgoing, examine, suggested_name
from toptickets_desktop.transfer.workspace import Workspace

KnownAttachments = Callable[[str], Sequence[Attachment] | None]

_KNOWN_CONTENTS_MAX = 10_000
_FLUSH_COUNT = 16


@dataclass(slots=True)
class _Batch:
    """What was chosen at once, and how it went so far."""

    ticket: Ticket
    id: int | None = None  # the engine's, which tells of all its transfers together
    neighbours: Neighbours = field(default_factory=Neighbours)
    sent: int = 0
    refused: list[FileRefused] = field(default_factory=list)
    left_out: int = 0

    @property
    def total(self) -> int:
        return self.sent + len(self.refused) + self.left_out


class Intake(QObject):
    """Sends what the user chose, after a look at it.

    Args:
        window: the parent of the sheets.
        bridge: the way to the engine.
        known_attachments: tells a ticket's attachments when they are known here; else they are asked for.

    Signals:
        settled(int, int, str): of one choice, so many files were refused, of so many, the first for this reason.
        nothing_found(): there was no file in what was chosen.
        failed(TopTicketsError): the files could not be handed over.
        broken_off(): files that were still looked at, or asked about, are not sent, because another key is used from now on.
        status_said(str): a sentence for the status line.
    """

    settled = Signal(int, int, str)
    nothing_found = Signal()
    failed = Signal(object)
    broken_off = Signal()
    status_said = Signal(str)

    def __init__(self, window: QWidget, bridge: Bridge, known_attachments: KnownAttachments) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._known_attachments = known_attachments
        self._sha256_by_id: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._sheets: list[QDialog] = []
        self._under_way: set[str] = set()
        self.tasks = TaskOwner(self)
        bridge.transfers_changed.connect(self._on_bridge_transfers_changed)

    def send(self, ticket: Ticket, paths: Sequence[Path]) -> None:
        """Send files, and the files of folders, to a ticket."""
        self._start(self._choose(ticket, list(paths)))

    async def maker(self) -> ProductMaker:
        """What makes files for sending.

        Raises:
            Unauthorized: nobody is signed in.
        """

        async def prepared_files(workspace: Workspace) -> ProductMaker:
            return ProductMaker(workspace.prepared_files)

        return await self._bridge.call(prepared_files)

    def forget(self) -> None:
        """Close what is open, and send nothing of it: another key is used from now on, and perhaps another service."""
        is_broken_off = bool(self._under_way or self._sheets)
        for name in list(self._under_way):
            self.tasks.cancel(name)
        for sheet in list(self._sheets):
            sheet.done(QDialog.DialogCode.Rejected)  # a sheet that is being carried out would not be closed
        self._sha256_by_id.clear()
        if is_broken_off:
            self.broken_off.emit()

    # --- choosing -------------------------------------------------------------------------------------------------------

    async def _choose(self, ticket: Ticket, paths: list[Path]) -> None:
        files = await asyncio.to_thread(chosen_files, paths)
        if not should_be_shown_first(files):
            await self._examine(ticket, files)
            return
        sheet = SendingSheet(visible_name(ticket.display_id), files, self._window)
        sheet.agreed.connect(lambda chosen, is_zip: self._start(self._zip(ticket, chosen) if is_zip else self._examine(ticket, chosen)))
        self._open(sheet)

    async def _zip(self, ticket: Ticket, files: list[ChosenFile]) -> None:
        self.status_said.emit(self.tr("Packing files: %n", "", len(files)))
        maker = await self.maker()
        name = _archive_name(ticket, [file.label for file in files])
        try:
            path = await asyncio.to_thread(maker.zipped, [(file.path, file.label) for file in files], name)
        except NotMade as error:
            self.status_said.emit(obstacle_text(error))
            return
        self.status_said.emit("")
        await self._examine(ticket, [ChosenFile(path, path.name, None)])

    # --- looking --------------------------------------------------------------------------------------------------------

    async def _examine(self, ticket: Ticket, files: Sequence[ChosenFile]) -> None:
        batch = _Batch(ticket, neighbours=await self._neighbours(ticket, files))
        pending: list[CheckedFile] = []
        questions: list[Outgoing] = []
        for file in files:
            if file.refusal is not None:
                batch.refused.append(file.refusal)
                continue
            outgoing = await asyncio.to_thread(examine, file.path, batch.neighbours)
            if outgoing.needs_attention:
                questions.append(outgoing)
            elif outgoing.refusal is not None:
                batch.refused.append(outgoing.refusal)
            elif outgoing.file is not None:
                pending.append(outgoing.file)
            if len(pending) >= _FLUSH_COUNT:
                await self._hand_over(batch, pending)
        await self._hand_over(batch, pending)
        await self._refuse(batch, batch.refused)
        if questions:
            self._ask(batch, questions)
        elif not batch.total:
            self.nothing_found.emit()
        else:
            self._settle(batch)

    async def _neighbours(self, ticket: Ticket, files: Iterable[ChosenFile]) -> Neighbours:
        attachments = self._known_attachments(ticket.id)
        if attachments is None:
            try:
                attachments = await self._bridge.call(lambda workspace: workspace.client.list_attachments(ticket.id))
            except TopTicketsError:
                attachments = []  # what is wrong shows when the files are sent
        sizes = {file.size_bytes for file in files}
        for attachment in attachments:
            if attachment.size_bytes in sizes and attachment.id not in self._sha256_by_id:
                await self._learn_cached(attachment)
        return Neighbours(attachments, dict(self._sha256_by_id))

    async def _learn_cached(self, attachment: Attachment) -> None:
        """The service tells no hashes; what was looked at here can be hashed here."""
        path = await self._bridge.call(lambda workspace: workspace.content_cache.peek(attachment))
        sha256 = None if path is None else await asyncio.to_thread(_sha256_of, path)
        if sha256 is not None:
            self._learn(attachment.id, sha256)

    # --- asking ---------------------------------------------------------------------------------------------------------

    def _ask(self, batch: _Batch, questions: list[Outgoing]) -> None:
        rows = [(outgoing, suggested_name(outgoing, batch.neighbours)) for outgoing in questions]
        sheet = CheckSheet(
            visible_name(batch.ticket.display_id),
            rows,
            sent_count=batch.sent,
            make_smaller=self._make_smaller,
            tasks=self.tasks,
            parent=self._window,
        )
        sheet.decided.connect(
            lambda decisions: self._start(self._carry_out(batch, sheet, decisions), on_error=lambda _error: sheet.close())
        )
        sheet.dropped.connect(lambda left: self._start(self._drop(batch, left)))
        self._open(sheet)

    async def _make_smaller(self, outgoing: Outgoing) -> ShrunkPicture:
        maker = await self.maker()
        return await asyncio.to_thread(maker.shrunk, outgoing.path, outgoing.name)

    async def _carry_out(self, batch: _Batch, sheet: CheckSheet, decisions: list[Decision]) -> None:
        maker = await self.maker()
        failures: dict[int, str] = {}
        ready: list[CheckedFile] = []
        skipped: list[Outgoing] = []
        packed: list[tuple[int, Path, str]] = []
        for number, decision in enumerate(decisions):
            if decision.choice is Choice.SKIP:
                skipped.append(decision.outgoing)
                continue
            try:
                path = await self._prepared(maker, decision)
                if decision.choice is Choice.ZIP:
                    packed.append((number, path, decision.name))
                else:
                    ready.append(await asyncio.to_thread(check_file, path, path.name if decision.product else decision.name))
            except FileRefused as refusal:
                failures[number] = messages.sentence(refusal, name=decision.name)
            except (NotMade, LocalFileError) as error:
                failures[number] = obstacle_text(error)
        if packed:
            try:
                ready.append(await self._packed(maker, batch, [(path, name) for _, path, name in packed]))
            except (NotMade, LocalFileError, FileRefused) as error:
                words = messages.sentence(error) if isinstance(error, FileRefused) else obstacle_text(error)
                failures |= {number: words for number, _, _ in packed}
        await self._hand_over(batch, ready)
        await self._skip(batch, skipped)
        sheet.settle(failures)
        if not failures:
            self._settle(batch)

    async def _prepared(self, maker: ProductMaker, decision: Decision) -> Path:
        if decision.product is not None:
            return decision.product
        if decision.removes_metadata:
            return await asyncio.to_thread(maker.cleaned, decision.outgoing.path, decision.name)
        return decision.outgoing.path

    async def _packed(self, maker: ProductMaker, batch: _Batch, files: list[tuple[Path, str]]) -> CheckedFile:
        name = batch.neighbours.free_name(_archive_name(batch.ticket, [name for _, name in files]))
        return await asyncio.to_thread(check_file, await asyncio.to_thread(maker.zipped, files, name))

    async def _drop(self, batch: _Batch, left: list[Outgoing]) -> None:
        await self._skip(batch, left)
        self._settle(batch)

    async def _skip(self, batch: _Batch, skipped: Iterable[Outgoing]) -> None:
        """What the service would refuse gets its row with the reason; the rest was the user's own decision."""
        refused = [outgoing.refusal for outgoing in skipped if outgoing.refusal is not None]
        others = [outgoing.path for outgoing in skipped if outgoing.refusal is None]
        batch.refused += refused
        batch.left_out += len(others)
        await self._refuse(batch, refused)
        maker = await self.maker()
        for path in others:
            await asyncio.to_thread(maker.files.discard, path)

    # --- handing over ---------------------------------------------------------------------------------------------------

    async def _hand_over(self, batch: _Batch, files: list[CheckedFile]) -> None:
        chosen = list(files)
        files.clear()
        if not chosen:
            return

        def upload(engine: TransferEngine) -> None:
            batch_id = batch.id = batch.id or engine.new_batch()
            for file in chosen:
                engine.upload(batch.ticket.id, file, batch_id=batch_id)

        await self._bridge.command(upload)
        batch.sent += len(chosen)

    async def _refuse(self, batch: _Batch, refusals: Sequence[FileRefused]) -> None:
        chosen = list(refusals)

        def refuse(engine: TransferEngine) -> None:
            batch_id = batch.id = batch.id or engine.new_batch()
            for refusal in chosen:
                engine.refuse(batch.ticket.id, refusal, batch_id=batch_id)

        if chosen:
            await self._bridge.command(refuse)

    def _settle(self, batch: _Batch) -> None:
        if batch.left_out:
            self.status_said.emit(self.tr("Not sent, as you decided: %n", "", batch.left_out))
        if batch.refused:
            self.settled.emit(len(batch.refused), batch.total, messages.sentence(batch.refused[0]))

    def _open(self, sheet: QDialog) -> None:
        def on_finished() -> None:
            if sheet in self._sheets:  # the end of the program closes once more what is on its way out
                self._sheets.remove(sheet)

        self._sheets.append(sheet)
        sheet.finished.connect(on_finished)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _start(self, work: Coroutine[Any, Any, None], *, on_error: Callable[[TopTicketsError], object] | None = None) -> None:
        def tell(error: TopTicketsError) -> None:
            if on_error is not None:
                on_error(error)
            self.failed.emit(error)

        name = f"intake {next(self._numbers)}"
        task = self.tasks.start(name, work, on_error=tell)
        if task is not None:
            self._under_way.add(name)
            task.add_done_callback(lambda _done: self._under_way.discard(name))

    def _learn(self, attachment_id: str, sha256: str) -> None:
        self._sha256_by_id.pop(attachment_id, None)
        self._sha256_by_id[attachment_id] = sha256
        if len(self._sha256_by_id) > _KNOWN_CONTENTS_MAX:
            del self._sha256_by_id[next(iter(self._sha256_by_id))]

    async def _discard(self, paths: list[Path]) -> None:
        maker = await self.maker()
        for path in paths:
            await asyncio.to_thread(maker.files.discard, path)

    def _on_bridge_transfers_changed(self, transfers: list[Transfer]) -> None:
        sent: list[Path] = []
        for transfer in transfers:
            if transfer.state is not TransferState.DONE:
                continue
            if transfer.sha256 is not None and transfer.attachment_id is not None:
                self._learn(transfer.attachment_id, transfer.sha256)
            if transfer.direction is Direction.UPLOAD and transfer.path is not None:
                sent.append(transfer.path)
        if sent:
            # What cannot be removed now, the next start removes.
            self.tasks.start(f"discard {next(self._numbers)}", self._discard(sent), on_error=lambda _error: None)


def _archive_name(ticket: Ticket, names: Sequence[str]) -> str:
    """One file gives the archive its name; of several, the ticket and the time do."""
    if len(names) == 1:
        return f"{split_ending(Path(names[0]).name)[0]}.zip"
    return f"{ticket.display_id} {datetime.now().astimezone():%Y-%m-%d %H.%M.%S}.zip"


def _sha256_of(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
