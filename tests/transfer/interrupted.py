"""A storage whose answers can be cut and whose links can be made to end, and downloads from it, attempt by attempt."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.support.scripted_server import ReceivedRequest, response_bytes
from toptickets_desktop.api.client import ApiClient
from toptickets_desktop.api.storage import StorageClient
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import NotReached
from toptickets_desktop.transfer.download import DownloadRequest, FetchedFile, fetch_file
from toptickets_desktop.transfer.link import Link
from toptickets_desktop.transfer.off_loop import OffLoop

TICKET_ID = "11111111-1111-4111-8111-111111111111"
ATTACHMENT_ID = "22222222-2222-4222-8222-222222222222"
LINK_PATH = f"/v1/tickets/{TICKET_ID}/attachments/{ATTACHMENT_ID}/download"
OBJECT_PATH = "/object/sign/a.gz"
SIZE_BYTES = 100_000

Answer = Callable[["Store", ReceivedRequest], bytes]


@dataclass
class Store:
    """The service's links and the storage behind them: one object, links that can be made to end, answers that can be cut.

    Attributes:
        cut_at: break the next answer off at this byte of the object.
        refuse: what a link gets that has ended.
        next_answer: given once instead of the object.
        sent: first and last byte, counted from the object's first, of each piece that was sent.
    """

    content: bytes
    etag: str | None = '"one"'
    cut_at: int | None = None
    refuse: bytes = b""
    lifetime_s: float = 3600
    clock_is_off_by: timedelta = timedelta()
    next_answer: Answer | None = None
    links_given: int = 0
    first_good_link: int = 1
    refused: int = 0
    ranges: list[str] = field(default_factory=list)
    sent: list[tuple[int, int]] = field(default_factory=list)

    def link(self, origin: str) -> bytes:
        self.links_given += 1
        now = datetime.now(UTC) + self.clock_is_off_by
        ends = (now + timedelta(seconds=self.lifetime_s)).isoformat()
        body = {"signed_url": f"{origin}{OBJECT_PATH}?token=link-{self.links_given}", "expires_at": ends}
        return response_bytes(json=body, headers={"Date": format_datetime(now, usegmt=True), "Connection": "close"})

    def object(self, request: ReceivedRequest) -> bytes:
        if int(request.query["token"].removeprefix("link-")) < self.first_good_link:
            self.refused += 1
            return self.refuse
        wanted = request.headers.get("range", "")
        self.ranges.append(wanted)
        answer, self.next_answer = self.next_answer, None
        return self.slice(request) if answer is None else answer(self, request)

    def slice(self, request: ReceivedRequest) -> bytes:
        """The object from the byte asked for, as the storage gives it."""
        found = re.fullmatch(r"bytes=(\d+)-", request.headers.get("range", ""))
        first = int(found[1]) if found else 0
        if first >= len(self.content):
            return response_bytes(416, json={"statusCode": "416", "error": "InvalidRange"})
        headers = {"ETag": self.etag} if self.etag else {}
        if found:
            headers["Content-Range"] = f"bytes {first}-{len(self.content) - 1}/{len(self.content)}"
        whole = response_bytes(206 if found else 200, body=self.content[first:], headers=headers)
        cut_at, self.cut_at = self.cut_at, None
        if cut_at is None or cut_at >= len(self.content):
            cut_at = len(self.content)
        self.sent.append((first, cut_at))
        return whole[: len(whole) - (len(self.content) - cut_at)]

    def begin_anew(self) -> None:
        """As if nothing had happened yet."""
        vars(self).update(vars(Store(self.content)))

    def expire_links(self) -> None:
        self.first_good_link = self.links_given + 1

    @property
    def bytes_sent(self) -> int:
        return sum(end - first for first, end in self.sent)


class Row:
    """What an attempt is told, as the engine has it."""

    def __init__(self, *, keeps_part: bool = False) -> None:
        self.keeps_part = keeps_part
        self.kept: list[int] = []
        self.bytes_done = 0
        self.has_moved = asyncio.Event()

    def on_total(self, bytes_total: int) -> None:
        self.bytes_total = bytes_total

    def on_kept(self, bytes_kept: int) -> None:
        self.kept.append(bytes_kept)

    def on_bytes(self, bytes_done: int) -> None:
        self.bytes_done = bytes_done
        self.has_moved.set()

    def on_all_moved(self) -> None:
        self.has_all = True

    def on_committing(self) -> None:
        self.is_committing = True


@dataclass
class Downloads:
    """Runs attempts one by one, as the engine does, with all the real parts."""

    client: ApiClient
    storage: StorageClient
    disk: OffLoop
    folder: Path
    store: Store

    def request(self, *, size_bytes: int | None = SIZE_BYTES, link: Link | None = None) -> DownloadRequest:
        attachment = Attachment(ATTACHMENT_ID, TICKET_ID, "a.gz", "application/gzip", size_bytes)
        return DownloadRequest(attachment, self.folder, link=link or Link())

    async def attempt(self, request: DownloadRequest, row: Row | None = None) -> FetchedFile:
        return await fetch_file(self.client, self.storage, self.disk, request, row or Row())

    async def break_off(self, request: DownloadRequest, at: int) -> None:
        self.store.cut_at = at
        with pytest.raises(NotReached):
            await self.attempt(request)

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []
