"""Where the fault cases run: the real sandbox behind faulty proxies, the engine before them, and a look at both ends afterwards."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.support.faulty_service import FaultyService
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.network import NetworkSettings
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import TopTicketsError
from toptickets_desktop.domain.transfer import ConflictPolicy, Transfer, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer.backoff import ONCE, RetryPolicy
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.reconcile import WAITS_S, Reconciler
from toptickets_desktop.transfer.schedule import REAL_TIMING, Timing

NAME = "report.gz"
OLD = b"what was there before"
PATIENCE_S = 0.5
"""How long a client of these tests waits for a byte that never comes."""

# One request, one attempt: each fault of a script is met by the engine itself.
NETWORK = NetworkSettings(connect_timeout_s=10, read_timeout_s=10, upload_answer_timeout_s=10, attempts=1)
HASTY_NETWORK = NetworkSettings(connect_timeout_s=10, read_timeout_s=PATIENCE_S, upload_answer_timeout_s=PATIENCE_S, attempts=1)


@dataclass(slots=True)
class Row:
    """One line of the table that a run ends with."""

    case: str
    outcome: str
    in_the_end: str
    objects: int | None
    refetched_bytes: int | None


@dataclass(slots=True)
class Bench:
    """A service with faults, and an engine that meets them.

    Attributes:
        folder: where downloads go; a file of the wanted name is in it already.
    """

    service: FaultyService
    engine: TransferEngine
    direct: ApiClient  # past the proxies
    direct_storage: StorageClient
    ticket_id: str
    folder: Path

    @property
    def sandbox(self) -> Sandbox:
        return self.service.sandbox

    def store(self, content: bytes, name: str = NAME) -> Attachment:
        """Put an object on the server that a test fetches."""
        attachment_id = self.sandbox.add_attachment(self.ticket_id, filename=name, content_type="application/gzip", content=content)
        return Attachment(attachment_id, self.ticket_id, name, "application/gzip", len(content))

    def begin_download(self, attachment: Attachment, *, if_exists: ConflictPolicy = ConflictPolicy.KEEP_BOTH) -> int:
        return self.engine.download(attachment, self.folder, if_exists=if_exists)

    def begin_upload(self, path: Path) -> int:
        return self.engine.upload(self.ticket_id, check_file(path))

    async def retried(self, transfer_id: int) -> Transfer:
        """What becomes of it when the user tries again."""
        self.engine.retry(transfer_id)
        return await self.engine.wait(transfer_id)

    async def stored_sums(self, name: str = NAME) -> list[str]:
        """The SHA-256 of all objects of a name that the server has."""
        rows = [row for row in await self.direct.list_attachments(self.ticket_id) if row.filename == name]
        return [await sha256_of_stored(self.direct, self.direct_storage, row) for row in rows]

    def visible_names(self) -> list[str]:
        """What the user sees in the folder."""
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def hidden_names(self) -> list[str]:
        """Parts and what belongs to them."""
        return sorted(path.name for path in self.folder.iterdir() if path.name.startswith("."))


@asynccontextmanager
async def opened_bench(
    service: FaultyService, folder: Path, *, network: NetworkSettings = NETWORK, policy: RetryPolicy = ONCE, timing: Timing = REAL_TIMING
) -> AsyncIterator[Bench]:
    """Open an engine that, unless told so, tries nothing again by itself, so that each fault is seen; its looks at the list do not wait."""
    _make_folder(folder)
    key = service.sandbox.keys[KeyKind.ADMIN]
    async with AsyncExitStack() as opened:
        client = ApiClient(service.base_url, key, network=network)
        opened.push_async_callback(client.aclose)
        storage = StorageClient(network=network, allow_private_hosts=True)
        opened.push_async_callback(storage.aclose)
        direct = ApiClient(service.sandbox.base_url, key)
        opened.push_async_callback(direct.aclose)
        direct_storage = StorageClient(allow_private_hosts=True)
        opened.push_async_callback(direct_storage.aclose)
        reconciler = Reconciler(client, fingerprint=partial(sha256_of_stored, client, storage), waits_s=(0.0,) * len(WAITS_S))
        engine = TransferEngine(client, storage, concurrency=4, reconciler=reconciler, policy=policy, timing=timing)
        opened.push_async_callback(engine.close)
        ticket = (await direct.list_tickets(limit=1)).tickets[0]
        yield Bench(service, engine, direct, direct_storage, ticket.id, folder)


def _make_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / NAME).write_bytes(OLD)


def outcome_of(transfer: Transfer) -> str:
    """State and reason in short, for the table."""
    error = transfer.error
    cause = None if error is None else error.__cause__
    words = [transfer.state.value, *(type(each).__name__ for each in (error, cause) if each is not None)]
    return " · ".join(words)


def kinds_of(transfer: Transfer) -> tuple[TransferState, type[TopTicketsError] | None]:
    return transfer.state, None if transfer.error is None else type(transfer.error)


def random_gzip(size_bytes: int) -> bytes:
    """Bytes that begin as a gzip file does, different each time."""
    return b"\x1f\x8b\x08" + os.urandom(size_bytes - 3)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
