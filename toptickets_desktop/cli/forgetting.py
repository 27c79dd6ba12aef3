"""`forget-everything`."""

from __future__ import annotations

from pathlib import Path

import click

from toptickets_desktop.cli.exit_codes import ExitCode
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.messages import sentence


async def forget_everything(invocation: Invocation, *, is_confirmed: bool) -> int:
    """Ask, then remove all that the program keeps, and say what is still there."""
    from toptickets_desktop.logs import shut_own_handlers
    from toptickets_desktop.transfer.forgetting import forget_everything as forget

    paths, output = invocation.paths, invocation.output
    if not is_confirmed:
        folders = [paths.config_dir, paths.data_dir, paths.cache_dir, paths.log_dir]
        for folder in dict.fromkeys(folders):
            output.note(f"  {folder}")
        output.note("  and the API keys of all profiles in the system's keyring")
        click.confirm("Remove all of this? Downloaded files stay", abort=True, err=True)
    left = await forget(paths, invocation.credentials, stop_logs=shut_own_handlers)
    for each in left:
        output.note(f"Still there: {each}" if isinstance(each, Path) else f"Keyring: {sentence(each)}")
    if left:
        return ExitCode.NOT_ALL_DONE
    output.note("Nothing is kept any more. Downloaded files are where you saved them.")
    return ExitCode.DONE
