"""Removing everything that this program keeps: keys, settings, journal, cache, copies, logs, and the parts of downloads. Not the downloads.

Nothing else of the program may be running.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

from toptickets_desktop.credentials import Credentials
from toptickets_desktop.domain.access import BaseUrl
from toptickets_desktop.domain.errors import CredentialError, InvalidBaseUrl, TopTicketsError
from toptickets_desktop.domain.profile import transfers_account_of
from toptickets_desktop.settings import AppPaths, Settings
from toptickets_desktop.store.journal import JournalStore
from toptickets_desktop.transfer.download import forget_download
from toptickets_desktop.transfer.records import Record
from toptickets_desktop.transfer.saved_journal import SavedJournal


async def forget_everything(paths: AppPaths, credentials: Credentials, *, stop_logs: Callable[[], None]) -> list[Path | CredentialError]:
    """Remove it all; what can be removed is, whatever else cannot.

    Args:
        paths: where everything is.
        credentials: where the keys are.
        stop_logs: called before the log goes.

    Returns:
        What is still there: folders, and the keyring's answer when a key could not be removed.
    """
    settings = await asyncio.to_thread(paths.settings_file.load)
    left: list[Path | CredentialError] = []
    for profile_id, base_url in sorted(_accounts(settings), key=str):
        with contextlib.suppress(TopTicketsError):  # a journal that cannot be read goes with its folder
            await _forget_parts(paths, transfers_account_of(profile_id, base_url))
        try:
            await credentials.remove(base_url, profile_id=profile_id)
        except CredentialError as exc:
            left.append(exc)
    stop_logs()
    folders = (paths.cache_dir, paths.data_dir, paths.config_dir, paths.log_dir)
    return left + [folder for folder in folders if not await asyncio.to_thread(_remove_tree, folder)]


def _accounts(settings: Settings) -> set[tuple[str, BaseUrl]]:
    """Every profile with its address, and with every address that was ever used."""
    texts = {*(profile.base_url for profile in settings.profiles), *settings.last_ticket_id}
    base_urls = []
    for text in texts:
        with contextlib.suppress(InvalidBaseUrl):
            base_urls.append(BaseUrl.parse(text.split(" ", 1)[0]))
    return {(profile.id, base_url) for profile in settings.profiles for base_url in base_urls}


async def _forget_parts(paths: AppPaths, account: str) -> None:
    if not paths.journal_path.exists():
        return
    journal = SavedJournal(JournalStore(paths.journal_path, account))
    try:
        for entry in await journal.load():
            request = Record.of(entry).request
            if request is not None:
                await asyncio.to_thread(forget_download, request)
    finally:
        await journal.close()


def _remove_tree(folder: Path) -> bool:
    """Remove a folder, read-only files in it included, following no link; whether it is gone."""

    def make_writable_and_retry(work: Callable[..., object], path: str, _error: object) -> None:
        with contextlib.suppress(OSError):
            Path(path).chmod(stat.S_IRWXU)
            work(path)

    if folder.is_symlink():
        with contextlib.suppress(OSError):
            folder.unlink()
    else:
        shutil.rmtree(folder, onerror=make_writable_and_retry)
    return not os.path.lexists(folder)
