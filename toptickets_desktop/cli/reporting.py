"""Telling what became of each file as soon as it is known, without disturbing the progress bars."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from toptickets_desktop.cli.exit_codes import ExitCode, exit_code_of_results
from toptickets_desktop.cli.output import Output
from toptickets_desktop.cli.results import Result, result_of_transfer
from toptickets_desktop.domain.errors import TopTicketsError

if TYPE_CHECKING:
    from toptickets_desktop.transfer.engine import TransferEngine


class Report:
    """The results of one command."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._results: list[Result] = []
        self._held_back: list[Result] = []
        self._holds_back = False

    @property
    def exit_code(self) -> ExitCode:
        return exit_code_of_results(self._results)

    def add(self, result: Result) -> None:
        """Tell one result, now or when the bars are gone."""
        self._results.append(result)
        if self._holds_back:
            self._held_back.append(result)
        else:
            self._output.result(result)

    def add_all_failed(self, results: Iterable[Result], error: TopTicketsError) -> ExitCode:
        """Tell that nothing was done for one reason: said once to people, and for each file in JSON."""
        from toptickets_desktop.cli.messages import sentence

        results = list(results)
        if self._output.as_json:
            for result in results:
                self.add(result)
        else:
            self._results += results
        self._output.note(f"Error: {sentence(error)}")
        return self.exit_code

    @contextmanager
    def holding_back(self) -> Iterator[None]:
        """Print nothing while bars move on the same terminal; whatever happens, it is printed in the end.

        JSON for another program goes on: nothing of it reaches the terminal.
        """
        self._holds_back = self._output.is_terminal or not self._output.as_json
        try:
            yield
        finally:
            self._holds_back = False
            held_back, self._held_back = self._held_back, []
            for result in held_back:
                self._output.result(result)


async def report_transfers(engine: TransferEngine, transfer_ids: Iterable[int], report: Report, output: Output) -> None:
    """Wait for transfers and tell each when it ends, with progress bars if somebody looks."""
    if not output.shows_progress:
        await _tell_each(engine, transfer_ids, report)
        return
    from toptickets_desktop.cli.progress import progress_bars

    with report.holding_back(), progress_bars(engine, output.stderr):
        await _tell_each(engine, transfer_ids, report)


async def _tell_each(engine: TransferEngine, transfer_ids: Iterable[int], report: Report) -> None:
    untold = dict.fromkeys(transfer_ids)

    async def tell(transfer_id: int) -> None:
        transfer = await engine.wait(transfer_id)
        del untold[transfer_id]
        report.add(result_of_transfer(transfer))

    try:
        await asyncio.gather(*map(tell, tuple(untold)))
    except asyncio.CancelledError:
        # Interrupted. Of each file it is still said what became of it: an upload may be stored all the same.
        for transfer_id in untold:
            engine.cancel(transfer_id)
        for transfer_id in tuple(untold):
            await tell(transfer_id)
        raise
