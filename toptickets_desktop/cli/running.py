"""Runs the command line and turns whatever happens into one sentence and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence

import click

from toptickets_desktop.cli.commands import PROGRAM_NAME, toptickets
from toptickets_desktop.cli.exit_codes import ExitCode, exit_code_of
from toptickets_desktop.cli.invocation import Invocation
from toptickets_desktop.cli.messages import sentence
from toptickets_desktop.domain.errors import InvalidBaseUrl, TopTicketsError
from toptickets_desktop.domain.redaction import redact

# What click 8.2 and later raise for a command without a subcommand; older ones print the help and exit.
_HELP_INSTEAD: tuple[type[click.UsageError], ...] = tuple(filter(None, [getattr(click.exceptions, "NoArgsIsHelpError", None)]))


def run_command(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code, one of `ExitCode`.

    Args:
        arguments: what follows the program's name; those of this process unless given.
    """
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding lacks is shown with escapes, and is no reason to fail.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # TextIOWrapper has it, a test's StringIO not
    invocation = Invocation()
    try:
        code = _run(invocation, arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as `head`, has had enough. What is still buffered must not fail again when Python exits.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.PIPE_CLOSED
    return code


def _run(invocation: Invocation, arguments: Sequence[str] | None) -> int:
    try:
        returned = toptickets.main(
            args=list(arguments) if arguments is not None else None, prog_name=PROGRAM_NAME, obj=invocation, standalone_mode=False
        )
        return returned if isinstance(returned, int) else ExitCode.DONE
    except click.UsageError as exc:
        if isinstance(exc, _HELP_INSTEAD):
            _say(exc.format_message())
            return ExitCode.USAGE
        if exc.ctx is not None:
            _say(f"{exc.ctx.get_usage()}\nTry '{exc.ctx.command_path} --help' for help.\n")
        # Somebody may have given the key as an argument: no reason to print it once more.
        _say(f"Error: {redact(exc.format_message())}")
        return ExitCode.USAGE
    except InvalidBaseUrl as exc:
        _say(f"Error: {sentence(exc)}")
        return ExitCode.USAGE
    except TopTicketsError as exc:
        invocation.log.info("command failed", kind=exc.kind, message=str(exc))
        invocation.log.debug("where it failed", exc_info=exc)
        _say(f"Error: {sentence(exc)}")
        return exit_code_of(exc)
    except (KeyboardInterrupt, click.Abort):
        _say("\nInterrupted.")
        return ExitCode.INTERRUPTED
    except _cancelled_error():
        _say("Terminated.")
        return 128 + signal.SIGTERM
    except SystemExit:
        return ExitCode.PIPE_CLOSED  # click's only use of it here
    except Exception as exc:
        invocation.log.exception("defect")
        place = f"; details are in {invocation.log_file}" if invocation.log_file else ""
        _say(f"Error: something unexpected happened ({type(exc).__name__}){place}.")
        return ExitCode.NOT_ALL_DONE


def _cancelled_error() -> type[BaseException]:
    """Evaluated only when something was raised: most of what is asked for needs no event loop."""
    from asyncio import CancelledError

    return CancelledError


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
