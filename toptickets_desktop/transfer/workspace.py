"""Everything that one signed-in key needs, opened and closed as one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from toptickets_desktop.domain.access import ApiKey, BaseUrl, KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import NotFound
from toptickets_desktop.domain.network_access import DEFAULT_ACCESS, NetworkAccess
from toptickets_desktop.settings import AppPaths
from toptickets_desktop.store.journal import JournalStore
from toptickets_desktop.transfer.backoff import DEFAULT_POLICY, RetryPolicy
from toptickets_desktop.transfer.cache_folder import CacheLimits
from toptickets_desktop.transfer.content_cache import ContentCache, Progress
from toptickets_desktop.transfer.engine import TransferEngine
from toptickets_desktop.transfer.handed_out import HandedOut
from toptickets_desktop.transfer.history import History
from toptickets_desktop.transfer.prepared_files import PreparedFiles
from toptickets_desktop.transfer.saved_journal import SavedJournal

if TYPE_CHECKING:
    from toptickets_desktop.api.client import ApiClient
    from toptickets_desktop.api.storage import StorageClient


class Workspace:
    """The service under one address and key, its storage, and the engine between them.

    Attributes:
        base_url: the service's address.
        key_kind: what the key is, told by its prefix.
        client: the API; holds the key, which nothing else does.
        storage: fetches signed URLs, without the key.
        engine: uploads and downloads.
        history: what happened to each of them.
        content_cache: attachments as files, for looking at and handing out.
        prepared_files: what the program itself makes for sending.
        journal_store: where transfers are remembered; its `trouble` is known once the engine has restored. None: nowhere.
        account: whose transfers and cached files these are.
    """

    def __init__(
        self,
        base_url: BaseUrl,
        key_kind: KeyKind,
        client: ApiClient,
        storage: StorageClient,
        engine: TransferEngine,
        content_cache: ContentCache,
        prepared_files: PreparedFiles,
        journal_store: JournalStore | None = None,
        account: str = "",
    ) -> None:
        self.base_url = base_url
        self.key_kind = key_kind
        self.client = client
        self.storage = storage
        self.engine = engine
        self.history = History()
        engine.add_listener(self.history.note)
        self.content_cache = content_cache
        self.prepared_files = prepared_files
        self.journal_store = journal_store
        self.account = account or base_url.text
        self._is_closed = False

    @classmethod
    async def open(
        cls,
        base_url: BaseUrl,
        key: ApiKey,
        *,
        concurrency: int = 4,
        policy: RetryPolicy = DEFAULT_POLICY,
        journal_path: Path | None = None,
        content_dir: Path | None = None,
        cache_limits: CacheLimits | None = None,
        account: str = "",
        access: NetworkAccess = DEFAULT_ACCESS,
        bandwidth_limit_bytes_per_s: int | None = None,
    ) -> Workspace:
        """Put the parts together; nothing is sent yet.

        Args:
            base_url: the service's address.
            key: the key, not yet known to be good.
            concurrency: how many transfers run at the same time.
            policy: what is tried again without being asked.
            journal_path: where transfers are remembered for the next run, whose `engine.restore()` takes them up; None to forget them.
            content_dir: where what was looked at is kept; None for the user's own folder of this program.
            cache_limits: how much of it.
            account: whose transfers and cached files these are; the address when empty.
            access: proxy and extra certificates.
            bandwidth_limit_bytes_per_s: how fast all transfers together may be; None for no limit.
        """
        from toptickets_desktop.api.client import ApiClient  # with libraries that a window can be shown without
        from toptickets_desktop.api.storage import StorageClient

        # The HTTP clients read certificates from the disk when they are made.
        client = await asyncio.to_thread(ApiClient, base_url, key, access=access)
        storage = await asyncio.to_thread(
            StorageClient, access=access, allow_private_hosts=base_url.is_loopback, service_host=base_url.host
        )
        # By profile and address, not by key: a new key goes on with what an expired one began. What is another's is not found there.
        store = None if journal_path is None else JournalStore(journal_path, account or base_url.text)
        journal = None if store is None else SavedJournal(store)
        engine = TransferEngine(client, storage, concurrency=concurrency, policy=policy, journal=journal)
        engine.set_bandwidth_limit(bandwidth_limit_bytes_per_s)
        cache = ContentCache(client, storage, account or base_url.text, content_dir or AppPaths.for_user().content_dir, limits=cache_limits)
        if content_dir is not None:
            cache.tidy_soon()
        # Beside the journal, which says what of it is still needed after a restart.
        data_dir = AppPaths.for_user().data_dir if journal_path is None else journal_path.parent
        prepared = PreparedFiles(data_dir / "prepared", account or base_url.text)
        return cls(base_url, key.kind, client, storage, engine, cache, prepared, store, account)

    def use_key(self, key: ApiKey) -> None:
        """Go on with another key for the same address and account: what waits for one resumes, what runs goes on."""
        self.client.use_key(key)
        self.key_kind = key.kind
        self.engine.resume_after_sign_in()

    async def restore_transfers(self, *, paused: bool) -> None:
        """Take up what earlier runs left unfinished, and remove the files that were made for what is finished.

        Args:
            paused: whether it waits for the user to resume it.
        """
        await self.engine.restore(paused=paused)
        needed = [transfer.path for transfer in self.engine.snapshots() if transfer.path is not None]
        await asyncio.to_thread(self.prepared_files.sweep, needed)

    async def use_access(self, access: NetworkAccess) -> None:
        """Go through another proxy, or trust other certificates, from the next request on."""
        await self.client.use_access(access)
        await self.storage.use_access(access)

    async def delete_attachment(self, attachment: Attachment) -> None:
        """Delete an attachment; one that is gone already counts as deleted. Works also after `close`, on a connection of its own.

        Raises:
            ServiceError: it was not deleted.
        """
        async with AsyncExitStack() as at_end:
            client = self.client
            if self._is_closed:
                client = await asyncio.to_thread(client.sibling)
                at_end.push_async_callback(client.aclose)
            with contextlib.suppress(NotFound):
                await client.delete_attachment(attachment.ticket_id, attachment.id)

    async def hand_out(
        self, attachments: Sequence[Attachment], handed_out: HandedOut, *, on_progress: Callable[[int], None] | None = None
    ) -> list[Path]:
        """Make private copies of attachments for another program.

        Args:
            attachments: which ones.
            handed_out: where the copies go.
            on_progress: told the bytes that are there, of all together.

        Returns:
            The copies, in the same order.

        Raises:
            TopTicketsError: one of them could not be fetched or copied; then there is none.
        """
        done_bytes = [0] * len(attachments)

        def progress_of(number: int) -> Progress:
            def note(bytes_done: int, _bytes_total: int | None) -> None:
                done_bytes[number] = bytes_done
                if on_progress is not None:
                    on_progress(sum(done_bytes))

            return note

        for attachment in attachments:
            self.content_cache.pin(attachment)
        try:
            fetches = [
                asyncio.ensure_future(self.content_cache.get(each, on_progress=progress_of(number)))
                for number, each in enumerate(attachments)
            ]
            try:
                sources = await asyncio.gather(*fetches)
            finally:
                for fetch in fetches:
                    fetch.cancel()
                await asyncio.gather(*fetches, return_exceptions=True)
            origins = [self.client.attachment_url(each.ticket_id, each.id) for each in attachments]
            names = [each.filename for each in attachments]
            return await asyncio.to_thread(handed_out.copies, list(zip(sources, names, origins, strict=True)))
        finally:
            for attachment in attachments:
                self.content_cache.unpin(attachment)

    async def close(self) -> None:
        """Cancel what runs, then close the connections."""
        self._is_closed = True
        async with AsyncExitStack() as at_end:
            at_end.push_async_callback(self.client.aclose)
            at_end.push_async_callback(self.storage.aclose)
            at_end.push_async_callback(self.content_cache.close)
            await self.engine.close()
