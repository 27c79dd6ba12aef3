"""Everything that the command prints: JSON lines or columns on standard output, all else on standard error."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len, set_cell_size

from toptickets_desktop.cli.formats import size_text
from toptickets_desktop.cli.messages import sentence
from toptickets_desktop.cli.results import Result
from toptickets_desktop.domain.visible_names import visible_text

_COLUMN_GAP = "  "
_LAST_COLUMN_MIN = 20


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
        """Columns. On a terminal the last one is cut where the line ends; ids and what else one copies are not."""
        lines = [list(headers), *([visible_text(cell) for cell in row] for row in rows)]
        widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
        if self.is_terminal:
            width_left = shutil.get_terminal_size().columns - sum(widths[:-1]) - len(_COLUMN_GAP) * (len(widths) - 1)
            widths[-1] = min(widths[-1], max(width_left, _LAST_COLUMN_MIN))
        for line in lines:
            cells = [_fit(cell, width, is_right=header in right_aligned) for header, cell, width in zip(headers, line, widths, strict=True)]
            self._stdout.write(_COLUMN_GAP.join(cells).rstrip() + "\n")
        self._stdout.flush()

    def result(self, result: Result) -> None:
        """What became of one file: done on standard output, not done on standard error; with `--json` all on standard output."""
        if self.as_json:
            self.json_line(result_to_json(result))
            return
        name = visible_text(result.file)
        if result.error is not None:
            self.note(f"{result.status:<11}  {sentence(result.error, name=result.file)}")
        elif result.path is not None and result.status.value == "downloaded":
            self.line(f"{result.status:<11}  {size_text(result.size_bytes):>7}  {visible_text(str(result.path))}")
        elif result.size_bytes:
            self.line(f"{result.status:<11}  {size_text(result.size_bytes):>7}  {name}")
        else:
            self.line(f"{result.status:<11}  {name}")


def _fit(text: str, width: int, *, is_right: bool) -> str:
    """Exactly so many columns of a terminal, on which CJK and emoji take two."""
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1) + "…"
    padding = " " * (width - cell_len(text))
    return padding + text if is_right else text + padding


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
