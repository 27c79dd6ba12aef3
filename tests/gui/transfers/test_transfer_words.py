from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.gui.transfers.examples import MB, download, failed, one_of_each_state, refused, running, saved, upload
from toptickets_desktop.domain.errors import AnswerLost, NotReached, NotReachedReason
from toptickets_desktop.domain.transfer import Transfer, TransferState, WaitReason
from toptickets_desktop.gui.formats import clock_text
from toptickets_desktop.gui.transfers.transfer_words import (
    TransferAction,
    action_text,
    actions_for,
    fraction_done,
    name_tool_tip,
    row_button,
    status_text,
    status_tool_tip,
)


@pytest.mark.parametrize(
    ("transfer", "expected"),
    [
        (upload(1), "Waiting · 12.0 MB"),
        (upload(1, TransferState.PAUSED), "Paused · 12.0 MB"),
        (upload(1, TransferState.WAITING), "Waiting"),
        (upload(1, TransferState.WAITING, wait_reason=WaitReason.SIGN_IN), "Waiting: the API key is not accepted any more"),
        (upload(1, TransferState.WAITING, wait_reason=WaitReason.OFFLINE), "Waiting: the service cannot be reached"),
        (
            upload(1, TransferState.WAITING, wait_reason=WaitReason.BACKOFF, error=NotReached(NotReachedReason.CONNECTION_LOST)),
            "Waiting: The connection to the service broke off.",
        ),
        (running(1), "4.2 MB of 12.0 MB · 3.1 MB/s · 3 s left"),
        (download(1, TransferState.RUNNING, bytes_done=200 * 1024, bytes_total=None), "200.0 kB"),
        (upload(1, TransferState.VERIFYING), "Checking · 12.0 MB"),
        (upload(1, TransferState.DONE), "Uploaded · 12.0 MB"),
        (saved(1), "Saved · 12.0 MB"),
        (download(1, TransferState.DONE, bytes_total=None), "Saved"),
        (download(1, TransferState.SKIPPED), "Skipped: a file of that name is there already"),
        (refused(1), "Not sent: “empty.txt” is empty."),
        (failed(1), "Failed: The connection to the service broke off."),
        (upload(1, TransferState.FAILED), "Failed"),
        (upload(1, TransferState.CANCELLED), "Cancelled"),
    ],
    ids=lambda value: value.state if isinstance(value, Transfer) else "",
)
def test_status_text(transfer: Transfer, expected: str) -> None:
    assert status_text(transfer) == expected


def test_a_wait_names_its_end_on_the_users_clock() -> None:
    until = datetime(2026, 3, 1, 14, 2, tzinfo=UTC)
    row = upload(1, TransferState.WAITING, wait_reason=WaitReason.RATE_LIMIT, waiting_until=until)
    assert status_text(row) == f"Waiting until {clock_text(until)}: too many requests"
    assert clock_text(until, zone=UTC).startswith("2:02") or clock_text(until, zone=UTC) == "14:02"


@pytest.mark.parametrize("error", [None, AnswerLost(), NotReached(NotReachedReason.TIMEOUT, request_sent=True)], ids=repr)
def test_an_unconfirmed_upload_says_what_to_do_whatever_its_cause(error: AnswerLost | None) -> None:
    words = status_text(upload(1, TransferState.UNCONFIRMED, error=error))
    assert words == "May or may not be stored. Look among the ticket's attachments before you send it again."


def test_tool_tips_tell_the_rest() -> None:
    assert status_tool_tip(failed(1)).endswith("\nCheck the network connection, then try again.")
    assert "no answer came" in status_tool_tip(upload(1, TransferState.UNCONFIRMED, error=AnswerLost()))
    assert status_tool_tip(upload(1, TransferState.DONE)).endswith("\n12.0 MB (12,582,912 bytes)")
    assert name_tool_tip(upload(1)) == "Upload: scan.png"
    assert name_tool_tip(saved(1)) == f"Download: log.txt\n{Path('Downloads/log.txt')}"
    assert "\u202e" not in name_tool_tip(download(1, name="\u202egnp.exe"))


def test_actions_fit_the_state() -> None:
    buttons = {transfer.id: row_button(transfer) for transfer in one_of_each_state()}
    assert buttons == {
        1: TransferAction.CANCEL,
        2: TransferAction.CANCEL,
        3: TransferAction.CANCEL,
        4: None,
        5: TransferAction.SHOW_IN_FOLDER,
        6: None,
        7: None,
        8: TransferAction.RETRY,
        9: TransferAction.RETRY,
        10: TransferAction.RETRY,
        11: TransferAction.CANCEL,
    }
    assert actions_for(saved(1)) == {TransferAction.OPEN, TransferAction.SHOW_IN_FOLDER}
    assert len({action_text(action) for action in TransferAction}) == len(TransferAction)


def test_fraction_done_stays_between_nothing_and_all() -> None:
    assert fraction_done(upload(1, bytes_done=5)) == 0.0
    assert fraction_done(running(1, bytes_done=3 * MB)) == 0.25
    assert fraction_done(running(1, bytes_done=99 * MB)) == 1.0
    assert fraction_done(download(1, TransferState.RUNNING, bytes_total=None)) is None
    assert fraction_done(download(1, TransferState.RUNNING, bytes_total=0)) is None
