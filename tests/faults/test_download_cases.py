"""Every fault that a download can meet on its way, one after the other, before a real service.

Whatever happens: what has the final name is whole, what was there before is untouched, and another try brings the file.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.faulty_service import (
    Ending,
    Fault,
    FaultyProxy,
    FaultyService,
    Framing,
    answers,
    changes,
    compresses,
    cuts_body,
    drops,
    hangs,
    links_to,
    sends,
    stalls_after,
)
from toptickets_desktop.domain.errors import (
    Forbidden,
    LengthMismatch,
    NotFound,
    NotReached,
    ObjectMissing,
    RateLimited,
    Rejected,
    ServerFault,
    SignedUrlRefused,
    Stalled,
    StorageError,
    TopTicketsError,
    Unauthorized,
    UnexpectedAnswer,
)
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.sandbox.server import Sandbox

from .bench import HASTY_NETWORK, NAME, NETWORK, OLD, Row, kinds_of, opened_bench, outcome_of, random_gzip, sha256

SIZE_BYTES = 3 * 1024 * 1024 + 123
HALF = 2 * 1024 * 1024 + 7
PAGE = b"<html><body>Sign in to the Wi-Fi</body></html>"
JWT_EXPIRED = {"statusCode": "400", "error": "InvalidJWT", "message": '"exp" claim timestamp check failed', "code": "InvalidJWT"}
TAMPERED = {**JWT_EXPIRED, "message": "signature verification failed"}
NO_OBJECT = {"statusCode": "404", "error": "not_found", "message": "Object not found", "code": "NoSuchKey"}
HOST_KEY = Path(__file__).parents[1] / "api" / "data" / "test-host.pem"

OBJECT = "/"
LINK = "/download"


@dataclass(frozen=True, slots=True)
class Case:
    """A fault, and what the user sees of it.

    Attributes:
        fault: met by every request of its kind, until the user tries again.
        error: the reason on the row; None when it is done all the same.
        at: which requests meet it: those for the link, or those for the object.
        is_slow: the fault is silence: the client's patience is short.
    """

    name: str
    fault: Fault
    error: type[TopTicketsError] | None
    at: str = OBJECT
    is_slow: bool = False


def redirect(location: str) -> Fault:
    return answers(302, headers={"Location": location})


CASES = [
    # the connection
    Case("cut at half with FIN", cuts_body(HALF), NotReached),
    Case("cut at half with RST", cuts_body(HALF, Ending.RST), NotReached),
    Case("cut one byte before the end", cuts_body(SIZE_BYTES - 1), NotReached),
    Case("cut before the first byte", cuts_body(0), NotReached),
    Case("dropped without an answer (FIN)", drops(), NotReached),
    Case("dropped without an answer (RST)", drops(Ending.RST), NotReached),
    Case("cut, no length declared", cuts_body(HALF, framing=Framing.CLOSE), LengthMismatch),
    Case("cut between chunks", cuts_body(HALF, framing=Framing.CHUNKED), NotReached),
    Case("too few chunks, ended well", cuts_body(HALF, framing=Framing.CHUNKED, is_ended_well=True), LengthMismatch),
    Case("silence instead of an answer", hangs, NotReached, is_slow=True),
    Case("silence in the middle", stalls_after(HALF), Stalled, is_slow=True),
    # lengths
    Case("whole, in chunks", sends(Framing.CHUNKED), None),
    Case("whole, no length declared", sends(Framing.CLOSE), None),
    Case("whole, in pieces of 100 bytes", sends(Framing.LENGTH, block_bytes=100), None),
    Case("longer, no length declared", sends(Framing.CLOSE, extra=bytes(5_000_000), block_bytes=65536), LengthMismatch),
    Case("longer, in chunks", sends(Framing.CHUNKED, extra=b"x", block_bytes=65536), LengthMismatch),
    Case("longer by one, and declared so", sends(Framing.LENGTH, extra=b"x", block_bytes=65536), LengthMismatch),
    Case("a smaller length declared", sends(Framing.LENGTH, declared_bytes=1000, block_bytes=65536), LengthMismatch),
    Case("a larger length declared", sends(Framing.LENGTH, declared_bytes=SIZE_BYTES + 1, block_bytes=65536), LengthMismatch),
    # other content
    Case("compressed unasked", compresses(), StorageError),
    Case("gzip bomb of 100 MB", compresses(bomb_bytes=100_000_000), StorageError),
    Case("page of a captive portal (200)", answers(200, body=PAGE), LengthMismatch),
    Case("nothing, but 200", answers(200), LengthMismatch),
    Case("206 nobody asked for", answers(206, body=b"0123456789", headers={"Content-Range": f"bytes 0-9/{SIZE_BYTES}"}), LengthMismatch),
    Case("206 with a garbled range", answers(206, body=b"0123456789", headers={"Content-Range": "bytes ?-9/10"}), StorageError),
    Case("204", answers(204), StorageError),
    Case("whole, another ETag", changes(etag='"other"'), None),
    # the storage's refusals
    Case("link expired (400 InvalidJWT)", answers(400, json=JWT_EXPIRED), SignedUrlRefused),
    Case("link expired (400 ExpiredToken)", answers(400, json={"error": "ExpiredToken", "message": "jwt expired"}), SignedUrlRefused),
    Case("link tampered with (400)", answers(400, json=TAMPERED), SignedUrlRefused),
    Case("link refused (401)", answers(401), SignedUrlRefused),
    Case("link refused (403 XML)", answers(403, body=b"<Error><Code>AccessDenied</Code></Error>"), SignedUrlRefused),
    Case("object gone (400 NoSuchKey)", answers(400, json=NO_OBJECT), ObjectMissing),
    Case("object gone (404)", answers(404), ObjectMissing),
    Case("416 without a range asked for", answers(416, json={"statusCode": "416", "error": "InvalidRange"}), StorageError),
    Case("storage 429", answers(429), StorageError),
    Case("storage 418", answers(418), StorageError),
    Case("storage 500", answers(500, json={"statusCode": "500"}), StorageError),
    Case("storage 502 page", answers(502, body=PAGE), StorageError),
    Case("storage 503", answers(503), StorageError),
    Case("storage 504", answers(504), StorageError),
    # redirects
    Case("redirect to http elsewhere", redirect("http://files.example.com/report.gz"), StorageError),
    Case("redirect to a file", redirect("file:///etc/passwd"), StorageError),
    Case("redirect to 169.254.169.254", redirect("http://169.254.169.254/latest/meta-data"), StorageError),
    Case("redirect to https://169.254.169.254", redirect("https://169.254.169.254/latest/meta-data"), StorageError),
    Case("redirect to this machine", redirect("https://127.0.0.1/x"), StorageError),
    Case("redirect to a private name", redirect("https://router.lan/x"), StorageError),
    Case("redirect to itself for ever", redirect("/"), StorageError),
    # the link
    Case("link to a file", links_to(lambda _url: "file:///etc/passwd"), UnexpectedAnswer, LINK),
    Case("link to 169.254.169.254", links_to(lambda _url: "http://169.254.169.254/latest"), StorageError, LINK),
    Case("link with a user in it", links_to(lambda url: url.replace("//", "//me:secret@")), StorageError, LINK),
    Case("link by https to a plain server", links_to(lambda url: url.replace("http:", "https:")), NotReached, LINK),
    Case("link to a closed port", links_to(lambda url: url.replace(url.split("/")[2], "127.0.0.2:9")), NotReached, LINK),
    Case("a page instead of the link (200)", answers(200, body=PAGE), UnexpectedAnswer, LINK),
    Case("other JSON instead of the link", answers(200, json={"ok": True}), UnexpectedAnswer, LINK),
    Case("link 400", answers(400, json={"detail": "Bad request"}), Rejected, LINK),
    Case("link 401", answers(401, json={"detail": "Invalid API key"}), Unauthorized, LINK),
    Case("link 403", answers(403, json={"detail": "Insufficient permissions. Required scope: attachments:read"}), Forbidden, LINK),
    Case("link 404", answers(404, json={"detail": "Not found"}), NotFound, LINK),
    Case("link 422", answers(422, json={"detail": [{"loc": ["path"], "msg": "no", "type": "x"}]}), Rejected, LINK),
    Case("link 429", answers(429, json={"detail": "Slow down"}, headers={"Retry-After": "3000"}), RateLimited, LINK),
    Case("link 500", answers(500, json={"detail": "Internal error"}), ServerFault, LINK),
    Case("link 502 page", answers(502, body=PAGE), UnexpectedAnswer, LINK),
    Case("link 503 empty", answers(503), UnexpectedAnswer, LINK),
    Case("link dropped (RST)", drops(Ending.RST), NotReached, LINK),
]


@pytest.fixture
def service() -> Iterator[FaultyService]:
    with Sandbox(tickets=1) as sandbox, FaultyService(sandbox) as faulty:
        yield faulty


def script(service: FaultyService, case: Case) -> None:
    proxy = service.api if case.at == LINK else service.storage
    proxy.script("GET", case.at, case.fault, then_stays=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_download_that_goes_wrong(service: FaultyService, tmp_path: Path, case: Case, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved", network=HASTY_NETWORK if case.is_slow else NETWORK) as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content)
        script(service, case)
        transfer_id = bench.begin_download(attachment)
        first = last = await bench.engine.wait(transfer_id)

        expected = TransferState.DONE if case.error is None else TransferState.FAILED
        assert kinds_of(first) == (expected, case.error)
        if case.error is not None:
            assert (first.path, first.sha256, bench.visible_names()) == (None, None, [NAME])
            service.clear()
            last = await bench.retried(transfer_id)

        assert kinds_of(last) == (TransferState.DONE, None)
        assert last.path == bench.folder / "report (2).gz"
        assert (sha256(last.path.read_bytes()), last.sha256) == (sha256(content), sha256(content))
        assert (bench.visible_names(), bench.hidden_names()) == (["report (2).gz", NAME], [])
        assert (bench.folder / NAME).read_bytes() == OLD
        assert await bench.stored_sums() == [sha256(content)]
        fault_rows.append(Row(f"download: {case.name}", outcome_of(first), outcome_of(last), 1, service.refetched_bytes))


async def test_a_storage_with_a_certificate_nobody_knows(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(HOST_KEY)
    with FaultyProxy(service.storage.upstream, host="127.0.0.2", tls=tls) as storage:
        async with opened_bench(service, tmp_path / "saved") as bench:
            attachment = bench.store(random_gzip(1000))
            service.api.script("GET", LINK, links_to(lambda url: url.replace(service.storage.origin, storage.origin)))
            transfer_id = bench.begin_download(attachment)
            first = await bench.engine.wait(transfer_id)
            assert kinds_of(first) == (TransferState.FAILED, NotReached)
            assert (storage.requests, bench.visible_names()) == ([], [NAME])
            last = await bench.retried(transfer_id)
            assert last.state is TransferState.DONE
            fault_rows.append(Row("download: bad TLS", outcome_of(first), outcome_of(last), 1, service.refetched_bytes))


async def test_a_target_that_appears_meanwhile_is_kept(service: FaultyService, tmp_path: Path, fault_rows: list[Row]) -> None:
    async with opened_bench(service, tmp_path / "saved") as bench:
        content = random_gzip(SIZE_BYTES)
        attachment = bench.store(content, "fresh.gz")

        def appears(exchange: Any) -> None:
            (bench.folder / "fresh.gz").write_bytes(OLD)
            exchange.send(exchange.ask())

        service.storage.script("GET", OBJECT, appears)
        row = await bench.engine.wait(bench.begin_download(attachment))
        assert (row.state, row.path) == (TransferState.DONE, bench.folder / "fresh (2).gz")
        assert (bench.folder / "fresh.gz").read_bytes() == OLD
        assert sha256((bench.folder / "fresh (2).gz").read_bytes()) == sha256(content)
        fault_rows.append(Row("download: the name is taken meanwhile", outcome_of(row), "", 1, service.refetched_bytes))
