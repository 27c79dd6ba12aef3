"""What the window knew is there before the service answers, and when it does not; and goes when it must."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.gui.driving import Driver, attachment_names
from tests.gui.window_fixtures import driver
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.ticket import TicketQuery
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings
from toptickets_desktop.store.metadata import MetadataStore

__all__ = ["driver"]

ADMIN = KeyKind.ADMIN


@pytest.fixture
def metadata_path(driver: Driver) -> Path:
    driver.metadata_path = driver.folder / "cache" / "metadata.sqlite"
    return driver.metadata_path


def close(driver: Driver) -> None:
    driver.close()
    driver.opened.clear()


def work_once(driver: Driver, sandbox: Sandbox) -> Settings:
    """Look at a ticket and close the window."""
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60 and bool(window.people.users))
    driver.until(lambda: not window.known.tasks.is_busy)
    close(driver)
    return window.settings


def counts(path: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("tickets", "attachments", "users")}


def is_offline(window: MainWindow) -> bool:
    return window.ticket_pane.banner.message.startswith("Not reached. You see what was known at ")


def test_a_window_without_a_service_shows_what_it_knew_and_comes_back_with_it(driver: Driver, metadata_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "service"
    with Sandbox(data_dir=folder) as first:
        base_url, key, port = first.base_url, first.keys[ADMIN], urlsplit(first.base_url.text).port
        settings = work_once(driver, first)
    window = driver.open(base_url, key, settings=settings)
    driver.until(lambda: window.ticket_model.total_count == 60 and window.attachment_model.total_count > 0)
    driver.until(lambda: is_offline(window))
    assert window.ticket_pane.footer.text().startswith("60 known, as of ")
    assert " · as of " in window.attachment_pane.count.text()
    assert window.people.users
    assert window.windowTitle() == "TopTickets · TKT-1042"
    assert window.attachment_pane.banner.message == "", "said once"
    table = window.ticket_pane.table
    other = window.ticket_model.rows[30]
    window.ticket_pane.choose(other.id)
    place = table.verticalScrollBar().value()
    resets = []
    window.ticket_model.modelReset.connect(lambda: resets.append(1))
    with Sandbox(data_dir=folder, port=port or 0):
        driver.until(lambda: window.ticket_pane.footer.text() == "All 60 loaded")
        driver.until(lambda: window.attachments.known(other.id) is not None)
        assert window.ticket_pane.banner.message == ""
        assert window.ticket_model.rows[table.currentIndex().row()].id == other.id
        assert table.verticalScrollBar().value() == place
        assert resets == [], "rows changed in their places"
        close(driver)


def test_what_was_looked_at_can_be_looked_at_without_the_service(driver: Driver, metadata_path: Path) -> None:
    with Sandbox() as first:
        base_url, key = first.base_url, first.keys[ADMIN]
        window = driver.open_ticket(base_url, key)
        picture = next(row for row in window.attachment_model.rows if row.content_type == "image/png")
        window.attachment_pane.select([picture.id])
        driver.until(lambda: window.preview_pane.is_showing_content)
        driver.until(lambda: not window.known.tasks.is_busy)
        close(driver)
    again = driver.open(base_url, key, settings=window.settings)
    driver.until(lambda: again.attachment_model.total_count > 0 and is_offline(again))
    again.attachment_pane.select([picture.id])
    driver.until(lambda: again.preview_pane.is_showing_content)


def test_typing_finds_what_is_known_at_once_and_the_service_answers_after_it(driver: Driver, sandbox: Sandbox, metadata_path: Path) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60 and not window.known.tasks.is_busy)
    asked = len([each for each in sandbox.requests if each.path == "/v1/tickets"])
    subject = window.ticket_model.rows[7].subject
    window.ticket_pane.search_field.setText(subject)
    driver.until(lambda: 0 < window.ticket_model.total_count < 60)
    assert "as of" in window.ticket_pane.footer.text()
    assert len([each for each in sandbox.requests if each.path == "/v1/tickets"]) == asked, "not asked yet"
    driver.until(lambda: "as of" not in window.ticket_pane.footer.text())
    assert all(subject.casefold() in row.subject.casefold() for row in window.ticket_model.rows)


def test_without_the_service_a_search_finds_files_and_says_when_nothing_fits(driver: Driver, metadata_path: Path) -> None:
    with Sandbox() as first:
        base_url, key = first.base_url, first.keys[ADMIN]
        settings = work_once(driver, first)
    window = driver.open(base_url, key, settings=settings)
    driver.until(lambda: window.attachment_model.total_count > 0 and is_offline(window))
    name = attachment_names(window)[0]
    window.ticket_pane.search_field.setText(name)
    driver.until(lambda: [row.display_id for row in window.ticket_model.rows] == ["TKT-1042"])
    window.ticket_pane.search_field.setText("nothing has these words")
    driver.until(lambda: window.ticket_model.total_count == 0)
    driver.until(lambda: "connection" in window.ticket_pane.stack.message)


def test_removing_the_key_removes_what_it_opened(driver: Driver, sandbox: Sandbox, metadata_path: Path) -> None:
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60 and not window.known.tasks.is_busy)
    window.session.remove_key()
    driver.until(lambda: "Not signed in" in window.ticket_pane.stack.message and window.ticket_model.total_count == 0)
    assert not window.people.users
    close(driver)
    assert counts(metadata_path) == {"tickets": 0, "attachments": 0, "users": 0}


def test_clear_cache_clears_it_and_nothing_is_kept_when_nothing_is_to_be_kept(
    driver: Driver, sandbox: Sandbox, metadata_path: Path
) -> None:
    settings = work_once(driver, sandbox)
    assert counts(metadata_path)["tickets"] == 60
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60 and not window.known.tasks.is_busy)
    assert driver.run(window.known.size_bytes()) > 0
    driver.run(window.known.clear())
    settings = window.settings
    settings.cache_limit_bytes = 0
    window.actions_.refresh.trigger()
    close(driver)
    assert counts(metadata_path) == {"tickets": 0, "attachments": 0, "users": 0}


def test_a_file_that_is_no_database_is_set_aside_and_said(driver: Driver, sandbox: Sandbox, metadata_path: Path) -> None:
    metadata_path.parent.mkdir(parents=True)
    metadata_path.write_bytes(b"no database " * 1000)
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: "was damaged" in window.statusBar().currentMessage())
    driver.until(lambda: window.ticket_model.total_count == 60 and not window.known.tasks.is_busy)
    close(driver)
    assert metadata_path.with_name("metadata.sqlite.damaged").exists()
    assert counts(metadata_path)["tickets"] == 60


def test_another_account_sees_nothing_of_it(driver: Driver, metadata_path: Path) -> None:
    with Sandbox() as first:
        settings = work_once(driver, first)
    with Sandbox(tickets=3) as second:
        window = driver.open(second.base_url, second.keys[ADMIN], settings=settings)
        most = []
        window.ticket_model.rowsInserted.connect(lambda: most.append(window.ticket_model.total_count))
        driver.until(lambda: window.ticket_pane.footer.text() == "All 3 loaded")
        assert max(most) == 3
        close(driver)


def test_what_was_kept_survives_a_kill(driver: Driver, sandbox: Sandbox, metadata_path: Path) -> None:
    """The files as they are while the window has them open, which is what a kill leaves behind."""
    window = driver.open_ticket(sandbox.base_url, sandbox.keys[ADMIN])
    driver.until(lambda: window.ticket_model.total_count == 60 and not window.known.tasks.is_busy)
    left = driver.folder / "left"
    left.mkdir()
    for each in metadata_path.parent.glob("metadata.sqlite*"):
        (left / each.name).write_bytes(each.read_bytes())
    store = MetadataStore(left / metadata_path.name)

    async def read() -> int:
        known = await store.tickets(window.session.account, TicketQuery(), limit=100)
        await store.close()
        return 0 if known is None else len(known.rows)

    assert driver.run(read()) == 60
