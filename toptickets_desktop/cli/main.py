"""The entry point. What asks for the version has it before anything else is loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from toptickets_desktop import __version__


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code, one of `ExitCode`.

    Args:
        arguments: what follows the program's name; those of this process unless given.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if list(given) == ["--version"]:
        print(f"toptickets, version {__version__}")  # as click has it
        return 0
    from toptickets_desktop.cli.running import run_command

    return run_command(arguments)
