"""Progress bars on a terminal: one for each file that moves, and one for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from toptickets_desktop.cli.formats import size_text
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.domain.visible_names import visible_text

if TYPE_CHECKING:
    from toptickets_desktop.transfer.engine import TransferEngine

_NAME_COLUMNS_MAX = 40
_MOVING = frozenset({TransferState.RUNNING, TransferState.VERIFYING})


@contextmanager
def progress_bars(engine: TransferEngine, stderr: TextIO) -> Iterator[None]:
    """Show what the engine does until the block ends; then the bars are gone."""
    name = TextColumn(
        "{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", max_width=_NAME_COLUMNS_MAX)
    )
    columns = (name, BarColumn(), _BytesColumn(), _SpeedColumn(), TimeRemainingColumn())
    console = Console(file=stderr, highlight=False, emoji=False, markup=False)
    # Standard output may be a pipe into another program: rich must not take it over.
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        bars = _Bars(progress)
        bars.on_transfers(engine.snapshots())
        engine.add_listener(bars.on_transfers)
        yield


class _BytesColumn(ProgressColumn):
    """How much is done. rich's own column would count an MB as 1,000,000 bytes, unlike the rest of the program."""

    def render(self, task: Task) -> Text:
        total = size_text(int(task.total)) if task.total is not None else "?"
        return Text(f"{size_text(int(task.completed))} of {total}", style="progress.download")


class _SpeedColumn(ProgressColumn):
    """How fast it goes, in the same units."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{size_text(int(speed))}/s" if speed else "", style="progress.data.speed")


class _Bars:
    """Keeps the bars in step with the transfers."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[int, TaskID] = {}
        self._seen: dict[int, Transfer] = {}
        self._overall = progress.add_task("", total=None)

    def on_transfers(self, transfers: Sequence[Transfer]) -> None:
        for transfer in transfers:
            self._seen[transfer.id] = transfer
            self._show(transfer)
        done = sum(each.state.is_final for each in self._seen.values())
        totals = [each.bytes_total for each in self._seen.values()]
        self._progress.update(
            self._overall,
            description=f"{done} of {len(self._seen)} files",
            completed=sum(each.bytes_done for each in self._seen.values()),
            total=sum(total for total in totals if total is not None),
        )

    def _show(self, transfer: Transfer) -> None:
        bar = self._bars.get(transfer.id)
        if transfer.state in _MOVING:
            if bar is None:
                bar = self._bars[transfer.id] = self._progress.add_task(visible_text(transfer.name), total=transfer.bytes_total)
            self._progress.update(bar, completed=transfer.bytes_done, total=transfer.bytes_total)
        elif bar is not None:
            self._progress.remove_task(self._bars.pop(transfer.id))
