from __future__ import annotations

import pytest

from tests.gui.transfers.examples import MB, download, failed, one_of_each_state, refused, running, saved, upload
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui.transfers.transfer_model import TransferModel
from toptickets_desktop.gui.transfers.transfer_summary import summary_text


def text_of(transfers: list[Transfer]) -> str:
    model = TransferModel()
    model.update(transfers)
    return summary_text(model.tally)


DONE = TransferState.DONE


@pytest.mark.parametrize(
    ("transfers", "expected"),
    [
        ([], ""),
        ([running(1), running(2, bytes_done=9 * MB), upload(3)], "2 running · 1 waiting · 6.2 MB/s · 4 s left"),
        ([upload(1), failed(2)], "1 waiting · 1 failed"),
        ([running(1), download(2, TransferState.RUNNING, bytes_total=None)], "2 running · 3.1 MB/s"),
        ([upload(1, TransferState.VERIFYING, bytes_done=12 * MB)], "1 running"),
        ([upload(1, DONE), saved(2)], "All done"),
        ([upload(1, DONE), upload(2, DONE), failed(3), refused(4)], "2 of 4 uploaded · 1 failed · 1 not sent"),
        ([saved(1), download(2, TransferState.SKIPPED)], "1 of 2 saved · 1 skipped"),
        ([saved(1), upload(2, TransferState.CANCELLED)], "1 of 2 done · 1 cancelled"),
        ([upload(1, TransferState.UNCONFIRMED)], "0 of 1 uploaded · 1 uncertain"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_line_about_all(transfers: list[Transfer], expected: str) -> None:
    assert text_of(transfers) == expected


def test_counts_follow_updates_and_removals() -> None:
    model = TransferModel()
    model.update(one_of_each_state())
    assert model.tally.active_count == 4
    model.update([upload(transfer.id, DONE) for transfer in one_of_each_state()])
    assert summary_text(model.tally) == "All done"
    model.remove(range(100))
    assert model.tally.total_count == 0
