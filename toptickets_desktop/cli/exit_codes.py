"""What the command's exit codes mean, and which one a failure leads to."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from toptickets_desktop.cli.errors import NoKey, NoSuchProfile
from toptickets_desktop.cli.results import Result, ResultStatus
from toptickets_desktop.domain.errors import (
    CredentialError,
    Forbidden,
    InvalidApiKey,
    NotReached,
    TopTicketsError,
    Unauthorized,
)


class ExitCode(IntEnum):
    """Documented for scripts; never renumbered."""

    DONE = 0
    NOT_ALL_DONE = 1
    USAGE = 2
    NO_KEY = 3
    FORBIDDEN = 4
    NOT_REACHED = 5
    INTERRUPTED = 130  # 128 + SIGINT, as shells have it
    PIPE_CLOSED = 141  # 128 + SIGPIPE


def exit_code_of(error: TopTicketsError) -> ExitCode:
    """What a command ends with that failed as a whole."""
    match error:
        case NoSuchProfile():
            return ExitCode.USAGE
        case NoKey() | InvalidApiKey() | CredentialError() | Unauthorized():
            return ExitCode.NO_KEY
        case Forbidden():
            return ExitCode.FORBIDDEN
        case NotReached():
            return ExitCode.NOT_REACHED
        case _:
            return ExitCode.NOT_ALL_DONE


def exit_code_of_results(results: Iterable[Result]) -> ExitCode:
    """What a command ends with that worked on several files.

    One file done, or failures of several kinds, make it 1 (some file was not done). Only when nothing at all was done, and each file
    that might have been failed for the same lack of access, is the code that of this lack: 3, 4 or 5.
    """
    results = list(results)
    not_done = [result for result in results if not result.is_done]
    if not not_done:
        return ExitCode.DONE
    codes = {exit_code_of(result.error) for result in not_done if result.error is not None and result.status is not ResultStatus.REFUSED}
    return codes.pop() if len(codes) == 1 and len(not_done) == len(results) else ExitCode.NOT_ALL_DONE
