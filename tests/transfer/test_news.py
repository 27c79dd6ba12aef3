"""Listeners hear progress in batches, only while something runs and only when something changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from toptickets_desktop.domain.transfer import Direction, Transfer, TransferState
from toptickets_desktop.transfer.news import News

FIRST = Transfer(id=1, direction=Direction.DOWNLOAD, ticket_id="t", name="a.gz", state=TransferState.RUNNING)
SECOND = replace(FIRST, id=2)


async def test_one_batch_for_all_that_changed_and_rest_when_nothing_runs() -> None:
    # What runs at each look; the last look finds nothing.
    looks = [[FIRST, SECOND], [FIRST, SECOND], [FIRST, replace(SECOND, bytes_done=5)], []]
    news = News(lambda: looks.pop(0), interval_s=0)
    heard: list[list[Transfer]] = []
    news.add_listener(lambda transfers: heard.append(list(transfers)))
    news.watch_progress()
    news.watch_progress()
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == "transfer-progress"]
    assert len(tasks) == 1
    await tasks[0]
    assert heard == [[FIRST, SECOND], [replace(SECOND, bytes_done=5)]]
    assert looks == []
    await news.close()


async def test_closing_ends_the_looking() -> None:
    news = News(lambda: [FIRST], interval_s=3600)
    news.watch_progress()
    await asyncio.sleep(0)
    await news.close()
    assert [task for task in asyncio.all_tasks() if task.get_name() == "transfer-progress"] == []


async def test_closing_before_anything_ran_is_fine() -> None:
    await News(list, interval_s=0).close()
