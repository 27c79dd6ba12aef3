"""The command meets a fault and the engine meets it: both say the same, and leave the same behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.faulty_service import (
    Ending,
    Fault,
    FaultyService,
    answers,
    commits_then,
    commits_then_drops,
    cuts_body,
    drops,
    ignores_range,
    links_to,
    serves_other,
)
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.transfer import Transfer, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer import backoff
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.workspace import Workspace

from .bench import NAME, Row, random_gzip, sha256

SIZE_BYTES = 1_200_000
PAGE = b"<html>Bad gateway</html>"
NO_OBJECT = {"statusCode": "404", "error": "not_found", "message": "Object not found", "code": "NoSuchKey"}
LARGER = random_gzip(SIZE_BYTES + 1)


@dataclass(frozen=True, slots=True)
class Case:
    """A fault of the uploads ("POST"), of the objects ("GET") or of the links ("LINK").

    Attributes:
        faults: met one after the other, then the way is clear, unless the last one stays.
        status: what the command says of the file.
    """

    name: str
    at: str
    faults: tuple[Fault, ...]
    status: str
    then_stays: bool = False


CASES = [
    Case("upload: stored, then FIN", "POST", (commits_then_drops(),), "uploaded"),
    Case("upload: stored, then 502 page", "POST", (commits_then(answers(502, body=PAGE)),), "uploaded"),
    Case("upload: not stored, then FIN", "POST", (drops(),), "unconfirmed"),
    Case("upload: not stored, then 502 page", "POST", (answers(502, body=PAGE),), "unconfirmed"),
    Case("upload: 429, then clear", "POST", (answers(429, json={"detail": "Slow down"}, headers={"Retry-After": "0"}),), "uploaded"),
    Case("upload: 413 page", "POST", (answers(413, body=PAGE),), "failed", then_stays=True),
    Case("upload: 403", "POST", (answers(403, json={"detail": "Insufficient permissions"}),), "failed", then_stays=True),
    Case("download: cut, then clear", "GET", (cuts_body(700_000),), "downloaded"),
    Case("download: cut, then Range ignored", "GET", (cuts_body(700_000), ignores_range), "downloaded"),
    Case("download: dropped with RST, then clear", "GET", (drops(Ending.RST),), "downloaded"),
    Case("download: larger than announced", "GET", (serves_other(LARGER),), "failed", then_stays=True),
    Case("download: object gone", "GET", (answers(400, json=NO_OBJECT),), "failed", then_stays=True),
    Case("download: captive portal", "GET", (answers(200, body=PAGE),), "failed", then_stays=True),
    Case("download: redirect to a file", "GET", (answers(302, headers={"Location": "file:///etc/passwd"}),), "failed", then_stays=True),
    Case("download: link to 169.254.169.254", "LINK", (links_to(lambda _url: "http://169.254.169.254/x"),), "failed", then_stays=True),
]

STATUS_OF = {TransferState.FAILED: "failed", TransferState.UNCONFIRMED: "unconfirmed"}


@dataclass(frozen=True, slots=True)
class Said:
    """What is known after a transfer: what was said of it, and what is there."""

    status: str
    error_kind: str | None
    sha256: str | None
    objects: int
    names: tuple[str, ...]
    uploads_begun: int
    objects_asked_for: int


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    # The command lets nobody choose how long it waits, and a test need not wait.
    monkeypatch.setattr(backoff, "UNATTENDED", replace(backoff.UNATTENDED, wait_initial_s=0.01, wait_max_s=0.02))
    monkeypatch.setattr(Reconciler.__init__, "__kwdefaults__", {**(Reconciler.__init__.__kwdefaults__ or {}), "waits_s": (0.0, 0.0)})


@pytest.fixture
def toptickets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """The command with a data folder of its own."""
    return CommandLine(monkeypatch, tmp_path / "data-dir")


@pytest.fixture
def services() -> Iterator[list[FaultyService]]:
    """The same service twice: one for the command, one for the engine."""
    with Sandbox(tickets=1) as one, Sandbox(tickets=1) as other, FaultyService(one) as first, FaultyService(other) as second:
        yield [first, second]


def ask_command(
    command: CommandLine, service: FaultyService, ticket_id: str, case: Case, path: Path, folder: Path
) -> tuple[str, str | None]:
    command.use(service.base_url, service.sandbox.keys[KeyKind.ADMIN].reveal())
    if case.at == "POST":
        ended = command("--json", "upload", ticket_id, path)
    else:
        ended = command("--json", "download", ticket_id, NAME, "-o", folder)
    assert (ended.code == 0) == (case.status in {"uploaded", "downloaded"})
    said = ended.objects[-1]
    return said["status"], None if said["error"] is None else said["error"]["kind"]


async def ask_engine(service: FaultyService, ticket_id: str, case: Case, path: Path, folder: Path) -> tuple[str, str | None]:
    workspace = await Workspace.open(service.base_url, service.sandbox.keys[KeyKind.ADMIN], policy=backoff.UNATTENDED)
    try:
        if case.at == "POST":
            transfer_id = workspace.engine.upload(ticket_id, await asyncio.to_thread(check_file, path))
        else:
            attachment = next(each for each in await workspace.client.list_attachments(ticket_id) if each.filename == NAME)
            transfer_id = workspace.engine.download(attachment, folder)
        row: Transfer = await workspace.engine.wait(transfer_id)
    finally:
        await workspace.close()
    done = "uploaded" if case.at == "POST" else "downloaded"
    return STATUS_OF.get(row.state, done), None if row.error is None else row.error.kind


async def first_ticket_id(service: FaultyService) -> str:
    workspace = await Workspace.open(service.sandbox.base_url, service.sandbox.keys[KeyKind.ADMIN])
    try:
        return (await workspace.client.list_tickets(limit=1)).tickets[0].id
    finally:
        await workspace.close()


async def objects_on(service: FaultyService, ticket_id: str) -> int:
    workspace = await Workspace.open(service.sandbox.base_url, service.sandbox.keys[KeyKind.ADMIN])
    try:
        return sum(each.filename == NAME for each in await workspace.client.list_attachments(ticket_id))
    finally:
        await workspace.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_command_and_the_engine_agree(
    toptickets: CommandLine, services: list[FaultyService], tmp_path: Path, case: Case, fault_rows: list[Row]
) -> None:
    content = random_gzip(SIZE_BYTES)
    path = tmp_path / NAME
    path.write_bytes(content)
    ways: dict[str, Callable[[FaultyService, str, Path], tuple[str, str | None]]] = {
        "command": lambda service, ticket_id, folder: ask_command(toptickets, service, ticket_id, case, path, folder),
        "engine": lambda service, ticket_id, folder: asyncio.run(ask_engine(service, ticket_id, case, path, folder)),
    }
    said = []
    for (way, ask), service in zip(ways.items(), services, strict=True):
        ticket_id = asyncio.run(first_ticket_id(service))
        if case.at != "POST":
            service.sandbox.add_attachment(ticket_id, filename=NAME, content_type="application/gzip", content=content)
        proxy = service.storage if case.at == "GET" else service.api
        method, part = {"POST": ("POST", "/attachments"), "GET": ("GET", "/"), "LINK": ("GET", "/download")}[case.at]
        proxy.script(method, part, *case.faults, then_stays=case.then_stays)
        folder = tmp_path / way
        folder.mkdir()
        status, error_kind = ask(service, ticket_id, folder)
        saved = folder / NAME
        said.append(
            Said(
                status,
                error_kind,
                sha256(saved.read_bytes()) if saved.exists() else None,
                asyncio.run(objects_on(service, ticket_id)),
                tuple(sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))),
                service.uploads_asked,
                len(service.storage.requests),
            )
        )
    by_command, by_engine = said
    assert by_command == by_engine
    assert by_command.status == case.status
    assert by_command.sha256 in {None, sha256(content)}
    assert by_command.objects == (0 if case.at == "POST" and case.status != "uploaded" else 1)
    words = " · ".join(filter(None, (by_command.status, by_command.error_kind)))
    fault_rows.append(Row(f"command = engine: {case.name}", words, "", by_command.objects, services[0].refetched_bytes))
