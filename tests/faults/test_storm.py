"""Many files with a small budget of requests: all of them arrive, and no window at the service ever holds more than the budget."""

from __future__ import annotations

import time
from bisect import bisect_left
from functools import partial
from pathlib import Path

import pytest

from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import NetworkSettings
from toptickets_desktop.api.rate_limit import RequestLimiter
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox import rate_limit
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.engine import TransferEngine

from .bench import Row, random_gzip

WINDOW_S = 1.0
BUDGET = 24


@pytest.mark.parametrize("is_alone", [True, False], ids=["alone", "others use the key too"])
@pytest.mark.parametrize("files", [30, pytest.param(200, marks=pytest.mark.soak)])
async def test_a_storm_of_files_stays_within_the_budget(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: int, is_alone: bool, fault_rows: list[Row]
) -> None:
    arrivals: list[float] = []
    refusals = 0
    real = rate_limit.RateLimiter.seconds_to_wait

    def count(limiter: rate_limit.RateLimiter) -> int:
        nonlocal refusals
        wait_s = real(limiter)
        arrivals.append(time.monotonic())
        refusals += wait_s > 0
        return wait_s

    monkeypatch.setattr(rate_limit, "WINDOW_S", WINDOW_S)  # a minute as short as that
    monkeypatch.setattr(rate_limit.RateLimiter, "seconds_to_wait", count)
    key = sandbox.add_key(KeyKind.AGENT, requests_per_minute=BUDGET)
    # Of what others use we know nothing until we are refused.
    limiter = RequestLimiter(BUDGET if is_alone else 10_000, window_s=WINDOW_S)
    network = NetworkSettings(retry_wait_initial_s=0.01, retry_wait_max_s=0.02)
    client, storage = ApiClient(sandbox.base_url, key, network=network, limiter=limiter), StorageClient(allow_private_hosts=True)
    engine = TransferEngine(client, storage, concurrency=8)
    ticket = (await client.list_tickets(limit=1)).tickets[0]
    paths = [tmp_path / f"{number}.gz" for number in range(files)]
    for path in paths:
        path.write_bytes(random_gzip(300))
    ids = [engine.upload(ticket.id, check_file(path)) for path in paths]
    rows = [await engine.wait(transfer_id) for transfer_id in ids]
    names = [row.filename for row in await client.list_attachments(ticket.id)]
    await engine.close()
    await storage.aclose()
    await client.aclose()

    assert {row.state for row in rows} == {TransferState.DONE}
    assert all(names.count(path.name) == 1 for path in paths)
    most = max(map(partial(_count_until, arrivals), range(len(arrivals))))
    if is_alone:
        assert most <= BUDGET
    assert (refusals == 0) is is_alone
    case = f"bar: {files} files, budget {BUDGET} a window, {'alone' if is_alone else 'others use the key too'}"
    words = f"all done, at most {most} in a window, {refusals} times 429"
    fault_rows.append(Row(case, words, "", len([name for name in names if name in {path.name for path in paths}]), None))


def _count_until(arrivals: list[float], index: int) -> int:
    return index + 1 - bisect_left(arrivals, arrivals[index] - WINDOW_S)
