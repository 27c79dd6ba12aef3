"""The file that remembers: what is written is there in the next run, and nothing that happens to the file stops the program."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from toptickets_desktop.store.database import DatabaseTrouble
from toptickets_desktop.store.journal import ENDED_AGE_MAX_S, SCHEMA_VERSION, JournalRow, JournalStore

ACCOUNT = "https://service.example/v1"


@asynccontextmanager
async def opened(
    path: Path, account: str = ACCOUNT, *, ended_rows_max: int = 100, now_s: Callable[[], float] = lambda: 0.0
) -> AsyncIterator[JournalStore]:
    store = JournalStore(path, account, ended_rows_max=ended_rows_max, busy_timeout_s=0.0, now_s=now_s)
    try:
        yield store
    finally:
        await store.close()


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def size_of(path: Path) -> int:
    return path.stat().st_size


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def row(row_id: str, content: str = "{}", *, has_ended: bool = False) -> JournalRow:
    return JournalRow(row_id, has_ended, content)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "transfers.sqlite"


async def test_the_next_run_reads_what_was_written_in_the_order_of_first_writing(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("b", "1"), row("a", "2")])
        await store.write([row("c", "3"), row("b", "4")])
        await store.remove(["a", "unknown"])
    async with opened(path) as store:
        assert await store.read() == [row("b", "4"), row("c", "3")]
        assert (store.trouble, store.set_aside) == (None, None)


async def test_an_account_that_is_gone_leaves_nothing(path: Path) -> None:
    async with opened(path, "gone") as store:
        await store.write([row("a"), row("b", has_ended=True)])
    async with opened(path) as store:
        await store.write([row("c")])
        await store.forget_account("gone")
        assert await store.read() == [row("c")]
    async with opened(path, "gone") as store:
        assert await store.read() == []


async def test_accounts_do_not_see_each_others_rows(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("mine")])
    async with opened(path, "https://other.example/v1") as store:
        assert await store.read() == []
        await store.remove(["mine"])
    async with opened(path) as store:
        assert await store.read() == [row("mine")]


async def test_a_row_is_on_the_disk_when_writing_returns(path: Path, tmp_path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("a")])
        copy = tmp_path / "copy.sqlite"  # as the disk would be found after a SIGKILL now
        for suffix in ("", "-wal"):
            copy.with_name(copy.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    async with opened(copy) as store:
        assert await store.read() == [row("a")]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
async def test_only_the_user_can_read_it(path: Path) -> None:
    umask = os.umask(0)
    try:
        async with opened(path) as store:
            await store.write([row("a")])
            modes = {name: mode_of(path.parent / name) for name in names_in(path.parent)}
    finally:
        os.umask(umask)
    assert set(modes) == {path.name, f"{path.name}-wal"}
    assert set(modes.values()) == {0o600}
    assert mode_of(path.parent) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
async def test_a_file_that_others_could_read_is_made_private(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("a")])
    os.chmod(path, 0o644)  # noqa: PTH101  # a Path's method counts as blocking the loop
    async with opened(path) as store:
        assert await store.read() == [row("a")]
    assert mode_of(path) == 0o600


async def test_the_oldest_that_have_ended_make_room(path: Path) -> None:
    async with opened(path, ended_rows_max=3) as store:
        await store.write([row("unfinished")])
        for number in range(6):
            await store.write([row(str(number), has_ended=True)])
        assert [each.id for each in await store.read()] == ["unfinished", "3", "4", "5"]


async def test_what_has_not_ended_is_kept_whatever_its_age_and_number(path: Path) -> None:
    async with opened(path, ended_rows_max=0) as store:
        await store.write([row(str(number)) for number in range(300)])
        await store.write([row("ended", has_ended=True)])
    async with opened(path, ended_rows_max=0, now_s=lambda: 100 * ENDED_AGE_MAX_S) as store:
        assert [each.id for each in await store.read()] == [str(number) for number in range(300)]


async def test_what_ended_long_ago_is_dropped(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("ended", has_ended=True), row("unfinished")])
    async with opened(path, now_s=lambda: ENDED_AGE_MAX_S - 1) as store:
        assert len(await store.read()) == 2
    async with opened(path, now_s=lambda: ENDED_AGE_MAX_S + 1) as store:
        assert await store.read() == [row("unfinished")]


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database at all " * 500)


def overwrite_inside(path: Path) -> None:
    size_bytes = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size_bytes - 4096))


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def drop_table(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE transfers")


def drop_column(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE transfers RENAME COLUMN content TO other")


def make_another_programs(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")


@pytest.mark.parametrize("damage", [overwrite, overwrite_inside, cut, drop_table, drop_column, make_another_programs])
async def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path: Path, damage: Callable[[Path], None]) -> None:
    async with opened(path) as store:
        await store.write([row(str(number), "x" * 300) for number in range(60)])
    damage(path)
    damaged_bytes = size_of(path)
    async with opened(path) as store:
        assert await store.read() == []
        assert store.trouble is DatabaseTrouble.DAMAGED
        assert store.set_aside == path.with_name(f"{path.name}.damaged")
        assert store.set_aside.stat().st_size == damaged_bytes
        await store.write([row("new")])
    async with opened(path) as store:
        assert await store.read() == [row("new")]
        assert store.trouble is None


async def test_a_file_of_a_later_release_is_set_aside_whole(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("a")])
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    async with opened(path) as store:
        assert await store.read() == []
        assert store.trouble is DatabaseTrouble.NEWER
        aside = store.set_aside
    assert aside == path.with_name(f"{path.name}.newer")
    with contextlib.closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT id FROM transfers").fetchall() == [("a",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)


def write_damaged(path: Path, number: int) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(f"damaged {number}".encode() * 100)


async def test_what_was_set_aside_before_is_not_lost_at_once(path: Path) -> None:
    for number in range(12):
        write_damaged(path, number)
        async with opened(path) as store:
            await store.read()
            assert store.trouble is DatabaseTrouble.DAMAGED
    assert len([name for name in names_in(path.parent) if ".damaged" in name]) == 9
    assert (path.parent / f"{path.name}.damaged").read_bytes().startswith(b"damaged 0")
    assert (path.parent / f"{path.name}.damaged-9").read_bytes().startswith(b"damaged 11")


async def test_only_one_program_has_it(path: Path) -> None:
    async with opened(path) as first:
        await first.write([row("a")])
        async with opened(path) as second:
            assert await second.read() == []
            assert second.trouble is DatabaseTrouble.IN_USE
            await second.write([row("b")])
            await second.remove(["a"])
        assert await first.read() == [row("a")]
    async with opened(path) as third:
        assert await third.read() == [row("a")]


async def test_an_unusable_place_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for unusable in (tmp_path, tmp_path / "file" / "transfers.sqlite"):
        async with opened(unusable) as store:
            await store.write([row("a")])
            assert await store.read() == []
            assert store.trouble is DatabaseTrouble.UNUSABLE
    assert names_in(tmp_path) == ["file"]


async def test_a_failed_write_changes_nothing_and_later_ones_work(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("a", "before")])
        await store.write([row("a", "after"), JournalRow("b", has_ended=False, content=None)])  # type: ignore[arg-type]  # refused by SQLite
        assert await store.read() == [row("a", "before")]
        await store.write([row("c")])
        assert [each.id for each in await store.read()] == ["a", "c"]


async def test_nothing_is_done_after_closing(path: Path) -> None:
    async with opened(path) as store:
        await store.write([row("a")])
        await store.close()
        await store.close()
        await store.write([row("b")])
        assert await store.read() == []
    async with opened(path) as store:
        assert await store.read() == [row("a")]
