"""Everything that the command prints: JSON lines or columns on standard output, all else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from toptickets_desktop.cli.messages import sentence
from toptickets_desktop.cli.results import Result
from toptickets_desktop.cli.visible_text import size_text, visible

_COLUMN_GAP = "  "


class Output:
    """The two streams. Foreign text is made visible before it reaches a terminal, and stays intact in JSON."""

    def __init__(self, *, as_json: bool, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self.as_json = as_json
        self._stdout = stdout if stdout is not None else sys.stdout
        self.stderr = stderr if stderr is not None else sys.stderr

    @property
    def is_terminal(self) -> bool:
        """Whether somebody looks at standard output."""
        return self._stdout.isatty()

    @property
    def shows_progress(self) -> bool:
        """Whether somebody looks at standard error."""
        return self.stderr.isatty()

    def json_line(self, fields: dict[str, object]) -> None:
        """One object a line, in ASCII: whatever reads it needs no guess about the encoding, and no name breaks the line."""
        self._stdout.write(json.dumps(fields, ensure_ascii=True, separators=(", ", ": ")) + "\n")
        self._stdout.flush()

    def line(self, text: str = "") -> None:
        """One line of the result, for people."""
        self._stdout.write(f"{text}\n")
        self._stdout.flush()

    def note(self, text: str) -> None:
        """Something beside the result."""
        self.stderr.write(f"{text}\n")
        self.stderr.flush()

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], *, right_aligned: Sequence[str] = ()) -> None:
        """Columns: on a terminal cut to its width, otherwise whole."""
        shown = [[visible(cell) for cell in row] for row in rows]
        if self.is_terminal:
            self._rich_table(headers, shown, right_aligned)
            return
        from rich.cells import cell_len  # counts CJK and emoji as two columns

        widths = [max(map(cell_len, column)) for column in zip(headers, *shown, strict=True)]
        for row in (headers, *shown):
            cells = []
            for header, cell, width in zip(headers, row, widths, strict=True):
                padding = " " * (width - cell_len(cell))
                cells.append(padding + cell if header in right_aligned else cell + padding)
            self._stdout.write(_COLUMN_GAP.join(cells).rstrip() + "\n")
        self._stdout.flush()

    def result(self, result: Result) -> None:
        """What became of one file: done on standard output, not done on standard error; with `--json` all on standard output."""
        if self.as_json:
            self.json_line(result_to_json(result))
            return
        name = visible(result.file)
        if result.error is not None:
            self.note(f"{result.status:<11}  {sentence(result.error, name=result.file)}")
        elif result.path is not None and result.status.value == "downloaded":
            self.line(f"{result.status:<11}  {size_text(result.size_bytes):>7}  {visible(str(result.path))}")
        elif result.size_bytes:
            self.line(f"{result.status:<11}  {size_text(result.size_bytes):>7}  {name}")
        else:
            self.line(f"{result.status:<11}  {name}")

    def _rich_table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], right_aligned: Sequence[str]) -> None:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for header in headers:
            is_last = header == headers[-1]
            table.add_column(
                header,
                justify="right" if header in right_aligned else "left",
                no_wrap=True,
                overflow="ellipsis",
                ratio=1 if is_last else None,
            )
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))  # Text takes no markup
        Console(file=self._stdout, highlight=False, markup=False, emoji=False).print(table)


def result_to_json(result: Result) -> dict[str, object]:
    """The documented object of the commands that work on files."""
    error = result.error
    return {
        "file": result.file,
        "ticket_id": result.ticket_id,
        "attachment_id": result.attachment_id,
        "path": str(result.path) if result.path is not None else None,
        "status": result.status.value,
        "bytes": result.size_bytes,
        "sha256": result.sha256,
        "error": None if error is None else {"kind": error.kind, "message": sentence(error, name=result.file)},
    }
