"""What support may be sent about an error: the program, the time, and what failed in facts of our own. No name, address, key or content."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget

from toptickets_desktop import __version__
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.gui.diagnostics_dialog import DiagnosticsDialog
from toptickets_desktop.transfer.history import error_facts

_FRAMES_MAX = 40
_CAUSES_MAX = 5


def error_diagnostics(error: BaseException, *, now: datetime | None = None, system: Callable[[], str] = platform.platform) -> str:
    """In English whatever the user's language, since it is for those who made the program.

    Of an error that nobody foresaw, it tells where in the code it came up; never its message, which may quote anything.

    Args:
        error: what went wrong.
        now: the present; the clock's when not given.
        system: describes the computer's operating system.
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    lines = [
        f"TopTickets Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {system()}",
        f"{moment.strftime('%Y-%m-%d %H:%M:%S')}Z",
        "",
    ]
    if isinstance(error, TopTicketsError):
        lines.append(f"error: {' <- '.join(error_facts(error))}")
    else:
        cause: BaseException | None = error
        for _ in range(_CAUSES_MAX):
            if cause is None:
                break
            lines += [f"{type(cause).__module__}.{type(cause).__qualname__}", *_frames(cause)]
            cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def show_error_details(parent: QWidget, error: BaseException) -> DiagnosticsDialog:
    """Show what can be told about an error, with a button that copies just that."""
    dialog = DiagnosticsDialog(error_diagnostics(error), parent.window())
    dialog.open()
    return dialog


def _frames(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_MAX:]
    return [f"   {_place(Path(frame.filename))}:{frame.lineno} {frame.name}" for frame in frames]


def _place(file: Path) -> str:
    """A file of the program, without the folders of this machine before it."""
    parts = file.parts
    return "/".join(parts[parts.index("toptickets_desktop") :]) if "toptickets_desktop" in parts else file.name
