"""The window meets a fault and the command meets it: both come to the same, in the same words' kind, and leave the same behind.

The window is the real one, with its bridge and its network thread; it waits less between attempts, and is no more patient than the command.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from tests.gui.conftest import qt_loop
from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from tests.support.command_line import CommandLine
from tests.support.faulty_service import FaultyService, cuts_body
from toptickets_desktop.cli import messages as command_messages
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.gui import messages as window_messages
from toptickets_desktop.gui.transfers import transfer_words
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer import backoff
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.workspace import Workspace

from .bench import NAME, Row, random_gzip, sha256
from .test_command_cases import CASES, SIZE_BYTES, STATUS_OF, Case, ask_command, first_ticket_id, objects_on, toptickets

P = ParamSpec("P")
T = TypeVar("T")

__all__ = ["driver", "qt_loop", "toptickets"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known afterwards."""

    status: str
    error_kind: str | None
    sha256: str | None
    names: tuple[str, ...]
    objects: int
    uploads_begun: int
    objects_asked_for: int


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    unattended = replace(backoff.UNATTENDED, wait_initial_s=0.01, wait_max_s=0.02)
    attended = replace(unattended, waits_when_offline=True, waits_for_sign_in=True)
    monkeypatch.setattr(backoff, "UNATTENDED", unattended)
    opening = Workspace.open.__func__  # type: ignore[attr-defined]  # a class method
    monkeypatch.setattr(opening, "__kwdefaults__", {**opening.__kwdefaults__, "policy": attended})
    monkeypatch.setattr(Reconciler.__init__, "__kwdefaults__", {**(Reconciler.__init__.__kwdefaults__ or {}), "waits_s": (0.0, 0.0)})


@pytest.fixture
def services(driver: Driver) -> Iterator[list[FaultyService]]:
    """The same service twice: one for the command, one for the window, which is closed before it."""
    with Sandbox(tickets=1) as one, Sandbox(tickets=1) as other, FaultyService(one) as first, FaultyService(other) as second:
        yield [first, second]
        driver.close()
        driver.opened.clear()


def off_loop(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what needs a loop of its own: this thread has Qt's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *args, **kwargs).result()


def break_service(service: FaultyService, case: Case) -> None:
    proxy = service.storage if case.at == "GET" else service.api
    method, part = {"POST": ("POST", "/attachments"), "GET": ("GET", "/"), "LINK": ("GET", "/download")}[case.at]
    proxy.script(method, part, *case.faults, then_stays=case.then_stays)


def in_window(driver: Driver, service: FaultyService, ticket_id: str, case: Case, path: Path, folder: Path) -> Transfer:
    window = driver.open_ticket(service.base_url, service.sandbox.keys[KeyKind.ADMIN], ticket_id)
    break_service(service, case)
    if case.at == "POST":
        window.commands.upload([path])
    else:
        attachment = next(row for row in window.attachment_model.all_rows() if row.filename == NAME)
        window.attachments.download([attachment], folder)
    driver.until(lambda: any(row.state.is_final for row in transfers(window)))
    (row,) = transfers(window)
    return row


def outcome(service: FaultyService, ticket_id: str, folder: Path, status: str, error_kind: str | None) -> Outcome:
    saved = folder / NAME
    return Outcome(
        status,
        error_kind,
        sha256(saved.read_bytes()) if saved.exists() else None,
        tuple(sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))),
        asyncio.run(objects_on(service, ticket_id)),
        service.uploads_asked,
        len(service.storage.requests),
    )


MORE = [Case("download: cut three times, then clear", "GET", (cuts_body(700_000), *(cuts_body(50_000),) * 2), "downloaded")]


@pytest.mark.parametrize("case", [*CASES, *MORE], ids=lambda case: case.name)
def test_the_window_and_the_command_agree(
    toptickets: CommandLine, driver: Driver, services: list[FaultyService], tmp_path: Path, case: Case, fault_rows: list[Row]
) -> None:
    content = random_gzip(SIZE_BYTES)
    path = tmp_path / NAME
    path.write_bytes(content)
    folders = [tmp_path / "command", tmp_path / "window"]
    ticket_ids = []
    for service, folder in zip(services, folders, strict=True):
        ticket_ids.append(off_loop(asyncio.run, first_ticket_id(service)))
        folder.mkdir()
        if case.at != "POST":
            service.sandbox.add_attachment(ticket_ids[-1], filename=NAME, content_type="application/gzip", content=content)

    break_service(services[0], case)
    status, error_kind = off_loop(ask_command, toptickets, services[0], ticket_ids[0], case, path, folders[0])
    row = in_window(driver, services[1], ticket_ids[1], case, path, folders[1])
    done = "uploaded" if case.at == "POST" else "downloaded"
    window_status = STATUS_OF.get(row.state, done if row.state is TransferState.DONE else row.state.value)
    window_kind = None if row.error is None else row.error.kind

    by_command = off_loop(outcome, services[0], ticket_ids[0], folders[0], status, error_kind)
    by_window = off_loop(outcome, services[1], ticket_ids[1], folders[1], window_status, window_kind)
    assert by_command == by_window
    assert by_window.status == case.status
    if row.error is not None:
        require_words(row, row.error)
    words = " · ".join(filter(None, (by_window.status, by_window.error_kind)))
    fault_rows.append(Row(f"window = command: {case.name}", words, "", by_window.objects, services[1].refetched_bytes))


def require_words(row: Transfer, error: TopTicketsError) -> None:
    """Both have a sentence of their own for it, and the row shows the window's."""
    assert command_messages.sentence(error) != command_messages.sentence(TopTicketsError())
    assert window_messages.sentence(error) != window_messages.sentence(TopTicketsError())
    shown = window_messages.hint(error) if row.state is TransferState.UNCONFIRMED else window_messages.sentence(error)
    assert shown in transfer_words.status_text(row)
