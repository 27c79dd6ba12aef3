"""A run of the engine without a window that kills itself with SIGKILL at a chosen point, and goes on with what an earlier one left.

Called as `python -m tests.support.mortal_run` with a JSON object on stdin; says on stdout, line by line, what it has come to. A point is
the beginning or end of any function of ours in any thread, counted from when the transfers were remembered: so no clock decides.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import toptickets_desktop
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.store.journal import JournalStore
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.fingerprint import sha256_of_stored
from toptickets_desktop.transfer.reconcile import Reconciler
from toptickets_desktop.transfer.saved_journal import SavedJournal

WAITS_S = (0.0, 0.1, 0.2, 0.4)  # the sandbox stores at once or not at all

_OUR_CODE = str(Path(toptickets_desktop.__file__).parent)


@dataclass(frozen=True)
class Orders:
    """What a run is to do.

    Attributes:
        uploads: files to send.
        downloads: ids of attachments to save in `folder`.
        calls_until_death: None to live to the end.
        sends_again: whether what is unconfirmed in the end is sent again, as the user may ask for with a click.
    """

    base_url: str
    key: str = field(repr=False)
    ticket_id: str
    journal: str
    folder: str
    uploads: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    calls_until_death: int | None = None
    sends_again: bool = False

    def to_text(self) -> str:
        return json.dumps(asdict(self))


class Calls:
    """Counts the calls of our functions, and ends the process at one of them."""

    def __init__(self, until_death: int | None) -> None:
        self._until_death = until_death
        self._counts = False
        self.made = 0
        threading.setprofile(self._on_event)  # for threads that begin from now on
        sys.setprofile(self._on_event)

    def begin(self) -> None:
        """Count from now on."""
        self._counts = True

    def end(self) -> None:
        """Count no more."""
        self._counts = False

    def _on_event(self, frame: FrameType, event: str, _argument: Any) -> None:
        if self._counts and event in {"call", "return"} and frame.f_code.co_filename.startswith(_OUR_CODE):
            self.made += 1
            if self._until_death is not None and self.made >= self._until_death:
                os.kill(os.getpid(), signal.SIGKILL)


async def run(orders: Orders) -> None:
    calls = Calls(orders.calls_until_death)
    client = ApiClient(BaseUrl.parse(orders.base_url), ApiKey(orders.key))
    storage = StorageClient(allow_private_hosts=True)
    store = JournalStore(Path(orders.journal), orders.base_url)
    reconciler = Reconciler(client, fingerprint=partial(sha256_of_stored, client, storage), waits_s=WAITS_S)
    engine = TransferEngine(client, storage, concurrency=3, reconciler=reconciler, journal=SavedJournal(store))
    attachments = [await client.get_attachment(orders.ticket_id, attachment_id) for attachment_id in orders.downloads]
    files = [check_file(Path(path)) for path in orders.uploads]
    if not (attachments or files):
        calls.begin()
    restored = await engine.restore()
    print("restored", len(restored), flush=True)
    asked = [engine.download(attachment, Path(orders.folder)) for attachment in attachments]
    asked += [engine.upload(orders.ticket_id, file) for file in files]
    if asked:
        # Memory writes them in one go, before anything else that the journal is asked for by then.
        await asyncio.sleep(0)
        remembered = len(await store.read())
        print("remembered", remembered, flush=True)
        calls.begin()
    for transfer_id in [*restored, *asked]:
        await engine.wait(transfer_id)
    for transfer in engine.snapshots():
        if orders.sends_again and transfer.state is TransferState.UNCONFIRMED:
            engine.retry(transfer.id)
            await engine.wait(transfer.id)
    for transfer in engine.snapshots():
        print("ended", transfer.state.value, transfer.name, flush=True)
    print("calls", calls.made, flush=True)
    await engine.close()
    calls.end()
    await storage.aclose()
    await client.aclose()


if __name__ == "__main__":
    asyncio.run(run(Orders(**json.load(sys.stdin))))
