"""From what became of each file to what became of the command."""

from __future__ import annotations

import pytest

from toptickets_desktop.cli.exit_codes import ExitCode, exit_code_of_results
from toptickets_desktop.cli.output import result_to_json
from toptickets_desktop.cli.results import Result, ResultStatus, result_of_transfer
from toptickets_desktop.domain.errors import (
    AnswerLost,
    FileRefused,
    Forbidden,
    NotFound,
    NotReached,
    NotReachedReason,
    RefusalReason,
    TopTicketsError,
    TransferCancelled,
    Unauthorized,
)
from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState

NOT_REACHED = NotReached(NotReachedReason.CONNECT)


def _failed(error: TopTicketsError) -> Result:
    return Result("a", ResultStatus.UNCONFIRMED if isinstance(error, AnswerLost) else ResultStatus.FAILED, error=error)


def _done(status: ResultStatus = ResultStatus.UPLOADED) -> Result:
    return Result("b", status)


def _refused() -> Result:
    from pathlib import Path

    return Result("c", ResultStatus.REFUSED, error=FileRefused(Path("c"), RefusalReason.EMPTY))


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([], ExitCode.DONE),
        ([_done(), _done(ResultStatus.SKIPPED), _done(ResultStatus.DELETED)], ExitCode.DONE),
        ([_refused()], ExitCode.NOT_ALL_DONE),
        ([_done(), _failed(Unauthorized())], ExitCode.NOT_ALL_DONE),
        ([_failed(Unauthorized()), _failed(Unauthorized())], ExitCode.NO_KEY),
        ([_failed(Forbidden()), _refused()], ExitCode.FORBIDDEN),
        ([_failed(NOT_REACHED)], ExitCode.NOT_REACHED),
        ([_failed(NOT_REACHED), _failed(Forbidden())], ExitCode.NOT_ALL_DONE),
        ([_failed(NOT_REACHED), _failed(NotFound())], ExitCode.NOT_ALL_DONE),
        ([_failed(AnswerLost())], ExitCode.NOT_ALL_DONE),
    ],
)
def test_the_exit_code_of_several_files(results: list[Result], code: ExitCode) -> None:
    assert exit_code_of_results(results) is code


@pytest.mark.parametrize(
    ("direction", "state", "error", "status"),
    [
        (Direction.UPLOAD, TransferState.DONE, None, "uploaded"),
        (Direction.DOWNLOAD, TransferState.DONE, None, "downloaded"),
        (Direction.DOWNLOAD, TransferState.SKIPPED, None, "skipped"),
        (Direction.UPLOAD, TransferState.UNCONFIRMED, AnswerLost(), "unconfirmed"),
        (Direction.UPLOAD, TransferState.FAILED, NOT_REACHED, "failed"),
        (Direction.UPLOAD, TransferState.CANCELLED, TransferCancelled(), "failed"),
        (Direction.UPLOAD, TransferState.FAILED, None, "failed"),
    ],
)
def test_every_end_of_a_transfer_has_a_documented_status(
    direction: Direction, state: TransferState, error: TopTicketsError | None, status: str
) -> None:
    result = result_of_transfer(Transfer(1, direction, "t", "name", state, error=error))
    fields = result_to_json(result)
    assert fields["status"] == status
    assert (fields["error"] is None) == result.is_done
